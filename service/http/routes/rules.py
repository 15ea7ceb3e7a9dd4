"""Rules that coordinators store, rehearse on the whole network, put to use and roll back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Response
from pydantic import Field

from data.activity.idempotency import Reply
from data.governance.audit_log import Signature
from data.governance.rehearsals import StoredRehearsal
from data.governance.rule_sets import RuleSets
from data.store.transactions import Transaction
from data.wording.texts import text
from matcher.asking.query import Query as MatcherQuery
from matcher.errors import RulesRefused
from matcher.rules.reading import parse_rules
from service.errors import RequestRefused
from service.http.dependencies import Language, NetworkToCoordinate, NoParameters
from service.http.json_bodies import BODY, json_body
from service.http.openapi import error_answers
from service.http.pages import PAGED, CursorQuestion, Cursors, PagesOfRequest
from service.http.queries import query
from service.http.requests import (
    ActivationRequest,
    DatedQuestion,
    RehearsalQuestion,
    ReportQuestion,
    RuleDraftRequest,
)
from service.http.writes import Change, CoordinatorWrite
from service.runtime.rule_sets import (
    activate_rules,
    list_rule_sets,
    rehearse_rules,
    report_of,
    roll_back_rules,
    rule_set_card,
    rule_set_in_full,
)
from service.runtime.served_network import ServedNetwork
from service.schemas.base import Schema
from service.schemas.rehearsals import RehearsalReport
from service.schemas.rules import RuleSetCard, RuleSetDocument, RuleSetPage

router = APIRouter(prefix="/v1/rules", tags=["rules"])
CURSORS: Cursors[int] = Cursors("rules", Annotated[int, Field(ge=0, le=2**31 - 1)])

RulesNumber = Annotated[int, Path(ge=1, le=2**31 - 1, description="Number of stored rules.", examples=[1])]
AnyNumber = Annotated[int, Path(ge=0, le=2**31 - 1, examples=[1], description=(
    "Number of stored rules; 0 for the rules of the file in the settings."))]
RehearsalId = Annotated[str, Path(max_length=32, pattern="^[0-9a-f]+$", description="Id of a rehearsal.",
                                  examples=["0123456789abcdef0123456789abcdef"])]


class RulesInUse(Schema):
    """The rules in use."""

    active: int = Field(description="Their number; 0 for the rules of the file in the settings.")


class RehearsalDocument(Schema):
    """A rehearsal, and what it has found once it is done."""

    id: str
    number: int = Field(description="Of the rules that are tried.")
    state: Literal["running", "done", "failed"]
    lists: int = Field(description="How many lists are compared.")
    compared: int = Field(description="How many of them have been so far.")
    report: RehearsalReport | None = Field(description="Null until it is done.")


@router.get("", summary="List the stored rules", responses={**PAGED, **error_answers(400)})
def list_rules(network: NetworkToCoordinate, question: Annotated[CursorQuestion, query(CursorQuestion)],
               pages: PagesOfRequest) -> RuleSetPage:
    """Return the stored rules, newest first, and the number of those in use."""
    with network.store.reading() as session:
        answer = list_rule_sets(session.rule_sets, question.limit + 1, CURSORS.read(question.cursor))
    page = pages.cut(answer.rules, question.limit, lambda card: CURSORS.write(card.number))
    return answer.model_copy(update={"limit": question.limit, "rules": page.items, "next": page.next})


@router.post("", summary="Store rules as a draft", status_code=201, response_model=RuleSetCard,
             responses=error_answers(*BODY))
async def draft_rule_set(write: CoordinatorWrite, body: Annotated[RuleDraftRequest, json_body(RuleDraftRequest)],
                         _: NoParameters) -> Response:
    """Store rules that are not in use yet, and are never changed from then on; faults are named with their lines."""
    return await write.prepare(partial(_check_draft, write.network, body, write.signature))


def _check_draft(network: ServedNetwork, body: RuleDraftRequest, signature: Signature) -> Change:
    """Read the rules before the transaction, since other writers wait for that."""
    with _faults_by_line():
        version = parse_rules(body.content, network.vocabularies, "rules").version
    return partial(_draft, body, version, signature)


def _draft(body: RuleDraftRequest, version: str, signature: Signature, transaction: Transaction) -> Reply:
    sets = transaction.rule_sets
    rules = sets.draft(body.content, body.note, version, signature)
    card = rule_set_card(rules, sets.active())
    return Reply(201, {"Location": f"/v1/rules/{rules.number}"}, card.model_dump_json())


@router.post("/rollback", summary="Go back to the rules before", response_model=RulesInUse,
             responses=error_answers(*BODY, 409, 412))
async def roll_back(write: CoordinatorWrite, expected: Annotated[ActivationRequest, json_body(ActivationRequest)],
                    _: NoParameters) -> Response:
    """Put the rules to use that were in use before those of now; lists follow them when this is answered.

    Done twice, it leads back again. Before the first stored rules there were those of the file.
    """
    change = partial(roll_back_rules, vocabularies=write.network.vocabularies,
                     of_the_file=write.network.rules_of_the_file,
                     signature=write.signature)
    return await write.perform(partial(_put_to_use, expected, change))


@router.get("/{number:int}", summary="Show stored rules", responses=error_answers(404))
def show_rules(network: NetworkToCoordinate, language: Language, number: RulesNumber,
               question: Annotated[DatedQuestion, query(DatedQuestion)]) -> RuleSetDocument:
    """Return stored rules: their text, and each rule in short."""
    with network.store.reading() as session:
        sets = session.rule_sets
        rules, active = sets.get(number), sets.active()
    return rule_set_in_full(rules, active, network.vocabularies, question.day(network.today()), language)


@router.delete("/{number:int}", summary="Remove a draft of rules", status_code=204, response_class=Response,
               responses=error_answers(404, 409))
async def remove_rules(write: CoordinatorWrite, number: RulesNumber, _: NoParameters) -> Response:
    """Remove rules that were never in use."""
    change = partial(_remove, number, write.signature)
    return await write.perform(change)


def _remove(number: int, signature: Signature, transaction: Transaction) -> Reply:
    transaction.rule_sets.remove(number, signature)
    return Reply(204, {})


@router.post("/{number:int}/activation", summary="Put rules to use", response_model=RulesInUse,
             responses=error_answers(*BODY, 404, 412))
async def activate(write: CoordinatorWrite, number: AnyNumber,
                   expected: Annotated[ActivationRequest, json_body(ActivationRequest)], _: NoParameters) -> Response:
    """Put stored rules to use, or those of the file; lists follow them when this is answered."""
    change = partial(activate_rules, number=number, vocabularies=write.network.vocabularies,
                     of_the_file=write.network.rules_of_the_file, signature=write.signature)
    return await write.perform(partial(_put_to_use, expected, change))


def _put_to_use(expected: ActivationRequest, change: Callable[[RuleSets], int],
                transaction: Transaction) -> Reply:
    sets = transaction.rule_sets
    sets.demand_active(expected.expected)
    with _faults_by_line():
        active = change(sets)
    return Reply(200, {}, RulesInUse(active=active).model_dump_json())


@router.post("/{number:int}/rehearsals", summary="Rehearse rules on the whole network", status_code=202,
             responses=error_answers(404, 409))
def start_rehearsal(response: Response, network: NetworkToCoordinate, number: RulesNumber,
                    question: Annotated[RehearsalQuestion, query(RehearsalQuestion)]) -> RehearsalDocument:
    """Begin to compare the lists of all active actors under the rules in use and under others, one at a time.

    It goes on in the background; the address in the header Location tells how far it is, and what it has found.
    """
    with _faults_by_line():
        begun = rehearse_rules(network, number, MatcherQuery(question.day(network.today()), question.limit))
    response.headers["Location"] = f"/v1/rules/{number}/rehearsals/{begun.id}"
    return _document(begun, None)


@router.get("/{number:int}/rehearsals/{rehearsal}", summary="Show a rehearsal", responses=error_answers(404))
def show_rehearsal(network: NetworkToCoordinate, language: Language, number: RulesNumber, rehearsal: RehearsalId,
                   question: Annotated[ReportQuestion, query(ReportQuestion)]) -> RehearsalDocument:
    """Return how far a rehearsal is, and once it is done who gains and who loses places, and which lists change most.

    The last few are kept until an actor is erased: their reports name actors.
    """
    stored = network.rehearsals.find(number, rehearsal)
    return _document(stored, report_of(stored, network, question.changes, language))


@router.delete("/{number:int}/rehearsals/{rehearsal}", summary="End a rehearsal", status_code=204,
               response_class=Response, responses=error_answers(404))
def end_rehearsal(network: NetworkToCoordinate, number: RulesNumber, rehearsal: RehearsalId,
                  _: NoParameters) -> Response:
    """End a rehearsal if it still runs, and forget it."""
    network.rehearsals.end(number, rehearsal)
    return Response(status_code=204)


def _document(stored: StoredRehearsal, report: RehearsalReport | None) -> RehearsalDocument:
    return RehearsalDocument(id=stored.id, number=stored.number, state=stored.state, lists=stored.lists,
                             compared=stored.compared, report=report)


@contextmanager
def _faults_by_line() -> Iterator[None]:
    """Let faults of rules be told as those of a request, each with its line."""
    try:
        yield
    except RulesRefused as error:
        raise RequestRefused(error.located(), text("The rules have faults."), "",
                             text("Correct what is listed; nothing was changed.")) from error
