"""What texts refuse, and what is negative without being a refusal."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reading.refusals import open_refusals
from data.vocabularies.catalogue import FINLAND

REFUSALS = open_refusals(FINLAND / "reading")

PIECES = ("ei", "emme", "ota", "mukaan", "yrityksiä", "tai", "sinne", "Inga", "inte", "eller", "men", "utan", "no",
          "not",
          "or", "there", "please", ":", ",", ".", "\n-", "(", "Helsinki", "vill", "ha", "we", "och", "the", "ja")


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in REFUSALS.spans(text)]


@pytest.mark.parametrize(("text", "refused"), [
    ("Ei taas Helsinkiin kokoustamaan.", ["Ei taas Helsinkiin kokoustamaan"]),
    ("- ei: uutta julistekampanjaa", ["ei", "uutta julistekampanjaa"]),
    ("- ei korkeakouluja eikä tutkimusta, niitä on jo nähty", ["ei korkeakouluja", "eikä tutkimusta"]),
    ("Helsingissä näitä on jo pidetty, joten emme halua sinne enää.",
     ["Helsingissä näitä on jo pidetty", "joten emme halua sinne enää"]),
    ("Helsinki on nähty. Sinne emme enää lähde.", ["Helsinki on nähty", "Sinne emme enää lähde"]),
    ("Yrityksiä emme tällä kertaa kutsu, seurakuntia kyllä.", ["Yrityksiä emme tällä kertaa kutsu"]),
    ("Etsimme seurakuntia, emme yrityksiä.", ["emme yrityksiä"]),
    ("Inga högskolor denna gång.", ["Inga högskolor denna gång"]),
    ("Inte ett projekt till i Helsingfors, tack. Vi är i Lahtis.", ["Inte ett projekt till i Helsingfors"]),
    ("Inte de stora helsingforshusen – de är för stora.", ["Inte de stora helsingforshusen"]),
    ("Vi tar inte emot företag, högskolor eller myndigheter.",
     ["Vi tar inte emot företag", "högskolor eller myndigheter"]),
    ("Vi söker församlingar men inga företag.", ["men inga företag"]),
    ("No universities please, they've had their turn.", ["No universities please"]),
    ("We recruit nurses (not via an agency again, it was expensive).", ["not via an agency again"]),
    ("No permit advice needed.", ["No permit advice needed"]),
    ("We'll go to Vaasa, but not to Helsinki.", ["but not to Helsinki"]),
    ("We want no more seminars in Turku.", ["We want no more seminars in Turku"]),
    ("Not wanted:\n- consultants\n- banks", ["Not wanted", "consultants", "banks"]),
])
def test_a_refusal_is_its_clause_and_what_belongs_to_it(text: str, refused: list[str]) -> None:
    assert parts(text) == refused


@pytest.mark.parametrize("text", [
    "Kouvolaan ei pääse ilman autoa.", "He eivät tiedä, mitä koulu heiltä odottaa.", "Rahaa ei ole.",
    "Tietokonetta ei tarvi ostaa.", "Ei osaa lukea.", "Paikkakunnalla ei väliä.", "Isät eivät uskalla mukaan.",
    "Ingen vet var kommunen är.", "Det finns inga kurser.", "Inte bara kommuner utan också företag är med.",
    "Utan svenska blir man utanför.", "Vi kan inte hjälpa alla.", "We are not lawyers.",
    "No university in the region teaches it.", "Not only parishes but also firms joined.", "They do not know the city.",
    "Preparatory class finished or not", "Kommunen kommer till oss, inte vi till dem.",
    "Companies and someone from the city come to us, not us to them.", "",
])
def test_not_everything_negative_is_a_refusal(text: str) -> None:
    assert parts(text) == []


@pytest.mark.parametrize(("text", "denied"), [
    ("Emme ole Oulussa vaan Kemissä.", ["Emme ole Oulussa"]), ("Retki Poriin, ei Raumalle.", ["ei Raumalle"]),
    ("Det sker inte i Vasa utan i Kaskö.", ["inte i Vasa"]), ("Emme toimi vain Oulussa vaan myös Kemissä.", []),
    ("Inte bara i Vasa utan överallt.", []), ("Oulussa ei ole tulkkia.", []), ("We work in Oulu, but not much.", []),
])
def test_what_is_corrected_is_denied(text: str, denied: list[str]) -> None:
    assert [text[start:end] for start, end in REFUSALS.corrected(text)] == denied


@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join) | st.text(max_size=60))
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    spans = REFUSALS.spans(text)
    assert list(spans) == sorted(set(spans))
    assert all(0 <= start < end <= len(text) and text[start:end].strip() == text[start:end] for start, end in spans)


def test_a_country_without_tables_refuses_nothing(tmp_path: Path) -> None:
    assert open_refusals(tmp_path).spans("Inga företag, tack.") == ()
