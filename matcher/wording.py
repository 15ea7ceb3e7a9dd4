"""Which words of a profile are encoded and indexed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from data.records import Profile, Wish
from data.texts import Labels
from data.vocabularies import Vocabularies

# The default encoder knows English best, so an English text is taken before the others.
PREFERRED_LANGUAGES = ("en", "fi", "sv")


def in_preferred_language(texts: Mapping[str, str]) -> str:
    """Return the text in the language the encoder knows best, or the first there is; empty when there is none."""
    return next((texts[language] for language in PREFERRED_LANGUAGES if texts.get(language)),
                next(iter(texts.values()), ""))


def profile_fields(profile: Profile, vocabularies: Vocabularies) -> tuple[str, ...]:
    """Return the texts that stand for what an actor does; each is encoded by itself.

    The name is left out: it says "city" or "association" more than it says what the actor works on.
    """
    return _filled(in_preferred_language(profile.descriptions), _themes(profile.themes, vocabularies))


def wish_fields(wish: Wish, vocabularies: Vocabularies) -> tuple[str, ...]:
    """Return the texts that stand for what an actor needs or offers."""
    return _filled(in_preferred_language(wish.texts), _themes(wish.themes, vocabularies))


def search_text(profile: Profile, vocabularies: Vocabularies) -> str:
    """Return every word an actor should be found by: names, texts and labels, in all languages."""
    places = vocabularies.places
    labels = [
        *(vocabularies.themes.labels(code) for code in profile.themes),
        vocabularies.sectors.labels(profile.sector),
        *(places.municipalities.labels(code) for code in profile.municipalities),
        *(places.regions.labels(code) for code in profile.regions),
    ]
    wishes = (*profile.needs.texts.values(), *profile.offers.texts.values())
    words = (profile.name, *profile.names.values(), *profile.descriptions.values(), *wishes, *_words(labels))
    return " . ".join(dict.fromkeys(_filled(*words)))


def _themes(codes: Iterable[str], vocabularies: Vocabularies) -> str:
    labels = (vocabularies.themes.labels(code).texts for code in codes)
    return ", ".join(in_preferred_language(texts) for texts in labels)


def _words(labels: Iterable[Labels]) -> Iterable[str]:
    return (word for label in labels for word in label.texts.values())


def _filled(*words: str) -> tuple[str, ...]:
    return tuple(word for word in words if word.strip())
