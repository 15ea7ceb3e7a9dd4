"""Which words of a profile are encoded and indexed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from data.records.profiles import Profile, Wish
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import Labels
from data.wording.words import visible

# Tried in this order where the encoder does not say which languages it knows.
USUAL_LANGUAGES = ("en", "fi", "sv")


def profile_fields(profile: Profile, vocabularies: Vocabularies, languages: Sequence[str]) -> tuple[str, ...]:
    """Return the texts that stand for what an actor does; each is encoded by itself.

    The name is left out: it says "city" or "association" more than it says what the actor works on. A description in a
    language the encoder does not know is taken only where there is nothing else: a weak hint is better than none.

    Args:
        profile: the actor.
        vocabularies: where the themes have their labels.
        languages: those the encoder knows, best first; empty when it knows all it is given.
    """
    fields = _nonempty(_best_text(profile.descriptions, languages), _themes(profile.themes, vocabularies, languages))
    return fields or _nonempty(*profile.descriptions.values())[:1]


def wish_fields(wish: Wish, vocabularies: Vocabularies, languages: Sequence[str]) -> tuple[str, ...]:
    """Return the texts that stand for what an actor needs or offers; see `profile_fields`.

    A text in a language the encoder does not know is left out: a sentence would state a guess as a fact.
    """
    return _nonempty(_best_text(wish.texts, languages), _themes(wish.themes, vocabularies, languages))


def encoded_texts(profile: Profile, vocabularies: Vocabularies, languages: Sequence[str]) -> frozenset[str]:
    """Return every text of a profile that is encoded; see `profile_fields`."""
    wishes = [wish_fields(wish, vocabularies, languages) for wish in (profile.needs, profile.offers)]
    fields = (profile_fields(profile, vocabularies, languages), *wishes)
    return frozenset(text for texts in fields for text in texts)


def search_text(profile: Profile, vocabularies: Vocabularies) -> str:
    """Return every word an actor should be found by: names, texts and labels, in all languages."""
    labels = (*(vocabularies.themes.labels(code) for code in profile.themes),
              vocabularies.sectors.labels(profile.sector))
    wishes = (*profile.needs.texts.values(), *profile.offers.texts.values())
    words = (*names(profile, vocabularies), *profile.descriptions.values(), *wishes, *profile.keywords, *_words(labels))
    return " . ".join(dict.fromkeys(_nonempty(*words)))


def names(profile: Profile, vocabularies: Vocabularies) -> tuple[str, ...]:
    """Return the names of an actor and of its places, in all languages."""
    places = vocabularies.places
    labels = (*(places.municipalities.labels(code) for code in profile.municipalities),
              *(places.regions.labels(code) for code in profile.regions))
    return (profile.name, *profile.names.values(), *_words(labels))


def _best_text(texts: Mapping[str, str], languages: Sequence[str]) -> str:
    """Return the text in the language the encoder knows best; one of no stated language counts as known."""
    order = (*languages, "") if languages else (*USUAL_LANGUAGES, *texts)
    return next((texts[language] for language in order if texts.get(language)), "")


def _themes(codes: Iterable[str], vocabularies: Vocabularies, languages: Sequence[str]) -> str:
    labels = (vocabularies.themes.labels(code).texts for code in codes)
    return ", ".join(_best_text(texts, languages) or next(iter(texts.values()), "") for texts in labels)


def _words(labels: Iterable[Labels]) -> Iterable[str]:
    return (word for label in labels for word in label.texts.values())


def _nonempty(*words: str) -> tuple[str, ...]:
    return tuple(shown for shown in map(visible, words) if shown.strip())
