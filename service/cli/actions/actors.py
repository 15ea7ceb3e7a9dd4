"""What is held of an actor: handed out, erased, and the receipt of that shown."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from data.database.sweeps import Place
from data.errors import StoreRefused
from data.store.backups import demand_new
from data.store.store import Store
from data.wording.texts import Text, text, texts
from service.cli.actions.database import open_database
from service.cli.shell import Shell
from service.http.routes.rights import holdings_of
from service.runtime.installation import Installation
from service.runtime.served_network import ServedNetwork
from service.schemas.erasures import ReceiptDocument, erasure_receipt, receipt_document

PLACES = {Place.DATABASE: text("the files of the database"), Place.VECTORS: text("the vectors of profiles"),
          Place.MEMORY: text("the memory of a service that has not followed yet"),
          Place.STANDBY: text("a standby server that has not followed yet")}


@contextmanager
def _network(shell: Shell) -> Iterator[tuple[Installation, ServedNetwork]]:
    with closing(Installation(shell.settings)) as installation:
        yield installation, installation.network(shell.settings.network)


def export(shell: Shell, actor: str, path: Path) -> None:
    """Write everything that is held of an actor to a new file, which its owner alone may read."""
    demand_new(path)
    with _network(shell) as (installation, network):
        holdings = holdings_of(installation, network, actor, network.today(), shell.language)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
            stream.write(f"{holdings.model_dump_json(indent=2)}\n")
    except OSError as error:
        raise StoreRefused(text("The file cannot be written: {reason}.", reason=error.strerror or ""), str(path),
                           text("Choose a folder that has room and that you may write to.")) from error
    shell.confirm(text("What is held of “{actor}” was written to {file}.", actor=actor, file=str(path)))


def erase(shell: Shell, actor: str) -> None:
    """Erase an actor, and show the receipt."""
    with _network(shell) as (installation, network):
        receipt, unswept = installation.erase(network, actor, None)
    answer = erasure_receipt(receipt, unswept)
    count = texts("“{actor}” was erased: {count} record.", "“{actor}” was erased: {count} records.",
                  count=answer.records, actor=actor)
    before = text("“{actor}” had been erased before.", actor=actor)
    shell.answer(answer, lambda: _show(shell, answer, count if answer.records else before))


def show_receipt(shell: Shell, receipt_id: str) -> None:
    """Show a receipt, after sweeping what could not be swept before."""
    with open_database(shell) as database, Store(database, shell.settings.network).reading() as session:
        answer = receipt_document(session.erasures.receipt(receipt_id), session.erasures.unswept(receipt_id))
    shell.answer(answer, lambda: _show(shell, answer))


def _show(shell: Shell, answer: ReceiptDocument, *before: Text) -> None:
    for message in before:
        shell.out.say(shell.words(message))
    shell.out.say(shell.words(text("Receipt {receipt}, erased {time}.", receipt=answer.receipt,
                                   time=answer.erased.isoformat(timespec="seconds"))))
    if answer.clean:
        shell.out.say(shell.words(text("Nothing of it is left in any file.")))
    for place in answer.unswept:
        shell.out.say(shell.words(text("Deleted bytes of it are still in {place}, which others are reading: a service "
                                       "that runs sweeps them out when they end, and so does “kumppani database tidy”.",
                                       place=shell.words(PLACES[place]))))
