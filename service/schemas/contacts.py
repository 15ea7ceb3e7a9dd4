"""How an actor can be reached, as it is asked for: what can be given, and what cannot."""

from __future__ import annotations

import re
from typing import Annotated, Self

from pydantic import ConfigDict, Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from data.files.formulas import runs
from service.schemas.requests import PRINTABLE, SOMETHING, Check, RequestModel

LONGEST_NAME = 200
LONGEST_EMAIL = 254
LONGEST_PHONE = 30
# Breaks of lines, tabs, and signs that set the direction of writing.
_BREAKS = re.compile(r"[\t\n\r\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# The forms that are used; email-validator then looks closer at each part.
_EMAIL_PART, _EMAIL_LABEL = "[0-9A-Za-zÀ-ÖØ-öø-ž_+'-]+", "[0-9A-Za-zÀ-ÖØ-öø-ž]+(-[0-9A-Za-zÀ-ÖØ-öø-ž]+)*"
_EMAIL = re.compile(rf"{_EMAIL_PART}(\.{_EMAIL_PART})*@({_EMAIL_LABEL}\.)+[A-Za-z]{{2,20}}")
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{3,}")


def _email(address: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    if address and not _EMAIL.fullmatch(address):
        raise PydanticCustomError("email", "not an e-mail address")
    try:
        return validate_email(address, check_deliverability=False).normalized if address else ""
    except EmailNotValidError as error:
        raise PydanticCustomError("email", "not an e-mail address") from error


def _phone(number: str) -> str:
    if number and not _PHONE.fullmatch(number):
        raise PydanticCustomError("phone", "not a phone number")
    return number


def _one_line(words: str) -> str:
    """Refuse breaks of lines, which could become headers of a mail, and signs that turn what follows around."""
    if _BREAKS.search(words):
        raise PydanticCustomError("unprintable", "line break")
    return words


def _no_formula(words: str) -> str:
    """Refuse what a spreadsheet would run: whoever receives it may paste it into one."""
    if words.lstrip().startswith(("=", "＝")) or runs(words):
        raise PydanticCustomError("formula", "formula")
    return words


ONE_LINE = Check(_one_line, r"^[^\t\n\r\u2028\u2029\u202a-\u202e\u2066-\u2069]*$")
NO_FORMULA = Check(_no_formula, r"^\s*[^\s=＝]")
EMAIL = Check(_email, f"^({_EMAIL.pattern})?$")
PHONE = Check(_phone, f"^({_PHONE.pattern})?$")
ONE_OF_BOTH: dict[str, JsonValue] = {"anyOf": [
    {"required": [name], "properties": {name: {"minLength": 1}}} for name in ("email", "phone")]}


class ContactRequest(RequestModel):
    """How an actor can be reached: by e-mail, by phone, or by both."""

    model_config = ConfigDict(json_schema_extra=ONE_OF_BOTH)

    name: Annotated[str, PRINTABLE, ONE_LINE, SOMETHING, NO_FORMULA] = Field(
        min_length=1, max_length=LONGEST_NAME, description="Of a person, or of a role.", examples=["Matti Meikäläinen"])
    email: Annotated[str, PRINTABLE, EMAIL] = Field(
        "", max_length=LONGEST_EMAIL, description="E-mail address.", examples=["matti@example.org"])
    phone: Annotated[str, PHONE] = Field(
        "", max_length=LONGEST_PHONE, description="Phone number.", examples=["+358 40 1234567"])

    @model_validator(mode="after")
    def _is_reachable(self) -> Self:
        if not (self.email or self.phone):
            raise PydanticCustomError("unreachable", "neither e-mail nor phone")
        return self
