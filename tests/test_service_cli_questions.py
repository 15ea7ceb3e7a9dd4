"""`import` of lists that people have: what is open is asked or written to a file, and nothing is guessed."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import Result

from data.intake.questions import Choice
from data.records.network import Network
from data.wording.texts import Labels
from service.cli.actions import imports
from service.cli.asking import MOST_SHOWN, _shown
from tests.stores import stored_network
from tests.terminal import Terminal

LIST = """Organisaation nimi,Tyyppi,Paikkakunta,Aiheet,Yhteyshenkilö,S-posti,Muuta
Kotkan kaupunki,kunta,Kotka,neuvonta,Maija M.,maija@kotka.fi,soita ensin
Kymenlaakson Martat ry,järjestö,Kotka / Kouvola,ruokakulttuuri,,info@martat.fi,
Kouvolan srk,srk,Kouvlola,kerhotoiminta,,,
"""
WORDS = """id,name,sector,municipalities
good,Hyvä yhdistys,ngo,Lahti
bad,Paha yhdistys,ngoo,Lahtti
"""


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "home")


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "kumppanit.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "words.csv"
    path.write_text(WORDS, encoding="utf-8")
    return path


def network_of(terminal: Terminal) -> Network:
    return stored_network(f"sqlite:///{terminal.home / 'kumppani.db'}")


def typed(monkeypatch: pytest.MonkeyPatch, terminal: Terminal, lines: Sequence[str], *command: str) -> Result:
    """What a command does while somebody at a terminal types lines, and then nothing more."""
    keyboard = io.StringIO("".join(f"{line}\n" for line in lines))
    with monkeypatch.context() as patch:
        patch.setattr(imports, "can_ask", lambda shell: True)
        patch.setattr("service.cli.asking.sys", type("Terminal", (), {"stdin": keyboard}))
        return terminal.run(*command)


def questions_of(path: Path) -> list[dict[str, Any]]:
    questions: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["questions"]
    return questions


def answered(path: Path, **answers: str) -> Path:
    """A file of questions with other answers, by the word or header that is asked about."""
    questions = [{**question, "answer": answers.get(question["about"][-1], question["answer"])}
                 for question in questions_of(path)]
    path.write_text(json.dumps({"questions": questions}), encoding="utf-8")
    return path


class TestFiles:
    def test_without_a_terminal_questions_are_written_beside_the_list(self, terminal: Terminal, listed: Path) -> None:
        failure = terminal.failure(1, "import", str(listed))
        target = listed.with_name("kumppanit.questions.xlsx")
        assert str(target) in failure["error"]["what"]
        assert f"--answers “{target}”" in failure["error"]["cure"]
        assert network_of(terminal).actors == ()
        rows = list(load_workbook(target).worksheets[0].iter_rows(values_only=True))
        assert "Look at each answer." in str(rows[0][0])
        assert "What does the column “Tyyppi” hold?" in [row[0] for row in rows]

    def test_a_file_that_somebody_has_answered_is_not_written_over(self, terminal: Terminal, words: Path) -> None:
        for name in ("words.questions.xlsx", "words.questions-2.xlsx"):
            assert str(words.with_name(name)) in terminal.failure(1, "import", str(words))["error"]["what"]

    @pytest.mark.parametrize("name", ["open.json", "open.xlsx"])
    def test_the_likely_answers_as_they_were_written(self, name: str, terminal: Terminal, words: Path) -> None:
        target = words.with_name(name)
        terminal.failure(1, "import", str(words), "--questions", str(target))
        assert terminal.json("import", str(words), "--answers", str(target))["added"] == 2
        stored = {actor.id: actor for actor in network_of(terminal).actors}
        assert (stored["bad"].sector, stored["bad"].municipalities) == ("ngo", ("398",))

    def test_other_answers_than_the_likely_ones(self, terminal: Terminal, words: Path) -> None:
        target = words.with_name("open.json")
        terminal.failure(1, "import", str(words), "--questions", str(target))
        assert {tuple(question["about"]): question["answer"] for question in questions_of(target)} == {
            ("sector", "ngoo"): "ngo", ("municipalities", "Lahtti"): "398"}
        terminal.json("import", str(words), "--answers", str(answered(target, ngoo="company", Lahtti="-")))
        stored = {actor.id: actor for actor in network_of(terminal).actors}
        assert (stored["bad"].sector, stored["bad"].municipalities) == ("company", ())

    def test_what_was_answered_is_known_the_next_time(self, terminal: Terminal, words: Path) -> None:
        target = words.with_name("open.json")
        terminal.failure(1, "import", str(words), "--questions", str(target))
        terminal.json("import", str(words), "--answers", str(target))
        assert terminal.json("import", str(words))["unchanged"] == 2

    def test_an_answer_that_is_left_empty_keeps_its_question_open(self, terminal: Terminal, words: Path) -> None:
        target = words.with_name("open.json")
        terminal.failure(1, "import", str(words), "--questions", str(target))
        rest = words.with_name("rest.json")
        terminal.failure(1, "import", str(words), "--answers", str(answered(target, Lahtti="")),
                         "--questions", str(rest))
        assert [question["about"] for question in questions_of(rest)] == [["municipalities", "Lahtti"]]

    @pytest.mark.parametrize("content", ["", "{}", "[1]", '{"questions": [{"topic": "colour"}]}'])
    def test_files_of_other_things(self, content: str, terminal: Terminal, words: Path) -> None:
        other = words.with_name("other.json")
        other.write_text(content, encoding="utf-8")
        assert "other.json" in terminal.failure(1, "import", str(words), "--answers", str(other))["error"]["where"]
        terminal.failure(1, "import", str(words), "--answers", str(words.with_name("nowhere.json")))

    def test_faults_besides_are_told_at_once(self, terminal: Terminal, words: Path) -> None:
        words.write_text(f"{WORDS}worse,,ngo,Lahti\n", encoding="utf-8")
        failure = terminal.failure(1, "import", str(words))
        assert [problem["where"] for problem in failure["problems"]] == ["words.csv:4:name"]
        assert "2 questions about the list are open" in failure["error"]["what"]


class TestSkippingRows:
    """`--skip-invalid` takes what is certain; it guesses no more than without it."""

    def test_rows_with_open_words_are_left_out(self, terminal: Terminal, words: Path) -> None:
        answer = terminal.json("import", str(words), "--skip-invalid")
        assert [actor.id for actor in network_of(terminal).actors] == ["good"]
        assert [problem["where"] for problem in answer["problems"]] == ["words.csv:3:sector",
                                                                       "words.csv:3:municipalities"]
        assert "bad,Paha yhdistys,ngoo,Lahtti" in words.with_name("words.rejected.csv").read_text(encoding="utf-8-sig")

    def test_open_columns_are_asked_about_all_the_same(self, terminal: Terminal, listed: Path) -> None:
        terminal.failure(1, "import", str(listed), "--skip-invalid")
        assert network_of(terminal).actors == ()

    def test_rows_that_may_be_a_stored_actor_are_left_out(self, terminal: Terminal, words: Path) -> None:
        words.write_text("name,sector,website\nSilta ry,ngo,https://www.silta.fi\n", encoding="utf-8")
        terminal.json("import", str(words))
        words.write_text("name,sector,website\nKohtaamo Kaarna,ngo,http://silta.fi/fi/\nAurajoen 4H,ngo,\n",
                         encoding="utf-8")
        target = words.with_name("open.json")
        terminal.failure(1, "import", str(words), "--questions", str(target))
        assert [question["topic"] for question in questions_of(target)] == ["pair"]
        answer = terminal.json("import", str(words), "--skip-invalid")
        assert (answer["added"], [problem["where"] for problem in answer["problems"]]) == (1, ["words.csv:2:name"])

    def test_what_is_part_of_a_row_that_is_left_out_is_left_out_with_it(self, terminal: Terminal, words: Path) -> None:
        words.write_text("id,name,sector,part_of\na,Aurajoen 4H,ngoo,\nb,Kotkan Kahvila,ngo,a\n"
                         "c,Lahden Teatteri,ngo,\n", encoding="utf-8")
        answer = terminal.json("import", str(words), "--skip-invalid")
        assert [problem["where"] for problem in answer["problems"]] == ["words.csv:2:sector", "words.csv:3:part_of"]
        assert [actor.id for actor in network_of(terminal).actors] == ["c"]

    def test_cooperations_with_members_that_nobody_knows_are_left_out(self, terminal: Terminal, words: Path) -> None:
        words.write_text("id,name,sector\nfirst,Ensimmäinen,ngo\nsecond,Toinen yhdistys,ngo\n", encoding="utf-8")
        together = words.with_name("together.csv")
        together.write_text("members,title\nEnsimmäinen; Toinen yhdistys,Hanke\nEnsimmäinen; Toinen yhdisty,Toinen\n",
                            encoding="utf-8")
        terminal.failure(1, "import", str(words), "--cooperations", str(together))
        answer = terminal.json("import", str(words), "--cooperations", str(together), "--skip-invalid")
        assert (answer["cooperations"], answer["rejects"][0]["rows"]) == (1, 1)
        assert [cooperation.title for cooperation in network_of(terminal).cooperations] == ["Hanke"]


class TestTerminal:
    def test_enter_takes_what_is_likely(self, terminal: Terminal, words: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        result = typed(monkeypatch, terminal, ["", ""], "import", str(words))
        assert result.exit_code == 0, result.output
        assert "2 questions about the list." in result.stderr
        assert "1/2 What kind of actor is “ngoo”?" in result.stderr
        assert "[1]" in result.stderr
        stored = {actor.id: actor for actor in network_of(terminal).actors}
        assert (stored["bad"].sector, stored["bad"].municipalities) == ("ngo", ("398",))

    @pytest.mark.parametrize(("line", "sector"), [("2", "municipality"), ("company", "company"), (" NGO ", "ngo"),
                                                  ("Reception centre", "reception_centre")])
    def test_numbers_values_and_words_are_understood(self, line: str, sector: str, terminal: Terminal, words: Path,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
        assert typed(monkeypatch, terminal, [line, ""], "import", str(words)).exit_code == 0
        assert {actor.id: actor.sector for actor in network_of(terminal).actors}["bad"] == sector

    def test_what_is_not_understood_is_asked_again(self, terminal: Terminal, words: Path,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
        result = typed(monkeypatch, terminal, ["99", "0", "blue", "1", ""], "import", str(words))
        assert result.stderr.count("Type the number of an answer, or its words.") == 3
        assert result.exit_code == 0

    @pytest.mark.parametrize("lines", [["1", "q"], ["1"], ["1", "Q"]])
    def test_whoever_stops_gets_the_rest_in_a_file(self, lines: Sequence[str], terminal: Terminal, words: Path,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
        target = words.with_name("open.json")
        result = typed(monkeypatch, terminal, lines, "import", str(words), "--questions", str(target))
        assert result.exit_code == 1
        assert [question["about"] for question in questions_of(target)] == [
            ["sector", "ngoo"], ["municipalities", "Lahtti"]]  # what was answered stands there, too
        assert network_of(terminal).actors == ()

    def test_words_are_asked_about_after_their_column(self, terminal: Terminal, listed: Path,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
        result = typed(monkeypatch, terminal, [""] * 30, "import", str(listed))
        assert result.exit_code == 0, result.output
        stored = {actor.id: actor for actor in network_of(terminal).actors}
        assert stored["kymenlaakson-martat-ry"].municipalities == ("285", "286")
        assert stored["kouvolan-srk"].municipalities == ("286",)
        assert "Columns not taken: Muuta" in result.stdout

    def test_in_the_language_of_the_reader(self, terminal: Terminal, words: Path,
                                           monkeypatch: pytest.MonkeyPatch) -> None:
        result = typed(monkeypatch, terminal, ["", ""], "import", str(words), "--lang", "fi")
        assert "1/2 Millainen toimija on ”ngoo”?" in result.stderr

    def test_of_many_answers_the_likeliest_are_shown_and_the_way_out(self) -> None:
        choices = tuple(Choice(value, Labels({"": value})) for value in (*map(str, range(20)), "+", "-"))
        shown = _shown(choices)
        assert [choice.value for choice in shown] == [*map(str, range(MOST_SHOWN - 2)), "+", "-"]


class TestColumns:
    def test_map_says_what_a_column_holds(self, terminal: Terminal, words: Path) -> None:
        words.write_text("Väri,Laji,Jotain=muuta\nSininen Risti ry,ngo,x\n", encoding="utf-8")
        terminal.json("import", str(words), "--map", "Väri=name", "--map", "Laji=sector", "--map", "Jotain=muuta=-")
        [actor] = network_of(terminal).actors
        assert (actor.name, actor.sector) == ("Sininen Risti ry", "ngo")

    def test_map_that_names_no_column(self, terminal: Terminal, words: Path) -> None:
        failure = terminal.failure(1, "import", str(words), "--map", "sector=colour")
        assert "colour" in failure["error"]["what"]
        assert terminal.run("import", str(words), "--map", "sector").exit_code == 2

    def test_map_stands_before_answers_and_is_remembered(self, terminal: Terminal, words: Path) -> None:
        words.write_text("Väri,Laji\nSininen Risti ry,ngo\n", encoding="utf-8")
        terminal.json("import", str(words), "--map", "Väri=name", "--map", "Laji=sector")
        assert terminal.json("import", str(words))["unchanged"] == 1

    def test_a_sheet_is_chosen(self, terminal: Terminal, tmp_path: Path) -> None:
        book = Workbook()
        for sheet, name in ((book.worksheets[0], "Ensimmäinen ry"), (book.create_sheet("Toiset"), "Toinen ry")):
            sheet.append(["name", "sector"])
            sheet.append([name, "ngo"])
        book.worksheets[0].title = "Ensimmäiset"
        book.save(tmp_path / "two.xlsx")
        told = terminal.run("import", str(tmp_path / "two.xlsx")).stdout
        assert "The table was read from the sheet “Ensimmäiset”, with its header in row 1." in " ".join(told.split())
        assert "Other sheets were not read: Toiset. --sheet names one." in " ".join(told.split())
        terminal.json("import", str(tmp_path / "two.xlsx"), "--sheet", "Toiset")
        assert [actor.name for actor in network_of(terminal).actors] == ["Ensimmäinen ry", "Toinen ry"]
        failure = terminal.failure(1, "import", str(tmp_path / "two.xlsx"), "--sheet", "Kolmannet")
        assert "Kolmannet" in failure["error"]["what"]


class TestTelling:
    def test_contacts_keywords_and_columns_that_were_not_taken(self, terminal: Terminal, listed: Path) -> None:
        target = listed.with_name("open.json")
        terminal.failure(1, "import", str(listed), "--questions", str(target))
        answer = terminal.json("import", str(listed), "--answers", str(target))
        report = answer["list_read"]
        assert (answer["added"], report["contacts"], report["left_out"]) == (3, 2, {"Muuta": 1})
        assert report["columns"]["Yhteyshenkilö"] == "contact_name"
        assert set(report["keywords"]) <= {"ruokakulttuuri", "kerhotoiminta"}
        words = network_of(terminal)
        assert "maija@kotka.fi" not in repr(words)

    def test_unknown_themes_are_kept_as_keywords_and_told(self, terminal: Terminal, words: Path) -> None:
        words.write_text("id,name,sector,themes\na,Aurajoen 4H,ngo,xyzzy; employment\n", encoding="utf-8")
        result = terminal.run("import", str(words))
        assert "Kept as keywords, since no theme is called so: xyzzy." in " ".join(result.stdout.split())
        [actor] = network_of(terminal).actors
        assert (actor.themes, actor.keywords) == (("employment",), ("xyzzy",))

    def test_columns_like_none_of_ours_need_no_answer(self, terminal: Terminal, words: Path) -> None:
        words.write_text("id,name,sector,colour,notes\na,Aurajoen 4H,ngo,red,call first\n", encoding="utf-8")
        result = terminal.run("import", str(words))
        assert result.exit_code == 0
        assert "Columns not taken: colour and notes." in result.stdout
