"""Networks: listed, made, changed, removed, written to a file and read back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from data.activity.archive import write_history
from data.governance.rule_sets import rules_in_use
from data.store.backups import Restoring, demand_new, restore_backup, write_backup
from data.store.store import Store
from data.tenancy.networks import Networks
from data.wording.texts import text, texts
from service.cli.actions.database import LEFT, open_database
from service.cli.shell import Shell
from service.runtime.erasure_keys import erased_names
from service.runtime.loading import check_own_settings
from service.runtime.sweeping import sweep_all
from service.schemas.installation import NetworkCard, NetworkList


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
    shell.confirm(text("The network “{name}” was added. Next: kumppani --network {name} import FILE", name=name))


def change(shell: Shell, name: str, own: Mapping[str, str]) -> None:
    """Change the settings of a network; those that cannot be used are refused before."""
    with open_database(shell) as database:
        with Store(database, name).reading() as session:
            rules = rules_in_use(session.connection, name)
        check_own_settings(shell.settings, own, rules)
        Networks(database).change(name, own)
    shell.confirm(text("The network “{name}” was changed.", name=name))


def remove(shell: Shell, name: str) -> None:
    """Remove a network."""
    with open_database(shell) as database:
        Networks(database).remove(name)
        is_swept = not sweep_all(database, shell.settings)
    shell.confirm(text("The network “{name}” was removed.", name=name), *([] if is_swept else [LEFT]))


def backup(shell: Shell, name: str, path: Path) -> None:
    """Write a network to a file."""
    with open_database(shell) as database:
        digest = write_backup(database, name, path)
    shell.confirm(text("The network “{name}” was written to {file}. Note its digest elsewhere: {digest}", name=name,
                       file=str(path), digest=digest))


def history(shell: Shell, name: str, path: Path) -> None:
    """Write what was shown and what came of it to a file."""
    demand_new(path)
    with open_database(shell) as database, Store(database, name).reading() as session:
        write_history(session.events.all(), session.impressions.all(), path)
    shell.confirm(text("What has happened in the network “{name}” was written to {file}.", name=name, file=str(path)))


def restore(shell: Shell, path: Path, name: str | None, how: Restoring) -> None:
    """Read a network from a file."""
    with open_database(shell) as database:
        backup = restore_backup(database, path, name, how, erased_names(shell.settings))
        is_swept = not sweep_all(database, shell.settings)
    messages = [text("The network “{name}” was added from {file}.", name=backup.name, file=str(path))]
    if how.with_keys:
        messages.append(texts("{count} key came back; those that were here already stay as they are.",
                              "{count} keys came back; those that were here already stay as they are.",
                              count=len(backup.keys)))
    if not is_swept:
        messages.append(LEFT)
    shell.confirm(*messages)
