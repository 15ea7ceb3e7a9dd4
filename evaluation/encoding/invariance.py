"""Does the language of a profile matter? The same actor enters in Finnish, Swedish and English and gets a list each."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

import numpy as np

from data import demo
from data.files.importing import read_actors
from data.records.network import Network
from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from evaluation.encoding.corpus import LANGUAGES, Translations
from matcher import defaults
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.rules.reading import parse_rules
from matcher.snapshot import Parts, Snapshot
from matcher.terms import TERMS
from models.encoders import Encoder
from models.ranker import read_weights

PERSISTENCE = 0.9
DEPTH = 100
FIRST = 10
DAY = date(2026, 6, 1)


def read_translations() -> dict[str, Translations]:
    """Return the descriptions of some actors of the demo in three languages; the Finnish and Swedish ones are ours."""
    with demo.descriptions_file().open(encoding="utf-8", newline="") as file:
        return {row["id"]: {"fi": row["description_fi"], "sv": row["description_sv"]} for row in csv.DictReader(file)}


def rank_biased_overlap(one: Sequence[str], other: Sequence[str], p: float = PERSISTENCE) -> float:
    """Return the extrapolated RBO of two lists of like length without repeats (Webber, Moffat and Zobel 2010, eq. 32).

    1 for the same list, 0 for lists without a common member; 1 for two empty ones.
    """
    if not one:
        return 1.0
    seen_one, seen_other, common, total = set[str](), set[str](), 0, 0.0
    for depth, (left, right) in enumerate(zip(one, other, strict=True), start=1):
        common += (left == right) + (left != right and left in seen_other) + (left != right and right in seen_one)
        seen_one.add(left)
        seen_other.add(right)
        total += p**depth * common / depth
    return (1 - p) / p * total + common / len(one) * p ** len(one)


def measure_invariance(encoder: Encoder, vocabularies: Vocabularies) -> dict[str, float]:
    """Return how far the lists of an actor in two languages agree, “with themes” and with “text alone”, from 0 to 1.

    Overlap is the share of the first ten that both lists name, RBO the rank-biased overlap with p = 0.9; both are means
    over actors and pairs of languages.

    Each actor that is translated asks once per language, with its own description in that language only; the network
    it asks in is the demo, as it is. With text alone nothing but the description says what the actor does.

    Args:
        encoder: what is measured.
        vocabularies: those of the demo.
    """
    reading = read_actors(demo.actors_file(), vocabularies, DAY)
    matcher = Matcher(Snapshot(Network(reading.records), _parts(encoder, vocabularies)))
    translations = read_translations()
    seekers = [actor for actor in reading.records if actor.id in translations]
    figures: dict[str, float] = {}
    for kind, change in {"with themes": _as_it_is, "text alone": _without_themes}.items():
        lists = [[_ask(matcher, change(in_language(actor, language, translations[actor.id]))) for language in LANGUAGES]
                 for actor in seekers]
        pairs = [pair for item in lists for pair in combinations(item, 2)]
        figures[f"same lists, {kind}: overlap@10"] = float(np.mean([_overlap(*pair) for pair in pairs]))
        figures[f"same lists, {kind}: RBO"] = float(np.mean([rank_biased_overlap(*pair) for pair in pairs]))
    return figures


def in_language(actor: Profile, language: str, translations: Translations) -> Profile:
    """Return an actor that describes itself in one language only."""
    return replace(actor, descriptions={language: translations.get(language) or actor.descriptions[language]})


def _as_it_is(actor: Profile) -> Profile:
    return actor


def _without_themes(actor: Profile) -> Profile:
    return replace(actor, themes=())


def _ask(matcher: Matcher, actor: Profile) -> list[str]:
    return [item.profile.id for item in matcher.suggest(actor, Query(DAY, limit=DEPTH)).suggestions]


def _overlap(one: Sequence[str], other: Sequence[str]) -> float:
    return len(set(one[:FIRST]) & set(other[:FIRST])) / FIRST


def _parts(encoder: Encoder, vocabularies: Vocabularies) -> Parts:
    rules = parse_rules(defaults.RULES.read_text(encoding="utf-8"), vocabularies, str(defaults.RULES))
    return Parts(vocabularies, encoder, rules, read_weights(defaults.WEIGHTS, tuple(TERMS)))
