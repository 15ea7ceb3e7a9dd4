"""How words are compared: signs that show nothing, accents, plain letters."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reading.words import WordedText, words_of
from data.vocabularies.catalogue import open_vocabularies
from data.wording.words import INVISIBLE, composed, fold, normalise, plain, visible

SIGNS = ("\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u034f", "\ufe0f", "\U000e0041")


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_that_shows_nothing_makes_no_other_word(sign: str) -> None:
    assert visible(f"{sign}koti{sign}") == "koti"
    for form in (normalise, fold, plain):
        assert form(f"Ko{sign}toutumis{sign}koulutus") == "kotoutumiskoulutus"
    assert normalise(f"e{sign}\u0301") == "é"
    assert normalise(sign * 3) == ""


@pytest.mark.parametrize("sign", SIGNS)
def test_themes_are_read_through_signs_that_show_nothing(sign: str) -> None:
    themes = open_vocabularies().themes
    clean, cut = "Mentorointia ja kielikahvila", f"Men{sign}toroin{sign}tia ja kieli{sign}kahvi{sign}la"
    assert themes.codes_in(cut) == themes.codes_in(clean) != ()
    assert themes.resolve(f"kieli{sign}kahvila") == "language_cafe"
    for mention in themes.mentions_in(cut):
        assert themes.codes_in(visible(cut[mention.start:mention.end])) == (mention.code,)
    assert [word.letters for word in WordedText(cut).words] == [word.letters for word in WordedText(clean).words]
    assert [word.letters for word in words_of(cut)] == [word.letters for word in words_of(clean)]


@pytest.mark.parametrize(("word", "folded", "in_plain_letters"), [
    ("Café", "cafe", "cafe"), ("Åbo", "åbo", "abo"), ("Hämeenlinna", "hämeenlinna", "hameenlinna"),
    ("Łódź", "łodz", "lodz"),
    ("ØRSTED", "ørsted", "orsted"), ("Straße", "strasse", "strasse"), ("A\u030abo", "åbo", "abo"), ("", "", ""),
])
def test_accents(word: str, folded: str, in_plain_letters: str) -> None:
    assert (fold(word), plain(word)) == (folded, in_plain_letters)


@given(st.text())
def test_forms_are_forms_of_themselves(words: str) -> None:
    assert normalise(normalise(words)) == normalise(words)
    assert composed(composed(words)) == composed(words)
    assert re.search(f"[{INVISIBLE}]", visible(words)) is None
