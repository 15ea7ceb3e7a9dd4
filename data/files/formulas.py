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
# “=>” and “==” begin lines of plain texts, and no formula.
_EQUALS = re.compile(r"[=＝](?![=>])")
# What another program or file is asked for: “cmd|' /C calc'!A0”, “[book.xlsx]Sheet1!A1”.
_ELSEWHERE = re.compile(r"\w\|(?:'[^']*'|[^\s'|!]+)!\S|\][^\s'!\]]*!\S|\][^'!\]]{1,80}'!\S")
# Functions that send, fetch or hide something, and the first ones that anybody tries, in the languages of Finland. One
# plain word in the brackets is no argument: “-kuva(t)”, “+info(s)”.
_FUNCTIONS = (
    "call|cell|char|concat|concatenate|dde|encodeurl|evaluate|exec|filterxml|googletranslate|hyperlink|hyperlinkki|"
    "hyperlänk|if|image|importdata|importfeed|importhtml|importrange|importxml|indirect|epäsuora|indirekt|info|jos|"
    "ketjuta|kuva|log|log10|merkki|now|nyt|nu|om|query|register|rtd|sammanfoga|solu|sum|summa|teckenkod|text|today|"
    "verkkopalvelu|webbtjänst|webservice"
)
_CALL = re.compile(rf"(?<!\w)(?:{_FUNCTIONS})\s?\((?!\s*[^\W\d_]+\s*\))", re.IGNORECASE)


def runs(cell: str) -> bool:
    """Return whether a text cannot be told from a formula that a spreadsheet would run.

    That begins with “=”, or with “+”, “-” or “@” and calls a function or names a cell of another program or file. All
    else is taken, and made harmless where it goes out: “+358 40 123”, “-kielikahvila(t)”, “@kumppani | Tervetuloa!”.
    """
    bare = cell.lstrip()
    if not _SIGN.match(bare):
        return _EQUALS.match(bare) is not None
    return _CALL.search(bare) is not None or _ELSEWHERE.search(bare) is not None


def neutralise(cell: str) -> str:
    """Return the text with an apostrophe wherever a spreadsheet might begin a formula."""
    return _HARMFUL.sub("'", cell)


def restore(cell: str) -> str:
    """Return what `neutralise` was given."""
    return _NEUTRAL.sub("", cell)
