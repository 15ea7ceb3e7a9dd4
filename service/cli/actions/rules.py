"""Rules: checked, listed and rehearsed; see `service.cli.actions.rule_sets` for those that are stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from data.database.connection import is_there
from data.governance.rule_sets import RuleText
from data.records.profiles import Status
from data.store.store import StoredState
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import Text, text, texts
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.rehearsal import rehearse as compare
from matcher.rules.model import RuleBook
from service.cli.actions.suggestions import open_network
from service.cli.layout import grid, points
from service.cli.shell import Shell
from service.runtime.loading import open_rules, open_store, read_rules, settings_of_network, vocabularies_of
from service.schemas.rehearsals import ActorName, ListChangeDocument, RehearsalReport, rehearsal_report
from service.schemas.rules import RuleCard, Rules, rule_card

MOST_ROWS = 10

TITLES: Mapping[str, Text] = {
    "region": text("Places by region"), "sector": text("Places by sector"), "group": text("Places by group"),
    "coverage": text("Places by reach"),
}


def check(shell: Shell, path: Path | None, as_of: date) -> None:
    """Refuse a file with faults, and list the rules of one without, or those in use."""
    name, book = (str(path), open_rules(path, vocabularies_of(shell.settings))) if path else _in_use(shell)
    cards = [rule_card(rule, as_of, shell.language) for rule in book.rules]
    answer = Rules(file=name, version=book.version, as_of=as_of, rules=cards)
    shell.answer(answer, lambda: _show_rules(answer, shell))


def _in_use(shell: Shell) -> tuple[str, RuleBook]:
    """Return the rules in use, and what they are called: their file, or their number."""
    vocabularies = vocabularies_of(shell.settings)
    if is_there(shell.settings.database_url):
        with open_store(shell.settings) as (store, _):
            rules = store.read_after(StoredState()).rules
        if rules is not None:
            return f"rules {rules.number}", read_rules(rules, vocabularies)
    path = settings_of_network(shell.settings).rules
    return str(path), open_rules(path, vocabularies)


def _rule_book(shell: Shell, number: int, vocabularies: Vocabularies) -> RuleBook:
    with open_store(shell.settings) as (store, _), store.reading() as session:
        content = session.rule_sets.get(number).content
    return read_rules(RuleText(number, content), vocabularies)


def show_rule_cards(cards: Iterable[RuleCard], shell: Shell) -> None:
    """Show each rule in short."""
    for rule in cards:
        shell.out.say(f"{rule.name}: {', '.join(shell.words(part) for part in _about(rule, shell.language))}",
                       style="bold")
        shell.out.paragraph(rule.sentence, indent=4)


def _show_rules(answer: Rules, shell: Shell) -> None:
    show_rule_cards(answer.rules, shell)
    shell.out.say("")
    in_force = sum(rule.in_force for rule in answer.rules)
    shell.out.say(shell.words(texts("{file}: {count} rule without faults, {in_force} in force on {day}.",
                                    "{file}: {count} rules without faults, {in_force} in force on {day}.",
                                    count=len(answer.rules), file=answer.file, in_force=in_force, day=answer.as_of)))


def _about(rule: RuleCard, language: str) -> Iterable[Text]:
    if rule.effect == "exclude":
        yield text("leaves the candidate out")
    elif rule.effect == "waives":
        yield text("sets aside {names}", names=tuple(rule.waives))
    else:
        yield text("{points} points", points=points(rule.points, language))
    if rule.valid_from:
        yield text("from {day}", day=rule.valid_from)
    if rule.valid_until:
        yield text("until {day}", day=rule.valid_until)
    if not rule.in_force:
        yield text("not in force")


def rehearse(shell: Shell, candidate: Path | int, as_of: date, limit: int) -> None:
    """Compare the lists under the rules in use with those under the rules of a file, or stored ones by their number."""
    query = Query(as_of, limit)
    vocabularies = vocabularies_of(shell.settings)
    rules = (open_rules(candidate, vocabularies) if isinstance(candidate, Path)
             else _rule_book(shell, candidate, vocabularies))
    now = open_network(shell)
    then = Matcher(now.snapshot.with_rules(rules))
    active = sum(actor.status is Status.ACTIVE for actor in now.snapshot.shown())
    with shell.progress(text("Comparing the lists"), active) as advance:
        rehearsal = compare(now, then, query, advance)
    versions = now.snapshot.versions.rules, then.snapshot.versions.rules
    answer = rehearsal_report(rehearsal, query, versions, now.snapshot.vocabularies, shell.language)
    shell.answer(answer, lambda: _show_rehearsal(answer, shell))


def _show_rehearsal(answer: RehearsalReport, shell: Shell) -> None:
    extent = text("{changed} of {lists} lists change, looking at the first {limit} of each, as of {day}.",
                  changed=answer.changed, lists=answer.lists, limit=answer.limit, day=answer.as_of)
    shell.out.paragraph(shell.words(extent))
    gains = [item for item in answer.places if item.places > 0]
    losses = [item for item in reversed(answer.places) if item.places < 0]
    _show_counts(text("Places gained in others' lists"), [(item.name, item.places) for item in gains], shell)
    _show_counts(text("Places lost in others' lists"), [(item.name, item.places) for item in losses], shell)
    for name, items in answer.exposure.items():
        _show_counts(TITLES[name], [(item.label, item.places) for item in items], shell)
    if answer.changes:
        _show_title(text("The lists that change most"), shell)
    for change in answer.changes[:MOST_ROWS]:
        _show_change(change, shell)


def _show_title(title: Text, shell: Shell) -> None:
    shell.out.say("")
    shell.out.say(shell.words(title), style="bold")


def _show_counts(title: Text, counts: Sequence[tuple[str, int]], shell: Shell) -> None:
    if not counts:
        return
    _show_title(title, shell)
    table = grid(7, None)
    for name, count in counts[:MOST_ROWS]:
        table.add_row(f"{count:+d}", name)
    shell.out.wide(table)
    if len(counts) > MOST_ROWS:
        shell.out.say(shell.words(text("… and {count} more; all with --json.", count=len(counts) - MOST_ROWS)))


def _show_change(change: ListChangeDocument, shell: Shell) -> None:
    shell.out.say(f"{change.name} ({change.actor_id})")
    for title, actors in ((text("in: {names}", names=_names(change.gained)), change.gained),
                          (text("out: {names}", names=_names(change.lost)), change.lost)):
        if actors:
            shell.out.paragraph(shell.words(title), indent=4)


def _names(actors: Sequence[ActorName]) -> tuple[str, ...]:
    return tuple(actor.name for actor in actors)
