from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.records.profiles import Coverage, Profile, Status
from data.records.relations import Block
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.errors import RulesRefused
from matcher.rules.model import RuleBook
from matcher.rules.reading import parse_rules
from matcher.snapshot import Snapshot
from tests.gears import examples
from tests.networks import (
    ESPOO,
    HELSINKI,
    LAHTI,
    MARIEHAMN,
    ROVANIEMI,
    TODAY,
    TURKU,
    actor,
    finland,
    shipped_rules,
    snapshot,
    together,
)

HEAD = 'format = "kumppani-rules/1"\n'
SENTENCE = '[rules.sentence]\nfi = "a"\nsv = "b"\nen = "c"\n'
POINTS = "[rules.effect]\npoints = 1.0\n"


def rules(body: str) -> RuleBook:
    return parse_rules(HEAD + body, finland(), "rules.toml")


def faults(body: str) -> list[str]:
    with pytest.raises(RulesRefused) as refusal:
        rules(body)
    return [str(fault) for fault in refusal.value.faults]


def rule_rows(network: Snapshot, seeker: str, candidate: str, as_of: date = TODAY) -> dict[str, float]:
    matcher = Matcher(network)
    explanation = matcher.explain(network.actor(seeker), network.actor(candidate), as_of)
    return {row.term: row.points for row in explanation.ledger.rows if row.term.startswith("rule:")}


def ids_suggested(network: Snapshot, seeker: Profile, **query: object) -> list[str]:
    answer = Matcher(network).suggest(seeker, Query(TODAY, limit=100, **query))  # type: ignore[arg-type]
    return [item.profile.id for item in answer.suggestions]


