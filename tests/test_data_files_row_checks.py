"""Validation: every problem of a row with its field and cure, and profiles from what is right."""

import re
import string
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import RecordsRefused, UnknownCode
from data.files import cells
from data.files.cells import ActorIds, Codes
from data.files.columns import ACTOR_COLUMNS, COOPERATION_COLUMNS
from data.files.cooperations import BlockCheck, CooperationCheck
from data.files.profiles import REQUIRED, ProfileCheck, draft_profile
from data.files.row_checks import RowResult
from data.files.rows import Row
from data.records.profiles import Coverage, Profile, Status, Wish
from data.records.relations import Block, Cooperation
from data.vocabularies.catalogue import open_vocabularies
from tests.gears import examples

FINLAND = open_vocabularies()
FOREIGN = open_vocabularies(Path(__file__).parent / "foreign")
TODAY = date(2026, 11, 23)
CHECK = ProfileCheck(FINLAND, TODAY)
GOOD: Mapping[str, object] = {"id": "a", "name": "Toimija A", "sector": "municipality"}
SIGNS = st.text(st.one_of(st.characters(), st.sampled_from("=+-@;|,'\n\x00\x1b\ud800.0123456789")), max_size=30)


def check(**values: object) -> RowResult[Profile]:
    return CHECK.check(Row("f.csv", 7, {**GOOD, **values}))


def profile(**values: object) -> Profile:
    result = check(**values)
    assert result.problems == ()
    assert result.record is not None
    return result.record


def problem(**values: object) -> str:
    result = check(**values)
    assert result.record is None
    [only] = result.problems
    return str(only)


@pytest.mark.parametrize(("written", "read"), [
    ("0201256-6", "0201256-6"), ("02012566", "0201256-6"), ("FI02012566", "0201256-6"), (" FI 0201256-6 ", "0201256-6"),
    ("0201256\u00ad-6", "0201256-6"), ("", "")])
def test_business_ids(written: str, read: str) -> None:
    assert cells.business_id(written) == read


@pytest.mark.parametrize("written", ["0201256-7", "201256-6", "SE556036079301", "ei ole"])
def test_what_is_no_business_id_is_refused(written: str) -> None:
    with pytest.raises(cells.CellRefused, match="not a business id"):
        cells.business_id(written)


@pytest.mark.parametrize(("written", "read"), [
    ("www.vaasa.fi", "https://www.vaasa.fi"), ("https://www.Vaasa.fi/en", "https://www.vaasa.fi/en"),
    ("http://a.fi/", "http://a.fi"), ("a.fi/ä", "https://a.fi/%C3%A4"),
    ('a.fi/"><script>', "https://a.fi/%22%3E%3Cscript%3E"), ("", "")])
def test_addresses_of_web_pages(written: str, read: str) -> None:
    assert cells.link(written) == read
    assert cells.link(read) == read


@pytest.mark.parametrize("written", ["javascript:alert(1)", "http://x", "ftp://a.fi", "https://u:p@a.fi", "x@y.fi",
                                     "https://a.fi/x y", "ei ole", "mailto:x@y.fi"])
def test_what_is_no_address_of_a_web_page_is_refused(written: str) -> None:
    with pytest.raises(cells.CellRefused, match="not the address of a web page"):
        cells.link(written)


def test_a_whole_row() -> None:
    record = profile(
        nimi_sv="Aktör A", kunta="Turku; Åbo|Helsinki", teemat="Talent Boost;Kulttuuri, taide ja kirjastot",
        languages="fi;SV", kattavuus="Alueellinen", kuvaus_fi="Mitä\r\nteemme", needs="?", needs_fi="Tilaa",
        need_themes="employment", offers_sv="Rum", wanted_sectors="Kunta tai kaupunki", capacity="2,0",
        groups="migrant-led; new", status="passiv", source_url="https://example.org", updated="1.2.2026",
    )
    assert record == Profile(
        "a", "Toimija A", "municipality", names={"sv": "Aktör A"}, municipalities=("853", "091"), regions=("02", "01"),
        coverage=Coverage.REGIONAL, themes=("talent_boost", FINLAND.themes.resolve("Culture, arts and libraries")),
        languages=("fi", "sv"), descriptions={"fi": "Mitä\nteemme"},
        needs=Wish({"": "?", "fi": "Tilaa"}, ("employment",)),
        offers=Wish({"sv": "Rum"}), wanted_sectors=("municipality",), capacity=2, groups=("migrant-led", "new"),
        status=Status.INACTIVE, source="https://example.org", updated=date(2026, 2, 1),
    )


