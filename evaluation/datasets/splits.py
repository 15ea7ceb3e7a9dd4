"""The periods a dataset is judged on, as `splits.json` names them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from evaluation.datasets.dataset import Period
from evaluation.datasets.errors import DatasetRefused

SPLITS = "splits.json"
CURE = "Write it as data/collections/cordis/splits.json: each period by its name, with the days “from” and “until”."

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_day(value: object) -> date | None:
    """Return the day of a date written 2024-10-01; None for anything else."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def read_periods(path: Path) -> dict[str, Period]:
    """Return the periods by name; `until` is the first day that no longer belongs to one.

    Raises:
        DatasetRefused: the file is missing or no such document, or a period has no days.
    """
    document = _document(path)
    if not isinstance(document, dict) or not document:
        raise DatasetRefused("There are no periods.", str(path), CURE)
    return {name: _period(path, name, entry) for name, entry in document.items()}


def _document(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise DatasetRefused(f"The periods cannot be read: {reason}.", str(path), CURE) from error
    except (ValueError, RecursionError) as error:
        raise DatasetRefused(f"This is not valid JSON: {error}.", str(path), CURE) from error


def _period(path: Path, name: str, entry: object) -> Period:
    values: Mapping[str, object] = entry if isinstance(entry, dict) else {}
    start, until = parse_day(values.get("from")), parse_day(values.get("until"))
    if start is None or until is None:
        raise DatasetRefused(f"The period “{name}” lacks its days “from” and “until”, written as 2024-10-01.",
                             str(path), CURE)
    if start >= until:
        raise DatasetRefused(f"The period “{name}” has no days: it ends before it begins.", str(path),
                             "Give the first day, and the first day after the last.")
    return Period(start, until)