class TestReading:
    def test_a_whole_rule(self) -> None:
        book = rules(
            '[[rules]]\nname = "r"\ngroup = "counterpart"\nvalid_from = 2026-01-01\nvalid_until = 2026-12-31\n'
            + SENTENCE + POINTS + '[rules.seeker]\nsector = ["Kunta tai kaupunki"]\nregion = ["Lappland"]\n'
            '[rules.seeker.not]\ntheme = ["employment"]\n[rules.pair]\nmax_km = 50\nsame = ["regional_authority"]\n')
        rule = book.rules[-1]
        assert rule.seeker.include == {"sector": {"municipality"}, "region": {"19"}}
        assert "talent_boost" in rule.seeker.exclude["theme"]
        assert rule.pair.max_km == 50
        assert rule.pair.same == {"regional_authority"}
        assert rule.effect.points == 1.0
        assert rule.group == "counterpart"
        assert not rule.in_force(date(2025, 12, 31))
        assert rule.in_force(date(2026, 1, 1))
        assert rule.in_force(date(2026, 12, 31))
        assert not rule.in_force(date(2027, 1, 1))

    def test_the_protective_rules_hold_beside_any_file(self) -> None:
        assert [rule.name for rule in rules("").rules] == [
            "not-oneself", "not-inactive", "not-blocked", "not-dismissed", "not-own-partner"]
        network = snapshot(actor("a"), actor("b"), actor("c"), blocks=[Block("a", "b")], rules=rules(""))
        assert ids_suggested(network, network.actor("a")) == ["c"]

    def test_a_sentence_without_names_is_said_once(self) -> None:
        book = rules('[[rules]]\nname = "r"\n' + SENTENCE + POINTS)
        network = snapshot(actor("a"), actor("b"), rules=book)
        explanation = Matcher(network).explain(network.actor("a"), network.actor("b"), TODAY)
        assert [str(row.sentence) for row in explanation.ledger.rows if row.term == "rule:r"] == ["c"]

    def test_a_sentence_of_both_is_said_instead_where_both_sides_have_points(self) -> None:
        body = ('[[rules]]\nname = "r"\n[rules.sentence]\nfi = "{candidate}"\nsv = "{candidate}"\nen = "{candidate}"\n'
                '[rules.sentence_of_both]\nfi = "d"\nsv = "e"\nen = "f: {seeker}, {candidate}"\n' + POINTS
                + '[rules.candidate]\nsector = ["ngo"]\n')
        network = snapshot(actor("a"), actor("b"), actor("c", sector="university"), rules=rules(body))
        sentences = [str(row.sentence) for candidate in ("b", "c") for row in Matcher(network).explain(
            network.actor("a"), network.actor(candidate), TODAY).ledger.rows if row.term == "rule:r"]
        assert sentences == ["f: A, B", "A"]

    @pytest.mark.parametrize(("body", "line", "words"), [
        ('[[rules]]\nname = "r"\n' + SENTENCE + POINTS + '[rules.seeker]\nsector = ["municipalty"]\n', 11,
         "Unknown sector 'municipalty'. Did you mean municipality?"),
        ('[[rules]]\nname = "r"\n' + SENTENCE + POINTS + "[rules.pair]\nmax_kilometres = 3\n", 11,
         "Unknown key 'max_kilometres'"),
        ('[[rules]]\nname = "r"\n' + SENTENCE + '[rules.effect]\npoints = 1\nexclude = true\n', 8,
         "exactly one effect"),
        ('[[rules]]\nname = "r"\n' + SENTENCE, 2, "exactly one effect"),
        ('[[rules]]\nname = "r"\n[rules.sentence]\nfi = "a"\n' + POINTS, 4, "missing in: sv and en"),
        ('[[rules]]\nname = "r"\nvalid_from = 2026-01-02\nvalid_until = 2026-01-01\n' + SENTENCE + POINTS, 5,
         "ends before it begins"),
        ('[[rules]]\nname = "r"\nvalid_from = "2026-01-02"\n' + SENTENCE + POINTS, 4, "is not a day"),
        ('[[rules]]\nname = "r"\n' + SENTENCE + "[rules.effect]\npoints = nan\n", 9, "is not a number from"),
        ('[[rules]]\nname = "r"\n' + SENTENCE + "[rules.effect]\npoints = 1e308\n", 9, "is not a number from"),
        ('[[rules]]\nname = "not-oneself"\n' + SENTENCE + POINTS, 3, "apply on the same day"),
        ('[[rules]]\nname = "r"\n' + SENTENCE + '[rules.effect]\nwaives = ["not-blocked"]\n', 9, "cannot be set aside"),
        ('[[rules]]\nname = "r"\n' + SENTENCE + '[rules.pair]\ndismissed = true\n[rules.effect]\npoints = -1\n', 9,
         "seen by the other side"),
        ('[[rules]]\nname = "r"\n' + SENTENCE + POINTS + '[rules.pair]\nmin_km = 9\nmax_km = 8\n', 12,
         "least distance is larger"),
        ('[[rules]]\nname = "r"\n' + SENTENCE + POINTS + '[rules.pair]\nsame = ["region"]\ndifferent = ["region"]\n',
         12, "both the same and different"),
        ('[[rules]]\nname = "r"\n' + SENTENCE + POINTS + '[rules.candidate]\nstatus = ["active"]\n'
         '[rules.candidate.not]\nstatus = ["active"]\n', 11, "both wanted and not wanted"),
        ('[[rules]]\nname = "r"\n' + SENTENCE + POINTS + "[rules.candidate]\ngroup = []\n", 11, "could never be met"),
        ('[[rules]]\nname = "r"\n' + SENTENCE + '[rules.effect]\nwaives = ["rr"]\n', 9, "neither another rule"),
        ('[[rules]]\nname = "r"\n' + SENTENCE.replace('"a"', '"{nobody}"') + POINTS, 5, "Unknown placeholder"),
        ('[[rules]]\nname = "r"\n' + SENTENCE.replace('"a"', '"{seeker.id}"') + POINTS, 5, "Unknown placeholder"),
        ('[[rules]]\nname = "r"\n' + SENTENCE.replace('"a"', '"{"') + POINTS, 5, "braces"),
        ('[[rules]]\nname = "r"\n' + SENTENCE.replace('"a"', '"{seeker:>9999}"') + POINTS, 5, "Unknown placeholder"),
        ('[[rules]]\nname = "r"\n' + SENTENCE.replace('"a"', '"{seeker!r}"') + POINTS, 5, "Unknown placeholder"),
        ('[[rules]]\nname = "q"\n' + SENTENCE + '[rules.effect]\nwaives = ["reach"]\n[[rules]]\nname = "r"\n' + SENTENCE
         + '[rules.effect]\nwaives = ["q"]\n', 17, "sets something aside itself"),
        ("[[rules]]\n" + SENTENCE + POINTS, 2, "has no name"),
        ('[[rules]]\nname = "r"\n' + SENTENCE + '[rules.sentence_of_both]\nfi = "a"\n' + POINTS, 4,
         "missing in: sv and en"),
        ('[[rules]]\nname = "r"\ngroup = "counterparts"\n' + SENTENCE + POINTS, 4,
         "Unknown word 'counterparts'. Did you mean counterpart?"),
        ('[[rules]]\nname = "r"\ngroup = 3\n' + SENTENCE + POINTS, 4, "Unknown word '3'"),
        ('[[rules]]\nname = "r"\ngroup = "counterpart"\n' + SENTENCE + "[rules.effect]\nexclude = true\n", 4,
         "adds no points"),
        ('[[rules]]\nname = "r"\ngroup = "counterpart"\n' + SENTENCE + "[rules.effect]\npoints = -1\n", 4,
         "adds no points"),
        ('[[rules]]\nname = "r"\n' + SENTENCE + POINTS + '[rules.seeker]\nlanguage = ["xyzzy"]\n', 11,
         "Unknown language"),
        ('[[rules]]\nname = "r"\nsector = "x"\n' + SENTENCE + POINTS, 4, "Unknown key 'sector'"),
    ])
    def test_a_faulty_rule_is_refused_with_its_line(self, body: str, line: int, words: str) -> None:
        messages = faults(body)
        assert len(messages) == 1
        assert messages[0].startswith(f"rules.toml:{line}: ")
        assert words in messages[0]

    @pytest.mark.parametrize("key", [
        ".".join("a" * 35_000), " . ".join("a" * 11), '"a".' * 20 + "b", "'a.b'." * 11 + "c", "y." + "a-1." * 20 + "z",
    ])
    @pytest.mark.parametrize("form", ["{} = 1", "[{}]", "[[{}]]", 'a = {{ {} = "x" }}'])
    def test_a_key_of_many_parts_is_refused_before_it_is_parsed(self, key: str, form: str) -> None:
        began = time.monotonic()
        [fault] = faults(form.format(key))
        assert "A key has more than 10 parts. Correct the line named." in fault
        assert time.monotonic() - began < 2

    @pytest.mark.parametrize("line", [
        "# a.b.c.d.e.f.g.h.i.j.k.l", 'x = "a.b.c.d.e.f.g.h.i.j.k.l"', "x = 'a.b.c.d.e.f.g.h.i.j.k.l'",
        'x = """\na.b.c.d.e.f.g.h.i.j.k.l\n"quoted" it\'s\n"""', "x = '''\na.b.c.d.e.f.g.h.i.j.k.l\n'''",
        'x = "\\"a.b.c.d.e.f.g.h.i.j.k.l"', "a.b.c.d.e.f.g.h.i.j = 1",
    ])
    def test_dots_elsewhere_are_no_parts_of_keys(self, line: str) -> None:
        assert all("parts" not in fault for fault in faults(line + "\n[[rule]]\n"))

    def test_long_texts_of_any_kind_take_little_time(self) -> None:
        began = time.monotonic()
        for piece in ("a", '"', "'", '"""', "'''", "\\", "#", '"\\', "a ", ". ", "[", "a.", "a-", "=", "a.b "):
            with suppress(RulesRefused):
                rules(piece * 20_000)
        assert time.monotonic() - began < 20

    def test_very_many_rules_are_refused(self) -> None:
        assert "more than 1,000 rules" in faults("[[rules]]\n" * 1001)[0]
        assert "longer than 1,048,576" in faults("# \n" * 2**19)[0]

    def test_all_faults_come_at_once(self) -> None:
        rule = '[[rules]]\nname = "{0}"\n' + SENTENCE + POINTS + '[rules.seeker]\nsector = ["x"]\n'
        assert [fault.partition(": ")[0] for fault in faults(rule.replace("{0}", "a") + rule.replace("{0}", "b"))
                ] == ["rules.toml:11", "rules.toml:21"]

    def test_two_rules_of_a_name_must_not_meet(self) -> None:
        first = '[[rules]]\nname = "r"\nvalid_until = 2025-12-31\n' + SENTENCE + POINTS
        later = '[[rules]]\nname = "r"\nvalid_from = 2026-01-01\n' + SENTENCE + POINTS
        assert [rule.name for rule in rules(first + later).rules[-2:]] == ["r", "r"]
        assert "apply on the same day" in faults(first + later.replace("2026-01-01", "2025-12-31"))[0]

    @pytest.mark.parametrize("content", ["", "format = 1", 'format = "kumppani-rules/2"', "[[rules]", "\x00",
                                         HEAD + "rules = 3", HEAD + "rules = [1]", HEAD + "rule = []"])
    def test_what_is_no_rule_file_is_refused_with_a_cure(self, content: str) -> None:
        with pytest.raises(RulesRefused) as refusal:
            parse_rules(content, finland(), "rules.toml")
        assert str(refusal.value.faults[0]).startswith("rules.toml")

    @pytest.mark.parametrize(("line", "where"), [
        ("points = 1.0\npoints = 2.0", "rules.toml:4"), ("points = \nname = 1", "rules.toml:3"),
        ("points = " + "9" * 5_000, "rules.toml"), ("points = " + "[" * 50_000, "rules.toml")])
    def test_what_is_no_toml_is_refused_with_its_line(self, line: str, where: str) -> None:
        with pytest.raises(RulesRefused) as refusal:
            parse_rules(f"{HEAD}[[rules]]\n{line}", finland(), "rules.toml")
        fault = refusal.value.faults[0]
        assert fault.where == where
        assert ("line named" in str(fault)) == (":" in where)

    @settings(max_examples=examples(200))
    @given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
                        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                            st.sampled_from(["name", "sentence", "effect", "seeker", "pair", "not", "same", "points",
                                             "sector", "exclude", "fi", "valid_from", "max_km"]), inner, max_size=3)))
    def test_no_table_crashes_the_reader(self, entry: object) -> None:
        content = HEAD + "rules = [" + _toml(entry) + "]\n"
        with suppress(RulesRefused):
            parse_rules(content, finland(), "rules.toml")


