"""Many actors or cooperations at once, a line or a row each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import Field

from data.activity.idempotency import Reply
from data.errors import Problem, RecordsRefused
from data.files.importing import RowResults, check_actor_rows, check_cooperation_rows
from data.files.row_checks import RowResult
from data.files.rows import Row
from data.records.erased_names import ErasedNames
from data.records.keys import cooperation_id, cooperation_key
from data.records.network import Network
from data.records.profiles import Profile
from data.records.relations import Cooperation
from data.store.transactions import Transaction, WriteResult
from data.wording.texts import render, text, texts
from service.http.dependencies import Language
from service.http.json_bodies import BODY
from service.http.openapi import error_answers
from service.http.queries import query
from service.http.record_bodies import CooperationRequest, ProfileRequest
from service.http.requests import ImportQuestion
from service.http.row_bodies import described_rows, read_body
from service.http.ways import WAYS
from service.http.writes import Change, NetworkWrite, Write
from service.runtime.duplicates import look_alikes
from service.runtime.lists import returned_by
from service.schemas.base import Schema
from service.schemas.duplicates import LookAlike, look_alikes_of
from service.schemas.imports import returns_of
from service.schemas.problems import Fault

router = APIRouter(prefix="/v1/imports", tags=["imports"])

MOST_PROBLEMS = 1_000
MOST_COMPARED = 1_000
ACTOR_ROWS = described_rows("a profile", ProfileRequest.__name__, '{"id": "a", "name": "A", "sector": "ngo"}\n',
                            "id,name,sector\na,A,ngo\n")
COOPERATION_ROWS = described_rows(
    "a cooperation", CooperationRequest.__name__,
    '{"members": ["lapin-yliopisto", "rovaniemen-kaupunki"], "title": "Café"}\n',
    "actor_a,actor_b,title\nlapin-yliopisto,rovaniemen-kaupunki,Café\n")


class LineReport(Schema):
    """What became of a line."""

    line: int = Field(description="Counted from 1; in a table the header counts, too.")
    id: str = Field(description="Of the record; empty if the line could not be read so far.")
    result: Literal["added", "changed", "unchanged", "refused"]
    problems: list[Fault] = Field(description="Why it was refused.")
    look_alikes: list[LookAlike] = Field([], description=(
        f"Stored actors that a new one may be, of the first {MOST_COMPARED} new ones of an import."))
    warnings: list[str] = Field([], description="That the actor was erased before and comes back by it.")


class ImportReport(Schema):
    """What an import did."""

    added: int
    changed: int
    unchanged: int
    refused: int
    lines: list[LineReport]


@router.post("/actors", summary="Add or change many actors", response_model=ImportReport, openapi_extra=ACTOR_ROWS,
             responses=error_answers(*BODY))
async def import_actors(
    request: Request, write: NetworkWrite, language: Language,
    question: Annotated[ImportQuestion, query(ImportQuestion)],
) -> Response:
    """Store the profiles of JSON Lines, a JSON array, CSV or XLSX, in one transaction, and say what became of each.

    Columns are those of an import; one that is not known is a fault. If a line has faults nothing is stored, and every
    fault is listed with its line, unless the good lines are asked for and there are any. Actors that are not named stay
    as they are. The body is read as it comes and may have 64 MiB, an array 32.
    """
    rows, digest = await read_body(request, "actors", partial(_check_actors, write=write))
    _refuse_problems(rows, question)
    return await write.prepare(partial(_compare_actors, rows, write, language), digest)


@router.post("/cooperations", summary="Add or change many cooperations", response_model=ImportReport,
             openapi_extra=COOPERATION_ROWS, responses=error_answers(*BODY))
async def import_cooperations(
    request: Request, write: NetworkWrite, language: Language,
    question: Annotated[ImportQuestion, query(ImportQuestion)],
) -> Response:
    """Store the cooperations of JSON Lines, a JSON array, CSV or XLSX, in one transaction, and say what became of each.

    Their members must be stored. One of the same members, title and first day is changed; those that are not named stay
    as they are.
    """
    rows, digest = await read_body(request, "cooperations", list)
    return await write.prepare(partial(_check_cooperations, rows, write, question, language), digest)


def _check_actors(rows: Iterable[Row], write: Write) -> RowResults[Profile]:
    network = write.network
    with network.store.reading() as session:
        actors = write.ids_of_wholes(session)
    return check_actor_rows(rows, actors, network.vocabularies, network.today())


def _refuse_problems(rows: RowResults[Any], question: ImportQuestion) -> None:
    """Refuse lines with faults, unless the good ones are asked for and there are any."""
    problems = [problem for _, check in rows for problem in check.problems]
    if problems and not (question.skip_invalid and any(check.record for _, check in rows)):
        raise RecordsRefused(
            tuple(problems[:MOST_PROBLEMS]),
            texts("{count} problem was found.", "{count} problems were found.", count=len(problems)), "",
            text("Nothing was stored. Correct the lines, or leave them out with skip_invalid=true."))


def _compare_actors(rows: RowResults[Profile], write: Write, language: str) -> Change:
    """Look for actors that are stored already before the transaction, since other writers wait for that."""
    snapshot = write.network.snapshot
    known = {actor.id for actor in snapshot.network.actors}
    new = [check.record for _, check in rows if check.record and check.record.id not in known][:MOST_COMPARED]
    alike = {actor: look_alikes_of(pairs, language) for actor, pairs in look_alikes(new, snapshot).items()}
    return partial(_store_actors, rows, alike, write.erased_names, language)


def _store_actors(rows: RowResults[Profile], alike: Mapping[str, list[LookAlike]], names: ErasedNames,
                  language: str, transaction: Transaction) -> Reply:
    good = Network(tuple(check.record for _, check in rows if check.record))
    tally = transaction.upsert(good)
    returned = returned_by(transaction, tally, names)
    lines = [_line(row.line, check, check.key, tally.effects.get(check.key, ""), language).model_copy(
        update={"look_alikes": alike.get(check.key, []), "warnings": _warnings(check.key, returned, language)})
        for row, check in rows]
    return _reply(lines, tally)


def _warnings(actor: str, returned: Mapping[str, datetime], language: str) -> list[str]:
    return returns_of({actor: returned[actor]}, language) if actor in returned else []


def _check_cooperations(records: list[Row], write: Write, question: ImportQuestion, language: str) -> Change:
    with write.network.store.reading() as session:
        actors = write.ids_to_name(session)
    rows = check_cooperation_rows(records, actors, write.network.vocabularies)
    _refuse_problems(rows, question)
    return partial(_store_cooperations, rows, language)


def _store_cooperations(rows: RowResults[Cooperation], language: str, transaction: Transaction) -> Reply:
    good = Network(cooperations=tuple(check.record for _, check in rows if check.record))
    tally = transaction.upsert(good)
    lines = [_cooperation_line(row.line, check, tally.effects, language) for row, check in rows]
    return _reply(lines, tally)


def _cooperation_line(line: int, check: RowResult[Cooperation], effects: Mapping[str, str],
                      language: str) -> LineReport:
    record = check.record
    if record is None:
        return _line(line, check, "", "", language)
    return _line(line, check, cooperation_id(record), effects[cooperation_key(record)], language)


def _line(line: int, check: RowResult[Any], key: str, effect: str, language: str) -> LineReport:
    return LineReport.model_validate({"line": line, "id": key, "problems": _faults(check.problems, language),
                                      "result": effect if check.record else "refused"})


def _reply(lines: list[LineReport], tally: WriteResult) -> Reply:
    refusals = sum(line.result == "refused" for line in lines)
    answer = ImportReport(added=tally.added, changed=tally.changed, unchanged=tally.unchanged, refused=refusals,
                          lines=lines)
    return Reply(200, {}, answer.model_dump_json())


def _faults(problems: Sequence[Problem], language: str) -> list[Fault]:
    return [Fault(line=problem.line, field=problem.field, what=render(problem.what, language),
                  cure=render(problem.cure, language, WAYS)) for problem in problems]
