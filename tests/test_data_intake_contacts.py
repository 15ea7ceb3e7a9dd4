"""Contact data of a list: taken out of its rows, and what cannot be taken is told."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.files.rows import Row
from data.intake.contacts import READERS, ListedContact, Separated, separate
from data.intake.words.emptiness import means_nothing
from data.wording.texts import render


def of(**values: object) -> Separated:
    return separate([Row("a.xlsx", 2, {"name": "Silta ry", **values})])


def warnings(separated: Separated) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.field, render(problem.what, "en")) for problem in separated.warnings]


@pytest.mark.parametrize(("values", "expected"), [
    ({"contact_name": "Maija", "contact_email": " Maija.M@X.fi ", "contact_phone": "040 123 4567"},
     ListedContact("Maija", "Maija.M@x.fi", "040 123 4567")),
    ({"contact_email": "a@x.fi"}, ListedContact("", "a@x.fi")),
    ({"contact_phone": "+358 40 1234"}, ListedContact("", phone="+358 40 1234")),
    ({"contact_name": "–", "contact_email": "a@x.fi", "contact_phone": "ei tietoa"},
     ListedContact("", "a@x.fi")),
    ({"contact_email": "mailto:a@x.fi"}, ListedContact("", "a@x.fi")),
    ({"contact_phone": 401234567}, ListedContact("", phone="401234567")),
])
def test_what_is_an_address_is_taken(values: dict[str, object], expected: ListedContact) -> None:
    separated = of(**values)
    assert (separated.contacts, separated.warnings) == ({0: expected}, ())
    assert separated.rows[0].values == {"name": "Silta ry"}


@pytest.mark.parametrize("values", [{}, {"contact_name": None, "contact_email": "", "contact_phone": "-"},
                                    {"contact_email": "ei ole"}])
def test_nothing_is_no_contact_and_nothing_to_tell(values: dict[str, object]) -> None:
    assert (of(**values).contacts, of(**values).warnings) == ({}, ())


@pytest.mark.parametrize(("values", "field", "words"), [
    ({"contact_name": "Maija"}, "contact_name", "A name without an e-mail address or a phone number is no contact."),
    ({"contact_email": "kysy Maijalta"}, "contact_email", "“kysy Maijalta” is not an e-mail address."),
    ({"contact_phone": "vaihde"}, "contact_phone", "“vaihde” is not a phone number."),
    ({"contact_email": ["a@x.fi"]}, "contact_email", "A list or an object is not allowed here."),
])
def test_what_cannot_be_taken_is_told(values: dict[str, object], field: str, words: str) -> None:
    separated = of(**values)
    assert (separated.contacts, warnings(separated)) == ({}, [(2, field, words)])


def test_what_is_wrong_with_one_address_takes_nothing_from_the_other() -> None:
    separated = of(contact_email="huono", contact_phone="040 1234", contact_name="Maija")
    assert separated.contacts == {0: ListedContact("Maija", phone="040 1234")}
    assert [field for _, field, _ in warnings(separated)] == ["contact_email"]


@example({"contact_email": "NONE"})
@given(st.dictionaries(st.sampled_from(sorted(READERS)), st.one_of(st.none(), st.text(max_size=20), st.integers())))
def test_contact_data_never_stay_in_a_row_and_each_is_taken_or_told(values: dict[str, object]) -> None:
    separated = of(**values)
    assert separated.rows[0].values == {"name": "Silta ry"}
    told = {field for _, field, _ in warnings(separated)}
    contact = separated.contacts.get(0)
    for name, value in values.items():
        part = getattr(contact, name.removeprefix("contact_")) if contact else ""
        is_nothing = value is None or (isinstance(value, str) and (
            means_nothing(value) or not any(map(str.isalnum, value))))
        assert part or name in told or is_nothing or "contact_name" in told
