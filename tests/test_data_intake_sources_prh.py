"""Companies of the register: what becomes of them."""

from __future__ import annotations

from data.intake.lists import ListOfActors
from data.intake.sources import SourceFormat
from data.records.profiles import Status
from tests.contracts.source import FILES, DocumentContract, read

COMPANIES = FILES / "prh_companies.json"


class TestPrh(DocumentContract):
    form = SourceFormat.PRH
    files = ("prh_companies.json",)


def companies() -> ListOfActors:
    result = read(SourceFormat.PRH, COMPANIES)
    assert isinstance(result, ListOfActors)
    return result


def test_a_company_is_an_actor_under_its_name_of_today() -> None:
    company = companies().reading.records[0]
    assert (company.id, company.name, company.business_id) == ("kielipolku-oy", "Kielipolku Oy", "0100130-4")
    assert (company.sector, company.municipalities) == ("company", ("049",))
    assert company.website == "https://www.kielipolku.example"
    assert company.keywords == ("Kielikoulut – opistot ja kurssit",)
    assert company.status is Status.ACTIVE  # although its status is “2”


def test_one_that_has_ended_takes_no_part_and_its_town_may_be_a_post_office() -> None:
    ended = companies().reading.records[1]
    assert (ended.status, ended.municipalities) == (Status.INACTIVE, ("398",))


def test_a_form_that_is_not_known_is_asked_about() -> None:
    assert {question.about for question in companies().needed} == {("sector", "Julkinen osakeyhtiö")}


def test_private_traders_are_persons() -> None:
    result = companies()
    assert [str(note) for note in result.notes][:1] == ["1 private trader is a person and was passed over."]
    assert len(result.table.rows) == 3
