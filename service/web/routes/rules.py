"""Rules of the network: read in words, drafted, rehearsed on everybody's lists, put to use and rolled back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Literal

from anyio.to_thread import run_sync
from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from data.errors import DataError, RecordChanged, RuleSetRefused
from data.governance.rehearsals import StoredRehearsal
from data.governance.rule_sets import OF_THE_FILE, RuleSets
from data.store.transactions import Transaction
from data.wording.texts import render
from matcher.asking.query import Query as MatcherQuery
from matcher.errors import RulesRefused
from service.errors import RehearsalRunning
from service.runtime.rule_sets import (
    activate_rules,
    list_rule_sets,
    rehearse_rules,
    report_of,
    roll_back_rules,
    rule_set_card,
)
from service.schemas.rules import RuleSetCard
from service.web.answers import back_to, page
from service.web.rule_texts import ReadRules, content_of, read_draft, read_set
from service.web.viewers import Coordinator, Viewer
from service.web.views.rules import Differences, author_words, differences, rehearsal_view, rule_lines
from service.web.writes import write

router = APIRouter(prefix="/network/rules")

LONGEST_NOTE = 200
# How many of the first of each list are compared, how many lists are told as examples, and sets on one page.
COMPARED, EXAMPLES, PER_PAGE = 10, 10, 50
NUMBERS = 2**31 - 1

Number = Annotated[int, Path(ge=1, le=NUMBERS)]
AnyNumber = Annotated[int, Path(ge=OF_THE_FILE, le=NUMBERS)]
Name = Annotated[str, Path(pattern="^[0-9a-f]{1,32}$")]


class SetsQuestion(BaseModel):
    """Which sets are shown, and whether others were just put to use."""

    model_config = ConfigDict(frozen=True)

    before: int | None = Field(None, ge=1, le=NUMBERS)
    done: Literal["", "yes", "removed"] = ""


class StartQuestion(BaseModel):
    """From which rules a draft begins; None for those in use."""

    model_config = ConfigDict(frozen=True)

    number: int | None = Field(None, ge=OF_THE_FILE, le=NUMBERS)


class DraftForm(BaseModel):
    """A text of rules, to be looked at or stored."""

    model_config = ConfigDict(frozen=True)

    content: str = ""
    note: str = Field("", max_length=LONGEST_NOTE, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")
    do: Literal["look", "store"] = "look"


class UseForm(BaseModel):
    """The rules that are in use as far as the sender knows, and whether it has read what changes."""

    model_config = ConfigDict(frozen=True)

    expected: int = Field(ge=OF_THE_FILE, le=NUMBERS)
    has_read: Literal["", "yes"] = ""


@router.get("")
def show_rules(request: Request, viewer: Coordinator, question: Annotated[SetsQuestion, Query()]) -> HTMLResponse:
    """Show the rules in use in words, and all sets that are stored."""
    return _overview(request, viewer, question)


@router.get("/draft")
def show_draft(request: Request, viewer: Coordinator, question: Annotated[StartQuestion, Query()]) -> HTMLResponse:
    """Show the text of some rules, to be changed."""
    number = _active(viewer) if question.number is None else question.number
    return _draft(request, viewer, DraftForm(content=content_of(viewer, number)))


@router.post("/draft")
async def send_draft(request: Request, viewer: Coordinator, form: Annotated[DraftForm, Form()]) -> Response:
    """Show how a text differs from the rules in use, or store it; faults are told with their lines."""
    # Browsers send line ends as two signs.
    sent = form.model_copy(update={"content": form.content.replace("\r\n", "\n").replace("\r", "\n")})
    read = await run_sync(read_draft, viewer, sent.content)
    if sent.do == "look" or read.book is None:
        return await run_sync(_draft, request, viewer, sent, read)
    version = read.book.version

    def change(transaction: Transaction) -> int:
        return transaction.rule_sets.draft(sent.content, sent.note, version, viewer.signature).number

    number = await write(request, viewer, change)
    return back_to(f"{viewer.base}/rules/{number}")


@router.post("/rollback")
async def roll_back(request: Request, viewer: Coordinator, form: Annotated[UseForm, Form()]) -> Response:
    """Put the rules to use that were in use before."""
    network = viewer.network
    change = partial(roll_back_rules, vocabularies=network.vocabularies, of_the_file=network.rules_of_the_file,
                     signature=viewer.signature)
    try:
        return await _put_to_use(request, viewer, form, change)
    except (RecordChanged, RulesRefused, RuleSetRefused) as error:
        return await run_sync(partial(_overview, request, viewer, SetsQuestion(), 409, error))


@router.get("/{number}")
def show_set(request: Request, viewer: Coordinator, number: AnyNumber) -> HTMLResponse:
    """Show a set of rules: what it changes, whether it was rehearsed, and its text."""
    return _set(request, viewer, number)


@router.post("/{number}/removal")
async def remove(request: Request, viewer: Coordinator, number: Number) -> Response:
    """Remove a draft."""
    await write(request, viewer, lambda transaction: transaction.rule_sets.remove(number, viewer.signature))
    return back_to(f"{viewer.base}/rules?done=removed#sets")


@router.post("/{number}/activation")
async def activate(request: Request, viewer: Coordinator, number: AnyNumber,
                   form: Annotated[UseForm, Form()]) -> Response:
    """Put a set to use."""
    if not form.has_read:
        return await run_sync(partial(_set, request, viewer, number, 422, must_read=True))
    network = viewer.network
    change = partial(activate_rules, number=number, vocabularies=network.vocabularies,
                     of_the_file=network.rules_of_the_file, signature=viewer.signature)
    try:
        return await _put_to_use(request, viewer, form, change)
    except (RecordChanged, RulesRefused) as error:
        return await run_sync(partial(_set, request, viewer, number, 409, error))


@router.post("/{number}/rehearsals")
def start_rehearsal(request: Request, viewer: Coordinator, number: Number) -> Response:
    """Begin a rehearsal; it goes on in the background."""
    try:
        begun = rehearse_rules(viewer.network, number, MatcherQuery(viewer.network.today(), COMPARED))
    except (RehearsalRunning, RulesRefused) as error:
        return _set(request, viewer, number, 409, error)
    return back_to(f"{viewer.base}/rules/{number}/rehearsals/{begun.id}")


@router.get("/{number}/rehearsals/{name}")
def show_rehearsal(request: Request, viewer: Coordinator, number: Number, name: Name) -> HTMLResponse:
    """Show how far a rehearsal is; once it is done, who gains and who loses places in lists."""
    stored = viewer.network.rehearsals.find(number, name)
    report = report_of(stored, viewer.network, EXAMPLES, viewer.language)
    with viewer.network.store.reading() as session:
        rules, active = session.rule_sets.get(number), session.rule_sets.active()
    return page(request, "rehearsal.html", viewer, number=number, stored=stored, active=active,
                card=rule_set_card(rules, active), found=rehearsal_view(report, viewer.language) if report else None)


@router.post("/{number}/rehearsals/{name}/end")
def end_rehearsal(viewer: Coordinator, number: Number, name: Name) -> Response:
    """End a rehearsal that runs, and forget it."""
    viewer.network.rehearsals.end(number, name)
    return back_to(f"{viewer.base}/rules/{number}")


async def _put_to_use(request: Request, viewer: Viewer, form: UseForm, change: Callable[[RuleSets], int]) -> Response:
    def put(transaction: Transaction) -> None:
        transaction.rule_sets.demand_active(form.expected)
        change(transaction.rule_sets)

    await write(request, viewer, put)
    return back_to(f"{viewer.base}/rules?done=yes#done")


def _overview(request: Request, viewer: Viewer, question: SetsQuestion, status: int = 200,
              error: DataError | None = None) -> HTMLResponse:
    with viewer.network.store.reading() as session:
        sets = session.rule_sets
        listed = list_rule_sets(sets, PER_PAGE + 1, question.before)
        former = _former(sets)
    shown = listed.rules[:PER_PAGE]
    lines = rule_lines(viewer.snapshot.rules, viewer.network.today(), viewer.language)
    return page(request, "rules.html", viewer, status, lines=lines, active=listed.active, former=former,
                sets=[_told(card, viewer) for card in shown], done=question.done,
                older=shown[-1].number if len(listed.rules) > PER_PAGE else None, fault=_fault(error, viewer))


def _draft(request: Request, viewer: Viewer, form: DraftForm, read: ReadRules | None = None) -> HTMLResponse:
    complaints = read.complaints if read else ()
    return page(request, "rules_draft.html", viewer, 422 if complaints else 200, form=form, complaints=complaints,
                longest_note=LONGEST_NOTE, differences=_differences(viewer, read) if read else None)


def _set(request: Request, viewer: Viewer, number: int, status: int = 200, error: DataError | None = None, *,
         must_read: bool = False) -> HTMLResponse:
    network = viewer.network
    with network.store.reading() as session:
        active = session.rule_sets.active()
        card = None if number == OF_THE_FILE else rule_set_card(session.rule_sets.get(number), active)
    read = read_set(viewer, number)
    rehearsal = None if card is None else network.rehearsals.newest(number)
    running = network.rehearsals.newest()
    return page(request, "rules_set.html", viewer, status, number=number, active=active, read=read,
                told=_told(card, viewer) if card else None, rehearsal=rehearsal,
                running=running if _is_of_others(running, number) else None,
                lines=rule_lines(read.book, network.today(), viewer.language) if read.book else (),
                differences=_differences(viewer, read) if number != active else None,
                fault=_fault(error, viewer), must_read=must_read)


def _is_of_others(rehearsal: StoredRehearsal | None, number: int) -> bool:
    return rehearsal is not None and rehearsal.state == "running" and rehearsal.number != number


def _differences(viewer: Viewer, read: ReadRules) -> Differences | None:
    if read.book is None:
        return None
    in_use = viewer.snapshot.rules
    return differences((in_use, content_of(viewer, in_use.number)), (read.book, read.content), viewer.language)


def _active(viewer: Viewer) -> int:
    with viewer.network.store.reading() as session:
        return session.rule_sets.active()


def _former(sets: RuleSets) -> int | None:
    """Return the number of the rules in use before; None if none were."""
    try:
        return sets.former()
    except RuleSetRefused:
        return None


@dataclass(frozen=True, slots=True)
class Told:
    """A stored set in short, with its author in words."""

    card: RuleSetCard
    author: str


def _told(card: RuleSetCard, viewer: Viewer) -> Told:
    return Told(card, render(author_words(card.author), viewer.language))


def _fault(error: DataError | None, viewer: Viewer) -> str:
    return " ".join(render(part, viewer.language) for part in (error.what, error.cure)) if error else ""
