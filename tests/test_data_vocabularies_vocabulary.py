"""Vocabularies: the tree, and finding terms by code, label or synonym of any language."""

from datetime import date

import pytest

from data.errors import AmbiguousCode, UnknownCode, VocabularyRefused
from data.vocabularies.catalogue import open_vocabularies
from data.vocabularies.vocabulary import Former, Term, Vocabulary
from data.wording.texts import Labels, text
from data.wording.words import edits, is_near, normalise

FINNISH = open_vocabularies()


def vocabulary(*terms: Term) -> Vocabulary:
    return Vocabulary("things", text("thing"), {term.code: term for term in terms})


def term(code: str, label: str = "", broader: str = "", *synonyms: str) -> Term:
    return Term(code, Labels({"en": label or code}), broader, synonyms=synonyms)


@pytest.mark.parametrize(("name", "language"), [
    (name, language) for name in ("sectors", "themes", "regions", "municipalities") for language in ("fi", "sv", "en")
])
def test_every_label_of_every_language_finds_its_code(name: str, language: str) -> None:
    words = FINNISH.by_name()[name]
    for entry in words:
        label = entry.labels.texts[language]
        assert words.resolve(label) == entry.code
        assert words.resolve(f"  {label.upper()} ") == entry.code


def test_synonyms_find_their_code_unless_another_term_carries_the_word() -> None:
    themes = FINNISH.themes
    labels = {normalise(label) for entry in themes for label in entry.labels.texts.values()}
    codes = {normalise(entry.code) for entry in themes}
    for entry in themes:
        for word in entry.synonyms:
            assert entry.code in themes.find(word) or normalise(word) in labels | codes
    assert FINNISH.themes.resolve("kotoutumisohjelma") == "initial_services"


def test_the_nearest_word_is_named() -> None:
    with pytest.raises(UnknownCode, match=r"Unknown theme 'talent bost'. Did you mean talent_boost\?"):
        FINNISH.themes.resolve("talent bost")


def test_a_code_without_its_leading_zeros_is_near() -> None:
    with pytest.raises(UnknownCode, match=r"Did you mean 005 \(Alajärvi\)\?"):
        FINNISH.places.municipalities.resolve("5")
    assert FINNISH.places.regions.nearest("2") == "02"
    assert FINNISH.places.regions.nearest("99") == ""


def test_nonsense_has_no_nearest_word_but_a_cure() -> None:
    with pytest.raises(UnknownCode, match="Look at the list"):
        FINNISH.themes.resolve("qqqqqqqqqq")


def test_a_word_of_two_terms_is_ambiguous() -> None:
    words = vocabulary(term("a", "Same"), term("b", "same"))
    with pytest.raises(AmbiguousCode, match="a and b"):
        words.resolve("SAME")
    assert words.find("same") == ("a", "b")


def test_a_code_beats_a_label_and_a_label_beats_a_synonym() -> None:
    words = vocabulary(term("a", "b"), term("b", "c"), term("d", "e", "", "c"))
    assert [words.resolve(word) for word in ("a", "b", "c")] == ["a", "b", "b"]


def test_ancestors_and_narrower_terms() -> None:
    words = vocabulary(term("top"), term("middle", broader="top"), term("low", broader="middle"), term("other"))
    assert words.ancestors("low") == ("middle", "top")
    assert words.with_narrower(["middle"]) == {"middle", "low"}
    assert words.with_narrower([]) == frozenset()


@pytest.mark.parametrize("terms", [
    [term("a", broader="b"), term("b", broader="a")],
    [term("a", broader="a")],
    [term("a", broader="missing")],
])
def test_a_circle_or_a_missing_parent_is_refused(terms: list[Term]) -> None:
    with pytest.raises(VocabularyRefused, match="circle"):
        vocabulary(*terms)


@pytest.mark.parametrize("word", ["Talent Boost", "talent_boost", " TALENT-boost ", "talent  boost"])
def test_case_and_separators_do_not_count(word: str) -> None:
    assert normalise(word) == "talent boost"


def test_an_unknown_code_is_its_own_name() -> None:
    assert FINNISH.themes.labels("nothing").in_language("fi") == "nothing"


@pytest.mark.parametrize(("words", "themes"), [
    ("Kielikahvilalle etsitään vapaaehtoisia", {"language_cafe", "volunteering"}),
    ("Rasismin vastainen kampanja jalkapalloseuroissa", {"anti_racism", "sports"}),
    ("Integrationsutbildningar för papperslösa", {"integration_training", "undocumented"}),
    ("nothing of the kind", set()),
    ("", set()),
])
def test_themes_are_found_in_a_text_with_their_endings(words: str, themes: set[str]) -> None:
    assert set(FINNISH.themes.codes_in(words)) == themes


def test_codes_are_mentioned_in_the_order_of_the_vocabulary_and_abbreviations_in_capitals() -> None:
    words = vocabulary(term("z", "Mentoring"), term("a", "Sports club", "", "ESR+"), term("b", "Of mine"))
    assert words.codes_in("Sports clubs with mentoring") == ("z", "a")
    assert words.codes_in("Paid by the ESR+.") == ("a",)
    assert words.codes_in("esr") == ()


