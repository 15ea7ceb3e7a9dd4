"""The sources as a whole: each is in the registry, and what every list is asked holds for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.files.columns import ACTOR_COLUMNS, COOPERATION_COLUMNS
from data.intake.lists import ListOfActors
from data.intake.sources import SOURCES, SourceFormat, is_of_cooperations, reader_of
from tests.contracts.source import FILES, SourceContract, read
from tests.networks import finland


def test_each_format_has_a_source_except_that_of_any_list() -> None:
    assert {*SOURCES} == {*SourceFormat} - {SourceFormat.LIST}
    assert [form for form in SourceFormat if is_of_cooperations(form)] == [SourceFormat.EURA]


def test_a_source_reads_only_what_it_tells_of() -> None:
    assert reader_of(SourceFormat.PTV, ACTOR_COLUMNS) is SOURCES[SourceFormat.PTV]().read
    assert reader_of(SourceFormat.PTV, COOPERATION_COLUMNS) is not SOURCES[SourceFormat.PTV]().read


def test_each_small_file_is_described() -> None:
    described = (FILES / "README.md").read_text(encoding="utf-8")
    files = {path.name for path in FILES.iterdir()} - {"README.md"}
    assert [name for name in files if f"`{name}`" not in described] == []


class TestLinked(SourceContract):
    form = SourceFormat.JSONLD
    files = ("organisations.jsonld",)

    def test_the_name_of_the_file_does_not_matter(self, tmp_path: Path) -> None:
        path = tmp_path / "page.json"
        path.write_text((FILES / self.files[0]).read_text(encoding="utf-8"), encoding="utf-8")
        result = read(self.form, path)
        assert isinstance(result, ListOfActors)
        (profile,) = result.reading.records
        assert (profile.name, profile.municipalities, profile.languages) == ("Kymen Ystävyysseura ry", ("285",),
                                                                            ("fi", "ru"))


class TestConcepts:
    """Concepts of YSO that mean the same as a theme."""

    @pytest.mark.parametrize(("uri", "labels", "code"), [
        ("http://www.yso.fi/onto/yso/p12570", {}, "interpreting"),
        ("http://www.yso.fi/onto/koko/p1", {"fi": "Tulkkipalvelut"}, "interpreting"),
        ("", {"sv": "tolkservice"}, "interpreting"),
        ("", {"fi": "tolkservice"}, ""),  # a label of another language
        ("http://www.yso.fi/onto/yso/p1406", {"fi": "rahoitus"}, ""),  # only near: financing is no funding of projects
        ("http://www.yso.fi/onto/yso/p6458", {"fi": "pakolaiset"}, ""),
        ("http://www.yso.fi/onto/yso/p125", {"fi": "tulkki"}, ""), ("", {}, "")])
    def test_a_concept_means_a_theme_by_uri_or_label(self, uri: str, labels: dict[str, str], code: str) -> None:
        assert finland().themes.of_concept(uri, labels) == code

    def test_each_leads_to_a_theme_and_is_no_other(self) -> None:
        themes = finland().themes
        assert {*themes.concepts.values()} <= {*themes.terms}
        uris = [key for key in themes.concepts if key.startswith("http")]
        assert len(uris) == len({themes.concepts[uri] for uri in uris}) > 30
