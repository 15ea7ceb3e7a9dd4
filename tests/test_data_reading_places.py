"""Where work is to happen: names through endings and compounds, the parts places play, the whole country."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reading.mention import Aspect, Mention
from data.reading.phrases import Row, rows_of
from data.reading.places import open_places
from data.reading.refusals import open_refusals
from data.vocabularies.catalogue import FINLAND, open_vocabularies
from tests.gears import examples

VOCABULARIES = open_vocabularies()
READER = open_places(FINLAND / "reading", VOCABULARIES)
REFUSALS = open_refusals(FINLAND / "reading")
REFUSED_PLACES = rows_of(Path(__file__).parent / "reading" / "refused_places.csv")
CAPITAL_REGION = ["049", "091", "092", "235"]


def towns(text: str) -> list[str]:
    return _codes(text, Aspect.MUNICIPALITY)


def regions(text: str) -> list[str]:
    return _codes(text, Aspect.REGION)


def is_nationwide(text: str) -> bool:
    return any(mention.aspect is Aspect.NATIONWIDE for mention in READER.find(text))


def _codes(text: str, aspect: Aspect) -> list[str]:
    found = [code for mention in READER.find(text) if mention.aspect is aspect for code in mention.codes]
    return sorted(dict.fromkeys(found))


def refused_places(text: str) -> set[str]:
    stretches = (*REFUSALS.spans(text), *REFUSALS.corrected(text))
    return {code for mention in READER.find(text, stretches) if mention.is_refused for code in mention.codes}


def _expected(row: Row, column: str) -> set[str]:
    places = VOCABULARIES.places
    names = filter(None, row[column].split(";"))
    return {(places.regions if places.regions.find(name) else places.municipalities).resolve(name) for name in names}


class TestNames:
    @pytest.mark.parametrize(("text", "codes"), [
        ("Kainuussa", ["18"]), ("Kymenlaaksosta puuttuu malli", ["08"]), ("Pohjois-Karjalassa", ["12"]),
        ("pohjois-karjalaan", ["12"]), ("Uudellamaalla", ["01"]), ("Ahvenanmaalle", ["21"]), ("Lappiin", ["19"]),
        ("Etelä-Pohjanmaalla", ["14"]), ("Savossa", ["10", "11"]), ("Savonlinnassa", []), ("Itä-Lapissa", ["19"]),
        ("Etelä-Karjalan ja Kymenlaakson kunnat", ["08", "09"]), ("Etelä- ja Pohjois-Savossa", ["10", "11"]),
        ("Etelä-Savossakin", ["10"]), ("Pohjoisessa Keski-Suomessa", ["13"]), ("keskisuomalaiset kunnat", ["13"]),
        ("på Åland", ["21"]), ("i Åboland", ["02"]), ("Österbotten", ["15"]), ("i Södra Österbotten", ["14"]),
        ("Mellersta Österbottens byar", ["16"]), ("Norra och Södra Savolax", ["10", "11"]),
        ("South Ostrobothnia", ["14"]), ("Eastern Finland", ["10", "11", "12"]), ("Lake Saimaa region", ["09", "10"]),
        ("the Ostrobothnian coast", ["15"]), ("North and South Karelia", ["09", "12"]), ("Lapland's villages", ["19"]),
    ])
    def test_regions(self, text: str, codes: list[str]) -> None:
        assert regions(text) == codes

    @pytest.mark.parametrize(("text", "codes"), [
        ("Tampereella", ["837"]), ("tampereelle", ["837"]), ("Turkuun", ["853"]), ("Lahdessa", ["398"]),
        ("Helsingissäkin", ["091"]), ("Rovaniemeen", ["698"]), ("Joensuuhun", ["167"]), ("Porvooseen", ["638"]),
        ("Oulu/Kempele", ["244", "564"]), ("Hämeenlinnassa", ["109"]), ("kajaanilaisille äideille", ["205"]),
        ("helsinkiläisten nuorten", ["091"]), ("seinajoella", ["743"]), ("Hki", ["091"]), ("T:re", ["837"]),
        ("i Åbo", ["853"]), ("Borgås invånare", ["638"]), ("i S:t Michel", ["491"]), ("helsingforshusen", ["091"]),
        ("åbobor", ["853"]), ("Kyrkslättbor", ["257"]), ("in Jakobstad", ["598"]), ("Anár", ["148"]),
        ("Maarianhaminassa", ["478"]), ("Raasepori", ["710"]), ("Pornaisten väki", ["611"]),
        ("Kauniaisten kaupunki", ["235"]), ("Kauniaisissa", ["235"]), ("Virtain kaupunki", ["936"]),
        ("Kaskisiin", ["231"]), ("Kangasalla", ["211"]), ("Uusikaarlepyy", ["893"]), ("Uleåborg", ["564"]),
    ])
    def test_municipalities(self, text: str, codes: list[str]) -> None:
        assert towns(text) == codes

    @pytest.mark.parametrize(("text", "codes"), [
        ("förläggningen i Oravais", ["946"]), ("Hervannassa", ["837"]), ("in Hervanta", ["837"]),
        ("Nastolassa", ["398"]), ("hervannassa", ["837"]),
        ("Vuosaareen", ["091"]), ("Ekenäs", ["710"]), ("Noormarkussa", ["609"]),
    ])
    def test_villages_suburbs_and_former_municipalities(self, text: str, codes: list[str]) -> None:
        assert towns(text) == codes

    def test_a_name_may_come_in_pieces_of_letters(self) -> None:
        assert towns("Ja\u0308rvenpa\u0308a\u0308ssa\u0308") == ["186"]

    def test_the_words_of_a_mention_are_those_of_the_text(self) -> None:
        text = "Kuka auttaa Turun seudulla tai Vasanejden?"
        assert {text[mention.start:mention.end] for mention in READER.find(text)} == {"Turun seudulla", "Vasanejden"}


class TestAreas:
    def test_an_area_gives_its_region_and_its_few_municipalities(self) -> None:
        text = "Pääkaupunkiseudulla"
        assert READER.find(text) == (Mention(Aspect.MUNICIPALITY, tuple(CAPITAL_REGION), 0, len(text)),
                                     Mention(Aspect.REGION, ("01",), 0, len(text)))

    @pytest.mark.parametrize("text", [
        "pääkaupunkiseudulle", "huvudstadsregionen", "Helsinki metropolitan area", "pk-seudulla"])
    def test_the_capital_region(self, text: str) -> None:
        assert (regions(text), towns(text)) == (["01"], CAPITAL_REGION)

    @pytest.mark.parametrize(("text", "region", "codes"), [
        ("Turun seudulla", "02", ["202", "423", "529", "680", "704", "853"]),
        ("the Forssa area", "05", ["061", "103", "169", "834", "981"]),
        ("Jakobstadsnejden", "15", ["288", "440", "598", "599", "893"]),
        ("Närpesnejden", "15", ["231", "287", "545"]),
        ("Jyväskylän seudulla", "13", ["179"]),  # a large area is named with its town
        ("Sodankylän alueella", "19", ["758"]),  # an area that no table knows
    ])
    def test_the_area_around_a_town(self, text: str, region: str, codes: list[str]) -> None:
        assert (regions(text), towns(text)) == ([region], codes)

    def test_towns_that_are_named_say_which_of_an_area_are_meant(self) -> None:
        assert towns("Turun seudulla (Turku, Raisio)") == ["680", "853"]
        assert regions("Turun seudulla (Turku, Raisio)") == ["02"]

    @pytest.mark.parametrize("text", ["kotkan–haminan seudulla", "Kotkan ja Haminan seutu", "Kotka and Hamina area"])
    def test_a_word_for_an_area_after_several_towns_leaves_them_towns(self, text: str) -> None:
        assert (regions(text), towns(text)) == ([], ["075", "285"])

    def test_a_name_that_could_mean_more_says_so(self) -> None:
        (mention,) = READER.find("Pohjanmaalla")
        assert (mention.codes, mention.alternatives) == (("15",), ("14", "16", "17"))

    def test_a_district_of_several_towns_counts_beside_one_of_them(self) -> None:
        assert towns("Tammelassa") == ["834"]  # first of all a municipality
        assert towns("Tammelassa Tampereella") == ["837"]


class TestWords:
    @pytest.mark.parametrize("text", [
        "kotka lentää", "ajoi kolarissa", "salon pohja", "kemi och fysik", "han ska ingå i gruppen", "koulun salla",
        "kallion alla", "Kampen mot rasism", "vid ett sund", "uuden luodon", "tiukka aikataulu", "pellossa",
        "norrskenets aura", "juttua koulussa ja joulussa", "niin siitä", "eron sattuessa", "stora hus", "puoli kiloa",
        "Iina", "osa II",
    ])
    def test_everyday_words_are_no_places(self, text: str) -> None:
        assert towns(text) == []

    @pytest.mark.parametrize(("text", "codes"), [
        ("kotkassa", ["285"]), ("salossa ja liedossa", ["423", "734"]), ("porissa", ["609"]), ("iissä", ["139"]),
        ("kemin kaupunki", ["240"]), ("vi bor i Kemi", ["240"]), ("salon seudulla", ["734", "761"]),
        ("turku, salo ja pori", ["609", "734", "853"]), ("Kolarissa", ["273"]), ("Ja Varkaus on mukana", ["915"]),
    ])
    def test_they_are_with_a_capital_a_case_a_place_word_or_in_a_row(self, text: str, codes: list[str]) -> None:
        assert towns(text) == codes

    @pytest.mark.parametrize("text", [
        "Puhujana on Maria Salo", "Anna Lahti leder", "Kertoo Teppo Rauma", "rehtori Nivala avaa",
        "Kaarina Virtanen kertoo", "Soita Simo Mäkiselle", "Terveisin Kaarina Koski", "toiminnanjohtaja Jämsä"])
    def test_people_are_no_places(self, text: str) -> None:
        assert READER.find(text) == ()

    @pytest.mark.parametrize("text", ["info@turku.fi", "www.oulu.fi", "https://kuopio.fi/kotoutuminen", "lahti.fi"])
    def test_addresses_of_the_net_are_no_places(self, text: str) -> None:
        assert READER.find(f"Lisää: {text}.") == ()

    @pytest.mark.parametrize("text", [
        "Turuntie 12", "Helsinginkatu 4", "Vasagatan 3", "Tampereen valtatie", "Porvoonkatu"])
    def test_streets_are_no_places(self, text: str) -> None:
        assert READER.find(text) == ()


class TestParts:
    @pytest.mark.parametrize(("text", "codes"), [
        ("Kouluttaja tulee Oulusta, mutta kaikki tehdään Kajaanissa.", ["205"]),
        ("Vetäjä on kotoisin Lahdesta. Ryhmä alkaa Heinolassa.", ["111"]),
        ("Perhe muutti Vaasasta Seinäjoelle.", ["743"]),
        ("Föreläsaren kommer från Lovisa, kursen går i Borgå.", ["638"]),
        ("I moved from Pori to Rauma and want to start a choir.", ["684"]),
        ("A consultant in Helsinki wrote the plan for Salo.", ["734"]),
    ])
    def test_where_somebody_comes_from_is_no_place_of_work(self, text: str, codes: list[str]) -> None:
        assert towns(text) == codes

    @pytest.mark.parametrize(("text", "codes"), [
        ("We saw a nice model in Malmö and Turku. We would like to try it in Kuopio.", ["297"]),
        ("Helsingissä oli kuulemma hyvä ryhmä, mutta me toimimme Iisalmessa.", ["140"]),
        ("Vi såg ett bra café i Esbo. Nu vill vi pröva i Hangö.", ["078"]),
        ("Kuten Oulussa, meillä Raahessa on paljon uusia perheitä.", ["678"]),
        ("Could the Turku model be adapted in Mariehamn?", ["478"]),
        ("Tampereen mallin mukaan tehty ryhmä alkaa Kuhmossa", ["290"]),
    ])
    def test_models_are_no_places_of_work(self, text: str, codes: list[str]) -> None:
        assert towns(text) == codes

    @pytest.mark.parametrize(("text", "codes"), [
        ("Head office is in Espoo but nothing happens there. Homes in Imatra.", ["153"]),
        ("Pääkonttori on Vantaalla. Toiminta on Keravalla.", ["245"]),
        ("Huvudkontoret finns i Åbo. Vi verkar i Pargas.", ["445"]),
        ("Data are stored in Kajaani, work is in Sotkamo.", ["765"]),
        ("Tiedot säilytetään Espoossa. Haastattelut Lohjalla.", ["444"]),
        ("Declaration of Helsinki applies in Kemi.", ["240"]),
        ("Helsingin julistus", []), ("Helsingforsdeklarationen", []), ("Turun Sanomat kirjoitti", []),
        ("Kouvolaan ei pääse ilman autoa, ryhmä Kotkaan!", ["285"]),
        ("Till Vasa är det för långt. Något i Kaskö?", ["231"]),
        ("University of Turku evaluates, schools in Loimaa take part.", ["430"]),
        ("Our NGO is registered in Helsinki but the clients live in Tampere.", ["837"]),
        ("Kysely tehtiin Turussa, nyt tehdään sama Ulvilassa.", ["886"]),
        ("Tampereen yliopisto hakee kumppaneita", ["837"]),  # no other place is named
    ])
    def test_nor_are_head_offices_servers_documents_and_what_is_out_of_reach(self, text: str, codes: list[str]) -> None:
        assert towns(text) == codes

    def test_one_meeting_gives_way_to_a_wider_area(self) -> None:
        meeting = "Työryhmä kokoontuu ensimmäisen kerran Kouvolassa."
        assert towns(f"Koskee Kymenlaaksoa. {meeting}") == []
        assert towns(meeting) == ["286"]

    @pytest.mark.parametrize("text", [
        "Kvinnojouren i Vasa", "Vi är en förening i Vasa", "Ei taas Vaasaan!", "Not in Vaasa"])
    def test_the_place_of_those_who_ask_and_what_is_refused_are_returned(self, text: str) -> None:
        assert towns(text) == ["905"]

    def test_places_that_are_named_in_a_row_play_one_part(self) -> None:
        assert towns("Näimme hyvän mallin Turussa, Raisiossa ja Liedossa. Kokeillaan Salossa!") == ["734"]

    def test_countries_and_foreign_towns_are_no_places(self) -> None:
        assert READER.find("från Rumänien, Köpenhamn and Malmö, Suomi ja Viro, Finland") == ()


    @pytest.mark.parametrize(("text", "codes"), [
        ("Kirjailija Kotkasta vierailee, lukupiiri jatkuu Loviisassa.", ["434"]),
        ("Utställningen kommer från Malmö och Åbo. Vi visar den i Hangö.", ["078"]),
        ("Two volunteers commute from Vantaa, the club is in Järvenpää.", ["186"]),
        ("Olemme yhdistys Kuopiosta", ["297"]),  # no other place is named
        ("Etsimme vapaaehtoisia Hollolasta ja toimimme Lahdessa.", ["398", "098"]),
        ("Kusten från Sideby till Karleby", ["287", "272"]),
    ])
    def test_the_form_of_an_origin_gives_way_unless_people_are_served_or_sought(
            self, text: str, codes: list[str]) -> None:
        assert towns(text) == sorted(codes)

    def test_words_reach_to_the_next_place_and_not_beyond(self) -> None:
        assert towns("Inspirerade av en klubb i Vanda startar vi en i Ingå.") == ["149"]


class TestRefused:
    def test_places_of_our_own_texts_are_refused_where_they_are_and_nowhere_else(self) -> None:
        assert len(REFUSED_PLACES) >= 50
        right = [(refused_places(row["text"]), _expected(row, "refused")) for row in REFUSED_PLACES]
        assert [pair for pair in right if pair[0] - pair[1]] == []
        assert sum(len(read) for read, _ in right) >= 0.95 * sum(len(codes) for _, codes in right)

    @pytest.mark.parametrize(("text", "codes"), [
        ("Tämä ei koske Lappia.", {"19"}), ("Det här är inte Åland.", {"21"}), ("It does not concern Kainuu.", {"18"}),
        ("This is not about Vaasa or Kokkola, not about Lapland.", {"905", "272", "19"}),
        ("Emme ole Oulussa vaan Kemissä.", {"564"}),
        ("Turussa näitä on pidetty. Emme halua sinne.", {"853"}), ("No more consultants from Espoo.", {"049"}),
        ("I Åbo har vi haft fyra kvällar, så dit vill vi inte.", {"853"}), ("Ei taas Helsinkiä.", {"091"}),
        ("This is not only Lapland.", set()), ("It is not easy in Lapland.", set()), ("Oulussa ei ole tulkkia.", set()),
        ("We have heard of Oulu, but no more meetings on Turuntie.", set()),
    ])
    def test_what_the_work_is_not_in_is_refused_whatever_part_it_plays(self, text: str, codes: set[str]) -> None:
        assert refused_places(text) == codes

    def test_places_come_out_of_refused_stretches_though_they_play_another_part(self) -> None:
        text = "Näimme mallin Turussa, kokeillaan Salossa."
        assert towns(text) == ["734"]
        found = READER.find(text, [(0, len("Näimme mallin Turussa"))])
        assert [(mention.codes, mention.is_refused) for mention in found] == [(("853",), True), (("734",), False)]


class TestNationwide:
    @pytest.mark.parametrize("text", [
        "valtakunnallinen verkosto", "koko Suomessa", "ympäri Suomen", "paikkakunnalla ei väliä", "i hela landet",
        "rikstäckande nätverk", "i hela Svenskfinland", "nationwide campaign", "across Finland", "KOKO MAASSA",
        "location doesn't matter", "valtakunnallinen kampanja järjestöille", "rikstäckande projekt för föreningar"])
    def test_the_whole_country(self, text: str) -> None:
        assert is_nationwide(text)

    @pytest.mark.parametrize("text", [
        "yhtä valtakunnallista asiantuntijatoimijaa", "en rikstäckande organisation",
        "a nationwide expert organisation", "Suomessa asuvat", "i Finland", "the national curriculum"])
    def test_a_partner_that_works_everywhere_is_not_the_whole_country(self, text: str) -> None:
        assert not is_nationwide(text)


class TestReader:
    @settings(max_examples=examples(200))
    @given(st.text(st.sampled_from("Turkuoa näköjSl-–,. åÅb(s\n"), max_size=80))
    def test_mentions_stand_in_the_text_in_its_order(self, text: str) -> None:
        found = READER.find(text)
        assert all(0 <= mention.start < mention.end <= len(text) for mention in found)
        assert [mention.start for mention in found] == sorted(mention.start for mention in found)

    @settings(max_examples=examples(200))
    @given(st.sampled_from(sorted(VOCABULARIES.places.municipalities.terms)), st.sampled_from(["fi", "sv", "en"]))
    def test_each_municipality_is_found_by_each_of_its_names(self, code: str, language: str) -> None:
        name = VOCABULARIES.places.municipalities.terms[code].labels.in_language(language).strip()
        found = READER.find(f"Ja i {name}")
        assert any(code in (*mention.codes, *mention.alternatives) for mention in found)

    @settings(max_examples=examples(50))
    @given(st.sampled_from(sorted(VOCABULARIES.places.regions.terms)), st.sampled_from(["fi", "sv", "en"]))
    def test_each_region_is_found_by_each_of_its_names(self, code: str, language: str) -> None:
        assert code in regions(VOCABULARIES.places.regions.terms[code].labels.in_language(language))

    def test_without_tables_labels_are_names(self, tmp_path: Path) -> None:
        reader = open_places(tmp_path, VOCABULARIES)
        assert reader.find("Kajaani, Kainuussa") == (Mention(Aspect.MUNICIPALITY, ("205",), 0, 7),)

    @pytest.mark.parametrize("text", [
        "Turku xx ok ", "Turku Oulu Salo ", "a", "koko ", "etelä- ja ", "a@", "a.", "ei Turku, "])
    def test_time_grows_with_the_text_and_not_faster(self, text: str) -> None:
        start = time.process_time()
        READER.find((text * 20_000)[:20_000])
        assert time.process_time() - start < 3  # quadratic would be minutes
