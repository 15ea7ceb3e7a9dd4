"""Networks: listed, made, changed, removed, written to a file and read back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from data.activity.archive import write_history
from data.database.connection import Database, OutdatedDatabase
from data.errors import StoreBusy
from data.governance.rule_sets import rules_in_use
from data.introductions.table import IntroductionTable
from data.store.backups import demand_new, restore_backup, write_backup
from data.store.store import Store
from data.tenancy.api_keys import Keys
from data.tenancy.networks import Networks
from data.vocabularies.catalogue import open_vocabularies
from data.wording.texts import Text, text, texts
from matcher.profile_text import encoded_texts
from service.cli.shell import Shell
from service.clock import now
from service.runtime.loading import check_own_settings, open_encoders
from service.schemas.installation import Confirmation, NetworkCard, NetworkList
from service.settings import Settings


def list_networks(shell: Shell) -> None:
    """Show what networks there are."""
    with open_database(shell) as database:
        networks = Networks(database)
        cards = [NetworkCard(name=name, actors=count, settings=networks.settings(name))
                 for name, count in networks.sizes().items()]
    shell.answer(NetworkList(networks=cards), lambda: _show(cards, shell))


def _show(cards: list[NetworkCard], shell: Shell) -> None:
    for card in cards:
        shell.out.say(card.name, style="bold")
        shell.out.say("    " + shell.words(texts("{count} actor", "{count} actors", count=card.actors)))
        for name, value in card.settings.items():
            shell.out.say(f"    {name}: {value}")


def add(shell: Shell, name: str, own: Mapping[str, str]) -> None:
    """Make a network; settings that cannot be used are refused before."""
    check_own_settings(shell.settings, own)
    with open_database(shell) as database:
        Networks(database).add(name, own)
    confirm(shell, text("The network “{name}” was added. Next: kumppani --network {name} import FILE", name=name))


def change(shell: Shell, name: str, own: Mapping[str, str]) -> None:
    """Change the settings of a network; those that cannot be used are refused before."""
    with open_database(shell) as database:
        with Store(database, name).reading() as session:
            rules = rules_in_use(session.connection, name)
        check_own_settings(shell.settings, own, rules)
        Networks(database).change(name, own)
    confirm(shell, text("The network “{name}” was changed.", name=name))


def remove(shell: Shell, name: str) -> None:
    """Remove a network."""
    with open_database(shell) as database:
        Networks(database).remove(name)
    confirm(shell, text("The network “{name}” was removed.", name=name))


def backup(shell: Shell, name: str, path: Path) -> None:
    """Write a network to a file."""
    with open_database(shell) as database:
        write_backup(database, name, path)
    confirm(shell, text("The network “{name}” was written to {file}.", name=name, file=str(path)))


def history(shell: Shell, name: str, path: Path) -> None:
    """Write what was shown and what came of it to a file."""
    demand_new(path)
    with open_database(shell) as database, Store(database, name).reading() as session:
        write_history(session.events.all(), session.impressions.all(), path)
    confirm(shell, text("What has happened in the network “{name}” was written to {file}.", name=name, file=str(path)))


def restore(shell: Shell, path: Path, name: str | None, with_keys: bool) -> None:
    """Read a network from a file."""
    with open_database(shell) as database:
        backup = restore_backup(database, path, name, with_keys=with_keys)
        is_swept = _sweep(database)
    messages = [text("The network “{name}” was added from {file}.", name=backup.name, file=str(path))]
    if with_keys:
        messages.append(texts("{count} key came back; those that were here already stay as they are.",
                              "{count} keys came back; those that were here already stay as they are.",
                              count=len(backup.keys)))
    if not is_swept:
        messages.append(text("Whom it named and had been erased is still in the files of the database: run “kumppani "
                             "database tidy”."))
    confirm(shell, *messages)


def _sweep(database: Database) -> bool:
    """Take out of the files what was removed; tell whether that could be done now."""
    try:
        database.scrub()
    except StoreBusy:
        return False
    return True


def upgrade(shell: Shell) -> None:
    """Upgrade the database."""
    with closing(OutdatedDatabase(shell.settings.database_url)) as database:
        before, after = database.upgrade()
    confirm(shell, text("The database has the format {wanted} already.", wanted=after) if before == after else
            text("The database was brought from the format {found} to {wanted}.", found=before, wanted=after))


def tidy(shell: Shell) -> None:
    """Remove what has been kept for as long as the settings say, and take it out of the files."""
    time, settings = now(), shell.settings
    with open_database(shell) as database:
        counts = Counter[str]()
        for name in Networks(database).sizes():
            counts += _forget_old(database, name, time, settings)
        keys = Keys(database).forget_ended(time - timedelta(days=settings.keep_keys_days))
        vectors = _forget_vectors(database, settings)
        is_swept = _sweep(database)
    messages = [text("Removed – remembered answers: {answers}, events: {events}, lists that were shown: {lists}, "
                     "introductions that had ended: {introductions}, keys that had ended: {keys}, vectors of texts "
                     "that are not stored any more: {vectors}.", answers=counts["answers"], events=counts["events"],
                     lists=counts["lists"], introductions=counts["introductions"], keys=keys, vectors=vectors)]
    if not is_swept:
        messages.append(text("It is still in the files of the database, as others have been reading for long: run this "
                             "again later."))
    confirm(shell, *messages)


def _forget_old(database: Database, name: str, time: datetime, settings: Settings) -> Counter[str]:
    """Remove what a network has kept for long enough; return how much of what."""
    with Store(database, name).writing() as transaction:
        return Counter(
            answers=transaction.replies.forget_before(time - timedelta(days=settings.keep_answers_days)),
            events=transaction.events.forget_before(time - timedelta(days=settings.keep_events_days)),
            lists=transaction.impressions.forget_before(time - timedelta(days=settings.keep_lists_days)),
            introductions=IntroductionTable(transaction).forget_ended(
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


def confirm(shell: Shell, *messages: Text) -> None:
    """Say what was done, in one or more sentences."""
    answer = Confirmation(done=" ".join(map(shell.words, messages)))
    shell.answer(answer, lambda: shell.out.say(answer.done))


def open_database(shell: Shell) -> closing[Database]:
    """Return the database of the installation, to be closed at the end of a block."""
    return closing(Database(shell.settings.database_url))
