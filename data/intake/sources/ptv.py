"""Organisations and services of the Finnish service catalogue (Palvelutietovaranto), as its open API answers them.

A file may hold one of either, a list of them, a page (`itemList`), or several of these in one object. The terms, target
groups and languages of services go to the organisations that offer them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from data.files.columns import ACTOR_COLUMNS
from data.files.rows import Row, excerpt
from data.intake.duplicates.names import ids_of_name
from data.intake.sources.documents import (
    Record,
    as_keywords,
    by_language,
    inner,
    main_text,
    objects,
    read_document,
    records_with,
    translated,
    words,
)
from data.intake.sources.source import Field, Known, Source, no_answer, no_sheets
from data.intake.tables.table import Table, table_of_records
from data.records.profiles import Coverage
from data.vocabularies.vocabulary import Vocabulary
from data.wording.texts import Text, text, texts

NAME = "Palvelutietovaranto (PTV)"
ADDRESS = "https://api.palvelutietovaranto.suomi.fi/api/v11/Organization/"
ORGANISATION, SERVICE, CHANNEL = "organizationNames", "serviceNames", "serviceChannelNames"
MOST_TERMS = 50  # of one organisation that are no themes and stay words
# Kinds of organisations, by words that vocabularies of sectors have; the others are asked about.
KINDS = {"Municipality": "municipality", "Company": "company"}
NATIONWIDE = frozenset({"Nationwide", "NationwideExceptAlandIslands", "WholeCountry", "WholeCountryExceptAlandIslands"})
REGIONS = frozenset({"Region", "Province"})
PUBLISHED = frozenset({"", "Published"})


def read(path: Path, known: Known, sheet: str = "") -> Table:
    """Read organisations and services.

    Raises:
        RecordsRefused: the file cannot be read, or holds neither.
    """
    no_sheets(path, sheet)
    found = [*records_with(read_document(path), frozenset({ORGANISATION, SERVICE, CHANNEL}))]
    public = [record for record in found if CHANNEL not in record and words(record, "publishingStatus") in PUBLISHED]
    if not public:
        raise no_answer(path, NAME, text("Give organisations (“{organisation}”) or services (“{service}”) as a whole, "
                                         "not a list of their ids.", organisation=ORGANISATION, service=SERVICE))
    catalogue = _Catalogue(public, known.vocabularies.themes)
    table = table_of_records(path, catalogue.rows(path.name), ACTOR_COLUMNS, NAME)
    return replace(table, told=(*catalogue.told(), *_passed_over(found, public)))


class _Catalogue:
    """Organisations by their ids, with what their services say.

    Args:
        records: organisations and services.
        themes: what ontology terms are looked up in.
    """

    def __init__(self, records: Sequence[Record], themes: Vocabulary) -> None:
        self._themes = themes
        self._services: defaultdict[str, list[Record]] = defaultdict(list)
        self._names: dict[str, str] = {}  # of those that only services name
        self._organisations = {_id(record, number): record
                               for number, record in enumerate(records) if ORGANISATION in record}
        for service in (record for record in records if SERVICE in record):
            self._add(service)
        self._joined: dict[str, str] = {}
        self._left_out = 0

    def _add(self, service: Record) -> None:
        keys: dict[str, None] = {}
        for entry in objects(service, "organizations"):
            organisation = inner(entry, "organization")
            key = words(organisation, "id") or words(entry, "organizationId")
            keys[key] = None
            if words(organisation, "name"):
                self._names.setdefault(key, words(organisation, "name"))
        for key in keys:  # each once: one may be responsible for a service and offer it
            self._services[key].append(service)

    def rows(self, file: str) -> Iterator[Row]:
        """Yield a row per organisation; its line is the number of the organisation."""
        others: dict[str, Record] = {key: {} for key in self._names if key not in self._organisations}
        records = {**self._organisations, **others}
        ids = _ids({key: self._name(key, record) for key, record in records.items()})
        for number, (key, record) in enumerate(records.items(), 1):
            whole = words(record, "parentOrganizationId") or words(record, "parentOrganization")
            values: dict[str, object] = {"id": ids[key], "name": self._name(key, record), **_said(key, record),
                                         **self._offered(self._services[key]), "part_of": ids.get(whole, "")}
            yield Row(file, number, {name: value for name, value in values.items() if value})

    def _name(self, key: str, record: Record) -> str:
        return main_text(_names(record)) or self._names.get(key, "")

    def _offered(self, services: Iterable[Record]) -> dict[str, object]:
        """Return what the services of one organisation say of it."""
        terms = Counter(name for service in services for term in objects(service, "ontologyTerms")
                        if (name := self._theme(term)))
        codes = [term for term in terms if term in self._themes]
        others = [term for term, _ in terms.most_common() if term not in self._themes]
        self._left_out += max(len(others) - MOST_TERMS, 0)
        groups = (main_text(by_language(objects(group, "name")))
                  for service in services for group in objects(service, "targetGroups"))
        languages = (language for service in services for language in service.get("languages") or ()
                     if isinstance(language, str))
        return {"themes": [*codes, *as_keywords(others[:MOST_TERMS])], "keywords": as_keywords(groups),
                "languages": [*dict.fromkeys(languages)]}

    def _theme(self, term: Record) -> str:
        """Return the code of the theme that a term means, else its name."""
        names = by_language(objects(term, "name"))
        code = self._themes.of_concept(words(term, "uri"), names)
        if code:
            self._joined.setdefault(main_text(names) or words(term, "uri"), code)
        return code or main_text(names)

    def told(self) -> Iterator[Text]:
        """Yield what terms became, once the rows are read."""
        for name, code in self._joined.items():
            yield text("“{word}” is read as {meaning}.", word=excerpt(name), meaning=self._themes.labels(code))
        if self._left_out:
            yield texts("{count} term of services is no theme and was left out; of each organisation the {most} "
                        "commonest became keywords.",
                        "{count} terms of services are no themes and were left out; of each organisation the {most} "
                        "commonest became keywords.", count=self._left_out, most=MOST_TERMS)


def _id(record: Record, number: int) -> str:
    return words(record, "id") or f"#{number}"


def _names(record: Record) -> dict[str, str]:
    """Return the names by language; an alternative name only where there is no other."""
    items = objects(record, ORGANISATION)
    return by_language([*(item for item in items if words(item, "type") == "Name"), *items])


def _ids(names: Mapping[str, str]) -> dict[str, str]:
    """Return an id of ours for each organisation that has a name, made of it."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for key, name in names.items():
        ids[key] = next(candidate for candidate in ids_of_name(name) if candidate not in taken) if name else ""
        taken.add(ids[key])
    return ids


