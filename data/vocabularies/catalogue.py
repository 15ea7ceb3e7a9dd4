"""A folder of reference tables, opened as vocabularies and region model.

`vocabulary.toml` in the folder says which table and column holds what, so that another country brings data, not code.
"""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from data.errors import VocabularyRefused
from data.vocabularies.forms import Forms, read_forms
from data.vocabularies.mentions import EXACT
from data.vocabularies.regions import AreaTable, Point, RegionModel
from data.vocabularies.vocabulary import Former, Term, Vocabulary, concept_key
from data.wording.texts import LANGUAGES, Labels, Text, text
from data.wording.words import fold, normalise

FINLAND = Path(__file__).parent.parent / "reference"
MANIFEST = "vocabulary.toml"

_LANGUAGE = re.compile("[a-z]{2}")

Spec = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """All vocabularies of a network.

    Attributes:
        name: what the set is called.
        version: a short text that changes with any file of the folder (SHA-256, 12 digits).
        languages: ISO 639-1 codes of the labels.
        sectors, themes: the vocabularies of profiles.
        places: regions, municipalities and authorities, with dates.
        reading: folder of the tables that texts are read by; None without any, so that only themes are read.
    """

    name: str
    version: str
    languages: tuple[str, ...]
    sectors: Vocabulary
    themes: Vocabulary
    places: RegionModel
    reading: Path | None = None

    def by_name(self) -> Mapping[str, Vocabulary]:
        """Return every vocabulary by the name it is asked for."""
        areas = {table.id: table.areas for table in self.places.tables}
        return {
            "sectors": self.sectors, "themes": self.themes, "regions": self.places.regions,
            "municipalities": self.places.municipalities, **areas,
        }


def open_vocabularies(folder: Path = FINLAND) -> Vocabularies:
    """Open a folder of reference tables.

    Raises:
        VocabularyRefused: the manifest or a table is missing, malformed or contradicts another table.
    """
    manifest = _manifest(folder)
    try:
        return Vocabularies(
            name=manifest["name"],
            version=_version(folder),
            languages=tuple(manifest.get("languages", LANGUAGES)),
            sectors=_vocabulary(folder, manifest["sectors"], "sectors", text("sector")),
            themes=_vocabulary(folder, manifest["themes"], "themes", text("theme")),
            places=_places(folder, manifest),
            reading=folder / manifest["reading"] if "reading" in manifest else None,
        )
    except KeyError as error:
        raise VocabularyRefused(
            text("The entry or column {name} is missing.", name=str(error)), str(folder / MANIFEST),
            text("Compare with the manifest of Finland, data/reference/vocabulary.toml."),
        ) from error
    except (TypeError, AttributeError, ValueError, OSError, csv.Error) as error:
        raise VocabularyRefused(
            text("The manifest or a table cannot be used: {reason}.", reason=str(error)), str(folder / MANIFEST),
            text("Compare with the manifest of Finland, data/reference/vocabulary.toml."),
        ) from error


def _manifest(folder: Path) -> Spec:
    path = folder / MANIFEST
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise VocabularyRefused(text("There is no vocabulary here."), str(path),
                                text("Give a folder that holds vocabulary.toml.")) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise VocabularyRefused(text("This is not valid TOML: {reason}.", reason=str(error)), str(path),
                                text("Correct the line named.")) from error


def _version(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".csv", ".toml"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


def _rows(folder: Path, file: str) -> Iterator[dict[str, str]]:
    path = folder / file
    if not path.exists():
        raise VocabularyRefused(text("The table is missing."), str(path), text("Add it, or correct vocabulary.toml."))
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream, restval="")


def _vocabulary(folder: Path, spec: Spec, name: str, noun: Text) -> Vocabulary:
    terms: dict[str, Term] = {}
    for row in _rows(folder, spec["file"]):
        term = _term(row, spec)
        if term.code in terms:
            raise VocabularyRefused(text("The code “{code}” appears twice.", code=term.code),
                                    str(folder / spec["file"]), text("Keep one of the rows."))
        terms[term.code] = term
    return Vocabulary(name, noun, terms, _names(folder, spec, terms), _forms(folder, spec),
                      _former(folder, spec, terms), frozenset(map(normalise, spec.get("whole", ()))),
                      concepts=_concepts(folder, spec))


def _concepts(folder: Path, spec: Spec) -> Mapping[str, str]:
    """Return the codes of terms by the concepts of another vocabulary that mean the same, each as one term only."""
    if "concepts" not in spec:
        return {}
    columns = spec["concepts"]
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for row in _rows(folder, spec["file"]):
        if row[columns["uri"]] and row[columns["match"]] == columns["same"]:
            labels = zip(columns["languages"], row[columns["label"]].split(" | "), strict=False)
            for key in (row[columns["uri"]], *(concept_key(language, label) for language, label in labels)):
                codes[key].add(row[spec["code"]])
    return {key: next(iter(found)) for key, found in codes.items() if len(found) == 1}