@pytest.mark.parametrize("missing", REQUIRED)
def test_what_is_required(missing: str) -> None:
    assert problem(**{missing: " "}) == f"f.csv:7:{missing}: The value is missing. Give one."
    result = CHECK.check(Row("f.csv", 7, {name: value for name, value in GOOD.items() if name != missing}))
    assert [entry.field for entry in result.problems] == [missing]


def test_all_problems_of_a_row_are_found() -> None:
    result = check(id="!", sector="nothing", themes="talent bost;employment;qqqqqqq", capacity="-1", languages="xx")
    assert [entry.field for entry in result.problems] == ["id", "sector", "themes", "themes", "capacity", "languages"]
    assert all(str(entry.cure) and entry.line == 7 and entry.file == "f.csv" for entry in result.problems)
    assert str(result.problems[2]) == "f.csv:7:themes: Unknown theme 'talent bost'. Did you mean talent_boost?"


def test_a_name_in_any_language_is_name_enough() -> None:
    record = profile(name="", name_sv="Aktör", name_fi="Toimija")
    assert (record.name, dict(record.names)) == ("Aktör", {"sv": "Aktör", "fi": "Toimija"})


@pytest.mark.parametrize("word", ["a", "A-1", "1_2.b", "åbo-ä", "a" * 128, 12, 12.0, "Ж"])
def test_ids_that_can_be(word: object) -> None:
    assert profile(id=word).id == str(word).removesuffix(".0")


@pytest.mark.parametrize("word", ["-a", ".a", "_a", "a b", "a/b", "a" * 129, "ä\u200db", "a\tb", "a\nb", True, ["a"],
                                  "a;b", "a\x00", "=a", "🙂", float("inf")])
def test_ids_that_cannot_be(word: object) -> None:
    assert [entry.field for entry in check(id=word).problems] == ["id"]


@pytest.mark.parametrize(("cell", "capacity"), [
    ("", None), (None, None), ("0", 0), ("3", 3), ("2,0", 2), ("2.00", 2), (4, 4), (4.0, 4), (" 5 ", 5),
])
def test_capacity(cell: object, capacity: int | None) -> None:
    assert profile(capacity=cell).capacity == capacity


@pytest.mark.parametrize("cell", ["2,5", 2.5, "-1", -1, "nan", "inf", float("nan"), float("inf"), "1e3", "two", "٣",
                                  "1 000", True, [1], "9" * 10, 10**30, "1.000", "1,000", "10.000", "2.0000",
                                  datetime.fromisoformat("2026-02-01T12:30")])
def test_capacity_that_is_no_whole_number(cell: object) -> None:
    assert problem(capacity=cell).startswith("f.csv:7:capacity: ")
    assert "not a whole number from 0 on" in problem(capacity=cell)


@pytest.mark.parametrize(("cell", "digits"), [
    ("1.000", "1000"), ("1,000", "1000"), ("1 000", "1000"), ("1\u00a0000", "1000"), ("12.345.678", "12345678"),
    ("1'000", "1000"),
])
def test_a_thousand_is_not_taken_for_one(cell: str, digits: str) -> None:
    assert problem(capacity=cell).endswith(f"Write it without a sign between the digits: {digits}.")


@pytest.mark.parametrize(("column", "value", "words"), [
    ("capacity", True, "“true” is not a whole number"), ("capacity", [1, 2], "“[1, 2]” is not a whole number"),
    ("capacity", float("inf"), "“inf” is not a whole number"), ("updated", True, "“true” is not a date"),
    ("updated", ["2026"], "is not a date"), ("description", False, "“false” is not text"),
    ("name", True, "“true” is not text"),
])
def test_a_value_of_another_kind_is_told_by_what_is_wanted(column: str, value: object, words: str) -> None:
    assert words in problem(**{column: value})


