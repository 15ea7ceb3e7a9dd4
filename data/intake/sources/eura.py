"""Lists of funded projects: that of EURA 2021, and others with who carries a project out and with whom (AMIF …).

EURA has a row per actor and project; rows with one group number are one joint project. Elsewhere partners stand in a
column beside the one who leads. Projects that tell of no two actors, or of none of the network, are passed over, and so
are partners who are like no actor of the network: what remains are cooperations, whose members are asked about by name
where it is not clear who they are. Amounts are left where they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from data.files import cells
from data.files.cells import CellRefused
from data.files.columns import COOPERATION_COLUMNS, CellKind, Column, Layout
from data.files.rows import Row, excerpt, is_blank, words_of
from data.intake.members import LEAST_MEMBERS, LIKELY, ActorNames, told_alone
from data.intake.sources.source import Field, Known, Source, no_answer
from data.intake.tables.table import Table, read_table
from data.wording.texts import Text, text, texts

NAME = "EURA 2021"
MOST_NAMED = 10  # names that are told

_OURS = COOPERATION_COLUMNS.names


def _known_as(name: str, *headers: str) -> Column:
    """Return a column of cooperations with headers of lists of projects."""
    return replace(_OURS[name], aliases=(*_OURS[name].aliases, *headers))


def _only_here(name: str, *headers: str) -> Column:
    """Return a column that cooperations do not have."""
    return Column(name, CellKind.LINE, (name,), _OURS["title"].meaning, headers)


COLUMNS = Layout((
    _only_here("project_code", "hankekoodi", "hankenumero", "projektikoodi", "operation_id", "unique_code"),
    _only_here("group_code", "ryhmähanketunnus", "ryhmähankekoodi"),
    _known_as("title", "hankkeen_nimi", "projektin_nimi", "operation_name", "name_of_the_operation", "project_name",
              "name_of_operation"),
    _only_here("lead_name", "lead", "toteuttajan_nimi", "toteuttaja", "päätoteuttaja", "hakija", "hakijan_nimi",
               "tuensaaja", "tuensaajan_nimi", "avustuksen_saaja", "hakijaorganisaatio", "beneficiary",
               "beneficiary_name", "name_of_the_beneficiary", "lead_partner", "sökande", "stödmottagare"),
    _only_here("lead_number", "toteuttajan_y_tunnus", "toteuttajan_y-tunnus", "hakijan_y-tunnus", "tuensaajan_y-tunnus",
               "y-tunnus", "fo-nummer", "business_id"),
    _only_here("partner_names", "partners", "partner", "kumppanit", "kumppani", "hankekumppanit", "osatoteuttajat",
               "osatoteuttaja", "muut_toteuttajat", "yhteistyökumppanit", "project_partners", "samarbetspartner",
               "samarbetspartners", "delgenomförare"),
    _known_as("since", "aloituspvm", "aloituspäivä", "start", "start_date_of_the_operation", "hankkeen_alku"),
    _known_as("until", "päättymispvm", "end", "completion_date", "date_of_completion", "hankkeen_loppu"),
    _known_as("description", "suunnitelman_mukainen_tiivistelmä_hankkeen_toteutuksesta", "tiivistelmä", "tavoite",
              "purpose", "purpose_of_the_operation", "sammanfattning"),
    _known_as("source", "hankekuvauksen_osoite"),
))
TEXTS = ("title", "description", "source")


def read(path: Path, known: Known, sheet: str = "") -> Table:
    """Read projects.

    Raises:
        RecordsRefused: the file cannot be read, or has no columns of projects and those who carry them out.
    """
    table = read_table(path, COLUMNS, sheet)
    headers = _headers(table)
    if not {"title", "lead_name"} <= headers.keys():
        raise no_answer(path, NAME, text("Give a table with the name of each project and who carries it out, in "
                                         "columns such as {columns}.", columns=("Hankkeen nimi", "Toteuttajan nimi")))
    projects = _Projects(table, headers, known)
    rows = tuple(projects.rows())
    ours = dict.fromkeys(name for row in rows for name in row.values)
    taken = set(headers.values())
    left_out = tuple(header for header in table.headers if header not in taken)
    told = (*projects.told(), *([text("Columns not taken: {names}.", names=left_out)] if left_out else ()))
    return replace(table, headers=tuple(ours), rows=rows, source=NAME, told=told)


def _headers(table: Table) -> Mapping[str, str]:
    """Return the header of each of our columns, the first that means it."""
    headers: dict[str, str] = {}
    for header in table.headers:
        column = COLUMNS.find(header)
        if column:
            headers.setdefault(column[0].name, header)
    return headers


@dataclass
class _Project:
    """What the rows of one project say.

    Attributes:
        row: the first of them.
        values: its texts, by our columns.
        days: their first and last days.
        members: ids, or names that are asked about.
        lead: one of these; empty where it is not said.
    """

    row: Row
    values: dict[str, object]
    days: dict[str, list[object]] = field(default_factory=lambda: {"since": [], "until": []})
    members: dict[str, None] = field(default_factory=dict)
    lead: str = ""


class _Projects:
    """The projects of a table.

    Args:
        table: the table.
        headers: of our columns.
        known: whose actors may be members.
    """

    def __init__(self, table: Table, headers: Mapping[str, str], known: Known) -> None:
        self._headers = headers
        self._names = ActorNames(known.actors, {}, known.answers)
        self._ids = {actor.id for actor in known.actors}
        numbers = Counter(actor.business_id for actor in known.actors)
        self._by_number = {actor.business_id: actor.id for actor in known.actors
                           if actor.business_id and numbers[actor.business_id] == 1}
        self._unlike: dict[str, None] = {}
        self._projects: dict[str, _Project] = {}
        for row in table.rows:
            self._add(row)

    def _add(self, row: Row) -> None:
        group = words_of(self._cell(row, "group_code"))
        project = self._projects.setdefault(group or f"line {row.line}", _Project(row, self._texts(row)))
        for name, days in project.days.items():
            if not is_blank(self._cell(row, name)):
                days.append(self._cell(row, name))
        lead = self._member(words_of(self._cell(row, "lead_name")), words_of(self._cell(row, "lead_number")))
        project.lead = "" if group else lead
        for member in (lead, *(self._member(name) for name in self._partners(row))):
            if member:
                project.members[member] = None

    def _cell(self, row: Row, column: str) -> object:
        return row.values.get(self._headers.get(column, ""))

    def _texts(self, row: Row) -> dict[str, object]:
        return {name: cell for name in TEXTS if not is_blank(cell := self._cell(row, name))}

    def _partners(self, row: Row) -> list[str]:
        cell = self._cell(row, "partner_names")
        value = cell.replace("\n", ";") if isinstance(cell, str) else cell
        try:
            names = cells.items(value, lambda name: self._names.find(name) is not None) if value else []
            return [name for item in names if (name := cells.line(item))]
        except CellRefused:  # too long or too many: the check of the row says so
            return [words_of(cell)]

    def _member(self, name: str, number: str = "") -> str:
        """Return the id of an actor, or its name where somebody may be meant; empty where nobody is."""
        known = self._by_number.get(_number(number))
        if known or not name or name in self._unlike:
            return known or ""
        found = self._names.find(name)
        if found is not None:
            return found
        if self._names.near(name, LIKELY):
            return name
        self._unlike[name] = None
        return ""

    def rows(self) -> Iterator[Row]:
        """Yield a row per project that tells of two actors, one of whom is known at least."""
        for project in self._projects.values():
            if len(project.members) >= LEAST_MEMBERS and not self._ids.isdisjoint(project.members):
                since, until = (sorted(days, key=_day) for days in project.days.values())
                values = {**project.values, "members": [*project.members], "lead": project.lead,
                          "since": next(iter(since), None), "until": next(iter(reversed(until)), None)}
                yield replace(project.row, values={name: value for name, value in values.items() if value})

    def told(self) -> Iterator[Text]:
        """Yield what was passed over."""
        yield from told_alone(len(self._projects) - len([*self.rows()]))
        if self._unlike:
            names = tuple(text("“{words}”", words=excerpt(name)) for name in self._unlike)
            yield texts("{count} name is like none of the network and was left out: {names}.",
                        "{count} names are like none of the network and were left out: {names}.", count=len(names),
                        names=(*names[:MOST_NAMED], *(("…",) if len(names) > MOST_NAMED else ())))


def _number(word: str) -> str:
    try:
        return cells.business_id(word)
    except CellRefused:
        return ""


def _day(value: object) -> str:
    """Return what days are put in order by; what is no day comes last, for the check of the row to refuse."""
    try:
        day = cells.first_day(value)
    except CellRefused:
        day = None
    return day.isoformat() if day else "9999"


SOURCE = Source(
    NAME,
    "the Excel file of the information service eura2021.fi/tiepa by the headers that a program reads of it (35 "
    "columns, as of May 2024), and the fields that Regulation (EU) 2021/1060, Article 49(3), asks of lists of "
    "operations (fed.mai.gov.ro/lista-operatiunilor-selectate, keep.eu/faq), read on 2026-11-29; the list of AMIF "
    "itself we have not seen",
    "public by Regulation (EU) 2021/1060, Article 49; no licence is named",
    COOPERATION_COLUMNS,
    (Field("`Hankkeen nimi`", "title"),
     Field("`Toteuttajan nimi`, `Toteuttajan Y-tunnus`", "members", "by business id, else by name: what is near is "
           "asked about, what is like no actor of the network is left out and told"),
     Field("`Toteuttajan nimi` of a project with partners in a column (`Osatoteuttajat`, `Partners` …)", "lead"),
     Field("`Osatoteuttajat`, `Kumppanit`, `Partners` …", "members"),
     Field("`Ryhmähanketunnus`", "members", "rows of one number are one project; who leads it is not said"),
     Field("`Aloituspvm`, `Päättymispvm`", "since", "the first and the last (`until`) of its rows"),
     Field("`Suunnitelman mukainen tiivistelmä hankkeen toteutuksesta`", "description"),
     Field("`Hankekuvauksen osoite`", "source"),
     Field("amounts, shares and kinds of funding, the funding authority", ""),
     Field("`Sijainti`, post codes and towns", "", "a cooperation has no place of its own"),
     Field("projects of one actor, or of none of the network", "", "they are counted and told"),
     Field("`Hankekoodi`, `Tukitoimen ala`, `Toiminnan tila` and the other columns", "", "told as columns not taken")),
    read)
