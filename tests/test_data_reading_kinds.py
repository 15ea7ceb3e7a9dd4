"""Kinds of partners read from texts of our own, and what holds for any text."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reading.clauses import covers
from data.reading.kinds import open_kinds
from data.reading.mention import Aspect, Mention
from data.reading.phrases import rows_of
from data.reading.refusals import open_refusals
from data.vocabularies.catalogue import FINLAND, open_vocabularies
from data.wording.texts import LANGUAGES

VOCABULARIES = open_vocabularies()
READING = FINLAND / "reading"
KINDS, REFUSALS = open_kinds(READING, VOCABULARIES), open_refusals(READING)
TEXTS = Path(__file__).parent / "reading" / "kinds.csv"
FURTHER_TEXTS = Path(__file__).parent / "reading" / "asking.csv"

PIECES = ("haemme", "kuntia", "ja", "seurakunnan", "Vi söker", "företag", "inga", "högskolor", ", ", ". ", "\n- ",
          "we need", "a parish", "not", "unions", "in", ": ", "? ", "! ", "mukaan", "emme", "yrityksiä", "the city",
          "(", ")", "•", "…")


def kinds_in(text: str) -> tuple[Mention, ...]:
    return KINDS.find(text, REFUSALS.spans(text))


def wanted(text: str) -> set[str]:
    return {code for mention in kinds_in(text) if not mention.is_refused for code in mention.codes}


def refused(text: str) -> set[str]:
    return {code for mention in kinds_in(text) if mention.is_refused for code in mention.codes}


@pytest.mark.parametrize("language", LANGUAGES)
def test_kinds_of_our_own_texts_are_read_as_well_as_before(language: str) -> None:
    with TEXTS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["language"] == language]
    assert len(rows) >= 50
    read = [(wanted(row["text"]), set(filter(None, row["wanted"].split(";")))) for row in rows]
    hits = sum(len(codes & right) for codes, right in read)
    assert hits >= 0.97 * sum(len(codes) for codes, _ in read)
    assert hits >= 0.9 * sum(len(right) for _, right in read)
    denied = [(refused(row["text"]), set(filter(None, row["refused"].split(";")))) for row in rows]
    assert [codes for codes, right in denied if codes != right] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_that_ask_in_passing_are_read_with_care(language: str) -> None:
    rows = [row for row in rows_of(FURTHER_TEXTS) if row["language"] == language]
    assert len(rows) >= 50
    read = [(wanted(row["text"]), set(filter(None, row["wanted"].split(";")))) for row in rows]
    hits = sum(len(codes & right) for codes, right in read)
    assert hits >= 0.95 * sum(len(codes) for codes, _ in read)
    assert hits >= 0.65 * sum(len(right) for _, right in read)
    assert [row["text"] for row in rows if not refused(row["text"]) <= set(row["refused"].split(";"))] == []


@pytest.mark.parametrize(("text", "codes"), [
    ("Haemme kuntaa, oppilaitoksia ja hyvinvointialuetta.",
     {"municipality", "wellbeing_county", "vocational_school", "university", "liberal_adult_education"}),
    ("Kutsumme seurakuntien väkeä, järjestöjä ja paikallisia työnantajia.", {"faith_community", "ngo", "company"}),
    ("Tarvitsemme lupa- ja valvontaviranomaisia.", {"state_agency"}),
    ("Ketä haetaan?\n- kirjasto\n- joku kaupungilta\n\nKahvi tarjotaan.", {"culture_sport", "municipality"}),
    ("Löytyisikö seurakunnalta tilaa?", {"faith_community"}),
    ("Vi behöver arbetsgivare, handelskammaren och en yrkeshögskola.", {"company", "business_support", "university"}),
    ("Församlingar och föreningar, hör av er!", {"faith_community", "ngo"}),
    ("Vilka kommuner och myndigheter här skulle vilja vara med?", {"municipality", "state_agency"}),
    ("Trade unions, please come!", {"social_partner"}),
    ("Growers, unions and municipalities should sit round one table.", {"company", "social_partner", "municipality"}),
    ("Partners:\n• sports clubs\n• settlement houses", {"culture_sport", "ngo"}),
    ("Wanted: someone from the city, the talent hub and two firms.", {"municipality", "business_support", "company"}),
    ("Pelikerho nuorille teatterin ja partiolippukunnan kanssa.", {"culture_sport", "ngo"}),
    ("Toivomme, että poliisi istuisi samassa pöydässä.", {"state_agency"}),
    ("Olisi upeaa, jos sairaala lähtisi mukaan.", {"wellbeing_county"}),
    ("Ammattiliitot ovat hukassa, heidät pitäisi saada mukaan.", {"social_partner"}),
    ("Haussa!! Kuoroa, tanssikoulua.", {"culture_sport"}),
    ("Höstläger ihop med en scoutkår och moskén.", {"ngo", "faith_community"}),
    ("Vi vill att universitetet hälsar på.", {"university"}),
    ("Vi söker en kyrka. Också någon från polisen.", {"faith_community", "state_agency"}),
    ("A choir run with a library.", {"culture_sport"}),
    ("It would help a lot if a hospital joined.", {"wellbeing_county"}),
    ("Where are the unions? We are looking for them.", {"social_partner"}),
    ("A patient association? Local companies?", {"ngo", "company"}),
    ("One parish, two farms and a lot of soup.", {"faith_community", "company"}),
    ("Employers come to us, not us to them.", {"company"}),
    ("Pelikerhoa vetäisi kirjasto, tilat antaisi seurakunta.", {"culture_sport", "faith_community"}),
    ("Haemme fysioterapeuttia sairaalasta.", {"wellbeing_county"}),
    ("Församlingen söker vi däremot.", {"faith_community"}), ("Vi behöver en jurist från facket.", {"social_partner"}),
    ("Want to test coaching in Thai with growers.", {"company"}),
    ("We need a nurse from a hospital.", {"wellbeing_county"}),
    ("Kaivataan moskeijaa, kirjaston väki on jo messissä.", {"faith_community"}),
])
def test_what_is_asked_for_is_wanted(text: str, codes: set[str]) -> None:
    assert wanted(text) == codes
    assert wanted(text.upper()) == codes


@pytest.mark.parametrize("text", [
    "Kuntosalilla treenaa kuntalaisia, ja kuntoutus alkaa.", "Siivousfirma Satakunnasta ottaa töihin viisi.",
    "Olen opettaja kansalaisopistossa.", "Pidimme koulutuskiertueen järjestöille.",
    "Haemme rahaa kirjaston takapihalle.",
    "Haluamme auttaa yrityksiä.", "Yhdistyksemme etsii vapaaehtoisia.", "Montaa yritystä saada ryhmä pystyyn on nähty.",
    "Biblioteket i Sibbo vill pröva sagostunder.", "Vi ses i församlingshemmet, kom med!",
    "Vi är en liten förening i Jomala och söker frivilliga.", "Unionen ger pengar till projektet.",
    "Vi letar efter en lokal på biblioteket.", "Arbetsgivare kommer på besök varje vecka.",
    "Family-run care company, looking for nurses.", "We need a room in a parish hall.", "Our firmware needs an update.",
    "We look for volunteers in libraries and churches.", "Last year the university ran a course.",
    "The European Union needs new ideas.", "We are a parish choir looking for singers.",
    "Viime vuonna järjestimme leirin kirjaston kanssa.", "Kurssi pidettiin yhteistyössä poliisin kanssa.",
    "I fjol ordnades lägret i samarbete med kommunen.", "Vi ordnar kören tillsammans med kyrkan varje år.",
    "Last year we held the course together with the city.", "No advice needed, the police were fine.",
    "Ingen rådgivning behövs, Migri var bra.", "Lupaneuvontaa ei tarvita, Kelan kanssa kaikki sujui.",
    "The police were helpful, nothing more needed from them.",
])
def test_what_is_only_spoken_of_is_not_wanted(text: str) -> None:
    assert kinds_in(text) == ()


@pytest.mark.parametrize(("text", "codes"), [
    ("Yrityksiä emme ota mukaan.", {"company"}),
    ("- ei korkeakouluja eikä tutkimusta", {"university", "research_institute"}),
    ("Inga högskolor denna gång.", {"university"}),
    ("Inga företag, högskolor eller kyrkor, tack.", {"company", "university", "faith_community"}),
    ("No universities please.", {"university"}),
    ("Not wanted:\n- companies\n- churches", {"company", "faith_community"}),
    ("No course is held in the church.", set()),
    ("Vi åker till företagen, inte de till oss.", set()),
])
def test_what_is_refused_is_marked(text: str, codes: set[str]) -> None:
    assert (wanted(text), refused(text)) == (set(), codes)


def test_after_a_refusal_stands_what_is_wanted_instead() -> None:
    text = "Inga stora organisationer, tack, utan kyrkor och idrottsklubbar."
    assert (wanted(text), refused(text)) == ({"faith_community", "culture_sport"}, {"ngo"})


def test_a_mention_holds_the_words_and_what_they_could_mean_besides() -> None:
    text = "Moi! Etsimme maahanmuuttajayhdistyksiä ja muita järjestöjä."
    first, second = kinds_in(text)
    assert [text[one.start:one.end] for one in (first, second)] == ["maahanmuuttajayhdistyksiä", "järjestöjä"]
    assert (first.codes, first.alternatives) == (("migrant_association",), ())
    assert (second.aspect, second.codes, second.alternatives) == (Aspect.KIND, ("ngo",), ("migrant_association",))


def test_the_table_names_every_sector_and_no_other() -> None:
    rows = rows_of(READING / "kinds.csv")
    codes = {code for row in rows for code in (*row["codes"].split(";"), *row["alternatives"].split(";")) if code}
    assert codes == set(VOCABULARIES.sectors.terms)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join) | st.text(max_size=60))
def test_mentions_lie_in_the_text_in_order_and_apart(text: str) -> None:
    mentions, spans = kinds_in(text), REFUSALS.spans(text)
    ends = [0, *(place for mention in mentions for place in (mention.start, mention.end)), len(text)]
    assert ends == sorted(ends)
    assert all(mention.start < mention.end and mention.codes for mention in mentions)
    assert all(mention.is_refused is covers(spans, mention.start, mention.end) for mention in mentions)
    assert kinds_in(text) == mentions


@pytest.mark.parametrize("piece", ["kirjasto ", "haemme kuntia ja ", "kunnan kanssa ", "parishes, we look for them, "])
def test_long_texts_are_read(piece: str) -> None:
    assert kinds_in(piece * 700) == kinds_in(piece * 700 + " ")


def test_a_country_without_tables_has_nothing_read(tmp_path: Path) -> None:
    assert open_kinds(tmp_path, VOCABULARIES).find("Haemme kuntia.") == ()
