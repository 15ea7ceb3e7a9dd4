"""What columns of lists mean: known, answered, asked with a proposal; and the rows under headers of ours."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.errors import Problem, RecordsRefused
from data.files.columns import ACTOR_COLUMNS, CONTACT_COLUMNS, COOPERATION_COLUMNS, Layout
from data.files.rows import Row
from data.intake.columns.header_words import ACTOR_PATTERNS, COOPERATION_PATTERNS, language_of
from data.intake.columns.mapped import apply, count_left_out
from data.intake.columns.mapping import Certainty, HeaderMapping, find_target, propose
from data.intake.questions import LEAVE_OUT, Answers, Question, Topic, key_of
from data.intake.tables.table import Table
from data.vocabularies.catalogue import open_vocabularies
from data.wording.texts import text
from evaluation.intake import columns as evaluation
from evaluation.reading.counts import Count
from tests.gears import examples

FINLAND = open_vocabularies()
TOWNS = ["Turku", "Oulu", "Kempele"]
SENTENCES = ["Järjestämme kielikahviloita ja opastamme maahan muuttaneita arjen asioissa joka viikko.",
             "Koulutamme vapaaehtoisia tukihenkilöitä perheille ja nuorille koko maakunnassa."]


def table_of(columns: dict[str, list[object]]) -> Table:
    length = max(map(len, columns.values()))
    rows = [{header: cells[number] if number < len(cells) else None for header, cells in columns.items()}
            for number in range(length)]
    return Table("a.xlsx", "Lista", 1, tuple(columns),
                 tuple(Row("a.xlsx", number, row, (), 1) for number, row in enumerate(rows, 2)))


def answered(**answers: str) -> Answers:
    return Answers({key_of(Topic.COLUMN, (header.replace("_", " "),)): value for header, value in answers.items()})


def mapped(columns: dict[str, list[object]], answers: Answers | None = None) -> HeaderMapping:
    return propose(table_of(columns), ACTOR_COLUMNS, CONTACT_COLUMNS, FINLAND, answers or Answers())


def targets(columns: dict[str, list[object]], answers: Answers | None = None) -> dict[str, str]:
    return {meaning.header: meaning.target for meaning in mapped(columns, answers).meanings}


def question(columns: dict[str, list[object]]) -> Question:
    [asked] = mapped(columns).questions
    return asked


def rows(columns: dict[str, list[object]], answers: Answers | None = None) -> list[dict[str, object]]:
    return [dict(row.values) for row in apply(table_of(columns), mapped(columns, answers))]


class TestKnown:
    @pytest.mark.parametrize(("header", "target"), [
        ("Nimi", "name"), ("Organisaatio", "name"), ("Paikkakunta", "municipalities"), ("Kaupunki/kunta",
        "municipalities"),
        ("ORT", "municipalities"), ("Sähköposti", "contact_email"), ("name_sv", "name_sv"), ("Puh.", "contact_phone"),
        ("Y-tunnus", "business_id"), ("problem", LEAVE_OUT), ("contact.email", "contact_email"), ("names.sv",
        "name_sv"),
    ])
    def test_a_name_that_is_known_asks_nothing(self, header: str, target: str) -> None:
        mapping = mapped({header: ["x y", "z"]})
        assert (mapping.targets, mapping.questions) == ({header: target}, ())

    @pytest.mark.parametrize(("header", "target"), [("Otsikko", "title"), ("Alkoi", "since"), ("Päättyi", "until"),
                                                    ("Hanke", "title"), ("Startdatum", "since"), ("Rubrik", "title")])
    def test_names_of_cooperations(self, header: str, target: str) -> None:
        mapping = propose(table_of({header: ["x"]}), COOPERATION_COLUMNS, Layout(()), FINLAND, Answers())
        assert mapping.targets == {header: target}

    @pytest.mark.parametrize(("header", "cells", "target"), [
        ("Alue", TOWNS, "municipalities"), ("Toimiala", ["työllistyminen", "mentorointi"], "themes"),
        ("Kunta", ["Uusimaa", "Lappi"], "regions"), ("Kieli", ["järjestö", "kunta"], "sector"),
    ])
    def test_cells_of_another_kind_are_asked_about(self, header: str, cells: list[object], target: str) -> None:
        asked = question({header: cells})
        assert (asked.about, asked.proposal) == ((header,), target)

    @pytest.mark.parametrize(("header", "cells"), [("Alue", ["Uusimaa", "Turku"]), ("Alue", ["Lounaisranta", "Kaakko"]),
                                                   ("regions", TOWNS), ("Kunta", ["Kotka / Kouvola", "Hki"])])
    def test_cells_that_only_need_another_word_are_not(self, header: str, cells: list[object]) -> None:
        assert not mapped({header: cells}).questions

    def test_a_header_without_cells_asks_nothing(self) -> None:
        mapping = mapped({"Nimi": ["A"], "Muistettavaa": [None, " "], "Kunta": []})
        assert [meaning.certainty for meaning in mapping.meanings] == [Certainty.KNOWN, Certainty.EMPTY,
        Certainty.EMPTY]
        assert not mapping.questions

    def test_nested_records_are_read_as_they_are(self) -> None:
        columns: dict[str, list[object]] = {"names": [{"fi": "A"}], "needs": [{"themes": ["youth"]}]}
        assert rows(columns) == [{"names": {"fi": "A"}, "needs": {"themes": ["youth"]}}]


class TestAnswered:
    @pytest.mark.parametrize(("answer", "target"), [("name", "name"), ("nimi", "name"), ("kuvaus_sv", "description_sv"),
                                                    ("contact_email", "contact_email"), (LEAVE_OUT, LEAVE_OUT)])
    def test_an_answer_stands_before_all_else(self, answer: str, target: str) -> None:
        columns: dict[str, list[object]] = {"Sektori": ["järjestö", "kunta"]}
        assert mapped(columns, answered(sektori=answer)).targets == {"Sektori": target}

    def test_one_that_is_no_column_is_refused(self) -> None:
        with pytest.raises(RecordsRefused) as failure:
            mapped({"Muuta": ["x"]}, answered(muuta="nonsense"))
        assert "“nonsense” is no column" in str(failure.value)
        assert "municipalities" in str(failure.value)

    def test_every_choice_can_be_answered(self) -> None:
        columns: dict[str, list[object]] = {"Muuta": ["x"], "Kunta": ["Turku"]}
        asked = question(columns)
        for choice in asked.choices:
            mapping = mapped(columns, answered(muuta=choice.value))
            assert not mapping.questions
            assert mapping.targets["Muuta"] == choice.value

    def test_a_column_that_is_answered_is_proposed_to_no_other(self) -> None:
        columns: dict[str, list[object]] = {"Vastaava": ["Anna", "Ali"], "Yhdistyksen nimi": ["A", "B"]}
        assert targets(columns, answered(vastaava="name"))["Yhdistyksen nimi"] == "contact_name"


class TestProposals:
    @pytest.mark.parametrize(("header", "cells", "target"), [
        ("Asema", TOWNS, "municipalities"), ("Tieto", ["Uusimaa", "Lappi"], "regions"), ("X", ["järjestö", "kunta"],
        "sector"),
        ("X", ["työllistyminen", "mentorointi"], "themes"), ("X", ["suomi", "ruotsi, englanti"], "languages"),
        ("X", ["a@x.fi", "b@y.fi"], "contact_email"), ("X", ["040 123 4567", "+358 50 1234567"], "contact_phone"),
        ("X", ["www.turku.fi", "https://oulu.fi/x"], "website"), ("X", ["0201256-6", "FI02012566"], "business_id"),
        ("X", ["3.2.2025", "12.11.2024"], "updated"), ("X", list(SENTENCES), "description"), ("X", ["1", "2", "3"],
        LEAVE_OUT),
        ("X", ["20100", "65100"], LEAVE_OUT), ("X", ["kyllä", "ei"], LEAVE_OUT), ("X", ["SPR Turku", "Moniheli"],
        "name"),
        ("X", ["Kotka / Kouvola", "Oulu"], "municipalities"), ("X", ["a@x.fi", "ei ole", "-"], ""),
        ("X", ["kevät", "kevät", "syksy"], ""),
    ])
    def test_what_cells_hold(self, header: str, cells: list[object], target: str) -> None:
        assert question({header: cells}).proposal == target

    @pytest.mark.parametrize(("header", "target"), [
        ("Munisipalities", "municipalities"), ("Paikkakunnta", "municipalities"), ("Kuvuas", "description"),
        ("Sähköpost", "contact_email"), ("Verksamhetens beskrivning", "description"), ("Org.tyyppi", "sector"),
        ("Mitä teette?", "description"), ("Postinumero", LEAVE_OUT), ("Seurakunnan nimi", "name"),
        ("Yhteiskunnallinen tavoite", ""), ("Ruotsinkielinen nimi", "name_sv"), ("Namn på finska", "name_fi"),
        ("Kort om oss", "description"), ("Postadress", LEAVE_OUT), ("Puheenjohtajan nimi", "contact_name"),
        ("Jäsenten määrä", LEAVE_OUT), ("Päivämäärä", "updated"), ("Support", ""), ("Muuta", ""),
        ("address.municipality", "municipalities"), ("organisationName", "name"), ("address.postalCode", LEAVE_OUT),
    ])
    def test_what_headers_say(self, header: str, target: str) -> None:
        assert question({header: ["–"]}).proposal == target

    def test_lists_of_json_hold_their_items(self) -> None:
        assert question({"x": [["https://a.fi", "www.b.fi"], []]}).proposal == "website"

    def test_of_two_headers_for_one_column_the_other_is_asked(self) -> None:
        columns: dict[str, list[object]] = {"Nimi": ["Anna", "Ali"], "Organisaatio": ["SPR", "MLL"]}
        mapping = mapped(columns)
        assert mapping.targets == {"Organisaatio": "name"}
        [asked] = mapping.questions
        assert (asked.about, asked.proposal) == (("Nimi",), "contact_name")

    def test_columns_of_lists_and_texts_may_come_from_several(self) -> None:
        columns: dict[str, list[object]] = {"Kunta": ["Turku"], "Kaupunki": ["Salo"], "Kuvaus": ["a"],
        "Esittely": ["b"]}
        assert not mapped(columns).questions
        assert rows(columns) == [{"municipalities": "Turku; Salo", "description": "a\nb"}]

    @pytest.mark.parametrize(("headers", "expected"), [
        (("nimi", "namn"), ("name_fi", "name_sv")), (("Organisaation nimi", "Organisationens namn"), ("name_fi",
        "name_sv")),
        (("Yhdistyksen nimi", "Föreningens namn"), ("name_fi", "name_sv")), (("name", "nimi", "namn"), ("name",
        "name_fi", "name_sv")),
        (("Kuvaus toiminnasta", "Beskrivning av verksamheten"), ("description_fi", "description_sv")),
        (("Nimi", "Nimi ruotsiksi"), ("name_fi", "name_sv")), (("Nimi",), ("name",)), (("name_fi", "namn"),
        ("name_fi", "name_sv")),
    ])
    def test_texts_in_two_languages_beside_each_other(self, headers: tuple[str, ...], expected: tuple[str,
        ...]) -> None:
        assert tuple(targets({header: ["A", "B"] for header in headers}).values()) == expected

    def test_a_question_shows_what_it_is_about(self) -> None:
        asked = question({"Nimi": ["a", "b", "c", "d"], "Asema": ["Turku", "Turku", "Oulu", "Salo"]})
        assert (asked.topic, asked.about, asked.examples, asked.rows) == (Topic.COLUMN, ("Asema",), ("Turku", "Oulu",
            "Salo"), 4)
        assert asked.choices[0].value == asked.proposal == "municipalities"
        assert str(asked.choices[0].reason) == "The cells hold it: 100 % of 4."
        assert asked.choices[-1].value == LEAVE_OUT
        assert len({choice.value for choice in asked.choices}) == len(asked.choices)
        assert "name" not in {choice.value for choice in asked.choices}
        assert all(str(choice.label) for choice in asked.choices)

    def test_patterns_name_columns(self) -> None:
        for patterns, layouts in ((ACTOR_PATTERNS, (ACTOR_COLUMNS, CONTACT_COLUMNS)),
                                  (COOPERATION_PATTERNS, (COOPERATION_COLUMNS,))):
            assert all(target == LEAVE_OUT or find_target(target, layouts) for _, target in patterns)

    @pytest.mark.parametrize(("header", "language"), [("Nimi (sv)", "sv"), ("Nimi", "fi"), ("Namn", "sv"), ("Kunta",
        ""),
                                                      ("Description in English", "en"), ("Kuvaus englanniksi", "en")])
    def test_the_language_of_a_header(self, header: str, language: str) -> None:
        assert language_of(header) == language


class TestRows:
    def test_cells_that_are_left_out_are_counted_with_their_problems_gone(self) -> None:
        row = Row("a.xlsx", 2, {"Nimi": "A", "Nro": "=1+1"}, (Problem("a.xlsx", 2, "Nro", text("x"), text("y")),
                                                              Problem("a.xlsx", 2, "Nimi", text("x"), text("y"))), 1)
        table = Table("a.xlsx", "", 1, ("Nimi", "Nro"), (row,))
        mapping = propose(table, ACTOR_COLUMNS, CONTACT_COLUMNS, FINLAND, answered(nro=LEAVE_OUT))
        [applied] = apply(table, mapping)
        assert applied.values == {"name": "A"}
        assert [problem.field for problem in applied.problems] == ["name"]
        assert (count_left_out(table, mapping), mapping.headers_of("name")) == ({"Nro": 1}, ("Nimi",))

    def test_persons_have_two_names(self) -> None:
        columns: dict[str, list[object]] = {"Etunimi": ["Anna", None], "Sukunimi": ["Holm", "Lind"]}
        assert rows(columns, answered(etunimi="contact_name", sukunimi="contact_name")) == [
            {"contact_name": "Anna Holm"}, {"contact_name": "Lind"}]

    def test_lists_of_json_are_joined(self) -> None:
        columns: dict[str, list[object]] = {"kunta": [["Turku"]], "kaupunki": [["Salo", "Raisio"]]}
        assert rows(columns) == [{"municipalities": ["Turku", "Salo", "Raisio"]}]

    def test_where_one_can_be_taken_two_that_differ_are_a_problem(self) -> None:
        columns: dict[str, list[object]] = {"A": ["a@x.fi", "a@x.fi", None], "B": ["b@x.fi", "a@x.fi", "b@x.fi"]}
        answers = answered(a="contact_email", b="contact_email")
        applied = apply(table_of(columns), mapped(columns, answers))
        assert [row.values["contact_email"] for row in applied] == ["a@x.fi", "a@x.fi", "b@x.fi"]
        assert [[str(problem.what) for problem in row.problems] for row in applied] == [
            ["The value differs from that in “A”."], [], []]

    def test_what_is_open_stays_under_its_own_header(self) -> None:
        assert rows({"Muuta": ["x"]}) == [{"Muuta": "x"}]

    def test_so_does_what_stands_below_the_sign_for_leaving_out(self) -> None:
        assert rows({"-": ["Turku"]}) == [{"-": "Turku"}]


CELLS = st.lists(st.one_of(st.none(), st.sampled_from([*TOWNS, "a@x.fi", "järjestö", "3.2.2025", *SENTENCES, "suomi"]),
                           st.text(max_size=8), st.integers(0, 9)), min_size=1, max_size=5)
HEADERS = st.one_of(
    st.sampled_from(["Nimi", "Namn", "Organisaatio", "Kunta", "Alue", "Muuta", "Sähköposti", "Puh.", "Kuvaus",
                     "Nimi (2)", "names.fi", "Toiminta", "-"]),
    st.text(min_size=1, max_size=12))


@settings(max_examples=examples(150))
@example(columns={"Nimi": [None], "-": ["Turku"]})
@example(columns={"Nimi": ["Turku"], "Namn": ["Turku"], "names.fi": ["Turku"]})
@example(columns={"Sähköposti": ["a@x.fi"], "E-post": ["b@x.fi"]})
@given(columns=st.dictionaries(HEADERS, CELLS, min_size=1, max_size=6))
def test_every_cell_is_taken_left_out_or_asked_about(columns: dict[str, list[object]]) -> None:
    table, mapping = table_of(columns), mapped(columns)
    assert [meaning.header for meaning in mapping.meanings] == list(columns)
    asked = {one.about[0] for one in mapping.questions}
    assert asked == {meaning.header for meaning in mapping.meanings if meaning.certainty is Certainty.OPEN}
    taken = [" ".join(map(str, row.values.values())) for row in apply(table, mapping)]
    left_out = set(mapping.left_out)
    for row, words, applied in zip(table.rows, taken, apply(table, mapping), strict=True):
        for header, cell in row.values.items():
            shown = "" if cell is None else str(cell).strip()
            assert shown in words or header in left_out or applied.problems
    known = [meaning.target for meaning in mapping.meanings if meaning.certainty is Certainty.KNOWN]
    assert all(known.count(target) == 1 or target in mapping.joints or target == LEAVE_OUT for target in known)


@pytest.mark.parametrize(("aside", "least"), [(False, 0.95), (True, 0.9)])
def test_headers_of_lists_are_understood(*, aside: bool, least: float) -> None:
    judged = evaluation.headers(aside=aside)
    total = sum((evaluation.judge(header, header.cells, FINLAND) for header in judged), Count())
    assert len(judged) == (40 if aside else 80)
    assert total.precision >= least
    assert total.recall >= least
