"""Everything that is understood of an idea, each with the words it came from."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reading.composed import compose
from data.reading.mention import Aspect, Understanding
from data.reading.reader import Reader, open_reader
from data.vocabularies.catalogue import open_vocabularies
from data.wording.texts import LANGUAGES
from tests.networks import finland

READER = open_reader(finland())
FOREIGN = Reader(open_vocabularies(Path(__file__).parent / "foreign"))

# Pieces of ideas, and what texts from anywhere bring: emoji of several characters, accents apart, lines of Windows.
PIECES = ("Kielikahvila", "Kajaanissa", "i Åbo", "hela landet", "naisille", "women", "på svenska", "ei yrityksiä",
          "Inga företag", "No companies", "Not in Lapland", "authorities", "Savossa", "👩\u200d🍳", "🎉", "\r\n- ",
          "\r\n", "a\u0308", "A\u030abo", "e\u0301", "\u0301", "\u200b", "«", ",", ".", "not", "inte",
          "\ufb01", "\u0958", "İ")
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=80)


def read(words: str) -> list[tuple[str, str, bool]]:
    """What was read: aspect, words and whether they are refused."""
    return [(mention.aspect.value, words[mention.start:mention.end], mention.is_refused)
            for mention in READER.read(words).mentions]


class TestReading:
    def test_every_aspect_in_the_order_of_the_text(self) -> None:
        words = ("We look for associations in Kajaani and Kainuu, or in the whole country. Language café for women in "
                 "Swedish. No companies.")
        found = READER.read(words)
        assert [mention.start for mention in found.mentions] == sorted(mention.start for mention in found.mentions)
        assert {mention.aspect for mention in found.mentions} == set(Aspect)
        assert (found.codes(Aspect.MUNICIPALITY), found.codes(Aspect.REGION)) == (("205",), ("18",))
        assert found.codes(Aspect.LANGUAGE) == ("sv",)
        assert found.codes(Aspect.PEOPLE) == ("women",)
        assert (found.codes(Aspect.KIND), found.codes(Aspect.KIND, refused=True)) == (("ngo",), ("company",))
        assert found.is_nationwide

    @pytest.mark.parametrize(("words", "refused"), [
        ("Inte ett projekt till i Helsingfors. I Lahtis, tack.", "Helsingfors"),
        ("Ei enää Kuopiossa, vaan Iisalmessa.", "Kuopiossa"),
        ("Not in Vaasa, please; we work in Seinäjoki.", "Vaasa"),
        ("Kielikahvila Raumalla, ei yrityksiä.", "yrityksiä"),
    ])
    def test_what_a_text_refuses_is_marked(self, words: str, refused: str) -> None:
        assert [part for _, part, is_refused in read(words) if is_refused] == [refused]

    @pytest.mark.parametrize("words", [
        "👩\u200d🍳🎉 Kielikahvila Kajaanissa 🎉, ei yrityksiä",
        "Kielikahvila\r\nKajaanissa\r\n- ei yrityksiä\r\n",
        "🇫🇮 kielikahvila; KAJAANISSA; ei yrityksiä",
    ])
    def test_emoji_and_lines_of_windows(self, words: str) -> None:
        assert [(aspect, part.casefold(), refused) for aspect, part, refused in read(words)] == [
            ("theme", "kielikahvila", False), ("municipality", "kajaanissa", False), ("kind", "yrityksiä", True)]

    @pytest.mark.parametrize("words", [
        "Språkcafé för mammor i Åbo, inga företag", "Äideille Jyväskylässä, ei yrityksiä", "Café i Närpes på ryska"])
    def test_accents_apart_are_read_as_those_that_are_composed(self, words: str) -> None:
        apart = unicodedata.normalize("NFD", words)
        assert apart != words
        assert [(aspect, unicodedata.normalize("NFC", part), refused) for aspect, part, refused in read(apart)] == read(
            words)

    def test_nothing_is_read_from_nothing(self) -> None:
        for words in ("", " \r\n ", "🎉", "xyzzy plugh"):
            assert READER.read(words) == Understanding()

    @given(TEXTS)
    def test_words_lie_in_the_text(self, words: str) -> None:
        for mention in READER.read(words).mentions:
            assert 0 <= mention.start < mention.end <= len(words)
            assert bool(mention.codes) is (mention.aspect is not Aspect.NATIONWIDE)
            assert not set(mention.codes) & set(mention.alternatives)

    @given(TEXTS)
    def test_every_code_has_a_name_in_each_language(self, words: str) -> None:
        for mention in READER.read(words).mentions:
            for code in (*mention.codes, *mention.alternatives):
                labels = READER.label(mention.aspect, code)
                assert all(labels.in_language(language) not in ("", code) for language in LANGUAGES)

    def test_a_long_text_is_read(self) -> None:
        words = ("Kielikahvila Kajaanissa, ei yrityksiä. " * 600)[:20_000]
        assert len(READER.read(words).mentions) == 3 * (20_000 // 39) + 2


class TestLabels:
    def test_speakers_of_a_language(self) -> None:
        labels = READER.label(Aspect.PEOPLE, "speakers:ru")
        assert labels.texts == {"fi": "Kielenä venäjä", "sv": "Talar ryska", "en": "Speakers of Russian"}

    def test_what_nobody_knows_is_its_own_name(self) -> None:
        for aspect in set(Aspect) - {Aspect.NATIONWIDE}:
            assert READER.label(aspect, "zzzz").in_language("fi") == "zzzz"

    def test_languages_that_have_no_code_of_two_letters_are_among_those_read(self) -> None:
        assert {"fi", "sv", "so", "ckb", "fse"} <= READER.languages


class TestWithoutTables:
    def test_themes_alone_are_read(self) -> None:
        found = FOREIGN.read("Homes in Helsinki for women, no companies")
        assert {mention.aspect for mention in found.mentions} == {Aspect.THEME}

    @given(TEXTS)
    def test_any_text_is_answered(self, words: str) -> None:
        assert all(mention.start < mention.end <= len(words) for mention in FOREIGN.read(words).mentions)

    def test_labels_and_languages(self) -> None:
        assert FOREIGN.label(Aspect.PEOPLE, "women").in_language("fi") == "women"
        assert FOREIGN.languages == frozenset()


class TestComposing:
    @pytest.mark.parametrize(("words", "composed"), [
        ("", ""), ("a\u0308iti", "äiti"), ("A\u030abo\r\n", "Åbo\r\n"), ("\u0308a", "\u0308a"), ("q\u0303", "q\u0303"),
        ("\u0958", "\u0915\u093c"), ("👩\u200d🍳 e\u0301", "👩\u200d🍳 é")])
    def test_text(self, words: str, composed: str) -> None:
        assert compose(words).text == composed

    def test_where_letters_stood(self) -> None:
        words = "ma\u0308ki, Åbo"
        composed = compose(words)
        assert composed.text == "mäki, Åbo"
        for start, end, part in ((0, 4, "ma\u0308ki"), (1, 2, "a\u0308"), (6, 9, "Åbo")):
            first, last = composed.span(start, end)
            assert words[first:last] == part

    @given(st.text(st.characters() | st.sampled_from("aoe\u0301\u0308\u030a\u0958"), min_size=1, max_size=40))
    def test_each_stretch_stood_somewhere(self, words: str) -> None:
        composed = compose(words)
        assert list(composed.starts) == sorted(composed.starts)
        assert composed.span(0, len(composed.text)) == (0, len(words))
        for at in range(len(composed.text)):
            start, end = composed.span(at, at + 1)
            assert 0 <= start < end <= len(words)
