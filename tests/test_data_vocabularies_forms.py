"""The table of forms: read, and built from a dictionary."""

from pathlib import Path

from data.vocabularies.building import FORMS, forms_of, names_by_language
from data.vocabularies.catalogue import open_vocabularies
from data.vocabularies.forms import Forms, read_forms
from data.wording.texts import LANGUAGES

FOREIGN = Path(__file__).parent / "foreign"

LEMMAS = {"kahvila": "kahvila", "kahvilaa": "kahvila", "kahvilamme": "kahvila", "kieli": "kieli", "kielen": "kieli",
          "neuvoo": "neuvoa", "neuvoa": "neuvoa"}


def test_a_form_can_be_of_several_words(tmp_path: Path) -> None:
    path = tmp_path / "forms.csv"
    path.write_text("word,ends_compounds,forms\nkieli,yes,kielen kieltä\nkielo,,kielon kielen\ntuki,yes,\n", "utf-8")
    forms = read_forms(path)
    assert forms.of("kielen") == ("kieli", "kielo")
    assert (forms.of("kieltä"), forms.of("kieli"), forms.of("tuki")) == (("kieli",), ("kieli",), ("tuki",))
    assert forms.of("kissa") == ("kissa",)
    assert forms.last_parts == {"kieli", "tuki"}
    assert Forms().of("kieltä") == ("kieltä",)


def test_a_compound_that_is_not_known_has_the_endings_of_its_last_part() -> None:
    assert forms_of(["suomikahvila", "neuvoo", "kielen", "x"], LEMMAS, compounds=True) == {
        "suomikahvila": {"suomikahvilaa"}, "neuvoa": {"neuvoo"}, "kieli": {"kielen"}}
    assert forms_of(["suomikahvila"], LEMMAS, compounds=False) == {}


def test_names_are_taken_in_their_language_and_synonyms_of_the_manifest_in_each() -> None:
    names = names_by_language()
    assert set(names) == set(LANGUAGES)
    assert "lukutaito" in names["fi"]
    assert "lukutaito" not in names["sv"]
    assert all("kunta" in names[language] for language in LANGUAGES)


def test_the_shipped_table_knows_words_of_names() -> None:
    forms = open_vocabularies().themes.forms
    assert forms == read_forms(FORMS)
    for form, word in (("tulkkauksen", "tulkkaus"), ("naisia", "nainen"), ("kielikahviloissa", "kielikahvila"),
                       ("frivilligas", "frivillig"), ("volunteered", "volunteer"), ("kvinnornas", "kvinna")):
        assert word in forms.of(form)


def test_a_vocabulary_without_tables_of_names_and_forms_is_read_as_it_is() -> None:
    themes = open_vocabularies(FOREIGN).themes
    assert (themes.names, themes.forms) == ({}, Forms())
    for term in themes:
        assert term.code in themes.codes_in(f"about {term.labels.in_language('en')}, and more")

