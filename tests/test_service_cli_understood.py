"""What `suggest --idea` shows of what it understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.reading.mention import Aspect
from service.cli.understood_view import GROUPS
from service.schemas.understood import BRIEF
from tests.terminal import ROVANIEMI, Terminal

IDEA = ("Kielikahvila ja liikuntaa venäjänkielisille perheille Kajaanissa, mukaan viranomaisia. "
        "Ei yrityksiä eikä Helsinkiin!")
TITLES = {"fi": "Näin idea ymmärrettiin", "sv": "Så här förstods idén", "en": "How the idea was understood"}
INSTEAD = "Not what you mean? --region, --theme and --wanted-sector override what was read."


@pytest.fixture
def demo(demo_home: Path) -> Terminal:
    return Terminal(demo_home)


def block(words: str, language: str = "en") -> list[str]:
    """The lines between the title and the list, without those that are empty."""
    _, _, after = words.partition(f"\n{TITLES[language]}\n")
    return after.split("\n\n")[0].splitlines()


def table(demo: Terminal, *words: str, language: str = "en") -> dict[str, str]:
    """What is shown by title; lines that go on are joined."""
    rows: dict[str, str] = {}
    title = ""
    for line in block(demo.text("suggest", *words, "--limit", "1", "--lang", language), language):
        if not line.startswith("    "):
            break
        first, colon, rest = line.strip().partition(": ")
        if colon and line[4] != " ":
            title, rows[f"{first}:"] = f"{first}:", rest.strip()
        else:
            rows[title] += f" {line.strip()}"
    return rows


def hints(demo: Terminal, *words: str) -> str:
    lines = block(demo.text("suggest", *words, "--limit", "1"))
    return " ".join(line for line in lines if not line.startswith("    "))


class TestTable:
    def test_by_aspect_with_the_words_it_came_from(self, demo: Terminal) -> None:
        assert table(demo, "--idea", IDEA) == {
            "Where:": "Kajaani",
            "Looking for:": "State agency or ministry (“viranomaisia”, which can also mean Employment authority / "
                            "employment area; Economic Development Centre (formerly ELY Centre))",
            "About:": "Language cafés and conversation groups (“Kielikahvila”); Sports and physical activity "
                      "(“liikuntaa”); Families (“perheille”)",
            "For whom:": "Speakers of Russian (“venäjänkielisille”); Families (“perheille”)",
            "Languages:": "Russian (“venäjänkielisille”)",
            "Not:": "Helsinki; Company or employer (“yrityksiä”)"}

    @pytest.mark.parametrize(("language", "row"), [
        ("fi", ("Ei:", "Helsinki; Yritys tai työnantaja (”yrityksiä”)")),
        ("sv", ("Inte:", "Helsingfors (”Helsinkiin”); Företag eller arbetsgivare (”yrityksiä”)"))])
    def test_in_the_language_of_the_reader(self, language: str, row: tuple[str, str], demo: Terminal) -> None:
        assert row in table(demo, "--idea", IDEA, language=language).items()

    def test_what_is_read_from_the_same_words_stands_together(self, demo: Terminal) -> None:
        assert table(demo, "--idea", "En kör i huvudstadsregionen", language="sv")["Var:"].startswith(
            "Esbo, Helsingfors, Vanda, Grankulla (”huvudstadsregionen”); Nyland")

    def test_nationwide(self, demo: Terminal) -> None:
        assert table(demo, "--idea", "Mentorointia koko maassa")["Where:"] == "national (“koko maassa”)"

    def test_lines_within_words_are_one(self, demo: Terminal) -> None:
        assert table(demo, "--idea", "A language\r\ncafé")["About:"].endswith("(“language café”)")

    def test_what_people_say_stands_instead_of_what_was_read(self, demo: Terminal) -> None:
        rows = table(demo, "--idea", IDEA, "--region", "Lappi", "--wanted-sector", "ngo", "--wanted-sector",
                     "company", "--theme", "mentoring")
        assert (rows["Where:"], rows["Looking for:"], rows["About:"]) == (
            "Lapland", "NGO or foundation; Company or employer", "Mentoring")
        assert rows["Not:"] == "Helsinki"  # what is wanted is not refused

    def test_every_list_has_a_place(self) -> None:
        shown = [field for _, fields in GROUPS for field in fields]
        assert sorted(shown) == sorted(BRIEF)
        assert {BRIEF[field][1] for field in shown} | {Aspect.NATIONWIDE} == set(Aspect)


class TestHints:
    def test_a_place_that_is_missing(self, demo: Terminal) -> None:
        assert hints(demo, "--idea", "Mentoring") == (
            f"No place was recognised, so that nearness does not count: --region names one. {INSTEAD}")

    def test_a_theme_that_is_missing(self, demo: Terminal) -> None:
        assert hints(demo, "--idea", "xyzzy Kajaanissa") == (
            f"No theme was recognised, so that only its words count: --theme names one. {INSTEAD}")

    def test_nothing_is_missing(self, demo: Terminal) -> None:
        assert hints(demo, "--idea", IDEA) == INSTEAD
        assert hints(demo, "--idea", "Mentorointia koko maassa") == INSTEAD

    def test_nothing_was_read(self, demo: Terminal) -> None:
        assert hints(demo, "--idea", "xyzzy") == (
            "No place was recognised, so that nearness does not count: --region names one. "
            "No theme was recognised, so that only its words count: --theme names one.")

    def test_nothing_was_to_be_read(self, demo: Terminal) -> None:
        assert hints(demo, "--theme", "mentoring", "--region", "Lappi") == ""


class TestOwner:
    def test_whose_idea_it_is_and_whose_place_counts(self, demo: Terminal) -> None:
        words = demo.text("suggest", ROVANIEMI, "--idea", "Mentoring for engineers", "--limit", "1")
        assert words.splitlines()[:2] == ["Partners for an idea of City of Rovaniemi", "“Mentoring for engineers”"]
        hint = "No place was recognised; that of City of Rovaniemi counts (Rovaniemi): --region names another."
        assert hint in " ".join(words.split())
        assert "kumppani explain" not in words  # which knows the actor, and not its idea
        assert "Every reason: the same command with --json." in words

    def test_the_place_of_the_idea_goes_before_it(self, demo: Terminal) -> None:
        words = (ROVANIEMI, "--idea", "Mentorointia Turussa")
        assert table(demo, *words)["Where:"] == "Turku (“Turussa”)"
        assert hints(demo, *words) == INSTEAD

    def test_an_actor_that_nobody_knows(self, demo: Terminal) -> None:
        assert demo.run("suggest", "nobody-of-the-kind", "--idea", "Mentorointia").exit_code == 1


def test_an_actor_and_a_profile_have_nothing_to_be_understood(demo: Terminal, tmp_path: Path) -> None:
    (tmp_path / "profile.json").write_text('{"name": "x", "sector": "ngo"}', encoding="utf-8")
    for words in ((ROVANIEMI,), ("--profile", str(tmp_path / "profile.json"))):
        assert TITLES["en"] not in demo.text("suggest", *words, "--limit", "1")


@pytest.mark.parametrize("language", TITLES)
def test_it_can_be_read_at_80_columns_and_without_colour(language: str, demo: Terminal) -> None:
    words = demo.text("suggest", "--idea", f"{IDEA} {'x' * 100}", "--lang", language, "--limit", "2")
    lines = block(words, language)
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in words
    assert all(line == line.rstrip() for line in lines)