def _said(key: str, record: Record) -> dict[str, object]:
    """Return what an organisation says of itself."""
    names = _names(record)
    others = {language: name for language, name in names.items() if name != main_text(names)}
    items = objects(record, "organizationDescriptions")
    descriptions = by_language([*(item for item in items if words(item, "type") == "Description"), *items])
    kind = words(record, "organizationType")
    return {
        **translated("name", others), "sector": KINDS.get(kind, kind), **_places(record),
        **translated("description", descriptions), "business_id": words(record, "businessCode"),
        "website": _page(record), "source": ADDRESS + key if words(record, "id") else "",
        "updated": words(record, "modified")[:len("2026-01-31")]}


def _places(record: Record) -> dict[str, object]:
    areas = objects(record, "areas")
    regions = [words(area, "code") for area in areas if words(area, "type") in REGIONS]
    towns = [words(inner(record, "municipality"), "code")]
    towns += [words(inner(inner(address, "streetAddress"), "municipality"), "code")
              for address in objects(record, "addresses")]
    towns += [code for area in areas if words(area, "type") not in REGIONS for code in _towns(area)]
    coverage = Coverage.NATIONAL.value if words(record, "areaType") in NATIONWIDE else ""
    return {"municipalities": [*dict.fromkeys(filter(None, towns))], "regions": [*dict.fromkeys(filter(None, regions))],
            "coverage": coverage}


def _towns(area: Record) -> list[str]:
    """Return the municipalities of an area; one that is a municipality is its own."""
    if words(area, "type") == "Municipality" and words(area, "code"):
        return [words(area, "code")]
    return [words(town, "code") for town in objects(area, "municipalities")]


def _page(record: Record) -> str:
    pages = objects(record, "webPages")
    finnish = [page for page in pages if words(page, "language") == "fi"]
    return next((words(page, "url") for page in (*finnish, *pages) if words(page, "url")), "")


def _passed_over(found: Sequence[Record], public: Sequence[Record]) -> Iterator[Text]:
    """Yield what was left where it is."""
    if len(found) > len(public):
        yield texts("{count} record is a service channel or not published, and was passed over.",
                    "{count} records are service channels or not published, and were passed over.",
                    count=len(found) - len(public))
    contacts = sum(len(objects(record, key)) for record in public
                   for key in ("emails", "emailAddresses", "phoneNumbers"))
    if contacts:
        yield texts("{count} e-mail address or phone number was left where it is.",
                    "{count} e-mail addresses and phone numbers were left where they are.", count=contacts)


SOURCE = Source(
    NAME,
    "model classes of the open API (V11 and the bases it shares with V7–V10) in the repository of its keeper, "
    "github.com/vrk-kpa/ptv-releases, `src/PTV.Domain.Model/Models/OpenApi`, read on 2026-11-29",
    "the answers of the open API are free to use (README of that repository); it names no licence of the data, so look "
    "it up before you publish them",
    ACTOR_COLUMNS,
    (Field("`organizationNames`", "name", "of the type `Name`, else another; Finnish first, the others beside it"),
     Field("`organizationType`", "sector", "`Municipality` and `Company` are known, the others are asked about once "
           "each; the sector of a stored actor stays"),
     Field("`municipality`, `addresses` (`streetAddress.municipality`), `areas`", "municipalities",
           "home first; areas other than regions by their municipalities"),
     Field("`areas` of the type `Region`", "regions"),
     Field("`areaType`", "coverage", "nationwide ones reach the whole country"),
     Field("`organizationDescriptions`", "description", "of the type `Description`, else the summary"),
     Field("`businessCode`", "business_id"),
     Field("`webPages`", "website", "the first, Finnish before others"),
     Field("`parentOrganizationId`", "part_of", "if the file holds that organisation"),
     Field("`modified`", "updated"),
     Field("`id`", "source", "as the address of the record"),
     Field("services: `ontologyTerms`", "themes", "joined by their concept in YSO, by URI or labels; other terms are "
           f"words like those of any list, the {MOST_TERMS} commonest of an organisation"),
     Field("services: `targetGroups`", "keywords"),
     Field("services: `languages`", "languages"),
     Field("services: `organizations`", "name", "an organisation that only services name is an actor, too"),
     Field("`emails`, `phoneNumbers`, street addresses, `electronicInvoicings`", "", "contact data"),
     Field("`oid`, `subOrganizations`, `displayNameType`", ""),
     Field("services: names, descriptions, service classes, life events, legislation, keywords, channels", "")),
    read)
