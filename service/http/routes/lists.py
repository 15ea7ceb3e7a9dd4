"""Lists that people bring: looked at with their questions, and imported once they are answered."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Response

from data.activity.idempotency import Reply
from data.errors import Problem, RecordsRefused
from data.intake.lists import AnyList, SettledList
from data.intake.sources import is_of_cooperations
from data.intake.storing import settle_list
from data.records.network import Network
from data.store.transactions import Transaction
from data.wording.texts import text, texts
from service.errors import QuestionsOpen
from service.http.dependencies import Language, NetworkToCoordinate, NoParameters
from service.http.json_bodies import BODY, json_body
from service.http.list_requests import ListImportRequest, ListRequest
from service.http.openapi import error_answers
from service.http.writes import Change, CoordinatorWrite, Write
from service.runtime.lists import Lists, as_file, ground_of, lists_without_open, read_lists, store_import
from service.runtime.served_network import ServedNetwork
from service.schemas.imports import ListImport, ListPreview, list_import, list_preview

router = APIRouter(prefix="/v1/imports", tags=["imports"])

MOST_PROBLEMS = 1_000


@router.post("/previews", summary="Look at a list before it is imported", responses=error_answers(*BODY))
def preview(network: NetworkToCoordinate, language: Language, body: Annotated[ListRequest, json_body(ListRequest)],
            _: NoParameters) -> ListPreview:
    """Return what would be made of a list: the table, its columns, what is open with likely answers, faulty rows.

    Nothing is stored. The same questions are asked of the command line; what was answered about columns and words of
    earlier lists is known.
    """
    lists = _read(network, body)
    return list_preview(body.file, lists.main, _settled(lists), language)


@router.post("/lists", summary="Import a list", response_model=ListImport, responses=error_answers(*BODY, 409))
async def import_list(write: CoordinatorWrite, language: Language,
                      body: Annotated[ListImportRequest, json_body(ListImportRequest)], _: NoParameters) -> Response:
    """Store what a list tells, all in one transaction, unless a question is open or a row has faults.

    An actor that is stored already keeps what the list has no column for. Contact data are kept apart and shown to
    nobody before the actor has confirmed them. The import has a number, by which it can be undone.
    """
    return await write.prepare(partial(_check, write, body, language))


def _read(network: ServedNetwork, body: ListRequest) -> Lists:
    snapshot = network.snapshot
    with network.store.reading() as session:
        ground = ground_of(session, snapshot, network.today(), snapshot.network.actors, body.known)
    with as_file(body.file, body.content) as path:
        actors, cooperations = (None, path) if is_of_cooperations(body.format) else (path, None)
        return read_lists(actors, cooperations, ground, body.sheet, body.format)


def _settled(lists: Lists) -> SettledList:
    return settle_list(lists.actors, lists.ground) if lists.actors else SettledList((), {})


def _check(write: Write, body: ListImportRequest, language: str) -> Change:
    """Read the list before the transaction, since other writers wait for that."""
    lists = _read(write.network, body)
    if body.skip_invalid:
        lists = lists_without_open(lists)
    elif lists.needed:
        raise QuestionsOpen(
            tuple(Problem(body.file, 0, question.about[0], question.sentence, text("Answer it."))
                  for question in lists.needed[:MOST_PROBLEMS]),
            texts("{count} question about the list is open.", "{count} questions about the list are open.",
                  count=len(lists.needed)), "",
            text("Nothing was stored. Look at the preview, and send the answers with the list."))
    _refuse_problems(lists.main, body)
    return partial(_store, lists, body.file, language, write)


def _refuse_problems(read: AnyList, body: ListImportRequest) -> None:
    """Refuse rows with faults, unless the good ones are asked for and there are any."""
    if read.reading.rejects and not (body.skip_invalid and read.reading.records):
        problems = read.reading.problems
        raise RecordsRefused(
            problems[:MOST_PROBLEMS],
            texts("{count} problem was found.", "{count} problems were found.", count=len(problems)), "",
            text("Nothing was stored. Correct the lines, or leave them out with skip_invalid=true."))


def _store(lists: Lists, file: str, language: str, write: Write, transaction: Transaction) -> Reply:
    settled = _settled(lists)
    cooperations = lists.cooperations.reading.records if lists.cooperations else ()
    imported = store_import(transaction, lists, file, write.signature,
                            lambda writer: writer.upsert(Network(settled.profiles, cooperations)), write.erased_names)
    return Reply(200, {}, list_import(file, lists.main, settled, imported, language).model_dump_json())