@pytest.mark.parametrize("cell", ["2026-02-01", "1.2.2026", "01.02.2026", "1. 2. 2026", date(2026, 2, 1),
                                  datetime.fromisoformat("2026-02-01T12:30")])
def test_dates(cell: object) -> None:
    assert profile(updated=cell).updated == date(2026, 2, 1)


@pytest.mark.parametrize("cell", ["2026-02-30", "31.2.2026", "1/2/2026", "yesterday", "2026-02-01T",
                                  "2026-02-01 at ten",
                                  46054, "0000-01-01", "２０２６-02-01"])
def test_dates_that_are_none(cell: object) -> None:
    assert "is not a date. Write it as 2026-01-31 or 31.1.2026." in problem(updated=cell)


@pytest.mark.parametrize(("cell", "day"), [
    ("3/2025", date(2025, 3, 31)), ("02.2024", date(2024, 2, 29)), ("2025-11", date(2025, 11, 30)),
    ("2024", date(2024, 12, 31)),
    (2024, date(2024, 12, 31)), ("maaliskuu 2025", date(2025, 3, 31)), ("Maaliskuussa 2025", date(2025, 3, 31)),
    ("mars 2025", date(2025, 3, 31)), ("March 2025", date(2025, 3, 31)), (str(TODAY.year), TODAY),
    (f"{TODAY.month}/{TODAY.year}", TODAY),
])
def test_a_month_or_a_year_is_its_last_day_but_none_to_come(cell: object, day: date) -> None:
    assert profile(updated=cell).updated == day


def test_nothing_was_confirmed_tomorrow() -> None:
    assert "is in the future" in problem(updated=f"{TODAY.year + 1}")
    assert "is in the future" in problem(updated=f"1/{TODAY.year + 1}")
    assert profile(updated=TODAY.isoformat()).updated == TODAY
    assert "is in the future" in problem(updated=(TODAY + timedelta(days=1)).isoformat())


@pytest.mark.parametrize(("column", "word", "cure"), [
    ("coverage", "natonal", "Did you mean national?"),
    ("coverage", "valtakunalinen", "Did you mean national?"),
    ("coverage", "qqq", "Write one of these: local, regional, national, and international."),
    ("status", "actve", "Did you mean active?"),
    ("languages", "Swedihs", "Did you mean swedish?"),
    ("languages", "zz", "Write a code of two letters, such as fi."),
    ("languages", "fin", "Write a code of two letters, such as fi."),
    ("sector", "municipalty", "Did you mean municipality?"),
    ("municipalities", "Helsingki", "Did you mean Helsinki?"),
    ("municipalities", "5", "Did you mean 005 (Alajärvi)?"),
    ("regions", "Uusima", "Did you mean Uusimaa?"),
    ("wanted_sectors", "munisipality", "Did you mean municipality?"),
    ("need_themes", "employmnt", "Did you mean employment?"),
    ("groups", "-x", "Begin with a letter or digit"),
])
def test_the_cure_names_what_may_have_been_meant(column: str, word: str, cure: str) -> None:
    assert cure in problem(**{column: word})


@pytest.mark.parametrize(("cell", "codes"), [
    ("employment;talent_boost", ("employment", "talent_boost")),
    ("employment | talent_boost |", ("employment", "talent_boost")),
    ("employment, talent boost", ("employment", "talent_boost")),
    ("employment;employment", ("employment",)),
    (["employment", "", "Talent Boost"], ("employment", "talent_boost")),
    ("", ()), (None, ()), ([], ()),
])
def test_lists(cell: object, codes: tuple[str, ...]) -> None:
    assert profile(themes=cell).themes == codes


@pytest.mark.parametrize("cell", [["a" * 201], ["x", 1.5, None, True], [["employment"]], [{"a": 1}], "a;" * 501,
                                  ["employment"] * 501])
def test_lists_that_cannot_be_read(cell: object) -> None:
    assert check(themes=cell).problems


