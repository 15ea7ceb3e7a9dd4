"""What is wrong with a form, in words that stand beside its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pydantic import ValidationError

from data.wording.texts import Text, render
from data.wording.words import shows
from matcher.snapshot import Snapshot
from service.errors import RequestRefused
from service.runtime.validation_messages import refuse_request

# Values of messages that are ids of actors.
IDS = ("actor", "other")


def refused(error: ValidationError) -> RequestRefused:
    """Return the error for what is asked for in a form and cannot be."""
    return refuse_request(error.errors(), lambda _: ())


def faults_of(error: RequestRefused, values: Mapping[str, str], empty: Mapping[str, Text], of_all: str,
              language: str) -> dict[str, str]:
    """Return what is wrong with the fields of a form and how it is mended, by the name of the field.

    Args:
        error: what was refused.
        values: what stands in the fields.
        empty: what is said of fields that must not be empty.
        of_all: the field beside which stands what is wrong with the form as a whole.
        language: of the words.
    """
    faults: dict[str, str] = {}
    for problem in error.problems:
        field = problem.field if problem.field in values else of_all
        is_empty = field in empty and not shows(values[field])
        words = (empty[field],) if is_empty else (problem.what, problem.cure)
        faults.setdefault(field, " ".join(render(part, language) for part in words))
    return faults


def in_names(message: Text, snapshot: Snapshot) -> Text:
    """Return a message that names actors by their names instead of their ids, where they may be named."""
    profiles = {profile.id: profile for profile in snapshot.network.actors if profile.id not in snapshot.hidden}
    names = {name: profiles[value].label for name, value in message.values.items()
             if name in IDS and isinstance(value, str) and value in profiles}
    return replace(message, values={**message.values, **names})
