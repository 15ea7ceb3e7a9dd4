"""What was understood of an idea, for people: by aspect, each with the words it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from data.intake.labels import COVERAGES
from data.reading.mention import Aspect
from data.records.profiles import Coverage
from data.wording.texts import Text, render, text
from service.cli.actor_view import places
from service.cli.layout import grid, indent
from service.cli.shell import Shell
from service.schemas.actors import ActorCard
from service.schemas.understood import BRIEF, MentionDocument, UnderstoodDocument

TITLE = text("How the idea was understood")
# What is shown together, each with the lists of `UnderstoodDocument` that it takes.
GROUPS: Sequence[tuple[Text, Sequence[str]]] = (
    (text("Where:"), ("municipalities", "regions")),
    (text("Looking for:"), ("sectors",)),
    (text("About:"), ("themes",)),
    (text("For whom:"), ("people",)),
    (text("Languages:"), ("languages",)),
    (text("Not:"), ("not_municipalities", "not_regions", "not_sectors")),
)
PLACES = GROUPS[0][1]


def show_understood(understood: UnderstoodDocument, asker: ActorCard, shell: Shell) -> None:
    """Show what an idea asks for, what it does not say, and how to say it otherwise.

    Args:
        understood: what was understood.
        asker: who asks; its places count where the idea names none.
        shell: where to.
    """
    shell.out.say("")
    shell.out.paragraph(shell.words(TITLE), style="bold")
    table = grid(0, None)
    for title, fields in GROUPS:
        items = list(_items(fields, understood, shell))
        if items:
            table.add_row(shell.words(title), "; ".join(items))
    if table.row_count:
        shell.out.wide(indent(table))
    for hint in _hints(understood, asker):
        shell.out.paragraph(shell.words(hint))
    shell.out.say("")


def _items(fields: Sequence[str], understood: UnderstoodDocument, shell: Shell) -> Iterator[str]:
    """Give what is shown of some lists: what was read from the same words together."""
    if fields is PLACES and understood.nationwide:
        source = next((one for one in understood.mentions if one.aspect is Aspect.NATIONWIDE and not one.refused), None)
        yield render(_item((shell.words(COVERAGES[Coverage.NATIONAL]),), source), shell.language)
    for field in fields:
        sources = _sources(BRIEF[field][1], field.startswith("not_"), understood.mentions)
        for _, codes in groupby(getattr(understood, field), key=lambda code: sources.get(code, code)):
            same = list(codes)
            labels = [understood.labels[field][code] for code in same]
            yield render(_item(labels, sources.get(same[0])), shell.language)


def _sources(aspect: Aspect, is_refused: bool, mentions: Sequence[MentionDocument]) -> Mapping[str, MentionDocument]:
    """Return for each code of an aspect the mention it came from first."""
    found = ((code, mention) for mention in mentions if (mention.aspect, mention.refused) == (aspect, is_refused)
             for code in mention.codes)
    return dict(reversed(list(found)))


def _item(labels: Sequence[str], source: MentionDocument | None) -> Text | str:
    """Return labels with the words they were read from, unless these are only a form of the label."""
    label, words = ", ".join(labels), " ".join(source.words.split()) if source else ""
    if source and source.alternatives:
        return text("{label} (“{words}”, which can also mean {others})", label=label, words=words,
                    others="; ".join(source.alternative_labels))
    if not words or words.casefold().startswith(label.casefold()):
        return label
    return text("{label} (“{words}”)", label=label, words=words)


def _hints(understood: UnderstoodDocument, asker: ActorCard) -> Iterator[Text]:
    if not (understood.nationwide or understood.regions or understood.municipalities):
        yield _no_place(asker)
    if not understood.themes:
        yield text("No theme was recognised, so that only its words count: --theme names one.")
    if understood.mentions:
        yield text("Not what you mean? --region, --theme and --wanted-sector override what was read.")


def _no_place(asker: ActorCard) -> Text:
    if asker.municipalities or asker.regions:
        return text("No place was recognised; that of {name} counts ({places}): --region names another.",
                    name=asker.name, places=places(asker))
    return text("No place was recognised, so that nearness does not count: --region names one.")
