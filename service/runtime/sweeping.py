"""What was removed is swept out of files: right after, and where somebody opens a database in which it was left."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from data.activity.vectors import StoredVectors
from data.database.connection import SCRUB_SECONDS, Database
from data.database.sweeps import Place, Sweeps, are_done_by_standbys, note_swept, sweeps_of
from data.errors import DataError, StoreBusy, StoreUnreachable
from data.store.store import Store
from data.tenancy.networks import Networks
from data.vocabularies.catalogue import open_vocabularies
from data.wording.texts import text
from matcher.profile_text import encoded_texts
from models.encoders import Encoder
from models.errors import ModelError
from service.runtime.loading import open_encoder_for
from service.runtime.vectors import digests_of
from service.settings import Settings

LOG = logging.getLogger("kumppani.service")


def sweep(database: Database, forget_vectors: Callable[[], object], seconds: float = SCRUB_SECONDS) -> Sweeps:
    """Sweep whatever is noted as to be swept, and return what is left: others may be reading it.

    Args:
        database: where it is noted.
        forget_vectors: takes out the vectors of texts that are not stored.
        seconds: how long to wait for those who read the database.

    Raises:
        StoreRefused: the database cannot be used.
    """
    with database.reading() as connection:
        sweeps = sweeps_of(connection)
    ways: Mapping[Place, Callable[[], object]] = {
        Place.VECTORS: forget_vectors, Place.DATABASE: partial(database.scrub, seconds),
        Place.STANDBY: partial(_demand_standbys, database)}
    swept = frozenset(item for place, way in ways.items()
                      if (items := [item for item in sweeps if item[1] is place]) and _is_done(way)
                      for item in items)
    if swept:
        with database.writing() as connection:
            note_swept(connection, swept)
    return sweeps - swept


def _demand_standbys(database: Database) -> None:
    with database.reading() as connection:
        if not are_done_by_standbys(connection):
            raise StoreBusy(text("A standby server has not followed yet."), database.where,
                            text("Try again in a moment."))


def _is_done(way: Callable[[], object]) -> bool:
    try:
        way()
    except (DataError, ModelError) as error:
        LOG.debug("what was removed is still in files: %s", error)
        return False
    return True


def sweep_all(database: Database, settings: Settings) -> Sweeps:
    """Sweep as `sweep` does, without a service that has its encoder open."""
    return sweep(database, lambda: forget_vectors(database, settings, open_encoder_for(settings)))


def forget_vectors(database: Database, settings: Settings, encoder: Encoder) -> int:
    """Erase the vectors of texts that no network has; return how many there were.

    Args:
        database: what networks are stored in.
        settings: of the installation.
        encoder: that knows which texts are encoded.

    Raises:
        StoreRefused: the database cannot be used.
    """
    return sum(_forget_vectors(database, name, settings, encoder.languages) for name in Networks(database).sizes())


def _forget_vectors(database: Database, name: str, settings: Settings, languages: Sequence[str]) -> int:
    with database.reading() as connection:
        if not StoredVectors(connection, name).exist():
            return 0
    digests = digests_of(_texts_of(database, name, settings, languages))
    with database.noting() as connection:
        return StoredVectors(connection, name).keep_only(frozenset(digests))


def _texts_of(database: Database, name: str, settings: Settings, languages: Sequence[str]) -> set[str]:
    """Return the texts of a network whose vectors are needed; of one that cannot be read they are made again."""
    try:
        vocabularies = open_vocabularies(settings.of_network(Networks(database).settings(name)).vocabulary)
        return {words for actor in Store(database, name).read().actors
                for words in encoded_texts(actor, vocabularies, languages)}
    except (StoreUnreachable, StoreBusy):
        raise
    except DataError as error:
        LOG.warning("network %s cannot be read, and its vectors are forgotten: %s", name, error)
        return set()
