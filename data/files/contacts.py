"""How an actor is reached, as it stands in files and forms: checked, since people write there."""

from __future__ import annotations

import re

from data.files.cells import CellRefused, line
from data.files.rows import excerpt
from data.wording.texts import text

LONGEST_EMAIL = 254
LONGEST_PHONE = 30
# The forms that are used; email-validator then looks closer at each part.
_EMAIL_PART, _EMAIL_LABEL = "[0-9A-Za-zÀ-ÖØ-öø-ž_+'-]+", "[0-9A-Za-zÀ-ÖØ-öø-ž]+(-[0-9A-Za-zÀ-ÖØ-öø-ž]+)*"
EMAIL_PATTERN = rf"{_EMAIL_PART}(\.{_EMAIL_PART})*@({_EMAIL_LABEL}\.)+[A-Za-z]{{2,20}}"
PHONE_PATTERN = r"\+?[0-9][0-9 ()./-]{3,}"


def email(value: object) -> str:
    """Return an e-mail address, normalised; empty for an empty cell."""
    from email_validator import EmailNotValidError, validate_email

    address = line(value).removeprefix("mailto:")
    if not address:
        return ""
    try:
        if len(address) <= LONGEST_EMAIL and re.fullmatch(EMAIL_PATTERN, address):
            return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        pass
    raise CellRefused(text("“{value}” is not an e-mail address.", value=excerpt(address)), "",
                      text("Write it as info@vaasa.fi, or leave it empty."))


def phone(value: object) -> str:
    """Return a phone number as it is written; empty for an empty cell."""
    number = line(value)
    if number and not (len(number) <= LONGEST_PHONE and re.fullmatch(PHONE_PATTERN, number)):
        raise CellRefused(text("“{value}” is not a phone number.", value=excerpt(number)), "",
                          text("Write it as +358 40 123 4567, or leave it empty."))
    return number
