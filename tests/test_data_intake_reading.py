"""Lists as people have them: each cell is stored, told of or asked about, and nothing that is likely is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data.files.rows import words_of
from data.intake.contacts import ListedContact
from data.intake.lists import ListOfActors, SettledList
from data.intake.questions import KEEP, LEAVE_OUT, Question, Sameness, Topic
from data.intake.reading import cooperations_without_open, read_cooperation_list, read_list, without_open
from data.intake.storing import settle_list
from data.wording.texts import render
from data.wording.words import normalise
from tests.gears import examples
from tests.lists import answer, answered, ground, settled, stored, write
from tests.networks import TURKU

NUMBER = "0201256-6"
HEADER = ("Nimi", "Sektori", "Kunta")
SILTA = stored("silta", "Turun Silta ry", municipalities=(TURKU,), regions=("02",))


def whats(read: ListOfActors) -> list[str]:
    return [render(problem.what, "en") for problem in read.reading.problems]


def about(questions: Sequence[Question]) -> set[tuple[str, ...]]:
    return {question.about for question in questions}


class TestEachCell:
    """Every cell of a table that is not empty is stored, told of, or asked about."""

    # Header → its cells, each with what is stored of it.
    CELLS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
        "Nimi": {"Turun Silta ry": ("Turun Silta ry",), "Oulun kaupunki": ("Oulun kaupunki",),
                 "Kotkan seurakunta": ("Kotkan seurakunta",), "": ()},
        "Sektori": {"ngo": ("ngo",), "kunta": ("municipality",), "seppä": ("seppä",), "": ()},
        "Paikkakunta": {"Turku": ("853",), "Kotka / Kouvola": ("285", "286"), "Hki": ("091",),
                        "koko maa": ("national",), "Olematonkylä": ("Olematonkylä",), "–": ("–",), "": ()},
        "Teemat": {"employment": ("employment",), "sepäntyö": ("sepäntyö",), "": ()},
        "Kuvaus": {"Auttaa alkuun.": ("Auttaa alkuun.",), "ei tietoa": ("ei tietoa",), "": ()},
        "Sähköposti": {"a@esimerkki.fi": ("a@esimerkki.fi",), "kysy": ("kysy",), "": ()},
        "Yhteyshenkilö": {"Maija M.": ("Maija M.",), "": ()},
        "Y-tunnus": {NUMBER: (NUMBER,), "1234": ("1234",), "": ()},
        "Päivitetty": {"31.1.2026": ("datetime.date(2026, 1, 31)",), "2099": ("2099",), "": ()},
        "Muuta": {"soita ensin": ("soita ensin",), "": ()},
        "Vastuualue": {"Turku": ("853",), "Raisio": ("680",), "": ()},
    }

    @settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture],
              phases=(Phase.explicit, Phase.reuse, Phase.generate))  # shrinking would take minutes
    @given(data=st.data(), suffix=st.sampled_from([".xlsx", ".csv"]), is_known=st.booleans())
    def test_is_stored_told_of_or_asked_about(self, tmp_path: Path, data: st.DataObject, suffix: str, *,
                                              is_known: bool) -> None:
        others = st.lists(st.sampled_from(sorted(self.CELLS.keys() - {"Nimi"})), unique=True, min_size=1)
        headers = ["Nimi", *data.draw(others)]
        rows = data.draw(st.lists(st.tuples(*(st.sampled_from(list(self.CELLS[header])) for header in headers)),
                                  min_size=1, max_size=6))
        if not any("".join(row) for row in rows):
            return
        path = write(tmp_path / f"a{suffix}", headers, *rows)
        read, against, asked = answered(path, ground(*[SILTA] * is_known))
        result = settle_list(read, against)
        told = self.told(read, result, asked)
        for row in read.table.rows:
            for header, cell in row.values.items():
                words = words_of(cell)
                places = [*told.get((row.line, header), []), *told.get((0, header), []), *told.get((0, ""), [])]
                assert all(self.is_in(part, places) for part in self.CELLS[header].get(words, ())) or self.is_in(
                    words, places), (row.line, header, words, places)

    def told(self, read: ListOfActors, result: SettledList,
             asked: Sequence[Question]) -> dict[tuple[int, str], list[str]]:
        """Return what is told by line and header; 0 for every line, no header for every one."""
        profiles = {profile.id: profile for profile in result.profiles}
        told: dict[tuple[int, str], list[str]] = {(0, ""): [render(note, "en")
                                                            for note in (*read.notes, *result.told)]}
        told[0, ""] += [word for question in asked for word in question.about[1:]]
        for header in (*read.left_out, *(question.about[0] for question in asked)):
            told.setdefault((0, header), []).append("*")
        lines = {row.line: [str(profiles[result.ids[key]]) + str(result.contacts.get(result.ids[key]))]
                 for key, row in read.rows.items() if key in result.ids}
        for reject in read.reading.rejects:
            assert reject.row in read.table.rows
            lines[reject.row.line] = ["*"]
        for warning in read.reading.warnings:
            lines.setdefault(warning.line, []).append("*" if warning.field.startswith("contact") else "")
        for line, words in lines.items():
            for header in read.table.headers:
                told.setdefault((line, header), []).extend(words)
        return told

    @staticmethod
    def is_in(words: str, places: Sequence[str]) -> bool:
        return any(place == "*" or normalise(words) in normalise(place) or words in place for place in places)


def test_rows_of_one_cell_below_a_gap_are_rows(tmp_path: Path) -> None:
    for suffix in (".csv", ".xlsx"):
        path = write(tmp_path / f"a{suffix}", ("Nimi", "Sähköposti"), ("", ""), ("Silta ry", ""), ("Kaarna ry", ""))
        assert [row.values["Nimi"] for row in read_list(path, ground()).table.rows] == ["Silta ry", "Kaarna ry"]


class TestContacts:
    def test_without_a_name_they_are_called_as_the_actor_in_any_language(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.csv", ("name_sv", "sektori", "kunta", "e-post"),
                     ("Bro rf", "ngo", "Turku", "a@esimerkki.fi"))
        contacts = settle_list(read_list(path, ground()), ground()).contacts
        assert list(contacts.values()) == [ListedContact("Bro rf", "a@esimerkki.fi")]

    def test_whom_a_later_row_names_is_not_lost(self, tmp_path: Path) -> None:
        header = ("Nimi", "Y-tunnus", "Sektori", "Kunta", "Sähköposti", "Yhteyshenkilö")
        first, later = (("Silta ry", NUMBER, "ngo", "Turku", "a@esimerkki.fi", name) for name in ("", "Maija M."))
        path = write(tmp_path / "a.xlsx", header, first, later)
        assert list(settled(path, ground()).contacts.values()) == [ListedContact("Maija M.", "a@esimerkki.fi")]


class TestColumns:
    def test_what_stands_beside_a_column_is_not_joined_with_it_unless_it_holds_such_words(self, tmp_path: Path) -> None:
        header = ("id", "Nimi", "Sektori", "Kunta", "location_basis", "languages", "languages_basis")
        rows = (("a", "Silta ry", "ngo", "Turku", "source", "fi;sv", "official languages"),
                ("b", "Kaarna ry", "ngo", "Oulu", "general_knowledge", "fi", "inferred"))
        read = read_list(write(tmp_path / "a.xlsx", header, *rows), ground())
        assert (read.needed, read.reading.rejects) == ((), ())
        assert read.left_out == {"location_basis": 2, "languages_basis": 2}
        own = [(*row[:4], "Raisio", *row[5:]) for row in rows]
        assert about(read_list(write(tmp_path / "b.xlsx", header, *own), ground()).needed) == {("location_basis",)}

    def test_what_is_likely_of_no_use_is_told_to_be_left_out(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.xlsx", (*HEADER, "Huomautuksia"), ("Silta ry", "ngo", "Turku", "soita ensin"))
        read = read_list(path, ground())
        assert [(question.about, question.proposal) for question in read.questions] == [(("Huomautuksia",), LEAVE_OUT)]
        assert (read.needed, read.left_out) == ((), {"Huomautuksia": 1})


class TestRejects:
    def test_stand_as_they_are_in_the_file(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.xlsx", ("Toimijan nimi", "Sektori", "S-posti", "Y-tunnus"),
                     ("Silta ry", "ngo", "a@x.fi", "1"), ("Kaarna ry", "ngo", "b@x.fi", ""))
        read = read_list(path, ground())
        assert [dict(reject.row.values) for reject in read.reading.rejects] == [
            {"Toimijan nimi": "Silta ry", "Sektori": "ngo", "S-posti": "a@x.fi", "Y-tunnus": "1"}]

    def test_are_not_taken_for_the_record_of_the_same_id(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text("id,nimi,sektori\na,Silta ry,ngo\na,Kaarna ry,ngo,liikaa\n", encoding="utf-8")
        read = read_list(path, ground())
        assert [reject.row.line for reject in read.reading.rejects] == [3]
        assert {key: row.line for key, row in read.rows.items()} == {"a": 2}

    def test_records_on_one_line_are_told_apart(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.json", {"id": "!", "name": "A", "sector": "ngo"},
                     {"id": "b", "name": "B", "sector": "ngo"}, {"id": "c", "name": "", "sector": "ngo"})
        read = read_list(path, ground())
        assert [reject.row.values["id"] for reject in read.reading.rejects] == ["!", "c"]
        assert [record.id for record in read.reading.records] == ["b"]

    def test_can_be_corrected_and_read_again(self, tmp_path: Path) -> None:
        rows = (("Silta ry", "ngo", "Turku"), ("Kaarna ry", "ngo", "Olematonkylä"))
        read = without_open(read_list(write(tmp_path / "a.xlsx", HEADER, *rows), ground()), ground())
        written = [list(reject.row.values.values()) for reject in read.reading.rejects]
        assert written == [["Kaarna ry", "ngo", "Olematonkylä"]]
        again = read_list(write(tmp_path / "b.xlsx", HEADER, [*written[0][:2], "Turku"]), ground())
        assert [record.name for record in again.reading.records] == ["Kaarna ry"]


class TestIds:
    def test_are_made_of_names_and_no_other_rows(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.csv", ("id", "nimi", "sektori", "kunta"), ("", "Silta ry", "ngo", "Turku"),
                     ("silta-ry", "Kaarna ry", "ngo", "Oulu"), ("", "Silta ry", "ngo", "Rovaniemi"))
        read = read_list(path, ground())
        ids = [record.id for record in read.reading.records]
        assert ids[1] == "silta-ry"
        assert len(set(ids)) == 3
        assert all(key in read.rows for key in ids)

    @pytest.mark.parametrize(("cell", "key"), [(0, "0"), (5, "5"), (5.0, "5"), (" c ", "c"), ("é", "é")])
    def test_are_those_of_the_records(self, tmp_path: Path, cell: object, key: str) -> None:
        path = write(tmp_path / "a.json", {"id": cell, "name": "Silta ry", "sector": "ngo", "email": "a@x.fi"})
        read = read_list(path, ground())
        if read.reading.records:
            assert [record.id for record in read.reading.records] == [key]
            assert settle_list(read, ground()).contacts[key].email == "a@x.fi"
        else:
            assert "cannot be an id" in whats(read)[0]

    def test_of_a_name_in_two_languages(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.csv", ("Organisaation nimi", "Organisationens namn", "sektori", "e-post"),
                     ("Turun Silta ry", "Åbo Bro rf", "ngo", "a@x.fi"))
        read = read_list(path, ground())
        record, = read.reading.records
        assert (record.id, record.name, record.names["sv"]) == ("turun-silta-ry", "Turun Silta ry", "Åbo Bro rf")
        assert settle_list(read, ground()).contacts[record.id].name == "Turun Silta ry"


class TestSectors:
    @pytest.mark.parametrize("cell", ["", "–", "ei tietoa", None])
    @pytest.mark.parametrize("name", ["Turun Silta ry", "turun  silta RY", "Åbo Bro rf"])
    def test_of_stored_actors_are_known_by_name(self, tmp_path: Path, cell: object, name: str) -> None:
        known = stored("silta", "Turun Silta ry", sector="company", names={"sv": "Åbo Bro rf"})
        read = read_list(write(tmp_path / "a.xlsx", HEADER, (name, cell, "Turku")), ground(known))
        assert [record.sector for record in read.reading.records] == ["company"]
        assert not [question for question in read.questions if question.topic is Topic.WORD]

    def test_are_known_by_the_business_id_where_the_name_changed(self, tmp_path: Path) -> None:
        known = stored("silta", "Turun Silta ry", sector="company", business_id=NUMBER)
        read = read_list(write(tmp_path / "a.xlsx", ("Nimi", "Y-tunnus"), ("Uusi nimi", NUMBER)), ground(known))
        assert [record.sector for record in read.reading.records] == ["company"]

    def test_that_the_list_tells_hold(self, tmp_path: Path) -> None:
        read = read_list(write(tmp_path / "a.xlsx", HEADER, ("Turun Silta ry", "company", "Turku")), ground(SILTA))
        assert [record.sector for record in read.reading.records] == ["company"]

    def test_of_two_of_one_name_are_asked_about(self, tmp_path: Path) -> None:
        known = stored("a", "Silta", sector="ngo"), stored("b", "Silta", sector="company")
        read = read_list(write(tmp_path / "a.xlsx", ("Nimi", "Kunta"), ("Silta", "Turku")), ground(*known))
        assert ("sector", "Silta") in about(read.needed)

    def test_left_out_is_not_asked_again(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.xlsx", ("Nimi", "Kunta"), ("Silta", "Turku"))
        read = read_list(path, ground(answers=answer(Topic.WORD, "sector", "Silta", value=LEAVE_OUT)))
        assert read.questions == ()
        assert (read.reading.rejects, read.reading.records) == ((), ())
        assert [note.template for note in read.notes] == ["“{name}” is left out, as answered."]


class TestAnswers:
    def test_that_fit_no_longer_are_asked_again(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.xlsx", HEADER, ("Silta", "seppä", "Turku"))
        read = read_list(path, ground(answers=answer(Topic.WORD, "sector", "seppä", value="gone")))
        assert ("sector", "seppä") in about(read.needed)

    def test_about_columns_of_other_records_count_as_none(self, tmp_path: Path) -> None:
        answers = answer(Topic.COLUMN, "Vastuutaho", value="name")
        path = write(tmp_path / "c.xlsx", ("Hanke", "Jäsenet", "Vastuutaho"), ("H", "a; b", "a"))
        members = stored("a", "A ry"), stored("b", "B ry")
        read = read_cooperation_list(path, ground(answers=answers), members, {})
        assert ("Vastuutaho",) in about(read.questions)
        (tmp_path / "a.csv").write_text("Vastuutaho;Sektori\nSilta ry;ngo", encoding="utf-8")
        assert settled(tmp_path / "a.csv", ground(answers=answers)).profiles[0].name == "Silta ry"

    def test_keep_a_word_that_nobody_knows(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.xlsx", (*HEADER, "Teemat"), ("Silta", "ngo", "Turku", "sepäntyö"))
        result = settled(path, ground(answers=answer(Topic.WORD, "themes", "sepäntyö", value=KEEP)))
        assert result.profiles[0].keywords == ("sepäntyö",)


class TestWithoutOpen:
    def test_rows_that_may_be_stored_actors_are_left_out(self, tmp_path: Path) -> None:
        known = stored("x", "Silta ry", business_id=NUMBER)
        path = write(tmp_path / "a.xlsx", ("Nimi", "Sektori", "Y-tunnus"), ("Aivan muu", "ngo", NUMBER),
                     ("Kaarna ry", "ngo", ""))
        read = read_list(path, ground(known))
        assert [question.topic for question in read.needed] == [Topic.PAIR]
        left = without_open(read, ground(known))
        assert [record.name for record in left.reading.records] == ["Kaarna ry"]
        reject, = left.reading.rejects
        assert dict(reject.row.values) == {"Nimi": "Aivan muu", "Sektori": "ngo", "Y-tunnus": NUMBER}
        assert reject.row.line == 2
        assert settle_list(left, ground(known)).profiles == left.reading.records

    def test_units_of_these_are_left_out_too(self, tmp_path: Path) -> None:
        known = stored("x", "Silta ry", business_id=NUMBER)
        path = write(tmp_path / "a.csv", ("id", "nimi", "sektori", "y-tunnus", "part_of"),
                     ("c", "Kerho", "ngo", "", "b"), ("a", "Aivan muu", "ngo", NUMBER, ""),
                     ("b", "Kahvila", "ngo", "", "a"))
        left = without_open(read_list(path, ground(known)), ground(known))
        assert left.reading.records == ()
        assert [reject.row.values["id"] for reject in left.reading.rejects] == ["c", "a", "b"]

    def test_words_that_are_likely_are_not_taken_for_answered(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.xlsx", HEADER, ("Silta ry", "ngoo", "Turku"), ("Kaarna ry", "ngo", "Lahtti"),
                     ("Paja ry", "ngo", "Lahti"))
        read = read_list(path, ground())
        assert len(read.reading.records) == 3
        left = without_open(read, ground())
        assert [record.name for record in left.reading.records] == ["Paja ry"]
        assert [reject.row.line for reject in left.reading.rejects] == [2, 3]

    def test_columns_that_are_likely_are_not_taken_for_answered(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.xlsx", ("Nimi", "Sektori", "Toimialue kartalla"), ("Silta ry", "ngo", "Turku"))
        read = read_list(path, ground())
        assert read.needed
        left = without_open(read, ground())
        assert [record.municipalities for record in left.reading.records] == [()]
        assert left.left_out == {"Toimialue kartalla": 1}

    def test_of_cooperations(self, tmp_path: Path) -> None:
        members = stored("a", "Turun Silta ry"), stored("b", "Oulun kaupunki")
        path = write(tmp_path / "c.xlsx", ("Jäsenet", "Hanke"), ("Turun Siltta ry; b", "Yksi"), ("a; b", "Kaksi"))
        read = read_cooperation_list(path, ground(), members, {})
        assert about(read.needed) == {("members", "Turun Siltta ry")}
        left = cooperations_without_open(read, ground(), members, {})
        assert [item.title for item in left.reading.records] == ["Kaksi"]

    def test_is_the_list_itself_where_nothing_is_open(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.xlsx", (*HEADER, "S-posti"), ("Turun Silta ry", "ngo", "Turku", "a@x.fi"),
                     ("Kaarna ry", "ngo", "Oulu", ""))
        read = read_list(path, ground(SILTA))
        assert read.questions == ()
        left = without_open(read, ground(SILTA))
        assert (left.reading, left.contacts, left.pairs) == (read.reading, read.contacts, read.pairs)


class TestCooperations:
    MEMBERS = (stored("a", "Turun Silta ry", names={"sv": "Åbo Bro rf"}), stored("b", "Oulun kaupunki"),
               stored("c", "Kaarna, tuki ja neuvonta ry"))

    @pytest.mark.parametrize("cell", [
        "a; b", "Turun Silta ry; Oulun kaupunki", "Åbo Bro rf|b", "turun silta RY, oulun  kaupunki", "Turun Silta; b"])
    def test_members_are_named_by_id_or_name(self, tmp_path: Path, cell: str) -> None:
        path = write(tmp_path / "c.xlsx", ("Jäsenet", "Hanke"), (cell, "Yhdessä"))
        read = read_cooperation_list(path, ground(), self.MEMBERS, {})
        assert (read.questions, [item.members for item in read.reading.records]) == ((), [("a", "b")])

    def test_a_name_with_a_comma_is_one(self, tmp_path: Path) -> None:
        path = write(tmp_path / "c.xlsx", ("Jäsenet", "Hanke"), ("Kaarna, tuki ja neuvonta ry; b", "Yhdessä"))
        read = read_cooperation_list(path, ground(), self.MEMBERS, {})
        assert [set(item.members) for item in read.reading.records] == [{"b", "c"}]

    def test_two_columns_and_a_lead(self, tmp_path: Path) -> None:
        path = write(tmp_path / "c.xlsx", ("Toimija A", "Toimija B", "Vetäjä", "Hanke"),
                     ("Turun Silta ry", "Oulun kaupunki", "Oulun kaupunki", "Yhdessä"))
        item, = read_cooperation_list(path, ground(), self.MEMBERS, {}).reading.records
        assert (item.members, item.lead) == (("a", "b"), "b")

    def test_rejects_stand_as_they_are_in_the_file(self, tmp_path: Path) -> None:
        path = write(tmp_path / "c.xlsx", ("Jäsenet", "Hanke"), ("Turun Silta ry; Tuntematon", "Yhdessä"))
        reject, = read_cooperation_list(path, ground(), self.MEMBERS, {}).reading.rejects
        assert dict(reject.row.values) == {"Jäsenet": "Turun Silta ry; Tuntematon", "Hanke": "Yhdessä"}

    def test_ids_of_the_list_of_actors_mean_its_actors(self, tmp_path: Path) -> None:
        known = stored("silta", "Turun Silta ry", business_id=NUMBER)
        actors = write(tmp_path / "a.csv", ("id", "nimi", "sektori", "y-tunnus"),
                       ("1", "Turun Silta ry", "ngo", NUMBER), ("2", "Kaarna ry", "ngo", ""))
        result = settled(actors, ground(known))
        assert result.ids == {"1": "silta", "2": "2"}
        path = write(tmp_path / "c.xlsx", ("Jäsenet", "Hanke"), ("1; 2", "Yhdessä"))
        read = read_cooperation_list(path, ground(known), result.profiles, result.ids)
        assert (read.questions, [set(item.members) for item in read.reading.records]) == ((), [{"silta", "2"}])


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from(["Silta ry", "Oulun kaupunki", "Kaarna", "Paja ry", "Helsingin seurakunta"]),
                      min_size=1, max_size=5, unique=True))
def test_a_list_that_is_read_again_changes_nothing(tmp_path: Path, names: list[str]) -> None:
    path = write(tmp_path / "a.xlsx", (*HEADER, "Kuvaus"), *((name, "ngo", "Turku", f"Mitä {name} tekee")
                                                             for name in names))
    first = settled(path, ground())
    again = settled(path, ground(*first.profiles))
    assert again.profiles == first.profiles




@pytest.mark.parametrize("value", [Sameness.SAME, Sameness.MERGE, Sameness.DIFFERENT])
def test_an_answer_about_a_pair_closes_its_question(tmp_path: Path, value: Sameness) -> None:
    known = stored("x", "Silta ry", business_id=NUMBER)
    path = write(tmp_path / "a.xlsx", ("Nimi", "Sektori", "Y-tunnus"), ("Aivan muu", "ngo", NUMBER))
    question, = read_list(path, ground(known)).needed
    read = read_list(path, ground(known, answers={question.key: value}))
    assert read.questions == ()
    ids = [profile.id for profile in settle_list(read, ground(known, answers={question.key: value})).profiles]
    assert ids == (["aivan-muu"] if value is Sameness.DIFFERENT else ["x"])
