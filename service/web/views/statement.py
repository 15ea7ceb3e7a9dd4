"""The accessibility statement: its five obligatory parts, from what is known of the pages.

The parts are those of the Act on the Provision of Digital Services (306/2019), section 9, and of the Commission
Implementing Decision (EU) 2018/1523; the supervisory authority is Traficom since 1 January 2025
(government bill HE 71/2024).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.wording.texts import Text, text

ASSESSED = date(2026, 11, 29)
DAYS_TO_ANSWER = 14
STANDARD = "WCAG 2.2 AA"
AUTHORITY = "Traficom"
AUTHORITY_PAGES = {"fi": "https://www.saavutettavuusvaatimukset.fi/", "sv": "https://www.saavutettavuusvaatimukset.fi/sv",
                   "en": "https://www.saavutettavuusvaatimukset.fi/en"}
AUTHORITY_EMAIL = "saavutettavuus@traficom.fi"


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """Something that does not work for everybody yet, and why."""

    what: Text
    why: Text


SHORTCOMINGS: Sequence[Shortcoming] = (
    Shortcoming(text("What actors write of themselves stands in the language that they wrote it in."),
                text("It is marked with its language for screen readers; we do not translate the words of others.")),
    Shortcoming(text("A list that is brought by a page is asked about on one long page."),
                text("A long list asks many questions; headings lead to each kind of them.")),
    Shortcoming(text("Nobody who uses a screen reader every day has tried the pages yet."),
                text("They were tried by programs, and looked at by those who make them.")),
)
METHODS: Sequence[Text] = (
    text("Every page is opened in a browser in three languages, at three widths, light and dark, and looked through by "
         "axe-core before each new version."),
    text("The journeys are tried without scripts, some of them with the keyboard alone."),
)
