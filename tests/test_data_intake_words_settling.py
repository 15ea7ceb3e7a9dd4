"""Words of lists: what is known, what is asked, what is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from time import perf_counter

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from data.files.cells import CellRefused
from data.files.columns import ACTOR_COLUMNS, COOPERATION_COLUMNS
from data.files.profiles import ProfileCheck
from data.files.rows import Row, words_of
from data.intake.questions import KEEP, LEAVE_OUT, Answers, Question, Topic, key_of
from data.intake.words.asking import MOST_QUESTIONS
from data.intake.words.kinds import KindsOfNames
from data.intake.words.meanings import SINGLE
from data.intake.words.outcomes import Outcomes
from data.intake.words.settling import Settled, settle
from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies, open_vocabularies
from data.wording.texts import render

TODAY = date(2026, 11, 29)


@cache
def vocabularies() -> Vocabularies:
    return open_vocabularies()


def nothing_near(_vocabulary: str, words: Sequence[str]) -> Sequence[Sequence[str]]:
    return [()] * len(words)


def settled(*values: Mapping[str, object], answers: Answers | None = None) -> Settled:
    rows = [Row("list.xlsx", number, {"id": f"a{number}", "name": f"Yhdistys {number} ry", "sector": "ngo", **value})
            for number, value in enumerate(values, 2)]
    return settle(rows, ACTOR_COLUMNS, vocabularies(), answers or Answers(), nothing_near)


def profile_of(**value: object) -> Profile:
    """Return the profile of a row about which nothing is asked."""
    result = settled(value)
    assert not result.questions
    check = ProfileCheck(vocabularies(), TODAY).check(result.rows[0])
    assert check.record is not None, check.problems
    return check.record


def answer(column: str, word: str, value: str) -> Answers:
    return Answers({key_of(Topic.WORD, (column, word)): value})


def choices(question: Question) -> list[str]:
    return [choice.value for choice in question.choices]


@pytest.mark.parametrize(("word", "municipalities", "regions"), [
    ("Kotka / Kouvola", ("285", "286"), ("08",)),
    ("Pietarsaari/Jakobstad", ("598",), ("15",)),
    ("Turku (Åbo)", ("853",), ("02",)),
    ("Hki", ("091",), ("01",)),
    ("Tre; Jkl", ("837", "179"), ("06", "13")),
    ("Tku\nHelsinki", ("853", "091"), ("02", "01")),
    ("Helsingfors stad", ("091",), ("01",)),
    ("Rovaniemen kaupunki", ("698",), ("19",)),
    ("Espoo ja Vantaa", ("049", "092"), ("01",)),
    ("Valtimo", ("541",), ("12",)),
    ("Lapin maakunta", (), ("19",)),
    ("Kainuun hyvinvointialue", (), ("18",)),
    ("Pirkanmaa; Helsinki", ("091",), ("01", "06")),
    ("- Oulu\n- Kemi", ("564", "240"), ("17", "19")),
    (91, ("091",), ("01",)),
    ("ei tietoa", (), ()),
    ("–", (), ()),
])
def test_places_of_a_municipality_column(word: object, municipalities: tuple[str, ...],
                                         regions: tuple[str, ...]) -> None:
    profile = profile_of(municipalities=word)
    assert (profile.municipalities, profile.regions) == (municipalities, regions)


@pytest.mark.parametrize(("word", "municipalities", "regions"), [
    ("Päijät-Häme / Etelä-Karjala", (), ("07", "09")),
    ("Varsinais-Suomi ja Satakunta", (), ("02", "04")),
    ("Helsinki; Pirkanmaa", ("091",), ("01", "06")),
    ("Nyland", (), ("01",)),
])
def test_places_of_a_region_column(word: str, municipalities: tuple[str, ...], regions: tuple[str, ...]) -> None:
    profile = profile_of(regions=word)
    assert profile.municipalities == municipalities
    assert set(profile.regions) == set(regions)


@pytest.mark.parametrize("word", ["Valtakunnallinen", "koko maa", "hela landet", "Nationwide", "koko Suomi",
                                  "valtakunnallisesti", "riksomfattande"])
@pytest.mark.parametrize("column", ["municipalities", "regions"])
def test_the_whole_country_is_a_coverage(column: str, word: str) -> None:
    profile = profile_of(**{column: word})
    assert (profile.coverage, profile.municipalities, profile.regions) == ("national", (), ())


@pytest.mark.parametrize(("before", "after"), [("", "national"), ("alueellinen", "national"), ("regional", "national"),
                                               ("kansainvälinen", "international"), ("national", "national")])
def test_the_whole_country_widens_a_coverage(before: str, after: str) -> None:
    assert profile_of(municipalities="koko maa", coverage=before).coverage == after


@pytest.mark.parametrize(("words", "codes"), [
    ("dari, farsi", ("fa",)), ("sorani", ("ckb",)), ("kurmandži", ("kmr",)), ("viittomakieli", ("fse",)),
    ("svenskt teckenspråk", ("swl",)), ("romani", ("rom",)), ("pohjoissaame", ("se",)),
    ("suomi, ruotsi ja englanti", ("fi", "sv", "en")), ("finska och engelska", ("fi", "en")),
    ("venäjän kieli", ("ru",)), ("arabiaksi", ("ar",)), ("FI/SV/EN", ("fi", "sv", "en")), ("prs", ("prs",)),
    ("fi & en", ("fi", "en")), ("FIN, SWE, ENG", ("fi", "sv", "en")),
])
def test_languages(words: str, codes: tuple[str, ...]) -> None:
    assert profile_of(languages=words).languages == codes


def test_easy_finnish_is_finnish_and_a_keyword() -> None:
    profile = profile_of(languages="selkosuomi")
    assert (profile.languages, profile.keywords) == (("fi",), ("selkosuomi",))


@pytest.mark.parametrize(("word", "code"), [
    ("järjestö / yhdistys", "ngo"), ("srk", "faith_community"), ("Oy", "company"), ("ry", "ngo"),
    ("kunta/kaupunki", "municipality"), ("hyvinvointialue", "wellbeing_county"), ("AMK", "university"),
    ("säätiö", "ngo"), ("church", "faith_community"), ("förening", "ngo"), ("församling", "faith_community"),
    ("Yritys (Oy)", "company"),
])
def test_sectors(word: str, code: str) -> None:
    assert profile_of(sector=word).sector == code


@pytest.mark.parametrize(("word", "codes"), [
    ("oppilaitos", {"university", "vocational_school", "liberal_adult_education"}),
    ("kunta / järjestö", {"municipality", "ngo"}),
])
def test_a_sector_that_can_be_several_is_asked_about_without_a_proposal(word: str, codes: set[str]) -> None:
    question, = settled({"sector": word}).questions
    assert question.about == ("sector", word)
    assert question.proposal == ""
    assert set(choices(question)[:len(codes)]) == codes


def test_a_word_is_asked_about_once_and_counted_by_rows() -> None:
    result = settled(*({"themes": "Kaveritoiminta; kotoutuminen"} for _ in range(7)), {"themes": "KAVERITOIMINTA"})
    by_word = {question.about[1]: question for question in result.questions}
    assert set(by_word) == {"Kaveritoiminta", "kotoutuminen"}
    assert by_word["Kaveritoiminta"].rows == 8
    assert by_word["Kaveritoiminta"].examples == tuple(f"Yhdistys {number} ry" for number in range(2, 7))
    assert by_word["Kaveritoiminta"].proposal == "volunteering"
    assert render(by_word["Kaveritoiminta"].choices[0].label, "fi") == "Vapaaehtoistoiminta"
    assert choices(by_word["kotoutuminen"]) == [KEEP, LEAVE_OUT]
    assert by_word["kotoutuminen"].proposal == KEEP


def test_neuvonta_is_guidance() -> None:
    question, = settled({"themes": "neuvonta"}).questions
    assert question.proposal == "guidance_counselling"
    assert "legal_advice" not in choices(question)


def test_an_unknown_theme_refuses_no_row_and_is_kept() -> None:
    result = settled({"themes": "mentorointi; hevosterapia", "keywords": "talli, ratsastus"})
    check = ProfileCheck(vocabularies(), TODAY).check(result.rows[0])
    assert check.record is not None
    assert check.record.themes == ("mentoring",)
    assert check.record.keywords == ("talli", "ratsastus", "hevosterapia")
    assert [(count.word, count.count) for count in result.kept] == [("hevosterapia", 1)]


@pytest.mark.parametrize(("value", "themes", "keywords"), [
    ("sports", ("sports",), ()), (KEEP, (), ("hevosterapia",)), (LEAVE_OUT, (), ()),
    ("sports; mental_health", ("sports", "mental_health"), ()),
])
def test_answers_about_themes(value: str, themes: tuple[str, ...], keywords: tuple[str, ...]) -> None:
    result = settled({"themes": "Hevosterapia"}, answers=answer("themes", "hevosterapia", value))
    assert not result.questions
    record = ProfileCheck(vocabularies(), TODAY).check(result.rows[0]).record
    assert record is not None
    assert (record.themes, tuple(map(str.casefold, record.keywords))) == (themes, keywords)


def test_an_answer_that_fits_no_longer_is_asked_again() -> None:
    result = settled({"themes": "hevosterapia"}, answers=answer("themes", "hevosterapia", "no_such_theme"))
    assert len(result.questions) == 1


def test_a_place_that_nobody_knows_stays_and_is_asked_about() -> None:
    result = settled({"municipalities": "Vaasa; Tukholma"})
    question, = result.questions
    assert (question.about, question.proposal) == (("municipalities", "Tukholma"), "")
    assert choices(question) == [KEEP, LEAVE_OUT]
    assert ProfileCheck(vocabularies(), TODAY).check(result.rows[0]).problems
    kept = settled({"municipalities": "Vaasa; Tukholma"}, answers=answer("municipalities", "tukholma", KEEP))
    assert kept.rows[0].values["keywords"] == "Tukholma"
    moved = settled({"municipalities": "Tukholma"}, answers=answer("municipalities", "tukholma", "06"))
    assert moved.rows[0].values["regions"] == "06"


@pytest.mark.parametrize(("column", "word", "value"), [
    ("updated", "syksy 2025", "2025-10-31"), ("capacity", "2–3", "3"), ("website", "tulossa pian", "www.vaasa.fi"),
    ("business_id", "1234567-8", "0201256-6"),
])
def test_a_cell_that_cannot_be_read_is_asked_about_too(column: str, word: str, value: str) -> None:
    question, = settled({column: word}).questions
    assert (question.about, choices(question), question.proposal) == ((column, word), [LEAVE_OUT], "")
    assert settled({column: word}, answers=answer(column, word, LEAVE_OUT)).rows[0].values[column] == ""
    assert settled({column: word}, answers=answer(column, word, value)).rows[0].values[column] == value
    assert settled({column: value}).rows[0].values[column] == value


def test_a_slip_of_a_place_is_proposed() -> None:
    question, = settled({"municipalities": "Tamperre"}).questions
    assert question.proposal == "837"


def test_what_means_nothing_is_empty_and_said_once() -> None:
    result = settled({"themes": "-", "description_fi": "ei tietoa", "coverage": "?"}, {"languages": "n/a"})
    assert [row.values.get("themes", "") for row in result.rows] == ["", ""]
    assert result.rows[0].values["description_fi"] == ""
    assert [str(note) for note in result.notes] == ["4 cells are read as empty: “-”, “ei tietoa”, “?”, and “n/a”."]


def test_what_is_read_by_its_form_is_said_once() -> None:
    result = settled(*({"municipalities": "Rovaniemen kaupunki"} for _ in range(3)))
    assert [str(note) for note in result.notes] == ["“Rovaniemen kaupunki” is read as Rovaniemi."]


def test_known_words_stay_as_they_are_meant() -> None:
    values = {"municipalities": "Vaasa", "themes": "mentoring", "languages": "fi", "updated": "2024"}
    assert settled(values).rows[0].values == {"id": "a2", "name": "Yhdistys 2 ry", "sector": "ngo", **values,
                                              "municipalities": "905"}


@pytest.mark.parametrize(("name", "code"), [
    ("Kotikaverit ry", "ngo"), ("Siivous Oy", "company"), ("Pöytyän kunta", "municipality"),
    ("Vasa stad", "municipality"),
    ("Kallion seurakunta", "faith_community"), ("Itä-Suomen yliopisto", "university"), ("Xamk AMK", "university"),
    ("Pirkanmaan hyvinvointialue", "wellbeing_county"), ("TE-palvelut Lahti", "employment_authority"),
    ("Uudenmaan ELY-keskus", "development_centre"), ("Lapin elinvoimakeskus", "development_centre"),
    ("Vaasan monikulttuuriyhdistys ry", "migrant_association"), ("Rauman kauppakamari", "business_support"),
])
def test_a_missing_sector_is_asked_about_with_what_the_name_says(name: str, code: str) -> None:
    rows = [Row("list.csv", 2, {"name": name})]
    question, = settle(rows, ACTOR_COLUMNS, vocabularies(), Answers(), nothing_near).questions
    assert (question.about, question.proposal) == (("sector", name), code)
    given_answer = settle(rows, ACTOR_COLUMNS, vocabularies(), answer("sector", name, code), nothing_near)
    assert given_answer.rows[0].values["sector"] == code
    assert not given_answer.questions


def test_a_name_that_says_nothing_gets_no_proposal() -> None:
    assert KindsOfNames(vocabularies().reading).of("Startup Refugees") == ()
    assert KindsOfNames(None).of("Kotikaverit ry") == ()


def test_nested_records_are_settled_too() -> None:
    result = settled({"needs": {"themes": ["neuvonta", "hevosterapia"], "texts": {"fi": "Apua"}}})
    assert result.rows[0].values["keywords"] == "neuvonta; hevosterapia"
    assert result.rows[0].values["needs_fi"] == "Apua"
    assert [question.about[0] for question in result.questions] == ["need_themes", "need_themes"]


def test_cooperations_have_no_keywords_and_say_what_is_left_out() -> None:
    rows = [Row("c.csv", 2, {"members": "a;b", "themes": "mentorointi; geokätköily"})]
    result = settle(rows, COOPERATION_COLUMNS, vocabularies(), Answers(), nothing_near)
    assert result.rows[0].values["themes"] == "mentoring"
    assert choices(result.questions[0]) == [LEAVE_OUT]
    assert "geokätköily" in str(result.notes[0])


WORDS = st.one_of(st.sampled_from(["Vaasa", "Hki", "Kotka / Kouvola", "Savo", "mentorointi", "neuvonta", "-", "ja",
                                   "fi",
                                   "suomi ja ruotsi", "järjestö / yhdistys", "Oy", "oppilaitos", "?", "koko maa", "05",
                                   "selkosuomi", "a (b)", "x/y/z", "kieli & kulttuuri", "=1+1", "•  neuvonta"]),
                  st.text(max_size=12))
CELLS = st.one_of(WORDS, st.lists(WORDS, max_size=4), st.lists(WORDS, max_size=4).map("; ".join), st.none(),
                  st.integers(0, 999))
COLUMNS = st.sampled_from(["sector", "municipalities", "regions", "coverage", "themes", "need_themes", "offer_themes",
                           "languages", "wanted_sectors", "status"])


def entries(row: Row, column: str) -> set[str]:
    value = row.values.get(column) or ""
    if ACTOR_COLUMNS.names[column.replace("_", " ")].kind in SINGLE:
        return {str(value)}
    parts = value if isinstance(value, list) else str(value).split(";")
    return {str(part).strip() for part in parts}


@pytest.mark.parametrize(("column", "word", "why"), [
    ("business_id", "1009266-7", "is not a business id"), ("website", "http://", ""), ("updated", "31.2.2026", ""),
    ("sector", "kummallinen", None)])
def test_leaving_out_says_why_it_cannot_be_read(column: str, word: str, why: str | None) -> None:
    (question,) = settled({"name": "Kaiku ry", column: word}).questions
    reasons = {choice.value: choice.reason for choice in question.choices}
    assert (reasons["-"] is None) == (why is None)
    assert (why or "") in str(reasons["-"])


@settings(max_examples=15, phases=(Phase.explicit, Phase.generate))
@example([{"coverage": 572, "municipalities": "koko maa"}])
@example([{"municipalities": ["\x1b"], "regions": "Vaasa"}])
@example([{"coverage": [], "regions": "koko maa"}])
@given(st.lists(st.dictionaries(COLUMNS, CELLS, max_size=6), min_size=1, max_size=8))
def test_every_word_is_a_value_or_a_keyword_or_asked_about_or_told(values: list[dict[str, object]]) -> None:
    result = settled(*values)
    asked = {question.key for question in result.questions}
    told = " ".join(map(str, result.notes))
    outcomes = Outcomes(ACTOR_COLUMNS, vocabularies(), Answers())
    for row, value in zip(result.rows, values, strict=True):
        for name, cell in value.items():
            column = outcomes.columns[name]
            try:
                words = outcomes.meanings.words(column, cell)
            except CellRefused:
                assert row.values[name] == cell or cell == []  # an empty list says nothing that could be lost
                continue
            for outcome in (outcomes.of(column, word) for word in words):
                assert set(outcome.own) <= entries(row, name)
                assert all(entries(row, other) & {code, "international"}
                           or row.values[other] in (value[other], words_of(value[other]))
                           for other, code in outcome.others)
                assert not outcome.is_open or key_of(Topic.WORD, (name, outcome.word)) in asked
                assert outcome.own or outcome.others or "read as empty" in told or "is left out" in told
        problems = ProfileCheck(vocabularies(), TODAY).check(row).problems
        assert not [problem for problem in problems if problem.field in ("keywords", "themes", "need_themes")
                    and not isinstance(value.get(problem.field), int)
                    and row.values.get(problem.field) != value.get(problem.field)]
    again = settle(result.rows, ACTOR_COLUMNS, vocabularies(), Answers(), nothing_near)
    assert [row.values for row in again.rows] == [row.values for row in result.rows]


def test_work_is_per_distinct_word() -> None:
    rows = [{"themes": "; ".join(f"outo sana {(number * 40 + at) % 5000}" for at in range(40))}
            for number in range(2000)]
    begin = perf_counter()
    result = settled(*rows)
    assert perf_counter() - begin < 20
    assert len(result.questions) == MOST_QUESTIONS
    assert sum(count.count for count in result.kept) == 80_000
