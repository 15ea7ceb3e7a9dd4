"""Export: what is written is read again to equal records, and nothing in it runs as a formula."""

import csv
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from data.demo import actors_file
from data.errors import DataError
from data.files.importing import Reading, read_actors, read_blocks, read_cooperations
from data.files.profiles import REQUIRED, draft_profile
from data.files.writers import write_actors, write_blocks, write_cooperations
from data.records.documents import document_of, parse_record
from data.records.profiles import Coverage, Profile, Status, Wish
from data.records.relations import Block, Cooperation
from data.vocabularies.catalogue import open_vocabularies
from tests.gears import examples

FINLAND = open_vocabularies()
TODAY = date(2026, 11, 23)
PLACES = FINLAND.places
SUFFIXES = [".csv", ".jsonl", ".xlsx"]


def codes(name: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(list(FINLAND.by_name()[name].terms)), unique=True, max_size=3).map(tuple)


def text_of(word: str, field: str) -> str:
    """Return a text as an import would take it; draws that it refuses are thrown away."""
    try:
        profile = draft_profile({field: word}, FINLAND, TODAY)
    except DataError:
        assume(False)
    return profile.source or profile.descriptions.get("", "")


LINES = st.text(max_size=20).map(lambda word: text_of(word, "source"))
BLOCKS_OF_TEXT = st.one_of(st.text(max_size=30), st.text(alphabet="'+-@;,|\n\t ab\"=", max_size=20)).map(
    lambda word: text_of(word, "description"))
PER_LANGUAGE = st.dictionaries(st.sampled_from(["", "fi", "sv", "en", "so"]), BLOCKS_OF_TEXT.filter(bool), max_size=3)
WISHES = st.builds(Wish, PER_LANGUAGE, codes("themes"))


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    municipalities = draw(codes("municipalities"))
    homes = [PLACES.region_of[code] for code in municipalities]
    return Profile(
        id=draw(st.from_regex(r"[a-zäö0-9][a-z0-9._-]{0,20}", fullmatch=True)),
        name=draw(LINES.filter(bool)),
        names=draw(st.dictionaries(st.sampled_from(["fi", "sv", "en", "ku"]), LINES.filter(bool), max_size=2)),
        sector=draw(st.sampled_from(list(FINLAND.sectors.terms))),
        municipalities=municipalities,
        regions=tuple(dict.fromkeys((*homes, *draw(codes("regions"))))),
        coverage=draw(st.none() | st.sampled_from(Coverage)),
        themes=draw(codes("themes")),
        languages=draw(st.lists(st.sampled_from(["fi", "sv", "en", "uk"]), unique=True).map(tuple)),
        descriptions=draw(PER_LANGUAGE), needs=draw(WISHES), offers=draw(WISHES),
        wanted_sectors=draw(codes("sectors")),
        capacity=draw(st.none() | st.integers(0, 999_999_999)),
        groups=draw(st.lists(st.sampled_from(["migrant-led", "new", "pieni toimija"]), unique=True).map(tuple)),
        part_of=draw(st.sampled_from(["", "CITY", "Toimija-1.a"])),
        status=draw(st.sampled_from(Status)),
        source=draw(LINES),
        updated=draw(st.none() | st.dates(date(1850, 1, 1), TODAY)),
        business_id=draw(st.sampled_from(["", "0201256-6"])), website=draw(st.sampled_from(["", "https://www.vaasa.fi"])),
        keywords=draw(st.lists(st.sampled_from(["001", "1E5", "ompelu", "true"]), unique=True).map(tuple)),
    )


ROUND_TRIP = settings(max_examples=examples(60), suppress_health_check=list(HealthCheck))


@ROUND_TRIP
@given(directory=st.lists(profiles(), min_size=1, max_size=3, unique_by=lambda profile: profile.id))
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_profiles_come_back_from_a_file(tmp_path: Path, suffix: str, directory: list[Profile]) -> None:
    path = tmp_path / f"actors{suffix}"
    write_actors(directory, path)
    demand_whole(read_actors(path, FINLAND, TODAY), directory)


def demand_whole(reading: Reading[Profile], directory: Sequence[Profile]) -> None:
    """Demand that actors have come back whole; of themes that made-up words speak of they may be told."""
    assert reading.all_or_nothing() == tuple(directory)
    assert [problem for problem in reading.warnings if not str(problem.what).startswith("There are no themes")] == []


