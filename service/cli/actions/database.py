"""The database of an installation: opened, upgraded, and kept tidy."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from data.database.connection import Database, OutdatedDatabase
from data.errors import StoreBusy
from data.introductions.table import IntroductionTable
from data.store.store import Store
from data.tenancy.api_keys import Keys
from data.tenancy.networks import Networks
from data.vocabularies.catalogue import open_vocabularies
from data.wording.texts import text
from matcher.profile_text import encoded_texts
from service.cli.shell import Shell
from service.clock import now
from service.runtime.loading import open_encoders
from service.settings import Settings


def open_database(shell: Shell) -> closing[Database]:
    """Return the database of the installation, to be closed at the end of a block."""
    return closing(Database(shell.settings.database_url))


def upgrade(shell: Shell) -> None:
    """Upgrade the database."""
    with closing(OutdatedDatabase(shell.settings.database_url)) as database:
        before, after = database.upgrade()
    shell.confirm(text("The database has the format {wanted} already.", wanted=after) if before == after else
                  text("The database was brought from the format {found} to {wanted}.", found=before, wanted=after))


def tidy(shell: Shell) -> None:
    """Remove what has been kept for as long as the settings say, and take it out of the files."""
    time, settings = now(), shell.settings
    with open_database(shell) as database:
        counts = Counter[str]()
        for name in Networks(database).sizes():
            counts += _forget_old(database, name, time.astimezone(_zone(database, name, settings)), settings)
        keys = Keys(database).forget_before(time - timedelta(days=settings.keep_keys_days))
        vectors = _forget_vectors(database, settings)
        is_swept = sweep(database)
    messages = [text("Removed – remembered answers: {answers}, events: {events}, lists that were shown: {lists}, "
                     "imports that can no more be undone: {imports}, introductions that had ended: {introductions}, "
                     "keys that had ended: {keys}, vectors of texts that are not stored any more: {vectors}.",
                     keys=keys, vectors=vectors, **{kind: counts[kind] for kind in (
                         "answers", "events", "lists", "imports", "introductions")})]
    if not is_swept:
        messages.append(text("It is still in the files of the database, as others have been reading for long: run this "
                             "again later."))
    shell.confirm(*messages)


def _zone(database: Database, name: str, settings: Settings) -> ZoneInfo:
    return settings.of_network(Networks(database).settings(name)).timezone


def _forget_old(database: Database, name: str, time: datetime, settings: Settings) -> Counter[str]:
    """Remove what a network has kept for long enough; return how much of what."""
    with Store(database, name).writing() as transaction:
        return Counter(
            answers=transaction.replies.forget_before(time - timedelta(days=settings.keep_answers_days)),
            events=transaction.events.forget_before(time - timedelta(days=settings.keep_events_days)),
            lists=transaction.impressions.forget_before(time - timedelta(days=settings.keep_lists_days)),
            imports=transaction.imports.forget_before(time - timedelta(days=settings.keep_imports_days)),
            introductions=IntroductionTable(transaction).forget_before(
                time.date() - timedelta(days=settings.keep_introductions_days)))


def _forget_vectors(database: Database, settings: Settings) -> int:
    """Erase the vectors of texts that no network has; return how many there were."""
    encoder, memory = open_encoders(settings)
    if memory is None:
        return 0
    texts_in_use: set[str] = set()
    for name in Networks(database).sizes():
        own = settings.of_network(Networks(database).settings(name))
        vocabularies = open_vocabularies(own.vocabulary)
        texts_in_use |= {words for actor in Store(database, name).read().actors
                         for words in encoded_texts(actor, vocabularies, encoder.languages)}
    return memory.keep_only(texts_in_use)


def sweep(database: Database) -> bool:
    """Take out of the files what was removed; tell whether that could be done now."""
    try:
        database.scrub()
    except StoreBusy:
        return False
    return True