def _toml(value: object) -> str:
    """Write a value as TOML; what TOML cannot say becomes a number."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, str) and value.isascii() and value.isalnum():
        return f'"{value}"'
    return str(value) if isinstance(value, float) else "7"


class TestShippedRules:
    def test_never_oneself(self) -> None:
        network = snapshot(actor("a"), actor("b"), rules=shipped_rules())
        assert ids_suggested(network, network.actor("a")) == ["b"]

    def test_never_an_inactive_actor(self) -> None:
        network = snapshot(actor("a"), actor("b", status=Status.INACTIVE), rules=shipped_rules())
        answer = Matcher(network).suggest(network.actor("a"), Query(TODAY))
        assert answer.suggestions == ()
        assert [(item.profile.id, item.rule) for item in answer.rejections] == [("a", "not-oneself"),
                                                                                ("b", "not-inactive")]

    def test_never_a_blocked_pair_whoever_asked(self) -> None:
        network = snapshot(actor("a"), actor("b"), actor("c"), blocks=[Block("a", "b")], rules=shipped_rules())
        assert ids_suggested(network, network.actor("a")) == ["c"]
        assert ids_suggested(network, network.actor("b")) == ["c"]

    def test_a_block_is_not_told(self) -> None:
        network = snapshot(actor("a"), actor("b"), blocks=[Block("a", "b")], rules=shipped_rules())
        matcher = Matcher(network)
        answer = matcher.suggest(network.actor("b"), Query(TODAY))
        assert [item.rule for item in answer.rejections] == ["not-oneself"]
        assert matcher.explain(network.actor("b"), network.actor("a"), TODAY).rejections == ()

    def test_known_partners_only_when_asked_for(self) -> None:
        network = snapshot(actor("a"), actor("b"), actor("c"), cooperations=[together("a", "b")],
                           rules=shipped_rules())
        assert ids_suggested(network, network.actor("a")) == ["c"]
        assert set(ids_suggested(network, network.actor("a"), known_partners=True)) == {"b", "c"}

    @pytest.mark.parametrize(("rule", "sector", "home", "points"), [
        ("statutory-municipality", "municipality", HELSINKI, 1.5),
        ("statutory-employment-area", "employment_authority", HELSINKI, 1.5),
        ("statutory-wellbeing-county", "wellbeing_county", HELSINKI, 0.5),
        ("statutory-regional-authority", "development_centre", ESPOO, 1.5),
    ])
    def test_every_actor_sees_its_own_authorities(self, rule: str, sector: str, home: str, points: float) -> None:
        """The rule holds for one side of the pair: half of its points."""
        authority = actor("authority", sector=sector, municipalities=(home,), coverage=Coverage.REGIONAL)
        away = actor("away", municipalities=(LAHTI,))
        network = snapshot(actor("a"), away, authority, rules=shipped_rules())
        assert rule_rows(network, "a", "authority") == {f"rule:{rule}": points}
        assert rule_rows(network, "authority", "a") == {f"rule:{rule}": points}
        assert rule_rows(network, "away", "authority") == {}

    def test_the_regional_authority_is_that_of_the_day(self) -> None:
        southeast = actor("southeast", sector="development_centre", municipalities=("286",))
        network = snapshot(actor("a", municipalities=(LAHTI,)), southeast, rules=shipped_rules())
        assert rule_rows(network, "a", "southeast", date(2025, 12, 31)) == {}
        assert rule_rows(network, "a", "southeast", date(2026, 1, 1)) == {"rule:statutory-regional-authority": 1.5}

    def test_on_aland_the_centre_is_no_counterpart(self) -> None:
        southwest = actor("southwest", sector="development_centre", municipalities=(TURKU,))
        alander = actor("alander", municipalities=(MARIEHAMN,))
        own = actor("own", sector="employment_authority", municipalities=(MARIEHAMN,))
        network = snapshot(alander, southwest, own, actor("turku", municipalities=(TURKU,)), rules=shipped_rules())
        assert rule_rows(network, "alander", "southwest") == {}
        assert rule_rows(network, "alander", "own") == {"rule:statutory-employment-area": 1.5}
        assert rule_rows(network, "turku", "southwest") == {"rule:statutory-regional-authority": 1.5}
        explanation = Matcher(network).explain(network.actor("alander"), southwest, TODAY)
        assert [str(waiver.sentence) for waiver in explanation.waivers] == [
            "In Åland, integration is the responsibility of Åland's own authorities."]
        for pair in (("alander", "southwest"), ("turku", "alander")):
            other = Matcher(network).explain(network.actor(pair[0]), network.actor(pair[1]), TODAY)
            assert "same_authority" not in {row.term for row in other.ledger.rows}

    def test_staff_can_make_the_centre_a_counterpart_on_aland(self) -> None:
        lasting = tuple(rule for rule in shipped_rules().rules if not rule.name.startswith("aland"))
        southwest = actor("southwest", sector="development_centre", municipalities=(TURKU,))
        rules = RuleBook(lasting, "draft")
        network = snapshot(actor("alander", municipalities=(MARIEHAMN,)), southwest, rules=rules)
        assert rule_rows(network, "alander", "southwest") == {"rule:statutory-regional-authority": 1.5}

    def test_national_actors_reach_every_region(self) -> None:
        homes = sorted({code: home for home, code in finland().places.region_of.items()}.values())
        locals_ = [actor(f"local{home}", municipalities=(home,)) for home in homes]
        network = snapshot(actor("national", coverage=Coverage.NATIONAL), *locals_, rules=shipped_rules())
        for local in locals_:
            assert rule_rows(network, local.id, "national")["rule:national-reach"] == 1.75

    def test_local_actors_far_from_each_other(self) -> None:
        network = snapshot(actor("a"), actor("lahti", municipalities=(LAHTI,)),
                           actor("north", municipalities=(ROVANIEMI,)),
                           actor("national", municipalities=(ROVANIEMI,), coverage=Coverage.NATIONAL),
                           rules=shipped_rules())
        assert rule_rows(network, "a", "north") == {"rule:far-apart": -0.7}
        assert rule_rows(network, "a", "lahti") == {}
        assert "rule:far-apart" not in rule_rows(network, "a", "national")

    @pytest.mark.parametrize(("theme", "rule"), [
        ("talent_boost", "rule:programme-2023-2024-talent-boost"),
        ("gender_sensitive_integration", "rule:programme-2023-2024-gender-sensitive-integration"),
    ])
    def test_programme_priorities_hold_in_their_period(self, theme: str, rule: str) -> None:
        network = snapshot(actor("a", themes=(theme,)), actor("b", themes=(theme,)), rules=shipped_rules())
        assert rule_rows(network, "a", "b", date(2022, 12, 31)) == {}
        assert rule_rows(network, "a", "b", date(2023, 1, 1)) == {rule: 0.8}
        assert rule_rows(network, "a", "b", date(2024, 12, 31)) == {rule: 0.8}
        assert rule_rows(network, "a", "b", date(2025, 1, 1)) == {}

    def test_each_shipped_rule_is_tested_above(self) -> None:
        assert {rule.name for rule in shipped_rules().rules} == {
            "not-oneself", "not-inactive", "not-blocked", "not-dismissed", "not-own-partner", "not-known-partners",
            "statutory-municipality",
            "statutory-employment-area", "statutory-wellbeing-county", "statutory-regional-authority",
            "aland-own-authorities", "aland-own-authorities-from-outside", "national-reach", "far-apart",
            "programme-2023-2024-talent-boost", "programme-2023-2024-gender-sensitive-integration"}


class TestConditions:
    """Each condition on one pair for which it holds and one for which it does not."""

    SEEKER = actor("seeker", themes=("mentoring",), languages=("fi",), groups=("migrant-led",))

    @pytest.mark.parametrize(("condition", "holds", "fails"), [
        ('[rules.candidate]\nsector_group = ["public"]', {"sector": "municipality"}, {}),
        ('[rules.candidate]\nmunicipality = ["Esbo"]', {"municipalities": (ESPOO,)}, {}),
        ('[rules.candidate]\ncoverage = ["national"]', {"coverage": Coverage.NATIONAL}, {"coverage": None}),
        ('[rules.candidate]\ngroup = ["migrant-led"]', {"groups": ("migrant-led",)}, {}),
        ('[rules.candidate]\nlanguage = ["so"]', {"languages": ("fi", "so")}, {"languages": ("fi",)}),
        ('[rules.candidate]\ntheme = ["employment"]', {"themes": ("talent_boost",)}, {"themes": ("youth",)}),
        ('[rules.candidate.not]\ntheme = ["employment"]', {"themes": ("youth",)}, {"themes": ("talent_boost",)}),
        ('[rules.pair]\nsame = ["sector"]', {}, {"sector": "company"}),
        ('[rules.pair]\nsame = ["sector_group"]', {"sector": "migrant_association"}, {"sector": "company"}),
        ('[rules.pair]\ndifferent = ["region"]', {"municipalities": (TURKU,)}, {"municipalities": (ESPOO,)}),
        ('[rules.pair]\nshared_themes = ["employment"]', {"themes": ("talent_boost",)}, {"themes": ("youth",)}),
        ("[rules.pair]\nmax_km = 150", {"municipalities": (LAHTI,)}, {"municipalities": (TURKU,)}),
        ("[rules.pair]\nmin_km = 150", {"municipalities": (TURKU,)}, {"municipalities": (LAHTI,)}),
        ("[rules.pair]\nmin_km = 0", {}, {"municipalities": ()}),
        ("[rules.pair]\nneighbours = true", {"municipalities": (LAHTI,)}, {"municipalities": (ROVANIEMI,)}),
        ("[rules.pair]\nneighbours = false", {"municipalities": (ROVANIEMI,)}, {"municipalities": (LAHTI,)}),
        ('[rules.pair]\nsame = ["wellbeing_county"]', {}, {"municipalities": (ESPOO,)}),
    ])
    def test_condition(self, condition: str, holds: dict[str, object], fails: dict[str, object]) -> None:
        book = rules('[[rules]]\nname = "r"\n' + SENTENCE + POINTS + condition + "\n")
        network = snapshot(self.SEEKER, actor("yes", **holds), actor("no", **fails), rules=book)
        explanation = Matcher(network).explain(network.actor("seeker"), network.actor("yes"), TODAY)
        assert [row.forward for row in explanation.ledger.rows if row.term == "rule:r"] == [1.0]
        explanation = Matcher(network).explain(network.actor("seeker"), network.actor("no"), TODAY)
        assert [row.forward for row in explanation.ledger.rows if row.term == "rule:r"] in ([], [0.0])

    def test_a_kind_of_area_without_a_table_that_day_is_never_the_same(self) -> None:
        book = rules('[[rules]]\nname = "r"\n' + SENTENCE + POINTS + '[rules.pair]\nsame = ["employment_area"]\n')
        network = snapshot(actor("a"), actor("b"), rules=book)
        assert rule_rows(network, "a", "b", date(2024, 12, 31)) == {}
        assert rule_rows(network, "a", "b", date(2025, 1, 1)) == {"rule:r": 1.0}

    def test_a_draft_of_a_stored_actor_is_looked_at_as_it_is(self) -> None:
        network = snapshot(actor("a"), actor("city", sector="municipality"), rules=shipped_rules())
        draft = replace(network.actor("a"), sector="municipality")
        explanation = Matcher(network).explain(draft, network.actor("city"), TODAY)
        assert "rule:statutory-municipality" not in {row.term for row in explanation.ledger.rows}
        answer = Matcher(network).suggest(draft, Query(TODAY))
        assert "rule:statutory-municipality" not in {row.term for row in answer.suggestions[0].ledger.rows}

    def test_conditions_on_an_actor_that_is_not_stored(self) -> None:
        book = rules('[[rules]]\nname = "r"\n' + SENTENCE + POINTS + '[rules.seeker]\ngroup = ["youth-led"]\n')
        network = snapshot(actor("a"), rules=book)
        answer = Matcher(network).suggest(Profile("", "", groups=("youth-led",)), Query(TODAY))
        assert "rule:r" in {row.term for row in answer.suggestions[0].ledger.rows}
