"""`suggest`, `search` and `explain` over the demo network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import Result

from service.cli.layout import percent, points
from tests.terminal import DAY, MONINET, ROVANIEMI, Json, Terminal

QUESTION = ("suggest", MONINET, "--as-of", DAY)


@pytest.fixture
def demo(demo_home: Path) -> Terminal:
    return Terminal(demo_home)


def ids(answer: Json) -> list[str]:
    return [item["actor_id"] for item in answer["suggestions"]]


class TestSuggestAsJson:
    def test_the_shape_that_the_documents_promise(self, demo: Terminal) -> None:
        answer = demo.json(*QUESTION)
        assert answer.keys() == {"actor", "as_of", "total", "limit", "offset", "suggestions", "counterparts",
                                 "left_out", "open_needs", "understood", "versions"}
        assert answer["actor"]["id"] == MONINET
        assert {"actor_id", "name", "score", "forward", "backward", "ledger", "counterpart", "level", "level_label",
                "forward_level", "forward_level_label", "backward_level", "backward_level_label"
                } <= answer["suggestions"][0].keys()
        assert {"term", "points", "sentence"} <= answer["suggestions"][0]["ledger"][0].keys()
        assert answer["versions"].keys() == {"software", "data", "vocabulary", "weights", "rules", "encoder"}

    @pytest.mark.parametrize("words", [QUESTION, ("suggest", "--idea", "mentoring for engineers", "--region", "06")])
    def test_ledgers_add_up(self, words: tuple[str, ...], demo: Terminal) -> None:
        suggestions = demo.json(*words, "--limit", "100")["suggestions"]
        assert len(suggestions) > 20
        for item in suggestions:
            for total, part in (("score", "points"), ("forward", "forward"), ("backward", "backward")):
                assert item[total] == pytest.approx(sum(row[part] for row in item["ledger"]), abs=1e-9)
            assert item["score"] == pytest.approx((item["forward"] + item["backward"]) / 2, abs=1e-9)

    def test_scores_do_not_depend_on_the_language(self, demo: Terminal) -> None:
        finnish, swedish = (demo.json(*QUESTION, "--lang", language)["suggestions"] for language in ("fi", "sv"))
        assert [item["score"] for item in finnish] == [item["score"] for item in swedish]
        assert [item["actor"]["sector"] for item in finnish] != [item["actor"]["sector"] for item in swedish]

    def test_pages_make_up_the_list(self, demo: Terminal) -> None:
        pages = [ids(demo.json(*QUESTION, "--limit", "4", "--offset", str(offset))) for offset in (0, 4)]
        assert [*pages[0], *pages[1]] == ids(demo.json(*QUESTION, "--limit", "8"))

    def test_filters(self, demo: Terminal) -> None:
        answer = demo.json(*QUESTION, "--in-region", "Lappi", "--in-region", "Kainuu", "--not-sector", "municipality",
                           "--not-theme", "health_wellbeing")
        assert answer["suggestions"]
        for item in answer["suggestions"]:
            assert {region["code"] for region in item["actor"]["regions"]} & {"19", "18"}
            assert item["actor"]["sector"]["code"] != "municipality"
            assert "health_wellbeing" not in {theme["code"] for theme in item["actor"]["themes"]}

    def test_filters_by_language(self, demo: Terminal) -> None:
        every, finnish, other = (demo.json(*QUESTION, *words)["total"] for words in (
            (), ("--in-language", "fi"), ("--not-language", "fi")))
        assert finnish > 0
        assert finnish + other == every

    def test_a_theme_stands_for_narrower_ones(self, demo: Terminal) -> None:
        themes = [{theme["code"] for theme in item["actor"]["themes"]}
                  for item in demo.json(*QUESTION, "--in-theme", "language_learning")["suggestions"]]
        assert any("language_learning" not in codes for codes in themes)

    def test_the_day_decides_which_authority(self, demo: Terminal) -> None:
        words = ("explain", "monikulttuurikeskus-multi-culti-lahden-kaupunki", "kaakkois-suomen-elinvoimakeskus")
        before, after = ({row["term"] for row in demo.json(*words, "--as-of", day)["ledger"]}
                         for day in ("2025-12-31", "2026-01-01"))
        assert "rule:statutory-regional-authority" in after - before

    def test_known_partners_only_when_asked_for(self, demo: Terminal) -> None:
        words = ("suggest", "ita-suomen-yliopisto", "--limit", "100")
        partners = {item["actor_id"] for item in demo.json(*words)["left_out"] if item["rule"] == "not-known-partners"}
        assert partners
        assert partners & set(ids(demo.json(*words))) == set()
        assert partners <= set(ids(demo.json(*words, "--known-partners")))

    def test_diversity_brings_other_sectors_up(self, demo: Terminal) -> None:
        plain, mixed = (demo.json(*QUESTION, "--diversity", value)["suggestions"] for value in ("0", "1"))
        sectors = [len({item["actor"]["sector"]["code"] for item in suggestions}) for suggestions in (plain, mixed)]
        assert sectors[1] > sectors[0]


class TestCounterparts:
    def test_they_are_mixed_with_the_others_as_json(self, demo: Terminal) -> None:
        answer = demo.json(*QUESTION)
        assert ROVANIEMI in ids(answer)
        assert answer["counterparts"] == []
        assert answer == demo.json(*QUESTION, "--counterparts", "mixed")

    def test_apart_and_none(self, demo: Terminal) -> None:
        apart, none = (demo.json(*QUESTION, "--counterparts", value) for value in ("apart", "none"))
        assert [item["actor_id"] for item in apart["counterparts"]] == [ROVANIEMI, "lapin-elinvoimakeskus"]
        assert {**apart, "counterparts": []} == none

    def test_they_stand_under_a_heading_of_their_own_for_people(self, demo: Terminal) -> None:
        for language, heading in (("fi", "Lakisääteiset vastinparit"), ("sv", "Lagstadgade motparter"),
                                  ("en", "Statutory counterparts")):
            before, after = demo.text(*QUESTION, "--lang", language).split(f"\n{heading}\n")
            assert f"    {ROVANIEMI}\n" in after
            assert f"    {ROVANIEMI}\n" not in before
        for value in ("mixed", "none"):
            words = demo.text(*QUESTION, "--counterparts", value)
            assert "Statutory counterparts" not in words
            assert (f"    {ROVANIEMI}\n" in words) == (value == "mixed")

    def test_another_word_is_refused(self, demo: Terminal) -> None:
        result = demo.run(*QUESTION, "--counterparts", "first")
        assert result.exit_code == 2
        assert "apart" in result.stderr


class TestNames:
    def test_lists_show_names_in_the_language_of_the_reader(self, demo: Terminal) -> None:
        names = {language: demo.json("explain", ROVANIEMI, MONINET, "--lang", language)["actor"]["name"]
                 for language in ("fi", "sv", "en")}
        assert names == {"fi": "Rovaniemen kaupunki", "sv": "Rovaniemi stad", "en": "City of Rovaniemi"}
        words = demo.text(*QUESTION, "--lang", "sv")
        assert "Rovaniemi stad" in words
        assert "Lapplands livskraftscentral är den regionala" in words
        assert "Rovaniemen kaupunki" not in words

    def test_who_might_be_meant_is_named_in_the_language_of_the_reader(self, demo: Terminal) -> None:
        result = demo.run("suggest", "rovaniemen-kaupung", "--lang", "sv")
        assert f"{ROVANIEMI} (Rovaniemi stad)" in " ".join(result.stderr.split())


class TestSuggestForPeople:
    def test_it_can_be_read_at_80_columns(self, demo: Terminal) -> None:
        for language in ("fi", "sv", "en"):
            lines = demo.text(*QUESTION, "--lang", language).splitlines()
            long = [line for line in lines if len(line) > 80]
            assert all(MONINET in line for line in long)  # only lines with an id, which has to stay whole
            assert all(line == line.rstrip() for line in lines)

    def test_who_asks_who_is_suggested_why_and_what_next(self, demo: Terminal) -> None:
        answer = demo.json(*QUESTION, "--counterparts", "apart")["suggestions"][0]
        lines = demo.text(*QUESTION).splitlines()
        assert lines[0] == "Partners for Rovala Settlement – Multicultural Centre MoniNet"
        assert MONINET in lines[1]
        overview, first, *_ = (line for line in lines if line.startswith("1."))
        assert overview.endswith(answer["level_label"])
        name = first.removeprefix("1.").removesuffix(answer["level_label"]).strip()  # a long one goes on below
        assert answer["name"].startswith(name) > (name == "")
        assert first.endswith(answer["level_label"])
        assert f"    {answer['actor_id']}" in lines
        assert f"{answer['ledger'][1]['points']:+.2f}  " in "\n".join(lines)
        assert f"Every reason, from both sides: kumppani explain {MONINET} {answer['actor_id']}" in lines

    def test_numbers_as_the_language_writes_them(self, demo: Terminal) -> None:
        points = demo.json(*QUESTION)["suggestions"][0]["ledger"][1]["points"]
        assert f"{points:+.2f}".replace(".", ",") in demo.text(*QUESTION, "--lang", "fi")

    def test_the_levels_of_both_sides_where_they_differ(self, demo: Terminal) -> None:
        answer = demo.json(*QUESTION, "--counterparts", "apart")
        different = [item for item in (*answer["suggestions"], *answer["counterparts"])
                     if item["forward_level"] != item["backward_level"]]
        lines = demo.text(*QUESTION).splitlines()
        sides = [line for line in lines if line.startswith("    For the one who asks: ")]
        assert len(sides) == len(different) > 0
        assert sides[0].endswith(f"for the partner: {different[0]['backward_level_label'].lower()}.")

    def test_nobody_left(self, demo: Terminal) -> None:
        words = demo.text(*QUESTION, "--in-region", "Lappi", "--not-region", "Lappi")
        assert "nobody" in words
        assert "--known-partners" in words

    def test_a_page_behind_the_last(self, demo: Terminal) -> None:
        assert "nobody" in demo.text(*QUESTION, "--offset", "5000")

    def test_an_idea(self, demo: Terminal) -> None:
        words = demo.text("suggest", "--idea", "Ompelu- ja kielikahvila äideille", "--wanted-sector", "faith_community")
        assert "“Ompelu- ja kielikahvila äideille”" in words
        assert "Every reason: the same command with --json." in words

    def test_an_idea_says_who_meets_which_need(self, demo: Terminal) -> None:
        """Nobody in Joensuu knows about football; for people, counterparts stand apart."""
        words = "A language café, a football group and computer help for older Russian speakers and families in Joensuu"
        question = ("suggest", "--idea", words)
        answer = demo.json(*question, "--counterparts", "apart")
        first = answer["suggestions"][0]
        words = " ".join(demo.text(*question).split())
        met = dict.fromkeys(need["label"] for need in first["meets"])
        assert f"Meets: {'; '.join(met)}." in words
        moved = [item["moved_up_for"]["label"] for item in answer["suggestions"] if item["moved_up_for"]]
        assert moved
        assert words.count("Moved up because it covers: ") == len(moved)
        assert f"Moved up because it covers: {moved[0]}." in words
        open_needs = dict.fromkeys(need["label"] for need in answer["open_needs"])
        assert "Sports and physical activity" in open_needs
        assert f"None of the first ten covers: {'; '.join(open_needs)}." in words

    def test_one_of_a_group_names_the_others(self, demo: Terminal) -> None:
        question = ("suggest", "--idea", "Integration in Swedish and reception of refugees", "--region", "15")
        row = next(item for item in demo.json(*question, "--limit", "20")["suggestions"] if item["also"])
        others = [f"{other['name']} ({other['actor_id']})" for other in row["also"]]
        words = " ".join(demo.text(*question, "--limit", "20").split())
        assert f"Also: {others[0]}" in words
        assert f"{others[-1]}." in words

    def test_who_is_no_idea_has_no_needs(self, demo: Terminal) -> None:
        answer = demo.json(*QUESTION)
        assert answer["open_needs"] == []
        assert not any(item["meets"] or item["moved_up_for"] for item in answer["suggestions"])
        assert "Meets:" not in demo.text(*QUESTION)


PROFILE = {"name": "Uusi yhdistys", "sector": "ngo", "municipalities": ["Rovaniemi"], "themes": ["employment"],
           "description": {"fi": "Autamme työnhaussa."}}


class TestUnsavedProfile:
    def ask(self, demo: Terminal, folder: Path, content: str) -> Result:
        path = folder / "profile.json"
        path.write_text(content, encoding="utf-8")
        return demo.run("suggest", "--profile", str(path), "--json")

    def test_partners_for_it(self, demo: Terminal, tmp_path: Path) -> None:
        answer = json.loads(self.ask(demo, tmp_path, json.dumps(PROFILE)).stdout)
        assert answer["actor"]["name"] == "Uusi yhdistys"
        assert ROVANIEMI in ids(answer)

    def test_a_stored_profile_as_it_might_be_changed(self, demo: Terminal, tmp_path: Path) -> None:
        answer = json.loads(self.ask(demo, tmp_path, json.dumps({**PROFILE, "id": ROVANIEMI})).stdout)
        assert ROVANIEMI not in ids(answer)

    @pytest.mark.parametrize(("content", "where"), [
        ('{"name": "x",\n "sector": }', "profile.json:2"), ("[]", "profile.json"), ("", "profile.json"),
        ("{} {}", "profile.json:1"), ('{"name": "x", "sector": "nothing", "foo": 1}', "profile.json"),
    ])
    def test_what_is_wrong_with_it(self, content: str, where: str, demo: Terminal, tmp_path: Path) -> None:
        result = self.ask(demo, tmp_path, content)
        assert (result.exit_code, result.stdout) == (1, "")
        assert json.loads(result.stderr)["problems"][0]["where"].startswith(where)

    def test_all_that_is_wrong_with_it(self, demo: Terminal, tmp_path: Path) -> None:
        result = self.ask(demo, tmp_path, '{"name": "x", "sector": "nothing", "foo": 1}')
        assert [problem["field"] for problem in json.loads(result.stderr)["problems"]] == ["sector", "foo"]


class TestExplain:
    def test_it_is_the_ledger_of_the_suggestion(self, demo: Terminal) -> None:
        suggestion = demo.json(*QUESTION)["suggestions"][0]
        explanation = demo.json("explain", MONINET, suggestion["actor_id"], "--as-of", DAY)
        assert explanation["ledger"] == suggestion["ledger"]
        assert explanation["score"] == suggestion["score"]
        assert explanation["left_out"] == []

    def test_from_the_other_side(self, demo: Terminal) -> None:
        one, other = demo.json("explain", MONINET, ROVANIEMI), demo.json("explain", ROVANIEMI, MONINET)
        assert one["forward"] == pytest.approx(other["backward"], abs=1e-9)
        assert one["score"] == pytest.approx(other["score"], abs=1e-9)

    def test_every_row_and_the_sum_for_people(self, demo: Terminal) -> None:
        explanation = demo.json("explain", MONINET, ROVANIEMI)
        lines = demo.text("explain", MONINET, ROVANIEMI).splitlines()
        for row in explanation["ledger"]:
            numbers = (f"{row[side]:+.2f}" for side in ("points", "forward", "backward"))
            assert any(line.split()[:3] == list(numbers) for line in lines), row
        assert explanation["level_label"] in lines
        total = next(line for line in lines if line.endswith("Sum"))
        assert total.split() == [f"{explanation[side]:+.2f}" for side in ("score", "forward", "backward")] + ["Sum"]
        assert max(map(len, lines)) <= 80

    def test_what_keeps_the_two_apart(self, demo: Terminal) -> None:
        words = demo.text("explain", MONINET, MONINET)
        assert "An actor is not its own partner. (not-oneself)" in words


class TestSearch:
    def test_by_name_and_place(self, demo: Terminal) -> None:
        answer = demo.json("search", "Rovaniemi", "--limit", "3")
        assert answer["words"] == "Rovaniemi"
        assert len(answer["actors"]) == 3
        assert ROVANIEMI in [hit["actor"]["id"] for hit in answer["actors"]]
        scores = [hit["score"] for hit in answer["actors"]]
        assert scores == sorted(scores, reverse=True)

    def test_filters(self, demo: Terminal) -> None:
        hits = demo.json("search", "Rovaniemi", "--not-sector", "municipality")["actors"]
        assert hits
        assert ROVANIEMI not in [item["actor"]["id"] for item in hits]

    def test_ids_can_be_copied(self, demo: Terminal) -> None:
        lines = demo.text("search", "Rovaniemi").splitlines()
        assert f"    {ROVANIEMI}" in lines
        first = demo.json("search", "Rovaniemi")["actors"][0]["actor"]["id"]
        assert lines[-1] == f"Partners for one of them: kumppani suggest {first}"

    def test_nobody(self, demo: Terminal) -> None:
        words = ("search", "Lappi", "--in-region", "Lappi", "--not-region", "Lappi")
        assert demo.text(*words) == "Nobody fits these words.\n"


class TestLayout:
    @pytest.mark.parametrize(("share", "words"), [(1.0, "100%"), (0.999, "99%"), (0.29, "29%"), (0.0, "0%")])
    def test_a_share_is_never_more_than_it_is(self, share: float, words: str) -> None:
        assert percent(share, "en") == words

    @pytest.mark.parametrize(("language", "words"), [("en", "-1.50"), ("fi", "-1,50"), ("sv", "-1,50")])
    def test_points_below_zero(self, language: str, words: str) -> None:
        assert points(-1.5, language) == words
