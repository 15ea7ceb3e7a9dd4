"""What holds for the project as a whole: translations, packaging, what is shipped."""

from __future__ import annotations

import json
import re
import string
import subprocess
import sys
import tomllib
from itertools import chain, product

import pytest
from babel.messages.catalog import Message

from data.wording.texts import Labels, Text, render, text, texts
from matcher import defaults
from matcher.terms import TERMS
from tests.messages import LANGUAGES, read_catalogue, template
from tests.networks import ROOT


def names_in(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


def forms_of(message_id: object) -> tuple[str, ...]:
    return tuple(message_id) if isinstance(message_id, (tuple, list)) else (str(message_id),)


def forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (str(message.string),)


@pytest.mark.parametrize("language", LANGUAGES)
class TestTranslations:
    def test_no_message_is_missing_and_none_is_left_over(self, language: str) -> None:
        ours, theirs = template(), read_catalogue(language)
        wanted = {str(message.id) for message in ours if message.id}
        given = {str(message.id) for message in theirs if message.id and all(forms(message))}
        assert sorted(wanted - given) == []
        assert sorted(given - wanted) == []

    def test_values_of_a_message_are_those_of_its_translation(self, language: str) -> None:
        for message in read_catalogue(language):
            if message.id:
                template_ = message.id if isinstance(message.id, str) else message.id[1]
                for form in forms(message):
                    assert names_in(form) == names_in(template_), template_

    def test_typography_and_ends_agree(self, language: str) -> None:
        for message in read_catalogue(language):
            if isinstance(message.id, str) and message.id:
                assert (message.id[-1] in ".?:!") == (str(message.string)[-1] in ".?:!"), message.id

    def test_a_catalogue_is_in_the_form_the_command_writes(self, language: str) -> None:
        assert read_catalogue(language).plural_forms == "nplurals=2; plural=(n != 1);"


class TestSentences:
    """What is wrong and what to do about it stand apart over HTTP: each is a whole sentence."""

    def test_only_headings_of_the_command_line_end_with_a_colon(self) -> None:
        for message in template():
            places = {place.rpartition("/")[0] for place, _ in message.locations}
            for form in forms_of(message.id):
                assert not form.endswith(":") or places == {"service/cli"}, form

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_no_translation_ends_with_a_colon_by_itself(self, language: str) -> None:
        for message in read_catalogue(language):
            for form, translation in product(forms_of(message.id), forms(message)):
                assert translation.endswith(":") == form.endswith(":"), form


class TestRendering:
    def test_numbers_lists_and_days_follow_the_language(self) -> None:
        names = (Labels({"fi": "Lappi", "sv": "Lappland"}), Labels({"fi": "Kainuu", "sv": "Kajanaland"}))
        message = text("Shared themes: {themes}.", themes=names)
        assert render(message, "sv").endswith("Lappland; Kajanaland.")
        assert render(message, "fi").endswith("Lappi; Kainuu.")

        plain = text("Write one of {codes}.", codes=("a", "b", "c"))
        assert str(plain) == "Write one of a, b, and c."

    def test_plurals(self) -> None:
        one, two = (texts("They share a partner: {names}.", "They share {count} partners: {names}.", count=count,
                          names=("x",)) for count in (1, 2))
        for language in ("fi", "sv", "en"):
            assert render(one, language) != render(two, language)

    def test_a_text_within_a_text(self) -> None:
        assert render(Text(Labels({"fi": "({x})!"}), {"x": text("a")}), "fi") == "(a)!"


class TestLock:
    def test_the_lock_pins_every_dependency(self) -> None:
        lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        # What one benchmark alone compares with is not locked; see docs/decisions.md.
        extras = {name: wants for name, wants in project["optional-dependencies"].items() if name != "peers"}
        wanted = [re.split(r"[\[>=]", want)[0] for want in (*project["dependencies"], *chain(*extras.values()))]
        assert {"torch", "faiss-cpu", "fastapi", "pytest"} <= set(wanted)
        assert [name for name in wanted if not re.search(rf"^{name}==[\w.]+$", lock, flags=re.MULTILINE)] == []
        assert "+cpu" not in lock


class TestShipped:
    def test_hand_set_weights_say_so(self) -> None:
        weights = json.loads(defaults.WEIGHTS.read_text(encoding="utf-8"))
        assert weights["origin"] == "hand-set"
        assert set(weights["terms"]) == set(TERMS)

    @pytest.mark.parametrize("package", ["data", "models", "matcher", "service", "evaluation"])
    def test_a_package_can_be_imported_alone_without_heavy_libraries(self, package: str) -> None:
        heavy = "{'torch', 'transformers', 'sentence_transformers', 'faiss', 'sklearn', 'scipy', 'pandas', 'openpyxl'}"
        program = f"import sys, {package}; print(sorted({heavy} & set(sys.modules)))"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
        assert done.stdout.strip() == "[]"


SINGULAR = re.compile(
    r"(?<!\w)(?:(?:Kirjoita|Anna|Jätä|Korjaa|Käytä|Valitse|Lähetä|Poista|Tallenna|Tarkista|Katso|Kysy|Pyydä|Käy|Tuo|Tee|Yritä"
    r"|Avaa|Lue|Ota|Säilytä|Kerro|Täytä) [^“]*\.$|sinä|sinun|sinulle|voit|haluat|olet|saat)(?!\w)")
SWEDISH_SINGULAR = re.compile(r"(?<!\w)(?:du|dig|din|ditt|dina)(?!\w)", re.IGNORECASE)


@pytest.mark.parametrize(("language", "singular"), [("fi", SINGULAR), ("sv", SWEDISH_SINGULAR)])
def test_readers_are_spoken_to_as_several_in_every_sentence(language: str, singular: re.Pattern[str]) -> None:
    """Organisations read: “Kirjoittakaa”, “ni”. Labels of buttons are short and have the form that buttons have."""
    forms = [form for message in read_catalogue(language) if message.id
             for form in ([message.string] if isinstance(message.string, str) else message.string or ())]
    assert [form for form in forms if singular.search(form)] == []
