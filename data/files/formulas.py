"""Cells a spreadsheet would run: recognised on the way in, made harmless on the way out.

Follows the OWASP advice on CSV injection. A spreadsheet of another locale cuts cells at another separator, so what
follows a separator or a line break inside a cell counts as the beginning of a cell too.
"""

from __future__ import annotations

import re

_BLANKS = r"[^\S\t\r\n]*"
_FIRST = rf"\A{{mark}}(?='*{_BLANKS}[=+\-@＝＋－＠])"
_LATER = rf"(?<=[;,\t\r\n]){{mark}}(?='*{_BLANKS}(?:[=+@＝＋＠]|[-－](?=\S)))"
_HARMFUL = re.compile("|".join(part.format(mark="") for part in (_FIRST, _LATER)))
_NEUTRAL = re.compile("|".join(part.format(mark="'") for part in (_FIRST, _LATER)))
_SIGN = re.compile(r"[+\-@＋－＠]\S")
_CALL = re.compile(r"[^\W\d][0-9]*\(")


def runs(cell: str) -> bool:
    """Return whether a spreadsheet would run the text as a formula.

    Everything that begins with “=”; what begins with “+”, “-” or “@” only when a function call or a reference to
    another program follows, so that “+358 40 123”, “- a point of a list” and “@kumppani” stay plain text.
    """
    bare = cell.lstrip()
    if not _SIGN.match(bare):
        return bare.startswith(("=", "＝"))
    return _CALL.search(bare) is not None or "!" in bare.partition("|")[2]


def neutralise(cell: str) -> str:
    """Return the text with an apostrophe wherever a spreadsheet might begin a formula."""
    return _HARMFUL.sub("'", cell)


def restore(cell: str) -> str:
    """Return what `neutralise` was given."""
    return _NEUTRAL.sub("", cell)