def test_a_municipality_brings_its_region_home_first() -> None:
    assert profile(municipalities="Turku").regions == ("02",)
    assert profile(municipalities="Turku;Helsinki", regions="Uusimaa;Lapland;02").regions == ("02", "01", "19")
    assert profile(regions="Lappi").regions == ("19",)


def test_a_region_that_contradicts_the_municipality() -> None:
    assert problem(municipalities="Turku", regions="01") == (
        "f.csv:7:regions: Turku belongs to another region. Write 02 (Southwest Finland), or leave the regions empty."
    )


@pytest.mark.parametrize("cell", ["=1+1", " =cmd()", "@SUM(A1)", "+HYPERLINK(1)", "-1+cmd|' /C calc'!A0", "＝1"])
@pytest.mark.parametrize("column", ["name", "description_fi", "source", "needs", "themes", "capacity", "id", "updated"])
def test_formulas_are_refused_in_every_column(column: str, cell: str) -> None:
    assert column in {entry.field for entry in check(**{column: cell}).problems}


@pytest.mark.parametrize("words", ["- neuvontaa\n- kursseja", "+358 40 123 4567", "@kumppani", "a = b", "-"])
def test_text_that_only_looks_like_a_formula_is_taken(words: str) -> None:
    assert profile(description=words).descriptions == {"": words}


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\ud800", "\x0b"])
@pytest.mark.parametrize("column", ["name", "description_fi", "source", "themes", "coverage"])
def test_control_characters_are_refused(column: str, sign: str) -> None:
    assert f"U+{ord(sign):04X}" in problem(**{column: f"a{sign}b"})


def test_signs_that_writing_systems_need_are_taken() -> None:
    for word in ("می‌خواهم", "क्‍ष", "🙂", "a\u00adb"):
        assert profile(name=word).name == word


def test_texts_are_composed_and_trimmed() -> None:
    assert profile(name="  Jyva\u0308skyla\u0308 \u00a0").name == "Jyväskylä"


def test_a_name_has_one_line_and_texts_have_a_limit() -> None:
    assert "line break" in problem(name="a\nb")
    assert profile(description="x" * cells.LONGEST_TEXT)
    assert "longer than 20,000" in problem(description="x" * (cells.LONGEST_TEXT + 1))
    assert "longer than 2,000" in problem(name="x" * 2001)


@pytest.mark.parametrize("value", [True, ["a"], {"x": {"y": {"z": {}}}}, float("nan")])
def test_values_of_another_kind_are_no_text(value: object) -> None:
    result = check(description=value)
    assert result.problems or result.unknown


def test_two_columns_of_one_meaning() -> None:
    assert profile(municipality="Turku", municipality_code="853;091").municipalities == ("853", "091")
    assert profile(kind="Kunta tai kaupunki").sector == "municipality"
    assert "differs from that in “sector”" in problem(kind="development_centre")


@pytest.mark.parametrize(("first", "second", "one", "other"), [
    ("tunnus", "tunniste", "a", "b"), ("tarve", "tarpeet", "tiloja", "ohjaajia"),
    ("kapasiteetti", "capacity", "1", "2"), ("lähde", "source_url", "x", "y"),
])
def test_two_values_of_one_column_name_both_headers(first: str, second: str, one: str, other: str) -> None:
    row = {"name": "A", "sector": "ngo", **({} if first == "tunnus" else {"id": "a"}), first: one, second: other}
    [fault] = CHECK.check(Row("f.csv", 7, row)).problems
    assert (fault.field, str(fault.what)) == (second, f"The value differs from that in “{first}”.")


def test_a_name_in_finnish_and_swedish_beside_each_other() -> None:
    row = {"id": "a", "sector": "ngo", "nimi": "Turun kaupunki", "namn": "Åbo stad", "kuvaus": "Kaupunki",
           "beskrivning": "Stad"}
    record = CHECK.check(Row("f.csv", 7, row)).record
    assert record is not None
    assert record.name == "Turun kaupunki"
    assert record.names == {"fi": "Turun kaupunki", "sv": "Åbo stad"}
    assert record.descriptions == {"fi": "Kaupunki", "sv": "Stad"}


