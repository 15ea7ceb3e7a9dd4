"""The database of an installation: opened, upgraded, and kept tidy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from data.database.connection import Database, OutdatedDatabase
from data.database.sweeps import note_removal
from data.introductions.table import IntroductionTable
from data.store.store import Store
from data.tenancy.api_keys import Keys
from data.tenancy.networks import Networks
from data.tenancy.sign_in_codes import SignInCodes
from data.tenancy.sign_ins import SignIns
from data.wording.texts import text, texts
from service.cli.shell import Shell
from service.clock import now
from service.runtime.erasure_keys import names_to_erase
from service.runtime.loading import open_encoder_for
from service.runtime.sweeping import forget_vectors, sweep_all
from service.settings import Settings

LEFT = text("Deleted bytes are still in files that others are reading: a service that runs sweeps them out when they "
            "end, and so does “kumppani database tidy”.")


@contextmanager
def open_database(shell: Shell) -> Iterator[Database]:
    """Give the database of the installation; what was left to be swept by somebody who was killed is swept first."""
    with closing(Database(shell.settings.database_url)) as database:
        sweep_all(database, shell.settings)
        yield database


def sweep_files(shell: Shell) -> bool:
    """Sweep what was removed out of the files; tell whether nothing is left."""
    with closing(Database(shell.settings.database_url)) as database:
        return not sweep_all(database, shell.settings)


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
            local = time.astimezone(_zone(database, name, settings))
            counts += _erase_due(database, name, local, settings) + _forget_old(database, name, local, settings)
        keys = Keys(database).forget_before(time - timedelta(days=settings.keep_keys_days))
        SignIns(database, timedelta(hours=settings.sign_in_hours)).forget_ended(time)
        SignInCodes(database).forget_ended(time)
        vectors = forget_vectors(database, settings, open_encoder_for(settings))
        with database.writing() as connection:
            note_removal(connection, settings.network)
        is_swept = not sweep_all(database, settings)
    messages = [text("Removed – remembered answers: {answers}, events: {events}, lists that were shown: {lists}, "
                     "imports that can no more be undone: {imports}, introductions that had ended: {introductions}, "
                     "keys that had ended: {keys}, vectors of texts that are not stored any more: {vectors}.",
                     keys=keys, vectors=vectors, **{kind: counts[kind] for kind in (
                         "answers", "events", "lists", "imports", "introductions")})]
    if counts["actors"]:
        messages.append(texts("{count} actor whose day had come was erased.",
                              "{count} actors whose day had come were erased.", count=counts["actors"]))
    if not is_swept:
        messages.append(LEFT)
    shell.confirm(*messages)


def _zone(database: Database, name: str, settings: Settings) -> ZoneInfo:
    return settings.of_network(Networks(database).settings(name)).timezone


def _erase_due(database: Database, name: str, time: datetime, settings: Settings) -> Counter[str]:
    """Erase the actors of a network whose day has come; return how many there were."""
    with Store(database, name).writing() as transaction:
        due = transaction.planned_erasures.due(time.date())
        for actor in due:
            transaction.erase(actor, names_to_erase(settings), time)
    return Counter(actors=len(due))


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
