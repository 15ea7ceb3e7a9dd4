"""Who supervises data protection: the complaint of article 77 of the General Data Protection Regulation.

The authority is that of the Data Protection Act (1050/2018), section 8.
"""

from __future__ import annotations

from data.wording.texts import text

AUTHORITY = text("the Data Protection Ombudsman")
PAGES = {"fi": "https://tietosuoja.fi/", "sv": "https://tietosuoja.fi/sv", "en": "https://tietosuoja.fi/en"}
EMAIL = "tietosuoja@om.fi"