def test_unknown_columns_are_told_and_do_no_harm() -> None:
    result = check(shoe_size="44", namee="x")
    assert result.record is not None
    assert result.unknown == ("shoe_size", "namee")


def test_nonsense_costs_little_and_the_search_for_words_ends() -> None:
    codes = Codes(FINLAND)
    for number in range(cells.SUGGESTIONS + 50):
        with pytest.raises(UnknownCode) as failure:
            codes.code("sectors", f"municipalit {number} y")
    assert "Look at the list" in str(failure.value)
    assert codes.code("sectors", "municipality") == "municipality"


def test_a_foreign_vocabulary_is_read_as_well() -> None:
    result = ProfileCheck(FOREIGN, TODAY).check(Row("", 0, {
        "id": "a", "name": "A", "sector": "Chor, Kapelle oder Orchester", "municipality": "Abury",
        "themes": "Wohnen, music",
    }))
    assert result.record == Profile("a", "A", "choir", municipalities=("A2-01",), regions=("A2",),
                                    themes=("housing", "music"))


def test_a_draft_needs_nothing() -> None:
    assert draft_profile({}, FINLAND, TODAY) == Profile("", "")
    record = {"needs": {"texts": {"fi": "Tilaa"}, "themes": ["Talent Boost"]}, "capacity": None}
    draft = draft_profile(record, FINLAND, TODAY)
    assert draft.needs == Wish({"fi": "Tilaa"}, ("talent_boost",))


def test_a_draft_is_refused_with_all_its_problems_and_unknown_fields() -> None:
    with pytest.raises(RecordsRefused) as failure:
        draft_profile({"themes": ["talent bost"], "naem": "x", "needs": {"text": "y"}}, FINLAND, TODAY, REQUIRED)
    assert [str(entry) for entry in failure.value.problems] == [
        "themes: Unknown theme 'talent bost'. Did you mean talent_boost?",
        "id: The value is missing. Give one.",
        "name: The value is missing. Give one.",
        "sector: The value is missing. Give one.",
        "naem: This column is not known. Did you mean name?",
        "needs.text: This column is not known. Did you mean need_themes?",
    ]


IDS = ActorIds(["a", "b", "actor-c"])


def cooperation(**values: object) -> RowResult[Cooperation]:
    return CooperationCheck(IDS, FINLAND).check(Row("c.csv", 3, values))


@pytest.mark.parametrize(("values", "record"), [
    ({"actor_b": "a", "actor_a": "b", "what": "P", "from_year": "2021", "until_year": 2023},
     Cooperation(("a", "b"), "P", date(2021, 1, 1), date(2023, 12, 31))),
    ({"members": "b;a|actor-c", "since": "1.2.2021", "source_url": "s"},
     Cooperation(("a", "actor-c", "b"), "", date(2021, 2, 1), None, "s")),
    ({"members": ["a", "b", "a"], "title": "T", "until": "2021-05-06"},
     Cooperation(("a", "b"), "T", None, date(2021, 5, 6))),
    ({"actor_a": "b", "actor_b": "a", "vetäjä": "b", "kuvaus_fi": "Mitä\r\nteemme", "beskrivning": " Vad ",
      "teemat": "Talent Boost;Kulttuuri, taide ja kirjastot"},
     Cooperation(("a", "b"), "", None, None, "", "b", {"fi": "Mitä\nteemme", "": "Vad"},
                 ("talent_boost", "culture_arts"))),
    ({"members": ["a", "b"], "lead": None, "descriptions": {"en": "x"}, "themes": ["employment", ""]},
     Cooperation(("a", "b"), "", descriptions={"en": "x"}, themes=("employment",))),
])
def test_cooperations(values: dict[str, object], record: Cooperation) -> None:
    assert cooperation(**values) == RowResult(record, ())


