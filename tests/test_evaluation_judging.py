"""People grade partners: pools, sheets, what is wrong with filled ones, how judges agree, and what comes of it."""

from __future__ import annotations

import csv
import json
import math
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sklearn.metrics import cohen_kappa_score

from data.errors import RecordsRefused
from data.files.formulas import runs
from data.records.profiles import Coverage, Profile, Wish
from evaluation.datasets.errors import DatasetRefused
from evaluation.errors import ChoiceRefused
from evaluation.judged.collection import open_collection
from evaluation.judging.agreement import agreements, disagreements, merged, weighted_kappa
from evaluation.judging.answers import Answer, PairKey, read_sheets
from evaluation.judging.ideas import idea_lines
from evaluation.judging.people import read_judges
from evaluation.judging.pool import in_order_of_chance, pool_of
from evaluation.judging.sheets import Pair, write_sheets
from evaluation.judging.wording import actor_words
from service.cli.exits import ExitCode
from tests.gears import examples
from tests.judged import collection
from tests.judging import CANDIDATE, GRADE, fill
from tests.networks import ESPOO, TURKU, finland
from tests.terminal import Terminal

PAIRS = (Pair("ant", "bee", "Ant", "Bee\nhelps"), Pair("ant", "cat", "Ant", "Cat"), Pair("dog", "cat", "Dog", "Cat"))
FOREIGN = Path(__file__).parent / "foreign"
KEYS = tuple((pair.asks, pair.candidate) for pair in PAIRS)
GRADES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40)


def said(*grades: int) -> dict[PairKey, Answer]:
    return {pair: Answer(grade) for pair, grade in zip(KEYS, grades, strict=True)}


def refusals(paths: Sequence[Path], pairs: Iterable[PairKey] = KEYS) -> list[str]:
    with pytest.raises(RecordsRefused) as caught:
        read_sheets(paths, tuple(pairs))
    return list(map(str, caught.value.problems))


