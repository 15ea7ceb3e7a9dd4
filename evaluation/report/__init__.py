"""The report on a run: what was found, for people, as HTML and as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from evaluation.report.languages import language_part, read_languages
from evaluation.report.markdown import to_markdown
from evaluation.report.overview import alarm_part, glossary_part, measured_part
from evaluation.report.page import check_packages, to_html
from evaluation.report.parts import Document, Part
from evaluation.report.ranking import ablation_part, curves_part, example_part, recall_part
from evaluation.report.sections import Sections, read_sections, sections_from_json, sections_to_json
from evaluation.report.systems import difference_part, exposure_part, headline_part, slice_part
from evaluation.runs.results import Results, from_json, to_json
from evaluation.runs.scoring import OWN_SYSTEM
from models.artefacts import write_bytes

__all__ = ["check_packages", "make_report", "write_report"]


def write_report(folder: Path, results: Results, sections: Mapping[str, Sections] | None = None) -> None:
    """Write report.html and report.md into the folder of a run; the same run gives the same bytes.

    Args:
        folder: that of the run.
        results: what was found.
        sections: task to what the ranking tells of itself; where it is missing, the folder's
            <task>/kumppani.sections.json counts if kumppani took part, and without it these parts are left out.

    Raises:
        MissingExtra: a package that reports are made with is not installed.
        ArtefactRefused: sections in the folder cannot be read.
    """
    of_folder = read_sections(folder, results.tasks) if OWN_SYSTEM in results.systems else {}
    of_caller = {task: sections_from_json(sections_to_json(own)) for task, own in (sections or {}).items()}
    final = from_json(to_json(results))  # with the decimals that are stored
    languages = read_languages(folder) if OWN_SYSTEM in results.systems else {}
    document = make_report(final, {**of_folder, **of_caller}, languages)
    for name, content in (("report.html", to_html(document)), ("report.md", to_markdown(document))):
        write_bytes(folder / name, content.encode())


def make_report(results: Results, sections: Mapping[str, Sections],
                languages: Mapping[str, float] | None = None) -> Document:
    """Return the parts of the report in the order they are read in.

    Args:
        results: what was found.
        sections: task to what the ranking tells of itself.
        languages: how far lists agree between languages, if it was measured.
    """
    return Document(f"Kumppani: evaluation on {results.dataset}, {results.split}",
                    tuple(_parts(results, sections, languages or {})))


def _parts(results: Results, sections: Mapping[str, Sections], languages: Mapping[str, float]) -> Iterator[Part]:
    tasks = results.tasks
    yield measured_part(results)
    yield from _under("Figures", (headline_part(task, result) for task, result in tasks.items()))
    yield from _under("Differences", (difference_part(task, result, results) for task, result in tasks.items()))
    yield from _under("Slices", (slice_part(task, result) for task, result in tasks.items()))
    yield from _under("Accuracy against exposure", (exposure_part(task, result) for task, result in tasks.items()))
    yield alarm_part(results)
    for heading, make in OPTIONAL.items():
        yield from _under(heading, (part for task in tasks if task in sections for part in make(task, sections[task])))
    if languages:
        yield language_part(languages)
    yield glossary_part()


def _under(heading: str, parts: Iterable[Part]) -> Iterator[Part]:
    """Yield parts under a heading; nothing when there is none."""
    parts_ = tuple(parts)
    yield from (Part(2, heading), *parts_) if parts_ else ()


def _curves(task: str, own: Sections) -> Iterator[Part]:
    if own.curves:
        yield curves_part(task, own.curves)


def _recall(task: str, own: Sections) -> Iterator[Part]:
    if own.recall:
        yield recall_part(task, own.recall)


def _ablation(task: str, own: Sections) -> Iterator[Part]:
    if own.ablation:
        yield ablation_part(task, own.ablation)


def _examples(task: str, own: Sections) -> Iterator[Part]:
    if own.examples:
        yield Part(3, task)
        yield from map(example_part, own.examples)


OPTIONAL: Mapping[str, Callable[[str, Sections], Iterator[Part]]] = {
    "Curves of the terms": _curves,
    "Candidates": _recall,
    "Ablation": _ablation,
    "Examples": _examples,
}