@pytest.mark.parametrize(("values", "message"), [
    ({"actor_a": "a", "actor_b": "actr-c"}, "actor_b: There is no actor “actr-c”. Did you mean actor-c?"),
    ({"actor_a": "a", "actor_b": "zzz"}, "Import the actor first"),
    ({"actor_a": "a", "actor_b": "a"}, "at least two different members"),
    ({"members": ["a"]}, "at least two different members"),
    ({}, "at least two different members"),
    ({"members": ["a", "b"], "since": "2022", "until": "2021"}, "until: The last day is before the first."),
    ({"members": ["a", "b"], "since": "soon"}, "“soon” is not a date"),
    ({"members": ["a", "b"], "title": "=1"}, "as a formula"),
    ({"members": ["a", "b"], "lead": "actor-c"},
     "lead: “actor-c” is not a member of this cooperation. Name one of the members, or add it to them."),
    ({"members": ["a", "b"], "koordinoija": "bb"}, "koordinoija: There is no actor “bb”."),
    ({"members": ["a", "zzz"], "lead": "actor-c"}, "members: There is no actor “zzz”."),
    ({"members": ["a", "b"], "teema": "talent bost"},
     "teema: Unknown theme 'talent bost'. Did you mean talent_boost?"),
    ({"members": ["a", "b"], "description": "x" * 20_001}, "longer than 20,000 characters"),
])
def test_cooperations_that_cannot_be(values: dict[str, object], message: str) -> None:
    result = cooperation(**values)
    assert result.record is None
    [only] = result.problems
    assert message in str(only)
    assert str(only).startswith("c.csv:3")


def test_all_problems_of_a_cooperation_at_once() -> None:
    result = cooperation(actor_a="a", lead="b", themes="qqqq;employment;wwww", since="2022", until="2021", what="a\nb")
    assert [entry.field for entry in result.problems] == ["themes", "themes", "what", "", "until"]
    both = cooperation(actor_a="a", actor_b="b", lead="actor-c", themes="qqqq")
    assert [entry.field for entry in both.problems] == ["themes", "lead"]


def block(**values: object) -> RowResult[Block]:
    return BlockCheck(IDS).check(Row("b.csv", 2, values))


def test_blocks() -> None:
    assert block(actor="a", other="b").record == Block("a", "b")
    assert [str(entry) for entry in block(actor="a", other="a").problems] == [
        "b.csv:2:other: An actor cannot block itself. Name the other actor."]
    assert [entry.field for entry in block(actor="q").problems] == ["actor", "other"]


@settings(max_examples=examples(200))
@given(st.dictionaries(st.sampled_from([column.name for column in ACTOR_COLUMNS.columns] + ["name_fi", "needs_sv"]),
                       st.one_of(SIGNS, st.integers(), st.floats(), st.booleans(), st.none(),
                                 st.lists(SIGNS, max_size=3), st.dictionaries(SIGNS, SIGNS, max_size=2))))
def test_any_text_in_any_cell_gives_problems_or_a_profile(values: dict[str, object]) -> None:
    result = CHECK.check(Row("f.csv", 2, values))
    assert (result.record is None) == bool(result.problems)
    for entry in result.problems:
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", str(entry))
        assert str(entry.cure)


@settings(max_examples=examples(100))
@given(st.dictionaries(st.sampled_from([column.name for column in COOPERATION_COLUMNS.columns]),
                       st.one_of(SIGNS, st.sampled_from(["a", "b", "2021"]), st.lists(SIGNS, max_size=3))))
def test_any_text_in_any_cell_gives_problems_or_a_cooperation(values: dict[str, object]) -> None:
    result = cooperation(**values)
    assert (result.record is None) == bool(result.problems)


@settings(max_examples=examples(200))
@given(st.text(alphabet=string.printable + "äöåÄÖÅéß–€", max_size=40))
def test_what_is_taken_as_text_is_taken_again_unchanged(word: str) -> None:
    record = check(description=word).record
    if record and record.descriptions:
        assert profile(description=record.descriptions[""]).descriptions == record.descriptions


@pytest.mark.parametrize(("name", "code"), [("suomi", "fi"), ("Svenska", "sv"), ("Somali", "so"), ("AR", "ar")])
def test_a_language_may_be_written_by_its_name(name: str, code: str) -> None:
    assert draft_profile({"languages": [name]}, FINLAND, TODAY).languages == (code,)
