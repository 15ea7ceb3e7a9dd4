"""What an idea asks for: read, told, and what it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path

import pytest

from data.errors import AmbiguousCode, DataError, UnknownCode
from data.reading.mention import Aspect, Mention, Understanding
from data.reading.reader import Reader, open_reader
from data.records.profiles import Coverage, Profile, Wish
from data.vocabularies.catalogue import open_vocabularies
from matcher.asking.idea import MAX_IDEA_CHARACTERS, Brief, brief_of, code_of, idea, read_idea, told
from matcher.asking.query import Filters, Query
from matcher.engine import Matcher
from matcher.errors import QueryRefused
from tests.networks import ESPOO, HELSINKI, LAHTI, ROVANIEMI, TODAY, TURKU, actor, finland, shipped_rules, snapshot

READER = open_reader(finland())
READ = Brief(("19",), (ROVANIEMI,), ("ngo",), ("youth",), ("fi",), ("women",), is_nationwide=True)
LOCAL, REGIONAL, NATIONAL, INTERNATIONAL = Coverage


class TestBrief:
    def test_each_aspect_has_its_place(self) -> None:
        words = ("Kielikahvila naisille ruotsiksi Rovaniemellä ja Kainuussa, mukaan järjestöjä. "
                 "Ei yrityksiä. Ei Helsinkiin eikä Satakuntaan.")
        assert brief_of(READER.read(words)) == Brief(
            regions=("18",), municipalities=(ROVANIEMI,), sectors=("ngo",),
            themes=brief_of(READER.read(words)).themes, languages=("sv",), people=("women",), is_nationwide=False,
            refused_regions=("04",), refused_municipalities=(HELSINKI,), refused_sectors=("company",))
        assert "language_cafe" in brief_of(READER.read(words)).themes

    def test_nationwide(self) -> None:
        assert brief_of(READER.read("Mentorointia koko maassa")).is_nationwide

    def test_nothing_asks_for_nothing(self) -> None:
        assert brief_of(READER.read("")) == Brief()


class TestTold:
    @pytest.mark.parametrize(("words", "changes"), [
        ({}, {}),
        ({"themes": ["Employment", "employment", "työllisyys"]}, {"themes": ("employment",)}),
        ({"sectors": ["yritys", "ngo"]}, {"sectors": ("company", "ngo")}),
        ({"regions": ["Uusimaa", "Esbo", "01"]},
         {"regions": ("01",), "municipalities": (ESPOO,), "is_nationwide": False}),
        ({"regions": ["Åbo"]}, {"regions": (), "municipalities": (TURKU,), "is_nationwide": False}),
        ({"themes": ["sports"], "regions": ["Lapland"], "sectors": ["company"]},
         {"themes": ("sports",), "regions": ("19",), "municipalities": (), "sectors": ("company",),
          "is_nationwide": False}),
    ])
    def test_what_people_say_stands_instead_of_what_was_read(self, words: Mapping[str, list[str]],
                                                             changes: dict[str, object]) -> None:
        assert told(READ, finland(), **words) == replace(READ, **changes)  # type: ignore[arg-type]

    @pytest.mark.parametrize("words", [{"themes": ["emploiment"]}, {"sectors": ["ngoo"]}, {"regions": ["Lapppi"]}])
    def test_words_in_no_vocabulary(self, words: dict[str, list[str]]) -> None:
        with pytest.raises(UnknownCode):
            told(READ, finland(), **words)

    def test_an_idea_that_is_read_and_told(self) -> None:
        asked = read_idea("Kielikahvila Turussa", READER, finland(), sectors=["ngo"])
        assert (asked.words, asked.reader) == ("Kielikahvila Turussa", READER)
        assert (asked.brief.municipalities, asked.brief.sectors) == ((TURKU,), ("ngo",))
        assert asked.understanding == READER.read("Kielikahvila Turussa")


class TestCodes:
    @pytest.mark.parametrize(("aspect", "word", "code"), [
        (Aspect.REGION, "Lappland", "19"), (Aspect.MUNICIPALITY, "Åbo", TURKU), (Aspect.KIND, "yritys", "company"),
        (Aspect.THEME, "Employment", "employment"), (Aspect.PEOPLE, "women", "women"),
        (Aspect.PEOPLE, "Kvinnor", "women"), (Aspect.PEOPLE, "speakers:ru", "speakers:ru"),
        (Aspect.PEOPLE, "speakers:venäjä", "speakers:ru"), (Aspect.PEOPLE, "speakers:fse", "speakers:fse"),
        (Aspect.LANGUAGE, "sv", "sv"), (Aspect.LANGUAGE, "Ruotsi", "sv"), (Aspect.LANGUAGE, "ckb", "ckb"),
    ])
    def test_words_stand_for_codes(self, aspect: Aspect, word: str, code: str) -> None:
        assert code_of(word, aspect, READER) == code

    @pytest.mark.parametrize(("aspect", "word", "cure"), [
        (Aspect.PEOPLE, "womem", "women"), (Aspect.PEOPLE, "xyzzy", "asylum_seekers"),
        (Aspect.PEOPLE, "speakers:zz", "two letters"), (Aspect.PEOPLE, "speakers:", "two letters"),
        (Aspect.LANGUAGE, "Swedsh", "swedish"), (Aspect.LANGUAGE, "", "two letters"), (Aspect.KIND, "ngoo", "ngo"),
        (Aspect.REGION, "Lapppi", "mean Lapland?"), (Aspect.MUNICIPALITY, "Helsinky", "mean Helsinki?"),
    ])
    def test_words_that_stand_for_nothing(self, aspect: Aspect, word: str, cure: str) -> None:
        with pytest.raises(UnknownCode) as error:
            code_of(word, aspect, READER)
        assert cure in str(error.value.cure)

    def test_whatever_is_read_is_a_code(self) -> None:
        for code in READER.languages:
            assert code_of(code, Aspect.LANGUAGE, READER) == code
        for code in READER.vocabulary(Aspect.PEOPLE).terms:
            assert code_of(code, Aspect.PEOPLE, READER) == code

    def test_a_word_that_means_several_things(self) -> None:
        themes = finland().themes
        several = next((name for name in (name for term in themes for name in term.synonyms)
                        if len(themes.find(name)) > 1), None)
        if several is not None:
            with pytest.raises(AmbiguousCode):
                code_of(several, Aspect.THEME, READER)

    def test_a_country_without_tables_knows_no_people(self) -> None:
        reader = Reader(open_vocabularies(Path(__file__).parent / "foreign"))
        assert code_of("speakers:ru", Aspect.PEOPLE, reader) == "speakers:ru"
        with pytest.raises(DataError):
            code_of("women", Aspect.PEOPLE, reader)


class TestProfile:
    def test_words_and_codes_are_what_it_does_and_needs(self) -> None:
        brief = Brief(sectors=("ngo",), themes=("youth",), languages=("sv",), people=("women",))
        assert idea("A choir", brief, finland()) == Profile(
            "", "", themes=("youth",), descriptions={"": "A choir"}, needs=Wish({"": "A choir"}, ("youth",)),
            wanted_sectors=("ngo",))

    def test_towns_bring_their_regions(self) -> None:
        profile = idea("x", Brief(regions=("01",), municipalities=(ROVANIEMI, HELSINKI)), finland())
        assert (profile.municipalities, profile.regions) == ((ROVANIEMI, HELSINKI), ("19", "01"))
        assert profile.coverage is None

    def test_a_nationwide_one_has_no_place(self) -> None:
        profile = idea("x", Brief(regions=("01",), is_nationwide=True), finland(), actor("owner"))
        assert (profile.regions, profile.municipalities, profile.coverage) == ((), (), NATIONAL)

    def test_the_places_of_the_owner_count_where_it_names_none(self) -> None:
        owner = actor("owner", municipalities=(LAHTI,), coverage=REGIONAL, themes=("sports",), languages=("ru",))
        silent, elsewhere = (idea("x", brief, finland(), owner) for brief in (Brief(), Brief(municipalities=(TURKU,))))
        assert (silent.id, silent.municipalities, silent.coverage) == ("owner", (LAHTI,), REGIONAL)
        assert (elsewhere.id, elsewhere.municipalities, elsewhere.regions) == ("owner", (TURKU,), ("02",))
        assert (silent.themes, silent.languages, silent.sector) == ((), (), "")  # an idea asks for itself

    def test_it_is_not_suggested_to_its_owner(self) -> None:
        network = snapshot(actor("owner"), actor("other"), rules=shipped_rules())
        asked = idea("x", Brief(), finland(), network.actor("owner"))
        assert [item.profile.id for item in Matcher(network).suggest(asked, Query(TODAY)).suggestions] == ["other"]

    @pytest.mark.parametrize("words", ["", " \r\n\t"])
    def test_without_words_and_themes_it_is_refused(self, words: str) -> None:
        with pytest.raises(QueryRefused, match="few words"):
            idea(words, Brief(regions=("01",)), finland())
        assert idea(words, Brief(themes=("youth",)), finland()).descriptions == {}

    def test_it_has_an_end(self) -> None:
        longest = "x" * MAX_IDEA_CHARACTERS
        assert idea(longest, Brief(), finland()).descriptions == {"": longest}
        with pytest.raises(QueryRefused, match="20,000"):
            idea(longest + "x", Brief(), finland())


def let_in(words: str, *actors: Profile, filters: Filters | None = None) -> set[str]:
    """Which actors an idea does not refuse."""
    narrowed = brief_of(READER.read(words)).narrow(filters or Filters())
    return {profile.id for profile in actors if narrowed.admit(profile)}


class TestRefusals:
    ACTORS = (
        actor("local"), actor("regional", coverage=REGIONAL), actor("unknown", coverage=None),
        actor("national", coverage=NATIONAL), actor("abroad", coverage=INTERNATIONAL),
        actor("neighbour", municipalities=(ESPOO,)), actor("far", municipalities=(ROVANIEMI,)),
        actor("firm", municipalities=(ROVANIEMI,), sector="company"),
    )

    def test_a_refused_town_leaves_out_who_works_there_and_nobody_who_works_nationwide(self) -> None:
        assert let_in("Ei Helsinkiin.", *self.ACTORS) == {"national", "abroad", "neighbour", "far", "firm"}

    def test_a_refused_region_leaves_out_its_towns(self) -> None:
        assert let_in("Inte i Nyland.", *self.ACTORS) == {"national", "abroad", "far", "firm"}

    def test_a_place_that_is_wanted_too_stays(self) -> None:
        everybody = {profile.id for profile in self.ACTORS}
        assert let_in("Ei taas Helsinkiin. No, tehdään se Helsingissä.", *self.ACTORS) == everybody
        narrowed = Brief(regions=("19",), refused_regions=("19", "01"), municipalities=(TURKU,),
                         refused_municipalities=(TURKU,)).narrow(Filters())
        assert narrowed.shun == {("region", "01")}

    def test_a_refused_kind_is_left_out_wherever_it_is(self) -> None:
        assert "firm" not in let_in("No companies, please.", *self.ACTORS)
        assert let_in("No companies, please.", *self.ACTORS) == {
            profile.id for profile in self.ACTORS if profile.sector != "company"}

    def test_filters_that_were_asked_for_stay(self) -> None:
        filters = Filters({"region": frozenset({"19"})}, {"sector": frozenset({"ngo"})}, frozenset({("region", "06")}))
        narrowed = brief_of(READER.read("No companies, not in Helsinki.")).narrow(filters)
        assert narrowed.include == filters.include
        assert narrowed.exclude == {"sector": {"ngo", "company"}}
        assert narrowed.shun == {("region", "06"), ("municipality", HELSINKI)}
        assert filters.exclude == {"sector": {"ngo"}}

    def test_who_refuses_nothing_narrows_nothing(self) -> None:
        assert READ.narrow(Filters()) == Filters()

    def test_the_list_of_an_idea(self) -> None:
        network = snapshot(*self.ACTORS)
        asked = read_idea("A choir. No companies, not in Helsinki.", READER, finland())
        query = Query(TODAY, filters=asked.brief.narrow(Filters()))
        answer = Matcher(network).suggest(idea(asked.words, asked.brief, finland()), query)
        assert {item.profile.id for item in answer.suggestions} == {"national", "abroad", "neighbour", "far"}


def test_every_part_of_a_brief_is_tested_above() -> None:
    assert {field.name for field in fields(Brief)} == {
        "regions", "municipalities", "sectors", "themes", "languages", "people", "is_nationwide", "refused_regions",
        "refused_municipalities", "refused_sectors"}


def test_a_town_that_is_wanted_stays_of_a_region_that_is_not() -> None:
    told = Brief(municipalities=(ESPOO,), refused_regions=("01",))
    actors = [actor("espoo", municipalities=(ESPOO,)), actor("helsinki"), actor("turku", municipalities=(TURKU,))]
    assert [told.narrow(Filters()).admit(one) for one in actors] == [True, False, True]


class TestWhatIsSaidTwice:
    @pytest.mark.parametrize(("words", "wanted", "refused"), [
        ("* Språk: svenska och engelska, inte finska\n* Vi söker: företagarorganisationer, fackförbund",
         {"business_support", "social_partner"}, set()),
        ("Languages: Swedish, not Finnish\n- We are looking for: a trade union, a library", {"social_partner"}, set()),
        ("- kieli: ruotsi, ei suomi\n- haemme: seurakuntia ja yhdistyksiä", {"faith_community", "ngo"}, set()),
        ("We do not want:\n- companies\n- universities", set(), {"company", "university"}),
        ("Emme halua mukaan:\n- yrityksiä", set(), {"company"}),
    ])
    def test_a_refusal_ends_with_its_line(self, words: str, wanted: set[str], refused: set[str]) -> None:
        brief = brief_of(READER.read(words))
        assert wanted <= set(brief.sectors)
        assert set(brief.refused_sectors) == refused

    def test_what_is_wanted_is_not_refused_by_another_part(self) -> None:
        mentions = (Mention(Aspect.KIND, ("ngo",), 0, 1), Mention(Aspect.KIND, ("ngo",), 2, 3, is_refused=True),
                    Mention(Aspect.MUNICIPALITY, ("091",), 4, 5, is_refused=True),
                    Mention(Aspect.THEME, ("project_funding",), 6, 7),
                    Mention(Aspect.THEME, ("project_funding",), 8, 9, is_refused=True))
        brief = brief_of(Understanding(mentions))
        assert (brief.sectors, brief.refused_sectors) == (("ngo",), ())
        assert brief.refused_municipalities == ("091",)
        assert brief.themes == ()
