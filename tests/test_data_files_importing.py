"""Importing: whole files, all or nothing, duplicates, warnings, progress, time."""

import csv
import subprocess
import sys
from collections.abc import Collection
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import pytest
from openpyxl import Workbook

from data.errors import RecordsRefused
from data.files import cells, importing
from data.files.cells import COMPARISONS, MOST_ITEM_ERRORS, SUGGESTIONS
from data.files.importing import Reading, read_actors, read_blocks, read_cooperations
from data.records.profiles import Profile
from data.records.relations import Block, Cooperation
from data.vocabularies.catalogue import open_vocabularies

FINLAND = open_vocabularies()
FOREIGN_FOLDER = Path(__file__).parent / "foreign"
TODAY = date(2026, 11, 23)


def read(path: Path, content: str) -> Reading[Profile]:
    path.write_text(content, encoding="utf-8")
    return read_actors(path, FINLAND, TODAY)


def test_good_rows_problems_and_rejected_rows(tmp_path: Path) -> None:
    reading = read(tmp_path / "a.csv", "id,nimi,toimiala,shoe\na,A,ngo,1\nb,,nothing,2\nc,C,ngo,3\nd,D\n")
    assert [record.id for record in reading.records] == ["a", "c"]
    assert [(problem.line, problem.field) for problem in reading.problems] == [(3, "toimiala"), (3, "nimi"), (5, "")]
    assert [dict(rejects.row.values) for rejects in reading.rejects] == [
        {"id": "b", "nimi": "", "toimiala": "nothing", "shoe": "2"},
        {"id": "d", "nimi": "D", "toimiala": "", "shoe": ""},
    ]
    assert [str(warning) for warning in reading.warnings] == [
        "a.csv:1:shoe: This column is not known. Leave it out, or give it the name of a column that is read."]


def test_themes_that_a_description_speaks_of_are_told_where_none_are_named(tmp_path: Path) -> None:
    reading = read(tmp_path / "a.csv", "id,name,sector,themes,description_fi,needs_fi\n"
                   "a,A,ngo,,Mentoroinnin ja kielikahviloiden järjestäjä,\n"
                   "b,B,ngo,sports,Mentoroinnin järjestäjä,\n"
                   "c,C,ngo,,Jotakin muuta,Mentorointia\n"
                   "d,D,nothing,,Mentorointia,\n")
    assert [record.themes for record in reading.records] == [(), ("sports",), ()]
    assert " | ".join(str(warning) for warning in reading.warnings) == (
        "a.csv:2:themes: There are no themes, but the description speaks of Language cafés and conversation groups; "
        "Mentoring. Write into the column “themes” what fits: language_cafe;mentoring.")


def test_of_very_many_rows_without_themes_the_first_are_told(tmp_path: Path) -> None:
    rows = "".join(f"a{number},A,ngo,Mentorointia\n" for number in range(150))
    reading = read(tmp_path / "a.csv", f"id,name,sector,description_fi\n{rows}")
    assert [warning.line for warning in reading.warnings] == list(range(2, 102))


def test_all_or_nothing_carries_every_problem(tmp_path: Path) -> None:
    reading = read(tmp_path / "a.csv", "id,name,sector\na,A,nothing\nb,,municipality\nc,C,municipality\n")
    with pytest.raises(RecordsRefused, match="2 rows cannot be imported") as failure:
        reading.all_or_nothing()
    assert failure.value.problems == reading.problems
    assert len(reading.problems) == 2
    assert read(tmp_path / "a.csv", "id,name,sector\nc,C,municipality\n").all_or_nothing()[0].id == "c"


def test_rows_of_one_id_are_all_refused_and_name_each_other(tmp_path: Path) -> None:
    reading = read(tmp_path / "a.csv", "id,name,sector\na,A,ngo\nb,B,ngo\na,C,nothing\na,D,ngo\n")
    assert [record.id for record in reading.records] == ["b"]
    problems = [problem for problem in reading.problems if problem.field == "id"]
    assert [problem.line for problem in problems] == [2, 4, 5]
    assert str(problems[0]) == ("a.csv:2:id: The id “a” appears on several lines: 2, 4, and 5. Keep one of them.")


