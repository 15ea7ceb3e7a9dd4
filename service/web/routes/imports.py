"""Lists that people bring: looked at with their questions, stored when they are answered, and undone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from data.errors import DataError, RecordsRefused
from data.files.columns import ACTOR_COLUMNS
from data.intake.lists import ListOfActors, SettledList
from data.intake.reading import read_list, without_open
from data.intake.sources import list_reader
from data.intake.storing import settle_list
from data.records.network import Network
from data.store.transactions import Transaction
from data.wording.texts import Text, render, text, texts
from service.errors import FormRefused
from service.runtime.erasure_keys import erased_names
from service.runtime.lists import Lists, as_file, ground_of, store_import, undo_list
from service.schemas.imports import import_card
from service.web.answers import back_to, page
from service.web.list_forms import ListForm, read_form
from service.web.viewers import Coordinator, Viewer
from service.web.views.lists import list_view
from service.web.writes import write

router = APIRouter(prefix="/network/imports")

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


@dataclass(frozen=True)
class _Looked:
    """A list as a form brings it, read against the network."""

    form: ListForm
    lists: Lists
    read: ListOfActors
    settled: SettledList

    @property
    def obstacle(self) -> Text | None:
        """What keeps it from being stored."""
        needed, faulty = len(self.read.needed), len(self.read.reading.rejects)
        if needed and not self.form.leaves_out:
            return texts("{count} question is open: answer it below.", "{count} questions are open: answer them below.",
                         count=needed)
        if faulty and not self.form.leaves_out:
            return texts("{count} row has a fault: mend it below, or leave it out.",
                         "{count} rows have faults: mend them below, or leave them out.", count=faulty)
        return None if self.settled.profiles else text("There is no actor to be stored in it.")


@router.get("")
def show_imports(request: Request, viewer: Coordinator) -> HTMLResponse:
    """Show the field for a file, and the lists that were imported, the newest first."""
    return _imports(request, viewer)


@router.post("/list")
async def look_at_list(request: Request, viewer: Coordinator) -> Response:
    """Show what is read of a list and what is open; once nothing is, store it if that is asked for."""
    try:
        form = await read_form(request)
        looked = await run_sync(_look, viewer, form.agreed if form.stores else form)
        obstacle = looked.obstacle
        if form.stores and obstacle and form.untouched.values:
            looked = await run_sync(_look, viewer, form)
    except (FormRefused, RecordsRefused) as error:
        return await run_sync(partial(_imports, request, viewer, 422, error))
    if not form.stores or obstacle:
        return await run_sync(_show, request, viewer, looked, obstacle if form.stores else None)
    names = erased_names(viewer.installation.settings)

    def change(transaction: Transaction) -> int | None:
        return store_import(transaction, looked.lists, form.file, viewer.signature,
                            lambda writer: writer.upsert(Network(looked.settled.profiles)), names).number

    number = await write(request, viewer, change)
    return back_to(f"{viewer.base}/imports?stored={number or 0}#stored")


@router.post("/{number}/undo")
async def undo(request: Request, viewer: Coordinator, number: Number) -> RedirectResponse:
    """Put back what an import has added or changed."""
    await write(request, viewer, lambda transaction: undo_list(transaction, number, viewer.signature))
    return back_to(f"{viewer.base}/imports?undone={number}#undone")


def _look(viewer: Viewer, form: ListForm) -> _Looked:
    snapshot = viewer.snapshot
    with viewer.network.store.reading() as session:
        ground = ground_of(session, snapshot, viewer.network.today(), snapshot.network.actors, form.answers,
                           form.asked_again)
    with as_file(form.file, form.content) as path:
        read = read_list(path, ground, form.sheet, form.corrected(list_reader(ACTOR_COLUMNS)))
    if form.stores and form.leaves_out:
        read = without_open(read, ground)
    return _Looked(form, Lists(read, None, ground), read, settle_list(read, ground))


def _show(request: Request, viewer: Viewer, looked: _Looked, obstacle: Text | None) -> HTMLResponse:
    stored = {profile.id: profile for profile in viewer.snapshot.network.actors}
    view = list_view(looked.form, looked.read, looked.settled, stored, viewer.writer)
    return page(request, "list.html", viewer, 422 if obstacle else 200, view=view,
                obstacle=render(obstacle, viewer.language) if obstacle else "")


def _imports(request: Request, viewer: Viewer, status: int = 200, error: DataError | None = None) -> HTMLResponse:
    with viewer.network.store.reading() as session:
        cards = [import_card(entry) for entry in session.imports.all()]
    fault = " ".join(render(part, viewer.language) for part in (error.what, error.cure)) if error else ""
    told = {name: request.query_params.get(name, "") for name in ("stored", "undone")}
    numbers = {"stored": {"0", *(str(card.number) for card in cards)},
               "undone": {str(card.number) for card in cards if card.undone}}
    return page(request, "imports.html", viewer, status, imports=cards, fault=fault,
                **{name: number if number in numbers[name] else "" for name, number in told.items()})
