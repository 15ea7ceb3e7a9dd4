"""The ideas of the judged collection of Finland as they lie in its file: to learn from, and kept aside."""

from __future__ import annotations

import json
from typing import Any

from data.collections import finland_folder

EACH_KEPT_ASIDE = 3

Row = dict[str, Any]


def read_ideas() -> tuple[list[Row], list[Row]]:
    """Return the ideas that tables may be written with, and those whose number three divides, which are kept aside."""
    rows = [json.loads(line) for line in (finland_folder() / "ideas.jsonl").read_text(encoding="utf-8").splitlines()]
    aside = [row for row in rows if not int(row["id"].removeprefix("dev")) % EACH_KEPT_ASIDE]
    return [row for row in rows if row not in aside], aside
