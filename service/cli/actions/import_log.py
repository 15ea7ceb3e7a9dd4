"""The lists that were imported: shown, and undone."""

from __future__ import annotations

from data.governance.audit_log import COMMAND_LINE, Signature
from data.wording.texts import text
from service.cli.shell import Shell
from service.clock import now
from service.runtime.lists import undo_list
from service.runtime.loading import open_store
from service.schemas.imports import ImportCard, ImportPage, Undoing, import_card


def list_imports(shell: Shell) -> None:
    """Show the imports of the network."""
    with open_store(shell.settings) as (store, _), store.reading() as session:
        answer = ImportPage(imports=list(map(import_card, session.imports.all())))
    shell.answer(answer, lambda: _show(answer, shell))


def _show(answer: ImportPage, shell: Shell) -> None:
    for card in answer.imports:
        shell.out.say(f"{card.number}: {card.file}", style="bold")
        shell.out.say("    " + shell.words(text(
            "on {day} ({author}) – added: {added}, changed: {changed}, removed: {removed}", day=card.at.date(),
            author=card.author, added=card.added, changed=card.changed, removed=card.removed)) + _undone(card, shell))
    if not answer.imports:
        shell.out.say(shell.words(text("No list was imported.")))


def _undone(card: ImportCard, shell: Shell) -> str:
    return "; " + shell.words(text("undone on {day}", day=card.undone.date())) if card.undone else ""


def undo(shell: Shell, number: int) -> None:
    """Undo an import of the network."""
    with open_store(shell.settings) as (store, _), store.writing() as transaction:
        result = undo_list(transaction, number, Signature(COMMAND_LINE, now()))
    answer = Undoing(number=number, added=result.added, changed=result.changed, removed=result.removed)
    shell.answer(answer, lambda: shell.out.say(shell.words(text(
        "Import {number} was undone – added: {added}, changed: {changed}, removed: {removed}.", number=number,
        added=answer.added, changed=answer.changed, removed=answer.removed))))
