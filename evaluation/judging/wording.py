"""What a judge is told of who asks and of a candidate, in the judge's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from data.records.profiles import Coverage, Profile, Wish
from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.vocabulary import Vocabulary
from data.wording.texts import Labels, Text, render, text
from evaluation.judged.collection import JudgedQuestion

REACH: Mapping[Coverage, Text] = {
    Coverage.LOCAL: text("local"),
    Coverage.REGIONAL: text("regional"),
    Coverage.NATIONAL: text("national"),
    Coverage.INTERNATIONAL: text("international"),
}
GRADES: Mapping[int, Text] = {
    3: text("To be contacted first: its role completes that of who asks, it is within reach, and a need is met."),
    2: text("A good partner."),
    1: text("Possible, or weak."),
    0: text("No partner for this."),
}
"""What each grade means: the question is whom a practitioner would name."""


def question_words(question: JudgedQuestion, vocabularies: Vocabularies, language: str) -> str:
    """Return who asks: an idea as it was sent, a stored actor with its profile."""
    return question.idea.text if question.idea else actor_words(question.profile, vocabularies, language)


def actor_words(profile: Profile, vocabularies: Vocabularies, language: str) -> str:
    """Return what is needed to judge an actor, in lines: name, kind, place and reach, themes, description, wishes."""
    lines = (render(line, language) for line in _lines(profile, vocabularies, language))
    return "\n".join(filter(None, lines))


def _lines(profile: Profile, vocabularies: Vocabularies, language: str) -> Iterator[Text | Labels | str]:
    yield profile.label
    yield " · ".join(part for part in _kind_place_reach(profile, vocabularies, language) if part)
    if profile.themes:
        yield text("Themes: {themes}", themes=_labels(profile.themes, vocabularies.themes))
    if profile.descriptions:
        yield Labels(profile.descriptions)
    needs, offers = (_wish(wish, vocabularies, language) for wish in (profile.needs, profile.offers))
    if needs:
        yield text("Looks for: {words}", words=needs)
    if offers:
        yield text("Offers: {words}", words=offers)


def _kind_place_reach(profile: Profile, vocabularies: Vocabularies, language: str) -> Iterator[str]:
    places = vocabularies.places
    yield render(vocabularies.sectors.labels(profile.sector), language) if profile.sector else ""
    homes = (_labels(profile.municipalities, places.municipalities) or _labels(profile.regions, places.regions))
    yield ", ".join(one.in_language(language) for one in homes)
    yield render(REACH[profile.coverage], language) if profile.coverage else ""


def _labels(codes: Sequence[str], vocabulary: Vocabulary) -> tuple[Labels, ...]:
    return tuple(vocabulary.labels(code) for code in codes)


def _wish(wish: Wish, vocabularies: Vocabularies, language: str) -> str:
    themes = (one.in_language(language) for one in _labels(wish.themes, vocabularies.themes))
    return "; ".join(part for part in (Labels(wish.texts).in_language(language), *themes) if part)
