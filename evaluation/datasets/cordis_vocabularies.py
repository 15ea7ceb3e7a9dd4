"""The codes of CORDIS as vocabularies: kinds of organisations, the tree of EuroSciVoc, the tree of NUTS regions."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite

from babel import Locale

from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.regions import Point, RegionModel
from data.vocabularies.vocabulary import Term, Vocabulary
from data.wording.texts import LANGUAGES, Labels, text
from evaluation.datasets.parquet import ParquetTable

COUNTRY = 2  # letters of a country in a NUTS code, and so its root in the tree
FARTHEST = {"lat": 90.0, "lon": 180.0}

_REGION = re.compile("[A-Z]{2}[A-Z0-9]{0,3}")
# NUTS writes two countries otherwise than ISO 3166.
_ISO = {"EL": "GR", "UK": "GB"}

SECTORS: Mapping[str, Term] = {term.code: term for term in (
    Term("HES", Labels({"fi": "Korkeakoulu", "sv": "Högskola", "en": "Higher education institution"}),
         group="research"),
    Term("REC", Labels({"fi": "Tutkimusorganisaatio", "sv": "Forskningsorganisation", "en": "Research organisation"}),
         group="research"),
    Term("PRC", Labels({"fi": "Yritys", "sv": "Företag", "en": "Company"}), group="business"),
    Term("PUB", Labels({"fi": "Julkinen toimija", "sv": "Offentlig aktör", "en": "Public body"}), group="public"),
    Term("OTH", Labels({"fi": "Muu organisaatio, useimmiten yhdistys", "sv": "Annan organisation, oftast förening",
                        "en": "Other organisation, mostly an association"}), group="civil_society"),
)}


def cordis_vocabularies(organisations: ParquetTable, projects: ParquetTable) -> Vocabularies:
    """Return the vocabularies of the two tables.

    They are codes, names and places, which are the same on every day; that a theme or region is listed says nothing
    of who worked on it. The point of a region is the mean of its organisations, and so are those of broader regions.

    Raises:
        DatasetRefused: a code or a coordinate that is none, or themes whose codes and labels do not match.
    """
    files = organisations.path.read_bytes() + projects.path.read_bytes()
    return Vocabularies(
        name="CORDIS: Horizon Europe",
        version=hashlib.sha256(files).hexdigest()[:12],
        languages=("en",),
        sectors=Vocabulary("sectors", text("sector"), SECTORS),
        themes=Vocabulary("themes", text("theme"), _themes(projects)),
        places=_places(organisations),
    )


def theme_code(path: str) -> str:
    """Return the code at the end of a path of EuroSciVoc: /23/49 → 49."""
    return path.rpartition("/")[2]


def regions_of(organisations: ParquetTable) -> list[str]:
    """Return the region of each organisation: its NUTS code, else its country; empty where neither is known.

    Raises:
        DatasetRefused: a code that is none.
    """
    columns = organisations.columns
    regions = []
    for row, (nuts3, country) in enumerate(zip(columns["nuts3"], columns["country"], strict=True)):
        code = nuts3 or country
        if code and not _REGION.fullmatch(code):
            raise organisations.refusal("nuts3" if nuts3 else "country", row, f"“{code}” is no code of NUTS.",
                                        "Write a code such as FI1B1 or FI, or leave the cell empty.")
        regions.append(code)
    return regions


def _themes(projects: ParquetTable) -> dict[str, Term]:
    """Return the terms of all paths; one that stands below two others keeps the first place in sorted order."""
    terms: dict[str, Term] = {}
    for codes, labels in sorted(set(_theme_paths(projects))):
        broader = ""
        for code, label in zip(codes, labels, strict=True):
            terms.setdefault(code, Term(code, Labels({"en": label}), broader))
            broader = code
    return terms


def _theme_paths(projects: ParquetTable) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    columns = projects.columns
    for row, (codes, labels) in enumerate(zip(columns["theme_codes"], columns["theme_labels"], strict=True)):
        pairs = list(zip(map(_parts, codes), map(_parts, labels), strict=False))
        if len(codes) != len(labels) or not all(one and all(one) and len(one) == len(other) for one, other in pairs):
            raise projects.refusal("theme_codes", row, "The paths of codes and of labels do not match.",
                                   "Write them as /23/49 and /natural sciences/physical sciences, in one order.")
        yield from pairs


def _parts(path: str) -> tuple[str, ...]:
    """Return the parts of a path; none where it does not begin with “/”."""
    start, *parts = path.split("/")
    return () if start else tuple(parts)


def _places(organisations: ParquetTable) -> RegionModel:
    codes = regions_of(organisations)
    names = {code: name for code, name in zip(codes, organisations.columns["nuts3_name"], strict=True) if name}
    tree = sorted({broader for code in set(codes) for broader in _with_broader(code)})
    countries = [Locale(language).territories for language in LANGUAGES]
    terms = {code: Term(code, _label(code, names, countries), code[:-1] if len(code) > COUNTRY else "")
             for code in tree}
    return RegionModel(
        regions=Vocabulary("regions", text("region"), terms),
        municipalities=Vocabulary("municipalities", text("municipality"), {}),
        region_of={},
        tables=(),
        points=_points(codes, organisations),
        borders={},
    )


def _with_broader(code: str) -> Iterable[str]:
    """Return a code of NUTS and the broader ones up to its country: each is a letter or digit shorter."""
    return (code[:length] for length in range(COUNTRY, len(code) + 1))


def _label(code: str, names: Mapping[str, str], countries: Sequence[Mapping[str, str]]) -> Labels:
    iso = _ISO.get(code, code)
    if len(code) == COUNTRY and iso in countries[0]:
        return Labels({language: table[iso] for language, table in zip(LANGUAGES, countries, strict=True)})
    return Labels({"en": names.get(code, code)})


def _points(codes: list[str], organisations: ParquetTable) -> dict[tuple[str, str], Point]:
    latitudes, longitudes = (_coordinates(organisations, column) for column in ("lat", "lon"))
    pairs_of: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for code, latitude, longitude in zip(codes, latitudes, longitudes, strict=True):
        if latitude is not None and longitude is not None:
            for broader in _with_broader(code):
                pairs_of[broader].append((latitude, longitude))
    return {("region", code): Point(*(sum(values) / len(values) for values in zip(*pairs_, strict=True)))
            for code, pairs_ in pairs_of.items()}


def _coordinates(organisations: ParquetTable, column: str) -> list[float | None]:
    values = organisations.columns[column]
    for row, value in enumerate(values):
        if value is not None and isfinite(value) and abs(value) > FARTHEST[column]:
            raise organisations.refusal(column, row, f"{value:g} is no place on the globe.", "Write decimal degrees.")
    return [value if value is not None and isfinite(value) else None for value in values]
