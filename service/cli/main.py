"""The command line. `kumppani --help` loads nothing heavy: what a command does is imported when it runs."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import entry_points
from typing import Annotated, Any

import typer

from service.cli.commands import (
    actors,
    api_keys,
    audit,
    database,
    duplicates,
    exports,
    imports,
    networks,
    rule_sets,
    rules,
    serving,
    suggestions,
    vocabulary,
    webhooks,
)
from service.cli.exits import ExitCode
from service.cli.framing import LanguageOption, frame
from service.runtime.threads import look_for_cycles_seldom

Command = Callable[..., None]
COMMANDS_OF_OTHERS = "kumppani.commands"  # the entry point group through which other packages add commands
EXIT_CODES_HELP = "\n\n".join(("Exit codes:", *(f"{code.value}: {code.meaning}." for code in ExitCode)))

GROUPS: Mapping[str, tuple[str, Mapping[str, Command]]] = {
    "export": ("Write what is stored, or the lists of many actors, to a file for Excel or another program.",
               {"actors": exports.actors, "cooperations": exports.cooperations, "suggestions": exports.suggestions}),
    "rules": ("Check rules, rehearse what they would change, put them to use and go back.",
              {"check": rules.check, "rehearse": rules.rehearse, "list": rule_sets.list_rules, "show": rule_sets.show,
               "draft": rule_sets.draft, "activate": rule_sets.activate, "rollback": rule_sets.roll_back,
               "remove": rule_sets.remove}),
    "audit": ("Show who changed which rule, weight, key or setting, and check that nobody changed that.",
              {"show": audit.show, "verify": audit.verify}),
    "imports": ("Show which lists were imported, and undo one.", {"list": imports.list_imports, "undo": imports.undo}),
    "network": ("Keep several networks on one installation, apart from each other.",
                {"list": networks.list_networks, "add": networks.add, "change": networks.change,
                 "remove": networks.remove, "history": networks.history,
                 "backup": networks.backup, "restore": networks.restore}),
    "key": ("Make and withdraw the keys that programs use the service with.",
            {"list": api_keys.list_keys, "create": api_keys.create, "rotate": api_keys.rotate,
             "revoke": api_keys.revoke, "token": api_keys.token}),
    "duplicates": ("Find actors that stand twice in the network, and make one of two.",
                   {"list": duplicates.list_duplicates, "merge": duplicates.merge, "differ": duplicates.differ}),
    "actor": ("Hand out what is held of an actor, and erase it.",
              {"export": actors.export, "erase": actors.erase, "receipt": actors.receipt}),
    "webhooks": ("Tell programs what happens in a network, as it happens.",
                 {"list": webhooks.list_webhooks, "add": webhooks.add, "remove": webhooks.remove,
                  "resume": webhooks.resume}),
    "database": ("Bring the database to a new version, and keep it tidy.",
                 {"upgrade": database.upgrade, "tidy": database.tidy}),
}


def _plain(**options: Any) -> typer.Typer:  # noqa: ANN401 – as Typer has it
    """Return a group whose help has no boxes: screen readers spell them out."""
    return typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True, **options)


def _show_version(is_wanted: bool) -> None:
    if is_wanted:
        from importlib.metadata import version

        typer.echo(f"kumppani {version('kumppani')}")
        raise typer.Exit


def _root(
    language: LanguageOption = None,
    network: Annotated[str | None, typer.Option("--network", metavar="NAME", help="The network to work on.",
                                                show_default="setting KUMPPANI_NETWORK")] = None,
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True,
                                          help="Show the version and exit.")] = False,
) -> None:
    """Who should I work with, and why? Explained partner suggestions for integration work.

    The language of answers is that of --lang, else of the setting KUMPPANI_LANGUAGE, else of the locale (LC_ALL,
    LC_MESSAGES, LANG) if it is Finnish, Swedish or English, else English. “kumppani settings” lists all settings.
    """


def make_app() -> typer.Typer:
    """Return the command line: our own commands, and those that installed packages bring."""
    root = _plain(epilog=EXIT_CODES_HELP)
    root.callback()(_root)
    root.command("import")(frame(imports.import_files))
    commands: tuple[Command, ...] = (imports.check, suggestions.suggest, suggestions.search, suggestions.explain,
                                     vocabulary.vocabulary, exports.template, serving.serve, serving.settings,
                                     serving.doctor)
    for command in commands:
        root.command()(frame(command))
    for group, (description, members) in GROUPS.items():
        branch = _plain(help=description)
        for name, command in members.items():
            branch.command(name)(frame(command))
        root.add_typer(branch, name=group)
    _add_commands_of_others(root)
    return root


def _add_commands_of_others(root: typer.Typer) -> None:
    """Add what entry points name: `evaluate` is a command, `encoder.train` one of the group `encoder`.

    A group's help is what the module of its first command says of itself.
    """
    groups: dict[str, typer.Typer] = {"": root}
    for entry in sorted(entry_points(group=COMMANDS_OF_OTHERS)):
        command, (group, _, name) = entry.load(), entry.name.rpartition(".")
        if group not in groups:
            groups[group] = _plain(help=sys.modules[command.__module__].__doc__)
            root.add_typer(groups[group], name=group)
        groups[group].command(name)(frame(command))


app = make_app()


def main() -> None:
    """Run the command line; a usage error is JSON where the command line asks for JSON."""
    # Before NumPy is loaded: threads that wait for large matrices turn on the spot at first, longer than most commands.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    look_for_cycles_seldom()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without “ä” must not stop a command
    try:
        sys.exit(app(standalone_mode="--json" not in sys.argv))
    except typer.TyperException as error:
        trouble = {"what": error.format_message(), "where": "", "cure": "See “kumppani --help”."}
        typer.echo(json.dumps({"error": trouble, "problems": []}, ensure_ascii=False, indent=2), err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
