"""Datasets: small ones worked out by hand, files that cannot be used, and the shipped benchmark with its figures."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import demo
from data.collections import cordis_folder
from data.errors import RecordsRefused
from data.files.writers import write_actors, write_cooperations
from data.records.network import Network
from data.records.profiles import Coverage, Profile
from data.records.relations import Cooperation
from data.vocabularies.regions import Point
from evaluation.datasets import DATASETS, open_dataset
from evaluation.datasets.cordis import describe, in_finland, is_small, open_cordis
from evaluation.datasets.dataset import Dataset, Period
from evaluation.datasets.errors import DatasetRefused
from evaluation.datasets.network import last_two_years, open_network
from evaluation.datasets.tasks import call_cases, partner_cases
from evaluation.errors import ChoiceRefused
from matcher.asking.query import Query, make_filters
from matcher.engine import Matcher
from matcher.rules.model import RuleBook
from matcher.snapshot import Parts, Snapshot
from models.encoders import HashingEncoder
from models.errors import MissingExtra
from tests.gears import examples
from tests.networks import shipped_weights

FOREIGN = Path(__file__).parent / "foreign"
MAY = date(2023, 5, 1)
NAN = float("nan")

Columns = dict[str, list[Any]]
Change = Callable[[dict[str, Columns]], None]


def tables() -> dict[str, Columns]:
    """Six organisations and five projects; two projects have one title, and one theme stands below two others."""
    return {
        "organisations": {
            "organisation_id": ["o6", "o1", "o2", "o3", "o4", "o5"],
            "name": ["Ferne", "Aalto", "Bolt", "City", "Dach", "Else"],
            "country": ["FI", "FI", "SE", "FI", "AT", ""],
            "nuts3": ["FI1B1", "FI1B1", "SE110", "FI1C1", "", None],
            "nuts3_name": ["", "Helsinki-Uusimaa", "Stockholms län", "Varsinais-Suomi", "", ""],
            "lat": [62.0, 60.0, 59.0, 61.0, NAN, None],
            "lon": [27.0, 25.0, 18.0, 22.0, NAN, None],
            "sector": ["PRC", "HES", "PRC", "PUB", "OTH", "REC"],
            "sme": [False, False, True, False, False, None],
        },
        "projects": {
            "project_id": ["p1", "p2", "p3", "p4", "p5"],
            "title": ["Alpha", "Beta", "Beta", "Gamma", "Delta"],
            "objective": ["Why.", "", "How.", "Who.", "What."],
            "keywords": ["k1, k2", "k3", "", None, ""],
            "signature_date": ["2021-01-10", "2021-01-10", "2022-03-01", "2023-05-01", "2023-06-01"],
            "theme_codes": [["/21/33", "/23/49/7"], ["/23/49"], [], ["/23/49"], ["/27/49"]],
            "theme_labels": [["/health/care", "/nature/physics/optics"], ["/nature/physics"], None,
                             ["/nature/physics"], ["/fields/physics"]],
        },
        "participations": {
            "project_id": ["p1", "p1", "p1", "p2", "p2", "p3", "p3", "p3", *["p4"] * 4, *["p5"] * 3],
            "organisation_id": ["o1", "o3", "o2", "o3", "o4", "o2", "o1", "o5", "o1", "o2", "o3", "o4",
                                "o6", "o4", "o1"],
            "role": ["coordinator", "participant", "thirdParty", "coordinator", "associatedPartner",
                     "participant", "participant", "participant", "coordinator", *["participant"] * 5, "coordinator"],
        },
    }


def write(folder: Path, files: dict[str, Columns]) -> Path:
    for name, columns in files.items():
        schema = pyarrow.schema([(column, SCHEMA.get(column, pyarrow.string())) for column in columns])
        pyarrow.parquet.write_table(pyarrow.table(columns, schema=schema), folder / f"{name}.parquet")
    (folder / "splits.json").write_text(json.dumps({
        "validation": {"from": "2022-03-01", "until": "2023-05-01"},
        "test": {"from": "2023-05-01", "until": "2023-06-02"}}), encoding="utf-8")
    return folder


SCHEMA = {"lat": pyarrow.float64(), "lon": pyarrow.float64(), "sme": pyarrow.bool_(),
          "theme_codes": pyarrow.list_(pyarrow.string()), "theme_labels": pyarrow.list_(pyarrow.string())}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return open_dataset("cordis", write(tmp_path_factory.mktemp("cordis"), tables()))


@pytest.fixture(scope="module")
def benchmark() -> Dataset:
    return open_dataset("cordis", None)


def test_organisations_become_actors_without_a_text(small: Dataset) -> None:
    assert small.actors == (
        Profile("o1", "Aalto", "HES", regions=("FI1B1",)),
        Profile("o2", "Bolt", "PRC", regions=("SE110",), groups=("sme",)),
        Profile("o3", "City", "PUB", regions=("FI1C1",)),
        Profile("o4", "Dach", "OTH", regions=("AT",)),
        Profile("o5", "Else", "REC"),
        Profile("o6", "Ferne", "PRC", regions=("FI1B1",)),
    )
    assert small.known_since == {"o1": date(2021, 1, 10), "o2": date(2021, 1, 10), "o3": date(2021, 1, 10),
                                 "o4": date(2021, 1, 10), "o5": date(2022, 3, 1), "o6": date(2023, 6, 1)}


def test_projects_become_cooperations_that_keep_apart(small: Dataset) -> None:
    assert small.cooperations == (
        Cooperation(("o1", "o2", "o3"), "Alpha", date(2021, 1, 10), None, "p1", "o1", {"en": "Why.\nk1, k2"},
                    ("33", "7")),
        Cooperation(("o3", "o4"), "Beta", date(2021, 1, 10), None, "p2", "o3", {"en": "k3"}, ("49",)),
        Cooperation(("o1", "o2", "o5"), "Beta", date(2022, 3, 1), None, "p3", "", {"en": "How."}),
        Cooperation(("o1", "o2", "o3", "o4"), "Gamma", MAY, None, "p4", "o1", {"en": "Who."}, ("49",)),
        Cooperation(("o1", "o4", "o6"), "Delta", date(2023, 6, 1), None, "p5", "o1", {"en": "What."}, ("49",)),
    )
    assert small.periods == {"validation": Period(date(2022, 3, 1), MAY), "test": Period(MAY, date(2023, 6, 2))}


def test_the_vocabularies_are_trees(small: Dataset) -> None:
    vocabularies = small.vocabularies
    assert {term.code: term.broader for term in vocabularies.themes} == {
        "21": "", "33": "21", "23": "", "49": "23", "7": "49", "27": ""}
    assert vocabularies.themes.labels("7").in_language("fi") == "optics"
    assert {term.code: term.group for term in vocabularies.sectors} == {
        "HES": "research", "REC": "research", "PRC": "business", "PUB": "public", "OTH": "civil_society"}
    assert all(set(term.labels.texts) == {"fi", "sv", "en"} for term in vocabularies.sectors)
    regions = vocabularies.places.regions
    assert sorted(term.code for term in regions) == ["AT", "FI", "FI1", "FI1B", "FI1B1", "FI1C", "FI1C1",
                                                     "SE", "SE1", "SE11", "SE110"]
    assert regions.ancestors("FI1B1") == ("FI1B", "FI1", "FI")
    assert regions.labels("FI1B1").in_language("sv") == "Helsinki-Uusimaa"
    assert regions.labels("AT").texts == {"fi": "Itävalta", "sv": "Österrike", "en": "Austria"}
    assert regions.labels("SE1").in_language("en") == "SE1"


def test_the_point_of_a_region_is_the_mean_of_its_organisations(small: Dataset) -> None:
    places = small.vocabularies.places
    assert places.point_of((), ("FI1B1",)) == Point(61.0, 26.0)
    assert places.point_of((), ("FI",)) == Point(61.0, 74 / 3)
    assert places.point_of((), ("AT",)) is None
    assert places.neighbours("FI1B1") == frozenset()


def test_a_profile_tells_what_its_projects_were_before_the_day(small: Dataset) -> None:
    history = small.before(MAY)
    one, two, three, four, five = history.network.actors
    assert (one.descriptions, one.themes, one.updated) == ({"en": "Beta\nAlpha"}, ("33", "7"), date(2022, 3, 1))
    assert two.descriptions == one.descriptions
    assert (three.descriptions, three.themes) == ({"en": "Alpha\nBeta"}, ("33", "49", "7"))
    assert (four.themes, four.updated) == (("49",), date(2021, 1, 10))
    assert (five.descriptions, five.themes) == ({"en": "Beta"}, ())
    assert [item.source for item in history.network.cooperations] == ["p1", "p2", "p3"]
    later = small.before(MAY + timedelta(days=1)).network.actors[2]
    assert (later.descriptions["en"], later.themes) == ("Gamma\nAlpha\nBeta", ("49", "33", "7"))


def test_a_profile_has_the_newest_sixty_titles_and_all_themes() -> None:
    first = date(2021, 1, 1)
    items = tuple(Cooperation(("a", "b"), f"T{day}", first + timedelta(days=day), themes=("t", f"u{day:02}"))
                  for day in range(70))
    profile = describe(Profile("a", "A"), items)
    assert profile.descriptions["en"].split("\n") == [f"T{day}" for day in range(69, 9, -1)]
    assert profile.themes == ("t", *(f"u{day:02}" for day in range(70)))
    assert describe(Profile("a", "A"), ()) == Profile("a", "A")


def test_the_tasks_worked_out_by_hand(small: Dataset) -> None:
    history, period = small.before(MAY), small.periods["test"]
    assert [(case.question.id, case.question.excluded.tolist(), case.relevant.tolist())
            for case in partner_cases(small, history, period)] == [
        ("o1", [0, 1, 2, 4], [3]), ("o2", [0, 1, 2, 4], [3]), ("o4", [2, 3], [0, 1])]
    [call] = call_cases(small, history, period)
    assert call.question.project is not None
    assert (call.question.project.title, call.question.seeker, call.relevant.tolist()) == ("Gamma", 0, [1, 2, 3])


@settings(max_examples=examples(30))
@given(day=st.dates(date(2020, 12, 1), date(2023, 7, 1)))
def test_what_is_later_cannot_be_seen(small: Dataset, day: date) -> None:
    history = small.before(day)
    assert history == small.until(day).before(day)
    cooperations = tuple(replace(item, title="Changed", themes=("21",), members=("o1", "o2"))
                         if item.since is not None and item.since >= day else item for item in small.cooperations)
    assert history.network == replace(small, cooperations=cooperations).before(day).network


def test_the_groups(small: Dataset) -> None:
    assert {name: [actor.id for actor in small.actors if is_one(actor)] for name, is_one in small.groups.items()} == {
        "Finland": ["o1", "o3", "o6"], "small companies and associations": ["o2", "o4"]}
    assert not in_finland(Profile("a", "A", regions=("AT",)))
    assert is_small(Profile("a", "A", sector="PRC", groups=("sme",)))


def test_the_matcher_works_on_a_tree_of_regions_without_municipalities(small: Dataset) -> None:
    history = small.before(date(2023, 6, 2))
    parts = Parts(history.vocabularies, HashingEncoder(), RuleBook(), shipped_weights(), "exact")
    matcher = Matcher(Snapshot(history.network, parts))
    seeker = history.network.actors[4]
    finland = make_filters({"region": ("Suomi",)}, {}, history.vocabularies)
    answer = matcher.suggest(seeker, Query(date(2023, 6, 2), filters=finland))
    assert sorted(item.profile.id for item in answer.suggestions) == ["o1", "o3", "o6"]
    ledger = matcher.explain(history.network.actors[0], history.network.actors[5], date(2023, 6, 2)).ledger
    assert "same_region" in {row.term for row in ledger.rows}


def put(table: str, column: str, row: int, value: object) -> Change:
    return lambda files: files[table][column].__setitem__(row, value)


def repeat(table: str, row: int) -> Change:
    def change(files: dict[str, Columns]) -> None:
        for values in files[table].values():
            values.append(values[row])
    return change


@pytest.mark.parametrize(("change", "where", "what"), [
    (lambda files: files["projects"].pop("title"), "projects.parquet, column title", "A column is missing"),
    (lambda files: files["organisations"].update(lat=["x"] * 6), "organisations.parquet, column lat", "holds string"),
    (put("projects", "signature_date", 2, "2022-13-01"), "projects.parquet, column signature_date, row 3",
     "“2022-13-01” is not a date. Write it as 2024-10-01."),
    (put("projects", "signature_date", 0, "20220101"), "column signature_date, row 1", "is not a date"),
    (put("projects", "signature_date", 0, None), "column signature_date, row 1", "The value is missing"),
    (put("projects", "title", 4, ""), "projects.parquet, column title, row 5", "The value is missing"),
    (put("participations", "organisation_id", 5, "o9"), "participations.parquet, column organisation_id, row 6",
     "There is no organisation “o9”"),
    (put("participations", "project_id", 0, "p9"), "participations.parquet, column project_id, row 1",
     "There is no project “p9”"),
    (put("participations", "role", 1, "coordinator"), "column role, row 2", "“p1” has another coordinator"),
    (repeat("projects", 1), "projects.parquet, column project_id, row 6", "“p2” stands in row 2 already"),
    (repeat("organisations", 0), "organisations.parquet, column organisation_id, row 7", "“o6” stands in row 1"),
    (put("organisations", "sector", 3, "NGO"), "organisations.parquet, column sector, row 4",
     "There is no sector “NGO”. Write one of: HES, REC, PRC, PUB, OTH."),
    (put("organisations", "nuts3", 0, "fi1b1"), "organisations.parquet, column nuts3, row 1", "“fi1b1” is no code"),
    (put("organisations", "country", 4, "Austria"), "organisations.parquet, column country, row 5", "is no code"),
    (put("organisations", "lat", 1, 95.0), "organisations.parquet, column lat, row 2", "95 is no place on the globe"),
    (put("projects", "theme_codes", 3, ["/23"]), "projects.parquet, column theme_codes, row 4", "do not match"),
    (put("projects", "theme_codes", 1, []), "projects.parquet, column theme_codes, row 2", "do not match"),
    (put("projects", "theme_codes", 1, ["23/49"]), "column theme_codes, row 2", "do not match"),
    (put("projects", "theme_codes", 1, ["/23/"]), "column theme_codes, row 2", "do not match"),
    (put("projects", "theme_codes", 1, [None]), "column theme_codes, row 2", "do not match"),
    (lambda files: [values.__delitem__(4) for values in files["participations"].values()],
     "projects.parquet, column project_id, row 2", "Fewer than two organisations take part in “p2”"),
])
def test_tables_that_cannot_be_used(tmp_path: Path, change: Change, where: str, what: str) -> None:
    files = tables()
    change(files)
    schema = {**SCHEMA, "lat": pyarrow.string()} if isinstance(files["organisations"]["lat"][0], str) else SCHEMA
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules[__name__], "SCHEMA", schema)
        write(tmp_path, files)
    with pytest.raises(DatasetRefused) as refusal:
        open_cordis(tmp_path)
    assert f"{tmp_path}" in str(refusal.value)
    assert f"{where}: " in str(refusal.value)
    assert what in str(refusal.value)


@pytest.mark.parametrize("name", ["organisations.parquet", "projects.parquet", "participations.parquet", "splits.json"])
def test_files_that_are_missing_or_something_else(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, tables()) / name
    path.write_bytes(b"something else")
    with pytest.raises(DatasetRefused, match=f"{name}: This is no"):
        open_cordis(tmp_path)
    path.unlink()
    with pytest.raises(DatasetRefused, match=f"{name}: The "):
        open_cordis(tmp_path)


@pytest.mark.parametrize(("content", "what"), [
    ("{}", "There are no periods"), ("[1]", "There are no periods"), ('{"a": 1}', "lacks its days"),
    ('{"a": {"from": "2021-01-01"}}', "“a” lacks its days"), ('{"a": {"from": "2021", "until": 3}}', "lacks its days"),
    ('{"a": {"from": "2021-02-30", "until": "2021-04-01"}}', "lacks its days"),
    ('{"a": {"from": "2021-01-01", "until": "2021-01-01"}}', "“a” has no days"), ("[" * 10_000, "not valid JSON"),
])
def test_periods_that_are_none(tmp_path: Path, content: str, what: str) -> None:
    (write(tmp_path, tables()) / "splits.json").write_text(content, encoding="utf-8")
    with pytest.raises(DatasetRefused, match=what):
        open_cordis(tmp_path)


def test_periods_have_any_names(tmp_path: Path) -> None:
    content = '{"spring": {"from": "2021-01-01", "until": "2021-07-01"}}'
    (write(tmp_path, tables()) / "splits.json").write_text(content, encoding="utf-8")
    assert open_cordis(tmp_path).periods == {"spring": Period(date(2021, 1, 1), date(2021, 7, 1))}


def test_an_organisation_that_takes_part_in_nothing_is_left_out(tmp_path: Path) -> None:
    files = tables()
    repeat("organisations", 0)(files)
    files["organisations"]["organisation_id"][6] = "o7"
    assert [actor.id for actor in open_cordis(write(tmp_path, files)).actors] == ["o1", "o2", "o3", "o4", "o5", "o6"]


def test_the_shipped_benchmark_has_the_counts_of_its_sources(benchmark: Dataset) -> None:
    sources = (cordis_folder() / "SOURCES.md").read_text(encoding="utf-8")
    projects, actors = len(benchmark.cooperations), len(benchmark.actors)
    members = sum(len(item.members) for item in benchmark.cooperations)
    counts = f"{projects:,} projects, {actors:,} organisations, {members:,} participations."
    assert counts in " ".join(sources.split())
    assert "CC BY 4.0" in sources
    assert len({(item.members, item.title, item.since) for item in benchmark.cooperations}) == 8857
    assert all(item.lead in item.members for item in benchmark.cooperations)


def test_the_first_day_of_the_shipped_organisations_is_the_one_of_the_table(benchmark: Dataset) -> None:
    columns = ["organisation_id", "first_seen"]
    table = pyarrow.parquet.read_table(cordis_folder() / "organisations.parquet", columns=columns)
    days = dict(zip(*(table.column(name).to_pylist() for name in columns), strict=True))
    assert {actor: day.isoformat() for actor, day in benchmark.known_since.items()} == days


def test_the_shipped_test_period_has_its_cases(benchmark: Dataset) -> None:
    period = benchmark.periods["test"]
    assert period == Period(date(2024, 10, 1), date(2025, 4, 1))
    history = benchmark.before(period.start)
    assert len(history.network.actors) == 25_319
    assert len(partner_cases(benchmark, history, period)) == 3_523
    assert len(call_cases(benchmark, history, period)) == 711
    assert max(actor.updated or date.max for actor in history.network.actors) < period.start
    assert all(actor.descriptions["en"] for actor in history.network.actors)
    assert sum(map(in_finland, benchmark.actors)) == 586


def test_a_dataset_that_does_not_exist() -> None:
    with pytest.raises(ChoiceRefused, match=r"There is no dataset “x”. Choose one of: cordis, network\."):
        open_dataset("x", None)


def test_the_names_are_listed_without_loading_anything_heavy() -> None:
    program = ("import sys; from evaluation.datasets import DATASETS; "
               "print(*DATASETS, *({'pyarrow', 'pandas', 'faiss', 'babel.core'} & sys.modules.keys()))")
    process = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    assert set(process.stdout.split()) - {"babel.core"} == set(DATASETS)


def test_without_pyarrow_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"pip install 'kumppani\[evaluation\]'"):
        open_dataset("cordis", None)


A = Profile("a", "A", "migrant_association", coverage=Coverage.LOCAL, descriptions={"fi": "Mitä"})
B = Profile("b", "B", "municipality", groups=("migrant-led",))
C = Profile("c", "C", "university", coverage=Coverage.NATIONAL)
WITHOUT_DAY = Cooperation(("a", "b"), "Z")
FIRST = Cooperation(("a", "b"), "P", date(2020, 5, 1), date(2021, 5, 1), lead="b", themes=("employment",))
LAST = Cooperation(("a", "c"), "Q", date(2023, 12, 31))


def own(folder: Path, *cooperations: Cooperation) -> Path:
    write_actors((C, A, B), folder / "actors.csv")
    write_cooperations(cooperations, folder / "cooperations.csv")
    return folder


def test_a_network_of_ones_own(tmp_path: Path) -> None:
    dataset = open_dataset("network", own(tmp_path, LAST, FIRST, WITHOUT_DAY))
    assert (dataset.name, dataset.actors, dataset.cooperations) == ("network", (A, B, C), (WITHOUT_DAY, FIRST, LAST))
    assert dataset.periods == {"validation": Period(date(2022, 1, 1), date(2023, 1, 1)),
                               "test": Period(date(2023, 1, 1), date(2024, 1, 1))}
    assert dataset.before(date(2019, 1, 1)).network == Network((A, B, C), (WITHOUT_DAY,))
    assert dataset.during(dataset.periods["test"]) == (LAST,)
    groups = {name: "".join(actor.id for actor in dataset.actors if is_one(actor))
              for name, is_one in dataset.groups.items()}
    assert groups == {"public": "b", "education": "c", "civil society": "a", "business": "",
                      "migrant associations": "ab", "local actors": "a"}


def test_an_actor_without_a_sector_is_of_an_unknown_one(tmp_path: Path) -> None:
    (own(tmp_path, LAST) / "actors.csv").write_text("id,name,sector\na,A,\nc,C,university\n", encoding="utf-8")
    assert [actor.sector for actor in open_network(tmp_path).actors] == ["", "university"]
    (tmp_path / "actors.csv").write_text("id,name,sector\na,A,nonsense\nc,C,university\n", encoding="utf-8")
    with pytest.raises(RecordsRefused):
        open_network(tmp_path)


def test_the_periods_of_a_network_may_be_given(tmp_path: Path) -> None:
    content = '{"test": {"from": "2020-01-01", "until": "2021-01-01"}}'
    (own(tmp_path, FIRST) / "splits.json").write_text(content, encoding="utf-8")
    assert open_network(tmp_path).periods == {"test": Period(date(2020, 1, 1), date(2021, 1, 1))}


@pytest.mark.parametrize(("last", "starts"), [
    (date(2024, 2, 28), [date(2022, 2, 28), date(2023, 2, 28)]),
    (date(2024, 2, 29), [date(2022, 3, 1), date(2023, 3, 1)]),
    (date(2026, 1, 1), [date(2024, 1, 2), date(2025, 1, 2)]),
])
def test_the_last_two_years(last: date, starts: list[date]) -> None:
    periods = last_two_years([replace(LAST, since=last), FIRST, WITHOUT_DAY])
    assert [periods["validation"].start, periods["test"].start] == starts
    assert periods["validation"].until == periods["test"].start
    assert periods["test"].until == last + timedelta(days=1)


def test_a_network_without_a_dated_cooperation_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetRefused, match="No cooperation has a first day"):
        open_network(own(tmp_path, WITHOUT_DAY))


def test_a_network_without_its_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetRefused, match=r"holds actors\.csv and cooperations\.csv"):
        open_network(None)
    with pytest.raises(RecordsRefused, match=r"actors\.csv"):
        open_network(tmp_path)
    (own(tmp_path, LAST) / "cooperations.csv").write_text("actor_a,actor_b\na,zzz\n", encoding="utf-8")
    with pytest.raises(RecordsRefused, match=r"cooperations\.csv: The file has faults\. Correct"):
        open_network(tmp_path)


def test_what_lies_ahead_is_refused(tmp_path: Path) -> None:
    future = replace(LAST, since=date.today() + timedelta(days=2))  # noqa: DTZ011 - a day too far is far enough
    with pytest.raises(DatasetRefused, match=r"cooperations\.csv, column since: .* is in the future\. Correct the day"):
        open_network(own(tmp_path, FIRST, future))


def test_a_network_may_bring_its_vocabulary(tmp_path: Path) -> None:
    shutil.copytree(FOREIGN, tmp_path / "vocabulary")
    for name in ("actors.csv", "cooperations.csv"):
        shutil.copy(FOREIGN / name, tmp_path / name)
    dataset = open_network(tmp_path)
    assert dataset.vocabularies.name == "alphabet"
    assert [actor.sector for actor in dataset.actors] == ["office", "guild", "choir"]


def test_the_demo_is_a_dataset(tmp_path: Path) -> None:
    shutil.copy(demo.actors_file(), tmp_path / "actors.csv")
    shutil.copy(demo.cooperations_file(), tmp_path / "cooperations.csv")
    dataset = open_network(tmp_path)
    assert (len(dataset.actors), len(dataset.cooperations)) == (211, 45)
    assert dataset.periods["test"] == Period(date(2025, 1, 2), date(2026, 1, 2))
    assert dataset.before(date(2023, 1, 1)) == dataset.until(date(2023, 1, 1)).before(date(2023, 1, 1))
