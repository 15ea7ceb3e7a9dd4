"""Suggestions, explanations and search results for people; readable at 80 columns, aloud, and without colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.wording.texts import Labels, Text, text, texts
from service.cli.actor_view import description, places
from service.cli.layout import INDENT, grid, indent, percent, points
from service.cli.shell import Shell
from service.cli.understood_view import show_understood
from service.schemas.actors import ActorCard
from service.schemas.search import SearchAnswer
from service.schemas.suggestions import (
    ExplanationDocument,
    FitScores,
    LedgerRow,
    LeftOut,
    NeedDocument,
    SuggestionDocument,
    SuggestionPage,
)

MAIN_REASONS = 3
COUNTERPARTS = text("Statutory counterparts")


def show_suggestions(answer: SuggestionPage, shell: Shell, idea: str) -> None:
    """Show who asks, what was understood of an idea, the partners with their main reasons, and what to do next.

    Args:
        answer: the answer.
        shell: where to.
        idea: the text of the idea, if one asks.
    """
    _show_seeker(answer, shell, idea)
    if answer.understood is not None:
        show_understood(answer.understood, answer.actor, shell)
    shell.out.say(shell.words(_extent(answer)))
    if answer.open_needs:
        shell.out.paragraph(shell.words(text("None of the first ten covers: {needs}.",
                                             needs=_names(answer.open_needs))))
    _show_list(answer.suggestions, answer.offset + 1, shell)
    if answer.counterparts:
        shell.out.say("")
        shell.out.paragraph(shell.words(COUNTERPARTS), style="bold")
        _show_list(answer.counterparts, 1, shell)
    shell.out.say("")
    for hint in _hints(answer):
        shell.out.say(shell.words(hint))


def _show_seeker(answer: SuggestionPage, shell: Shell, idea: str) -> None:
    actor = answer.actor
    if actor.name and answer.understood is not None:
        title = text("Partners for an idea of {name}", name=actor.name)
    else:
        title = text("Partners for {name}", name=actor.name) if actor.name else text("Partners for an idea")
    shell.out.paragraph(shell.words(title), style="bold")
    if idea:
        shell.out.paragraph(shell.words(text("“{words}”", words=idea)))
    parts = (description(actor, shell), actor.id, shell.words(text("as of {day}", day=answer.as_of)))
    shell.out.say(", ".join(part for part in parts if part))


def _extent(answer: SuggestionPage) -> Text:
    if not answer.suggestions:
        return text("There is nobody to suggest here.")
    return text("{first}–{last} of {total}, best first.", first=answer.offset + 1,
                last=answer.offset + len(answer.suggestions), total=answer.total)


def _show_list(suggestions: Sequence[SuggestionDocument], first: int, shell: Shell) -> None:
    """Show an overview and then each suggestion, counted from `first`."""
    if suggestions:
        _show_overview(suggestions, first, shell)
    for rank, suggestion in enumerate(suggestions, start=first):
        shell.out.say("")
        _show_suggestion(rank, suggestion, shell)


def _show_overview(suggestions: Sequence[SuggestionDocument], first: int, shell: Shell) -> None:
    titles = (text("Partner"), text("Place"), text("Fit"))
    table = grid(INDENT, None, None, 0, headers=["", *map(shell.words, titles)])
    for rank, item in enumerate(suggestions, start=first):
        table.add_row(f"{rank}.", item.name, places(item.actor), item.level_label)
    shell.out.say("")
    shell.out.wide(table)


def _show_suggestion(rank: int, suggestion: SuggestionDocument, shell: Shell) -> None:
    head = grid(INDENT, None, 0)
    head.add_row(f"{rank}.", suggestion.name, suggestion.level_label, style="bold")
    shell.out.wide(head)
    if suggestion.forward_level != suggestion.backward_level:
        sides = text("For the one who asks: {forward}; for the partner: {backward}.", **_sides(suggestion))
        shell.out.paragraph(shell.words(sides), indent=INDENT)
    _show_card(suggestion.actor, shell)
    for line in _standing(suggestion):
        shell.out.paragraph(shell.words(line), indent=INDENT)
    _show_rows(suggestion.ledger[1:MAIN_REASONS + 1], shell)


def _standing(suggestion: SuggestionDocument) -> Iterator[Text]:
    """Yield whom it stands for, which needs it meets, and for which it stands higher than by its score."""
    if suggestion.also:
        yield text("Also: {actors}.", actors=tuple(f"{other.name} ({other.actor_id})" for other in suggestion.also))
    if suggestion.meets:
        yield text("Meets: {needs}.", needs=_names(suggestion.meets))
    if suggestion.moved_up_for:
        yield text("Moved up because it covers: {needs}.", needs=_names([suggestion.moved_up_for]))


def _names(needs: Sequence[NeedDocument]) -> tuple[Labels, ...]:
    """Return the names of needs, each once: “Families” are a theme and people served."""
    return tuple(Labels({"": label}) for label in dict.fromkeys(need.label for need in needs))


def _sides(scores: FitScores) -> dict[str, str]:
    """Return the levels of both sides as they stand within a sentence."""
    labels = {"forward": scores.forward_level_label, "backward": scores.backward_level_label}
    return {side: label[:1].lower() + label[1:] for side, label in labels.items()}


def _show_card(actor: ActorCard, shell: Shell) -> None:
    shell.out.paragraph(description(actor, shell), indent=INDENT)
    shell.out.say(" " * INDENT + actor.id)


def _show_rows(rows: Sequence[LedgerRow], shell: Shell) -> None:
    reasons = grid(7, None)
    for row in rows:
        reasons.add_row(points(row.points, shell.language), row.sentence)
    shell.out.wide(indent(reasons))


def _hints(answer: SuggestionPage) -> Iterator[Text]:
    if answer.suggestions and answer.actor.id and answer.understood is None:
        yield text("Every reason, from both sides: kumppani explain {actor} {other}", actor=answer.actor.id,
                   other=answer.suggestions[0].actor_id)
    elif answer.suggestions:
        yield text("Every reason: the same command with --json.")
    if answer.offset + len(answer.suggestions) < answer.total:
        yield text("More: the same command with --offset {offset}.", offset=answer.offset + answer.limit)
    others = sum(item.actor_id != answer.actor.id for item in answer.left_out)
    if others:
        yield texts("Rules leave {count} actor out; “kumppani explain” shows why.",
                    "Rules leave {count} actors out; “kumppani explain” shows why.", count=others)
    if not answer.suggestions and answer.total:
        yield text("There are {total} in all: take a smaller --offset.", total=answer.total)
    elif not answer.suggestions:
        yield text("Loosen the filters, or let in those it has already worked with: --known-partners.")


def show_explanation(answer: ExplanationDocument, shell: Shell) -> None:
    """Show both actors, every row of the ledger from both sides, and the rules that keep the two apart."""
    shell.out.paragraph(shell.words(text("Why, or why not?")), style="bold")
    for letter, actor in (("A", answer.actor), ("B", answer.other)):
        shell.out.paragraph(f"{letter}: {actor.name}")
        _show_card(actor, shell)
    shell.out.say("")
    _show_levels(answer, shell)
    _show_ledger(answer, shell)
    shell.out.say("")
    shell.out.paragraph(shell.words(text("Points: the mean of what the pair is worth for A and for B, as of {day}.",
                                         day=answer.as_of)))
    _show_rules(answer.left_out, text("B is not suggested to A:"), shell)
    _show_rules(answer.set_aside, text("Rules that set others aside for the two:"), shell)


def _show_levels(answer: ExplanationDocument, shell: Shell) -> None:
    shell.out.paragraph(answer.level_label, style="bold")
    if answer.forward_level != answer.backward_level:
        sides = text("For A: {forward}; for B: {backward}.", **_sides(answer))
        shell.out.paragraph(shell.words(sides))


def _show_ledger(answer: ExplanationDocument, shell: Shell) -> None:
    titles = (text("Points"), text("For A"), text("For B"), text("Reason"))
    ledger = grid(8, 8, 8, None, headers=[shell.words(title) for title in titles])
    for row in answer.ledger:
        ledger.add_row(*_numbers(row, shell.language), row.sentence)
    ledger.add_row(*_numbers(answer, shell.language), shell.words(text("Sum")), style="bold")
    shell.out.wide(ledger)


def _numbers(answer: ExplanationDocument | LedgerRow, language: str) -> tuple[str, str, str]:
    score = answer.score if isinstance(answer, ExplanationDocument) else answer.points
    return points(score, language), points(answer.forward, language), points(answer.backward, language)


def _show_rules(items: Sequence[LeftOut], title: Text, shell: Shell) -> None:
    if items:
        shell.out.paragraph(shell.words(title))
    for item in items:
        shell.out.paragraph(f"{item.sentence} ({item.rule})", indent=INDENT)


def show_hits(answer: SearchAnswer, shell: Shell) -> None:
    """Show the actors that fit some words, with their ids."""
    if not answer.actors:
        shell.out.say(shell.words(text("Nobody fits these words.")))
    for rank, hit in enumerate(answer.actors, start=1):
        head = grid(INDENT, None, 0)
        fit = shell.words(text("match {share}", share=percent(hit.score, shell.language)))
        head.add_row(f"{rank}.", hit.actor.name, fit, style="bold")
        shell.out.wide(head)
        _show_card(hit.actor, shell)
    if answer.actors:
        shell.out.say("")
        shell.out.say(shell.words(text("Partners for one of them: kumppani suggest {actor}",
                                        actor=answer.actors[0].actor.id)))
