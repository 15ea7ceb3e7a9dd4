"""Many actors or cooperations at once, a line each."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated, Any, Literal, TypeVar

from anyio.to_thread import run_sync
from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from data.activity.idempotency import Reply
from data.errors import Problem, RecordsRefused
from data.files.importing import RowResults, check_actor_lines, check_cooperation_lines
from data.files.row_checks import RowResult
from data.records.keys import cooperation_id, cooperation_key
from data.records.network import Network
from data.records.profiles import Profile
from data.records.relations import Cooperation
from data.store.transactions import Transaction, WriteResult
from data.wording.texts import render, text, texts
from service.errors import KindRefused
from service.http.dependencies import Language
from service.http.json_bodies import BODY, arriving, demand_plain, media_type
from service.http.openapi import error_answers
from service.http.requests import ImportQuestion
from service.http.ways import WAYS
from service.http.writes import Change, NetworkWrite
from service.runtime.duplicates import look_alikes
from service.runtime.served_network import ServedNetwork
from service.schemas.base import Schema
from service.schemas.duplicates import LookAlike, look_alikes_of
from service.schemas.problems import Fault

router = APIRouter(prefix="/v1/imports", tags=["imports"])

LINES = "application/x-ndjson"
MEDIA_TYPES = (LINES, "application/jsonl", "application/json-lines")
MOST_LINES = 100_000
MEMORY_BYTES = 1024 * 1024
MOST_PROBLEMS = 1_000
MOST_COMPARED = 1_000
Content = TypeVar("Content")


def _body(what: str, example: str) -> dict[str, Any]:
    """Return the description of a body of JSON Lines."""
    return {"requestBody": {"required": True, "content": {LINES: {"schema": {
        "type": "string", "description": f"JSON Lines: {what} per line, flat or nested.", "examples": [example]}}}}}


ACTOR_LINES = _body("a profile", '{"id": "a", "name": "A", "sector": "ngo"}\n')
COOPERATION_LINES = _body("a cooperation", '{"members": ["lapin-yliopisto", "rovaniemen-kaupunki"], "title": "Café"}\n')


class LineReport(Schema):
    """What became of a line."""

    line: int = Field(description="Counted from 1.")
    id: str = Field(description="Of the record; empty if the line could not be read so far.")
    result: Literal["added", "changed", "unchanged", "refused"]
    problems: list[Fault] = Field(description="Why it was refused.")
    look_alikes: list[LookAlike] = Field([], description=(
        f"Stored actors that a new one may be, of the first {MOST_COMPARED} new ones of an import."))


class ImportReport(Schema):
    """What an import did."""

    added: int
    changed: int
    unchanged: int
    refused: int
    lines: list[LineReport]


@router.post("/actors", summary="Add or change many actors", response_model=ImportReport, openapi_extra=ACTOR_LINES,
             responses=error_answers(*BODY))
async def import_actors(
    request: Request, write: NetworkWrite, language: Language, question: Annotated[ImportQuestion, Query()],
) -> Response:
    """Store the profiles of JSON Lines, all in one transaction, and say of each line what became of it.

    If a line has faults nothing is stored, and every fault is listed with its line, unless the good lines are asked
    for and there are any. Actors that are not named stay as they are. The body is read as it comes and may have 64 MiB.
    """
    rows, digest = await _read_body(request, partial(_check_actors, network=write.network))
    _refuse_problems(rows, question)
    return await write.prepare(partial(_compare_actors, rows, write.network, language), digest)


@router.post("/cooperations", summary="Add or change many cooperations", response_model=ImportReport,
             openapi_extra=COOPERATION_LINES, responses=error_answers(*BODY))
async def import_cooperations(
    request: Request, write: NetworkWrite, language: Language, question: Annotated[ImportQuestion, Query()],
) -> Response:
    """Store the cooperations of JSON Lines, all in one transaction, and say of each line what became of it.

    Their members must be stored. One of the same members, title and first day is changed; those that are not named stay
    as they are.
    """
    lines, digest = await _read_body(request, _read_lines)
    return await write.prepare(partial(_check_cooperations, lines, write.network, question, language), digest)


async def _read_body(request: Request, read: Callable[[IO[bytes]], Content]) -> tuple[Content, bytes]:
    """Return what is read from the body of a request, and a digest of it.

    Raises:
        BodyUnreadable: the sender has gone away.
        EncodingRefused: it is packed.
        KindRefused: it is not declared as JSON Lines.
    """
    _demand_lines(request)
    with SpooledTemporaryFile(MEMORY_BYTES) as body:
        digest = sha256()
        with arriving():
            async for piece in request.stream():
                digest.update(piece)
                body.write(piece)
        body.seek(0)
        return await run_sync(read, body, limiter=request.app.state.writers), digest.digest()


def _check_actors(body: IO[bytes], network: ServedNetwork) -> RowResults[Profile]:
    with network.store.reading() as session:
        actors = session.actor_ids()
    return check_actor_lines(_read_lines(body), actors, network.vocabularies, network.today())


def _read_lines(body: IO[bytes]) -> list[str]:
    with _as_text(body) as stream:
        lines = list(islice(stream, MOST_LINES + 1))
    if len(lines) > MOST_LINES:
        raise RecordsRefused((), text("There are more than {count} lines.", count=MOST_LINES), "",
                             text("Send them in several imports."))
    return lines


def _demand_lines(request: Request) -> None:
    """Refuse what a page of another site could send without being asked, among all that is no JSON Lines."""
    demand_plain(request)
    if media_type(request) not in MEDIA_TYPES:
        raise KindRefused(text("The body is not declared as JSON Lines."), "",
                          text("Send it with the header “Content-Type: {kind}”.", kind=LINES))


@contextmanager
def _as_text(body: IO[bytes]) -> Iterator[io.TextIOWrapper]:
    lines = io.TextIOWrapper(body, "utf-8-sig", newline="\n")
    try:
        yield lines
    except UnicodeDecodeError as error:
        raise RecordsRefused((), text("The body is not UTF-8."), "", text("Send JSON Lines in UTF-8.")) from error
    finally:
        lines.detach()


def _refuse_problems(rows: RowResults[Any], question: ImportQuestion) -> None:
    """Refuse lines with faults, unless the good ones are asked for and there are any."""
    problems = [problem for _, check in rows for problem in check.problems]
    if problems and not (question.skip_invalid and any(check.record for _, check in rows)):
        raise RecordsRefused(
            tuple(problems[:MOST_PROBLEMS]),
            texts("{count} problem was found.", "{count} problems were found.", count=len(problems)), "",
            text("Nothing was stored. Correct the lines, or leave them out with skip_invalid=true."))


def _compare_actors(rows: RowResults[Profile], network: ServedNetwork, language: str) -> Change:
    """Look for actors that are stored already before the transaction, since other writers wait for that."""
    snapshot = network.snapshot
    known = {actor.id for actor in snapshot.network.actors}
    new = [check.record for _, check in rows if check.record and check.record.id not in known][:MOST_COMPARED]
    alike = {actor: look_alikes_of(pairs, language) for actor, pairs in look_alikes(new, snapshot).items()}
    return partial(_store_actors, rows, alike, language)


def _store_actors(rows: RowResults[Profile], alike: Mapping[str, list[LookAlike]], language: str,
                  transaction: Transaction) -> Reply:
    good = Network(tuple(check.record for _, check in rows if check.record))
    tally = transaction.upsert(good)
    lines = [_line(row.line, check, check.key, tally.effects.get(check.key, ""), language).model_copy(
        update={"look_alikes": alike.get(check.key, [])}) for row, check in rows]
    return _reply(lines, tally)


def _check_cooperations(lines: list[str], network: ServedNetwork, question: ImportQuestion, language: str) -> Change:
    with network.store.reading() as session:
        actors = session.actor_ids()
    rows = check_cooperation_lines(lines, actors, network.vocabularies)
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
