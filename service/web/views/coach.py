"""The coach beside a profile: what is missing and what it would open, and how others see the actor now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from data.records.profiles import Profile
from data.wording.texts import LANGUAGES, Text, render, text, texts
from matcher.asking.counterparts import Counterparts
from matcher.asking.query import Query
from matcher.coaching import DAYS_OF_FRESHNESS, FIELDS, Advice, advise
from matcher.engine import Matcher
from service.schemas.writer import Writer
from service.web.views.cards import Card, facts_of, fit_of, themes_of, why
from service.web.views.sums import sum_of

# Of so many that are suggested to an actor it is told in whose lists of as many it stands.
NEAREST = 10
# A field that counts → what to do about it, and the place on the page where that is done.
ADVICE: Mapping[str, tuple[Text, str]] = {
    "descriptions": (text("Describe your work in a few sentences"), "description_fi"),
    "themes": (text("Choose three themes at least"), "themes"),
    "municipalities": (text("Tell where you work"), "municipality_words"),
    "coverage": (text("Tell how far your work reaches"), "coverage"),
    "languages": (text("Tell in which languages you serve"), "languages"),
    "needs": (text("Write what you look for in a partner"), "need_fi"),
    "offers": (text("Write what you can offer"), "offer_fi"),
    "wanted_sectors": (text("Choose the kinds of partners you look for"), "wanted"),
    "capacity": (text("Tell how many new partnerships you can take on"), "capacity"),
    "updated": (text("Confirm that your profile is still right"), "confirm"),
}
TOLD: Mapping[str, Text] = {
    "descriptions": text("What you do"), "themes": text("Three themes or more"),
    "municipalities": text("Where you work"), "coverage": text("How far your work reaches"),
    "languages": text("Languages of service"), "needs": text("What you look for"), "offers": text("What you offer"),
    "wanted_sectors": text("Kinds of partners you look for"),
    "capacity": text("How many new partnerships you can take on"),
    "updated": text("Confirmed within a year"),
}
IN_LANGUAGE: Mapping[str, Text] = {
    "fi": text("Describe your work in Finnish, too"), "sv": text("Describe your work in Swedish, too"),
    "en": text("Describe your work in English, too"),
}
FOR_READERS = text("The sums stay as they are: readers of the language get your own words, and find you by them.")


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do: what, and where on the page."""

    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Gain:
    """What some steps open, each of them, in words."""

    words: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Coach:
    """What is missing, the largest gain first; what is told already; and how many points there are in all."""

    gains: tuple[Gain, ...]
    told: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Seen:
    """How others see an actor.

    Attributes:
        reader: the name of the other one through whose eyes the card is shown.
        card: the card.
        suggested: how many are suggested to the actor first.
        mutual: in how many of their lists, of as many, it stands.
    """

    reader: str
    card: Card
    suggested: int
    mutual: int


def coach_of(matcher: Matcher, actor: Profile, day: date, language: str) -> Coach:
    """Return the coach of a stored actor.

    Args:
        matcher: of the network; one that counts no opinions of others, of which the actor is not told.
        actor: it.
        day: on which it is asked.
        language: of the words, ISO 639-1.
    """
    advice = advise(matcher.snapshot, actor, day)
    lacking = {item.field for item in advice}
    steps = [(render(gain_in_words(item), language), ADVICE[item.field]) for item in advice]
    if "descriptions" not in lacking:
        steps += [(render(FOR_READERS, language), (IN_LANGUAGE[code], f"description_{code}"))
                  for code in LANGUAGES if not actor.descriptions.get(code)]
    gains = tuple(Gain(words, tuple(Step(render(title, language), anchor) for _, (title, anchor) in alike))
                  for words, alike in groupby(steps, itemgetter(0)))
    told = tuple(render(words, language) for field, words in TOLD.items() if field not in lacking)
    return Coach(gains, told, len(FIELDS))


def gain_in_words(advice: Advice) -> Text:
    """Return what a field would open, or that it cannot be told."""
    gain = advice.gain
    if gain is None:
        return text("What it would open is not known yet: nobody here has filled it.")
    if gain == 0:
        return text("It would hardly change how many fit you well; readers see it on your card.")
    if gain < 0:
        return texts("{count} actor fewer would fit you well: who does not fit is seen sooner.",
                     "{count} actors fewer would fit you well: who does not fit is seen sooner.", count=-gain)
    return texts("{count} more actor would fit you well.", "{count} more actors would fit you well.", count=gain)


def seen_by_others(matcher: Matcher, actor: Profile, day: date, writer: Writer) -> Seen | None:
    """Return how an actor is seen by who is suggested to it first; None if nobody is.

    Args:
        matcher: of the network; what others have said does not count in what is told of their lists.
        actor: it.
        day: on which it is asked.
        writer: puts it into words.
    """
    query = Query(day, NEAREST, counterparts=Counterparts.APART)
    others: Sequence[Profile] = matcher.partners(actor, query).profiles
    matcher = matcher.without_opinions
    if not others:
        return None
    lists = (matcher.partners(other, query).profiles for other in others)
    mutual = sum(any(item.id == actor.id for item in profiles) for profiles in lists)
    return Seen(writer.card(others[0]).name, _card(matcher, others[0], actor, day, writer), len(others), mutual)


def _card(matcher: Matcher, reader: Profile, actor: Profile, day: date, writer: Writer) -> Card:
    pair = writer.explanation(matcher.explain(reader, actor, day), day)
    shared, brings = themes_of(pair.other, pair.actor)
    return Card(
        id=actor.id, name=pair.other.name, facts=facts_of(pair.other, writer.language),
        description=pair.other.description, fit=fit_of(pair, writer.language),
        why=why(pair.ledger, has_shared=bool(shared)), shared=shared, brings=brings, also=(), meets=(), moved_up="",
        sum=sum_of(pair.ledger), opinion="", is_followed=False)


def days_since(confirmed: date | None, day: date) -> int | None:
    """Return how many days ago a profile was confirmed; None where that is not known."""
    return None if confirmed is None else (day - confirmed).days


def ask_again(confirmed: date) -> date:
    """Return the last day on which a profile that was confirmed counts as fresh in full."""
    return date.fromordinal(confirmed.toordinal() + DAYS_OF_FRESHNESS)
