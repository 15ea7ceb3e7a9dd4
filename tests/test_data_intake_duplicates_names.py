"""Names of organisations: which are the same, and ids made of them."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import demo
from data.files.cells import identifier
from data.intake.duplicates.names import id_of_name, name_key, read_name
from data.wording.look_alikes import look
from tests.networks import finland

SAME = [
    ("Moniheli ry", "moniheli", "MONIHELI R.Y.", "Moniheli rekisteröity yhdistys"),
    ("Föreningen Luckan r.f.", "Luckan rf", "Luckan"),
    ("Cultura-säätiö", "Cultura-säätiö sr", "Cultura"),
    ("SPR", "Suomen Punainen Risti", "Finlands Röda Kors rf", "FRK", "Risti, Suomen Punainen", "Finnish Red Cross"),
    ("Turun kaupunki", "Turku", "Åbo stad", "City of Turku", "Åbo", "Turun kaupunki / Åbo stad", "Abo stad"),
    ("Vöyrin kunta", "Vörå kommun", "Vöyri"), ("Pedersören kunta", "Pedersöre kommun", "Pedersoren kunta"),
    ("Mikkelin kaupunki", "S:t Michels stad"), ("Uudenkaupungin kaupunki", "Nystads stad", "Uusikaupunki"),
    ("Helsingin yliopisto", "Helsingfors universitet", "University of Helsinki"),
    ("Kuopion seurakunta", "Kuopion srk"), ("TE-toimisto Lappi", "Lapin TE-toimisto"),
    ("MLL Tampereen osasto", "Mannerheimin Lastensuojeluliiton Tampereen osasto ry"),
    ("Keski-Suomen hyvinvointialue", "Keski-Suomen HVA", "Mellersta Finlands välfärdsområde"),
    ("Kieli & työ Oy", "Kieli ja työ", "Kieli och työ Oy Ab"), ("Terveyden ja hyvinvoinnin laitos (THL)", "THL"),
    ("Jyväskylän AMK", "Jyväskylän ammattikorkeakoulu", "JAMK"),
]
OTHER = [
    ("Lappi", "Lapin yliopisto"), ("Turun kaupunki", "Turun yliopisto"), ("Turku", "Turun seurakunta"),
    ("Rovaniemen kaupunki", "Rovaniemen seurakunta"), ("SPR", "SPR Turun osasto"), ("Lappi", "Lappeenranta"),
    ("MLL Tampereen osasto", "MLL Turun osasto"), ("Helsingin säätiö sr", "Helsingin kaupunki"), ("ry", "Oy"),
    ("Pohjois-Karjalan hyvinvointialue", "Etelä-Karjalan hyvinvointialue"), ("Kulttuuri 1", "Kulttuuri 2"),
    ("Suomi-Venäjä-seura", "Suomi-Somalia-seura"), ("Savon ammattiopisto", "Ylä-Savon ammattiopisto"),
]


@pytest.mark.parametrize("names", SAME, ids=lambda names: names[0])
def test_names_of_one_organisation_are_the_same(names: tuple[str, ...]) -> None:
    assert {name_key(name) for name in names} == {name_key(names[0])}


@pytest.mark.parametrize("names", OTHER, ids=lambda names: names[0])
def test_names_of_others_are_not(names: tuple[str, str]) -> None:
    assert name_key(names[0]) != name_key(names[1])


def test_every_municipality_is_one_in_both_languages_and_by_its_name_alone() -> None:
    for term in finland().places.municipalities.terms.values():
        fi, sv = (term.labels.texts[language].removesuffix(" kunta") for language in ("fi", "sv"))
        genitive = sv if sv.endswith("s") else f"{sv}s"
        assert name_key(f"{genitive} stad") == name_key(sv) == name_key(fi) or fi == "Pedersören", fi


def test_initials_in_brackets_and_at_the_end_stand_for_the_name() -> None:
    assert "jomoni" in read_name("Joensuun monikulttuurisuusyhdistys (JoMoni)").aliases
    assert read_name("Pohjoinen Naisten Tuki PNT ry").key == name_key("Pohjoinen Naisten Tuki")


def test_a_name_tells_what_it_is_a_unit_of() -> None:
    assert read_name("Monikulttuurikeskus Villa Victor (Oulun kaupunki)").whole == name_key("Oulu")
    assert read_name("Turun kaupunki – International House Turku").whole == name_key("Turku")
    assert read_name("Sondip – Varsinais-Suomen monikulttuuristen yhdistysten liitto ry").whole == ""


@given(st.text(max_size=80))
def test_every_name_has_a_key_that_is_as_good_as_the_name(name: str) -> None:
    assert name_key(name) == name_key(name.strip()) == name_key(f" {name} ")
    assert bool(name_key(name)) or not any(sign.isalnum() for sign in name)


def test_ids_are_those_of_the_demo() -> None:
    with demo.actors_file().open(encoding="utf-8", newline="") as file:
        assert [(row["id"], id_of_name(row["name"], {})) for row in csv.DictReader(file)
                if row["id"] != id_of_name(row["name"], {})] == []


def test_an_id_is_the_same_for_the_same_name_and_unlike_others() -> None:
    first = id_of_name("Åbo IFK rf", {})
    assert first == "abo-ifk-rf"
    assert id_of_name("Åbo IFK", {"abo-ifk": "Åbo IFK rf"}) == "abo-ifk"
    assert id_of_name("Åbo IFK", {"abo-ifk": "Abodens Idrott"}) == "abo-ifk-2"
    assert id_of_name("Åbo IFK", {"ABO-IFK": "Abodens Idrott"}) == "abo-ifk-2"


@given(st.text(max_size=200), st.lists(st.text(max_size=10), max_size=5))
def test_ids_are_legal_and_unlike_those_taken(name: str, others: list[str]) -> None:
    taken: dict[str, str] = {}
    for other in others:
        taken[id_of_name(other, taken)] = other
    made = id_of_name(name, taken)
    assert made == identifier(made) != ""
    assert id_of_name(name, taken) == made
    assert made in taken or look(made) not in set(map(look, taken))
