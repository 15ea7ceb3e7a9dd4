"""Languages of work and people served, read from texts of our own and from the descriptions of the demo."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import demo
from data.reading.languages import open_languages
from data.reading.mention import Aspect, Mention
from data.reading.people import open_people
from data.reading.phrases import rows_of
from data.vocabularies.catalogue import FINLAND
from data.wording.texts import LANGUAGES

READING = FINLAND / "reading"
TEXTS = Path(__file__).parent / "reading" / "languages.csv"
READER = open_languages(READING)
PEOPLE = open_people(READING, READER)

PIECES = ("arabiaa", "puhuvia", "ukrainaksi", "suomen", "kielen", "tulkki", "på", "svenska", "och", "ryska", "inte",
          "in",
          "Somali", "speakers", "Finnish", ",", ".", "kvinnor", "nuoria", "we are", "refugees", "ja", "men", "vi")


def codes(mentions: tuple[Mention, ...]) -> list[str]:
    return [code for mention in mentions for code in mention.codes]


@pytest.mark.parametrize(("text", "languages"), [
    ("Etsimme arabiaa, darin, venäjää puhuvia ohjaajia.", ["ar", "fa", "ru"]),
    ("Ryhmää vedetään ruotsiksi ja suomeksi ja tulkataan vietnamiksi.", ["sv", "fi", "vi"]),
    ("Työkielinä suomi, arabia ja dari.", ["fi", "ar", "fa"]), ("Tarvitaan tulkki (sorani, tigrinja).", ["ckb", "ti"]),
    ("Nuorin puhuu daria, muut arabiaa.", ["fa", "ar"]), ("Neuvontaa venäjänkielisille perheille.", ["ru"]),
    ("Ohjaaja osaa viittomakieltä.", ["fse"]), ("Kurdin kielen tulkki tulee.", ["ku"]),
    ("Kontaktkvinnor på somaliska, arabiska och ukrainska.", ["so", "ar", "uk"]),
    ("Vi vill samla allt på lätt svenska, engelska och lettiska.", ["sv", "en", "lv"]),
    ("Rysktalande seniorer är med.", ["ru"]), ("Vi söker tolkar på dari och pashto.", ["fa", "ps"]),
    ("We work in English, Ukrainian and Arabic.", ["en", "uk", "ar"]),
    ("Volunteers speaking Arabic, Persian or Somali.", ["ar", "fa", "so"]), ("Interpreting into Tigrinya.", ["ti"]),
])
def test_languages_of_work_are_found(text: str, languages: list[str]) -> None:
    assert codes(READER.find(text)) == languages


def test_languages_of_our_own_texts_are_read_as_well_as_before() -> None:
    with TEXTS.open(encoding="utf-8", newline="") as file:
        rows = [(set(codes(READER.find(row["text"]))), set(filter(None, row["languages"].split(";"))))
                for row in csv.DictReader(file)]
    assert len(rows) >= 60
    hits = sum(len(found & right) for found, right in rows)
    assert hits >= 0.99 * sum(len(found) for found, _ in rows)
    assert hits >= 0.95 * sum(len(right) for _, right in rows)


@pytest.mark.parametrize("text", [
    "Tulijat ovat Venäjältä, Somaliasta ja Turkista.",
    "Mukana on Viro, Latvia ja Ruotsi.", "Ukrainalaisten arki muuttuu.",
    "Suomen kielen kurssi on täynnä.", "Osallistujat eivät osaa suomea.", "Ukrainska familjer vill lära sig svenska.",
    "De flesta kan inte svenska.", "Material på finska hjälper oss sällan.", "De kom från Rumänien, Lettland och Iran.",
    "På finska arbetsplatser är det så.", "Finnish working life and Ukrainian mothers.", "They speak no Finnish.",
    "The Somali association meets Finnish pensioners.",
])
def test_countries_nationalities_and_what_people_lack_are_no_languages_of_work(text: str) -> None:
    assert READER.find(text) == ()


@pytest.mark.parametrize(("text", "people"), [
    ("Kotiäitejä ja kiintiöpakolaisia, jotka eivät osaa lukea", ["parents_at_home", "quota_refugees", "illiterate"]),
    ("Yli 60-vuotiaat maahan muuttaneet", ["older"]), ("Miesten iltoja isille", ["men_fathers", "men_fathers"]),
    ("Fotboll för asylsökande ungdomar och ensamkommande", ["asylum_seekers", "youth", "unaccompanied_minors"]),
    ("Utländska specialister och deras medföljande partner", ["specialists", "spouses"]),
    ("Vi är fyra pensionärer som kokar kaffe.", []), ("Rysktalande seniorer", ["speakers:ru", "older"]),
    ("Asylum seekers as well as Ukrainians", ["asylum_seekers", "temporary_protection"]),
    ("Somali-speaking parents", ["speakers:so", "families"]), ("People with another mother tongue", []),
    ("Family-run care company", []),
    ("Berry pickers who have been victims of trafficking", ["seasonal_workers", "victims"]),
])
def test_people_are_found(text: str, people: list[str]) -> None:
    mentions = PEOPLE.find(text)
    assert codes(mentions) == people
    assert {mention.aspect for mention in mentions} <= {Aspect.PEOPLE}


@pytest.mark.parametrize(("text", "groups"), [
    ("Kerho pakolaisäideille Oulussa.", {"refugees", "women"}),
    ("Työpaja turvapaikanhakijanaisille.", {"asylum_seekers", "women"}),
    ("Maahanmuuttajanaisten ryhmä.", {"women"}),
    ("Haemme tukea, pakolaisnuoret tulevat mukaan.", {"refugees", "youth"}),
    ("Nuoret maahanmuuttajamiehet pelaavat.", {"youth", "men_fathers"}),
    ("Turvapaikanhakijaperheet ja kiintiöpakolaislapset leirillä.",
     {"asylum_seekers", "families", "quota_refugees", "children"}),
    ("Leiri äideille.", {"women"}),
    ("En grupp för flyktingmammor i Vasa.", {"refugees", "women"}),
    ("Flyktingkvinnorna och flyktingungdomar på kursen.", {"refugees", "women", "youth"}),
    ("Stöd för invandrarpappor.", {"men_fathers"}),
    ("Ett läger för asylsökarfamiljer.", {"asylum_seekers", "families"}),
    ("A club for refugee mothers.", {"refugees", "women"}), ("A camp for refugee children.", {"refugees", "children"}),
    ("Mentoring for asylum-seeking women.", {"asylum_seekers", "women"}),
    ("Tuki ukrainalaisnaisille.", {"temporary_protection", "women"}),
])
def test_a_compound_names_each_group_that_it_is_made_of(text: str, groups: set[str]) -> None:
    assert set(codes(PEOPLE.find(text))) == groups


@pytest.mark.parametrize("text", [
    "Pakolaisavun työntekijä kertoo.", "Flyktinghjälpen bjuder på kaffe.", "Maahanmuuttajatausta ei haittaa.",
    "Opiskelijaruokaa tarjolla."])
def test_what_else_begins_like_one_is_no_second_group(text: str) -> None:
    assert not set(codes(PEOPLE.find(text))) & {"women", "men_fathers", "youth", "children", "families"}


def test_descriptions_of_an_actor_serve_mostly_the_same_people_in_each_language() -> None:
    with demo.actors_file().open(encoding="utf-8-sig", newline="") as file:
        english = {row["id"]: row["description_en"] for row in csv.DictReader(file)}
    with demo.descriptions_file().open(encoding="utf-8", newline="") as file:
        texts = [(row["description_fi"], row["description_sv"], english[row["id"]]) for row in csv.DictReader(file)]
    served = [[set(codes(PEOPLE.find(text))) for text in of_actor] for of_actor in texts]
    common = sum(len(set.intersection(*sets)) for sets in served)
    assert common >= 0.7 * sum(len(set.union(*sets)) for sets in served)


def test_every_people_has_names_and_labels_in_each_language() -> None:
    names = {(row["code"], row["language"]) for row in rows_of(READING / "people_names.csv") if row["code"]}
    assert names == {(code, language) for code in PEOPLE.groups.terms for language in LANGUAGES}
    labels = [group.labels.texts for group in PEOPLE.groups]
    assert all(set(texts) == set(LANGUAGES) and all(texts.values()) for texts in labels)
    assert all(PEOPLE.groups.find(words) == (group.code,) for group in PEOPLE.groups
               for words in group.labels.texts.values())


@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join) | st.text(max_size=60))
def test_mentions_lie_in_the_text_in_order(text: str) -> None:
    for mentions in (READER.find(text), PEOPLE.find(text)):
        starts = [mention.start for mention in mentions]
        assert starts == sorted(starts)
        assert all(mention.start < mention.end <= len(text) and mention.codes for mention in mentions)


def test_a_country_without_tables_has_nothing_read(tmp_path: Path) -> None:
    assert open_languages(tmp_path).find("på svenska") == ()
    assert open_people(tmp_path, open_languages(tmp_path)).find("kvinnor") == ()
