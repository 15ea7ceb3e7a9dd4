"""What is known of kinds of actors in each language: their names, and the words that ask for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from data.reading.little_words import LittleWords, open_little_words
from data.reading.phrases import LIST, Endings, Phrases, open_endings, rows_of
from data.vocabularies.catalogue import Vocabularies

KINDS, CUES = "kinds.csv", "cues.csv"


class Reach(StrEnum):
    """Where names stand that a cue asks for: `BESIDE` is right before it, `NEVER` nowhere, since the cue misleads."""

    AFTER = "after"
    BEFORE = "before"
    BESIDE = "beside"
    QUESTION = "question"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Cue:
    """What words that ask reach.

    Attributes:
        reach: where the names stand.
        is_of_plans: whether they ask only in a sentence that tells nothing that was or is done (“run with a club”).
    """

    reach: Reach
    is_of_plans: bool


class Use(StrEnum):
    """What a name with an ending is used as.

    `OBJECT` is asked for; `MAYBE` is, unless a noun follows that it belongs to; `SUBJECT` too, and always right after
    a cue; `OWNER` is, where somebody of it is; the others say where, whence, whither or of whom something is.
    """

    WRITTEN_OUT = ""
    OBJECT = "object"
    MAYBE = "maybe"
    SUBJECT = "subject"
    OWNER = "owner"
    PLACE = "place"
    FROM = "from"
    INTO = "into"
    TO = "to"
    AS = "as"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a name stands for: sector codes, and what it could mean besides; no codes where it is no kind at all."""

    codes: tuple[str, ...]
    alternatives: tuple[str, ...]


@dataclass(frozen=True)
class Tongue:
    """What is known of one language: names of kinds, cues by their reach, little words."""

    names: Phrases[Kind]
    cues: Mapping[Reach, Phrases[Cue]]
    little_words: LittleWords


def open_tongues(folder: Path, vocabularies: Vocabularies) -> Mapping[str, Tongue]:
    """Read names and cues from `kinds.csv`, `cues.csv`, `endings.csv` and `little_words.csv` of a folder, by language.

    Columns of `kinds.csv`: codes (of the vocabulary of sectors; those that it does not know are left out; none for what
    only looks like a kind), alternatives, language, words; of `cues.csv`: language, reach, of_plans (1 or
    empty), words. Words are phrases as in `data.reading.phrases`.
    """
    endings, little_words = open_endings(folder), open_little_words(folder)
    names: dict[str, list[tuple[str, Kind]]] = defaultdict(list)
    cues: dict[tuple[str, Reach], list[tuple[str, Cue]]] = defaultdict(list)
    for row in rows_of(folder / KINDS):
        kind = Kind(_known(row["codes"], vocabularies), _known(row["alternatives"], vocabularies))
        names[row["language"]] += ((words, kind) for words in row["words"].split(LIST))
    for row in rows_of(folder / CUES):
        cue = Cue(Reach(row["reach"]), bool(row["of_plans"]))
        cues[row["language"], cue.reach] += ((words, cue) for words in row["words"].split(LIST))
    return {language: Tongue(
                Phrases(names[language], endings.get(language, Endings({}))),
                {reach: Phrases((*cues[language, reach], *cues[language, Reach.NEVER]), Endings({}))
                 for reach in Reach if reach is not Reach.NEVER}, of_language)
            for language, of_language in little_words.items()}


def _known(codes: str, vocabularies: Vocabularies) -> tuple[str, ...]:
    return tuple(code for code in codes.split(LIST) if code in vocabularies.sectors.terms)
