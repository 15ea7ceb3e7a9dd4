"""The documents: which pages there are and in which order, what in them is generated, and what is run.

`python -m tests.documents` makes the generated parts anew, in whatever page they stand; a test compares them. Names
after it make those anew that depend on the machine or the day as well: `python -m tests.documents figures load`, or
`… all`. The order of the pages is that of `zensical.toml`, with the README before them and the other documents of the
root behind them.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from data.files import cells, importing, readers
from data.files import rows as table_rows
from data.files.columns import ACTOR_COLUMNS
from data.files.objects import strict_json
from data.files.sheets import sheet_xml, text_files, xlsx
from data.intake.sources import SOURCES, SourceFormat
from matcher import defaults
from matcher.rules import reading
from matcher.terms import TERMS
from models.ranker import read_weights
from service.cli.exits import ExitCode
from service.http import row_bodies
from service.settings import Settings
from tests import access_table
from tests.networks import ROOT
from tests.pictures import ledger_picture
from tests.progress import progress as progress_table

README = ROOT / "README.md"
PAGES = ROOT / "docs"
PICTURE = PAGES / "pictures" / "ledger.svg"
CONFIGURATION = ROOT / "zensical.toml"

OURS = "kumppani (with_history)"
SLICES = "Parts of the questions"
LEFT_OUT = ": questions and NDCG@10 left out"

SEEKER = "rovalan-setlementti-ry-monikulttuurikeskus-moninet"
PARTNER = "kittilan-kunta-international-house-tunturi-lappi-ja-pello"
FIRST = ("--limit", "1", "--counterparts", "none")
IDEA = ("Kielikahvila ja liikuntaa perheille Kajaanissa, mukaan seurakunta ja joku, joka osaa ohjata vapaaehtoisia. Ei "
        "yrityksiä eikä taas Helsinkiin.")


def navigation() -> tuple[Path, ...]:
    """Return the pages of the documentation, in the order in which they are to be read."""
    named = tomllib.loads(CONFIGURATION.read_text(encoding="utf-8"))["project"]["nav"]
    return tuple(PAGES / name for name in _leaves(named))


def documents() -> tuple[Path, ...]:
    """Return all documents in the order in which their commands are run."""
    first = (README, *navigation())
    return (*first, *(path for path in sorted(ROOT.glob("*.md")) if path not in first))


def shell_lines(paths: Iterable[Path] | None = None) -> list[str]:
    """Return the lines of the shell blocks of documents, of all of them if none are given."""
    texts = (path.read_text(encoding="utf-8") for path in paths or documents())
    found = (block for text in texts for block in re.findall(r"(?ms)^```sh\n(.*?)^```", text))
    return [line for block in found for line in block.splitlines()]


def settings() -> str:
    """Return the table of settings."""
    rows = ((f"`KUMPPANI_{name.upper()}`", _default(field.default), field.description or "")
            for name, field in Settings.model_fields.items())
    return _table(("setting", "default", "what it is"), rows)


def access() -> str:
    """Return the table of who may ask for what."""
    return _table(("scopes of a key of the whole network", "a key of one actor", "addresses under /v1"),
                  access_table.rows())


def columns() -> str:
    """Return the table of the columns of a directory of actors."""
    rows = ((f"`{column.name}`", str(column.meaning), "yes" if column.required else "")
            for column in ACTOR_COLUMNS.columns)
    return _table(("column", "what to write", "required"), rows)


def source(form: SourceFormat) -> str:
    """Return where the shape of a source is published, and what becomes of its fields."""
    source = SOURCES[form]()
    fields = ((field.place, f"`{field.column}`" if field.column else "–", field.how) for field in source.fields)
    return (f"**Shape:** {source.schema}.\n\n**Licence of its data:** {source.licence}.\n\n"
            + _table(("there", "here", "how"), fields))


def bounds() -> str:
    """Return the table of what bounds a file."""
    megabyte = 2**20
    rows = (
        ("a file", f"{readers.MAXIMUM_FILE_BYTES // megabyte} MiB", "refused before it is opened"),
        ("a JSON document", f"{readers.MAXIMUM_JSON_BYTES // megabyte} MiB", "refused; JSON Lines have no such bound"),
        ("a line", f"{text_files.MAXIMUM_LINE:,} characters", "refused"),
        ("levels of JSON", f"{strict_json.MAXIMUM_DEPTH}", "the record is refused"),
        ("rows", f"{importing.MAXIMUM_ROWS:,}", "refused"),
        ("columns", f"{table_rows.MAXIMUM_COLUMNS:,}", "refused"),
        ("records and cells of an import over HTTP", f"{row_bodies.MOST_LINES:,} and {row_bodies.MOST_CELLS:,}",
         "refused"),
        ("the sheet of an XLSX file, or its texts, unpacked", f"{xlsx.MAXIMUM_UNPACKED_BYTES // megabyte} MiB",
         "refused before it is unpacked"),
        ("another part of an XLSX file, unpacked", f"{xlsx.MAXIMUM_OTHER_BYTES // megabyte} MiB",
         "refused before it is unpacked"),
        ("parts of an XLSX file", f"{xlsx.MAXIMUM_PARTS:,}", "refused"),
        ("rows and columns of a sheet", f"{sheet_xml.MOST_ROWS:,} and {sheet_xml.MOST_COLUMNS:,}",
         "refused; rows that are not there cost nothing"),
        ("merged cells of a sheet", f"{sheet_xml.MOST_MERGES:,}", "refused"),
        ("a text", f"{cells.LONGEST_TEXT:,} characters, on one line {cells.LONGEST_LINE:,}", "the row is refused"),
        ("items of a list", f"{cells.MOST_ITEMS}", "the row is refused"),
        ("unknown items of one list that are told", f"{cells.MOST_ITEM_ERRORS}", "the others are told afterwards"),
        ("problems that are told", f"{importing.MOST_PROBLEMS:,}", "of each faulty row behind them one is kept"),
        ("unknown columns that are told", f"{importing.MOST_WARNINGS}", "the others are passed over"),
        ("a file of rules", f"{reading.LONGEST_FILE:,} characters", "refused before it is parsed"),
        ("parts of a key in it", f"{reading.MOST_KEY_PARTS}", "refused before it is parsed"),
        ("rules in it", f"{reading.MOST_RULES:,}", "refused"),
    )
    return _table(("what", "at most", "beyond that"), rows)


def terms() -> str:
    """Return the table of the terms and their weights for a network of Finland, and of those set by hand."""
    judged, by_hand = (read_weights(path, tuple(TERMS)) for path in (defaults.JUDGED, defaults.WEIGHTS))
    kept = judged.card["by hand"].split(", ")
    rows = ((f"`{name}`", str(term.description), f"{judged.terms[name]:.3g}" + ("*" if name in kept else ""),
             f"{by_hand.terms[name]:g}") for name, term in TERMS.items())
    return _table(("term", "what it says", "weight", "set by hand"), rows)


def left_out() -> str:
    """Return how good the weights learned from grades are for questions that were left out, from their card."""
    card = read_weights(defaults.JUDGED, tuple(TERMS)).card
    parts = {name.removesuffix(LEFT_OUT): value for name, value in card.items() if name.endswith(LEFT_OUT)}
    return _table(("questions", "how many, NDCG@10 and its 95 % interval"), parts.items())


def exits() -> str:
    """Return the sentence of the exit codes."""
    return "Exit codes: " + "; ".join(f"{code.value} – {code.meaning}" for code in ExitCode) + "."


def quality() -> str:
    """Return what is known of the lists: by graded partners, from the card of the weights, then by the benchmark."""
    card = read_weights(defaults.JUDGED, tuple(TERMS)).card
    parts = ("stored actors", "ideas as the program reads them")
    actors, ideas = (card[f"{part}{LEFT_OUT}"].split(", ") for part in parts)
    (questions, partner), (_, call) = _benchmark().values()
    others = len(partner) - 1
    return (
        f"By partners in the demo network that readers have graded, each question left out when the weights were "
        f"learned, lists of {actors[0]} actors reach an NDCG@10 of **{actors[1]}** and those of {ideas[0]} ideas in "
        f"plain words **{ideas[1]}**; the readers were language models, and no practitioner has seen the grades.\n\n"
        f"Asked {questions} times who would be a *new* partner of an organisation in an EU programme, knowing only "
        f"what came before, Kumppani's lists reach an NDCG@10 of **{partner[OURS]}**; the best of {others} other "
        f"methods reaches {partner[_second(partner)]}, showing the most popular ones {partner['popular']}. Asked "
        f"who would take part in a project, it is {call[OURS]} against {call[_second(call)]}."
    )


def _second(figures: Mapping[str, str]) -> str:
    return next(name for name in figures if not name.startswith("kumppani"))


def _benchmark() -> dict[str, tuple[str, dict[str, str]]]:
    """Return how many questions each task has, and the NDCG@10 of each system with its interval, best first."""
    words = (PAGES / "evaluation.md").read_text(encoding="utf-8")
    tasks = re.findall(r"^\*\*(\w+)\*\*: .*\(([\d,]+) questions\)\n\n((?:\|.*\n)+)", words, flags=re.MULTILINE)
    return {task: (questions, dict(re.findall(r"^\| ([\w ()-]+) \| (0\.[^|]+?) \|", table, flags=re.MULTILINE)))
            for task, questions, table in tasks}


def progress() -> str:
    """Return what the figures of speed were at the start, what they are to be, and what the other blocks say."""
    words = (PAGES / "figures.md").read_text(encoding="utf-8")
    return progress_table(dict(re.findall(r"(?s)<!-- begin: ([\w-]+) -->(.*?)<!-- end:", words)))


def suggestions(*options: str) -> str:
    """Return what the command suggests to one actor of the demo, as a block of text."""
    return _demo("suggest", SEEKER, *options)


def _demo(*words: str) -> str:
    shown = " ".join(f'"{word}"' if " " in word else word for word in words)
    return f"```console\n$ kumppani {shown}\n{_asked(*words)}```"


def _asked(*words: str) -> str:
    with tempfile.TemporaryDirectory() as home:
        environment = {"KUMPPANI_HOME": home, "NO_COLOR": "1", "COLUMNS": "80"}
        _run("service.cli.main", "import", "--demo", environment=environment)
        return _run("service.cli.main", *words, environment=environment)


def picture() -> str:
    """Return the sum of the suggestion of the front page as a picture."""
    explanation = json.loads(_asked("explain", SEEKER, PARTNER, "--json"))
    return ledger_picture(explanation)


def measured(module: str, *words: str) -> str:
    """Return what a module that measures prints, as a block of text."""
    return f"```console\n$ python -m {' '.join((module, *words))}\n{_run(module, *words)}```"


def encoders() -> str:
    """Return the table that compares encoders."""
    printed = _run("service.cli.main", "encoder", "evaluate", environment={"COLUMNS": "100"})
    return f"```console\n$ kumppani encoder evaluate\n{printed}```"


def judged() -> str:
    """Return what judging by grades finds of stored actors and of ideas, without its slices."""
    with tempfile.TemporaryDirectory() as out:
        printed = _run("service.cli.main", "evaluate", "--dataset", "judged", "--out", out,
                       environment={"KUMPPANI_HOME": out, "NO_COLOR": "1", "COLUMNS": "100"})
    return f"```console\n$ kumppani evaluate --dataset judged\n{printed.partition(SLICES)[0].strip()}\n…\n```"


def _run(module: str, *words: str, environment: Mapping[str, str] | None = None) -> str:
    done = subprocess.run([sys.executable, "-m", module, *words], cwd=ROOT, check=True, encoding="utf-8",  # noqa: S603
                          env=os.environ | (environment or {}), stdout=subprocess.PIPE)
    return done.stdout


GENERATED: Mapping[str, Callable[[], str]] = {
    "settings": settings, "columns": columns, "bounds": bounds, "terms": terms, "exits": exits, "quality": quality,
    **{f"source-{form.value}": partial(source, form) for form in SOURCES},
    "mentions": partial(measured, "evaluation.reading.themes"),
    "places": partial(measured, "evaluation.reading.places"),
    "kinds": partial(measured, "evaluation.reading.kinds"),
    "kinds-aside": partial(measured, "evaluation.reading.kinds", "--aside"),
    "left-out": left_out, "access": access, "progress": progress,
}


# What depends on the machine, if only in the last digit, or on the day; it is made anew, not compared.
MEASURED: Mapping[str, Callable[[], str]] = {
    "suggestion": partial(suggestions, *FIRST),
    "example": partial(suggestions, "--limit", "3"),
    "example-fi": partial(suggestions, *FIRST, "--lang", "fi"),
    "example-sv": partial(suggestions, *FIRST, "--lang", "sv"),
    "idea": partial(_demo, "suggest", "--idea", IDEA, "--limit", "1"),
    "shown": partial(measured, "evaluation.judged.shown"),
    "encoders": encoders,
    "judged": judged,
    "figures": partial(measured, "evaluation.benchmarks.speed"),
    "load": partial(measured, "evaluation.benchmarks.load", "--postgresql"),
    "pages": partial(measured, "evaluation.benchmarks.pages"),
    "changes": partial(measured, "evaluation.benchmarks.changes", "--actors", "1000", "10000"),
    "lists": partial(measured, "evaluation.benchmarks.lists", "--actors", "0", "10000"),
    "serving": partial(measured, "evaluation.benchmarks.serving", "--turns", "4"),
    "growth": partial(measured, "evaluation.benchmarks.growth"),
    "overload": partial(measured, "evaluation.benchmarks.overload", "--minutes", "10"),
}
# Written by `python -m evaluation.report.headline`, and pasted from a run that needs the extra `peers`.
WRITTEN_ELSEWHERE = ("benchmark", "peers")


def blocks() -> dict[str, Path]:
    """Return the document in which each part stands that is made by a command.

    Raises:
        ValueError: a part stands in two places.
    """
    found: dict[str, Path] = {}
    for path in documents():
        for name in re.findall(r"<!-- begin: ([\w-]+) -->\n", path.read_text(encoding="utf-8")):
            if name in found:
                raise ValueError(f"The part “{name}” stands in {found[name]} and again in {path}.")
            found[name] = path
    return found


def generated(parts: Mapping[str, Callable[[], str]] = GENERATED) -> dict[Path, str]:
    """Return the documents that hold some of the parts, with these parts made anew.

    Raises:
        KeyError: a part stands in no document.
    """
    places = blocks()
    texts: dict[Path, str] = {}
    for name, make in parts.items():
        path = places[name]
        texts[path] = _replaced(texts.get(path) or path.read_text(encoding="utf-8"), name, make())
    return texts


def _replaced(words: str, name: str, part: str) -> str:
    pattern = rf"(<!-- begin: {name} -->\n).*?(<!-- end: {name} -->)"
    changed, count = re.subn(pattern, lambda found: f"{found[1]}{part}\n{found[2]}", words, flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"The part “{name}” has no end.")
    return changed


def _leaves(named: Any) -> Iterator[str]:  # noqa: ANN401 – a list of names and of tables of lists of names …
    if isinstance(named, str):
        yield named
    else:
        for part in named.values() if isinstance(named, dict) else named:
            yield from _leaves(part)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = tuple(head)
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _default(value: object) -> str:
    if isinstance(value, Path) and value.is_absolute():
        return f"`{value.relative_to(ROOT)}`"
    return f"`{value}`" if str(value) else "empty"


def main(arguments: Sequence[str] | None = None) -> None:
    """Bring the generated parts of the documents up to date."""
    parser = argparse.ArgumentParser(prog="python -m tests.documents", description=main.__doc__)
    parser.add_argument("names", nargs="*", choices=(*MEASURED, "all", []), metavar="NAME",
                        help=f"what is measured anew as well: {', '.join(MEASURED)}, or all")
    names = parser.parse_args(arguments).names
    chosen = MEASURED if "all" in names else {name: MEASURED[name] for name in names}
    for path, words in generated({**chosen, **GENERATED}).items():
        path.write_text(words, encoding="utf-8")
    if "suggestion" in chosen:
        PICTURE.write_text(picture(), encoding="utf-8")


if __name__ == "__main__":
    main()
