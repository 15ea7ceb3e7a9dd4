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
from data.files.importing import CheckedRows, check_actor_lines, check_cooperation_lines
from data.files.row_checks import Checked
from data.records.keys import cooperation_id, cooperation_key
from data.records.network import Network
from data.records.profiles import Profile
from data.records.relations import Cooperation
from data.store.transactions import Applied, Transaction
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import render, text, texts
from service.clock import today
from service.errors import KindRefused
from service.http.dependencies import IdempotencyKey, Language, Writing
from service.http.idempotency import Asked, answer_write
from service.http.openapi import error_answers
from service.http.requests import ImportQuestion
from service.http.ways import WAYS
from service.schemas.base import Schema
from service.schemas.problems import Fault

router = APIRouter(prefix="/v1/imports", tags=["imports"])

LINES = "application/x-ndjson"
KINDS = (LINES, "application/jsonl", "application/json-lines")
MOST_LINES = 100_000
KEPT_IN_MEMORY = 1024 * 1024
MOST_PROBLEMS = 1_000
Found = TypeVar("Found")


def _body(what: str, example: str) -> dict[str, Any]:
    """Return the description of a body of JSON Lines."""
    return {"requestBody": {"required": True, "content": {LINES: {"schema": {
        "type": "string", "description": f"JSON Lines: {what} per line, flat or nested.", "examples": [example]}}}}}


ACTOR_LINES = _body("a profile", '{"id": "a", "name": "A", "sector": "ngo"}\n')
COOPERATION_LINES = _body("a cooperation", '{"members": ["lapin-yliopisto", "rovaniemen-kaupunki"], "title": "Café"}\n')


class ImportedLine(Schema):
    """What became of a line."""

    line: int = Field(description="Counted from 1.")
    id: str = Field(description="Of the record; empty if the line could not be read so far.")
    result: Literal["added", "changed", "unchanged", "refused"]
    problems: list[Fault] = Field(description="Why it was refused.")


class Imported(Schema):
    """What an import did."""

    added: int
    changed: int
    unchanged: int
    refused: int
    lines: list[ImportedLine]


@router.post("/actors", summary="Add or change many actors", response_model=Imported, openapi_extra=ACTOR_LINES,
             responses=error_answers(400, 408, 413, 415))
async def import_actors(
    request: Request, network: Writing, language: Language, asked: Annotated[ImportQuestion, Query()],
    idempotency_key: IdempotencyKey = "",
) -> Response:
    """Store the profiles of JSON Lines, all in one transaction, and say of each line what became of it.

    If a line has faults nothing is stored, and every fault is listed with its line, unless the good lines are asked
    for and there are any. Actors that are not named stay as they are. The body is read as it comes and may have 64 MiB.
    """
    found, digest = await _received(request, partial(_checked_actors, vocabularies=network.vocabularies))
    _refuse_problems(found, asked)
    change = partial(_store_actors, found, language)
    return await answer_write(request, network, Asked.of(request, idempotency_key, digest), change)


@router.post("/cooperations", summary="Add or change many cooperations", response_model=Imported,
             openapi_extra=COOPERATION_LINES, responses=error_answers(400, 408, 413, 415))
async def import_cooperations(
    request: Request, network: Writing, language: Language, asked: Annotated[ImportQuestion, Query()],
    idempotency_key: IdempotencyKey = "",
) -> Response:
    """Store the cooperations of JSON Lines, all in one transaction, and say of each line what became of it.

    Their members must be stored. One of the same members, title and first day is changed; those that are not named stay
    as they are.
    """
    lines, digest = await _received(request, _read_lines)
    change = partial(_store_cooperations, lines, network.vocabularies, asked, language)
    return await answer_write(request, network, Asked.of(request, idempotency_key, digest), change)


async def _received(request: Request, read: Callable[[IO[bytes]], Found]) -> tuple[Found, bytes]:
    """Return what is read from the body of a request, and a digest of it.

    Raises:
        KindRefused: it is not declared as JSON Lines.
    """
    _demand_lines(request)
    with SpooledTemporaryFile(KEPT_IN_MEMORY) as body:
        digest = sha256()
        async for piece in request.stream():
            digest.update(piece)
            body.write(piece)
        body.seek(0)
        return await run_sync(read, body, limiter=request.app.state.writers), digest.digest()


def _checked_actors(body: IO[bytes], vocabularies: Vocabularies) -> CheckedRows[Profile]:
    return check_actor_lines(_read_lines(body), vocabularies, today())


def _read_lines(body: IO[bytes]) -> list[str]:
    with _as_text(body) as lines:
        bounded = list(islice(lines, MOST_LINES + 1))
    if len(bounded) > MOST_LINES:
        raise RecordsRefused((), text("There are more than {count} lines.", count=MOST_LINES), "",
                             text("Send them in several imports."))
    return bounded


def _demand_lines(request: Request) -> None:
    """Refuse what a page of another site could send without being asked, among all that is no JSON Lines."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in KINDS:
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


def _refuse_problems(found: CheckedRows[Any], asked: ImportQuestion) -> None:
    """Refuse lines with faults, unless the good ones are asked for and there are any."""
    problems = [problem for _, checked in found for problem in checked.problems]
    if problems and not (asked.skip_invalid and any(checked.record for _, checked in found)):
        raise RecordsRefused(
            tuple(problems[:MOST_PROBLEMS]),
            texts("{count} problem was found.", "{count} problems were found.", count=len(problems)), "",
            text("Nothing was stored. Correct the lines, or leave them out with skip_invalid=true."))


def _store_actors(found: CheckedRows[Profile], language: str, transaction: Transaction) -> Reply:
    good = Network(tuple(checked.record for _, checked in found if checked.record))
    effects, applied = transaction.effects(good), transaction.upsert(good)
    lines = [_line(row.line, checked, checked.key, effects.get(checked.key, ""), language) for row, checked in found]
    return _reply(lines, applied)


def _store_cooperations(lines: list[str], vocabularies: Vocabularies, asked: ImportQuestion, language: str,
                        transaction: Transaction) -> Reply:
    found = check_cooperation_lines(lines, transaction.actor_ids(), vocabularies)
    _refuse_problems(found, asked)
    good = Network(cooperations=tuple(checked.record for _, checked in found if checked.record))
    effects, applied = transaction.effects(good), transaction.upsert(good)
    shown = [_cooperation_line(row.line, checked, effects, language) for row, checked in found]
    return _reply(shown, applied)


def _cooperation_line(line: int, checked: Checked[Cooperation], effects: Mapping[str, str],
                      language: str) -> ImportedLine:
    record = checked.record
    if record is None:
        return _line(line, checked, "", "", language)
    return _line(line, checked, cooperation_id(record), effects[cooperation_key(record)], language)


def _line(line: int, checked: Checked[Any], key: str, effect: str, language: str) -> ImportedLine:
    return ImportedLine.model_validate({"line": line, "id": key, "problems": _faults(checked.problems, language),
                                        "result": effect if checked.record else "refused"})


def _reply(lines: list[ImportedLine], applied: Applied) -> Reply:
    refused = sum(line.result == "refused" for line in lines)
    answer = Imported(added=applied.added, changed=applied.changed, unchanged=applied.unchanged, refused=refused,
                      lines=lines)
    return Reply(200, {}, answer.model_dump_json())


def _faults(problems: Sequence[Problem], language: str) -> list[Fault]:
    return [Fault(line=problem.line, field=problem.field, what=render(problem.what, language),
                  cure=render(problem.cure, language, WAYS)) for problem in problems]
