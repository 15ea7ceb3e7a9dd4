"""The columns a file of records may have: one table for reader, validation, documentation and export.

A header is found by its name or an alias (case, spaces and hyphens do not count), with a language behind it where the
column holds text: `description_fi`, `kuvaus sv`. A list in a cell is separated by “;” or “|”; a comma separates too
where the text as a whole is no name of the vocabulary ("Culture, arts and libraries" is one theme). JSON records may be
flat, with arrays for lists, or nested in the shape of `Profile`; `Column.place` says where a value stands there. An
object of texts per language is taken under the flat name too (`"description": {"fi": "…"}`). Headers that name one text
in words of several languages, “nimi” beside “namn”, are its texts in these languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import StrEnum

from data.records.profiles import Coverage, Status
from data.wording.languages import known_languages
from data.wording.texts import Text, text
from data.wording.words import normalise

Place = tuple[str, ...]

DEEPEST_PLACE = 3
# Where the export of rejected rows says why; a corrected file may keep it.
PROBLEM_COLUMN = "problem"

_BESIDE = re.compile(r"([^/|]+)[/|]([^/|]+)")
_IN_BRACKETS = re.compile(r"([^()]+)\(([^()]+)\)")
_LANGUAGE_SUFFIX = re.compile(r"(.+) ([a-z]{2,3})")


class CellKind(StrEnum):
    """What a cell holds, and so how it is read."""

    ID = "id"
    IDS = "ids"
    LINE = "line"
    TEXT = "text"
    CODE = "code"
    CODES = "codes"
    LANGUAGES = "languages"
    LINK = "link"
    BUSINESS_ID = "business_id"
    MARKERS = "markers"
    CHOICE = "choice"
    NUMBER = "number"
    DAY = "day"
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: the canonical header.
        kind: what a cell holds.
        place: where the value stands in a nested record.
        meaning: what to write, for the documentation.
        aliases: other headers, in any language.
        translations: where texts per language stand in a nested record; empty when the column has no languages.
        vocabulary: the vocabulary of codes.
        choices: the values allowed, each with the words that mean it.
        required: whether a record must have it.
    """

    name: str
    kind: CellKind
    place: Place
    meaning: Text
    aliases: tuple[str, ...] = ()
    translations: Place = ()
    vocabulary: str = ""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: bool = False

    def place_in(self, language: str) -> Place:
        """Return where the text of a language stands in a nested record; the empty language is the plain column."""
        return (*self.translations, language) if language else self.place

    def header(self, language: str) -> str:
        """Return the canonical header for a language."""
        return f"{self.name}_{language}" if language else self.name


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row: its column and language, the header as the user wrote it, and the value."""

    column: Column
    language: str
    field: str
    value: object


@dataclass(frozen=True, eq=False)
class Layout:
    """The columns of one kind of record."""

    columns: tuple[Column, ...]
    names: Mapping[str, Column] = field(init=False)
    translations: Mapping[Place, Column] = field(init=False)
    places: Mapping[Place, Column] = field(init=False)

    def __post_init__(self) -> None:
        """Look all names up once."""
        names = {normalise(name): column for column in self.columns for name in (column.name, *column.aliases)}
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "places", {column.place: column for column in self.columns})
        object.__setattr__(self, "translations", {
            column.translations: column for column in self.columns if column.translations
        })

    def find(self, header: str) -> tuple[Column, str] | None:
        """Return the column a header means and its language, or None."""
        name = normalise(header)
        if name in self.names:
            return self.names[name], ""
        parts = _LANGUAGE_SUFFIX.fullmatch(name)
        column = self.names.get(parts[1]) if parts else None
        if parts and column and column.translations and parts[2] in known_languages():
            return column, parts[2]
        return self._find_explained(header)

    def _find_explained(self, header: str) -> tuple[Column, str] | None:
        """Return the column that a header names twice, as “Tunnus (id)” and “Nimi / Namn” do."""
        parts = _IN_BRACKETS.fullmatch(header.strip()) or _BESIDE.fullmatch(header.strip())
        columns = [self.names.get(normalise(part)) for part in parts.groups()] if parts else [None]
        return (columns[0], "") if columns[0] and columns[0] is columns[-1] else None

    def nearest(self, header: str) -> str:
        """Return the canonical header spelled most like this one, or like one of its aliases; empty when none is."""
        plain = header[:100].partition("(")[0] or header[:100]
        near = get_close_matches(normalise(plain), self.names, n=1, cutoff=0.7)
        return self.names[near[0]].name if near else ""

    def split(self, values: Mapping[str, object]) -> tuple[list[Cell], list[str]]:
        """Return the cells of a flat or nested record, and the headers that mean no column."""
        cells: list[Cell] = []
        unknown: list[str] = []
        for header, value in values.items():
            for place, inner in _leaves((header,), value):
                if isinstance(inner, Mapping) and not inner and self._holds_others(place):
                    continue
                cell = self._nested_cell(place, inner) if len(place) > 1 else self._flat_cell(header, inner)
                if cell:
                    cells.append(cell)
                else:
                    unknown.append(".".join(place))
        return _with_languages(cells), unknown

    def _holds_others(self, place: Place) -> bool:
        """Tell whether what stands at a place of a record is an object of texts per language, or of more places."""
        meaning = self.find(place[0]) if len(place) == 1 else None
        deeper = (inner[:len(place)] for inner in self.places if len(inner) > len(place))
        return bool(meaning and meaning[0].translations) or place in self.translations or place in deeper

    def _flat_cell(self, header: str, value: object) -> Cell | None:
        meaning = self.find(header)
        return Cell(*meaning, header, value) if meaning else None

    def _nested_cell(self, place: Place, value: object) -> Cell | None:
        if place in self.places:
            return Cell(self.places[place], "", ".".join(place), value)
        column, language = self.translations.get(place[:-1]), place[-1]
        if column and language in known_languages():
            return Cell(column, language, ".".join(place), value)
        meaning = self.find(" ".join(place))
        return Cell(*meaning, ".".join(place), value) if meaning else None


def _with_languages(cells: list[Cell]) -> list[Cell]:
    """Take headers of one column in several languages, such as “nimi” and “namn”, for its texts in these languages."""
    words: dict[str, set[str]] = {}
    for cell in cells:
        if not cell.language and cell.column.translations:
            words.setdefault(cell.column.name, set()).add(LANGUAGE_OF_WORD.get(normalise(cell.field), ""))
    return [replace(cell, language=LANGUAGE_OF_WORD.get(normalise(cell.field), ""))
            if not cell.language and len(words.get(cell.column.name, ())) > 1 else cell for cell in cells]


def _leaves(place: Place, value: object) -> Iterator[tuple[Place, object]]:
    if not isinstance(value, Mapping) or not value or len(place) == DEEPEST_PLACE:
        yield place, value
        return
    for key, inner in value.items():
        yield from _leaves((*place, str(key)), inner)


# Headers without a language behind them that are words of one: beside each other they tell it.
LANGUAGE_OF_WORD: Mapping[str, str] = {
    "nimi": "fi", "kuvaus": "fi", "tarve": "fi", "tarpeet": "fi", "tarjoaa": "fi", "tarjonta": "fi",
    "organisaatio": "fi", "organisaation nimi": "fi", "toimija": "fi", "toimijan nimi": "fi", "esittely": "fi",
    "toiminnan kuvaus": "fi", "organisation": "sv", "organisationens namn": "sv", "aktör": "sv",
    "verksamhetsbeskrivning": "sv",
    "namn": "sv", "beskrivning": "sv", "behov": "sv", "erbjuder": "sv", "erbjudande": "sv",
}
_COVERAGE_WORDS = {
    Coverage.LOCAL.value: ("paikallinen", "lokal"),
    Coverage.REGIONAL.value: ("alueellinen", "regional"),
    Coverage.NATIONAL.value: ("valtakunnallinen", "kansallinen", "nationell", "riksomfattande"),
    Coverage.INTERNATIONAL.value: ("kansainvälinen", "internationell"),
}
_STATUS_WORDS = {
    Status.ACTIVE.value: ("aktiivinen", "toiminnassa", "aktiv", "kyllä", "ja", "yes", "true"),
    Status.INACTIVE.value: ("ei-aktiivinen", "passiivinen", "inaktiv", "passiv", "ei", "nej", "no", "false"),
}

ACTOR_COLUMNS = Layout((
    Column("id", CellKind.ID, ("id",), text("Key of the actor: letters, digits and - _ . – at most 128."),
           ("tunnus", "tunniste"), required=True),
    Column("name", CellKind.LINE, ("name",),
           text("The name the actor uses of itself; with a language, the name in it."),
           ("nimi", "namn", "organisaatio", "organisaation_nimi", "organisation", "organisationens_namn",
            "organisation_name", "organization", "organization_name", "toimija", "toimijan_nimi", "aktör"),
           ("names",), required=True),
    Column("sector", CellKind.CODE, ("sector",), text("What kind of actor this is."),
           ("kind", "toimiala", "sektori", "sektor", "bransch", "organisaatiotyyppi", "organisaation_tyyppi",
            "toimijatyyppi", "organisationstyp", "typ_av_organisation", "organisation_type", "organization_type",
            "type_of_organisation"), vocabulary="sectors", required=True),
    Column("municipalities", CellKind.CODES, ("municipalities",), text("Municipalities by code or name, home first."),
           ("municipality", "municipality_code", "municipality_codes", "kunta", "kunnat", "kotikunta", "kaupunki",
            "kaupunki/kunta", "kunta/kaupunki", "paikkakunta", "paikkakunnat", "kotipaikka", "kommun", "kommuner",
            "hemkommun", "ort", "hemort", "city", "town"), vocabulary="municipalities"),
    Column("regions", CellKind.CODES, ("regions",),
           text("Regions by code or name, home first; the region of a municipality follows by itself."),
           ("region", "region_code", "region_codes", "maakunta", "maakunnat", "alue", "alueet", "landskap"),
           vocabulary="regions"),
    Column("coverage", CellKind.CHOICE, ("coverage",), text("How far the work reaches."),
           ("kattavuus", "toiminta-alue", "täckning", "räckvidd"), choices=_COVERAGE_WORDS),
    Column("themes", CellKind.CODES, ("themes",), text("What the work is about."),
           ("theme", "teema", "teemat", "aihealue", "aihealueet", "tema", "teman"), vocabulary="themes"),
    Column("languages", CellKind.LANGUAGES, ("languages",),
           text("Working languages, ISO 639-1, or 639-3 where it has none."),
           ("language", "kieli", "kielet", "toimintakielet", "palvelukielet", "työkielet", "språk", "servicespråk",
            "arbetsspråk", "working_languages")),
    Column("description", CellKind.TEXT, ("descriptions", ""), text("What the actor does, per language."),
           ("kuvaus", "toiminnan_kuvaus", "esittely", "beskrivning", "verksamhetsbeskrivning"), ("descriptions",)),
    Column("needs", CellKind.TEXT, ("needs", "texts", ""), text("What the actor looks for, per language."),
           ("need", "tarve", "tarpeet", "behov"), ("needs", "texts")),
    Column("need_themes", CellKind.CODES, ("needs", "themes"), text("Themes the actor looks for partners in."),
           ("needs_themes", "tarpeiden_teemat", "behovsteman"), vocabulary="themes"),
    Column("offers", CellKind.TEXT, ("offers", "texts", ""), text("What the actor can give, per language."),
           ("offer", "tarjoaa", "tarjonta", "erbjuder", "erbjudande"), ("offers", "texts")),
    Column("offer_themes", CellKind.CODES, ("offers", "themes"), text("Themes the actor can give something in."),
           ("offers_themes", "tarjonnan_teemat", "erbjudandets_teman"), vocabulary="themes"),
    Column("wanted_sectors", CellKind.CODES, ("wanted_sectors",), text("Sectors the actor looks for partners in."),
           ("wanted_sector", "haetut_toimialat", "haetut_sektorit", "önskade_sektorer", "önskade_branscher"),
           vocabulary="sectors"),
    Column("capacity", CellKind.NUMBER, ("capacity",), text("How many new partnerships the actor can take on."),
           ("kapasiteetti", "kapacitet")),
    Column("groups", CellKind.MARKERS, ("groups",), text("Markers such as “migrant-led”."),
           ("group", "ryhmä", "ryhmät", "grupp", "grupper")),
    Column("part_of", CellKind.ID, ("part_of",),
           text("Id of the actor that this one is a unit of, or that stands for both: a list shows one of them first."),
           ("unit_of", "osa_toimijaa", "yläorganisaatio", "del_av", "enhet_i")),
    Column("business_id", CellKind.BUSINESS_ID, ("business_id",), text("The Finnish business id, such as 0201256-6."),
           ("y-tunnus", "ytunnus", "fo-nummer", "company_id")),
    Column("website", CellKind.LINK, ("website",), text("Address of its web pages."),
           ("www", "www-sivut", "www-osoite", "nettisivu", "nettisivut", "url", "web", "homepage", "kotisivu",
            "kotisivut", "verkkosivu", "verkkosivut",
            "verkko-osoite", "hemsida", "webbplats", "webbsida")),
    Column("keywords", CellKind.MARKERS, ("keywords",),
           text("Words for what it does that are no themes: the actor is found by them."),
           ("keyword", "avainsana", "avainsanat", "asiasanat", "nyckelord", "ämnesord")),
    Column("status", CellKind.CHOICE, ("status",), text("Whether the actor takes part now; active when empty."),
           ("tila",), choices=_STATUS_WORDS),
    Column("source", CellKind.LINE, ("source",), text("Where the data come from."),
           ("source_url", "lähde", "källa")),
    Column("updated", CellKind.DAY, ("updated",),
           text("The day the profile was last confirmed: 2026-01-31 or 31.1.2026; of a month or a year, its last day."),
           ("päivitetty", "uppdaterad")),
))

# How an actor is reached: kept apart from its profile, which all readers see.
CONTACT_COLUMNS = Layout((
    Column("contact_name", CellKind.LINE, ("contact", "name"), text("A person, or a role, that answers."),
           ("contact", "contact_person", "yhteyshenkilö", "yhteyshenkilön_nimi", "yhteyshenkilö_nimi", "yhteystieto",
            "kontaktperson", "kontaktpersonens_namn", "kontaktperson_namn")),
    Column("contact_email", CellKind.LINE, ("contact", "email"), text("Its e-mail address."),
           ("email", "e_mail", "mail", "email_address", "e_mail_address", "sähköposti", "sähköpostiosoite", "s_posti",
            "sposti",
            "yhteyshenkilön_sähköposti", "e_post", "epost", "e_postadress", "e_postadresser")),
    Column("contact_phone", CellKind.LINE, ("contact", "phone"), text("Its phone number."),
           ("phone", "telephone", "tel", "phone_number", "mobile", "puhelin", "puhelinnumero", "puhelinnro", "puh",
            "puh_nro",
            "gsm", "telefon", "telefonnummer", "mobil")),
))

COOPERATION_COLUMNS = Layout((
    Column("members", CellKind.IDS, ("members",), text("Ids of the actors, instead of actor_a and actor_b."),
           ("member", "jäsenet", "osapuolet", "medlemmar", "parter")),
    Column("actor_a", CellKind.ID, ("actor_a",), text("Id of one actor."), ("toimija_a", "aktör_a")),
    Column("actor_b", CellKind.ID, ("actor_b",), text("Id of the other actor."), ("toimija_b", "aktör_b")),
    Column("lead", CellKind.ID, ("lead",), text("Id of the member that leads it."),
           ("leader", "lead_partner", "coordinator", "vetäjä", "koordinoija", "päätoteuttaja", "ledare", "samordnare",
            "koordinator")),
    Column("title", CellKind.LINE, ("title",), text("The project, programme or service."),
           ("what", "nimi", "otsikko", "hanke", "hankkeen_nimi", "namn", "rubrik", "projekt", "projektets_namn",
            "project")),
    Column("description", CellKind.TEXT, ("descriptions", ""), text("What it was about, per language."),
           ("kuvaus", "beskrivning"), ("descriptions",)),
    Column("themes", CellKind.CODES, ("themes",), text("What the work is about."),
           ("theme", "teema", "teemat", "tema", "teman"), vocabulary="themes"),
    Column("since", CellKind.FIRST_DAY, ("since",), text("First day or year known."), ("from_year", "alkaen", "alkaa",
            "alkoi",
            "alkupäivä", "alkamispäivä", "från",
            "startdatum", "start_date")),
    Column("until", CellKind.LAST_DAY, ("until",), text("Last day or year known."), ("until_year", "asti", "päättyy",
            "päättyi",
            "loppupäivä", "päättymispäivä", "till",
            "slutdatum", "end_date")),
    Column("source", CellKind.LINE, ("source",), text("Source of this information."), ("source_url", "lähde", "källa")),
))

BLOCK_COLUMNS = Layout((
    Column("actor", CellKind.ID, ("actor",), text("Id of the actor that asked for the block."), ("toimija", "aktör"),
           required=True),
    Column("other", CellKind.ID, ("other",), text("Id of the actor it must not meet."), ("toinen", "den_andra"),
           required=True),
))

# By the key of the array in a JSON file.
LAYOUTS: Mapping[str, Layout] = {
    "actors": ACTOR_COLUMNS, "cooperations": COOPERATION_COLUMNS, "blocks": BLOCK_COLUMNS,
}
