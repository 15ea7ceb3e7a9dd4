"""Many actors at once, a line each."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated, Any, Literal

from anyio.to_thread import run_sync
from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from data.errors import Problem, RecordsRefused
from data.importing import CheckedRows, check_actor_lines
from data.records import Network, Profile
from data.texts import render, text, texts
from data.transactions import Reply, Transaction
from data.vocabularies import Vocabularies
from service.clock import today
from service.errors import KindRefused
from service.openapi import error_answers
from service.questions import ImportQuestion
from service.replies import Asked, answer_write
from service.routes.dependencies import IdempotencyKey, Language, Writing
from service.schemas import Fault, Schema

router = APIRouter(prefix="/v1/imports", tags=["actors"])

LINES = "application/x-ndjson"
KINDS = (LINES, "application/jsonl", "application/json-lines")
MOST_LINES = 100_000
KEPT_IN_MEMORY = 1024 * 1024
MOST_PROBLEMS = 1_000
BODY: dict[str, Any] = {"requestBody": {"required": True, "content": {LINES: {"schema": {
    "type": "string", "description": "JSON Lines: a profile per line, flat or nested.",
    "examples": ['{"id": "a", "name": "A", "sector": "ngo"}\n']}}}}}


class ImportedLine(Schema):
    """What became of a line."""

    line: int = Field(description="Counted from 1.")
    id: str = Field(description="Of the actor; empty if the line could not be read so far.")
    result: Literal["added", "changed", "unchanged", "refused"]
    problems: list[Fault] = Field(description="Why it was refused.")


class ImportedActors(Schema):
    """What an import did."""

    added: int
    changed: int
    unchanged: int
    refused: int
    lines: list[ImportedLine]


@router.post("/actors", summary="Add or change many actors", response_model=ImportedActors, openapi_extra=BODY,
             responses=error_answers(400, 408, 413, 415))
async def import_actors(
    request: Request, network: Writing, language: Language, asked: Annotated[ImportQuestion, Query()],
    idempotency_key: IdempotencyKey = "",
) -> Response:
    """Store the profiles of JSON Lines, all in one transaction, and say of each line what became of it.

    If a line has faults nothing is stored, and every fault is listed with its line, unless the good lines are asked
    for and there are any. Actors that are not named stay as they are. The body is read as it comes and may have 64 MiB.
    """
    _demand_lines(request)
    with SpooledTemporaryFile(KEPT_IN_MEMORY) as body:
        digest = sha256()
        async for piece in request.stream():
            digest.update(piece)
            body.write(piece)
        body.seek(0)
        found = await run_sync(partial(_checked, body, network.vocabularies), limiter=request.app.state.writers)
    if not asked.skip_invalid or not any(checked.record for _, checked in found):
        _refuse_problems(found)
    change = partial(_store, found, language)
    return await answer_write(request, network, Asked.of(request, idempotency_key, digest.digest()), change)


def _checked(body: IO[bytes], vocabularies: Vocabularies) -> CheckedRows[Profile]:
    with _as_text(body) as lines:
        bounded = list(islice(lines, MOST_LINES + 1))
    if len(bounded) > MOST_LINES:
        raise RecordsRefused((), text("There are more than {count} lines.", count=MOST_LINES), "",
                             text("Send them in several imports."))
    return check_actor_lines(bounded, vocabularies, today())


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


def _refuse_problems(found: CheckedRows[Profile]) -> None:
    problems = [problem for _, checked in found for problem in checked.problems]
    if problems:
        raise RecordsRefused(
            tuple(problems[:MOST_PROBLEMS]),
            texts("{count} problem was found.", "{count} problems were found.", count=len(problems)), "",
            text("Nothing was stored. Correct the lines, or leave them out with skip_invalid=true."))


def _store(found: CheckedRows[Profile], language: str, transaction: Transaction) -> Reply:
    good = [checked.record for _, checked in found if checked.record is not None]
    outcomes = transaction.outcomes(good)
    applied = transaction.upsert(Network(tuple(good)))
    lines = [ImportedLine.model_validate({
        "line": row.line, "id": checked.key, "problems": _faults(checked.problems, language),
        "result": outcomes[checked.record.id] if checked.record else "refused"}) for row, checked in found]
    answer = ImportedActors(added=applied.added, changed=applied.changed, unchanged=applied.unchanged,
                            refused=len(found) - len(good), lines=lines)
    return Reply(200, {}, answer.model_dump_json())


def _faults(problems: Sequence[Problem], language: str) -> list[Fault]:
    return [Fault(line=problem.line, field=problem.field, what=render(problem.what, language),
                  cure=render(problem.cure, language)) for problem in problems]