@pytest.fixture(params=["xlsx", "csv"])
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A sheet in which everything has the grade 2."""
    paths = {path.suffix[1:]: path for path in write_sheets(tmp_path / "anna", PAIRS, "en")}
    return fill(paths[request.param], lambda _asks, _candidate: 2, "near")


class TestPool:
    def test_candidates_of_all_lists_once_by_id(self) -> None:
        lists = [{"ant": ["cat", "bee"], "dog": ["cat"]}, {"ant": ["bee", "elk"], "dog": []}]
        assert pool_of(lists) == {"ant": ("bee", "cat", "elk"), "dog": ("cat",)}

    def test_an_order_of_chance_is_the_same_each_time_and_another_for_each_judge_and_seed(self) -> None:
        pool = {question: tuple(f"actor{number}" for number in range(30)) for question in ("one", "other")}
        order = in_order_of_chance(pool, "anna", 0)
        assert order == in_order_of_chance(dict(reversed(pool.items())), "anna", 0)
        assert sorted(order) == sorted((question, one) for question, own in pool.items() for one in own)
        assert order not in (in_order_of_chance(pool, "bertil", 0), in_order_of_chance(pool, "anna", 1))
        questions = [question for question, _ in order]
        assert questions in (["one"] * 30 + ["other"] * 30, ["other"] * 30 + ["one"] * 30)
        assert [one for question, one in order if question == "one"] != list(pool["one"])

    def test_who_joins_the_pool_moves_nobody_else(self) -> None:
        ids = tuple(f"actor{number}" for number in range(20))
        order = in_order_of_chance({"one": ids}, "anna", 0)
        longer = in_order_of_chance({"one": (*ids, "newcomer")}, "anna", 0)
        assert tuple(pair for pair in longer if pair[1] != "newcomer") == order


class TestIdeas:
    def test_one_idea_a_line(self, tmp_path: Path) -> None:
        (tmp_path / "ideas.txt").write_text("A café\n\n  En simskola \n", encoding="utf-8")
        values = [line.values for line in idea_lines(tmp_path / "ideas.txt")]
        assert values == [{"id": "idea-1", "lang": "und", "text": "A café", "grades": {}},
                          {"id": "idea-2", "lang": "und", "text": "En simskola", "grades": {}}]

    def test_json_lines_keep_what_they_say(self, tmp_path: Path) -> None:
        path = tmp_path / "ideas.jsonl"
        path.write_text('{"id": "swim", "text": "x", "lang": "sv", "understood": {"national": true}}\n{"text": "y"}\n')
        first, second = (line.values for line in idea_lines(path))
        assert first == {"id": "swim", "text": "x", "lang": "sv", "understood": {"national": True}, "grades": {}}
        assert second["id"] == "idea-2"

    @pytest.mark.parametrize("key", ["=1+1", "-a", "a b", "a" * 129])
    def test_an_id_that_a_table_could_not_keep_is_refused(self, key: str, tmp_path: Path) -> None:
        (tmp_path / "ideas.jsonl").write_text(json.dumps({"id": key, "text": "x"}))
        with pytest.raises(DatasetRefused, match="cannot be an id") as caught:
            list(idea_lines(tmp_path / "ideas.jsonl"))
        assert caught.value.where.endswith("line 1")


class TestJudges:
    def test_names_and_languages(self) -> None:
        assert read_judges("anna:fi, bertil,Åsa:sv", "en") == {"anna": "fi", "bertil": "en", "Åsa": "sv"}

    @pytest.mark.parametrize("words", ["", "anna,Anna", "../anna", "anna:de", "a b"])
    def test_what_is_refused(self, words: str) -> None:
        with pytest.raises(ChoiceRefused):
            read_judges(words, "en")


class TestWording:
    ACTOR = Profile("a", "Turun ry", "ngo", {"sv": "Åbo rf"}, (TURKU,), ("02",), Coverage.LOCAL, ("sports",),
                    descriptions={"fi": "Liikuntaa", "sv": "Idrott"}, needs=Wish({"": "halls"}, ("families",)))

    def test_name_kind_place_themes_and_text_in_the_language_of_the_judge(self) -> None:
        name, kind, themes, description, needs = actor_words(self.ACTOR, finland(), "sv").split("\n")
        assert name == "Åbo rf"
        assert kind.endswith(" · Åbo · lokal")
        assert "Idrott" in themes or "Motion" in themes
        assert description == "Idrott"
        assert "halls; " in needs

    def test_what_is_not_known_leaves_no_empty_line(self) -> None:
        assert actor_words(Profile("b", "Bee"), finland(), "en") == "Bee"
        assert actor_words(Profile("b", "Bee", municipalities=(ESPOO,)), finland(), "en") == "Bee\nEspoo"


class TestSheets:
    @pytest.mark.parametrize("language", ["fi", "sv", "en"])
    def test_what_is_filled_in_is_read_again_whatever_the_language(self, language: str, tmp_path: Path) -> None:
        def grader(asks: str, candidate: str) -> int:
            return len(asks + candidate) % 4

        for path in write_sheets(tmp_path / "anna", PAIRS, language):
            answers = read_sheets([fill(path, grader, "near")], KEYS)
            assert answers == {"anna": {pair: Answer(6 % 4, "near") for pair in KEYS}}

    def test_grades_are_chosen_from_a_list_that_says_what_they_mean(self, tmp_path: Path) -> None:
        path, _ = write_sheets(tmp_path / "anna", PAIRS, "fi")
        workbook = load_workbook(path)
        choice, = workbook.worksheets[0].data_validations.dataValidation
        assert (choice.type, choice.formula1, str(choice.sqref)) == ("list", '"0,1,2,3"', "C2:C4")
        assert len(choice.prompt) <= 255  # more than that, and Excel calls the file damaged
        assert len(choice.promptTitle) <= 32
        assert [row[0].value for row in workbook.worksheets[1].iter_rows()] == ["3", "2", "1", "0"]

    @pytest.mark.parametrize("language", ["fi", "sv", "en"])
    def test_titles_fit(self, language: str, tmp_path: Path) -> None:
        workbook = load_workbook(write_sheets(tmp_path / "anna", PAIRS, language)[0])
        choice, = workbook.worksheets[0].data_validations.dataValidation
        assert len(choice.prompt) <= 255
        assert all(len(sheet.title) <= 31 for sheet in workbook.worksheets)

    @settings(max_examples=examples(100))
    @given(texts=st.lists(st.text(), min_size=1, max_size=4))
    def test_no_text_becomes_a_formula_or_breaks_a_file(self, texts: list[str],
                                                        tmp_path_factory: pytest.TempPathFactory) -> None:
        folder = tmp_path_factory.mktemp("sheets")
        harmful = [*texts, '=HYPERLINK("http://x")', "+1+cmd|' /C calc'!A0", "@SUM(1)", "-1\n=1+1"]
        pairs = [Pair("ant", f"actor{number}", words, words) for number, words in enumerate(harmful)]
        workbook, table = write_sheets(folder / "anna", pairs, "en")
        for row in load_workbook(workbook).worksheets[0].iter_rows(min_row=2, max_row=len(pairs) + 1):
            assert all(cell.data_type != "f" for cell in row)
            assert not any(runs(str(cell.value)) for cell in row if cell.value)
        with table.open(encoding="utf-8-sig", newline="") as file:
            assert not any(runs(cell) for row in csv.reader(file) for cell in row)
        keys = [("ant", pair.candidate) for pair in pairs]
        for path in (workbook, table):
            assert read_sheets([fill(path, lambda _asks, _candidate: 1)], keys) == {
                "anna": dict.fromkeys(keys, Answer(1))}


class TestFaults:
    def test_a_good_sheet(self, filled: Path) -> None:
        assert read_sheets([filled], KEYS) == {"anna": {pair: Answer(2, "near") for pair in KEYS}}

    @pytest.mark.parametrize("words", ["4", "-1", "1.5", "good", "2½"])
    def test_what_is_no_grade(self, words: str, filled: Path) -> None:
        fill(filled, lambda _asks, candidate: words if candidate == "bee" else 0)
        problem, = refusals([filled])
        assert problem == f"{filled.name}:2:Grade (0–3): “{words}” is no grade. Give a whole number from 0 to 3."

    def test_grades_as_spreadsheets_write_them(self, filled: Path) -> None:
        fill(filled, lambda _asks, candidate: {"bee": "3.0", "cat": " 1 "}[candidate])
        assert [answer.grade for answer in read_sheets([filled], KEYS)["anna"].values()] == [3, 1, 1]

    def test_rows_without_a_grade_are_told_together(self, filled: Path) -> None:
        fill(filled, lambda asks, _candidate: "" if asks == "ant" else 0)
        problem, = refusals([filled])
        assert "2 rows have no grade, first on lines 2" in problem

    def test_keys_that_were_changed(self, filled: Path) -> None:
        problems = refusals([filled], [("ant", "bee"), ("ant", "cat"), ("dog", "elk")])
        assert len(problems) == 2
        assert "The pair “dog” and “cat” was not in the sheet. Put the keys back as they were" in problems[0]
        assert f"{filled.name}: 1 pair has no row: dog – elk." in problems[1]

    def test_the_same_pair_twice(self, tmp_path: Path) -> None:
        for path in write_sheets(tmp_path / "anna", (*PAIRS, PAIRS[0]), "en"):
            problem, = refusals([fill(path, lambda _asks, _candidate: 1)])
            assert "The pair stands on line 2, too. Keep one of the two rows." in problem

    def test_two_sheets_of_one_judge(self, tmp_path: Path) -> None:
        paths = [fill(path, lambda _asks, _candidate: 1) for path in write_sheets(tmp_path / "anna", PAIRS, "en")]
        assert refusals(paths) == ["anna.csv: There is another sheet of “anna”. Give one sheet of each judge."]

    def test_a_column_that_is_gone(self, tmp_path: Path) -> None:
        (tmp_path / "anna.csv").write_text("Who asks,Candidate,Marks,Reason,Key of who asks,Key of the candidate\n"
                                           "a,b,1,,ant,bee\n", encoding="utf-8")
        assert refusals([tmp_path / "anna.csv"]) == [
            "anna.csv: The column “Grade (0–3)” is missing. Give the columns the names that they have in the sheet."]

    def test_all_problems_of_all_sheets_at_once(self, tmp_path: Path) -> None:
        paths = [fill(write_sheets(tmp_path / name, PAIRS, "en")[1], lambda _asks, _candidate: 9)
                 for name in ("anna", "bertil")]
        assert len(refusals(paths)) == 6


class TestAgreement:
    @settings(max_examples=examples(500))
    @given(GRADES, st.sampled_from([(1, "linear"), (2, "quadratic")]))
    def test_weighted_kappa_is_that_of_scikit_learn(self, grades: list[tuple[int, int]],
                                                    weights: tuple[int, str]) -> None:
        one, other = map(list, zip(*grades, strict=True))
        power, name = weights
        kappa = weighted_kappa(one, other, power)
        if len({*one, *other}) == 1:
            assert math.isnan(kappa)
        else:
            oracle = cohen_kappa_score(one, other, labels=range(4), weights=name)
            assert kappa == pytest.approx(oracle, abs=1e-9)

    def test_each_two_judges(self) -> None:
        found = list(agreements({"anna": said(3, 2, 0), "bertil": said(3, 1, 0), "cilla": said(0, 3, 0)}))
        assert [one.judges for one in found] == [("anna", "bertil"), ("anna", "cilla"), ("bertil", "cilla")]
        first = found[0]
        assert (first.pairs, first.near) == (3, 1.0)
        assert first.same == pytest.approx(2 / 3)
        assert found[1].near == pytest.approx(2 / 3)

    def test_pairs_two_apart_or_more_those_farthest_apart_first(self) -> None:
        assert disagreements({"anna": said(3, 2, 0), "bertil": said(1, 2, 3)}) == (KEYS[2], KEYS[0])
        assert disagreements({"anna": said(3, 2, 0)}) == ()

    def test_the_median_and_a_half_rounded_down(self) -> None:
        assert list(merged({"anna": said(3, 2, 0), "bertil": said(2, 2, 1)}).values()) == [2, 2, 0]
        assert list(merged({"anna": said(3, 3, 0), "bertil": said(0, 1, 1), "cilla": said(3, 2, 1)}).values()) == [
            3, 2, 1]


class TestCommands:
    @pytest.fixture
    def terminal(self, tmp_path: Path) -> Terminal:
        return Terminal(tmp_path / "home").having(KUMPPANI_WEIGHTS="hand_set")

    @pytest.fixture
    def words(self, tmp_path: Path) -> tuple[str, ...]:
        (tmp_path / "ideas.txt").write_text("sports for families\n", encoding="utf-8")
        return ("judge", "sheet", "--data", str(collection(tmp_path / "tiny")), "--actors", "ant,dog", "--ideas",
                str(tmp_path / "ideas.txt"), "--judges", "anna:fi,bertil:sv", "--out", str(tmp_path / "out"))

    def made(self, tmp_path: Path, terminal: Terminal, words: tuple[str, ...],
             grades: Mapping[str, int]) -> tuple[str, ...]:
        """The words that read two filled sheets; bertil gives one grade more."""
        terminal.text(*words)
        sheets = tmp_path / "out" / "sheets"
        one = fill(sheets / "anna.xlsx", lambda _asks, candidate: grades[candidate], "siksi")
        other = fill(sheets / "bertil.csv", lambda _asks, candidate: min(3, grades[candidate] + 2))
        return ("judge", "read", str(tmp_path / "out"), str(one), str(other))

    def test_sheets_are_blind_stable_and_in_the_language_of_their_judge(self, terminal: Terminal, tmp_path: Path,
                                                                         words: tuple[str, ...]) -> None:
        answer = terminal.json(*words)
        assert (answer["questions"], len(answer["sheets"])) == (3, 4)
        first = (tmp_path / "out" / "sheets" / "anna.csv").read_text(encoding="utf-8-sig")
        assert first != (tmp_path / "out" / "sheets" / "bertil.csv").read_text(encoding="utf-8-sig")
        assert not any(name in first for name in answer["systems"])
        terminal.text(*words[:-1], str(tmp_path / "again"))
        assert (tmp_path / "again" / "sheets" / "anna.csv").read_text(encoding="utf-8-sig") == first
        pool = (tmp_path / "out" / "pool.csv").read_text(encoding="utf-8-sig").splitlines()
        assert len(pool) == 1 + answer["pairs"]
        assert "ant,ant" not in pool

    def test_a_peer_with_nothing_to_say_names_nobody(self, terminal: Terminal, words: tuple[str, ...]) -> None:
        answer = terminal.json(*words, "--systems", "shared themes")
        assert answer["systems"] == ["shared themes"]
        assert answer["pairs"] == 2 + 1 + 4  # ant: bee, cat; dog: cat; the idea: all but elk

    def test_what_is_there_is_not_overwritten(self, terminal: Terminal, tmp_path: Path,
                                              words: tuple[str, ...]) -> None:
        terminal.text(*words)
        for folder in ("out", "tiny"):
            failure = terminal.failure(ExitCode.REFUSED, *words, "--out", str(tmp_path / folder))
            assert failure["error"]["what"] == "There is something here already."

    def test_a_network_with_a_vocabulary_of_its_own(self, terminal: Terminal, tmp_path: Path) -> None:
        shutil.copytree(FOREIGN, tmp_path / "foreign" / "vocabulary")
        shutil.copy(FOREIGN / "actors.csv", tmp_path / "foreign")
        first, *_ = (row.partition(",")[0] for row in (FOREIGN / "actors.csv").read_text().splitlines()[1:])
        out = tmp_path / "out"
        terminal.text("judge", "sheet", "--data", str(tmp_path / "foreign"), "--actors", first, "--judges", "anna",
                      "--out", str(out))
        sheet = fill(out / "sheets" / "anna.xlsx", lambda _asks, _candidate: 1)
        answer = terminal.json("judge", "read", str(out), str(sheet))
        assert (answer["agreement"], answer["disagreements"]) == ([], [])
        assert open_collection(out).ground.vocabularies.name == "alphabet"

    @pytest.mark.parametrize(("change", "what"), [
        (("--actors", "fox"), "There is no actor “fox” in the network."),
        (("--systems", "kumppani (hand_set) told by hand"), "There is no system “kumppani (hand_set) told by hand”."),
        (("--as-of", "soon"), "“soon” is no day."), (("--judges", ","), "Nobody judges."),
    ])
    def test_what_is_refused(self, change: tuple[str, str], what: str, terminal: Terminal, tmp_path: Path,
                             words: tuple[str, ...]) -> None:
        assert terminal.failure(ExitCode.REFUSED, *words, *change)["error"]["what"] == what
        assert not (tmp_path / "out").exists()

    def test_nobody_asks(self, terminal: Terminal, tmp_path: Path) -> None:
        failure = terminal.failure(ExitCode.REFUSED, "judge", "sheet", "--judges", "a", "--out", str(tmp_path / "out"))
        assert failure["error"]["what"] == "Nobody asks."

    def test_filled_sheets_make_a_collection_that_is_judged(self, terminal: Terminal, tmp_path: Path,
                                                            words: tuple[str, ...]) -> None:
        grades = {"ant": 0, "bee": 1, "cat": 1, "dog": 0, "elk": 0}
        answer = terminal.json(*self.made(tmp_path, terminal, words, grades))
        assert answer["judges"] == ["anna", "bertil"]
        assert answer["agreement"][0]["same"] == 0
        assert len(answer["disagreements"]) == answer["agreement"][0]["pairs"]
        found = open_collection(tmp_path / "out")
        assert [question.id for question in found.questions] == ["ant", "dog", "idea-1"]
        assert all(grade == grades[one] + 1 for question in found.questions for one, grade in question.grades.items())
        judged = terminal.json("evaluate", "--dataset", "judged", "--data", str(tmp_path / "out"), "--systems",
                               "random,shared themes", "--out", str(tmp_path / "results"))
        assert judged["parts"]["stored actors"]["questions"] == 2
        rows = (tmp_path / "out" / "grades.csv").read_text(encoding="utf-8-sig").splitlines()
        assert len(rows) == 1 + 2 * answer["agreement"][0]["pairs"]
        assert any(row.endswith(",siksi") for row in rows)
        assert json.loads((tmp_path / "out" / "agreement.json").read_text())["judges"] == ["anna", "bertil"]

    def test_it_says_in_words_how_far_judges_agree_and_how_many_questions_it_takes(
            self, terminal: Terminal, tmp_path: Path, words: tuple[str, ...]) -> None:
        grades = {"ant": 0, "bee": 3, "cat": 1, "dog": 0, "elk": 0}
        output = terminal.text(*self.made(tmp_path, terminal, words, grades))
        assert output.startswith("anna and bertil: weighted kappa ")
        assert " two grades apart or more; disagreements.csv has the reasons:" in output
        assert "3 questions: the two best, " in output
        assert "To show a difference of 0.03 NDCG@10 between these two it takes about " in output
        assert f"kumppani evaluate --dataset judged --data {tmp_path / 'out'}" in output

    def test_a_pooled_system_that_is_gone_is_left_out_and_said_so(self, terminal: Terminal, tmp_path: Path,
                                                                  words: tuple[str, ...]) -> None:
        grades = {"ant": 0, "bee": 3, "cat": 1, "dog": 0, "elk": 0}
        command = self.made(tmp_path, terminal.having(KUMPPANI_WEIGHTS="with_history"), words, grades)
        outcome = terminal.run(*command)
        assert outcome.exit_code == 0
        assert "“kumppani (with_history)” is left out: this installation has no such system." in outcome.stderr

    def test_faults_are_listed_and_nothing_is_written(self, terminal: Terminal, tmp_path: Path,
                                                      words: tuple[str, ...]) -> None:
        command = self.made(tmp_path, terminal, words, {"ant": 0, "bee": 3, "cat": 7, "dog": 0, "elk": 0})
        failure = terminal.failure(ExitCode.REFUSED, *command)
        assert all("“7” is no grade." in str(problem) for problem in failure["problems"])
        assert not (tmp_path / "out" / "qrels.csv").exists()

    def test_a_folder_of_something_else(self, terminal: Terminal, tmp_path: Path) -> None:
        failure = terminal.failure(ExitCode.REFUSED, "judge", "read", str(tmp_path), str(tmp_path / "anna.xlsx"))
        assert "kumppani judge sheet" in failure["error"]["cure"]


def test_columns_are_where_the_sheets_of_these_tests_have_them() -> None:
    assert PAIRS[0].cells[CANDIDATE] == "bee"
    assert PAIRS[0].cells[GRADE] == ""
