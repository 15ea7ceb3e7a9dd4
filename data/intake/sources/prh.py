"""Companies of the open data of the companies register (PRH/YTJ), API v3: an answer of `/companies`, or some in a list.

The register knows forms of companies, not what kind of actor one is: the form stands where the sector does, and what
the vocabulary does not know of forms is asked about once each. Private traders are persons and are passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from data.files.columns import ACTOR_COLUMNS
from data.files.rows import Row
from data.intake.sources.documents import (
    Record,
    as_keywords,
    inner,
    objects,
    read_document,
    records_with,
    words,
)
from data.intake.sources.source import Field, Known, Source, no_answer, no_sheets
from data.intake.tables.table import Table, table_of_records
from data.records.profiles import Status
from data.wording.texts import text, texts
from data.wording.words import normalise

NAME = "PRH/YTJ"
ADDRESS = "https://avoindata.prh.fi/opendata-ytj-api/v3/companies?businessId="
LANGUAGES = ("1", "3", "2")  # Finnish, English, Swedish, as descriptions name them
OWN_NAME = "1"  # not a parallel name or that of a branch
STREET, POSTAL = 1, 2
TRADERS = frozenset(map(normalise, ("Yksityinen elinkeinonharjoittaja", "Enskild näringsidkare", "Private trader",
                                    "Sole trader", "Toiminimi", "Enskild firma")))


def read(path: Path, _known: Known, sheet: str = "") -> Table:
    """Read companies.

    Raises:
        RecordsRefused: the file cannot be read, or holds no company.
    """
    no_sheets(path, sheet)
    found = [record for record in records_with(read_document(path), frozenset({"businessId"}))
             if words(inner(record, "businessId"), "value")]
    if not found:
        raise no_answer(path, NAME, text("Give companies of the open data API, version 3: {example}.",
                                         example='{"companies": [{"businessId": {"value": "…"}, …}]}'))
    companies = [record for record in found if not _is_trader(record)]
    traders = len(found) - len(companies)
    told = texts("{count} private trader is a person and was passed over.",
                 "{count} private traders are persons and were passed over.", count=traders)
    table = table_of_records(path, _rows(path.name, companies), ACTOR_COLUMNS, NAME)
    return replace(table, told=(told,) if traders else ())


def _rows(file: str, companies: Sequence[Record]) -> Iterator[Row]:
    for number, company in enumerate(companies, 1):
        key = words(inner(company, "businessId"), "value")
        values: dict[str, object] = {
            "name": _name(company), "business_id": key, "sector": _described(_current(company, "companyForms")),
            "municipalities": _town(company), "website": words(inner(company, "website"), "url"),
            "keywords": as_keywords([_described([inner(company, "mainBusinessLine")])]),
            "status": Status.INACTIVE.value if words(company, "endDate") else Status.ACTIVE.value,
            "source": ADDRESS + key}
        yield Row(file, number, {name: value for name, value in values.items() if value})


def _current(record: Record, key: str) -> list[Record]:
    """Return the entries of a history that hold today, the newest version first."""
    return [entry for entry in objects(record, key) if not words(entry, "endDate")]


def _name(company: Record) -> str:
    names = [entry for entry in _current(company, "names") if str(entry.get("type")) == OWN_NAME]
    return next((words(entry, "name") for entry in names if words(entry, "name")), "")


def _described(entries: Iterable[Record]) -> str:
    """Return what the first of some entries is called, in Finnish if it can be."""
    for entry in entries:
        named = {str(item.get("languageCode")): words(item, "description") for item in objects(entry, "descriptions")}
        found = next((named[language] for language in LANGUAGES if named.get(language)), "")
        if found:
            return found
    return ""


def _is_trader(company: Record) -> bool:
    named = (words(item, "description") for entry in _current(company, "companyForms")
             for item in objects(entry, "descriptions"))
    return any(normalise(name) in TRADERS for name in named)


def _town(company: Record) -> list[str]:
    """Return the municipality of the street address, else of the postal one: its code, else what its post office is."""
    addresses = _current(company, "addresses")
    for kind in (STREET, POSTAL):
        offices = [office for address in addresses if address.get("type") in (kind, str(kind))
                   for office in objects(address, "postOffices")]
        codes = [words(office, "municipalityCode") for office in offices]
        finnish = [words(office, "city") for office in offices if str(office.get("languageCode")) == LANGUAGES[0]]
        found = [*filter(None, codes), *filter(None, finnish)]
        if found:
            return found[:1]
    return []


SOURCE = Source(
    NAME,
    "the open data API of the register, version 3 (`/opendata-ytj-api/v3/schema`), as clients of it type its answers: "
    "github.com/ivuorinen/business-data-fetcher and others, read on 2026-11-29",
    "CC BY 4.0: name the Finnish Patent and Registration Office and the day of the data",
    ACTOR_COLUMNS,
    (Field("`names` of the type 1 without `endDate`", "name"),
     Field("`businessId.value`", "business_id"),
     Field("`companyForms` without `endDate`", "sector", "the form by its Finnish name: what the vocabulary does not "
           "know is asked about once; the sector of a stored actor stays"),
     Field("`addresses`: the street address, else the postal one", "municipalities", "by code, else the post office"),
     Field("`website.url`", "website"),
     Field("`mainBusinessLine` (TOL)", "keywords", "by its Finnish name"),
     Field("`endDate`", "status", "with one, the actor takes no part; `status` does not tell"),
     Field("`businessId.value`", "source", "as the address of the record"),
     Field("private traders", "", "they are persons"),
     Field("parallel names and names of branches, former names", ""),
     Field("`registeredEntries`, `companySituations`, `tradeRegisterStatus`, `euId`, streets, days", "")),
    read)
