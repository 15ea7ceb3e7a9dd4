"""Whether an actor's list depends on the language that its profile is written in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evaluation.report.figures import number
from evaluation.report.parts import Part, Table, words
from models.artefacts import parse_json, write_json
from models.errors import ArtefactRefused

NAME = "languages.json"


def write_languages(folder: Path, figures: Mapping[str, float]) -> None:
    """Write figures of agreement, by name, to where `read_languages` finds them."""
    write_json(folder / NAME, {name: round(value, 6) for name, value in figures.items()})


def read_languages(folder: Path) -> dict[str, float]:
    """Return the figures of agreement in the folder of a run; none where they were not measured.

    Raises:
        ArtefactRefused: the file is damaged.
    """
    path = folder / NAME
    if not path.exists():
        return {}
    try:
        return {str(name): float(value) for name, value in parse_json(path.read_bytes()).items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ArtefactRefused("these are no figures of languages", str(path),
                              "Delete the file, or make it anew with what wrote it.") from error


def language_part(figures: Mapping[str, float]) -> Part:
    """Return how far the lists of an actor that enters in two languages agree."""
    rows = tuple((words(name), words(number(value))) for name, value in figures.items())
    reading = ("Actors of the demo network enter in Finnish, Swedish and English, and each gets its list. Overlap is "
               "the share of the first ten that two lists name, RBO weighs their order; 1 is the same list. With text "
               "alone nothing but the description says what an actor does. Aims: an overlap of 0.9 with themes, of 0.6 "
               "with text alone.")
    return Part(2, "Languages", (reading,), (Table("The same actor in two languages", ("agreement", "mean"), rows),))
