"""Texts for people: templates, plurals, names in several languages, values in the form of the language."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from data.wording import texts as module
from data.wording.texts import LANGUAGES, Labels, Text, catalogue, render, text, texts

PO = r'''
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"Language: fi\n"

msgid "Hello {name}."
msgstr "Hei {name}."

msgid "{count} row"
msgid_plural "{count} rows"
msgstr[0] "{count} rivi"
msgstr[1] "{count} riviä"
'''


@pytest.fixture
def finnish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "fi.po").write_text(PO, encoding="utf-8")
    monkeypatch.setattr(module, "LOCALE_FOLDER", tmp_path)
    catalogue.cache_clear()
    yield
    catalogue.cache_clear()


def test_a_template_is_filled_in_english() -> None:
    assert str(text("Hello {name}.", name="Åsa")) == "Hello Åsa."


def test_braces_in_a_value_stay_as_they_are() -> None:
    assert str(text("Write {example}.", example='{"id": 1}')) == 'Write {"id": 1}.'


@pytest.mark.parametrize(("count", "words"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows")])
def test_a_count_decides_the_form(count: int, words: str) -> None:
    assert str(texts("{count} row", "{count} rows", count=count)) == words


@pytest.mark.usefixtures("finnish")
@pytest.mark.parametrize(("count", "words"), [(0, "0 riviä"), (1, "1 rivi"), (2, "2 riviä"), (1000, "1\xa0000 riviä")])
def test_a_count_decides_the_translated_form(count: int, words: str) -> None:
    assert render(texts("{count} row", "{count} rows", count=count), "fi") == words


@pytest.mark.usefixtures("finnish")
def test_a_translation_is_used_and_a_missing_one_is_english() -> None:
    assert render(text("Hello {name}.", name="Åsa"), "fi") == "Hei Åsa."
    assert render(text("Not there {name}.", name="Åsa"), "fi") == "Not there Åsa."
    assert render(text("Hello {name}.", name="Åsa"), "sv") == "Hello Åsa."


@pytest.mark.parametrize(("language", "words"), [
    ("en", "Helsinki, Espoo, and Vantaa; Nov 23, 2026; 1,234.5"),
    ("fi", "Helsinki, Espoo ja Vantaa; 23.11.2026; 1\xa0234,5"),
    ("sv", "Helsinki, Espoo och Vantaa; 23 nov. 2026; 1\xa0234,5"),
])
def test_values_take_the_form_of_the_language(language: str, words: str) -> None:
    message = text("{places}; {day}; {number}", places=("Helsinki", "Espoo", "Vantaa"), day=date(2026, 11, 23),
                   number=1234.5)
    assert render(message, language) == words


def test_a_name_in_a_sentence_takes_the_language() -> None:
    turku = Labels({"fi": "Turku", "sv": "Åbo"})
    assert [render(text("In {place}", place=turku), code) for code in ("sv", "fi", "en")] == [
        "In Åbo", "In Turku", "In Turku",
    ]


def test_a_sentence_in_a_sentence_is_put_into_words_too() -> None:
    assert render(text("{inner}!", inner=text("Hello {name}", name="A")), "en") == "Hello A!"


def test_a_template_in_several_languages_brings_its_own_translation() -> None:
    message = Text(Labels({"fi": "Alue {name}", "en": "Area {name}"}), {"name": "A"})
    assert [render(message, code) for code in ("fi", "en", "sv")] == ["Alue A", "Area A", "Alue A"]


def test_plain_text_and_no_name_at_all() -> None:
    assert render("as {it} is", "fi") == "as {it} is"
    assert Labels({}).in_language("fi") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_nothing_in_every_language(language: str) -> None:
    assert render(text(""), language) == ""


@pytest.mark.parametrize("first", [-0.0, 0.0, 0])
def test_no_zero_has_a_sign(first: float) -> None:
    assert [render(text("{number}", number=number), "en") for number in (first, 0.0, -0.0, 0)] == ["0"] * 4