UNITS = """id,name,sector,part of
city,City,municipality,
house,House,municipality,city
desk,Desk,ngo,house
self,Self,ngo,self
lost,Lost,ngo,nowhere
desk2,Desk 2,ngo,lost
"""


def test_what_actors_are_part_of_is_in_the_file_or_known(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(UNITS, encoding="utf-8")
    reading = read_actors(path, FINLAND, TODAY, actors=["old"])
    assert {actor.id: actor.part_of for actor in reading.records} == {"city": "", "house": "city", "desk": "house"}
    assert [(problem.line, problem.field, str(problem.what)) for problem in reading.problems] == [
        (5, "part of", "An actor cannot be part of itself."), (6, "part_of", "There is no actor “nowhere”."),
        (7, "part_of", "There is no actor “lost”.")]
    assert len(read_actors(path, FINLAND, TODAY, actors=["nowhere"]).records) == 5
    assert len(read_actors(path, FINLAND, TODAY).records) == 5  # nothing is known of others


def test_a_row_that_is_cut_wrongly_is_one_problem(tmp_path: Path) -> None:
    reading = read(tmp_path / "a.csv", "id,name,sector\na,A, B,municipality\n")
    assert [str(problem) for problem in reading.problems] == [
        "a.csv:2: 1 cell has no column name. Put texts that contain a separator into quotation marks."]
    lines = read(tmp_path / "a.jsonl", '{"id": \n')
    assert len(lines.problems) == 1


def test_a_formula_of_a_sheet_is_one_problem(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["tunnus", "nimi", "toimiala", "päivitetty", "kunta"],
                ["=A1", "A", "Kunta tai kaupunki", date(2026, 1, 31), 853],
                ["b", "B", "Kunta tai kaupunki", date(2026, 1, 31), 853]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    reading = read_actors(tmp_path / "a.xlsx", FINLAND, TODAY)
    assert [str(problem) for problem in reading.problems] == [
        "a.xlsx:2:tunnus: The cell holds a formula. Put its value into the cell."]
    assert reading.records == (Profile("b", "B", "municipality", municipalities=("853",), regions=("02",),
                                       updated=date(2026, 1, 31)),)


def test_unknown_columns_are_warned_of_once_and_not_without_end(tmp_path: Path) -> None:
    good = '"id": "a{0}", "name": "A", "sector": "municipality"'
    lines = "".join(f'{{{good.format(number)}, "x": 1, "y{number}": 2}}\n' for number in range(200))
    reading = read(tmp_path / "a.jsonl", lines)
    assert len(reading.records) == 200
    assert len(reading.warnings) == 100
    assert [(warning.field, warning.line) for warning in reading.warnings][:3] == [("x", 1), ("y0", 1), ("y1", 2)]


def test_progress_counts_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,name,sector\na,A,municipality\nb,B,nothing\n", encoding="utf-8")
    numbers: list[int] = []
    read_actors(path, FINLAND, TODAY, numbers.append)
    assert numbers == [1, 2]


def test_a_file_that_cannot_be_read_is_refused_as_a_whole(tmp_path: Path) -> None:
    with pytest.raises(RecordsRefused, match="no such file"):
        read_actors(tmp_path / "a.csv", FINLAND, TODAY)


def test_the_foreign_network() -> None:
    actors = read_actors(FOREIGN_FOLDER / "actors.csv", open_vocabularies(FOREIGN_FOLDER), TODAY).all_or_nothing()
    assert [(actor.id, actor.sector, actor.regions) for actor in actors] == [
        ("actor-a", "office", ("A1",)), ("actor-b", "guild", ("A2",)), ("actor-c", "choir", ("B1",))]
    ids = [actor.id for actor in actors]
    path, foreign = FOREIGN_FOLDER / "cooperations.csv", open_vocabularies(FOREIGN_FOLDER)
    [cooperation] = read_cooperations(path, ids, foreign).all_or_nothing()
    assert (cooperation.members, cooperation.until) == (("actor-a", "actor-b"), date(2023, 12, 31))


def test_cooperations_and_blocks_refer_to_actors(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("actor,other\na,b\na,q\n", encoding="utf-8")
    blocks = read_blocks(tmp_path / "b.csv", ["a", "b"])
    assert blocks.records == (Block("a", "b"),)
    assert [problem.line for problem in blocks.problems] == [3]
    (tmp_path / "c.json").write_text(
        '{"cooperations": [{"members": ["a", "b"], "title": "P"},\n{"members": ["a", "x"]}]}', encoding="utf-8")
    cooperations = read_cooperations(tmp_path / "c.json", ["a", "b"], FINLAND)
    assert [record.title for record in cooperations.records] == ["P"]
    assert [problem.line for problem in cooperations.problems] == [2]


COOPERATIONS = "actor_a;actor_b;title;since;until;description\n"


@pytest.mark.parametrize("rows", [
    ("a;b;Hanke;2024-01-01;2024-12-31;x", "a;b;Hanke;2024-01-01;2026-12-31;x"),  # another end
    ("a;b;Hanke;2024-01-01;;x", "a;b;Hanke;2024-01-01;;y"),  # other words
    ("a;b;Hanke;2024-01-01;;x", "b;a;Hanke;2024;2027;x"),  # the other way round, another way to write the day
    ("a;b;;;;x", "a;b;;;;", "b;a;;;2020;"),  # without a title or a day
])
def test_rows_of_one_cooperation_are_all_refused_and_name_each_other(tmp_path: Path, rows: tuple[str, ...]) -> None:
    (tmp_path / "c.csv").write_text(COOPERATIONS + "\n".join((*rows, "a;c;Muu;;;z")), encoding="utf-8")
    reading = read_cooperations(tmp_path / "c.csv", ["a", "b", "c"], FINLAND)
    assert [record.members for record in reading.records] == [("a", "c")]
    lines = [str(number) for number in range(2, 2 + len(rows))]
    assert [str(problem.line) for problem in reading.problems] == lines
    assert all(", ".join(lines[:-1]) in str(problem) and lines[-1] in str(problem) for problem in reading.problems)


@pytest.mark.parametrize("rows", [
    ("a;b;Hanke;2024-01-01;2024-12-31;x",) * 3, ("a;b;Hanke;2024-01-01;;x", "b;a;Hanke;1.1.2024;;x "),
])
def test_rows_of_one_cooperation_that_say_the_same_are_one(tmp_path: Path, rows: tuple[str, ...]) -> None:
    (tmp_path / "c.csv").write_text(COOPERATIONS + "\n".join(rows), encoding="utf-8")
    reading = read_cooperations(tmp_path / "c.csv", ["a", "b"], FINLAND)
    assert len(reading.all_or_nothing()) == 1


@pytest.mark.parametrize("rows", [
    ("a;b;Hanke;2024-01-01;;x", "a;b;Hanke;2025-01-01;;x"), ("a;b;Hanke;;;x", "a;b;Toinen;;;x"),
    ("a;b;Hanke;;;x", "a;c;Hanke;;;x"),
])
def test_other_cooperations_of_the_same_actors_stand_beside_each_other(tmp_path: Path, rows: tuple[str, ...]) -> None:
    (tmp_path / "c.csv").write_text(COOPERATIONS + "\n".join(rows), encoding="utf-8")
    assert len(read_cooperations(tmp_path / "c.csv", ["a", "b", "c"], FINLAND).all_or_nothing()) == 2


def test_a_block_that_stands_twice_is_one_and_the_other_side_is_another(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("actor;other\na;b\na;b\nb;a\n", encoding="utf-8")
    assert read_blocks(tmp_path / "b.csv", ["a", "b"]).all_or_nothing() == (Block("a", "b"), Block("b", "a"))


def test_the_lead_description_and_themes_of_a_cooperation(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(
        "actor_a;actor_b;vetäjä;kuvaus_sv;teemat\na;b;b;Vad;Talent Boost|employment\na;b;c;;\na;b;;;qqqq\n",
        encoding="utf-8")
    reading = read_cooperations(tmp_path / "c.csv", ["a", "b", "c"], FINLAND)
    assert reading.records == (Cooperation(("a", "b"), "", None, None, "", "b", {"sv": "Vad"},
                                           ("talent_boost", "employment")),)
    assert [(problem.line, problem.field) for problem in reading.problems] == [(3, "vetäjä"), (4, "teemat")]
    assert reading.warnings == ()


@pytest.fixture
def comparisons(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """With how many words each word was compared to find the nearest, which is what takes time."""
    lengths: list[int] = []

    def count(word: str, words: Collection[str], n: int = 3, cutoff: float = 0.6) -> list[str]:
        lengths.append(len(words))
        return get_close_matches(word, words, n, cutoff)

    for module in ("files.cells", "files.columns"):
        monkeypatch.setattr(f"data.{module}.get_close_matches", count)
    return lengths


@pytest.mark.parametrize(("theme", "most"), [
    ("employment;Talent Boost;Kulttuuri, taide ja kirjastot", 0),
    ("nonsense {0} of row;emplyment {0}", SUGGESTIONS * len(FINLAND.themes) * 20),
])
def test_ten_thousand_rows_are_read_without_comparing_them_all(tmp_path: Path, theme: str, most: int,
                                                               comparisons: list[int]) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "name_sv", "toimiala", "kunta", "teemat", "languages", "kuvaus_fi", "updated"])
        writer.writerows([f"a{number}", f"Toimija {number}", "Aktör", "Kunta tai kaupunki", "Turku;Espoo",
                          theme.format(number), "fi;sv", "Mitä teemme. " * 20, "1.2.2026"] for number in range(10_000))
    reading = read_actors(path, FINLAND, TODAY)
    assert len(reading.records) + len(reading.rejects) == 10_000
    assert sum(comparisons) <= most


def test_ten_thousand_unknown_members_are_told_without_comparing_them_all(tmp_path: Path,
                                                                          comparisons: list[int]) -> None:
    path = tmp_path / "c.csv"
    rows = "".join(f"organisation-number-{number},organisation-{number}x\n" for number in range(10_000))
    path.write_text(f"actor_a,actor_b\n{rows}", encoding="utf-8")
    reading = read_cooperations(path, [f"organisation-number-{number}" for number in range(10_000)], FINLAND)
    assert len(reading.problems) == 10_000
    assert 0 < sum(comparisons) <= COMPARISONS


def test_the_import_is_light() -> None:
    heavy = {"sqlalchemy", "openpyxl", "pandas", "numpy", "torch"}
    program = f"import sys, data.files.importing; print(*sorted({heavy!r} & sys.modules.keys()))"
    process = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    assert process.stdout.split() == []


def test_of_very_many_problems_the_first_are_told_in_full_and_one_of_each_row_behind(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "MOST_PROBLEMS", 25)
    unknown = ";".join(f"x{number}" for number in range(40))
    rows = "".join(f"a{number},A,ngo,{unknown}\n" for number in range(20))
    reading = read(tmp_path / "a.csv", f"id,name,sector,themes\n{rows}")
    assert [len(reject.problems) for reject in reading.rejects] == [MOST_ITEM_ERRORS] * 3 + [1] * 17
    with pytest.raises(RecordsRefused, match="20 rows cannot be imported") as refusal:
        reading.all_or_nothing()
    assert len(refusal.value.problems) == 25


def test_a_file_of_too_many_rows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "MAXIMUM_ROWS", 3)
    rows = "".join(f"a{number},A,ngo\n" for number in range(4))
    with pytest.raises(RecordsRefused, match=r"a\.csv:5: There are more than 3 rows\. Split the file"):
        read(tmp_path / "a.csv", f"id,name,sector\n{rows}")


def test_words_that_are_remembered_have_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MOST_WORDS", 3)
    words = ["employment", "talent_boost", "mentoring", "guidance_counselling", "employment"]
    rows = "".join(f"a{number},A,ngo,{word}\n" for number, word in enumerate(words))
    records = read(tmp_path / "a.csv", f"id,name,sector,themes\n{rows}").all_or_nothing()
    assert [record.themes for record in records] == [(word,) for word in words]
