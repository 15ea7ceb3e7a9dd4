"""What was removed is swept out of files: right after, and where somebody opens a database in which it was left."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from data.database.connection import SCRUB_SECONDS, Database
from data.database.sweeps import Place, Sweeps, note_swept, sweeps_of
from data.errors import DataError, StoreBusy, StoreUnreachable
from data.store.store import Store
from data.tenancy.networks import Networks
from data.vocabularies.catalogue import open_vocabularies
from matcher.profile_text import encoded_texts
from models.errors import ModelError
from service.runtime.loading import Encoders, open_encoders
from service.settings import Settings

LOG = logging.getLogger("kumppani.service")


def sweep(database: Database, forget_vectors: Callable[[], object], seconds: float = SCRUB_SECONDS) -> Sweeps:
    """Sweep whatever is noted as to be swept, and return what is left: others may be reading it.

    Args:
        database: where it is noted.
        forget_vectors: takes the vectors of texts that are not stored out of their file.
        seconds: how long to wait for those who read the database.

    Raises:
        StoreRefused: the database cannot be used.
    """
    with database.reading() as connection:
        sweeps = sweeps_of(connection)
    ways: Mapping[Place, Callable[[], object]] = {
        Place.VECTORS: forget_vectors, Place.DATABASE: partial(database.scrub, seconds)}
    swept = frozenset(item for place, way in ways.items()
                      if (items := [item for item in sweeps if item[1] is place]) and _is_done(way)
                      for item in items)
    if swept:
        with database.writing() as connection:
            note_swept(connection, swept)
    return sweeps - swept


def _is_done(way: Callable[[], object]) -> bool:
    try:
        way()
    except (DataError, ModelError) as error:
        LOG.debug("what was removed is still in files: %s", error)
        return False
    return True


def sweep_all(database: Database, settings: Settings) -> Sweeps:
    """Sweep as `sweep` does, without a service that has its encoder open."""
    return sweep(database, lambda: forget_vectors(database, settings, open_encoders(settings)))


def forget_vectors(database: Database, settings: Settings, encoders: Encoders) -> int:
    """Erase the vectors of texts that no network has; return how many there were.

    Args:
        database: what networks are stored in.
        settings: of the installation.
        encoders: of which one keeps vectors, or none.

    Raises:
        StoreRefused: the database cannot be used.
        ModelError: others read the vectors for so long that it could not be done.
    """
    encoder, memory = encoders
    if memory is None:
        return 0
    return memory.keep_only({words for name in Networks(database).sizes()
                             for words in _texts_of(database, name, settings, encoder.languages)})


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