@ROUND_TRIP
@given(profile=profiles())
def test_profiles_come_back_from_a_document(profile: Profile) -> None:
    document = json.loads(json.dumps(document_of(profile)))
    assert parse_record(Profile, json.dumps(document)) == profile
    assert draft_profile(document, FINLAND, TODAY, REQUIRED) == profile


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_demo_comes_back(tmp_path: Path, suffix: str) -> None:
    records = read_actors(actors_file(), FINLAND, TODAY).records
    write_actors(records, tmp_path / f"a{suffix}")
    assert read_actors(tmp_path / f"a{suffix}", FINLAND, TODAY).all_or_nothing() == records


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_cooperations_and_blocks_come_back(tmp_path: Path, suffix: str) -> None:
    cooperations = (Cooperation(("a", "b", "c"), "-1; P", date(2021, 1, 1), date(2023, 12, 31), "s", "c",
                                {"": "- a;\n-b", "sv": "y", "ar": "z"}, ("employment", "culture_arts")),
                    Cooperation(("a", "b"), ""))
    blocks = (Block("a", "b"), Block("b", "a"))
    write_cooperations(cooperations, tmp_path / f"c{suffix}")
    write_blocks(blocks, tmp_path / f"b{suffix}")
    assert read_cooperations(tmp_path / f"c{suffix}", "abc", FINLAND).all_or_nothing() == cooperations
    assert read_blocks(tmp_path / f"b{suffix}", "abc").all_or_nothing() == blocks
    assert [parse_record(Cooperation, json.dumps(document_of(item))) for item in cooperations] == list(cooperations)
    assert [parse_record(Block, json.dumps(document_of(item))) for item in blocks] == list(blocks)


@ROUND_TRIP
@given(data=st.data())
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_any_cooperation_comes_back(tmp_path: Path, suffix: str, data: st.DataObject) -> None:
    members = data.draw(st.lists(st.sampled_from("abcdef"), unique=True, min_size=2).map(sorted).map(tuple))
    since = data.draw(st.none() | st.dates())
    cooperation = Cooperation(members, data.draw(LINES), since, since, data.draw(LINES),
                              data.draw(st.sampled_from(["", *members])), data.draw(PER_LANGUAGE),
                              data.draw(codes("themes")))
    write_cooperations([cooperation], tmp_path / f"c{suffix}")
    reading = read_cooperations(tmp_path / f"c{suffix}", "abcdef", FINLAND)
    assert reading.all_or_nothing() == (cooperation,)
    assert reading.warnings == ()
    assert parse_record(Cooperation, json.dumps(document_of(cooperation))) == cooperation


def test_the_columns_of_cooperations(tmp_path: Path) -> None:
    write_cooperations([Cooperation(("a", "b"), "P", descriptions={"sv": "x"}, lead="b", themes=("t", "u"))],
                       tmp_path / "c.csv")
    assert (tmp_path / "c.csv").read_text(encoding="utf-8-sig").splitlines() == [
        "members,actor_a,actor_b,lead,title,description,description_sv,themes,since,until,source",
        "a;b,,,b,P,,x,t;u,,,"]


def test_the_columns_are_those_that_hold_something(tmp_path: Path) -> None:
    write_actors([Profile("a", "A", "ngo", names={"so": "X", "sv": "Y", "ar": "Z"})], tmp_path / "a.csv")
    header = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert header == ("id,name,name_sv,name_ar,name_so,sector,municipalities,regions,coverage,themes,languages,"
                      "description,needs,need_themes,offers,offer_themes,wanted_sectors,capacity,groups,part_of,business_id,"
                      "website,keywords,status,source,updated")


def test_nothing_exported_runs_as_a_formula(tmp_path: Path) -> None:
    words = ["-2+3", "+358 40 1", "@a", "'=1", "- point\n-x"]
    write_actors([Profile("a", word, "ngo", descriptions={"": f"a;{word}"}) for word in words], tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@")]


def test_a_failed_export_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(KeyError):
        write_actors([object()], path)  # type: ignore[list-item]
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.jsonl"]
    assert path.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("document", [{}, {"id": "a"}])
def test_a_document_that_is_none(document: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        parse_record(Profile, json.dumps(document))
