"""Formulas: what a spreadsheet would run is recognised, and nothing that leaves us runs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.files.formulas import neutralise, restore, runs

TRICKY = st.text(alphabet="'=+-@＝＋－＠;,\t\r\n ab(|!1", max_size=12)


@pytest.mark.parametrize("cell", [
    "=1+1", " =1+1", "=HYPERLINK(\"x\")", "＝1", "+SUM(A1)", "-LOG10(5)", "@SUM(1)", "＠SUM(1)",
    "-2+3+cmd|' /C calc'!D2", "+cmd|' /C calc'!A0", "-x+hyperlink(\"http://a.b\")", "@HYPERLINKKI(A1)",
    "+WEBSERVICE(A1)", "-1+importxml(A1;B1)", "+excel|x!A1", "-'[b.xlsx]Sheet 1'!A1", "+[b.xlsx]Sheet!A1", "=",
    "=a", "+NOW()",
])
def test_formulas_run(cell: str) -> None:
    assert runs(cell)


@pytest.mark.parametrize("cell", [
    "", "a=b", "+358 40 123 4567", "+358(0)40 123", "-5", "- ohjausta (maksutonta)", "- job(s)", "@kumppani", "– dash",
    "--", "+", "Price: =5", "-15 % of the price", "-neuvontaa -järjestö(t) ja yhteisö(t)", "-kielikahvila(t) äideille",
    "-vapaaehtoisia kielikaveriksi(lapset)", "@kumppani – tule mukaan! | Tervetuloa!", "-Vapaaehtoisia|Tervetuloa!",
    "+kuva(t) ja info(t)", "-jos(kus)", "-kerho(12–15 v)", "-tapaaminen(klo 12)", "+mukana(2)", "=> lisää",
    "== Otsikko ==", "-a!b", "-ohjaus|neuvonta|tuki", "-kurssi(A1)", "-Jos(tarvitaan)",
])
def test_plain_text_does_not(cell: str) -> None:
    assert not runs(cell)


@pytest.mark.parametrize(("cell", "harmless"), [
    ("=1", "'=1"), ("'=1", "''=1"), ("-5", "'-5"),
    ("a;=1", "a;'=1"), ("a\n+1", "a\n'+1"), ("a, -x", "a,' -x"), ("a, - x", "a, - x"),
    ("- a\n- b", "'- a\n- b"), ("it's", "it's"), ("a=b", "a=b"), ("'quoted'", "'quoted'"),
])
def test_an_apostrophe_stands_before_what_might_run(cell: str, harmless: str) -> None:
    assert neutralise(cell) == harmless
    assert restore(harmless) == cell


@given(st.one_of(st.text(max_size=30), TRICKY))
def test_restoring_gives_back_every_text(cell: str) -> None:
    assert restore(neutralise(cell)) == cell


@given(st.one_of(st.text(max_size=30), TRICKY))
def test_no_piece_begins_like_a_formula(cell: str) -> None:
    assert neutralise(cell)[:1] not in tuple("=+-@＝＋－＠")
    for piece in re.split(r"[;,\t\r\n]", neutralise(cell)):
        assert piece.lstrip(" ")[:1] not in tuple("=+@＝＋＠")
        assert not runs(piece)


def test_a_long_text_takes_no_time() -> None:
    assert not runs("+" + "a" * 1_000_000)
    assert not runs("-x" + "|" * 1_000_000)
    for piece in ("a|", "a|'", "a|b", "x ", "[", "]", "]a", "sum", "if ", "a|'!"):
        assert not runs("-x" + piece * 200_000)
