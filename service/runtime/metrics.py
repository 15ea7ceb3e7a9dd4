"""What is counted while the service runs, for Prometheus; it listens at an address of its own, without keys."""

from __future__ import annotations

import logging
from collections import Counter as Counts
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from threading import Lock
from time import time
from wsgiref.simple_server import WSGIServer

import numpy as np
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from data.errors import DataError
from data.introductions.introduction import IntroductionState
from data.introductions.table import IntroductionTable
from models.inequality import gini_of
from service.clock import now
from service.runtime.answering.impressions import PendingImpressions
from service.runtime.served_network import ServedNetwork

LOG = logging.getLogger("kumppani.service")
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
LENGTHS = (0, 1, 5, 10, 20, 50, 100)
SHOWN_FIRST = 10


class Metrics:
    """The figures of one service.

    Args:
        networks: gives the open networks by name.
        lists: those that were shown and are not stored yet.
    """

    def __init__(self, networks: Callable[[], dict[str, ServedNetwork]], lists: PendingImpressions) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter("kumppani_requests", "Requests that were answered.",
                                 ("method", "route", "status", "network"), registry=self.registry)
        self._seconds = Histogram("kumppani_request_seconds", "Time to the first byte of an answer.",
                                  ("method", "route"), buckets=SECONDS, registry=self.registry)
        self._lengths = Histogram("kumppani_list_length", "Suggestions in a list.", ("network",), buckets=LENGTHS,
                                  registry=self.registry)
        # What is counted is found for its labels, all of which have a bounded number of values.
        self._request_of = cache(self._requests.labels)
        self._seconds_of = cache(self._seconds.labels)
        self._length_of = cache(self._lengths.labels)
        self._exposure_counts: defaultdict[str, Counts[str]] = defaultdict(Counts)
        self._turn = Lock()
        losses = Gauge("kumppani_lists_lost", "Lists that were shown and could not be stored, since the start.",
                       registry=self.registry)
        losses.set_function(lambda: lists.losses)
        self.registry.register(_Gauges(networks, self._exposures))

    def count_request(self, method: str, route: str, status: int, network: str, seconds: float) -> None:
        """Count an answer.

        Args:
            method: of the request.
            route: the pattern of its path, so that no actor is named.
            status: of the answer.
            network: that was asked; empty if none was.
            seconds: from the request to the first byte of the answer.
        """
        self._request_of(method, route, status, network).inc()
        self._seconds_of(method, route).observe(seconds)

    def count_list(self, network: str, actors: Sequence[str]) -> None:
        """Count a list of suggestions, given by its actors, best first."""
        self._length_of(network).observe(len(actors))
        with self._turn:
            self._exposure_counts[network].update(actors[:SHOWN_FIRST])

    def serve(self, host: str, port: int) -> WSGIServer:
        """Answer Prometheus at an address, in a thread of its own; return what can be shut down."""
        server, _ = start_http_server(port, host, registry=self.registry)
        return server

    def _exposures(self, network: str) -> Counts[str]:
        with self._turn:
            return Counts(self._exposure_counts[network])


class _Gauges(Collector):
    """What is worked out when it is asked for."""

    def __init__(self, networks: Callable[[], dict[str, ServedNetwork]],
                 exposures: Callable[[str], Counts[str]]) -> None:
        self._networks = networks
        self._exposures = exposures

    def describe(self) -> Iterable[Metric]:
        """Return nothing: names are known when values are."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges of all open networks."""
        networks = self._networks()
        for gauge, (description, value) in GAUGES.items():
            yield _gauge(gauge, description, {name: value(network) for name, network in networks.items()})
        yield from _introductions(networks)
        yield _gauge("kumppani_exposure_gini", "Inequality of who was among the first ten of lists since the start: 0 "
                     "if all actors equally often, near 1 if always the same, NaN without a list.",
                     {name: self._inequality(name, network) for name, network in networks.items()})

    def _inequality(self, name: str, network: ServedNetwork) -> float:
        exposures = self._exposures(name)
        counts = np.array([exposures[actor.id] for actor in network.snapshot.network.actors], dtype=np.int64)
        return gini_of(counts, len(counts))


def _gauge(name: str, description: str, values: Mapping[str, float]) -> Metric:
    gauge = GaugeMetricFamily(name, description, labels=("network",))
    for network, value in values.items():
        gauge.add_metric((network,), value)
    return gauge


def _introductions(networks: Mapping[str, ServedNetwork]) -> Iterator[Metric]:
    """Yield what is stored of introductions; a network that cannot be read now has no figures."""
    counts = GaugeMetricFamily("kumppani_introductions", "Introductions that are stored, by where they stand.",
                               labels=("network", "state"))
    shares = GaugeMetricFamily("kumppani_introductions_unanswered", "Share of the requests with a deadline within "
                               "the last 90 days that nobody answered, NaN without any.", labels=("network",))
    time = now()
    for name, network in networks.items():
        try:
            with network.store.reading() as session:
                table = IntroductionTable(session)
                states, share = table.states(time.astimezone(network.zone)), table.unanswered_share(
                    time.astimezone(network.zone))
        except DataError as error:
            LOG.warning("network %s: introductions cannot be counted: %s", name, error)
            continue
        for state in IntroductionState:
            counts.add_metric((name, state.value), states[state])
        shares.add_metric((name,), share)
    yield from (counts, shares)


GAUGES: Mapping[str, tuple[str, Callable[[ServedNetwork], float]]] = {
    "kumppani_actors": ("Actors that answers come from.", lambda network: len(network.snapshot.network.actors)),
    "kumppani_snapshot_age_seconds": ("Time since the records that answers come from were read.",
                                      lambda network: time() - network.read_at),
    "kumppani_ready": ("1 if the network can be answered from, else 0.", lambda network: float(network.is_ready)),
}