class TestFormerMunicipalities:
    MUNICIPALITIES = FINNISH.places.municipalities

    @pytest.mark.parametrize(("word", "code"), [
        ("Valtimo", "541"), ("911", "541"), ("Pertunmaa", "507"), ("Honkajoki", "214"), ("Nastola", "398"),
        ("Kjulo", "783"), ("Vammala", "790"), ("karis", "710"), ("Ylistaro", "743"),
    ])
    def test_they_stand_for_what_they_are_a_part_of(self, word: str, code: str) -> None:
        assert self.MUNICIPALITIES.resolve(word) == code

    def test_one_that_was_divided_is_ambiguous(self) -> None:
        with pytest.raises(AmbiguousCode, match="710 and 078"):
            self.MUNICIPALITIES.resolve("Bromarv")

    @pytest.mark.parametrize(("word", "day", "code"), [
        ("Valtimo", date(2019, 12, 31), "911"), ("valtimo", date(2020, 1, 1), ""),
        ("Pertunmaa", date(2024, 12, 31), "588"), ("Pertunmaa", date(2025, 1, 1), ""),
        ("911", date(2019, 1, 1), "911"), ("Nurmes", date(2019, 1, 1), ""),
        ("Kjulo", date(2015, 12, 31), "319"), ("Vammala", date(2000, 1, 1), ""),
    ])
    def test_until_their_last_day_they_stand_for_themselves(self, word: str, day: date, code: str) -> None:
        former = self.MUNICIPALITIES.former_on(word, day)
        assert (former.code if former else "") == code

    @pytest.mark.parametrize(("word", "code"), [("Heinola", "111"), ("Lohja", "444"), ("Porvoo", "638")])
    def test_one_of_today_has_its_name(self, word: str, code: str) -> None:
        assert self.MUNICIPALITIES.resolve(word) == code
        assert self.MUNICIPALITIES.former_on(word, date(1990, 1, 1)) is None

    def test_texts_are_not_read_for_them(self) -> None:
        assert self.MUNICIPALITIES.codes_in("Saari ja Eno") == ()

    def test_every_last_day_is_the_last_of_a_year_and_every_code_new(self) -> None:
        dated = {former for former in self.MUNICIPALITIES.former.values() if former.until}
        assert {(former.until.month, former.until.day) for former in dated if former.until} == {(12, 31)}
        assert not {former.code for former in dated} & set(self.MUNICIPALITIES.terms)
        assert all(self.MUNICIPALITIES.former[former.code].successors == former.successors for former in dated)

    def test_other_vocabularies_have_none(self) -> None:
        things = Vocabulary("things", text("thing"), {"a": term("a")}, former={"b": Former("B", ("a",))})
        assert things.resolve("b") == "a"
        assert things.former_on("b", date(1990, 1, 1)) is None


class TestCures:
    @pytest.mark.parametrize(("name", "word"), [
        ("municipalities", "Valtomo"), ("municipalities", "Vaanila"), ("municipalities", "Karjala"),
        ("regions", "Etelä-Suomi"), ("regions", "Itä-Suomi"), ("regions", "Länsi-Suomi"), ("themes", "musiikki"),
        ("municipalities", "Tallinna"),
    ])
    def test_what_is_not_near_is_not_offered(self, name: str, word: str) -> None:
        with pytest.raises(UnknownCode, match="Look at the list"):
            FINNISH.by_name()[name].resolve(word)

    @pytest.mark.parametrize("name", ["regions", "municipalities"])
    @pytest.mark.parametrize("word", ["Koko Suomi", "koko maa", "Hela landet", "Whole country", "Suomi", "Finland"])
    def test_the_whole_country_is_a_coverage(self, name: str, word: str) -> None:
        with pytest.raises(UnknownCode, match=f"'{word}' is the whole country, and no .* national as the"):
            FINNISH.by_name()[name].resolve(word)

    @pytest.mark.parametrize(("name", "word", "other"), [
        ("municipalities", "Lappi", "region"), ("municipalities", "Uusimaa", "region"),
        ("regions", "Turku", "municipality"), ("regions", "Rovaniemi", "municipality"),
    ])
    def test_what_is_asked_for_elsewhere_is_told(self, name: str, word: str, other: str) -> None:
        with pytest.raises(UnknownCode, match=f"but a {other}. Write it where a {other} is asked for"):
            FINNISH.by_name()[name].resolve(word)

    @pytest.mark.parametrize(("word", "other", "count"), [
        ("", "", 0), ("a", "", 1), ("kuopoi", "kuopio", 1), ("helsnki", "helsinki", 1), ("valtimo", "paltamo", 2),
        ("ca", "abc", 3), ("koko suomi", "keski suomi", 3),
    ])
    def test_edits(self, word: str, other: str, count: int) -> None:
        assert edits(word, other) == edits(other, word) == count

    @pytest.mark.parametrize(("word", "other", "near"), [
        ("toimija-17", "toimija-18", False), ("toimia-17", "toimija-17", True), ("Valtimo", "Paltamo", False),
        ("Culture arts", "Culture, arts and libraries", True),
    ])
    def test_near_is_a_slip_and_no_other_number(self, word: str, other: str, near: bool) -> None:
        assert is_near(word, other) is near


@pytest.mark.parametrize(("name", "word", "code"), [
    ("municipalities", "Abo", "853"), ("municipalities", "HAMEENLINNA", "109"), ("regions", "Etela-Savo", "10"),
    ("themes", "language cafe", "language_cafe"), ("themes", "sprakcafe", "language_cafe"),
    ("municipalities", "A\u030abo", "853"),
])
def test_a_name_without_its_accents_finds_its_code(name: str, word: str, code: str) -> None:
    assert FINNISH.by_name()[name].resolve(word) == code


def test_a_name_without_its_accents_does_not_hide_one_that_is_written_so() -> None:
    words = vocabulary(term("1", "Sarka"), term("2", "Särkä"), term("3", "Pärä"), term("4", "Pårå"))
    assert (words.resolve("sarka"), words.resolve("SÄRKÄ")) == ("1", "2")
    with pytest.raises(AmbiguousCode, match="3 and 4"):
        words.resolve("para")
