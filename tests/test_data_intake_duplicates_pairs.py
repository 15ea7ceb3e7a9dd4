"""Actors that may be one: found with reasons, asked about, and settled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from random import Random
from time import process_time
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from data.intake.duplicates import pairs as duplicates
from data.intake.duplicates.comparing import Certainty, Evidence, evidence_of
from data.intake.duplicates.identities import site_of
from data.intake.duplicates.names import ids_of_name
from data.intake.duplicates.pairs import MOST_OF_A_WORD, Pair, find_look_alikes, find_pairs, questions
from data.intake.duplicates.settling import settle
from data.intake.questions import Answers, Sameness, Topic, about_pair, key_of
from data.records.network import Network
from data.records.profiles import Coverage, Profile, Wish
from data.wording.texts import render
from evaluation.intake.duplicates import certainty, judge, read_pairs
from tests.networks import HELSINKI, LAHTI, ROVANIEMI, TURKU, actor, finland

NUMBER, OTHER_NUMBER = "0201256-6", "0112038-9"
HYVINKAA = "106"


def named(name: str, **changes: object) -> Profile:
    key = changes.pop("id", name.casefold().replace(" ", "-"))
    return replace(actor(str(key), **changes), name=name)


def sure(one: Profile, other: Profile, similarity: object = None) -> Certainty | None:
    """How certain two actors are one; the same whichever is new."""
    said = {tuple(pair.certainty for pair in pairs) for pairs in (
        find_pairs((one,), (other,), similarity, Answers()),  # type: ignore[arg-type]
        find_pairs((other,), (one,), similarity, Answers()),  # type: ignore[arg-type]
        find_pairs((one, other), (), similarity, Answers()))}  # type: ignore[arg-type]
    assert len(said) == 1
    return next(iter(said.pop()), None)


def answered(one: str, other: str, answer: Sameness) -> Answers:
    return Answers({key_of(Topic.PAIR, about_pair(one, other)): answer})


def test_the_made_pairs_are_recognised() -> None:
    pairs = read_pairs()
    assert (len(pairs), sum(pair.is_same for pair in pairs), sum(pair.is_aside for pair in pairs)) == (100, 50, 33)
    asked = judge(pairs, lambda said: said is not None)
    certain = judge(pairs, lambda said: said is Certainty.SURE)
    assert asked.precision >= 0.95
    assert asked.recall >= 0.95
    assert certain.precision == 1
    assert certain.recall >= 0.4


def test_look_alikes_are_the_pairs_with_stored_ones() -> None:
    pairs = read_pairs()
    new, stored = ([replace(getattr(pair, side), id=f"{side}-{number}") for number, pair in enumerate(pairs)]
                   for side in ("one", "other"))
    found = [pair for pair in find_pairs(new, stored, None, Answers()) if pair.is_stored]
    assert len(found) > 40
    assert list(find_look_alikes(new, stored, None)) == found


@pytest.mark.parametrize("find", [find_look_alikes, partial(find_pairs, answers=Answers())])
def test_a_crowd_of_one_name_is_compared_with_its_first(find: Callable[..., Sequence[Pair]],
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    def look(*some: Any) -> Evidence | None:  # noqa: ANN401 - as they are given
        looks.append(1)
        return evidence_of(*some)

    monkeypatch.setattr(duplicates, "evidence_of", look)
    crowd = [named("Villa Mesi", id=f"n{number:04}") for number in range(20 * MOST_OF_A_WORD)]
    stored = [named("Villa Mesi", id="s")]
    pairs = find(crowd, stored, None)
    assert {pair.one.id for pair in pairs if pair.other.id == "s"} == {one.id for one in crowd}
    assert len(looks) < 10 * len(crowd)


def test_who_shares_a_page_with_many_is_still_found_by_its_letters() -> None:
    page, letters = "https://liitto.example", "abcdefghij"
    branches = [named(f"{one * 4}{other * 4}", id=f"{one}{other}", website=page)
                for one in letters for other in letters]
    twins = [named(name, id=name, website=page) for name in ("Kotoverkko", "Kitoverkko")]
    found = {pair.about for pair in find_pairs((*branches, *twins), (), None, Answers())}
    assert about_pair(*(twin.id for twin in twins)) in found


def test_the_demo_has_no_duplicates(demo_network: Network) -> None:
    assert find_pairs(demo_network.actors, (), None, Answers()) == ()


@pytest.mark.parametrize("number", [1, 9, 15, 31])
def test_a_made_pair_is_the_same_with_its_sides_exchanged(number: int) -> None:
    pair = next(pair for pair in read_pairs() if pair.number == number)
    exchanged = replace(pair, one=pair.other, other=pair.one)
    assert certainty(pair) == certainty(exchanged) is not None


def test_the_business_id_decides() -> None:
    one, other = named("Naisten Silta ry", business_id=NUMBER), named("Maahanmuuttajien tuki", business_id=NUMBER)
    assert sure(one, other) is Certainty.LIKELY
    assert sure(one, named("Naisten Silta", business_id=NUMBER, municipalities=(LAHTI,))) is Certainty.SURE
    assert sure(one, named("Naisten Silta", business_id=OTHER_NUMBER)) is None


def test_units_with_the_number_of_their_whole_are_not_asked_about() -> None:
    units = [named(f"{name} koulu", business_id=NUMBER) for name in ("Hakan", "Niinivaaran", "Rantakylän", "Noljakan")]
    assert find_pairs(units, (), None, Answers()) == ()


@pytest.mark.parametrize(("municipality", "expected"), [
    ((HELSINKI,), Certainty.SURE), ((), Certainty.LIKELY), ((ROVANIEMI,), None)])
def test_the_same_name_counts_where_the_place_allows_it(municipality: tuple[str, ...],
                                                       expected: Certainty | None) -> None:
    one = named("Monikulttuurinen Kohtaamo ry", id="a")
    assert sure(one, named("Monikulttuurinen kohtaamo", id="b", municipalities=municipality)) is expected


def test_what_serves_the_country_is_far_from_nothing() -> None:
    one = named("Startup Refugees", coverage=Coverage.NATIONAL)
    assert sure(one, named("Startup Refugees ry", municipalities=(ROVANIEMI,))) is Certainty.LIKELY


def test_a_unit_and_its_whole_are_two() -> None:
    whole = named("Rovalan Setlementti ry", id="whole")
    assert sure(whole, named("Rovalan Setlementti", id="unit", part_of="whole")) is None
    assert sure(whole, named("Rovalan Setlementti ry – Monikulttuurikeskus MoniNet")) is None


@pytest.mark.parametrize(("one", "other", "expected"), [
    ("https://www.silta.fi", "http://silta.fi/fi/", Certainty.LIKELY),
    ("https://www.facebook.com/silta", "https://facebook.com/silta/", Certainty.LIKELY),
    ("https://www.facebook.com/silta", "https://facebook.com/kaarna", None),
    ("https://www.facebook.com", "https://facebook.com", None),
    ("https://www.vaasa.fi", "https://vaasa.fi", None),
    ("", "", None)])
def test_web_pages_count_where_they_are_of_one_organisation(one: str, other: str, expected: Certainty | None) -> None:
    assert sure(named("Silta ry", website=one), named("Kohtaamo Kaarna", website=other)) is expected


def test_an_address_has_a_host_and_a_path() -> None:
    assert site_of("https://www.Silta.fi/FI/tietoa/") == site_of("http://silta.fi/tietoa")
    assert site_of("").host == ""


def test_one_text_alone_makes_nobody_one() -> None:
    def similarity(some: Sequence[Profile], others: Sequence[Profile]) -> ArrayLike:
        return np.ones((len(some), len(others)))

    assert sure(named("Luodon kunta"), named("Pedersören kunta"), similarity) is None
    assert sure(named("Naisten Kohtaamo Kaarna"), named("Naisten Voimala Lumo"), similarity) is None
    assert sure(named("Kohtaamo Naapuri"), named("Naapuri Silta Klubi"), None) is None
    assert sure(named("Kohtaamo Naapuri"), named("Naapuri Silta Klubi"), similarity) is Certainty.LIKELY


def test_an_e_mail_domain_counts_with_a_name() -> None:
    one, other = named("Kohtaamo Naapuri"), named("Naapuri Silta Klubi")
    domains = {one.id: "naapuri.fi", other.id: "naapuri.fi"}
    assert [pair.certainty for pair in find_pairs((one,), (other,), None, Answers(), domains)] == [Certainty.LIKELY]
    for shared in ("gmail.com", "vaasa.fi"):
        assert find_pairs((one,), (other,), None, Answers(), dict.fromkeys(domains, shared)) == ()


def test_the_same_id_is_the_same_unless_everything_else_differs() -> None:
    assert sure(named("Silta", id="a"), named("Silta ry", id="a")) is Certainty.SURE
    near = find_pairs((named("Startup Refuges", id="a"),), (named("Startup Refugees", id="a"),), None, Answers())
    assert [pair.certainty for pair in near] == [Certainty.SURE]
    one, far = named("Silta", id="a"), named("Muu", id="a", municipalities=(ROVANIEMI,))
    assert [pair.certainty for pair in find_pairs((one,), (far,), None, Answers())] == [Certainty.LIKELY]


def test_a_question_tells_why_and_shows_both_sides() -> None:
    one = named("Naisten Silta ry", business_id=NUMBER, website="https://silta.fi")
    other = named("Tuki ry", business_id=NUMBER, website="https://tuki.fi")
    (question,) = questions(find_pairs((one,), (other,), None, Answers()), finland())
    assert question.about == tuple(sorted((one.id, other.id)))
    assert [choice.value for choice in question.choices] == [Sameness.SAME, Sameness.MERGE, Sameness.DIFFERENT]
    words = " ".join(map(str, (*question.examples, question.sentence)))
    assert all(part in words for part in (NUMBER, "https://silta.fi", "https://tuki.fi", "Naisten Silta ry"))


def test_what_differs_is_told_in_words_and_not_in_codes() -> None:
    one = named("Startup Refuges", sector="ngo", municipalities=(HELSINKI,), languages=("ar",), keywords=("työ",),
                needs=Wish({"fi": "Tiloja"}, ("employment",)), coverage=Coverage.LOCAL)
    other = named("Startup Refugees", sector="migrant_association", municipalities=(LAHTI, HELSINKI), languages=("fi",),
                  needs=Wish({"fi": "Väkeä"}, ("digital_inclusion",)), coverage=Coverage.REGIONAL)
    (question,) = questions(find_pairs((one,), (other,), None, Answers()), finland())
    assert [render(words, "fi") for words in question.examples[2:]] == [
        "Toimijan laji: ”Järjestö tai säätiö” – ”Maahanmuuttaja- tai monikulttuuriyhdistys”",
        "Kunnat: ”Helsinki” – ”Lahti; Helsinki”", "Maakunnat: ”Uusimaa” – ”Päijät-Häme; Uusimaa”",
        "Toiminnan laajuus: ”paikallinen” – ”alueellinen”", "Työkielet: ”arabia” – ”suomi”",
        "Teemat, joihin toimija etsii kumppaneita: ”Työllistyminen” – ”Digiosallisuus”",
        "Mitä toimija etsii, suomeksi: ”Tiloja” – ”Väkeä”"]


@pytest.mark.parametrize(("sector", "website"), [
    ("ngo", ""), ("municipality", ""), ("ngo", "https://multiculti.fi")])
def test_whether_two_of_different_kinds_or_names_are_one_is_for_people_to_say(sector: str, website: str) -> None:
    one = named("Multi-Culti ry", sector=sector, website="https://multiculti.fi")
    other = named("Monikulttuurikeskus Multi-Cultti", sector="municipality", website=website)
    (question,) = questions(find_pairs((one,), (other,), None, Answers()), finland())
    assert question.proposal == ""


@pytest.mark.parametrize(("name", "changes", "expected"), [
    ("Mielenterveysyhdistys Hyvä Mieli", {"municipalities": (HYVINKAA,)}, Sameness.DIFFERENT),
    ("MIELI Mielenterveys", {"municipalities": (HELSINKI,)}, ""),
    ("MIELI Suomen Mielenterveys", {"municipalities": (HYVINKAA,)}, Sameness.DIFFERENT),
    ("MIELI Suomen Mielenterveys", {"municipalities": ()}, Sameness.SAME),
    ("Muu nimi", {"business_id": NUMBER, "municipalities": (HYVINKAA,)}, Sameness.SAME)])
def test_one_is_proposed_only_where_next_to_nothing_speaks_against_it(
        name: str, changes: dict[str, object], expected: str) -> None:
    there = named("MIELI Suomen Mielenterveys ry", municipalities=(HELSINKI,), coverage=Coverage.NATIONAL,
                  business_id=NUMBER if "business_id" in changes else "")
    asked = questions(find_pairs((named(name, id="new", **changes),), (there,), None, Answers()), finland())
    assert {question.proposal for question in asked} <= {expected}
    assert asked or name.startswith("Mielenterveysyhdistys")


@pytest.mark.parametrize("name", ["Finlands Röda Kors", "Suomen Punainen Risti", "Suomen Punainen Risti ry"])
def test_the_same_organisation_in_another_town_is_proposed_as_another_actor(name: str) -> None:
    """Also where its id was made of its name, and is that of the one that is there."""
    whole = named("Suomen Punainen Risti", id="suomen-punainen-risti", municipalities=(HELSINKI,), regions=("01",),
                  coverage=Coverage.NATIONAL)
    branch = named(name, id=next(ids_of_name(name)), municipalities=("905",), regions=("15",))
    pairs = find_pairs((branch,), (whole,), None, Answers(), made={branch.id})
    (question,) = questions(pairs, finland())
    assert question.proposal == Sameness.DIFFERENT
    said = [render(words, "en") for words in question.examples]
    assert "They say that they are in different places." in said
    assert "It is not known that they are in different places." not in said


def test_a_branch_with_the_name_of_its_whole_gets_an_id_of_its_own() -> None:
    whole = named("Vaasan yliopisto", id="vaasan-yliopisto", municipalities=("905",))
    branch = named("Vaasan yliopisto", id="vaasan-yliopisto", municipalities=("743",))
    pairs = find_pairs((branch,), (whole,), None, Answers(), made={branch.id})
    kept = settle((branch,), (whole,), pairs, answered(branch.id, whole.id, Sameness.DIFFERENT), finland())
    assert [profile.id for profile in kept.profiles] == ["vaasan-yliopisto-2"]


def test_what_is_answered_is_not_asked_again() -> None:
    one, other = named("Startup Refuges"), named("Startup Refugees")
    different = answered(one.id, other.id, Sameness.DIFFERENT)
    assert len(questions(find_pairs((one,), (other,), None, Answers()), finland())) == 1
    assert find_pairs((one,), (other,), None, different) == ()
    assert questions(find_pairs((one,), (other,), None, answered(one.id, other.id, Sameness.SAME)), finland()) == ()


def _settled(new: Sequence[Profile], stored: Sequence[Profile], answers: Answers | None = None) -> Sequence[Profile]:
    answers = answers or Answers()
    return settle(new, stored, find_pairs(new, stored, None, answers), answers, finland()).profiles


def test_the_same_list_next_year_changes_the_same_rows() -> None:
    stored = named("Naisten Silta ry", id="naisten-silta", business_id=NUMBER)
    row = named("Siltaverkosto", id="siltaverkosto", business_id=NUMBER, website="https://silta.fi")
    same = answered(row.id, stored.id, Sameness.SAME)
    assert _settled((row,), (stored,), same) == (replace(row, id=stored.id),)
    assert _settled((row,), _settled((row,), (stored,), same), same) == (replace(row, id=stored.id),)


def test_merging_fills_what_is_stored() -> None:
    stored = named("Startup Refugees", id="s", website="https://s.fi", themes=("employment",))
    row = named("Startup Refuges", id="r", website="https://r.fi", themes=("digital_skills",), keywords=("työ",))
    (profile,) = _settled((row,), (stored,), answered("s", "r", Sameness.MERGE))
    assert profile == replace(stored, themes=("employment", "digital_skills"), keywords=("työ",))
    told = settle((row,), (stored,), find_pairs((row,), (stored,), None, answered("s", "r", Sameness.MERGE)),
                  answered("s", "r", Sameness.MERGE), finland()).told
    assert any("https://r.fi" in str(sentence) for sentence in told)


def test_rows_that_are_one_become_one_with_everything_they_say() -> None:
    rows = (named("Silta ry", id="a", descriptions={"fi": "Lyhyt."}, themes=("employment",)), named("Kaarna"),
            named("Silta", id="b", descriptions={"fi": "Paljon pidempi.", "sv": "Lång."}, languages=("ar",)))
    settlement = settle(rows, (), find_pairs(rows, (), None, Answers()), Answers(), finland())
    assert [profile.id for profile in settlement.profiles] == ["a", "kaarna"]
    assert settlement.profiles[0].descriptions == {"fi": "Paljon pidempi.", "sv": "Lång."}
    assert settlement.profiles[0].languages == ("ar",)
    assert [settlement.id_of(row) for row in range(3)] == ["a", "kaarna", "a"]
    assert any("Lyhyt." in str(sentence) for sentence in settlement.told)


def test_different_actors_of_one_name_have_ids_of_their_own_each_year() -> None:
    kemi = named("Monikulttuuriyhdistys", id="monikulttuuriyhdistys", municipalities=(ROVANIEMI,))
    turku = replace(named("Monikulttuuriyhdistys", municipalities=(TURKU,)), id="monikulttuuriyhdistys")
    different = answered(kemi.id, turku.id, Sameness.DIFFERENT)
    first = _settled((turku,), (kemi,), different)
    assert [profile.id for profile in first] == ["monikulttuuriyhdistys-2"]
    assert _settled((turku,), (kemi, *first), different) == first
    assert [profile.id for profile in _settled((kemi, turku), (), different)] == [
        "monikulttuuriyhdistys", "monikulttuuriyhdistys-2"]


@given(st.lists(st.tuples(st.sampled_from(["Silta", "Silta ry", "Kaarna", "SPR", "Punainen Risti", "Silta 2"]),
                          st.sampled_from([(), (HELSINKI,), (TURKU,)])), max_size=8))
def test_every_row_is_stored_once_whatever_they_are(rows: list[tuple[str, tuple[str, ...]]]) -> None:
    profiles = [named(name, municipalities=towns, keywords=(f"row{number}",))
                for number, (name, towns) in enumerate(rows)]
    settlement = settle(profiles, (), find_pairs(profiles, (), None, Answers()), Answers(), finland())
    assert len({profile.id for profile in settlement.profiles}) == len(settlement.profiles)
    for number in range(len(rows)):
        assert f"row{number}" in settlement.profiles[settlement.places[number]].keywords


def test_many_are_compared_in_seconds() -> None:
    chance = Random(1)
    words = ["".join(chance.choices("aeioukstnlrmvp", k=8)) for _ in range(2_000)]
    stored = [named(" ".join(chance.choices(words, k=3)), id=f"s{at}", municipalities=()) for at in range(2_000)]
    new = [replace(profile, id=f"n{at}") for at, profile in enumerate(chance.sample(stored, 200))]
    start = process_time()
    pairs = find_pairs(new, stored, None, Answers())
    assert process_time() - start < 20
    assert {pair.one.name for pair in pairs if pair.one.name == pair.other.name} == {one.name for one in new}


def test_a_pair_is_known_by_its_ids_in_one_order() -> None:
    one, other = named("A"), named("B")
    assert Pair(one, other, Certainty.SURE, ()).about == Pair(other, one, Certainty.SURE, ()).about


def test_a_row_that_got_another_id_last_year_is_found_by_it_and_not_asked_about() -> None:
    kemi = named("Monikulttuuriyhdistys", id="monikulttuuriyhdistys", municipalities=(ROVANIEMI,))
    turku = named("Monikulttuuriyhdistys", id="monikulttuuriyhdistys-2", municipalities=(TURKU,))
    row = replace(turku, id="monikulttuuriyhdistys")
    pairs = find_pairs((row,), (kemi, turku), None, Answers())
    assert questions(pairs, finland()) == ()
    assert settle((row,), (kemi, turku), pairs, Answers(), finland()).profiles == (turku,)