def _former(folder: Path, spec: Spec, terms: Mapping[str, Term]) -> Mapping[str, Former]:
    """Return the terms that are no more, by name and code; see `data/reference/reading/SOURCES-places.md`."""
    former: dict[str, Former] = {}
    for row in _rows(folder, spec["former"]) if "former" in spec else ():
        successors = (row["code"], *(code for code in row["alternative_codes"].split(";") if code))
        for code in successors:
            _demand(code in terms, folder, code, row["name"])
        until = date.fromisoformat(row["until"]) if row["until"] else None
        former[normalise(row["name"])] = Former(row["name"], successors, row["own_code"], until)
        if row["own_code"]:
            former.setdefault(row["own_code"], former[normalise(row["name"])])
    return {name: entry for name, entry in former.items() if name not in spec.get("not_former", ())}


def _names(folder: Path, spec: Spec, terms: Mapping[str, Term]) -> Mapping[str, tuple[str, ...]]:
    """Return the names that texts are read for: the columns `code`, several with semicolons between, and `name`."""
    names: dict[str, tuple[str, ...]] = {}
    for row in _rows(folder, spec["names"]) if "names" in spec else ():
        codes = tuple(code for code in row["code"].split(";") if code)
        for code in codes:
            _demand(code in terms, folder, code, row["name"])
        name = EXACT * row["name"].startswith(EXACT) + fold(row["name"])
        names[name] = (*names.get(name, ()), *codes)
    return names


def _forms(folder: Path, spec: Spec) -> Forms:
    return read_forms(folder / spec["forms"]) if "forms" in spec else Forms()


def _term(row: Mapping[str, str], spec: Spec) -> Term:
    return Term(
        code=row[spec["code"]],
        labels=_by_language(row, spec["labels"]),
        broader=row[spec["broader"]] if "broader" in spec else "",
        group=row[spec["group"]] if "group" in spec else "",
        synonyms=(*(word for column in spec.get("synonyms", ()) for word in row[column].split(";") if word),
                  *spec.get("more_synonyms", {}).get(row[spec["code"]], ())),
        definition=_by_language(row, spec["definition"]) if "definition" in spec else Labels({}),
    )


def _by_language(row: Mapping[str, str], prefix: str) -> Labels:
    texts = {column.removeprefix(prefix): value for column, value in row.items() if column.startswith(prefix)}
    return Labels({language: value for language, value in texts.items() if _LANGUAGE.fullmatch(language) and value})


def _places(folder: Path, manifest: Spec) -> RegionModel:
    regions, municipalities = manifest["regions"], manifest["municipalities"]
    rows = list(_rows(folder, municipalities["file"]))
    wide = _vocabulary(folder, regions, "regions", text("region"))
    narrow = _vocabulary(folder, municipalities, "municipalities", text("municipality"))
    model = RegionModel(
        regions=replace(wide, others=dict.fromkeys(narrow.names_of_terms - wide.names_of_terms, narrow.noun)),
        municipalities=replace(narrow, others=dict.fromkeys(wide.names_of_terms - narrow.names_of_terms, wide.noun)),
        region_of={row[municipalities["code"]]: row[municipalities["region"]] for row in rows},
        tables=tuple(_area_table(folder, spec, rows, municipalities["code"]) for spec in manifest.get("areas", ())),
        points=_points(folder, "region", regions) | _points(folder, "municipality", municipalities),
        borders=_borders(folder, manifest.get("borders")),
    )
    _check_references(folder, model)
    return model


def _area_table(folder: Path, spec: Spec, rows: list[dict[str, str]], code: str) -> AreaTable:
    return AreaTable(
        id=spec["id"],
        kind=spec["kind"],
        areas=_vocabulary(folder, spec, spec["id"], text("area")),
        members={row[code]: row[spec["member_column"]] for row in rows if row[spec["member_column"]]},
        authority_sector=spec["authority_sector"],
        valid_from=_limit(spec, "valid_from"),
        valid_until=_limit(spec, "valid_until"),
    )


def _limit(spec: Spec, name: str) -> date | None:
    day = spec.get(name)
    if day is not None and not isinstance(day, date):
        raise TypeError(f"{name} = {day!r} is not a date")
    return day


def _points(folder: Path, kind: str, spec: Spec) -> dict[tuple[str, str], Point]:
    if "latitude" not in spec:
        return {}
    latitude, longitude = spec["latitude"], spec["longitude"]
    return {
        (kind, row[spec["code"]]): Point(float(row[latitude]), float(row[longitude]))
        for row in _rows(folder, spec["file"]) if row[latitude] and row[longitude]
    }


def _borders(folder: Path, spec: Spec | None) -> dict[str, frozenset[str]]:
    if spec is None:
        return {}
    first, second = spec["columns"]
    pairs = [(row[first], row[second]) for row in _rows(folder, spec["file"])]
    both = pairs + [(other, one) for one, other in pairs]
    return {region: frozenset(other for one, other in both if one == region) for region, _ in both}


def _check_references(folder: Path, model: RegionModel) -> None:
    """Refuse codes that point to nothing: a wrong membership would be a wrong authority in someone's list."""
    for code, region in model.region_of.items():
        _demand(region in model.regions, folder, region, code)
    for table in model.tables:
        for code, area in table.members.items():
            _demand(area in table.areas, folder, area, code)
    for region in model.borders:
        _demand(region in model.regions, folder, region, "borders")


def _demand(holds: bool, folder: Path, code: str, where: str) -> None:
    if not holds:
        raise VocabularyRefused(text("The code “{code}” of “{where}” is not in its table.", code=code, where=where),
                                str(folder), text("Add the row, or correct the code."))
