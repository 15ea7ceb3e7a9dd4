"""Organisations and projects of schema.org in JSON-LD, to rows.

What is read: nodes of the types of organisations (of `Project` for cooperations), in an array, in `@graph` or alone;
all other nodes are passed over. The table of the fields stands in `docs/getting-out.md`. Persons, and whatever reaches
one, are left where they are. What else a node says keeps its name, so that it is told as a column that is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

from data.files.objects.json_rows import document_rows
from data.files.rows import Row, file_error
from data.records.profiles import Coverage
from data.wording.texts import text

Node: TypeAlias = Mapping[str, Any]
Values: TypeAlias = dict[str, Any]

GRAPH = "@graph"
ACTOR = "urn:kumppani:actor:"
# What schema.org has no word for stands under our own names: those of the fields of a record.
OWN = "kumppani:"
CONTEXT = ["https://schema.org", {"kumppani": "urn:kumppani:terms:"}]
PROJECT = "Project"
ORGANISATIONS = frozenset({
    "Organization", "Airline", "Consortium", "Corporation", "EducationalOrganization", "CollegeOrUniversity",
    "HighSchool", "MiddleSchool", "ElementarySchool", "Preschool", "School", "FundingScheme", "GovernmentOrganization",
    "GovernmentOffice", "LibrarySystem", "Library", "LocalBusiness", "MedicalOrganization", "NewsMediaOrganization",
    "NGO", "OnlineBusiness", "PerformingGroup", "PoliticalParty", "ResearchOrganization", "Church", "Mosque", "Museum",
    "SportsClub", "SportsOrganization", "SportsTeam", "WorkersUnion", "EmploymentAgency",
})
# Types that say what kind of actor it is, by words that vocabularies of sectors have.
_SECTORS = {"NGO": "ngo", "CollegeOrUniversity": "university", "Corporation": "company", "LocalBusiness": "company",
            "OnlineBusiness": "company", "Library": "library", "LibrarySystem": "library", "Museum": "museum",
            "Church": "church", "Mosque": "mosque", "SportsClub": "sports club", "WorkersUnion": "trade union"}
_PLACES = {"City": "municipalities", "AdministrativeArea": "regions", "State": "regions", "Place": "regions"}
# These lead to persons, or say nothing of what is done.
_DROPPED = frozenset({
    "@context", "@id", "@type", "identifier", "email", "telephone", "faxNumber", "contactPoint", "contactPoints",
    "employee", "employees", "founder", "founders", "funder", "sponsor", "alumni", "member", "members", "memberOf",
    "logo", "image", "sameAs", "legalRepresentative", "owns", "subOrganization", "department", "review", "address",
})


def linked_rows(path: Path, content: str, key: str) -> Iterator[Row]:
    """Yield a row per organisation, or per project if `key` is "cooperations".

    Raises:
        RecordsRefused: the document cannot be parsed, or holds none.
    """
    read, types = (_project, {PROJECT}) if key == "cooperations" else (_organisation, ORGANISATIONS)
    is_alone = content.lstrip().startswith("{") and f'"{GRAPH}"' not in content
    has_rows = False
    for row in document_rows(path, f"[{content}]" if is_alone else content, GRAPH):
        if row.problems:
            yield row
        elif types.intersection(_texts_of(row.values.get("@type"))):
            has_rows = True
            yield replace(row, values=read(row.values))
    if not has_rows:
        raise file_error(path, 0, text("There are no records."),
                         text("Give JSON-LD with organisations of schema.org, “@type”: “Organization”."))


def _organisation(node: Node) -> Values:
    names = _by_language(node.get("name") or node.get("legalName"))
    values: Values = {"name": names.pop("", ""), "names": names, "id": _id_of(node)}
    _put(values, {
        "sector": next((_SECTORS[name] for name in _texts_of(node.get("@type")) if name in _SECTORS), ""),
        "descriptions": _by_language(node.get("description")), "website": node.get("url"),
        "business_id": node.get("taxID") or node.get("vatID"), "themes": _codes(node.get("knowsAbout")),
        "languages": _texts_of(node.get("knowsLanguage")), "keywords": node.get("keywords"),
        "part_of": next(iter(_actors(node.get("parentOrganization"))), ""),
        "needs": _wish(node.get("seeks")), "offers": _wish(node.get("makesOffer")), **_places(node)})
    return values | _others(node)


def _project(node: Node) -> Values:
    names = _by_language(node.get("name"))
    values: Values = {}
    _put(values, {
        "title": next(iter(names.values()), ""), "members": [*_actors(node.get("member"))],
        "since": node.get("foundingDate"), "until": node.get("dissolutionDate"),
        "descriptions": _by_language(node.get("description")), "themes": _codes(node.get("knowsAbout"))})
    return values | _others(node)


_READ = frozenset({"name", "legalName", "description", "url", "taxID", "vatID", "knowsAbout", "knowsLanguage",
                   "keywords", "parentOrganization", "seeks", "makesOffer", "areaServed", "member", "foundingDate",
                   "dissolutionDate"})


def _others(node: Node) -> Values:
    """Return our own fields by their names, and what is not known by its own."""
    return {name.removeprefix(OWN): value for name, value in node.items() if name not in _READ | _DROPPED}


def _put(values: Values, entries: Values) -> None:
    values.update({name: value for name, value in entries.items() if value not in (None, "", [], {})})


def _id_of(node: Node) -> str:
    iri = str(node.get("@id", ""))
    return iri.removeprefix(ACTOR) if iri.startswith(ACTOR) else ""


def _actors(value: object) -> Iterator[str]:
    """Yield the ids of actors that are referred to; others go by their names."""
    for item in _list(value):
        name = _id_of(item) if isinstance(item, Mapping) else str(item)
        yield name or next(iter(_texts_of(item)), "")


def _list(value: object) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _by_language(value: object) -> dict[str, str]:
    """Return texts by language, of a plain text, of one with a language, or of a list of these; "" for no language."""
    texts: dict[str, str] = {}
    for item in _list(value):
        tag = str(item.get("@language", "")) if isinstance(item, Mapping) else ""
        words = item.get("@value", "") if isinstance(item, Mapping) else item
        texts.setdefault(tag.partition("-")[0].lower(), words)
    return texts


def _texts_of(value: object) -> list[str]:
    """Return what things are called: texts as they are, others by their name."""
    names = (item if not isinstance(item, Mapping) else item.get("@value") or item.get("name") or item.get("@id")
             for item in _list(value))
    return [str(name) for name in names if name]


def _codes(value: object) -> list[str]:
    """Return the codes of terms, else their names."""
    return [name for item in _list(value)
            for name in ([str(item["termCode"])] if isinstance(item, Mapping) and item.get("termCode")
                         else _texts_of(item))]


def _wish(value: object) -> Values:
    texts: dict[str, str] = {}
    themes: list[str] = []
    for item in _list(value):
        if isinstance(item, Mapping):
            texts = _by_language(item.get("description") or item.get("name")) | texts
            themes += _codes(item.get("category"))
    wish: Values = {}
    _put(wish, {"texts": texts, "themes": themes})
    return wish


def _places(node: Node) -> Values:
    """Return where an organisation works: the areas it serves, else its address."""
    places: dict[str, list[str]] = {}
    for area in _list(node.get("areaServed")):
        field, name = _place(area)
        places.setdefault(field, []).append(name)
    values: Values = dict(places)
    if values.pop("country", None):
        values["coverage"] = Coverage.NATIONAL.value
    towns = [str(item["addressLocality"]) for item in _list(node.get("address"))
             if isinstance(item, Mapping) and item.get("addressLocality")]
    return values or ({"municipalities": towns} if towns else {})


def _place(area: object) -> tuple[str, str]:
    """Return the field that an area belongs to, and its code or name."""
    if not isinstance(area, Mapping):
        return "regions", str(area)
    mark = area.get("identifier")
    if isinstance(mark, Mapping) and mark.get("propertyID") in _PLACES.values():
        return str(mark["propertyID"]), str(mark.get("value"))
    kind = next(iter(_texts_of(area.get("@type"))), "")
    return ("country" if kind == "Country" else _PLACES.get(kind, "regions")), next(iter(_texts_of(area)), "")
