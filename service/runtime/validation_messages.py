"""From what pydantic finds wrong with a request to words a person can mend it by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from data.errors import Problem
from data.wording.texts import Text, text, texts
from data.wording.words import nearest
from service.errors import RequestRefused

ErrorDetails: TypeAlias = Mapping[str, Any]
Saying: TypeAlias = Callable[[ErrorDetails], tuple[Text, Text]]
Names: TypeAlias = Callable[[Sequence[str | int]], Iterable[str]]

# More is no help to anyone, and looking for the nearest name takes time.
MOST_FAULTS = 20


def refuse_request(errors: Sequence[ErrorDetails], names: Names) -> RequestRefused:
    """Return the error for a request.

    Args:
        errors: as pydantic lists them.
        names: location of an unknown parameter or field → the names that are known there.
    """
    return _refused((_problem(error, names) for error in errors[:MOST_FAULTS]), len(errors))


def refused(problems: Sequence[Problem]) -> RequestRefused:
    """Return the error for what is wrong with a request, of which the first `MOST_FAULTS` are told."""
    return _refused(problems[:MOST_FAULTS], len(problems))


def _refused(problems: Iterable[Problem], count: int) -> RequestRefused:
    return RequestRefused(
        tuple(problems),
        texts("The request has a fault.", "The request has {count} faults.", count=count), "",
        text("Correct what is listed; the API is described at {address}.", address="/openapi.json"),
    )


def _problem(error: ErrorDetails, names: Names) -> Problem:
    location = error["loc"]
    if error["type"] == "extra_forbidden":
        what, cure = _unknown_name(str(location[-1]), names(location))
    else:
        what, cure = SAYINGS.get(error["type"], _unfit)(error.get("ctx", {}))
    field = ".".join(str(part)[:100] for part in location[1:] or location)
    return Problem("", 0, field, what, cure)


def _unknown_name(name: str, names: Iterable[str]) -> tuple[Text, Text]:
    choices = sorted(names)
    near = nearest(name[:100].lower(), choices)
    if near:
        cure = text("Did you mean {name}?", name=near[0])
    elif choices:
        cure = text("Choose one of these: {names}.", names=tuple(choices))
    else:
        cure = text("Leave it out: nothing can be given here.")
    return text("Nothing here is called “{name}”.", name=name[:100]), cure


def _unfit(_context: ErrorDetails) -> tuple[Text, Text]:
    return text("The value does not fit."), text("See the API description for what is allowed here.")


def _whole_number(_context: ErrorDetails) -> tuple[Text, Text]:
    return text("This is not a whole number."), text("Write digits only.")


def _number(_context: ErrorDetails) -> tuple[Text, Text]:
    return text("This is not a number."), text("Write a number such as 0.5.")


def _yes_or_no(_context: ErrorDetails) -> tuple[Text, Text]:
    return text("This is neither true nor false."), text("Write true or false.")


def _object(_context: ErrorDetails) -> tuple[Text, Text]:
    return text("This is not a JSON object."), text("Send one, with the header “Content-Type: application/json”.")


SAYINGS: Mapping[str, Saying] = {
    "blank": lambda _: (text("The text is empty."), text("Describe in a few words what you look for.")),
    "bool_parsing": _yes_or_no,
    "bool_type": _yes_or_no,
    "day": lambda _: (text("This is not a day."), text("Write it as in 2026-01-31.")),
    "dict_type": _object,
    "base64": lambda _: (text("This is not Base64."), text("Send the bytes of the file in Base64, without breaks.")),
    "email": lambda _: (text("This is not an e-mail address."), text("Write it as in {example}.",
                                                                     example="office@example.org")),
    "enum": lambda context: (text("The value is none of those that can be given."),
                             text("Choose one of these: {names}.", names=str(context["expected"]))),
    "finite_number": _number,
    "float_parsing": _number,
    "float_type": _number,
    "formula": lambda _: (text("A spreadsheet would run this as a formula."),
                          text("Write the value, or begin with a word.")),
    "greater_than_equal": lambda context: (text("The number is too small."),
                                           text("Give {lowest} or more.", lowest=context["ge"])),
    "int_from_float": _whole_number,
    "int_parsing": _whole_number,
    "int_parsing_size": _whole_number,
    "int_type": _whole_number,
    "json_invalid": lambda _: (text("The body is not valid JSON."), text("Send a JSON object in UTF-8.")),
    "less_than_equal": lambda context: (text("The number is too large."),
                                        text("Give {highest} or less.", highest=context["le"])),
    "list_type": lambda _: (text("This is not a list."), text("Write it in brackets, as in [\"employment\"].")),
    "missing": lambda _: (text("The value is missing."), text("Give one.")),
    "model_attributes_type": _object,
    "model_type": _object,
    "moment": lambda _: (text("This is not a time with its zone."), text("Write it as in {example}.",
                                                                         example="2026-01-31T12:00:00Z")),
    "phone": lambda _: (text("This is not a phone number."), text("Write it as in {example}.",
                                                                  example="+358 40 1234567")),
    "profile_or_idea": lambda _: (text("The body holds neither a profile nor an idea, or both."),
                                  text("Give one of the two.")),
    "string_too_long": lambda context: (text("The text is too long."),
                                        text("Shorten it to {count} characters.", count=context["max_length"])),
    "string_too_short": lambda _: (text("The text is empty."), text("Describe in a few words what you look for.")),
    "string_type": lambda _: (text("This is not text."), text("Write it in quotation marks.")),
    "string_unicode": lambda _: (text("The text holds characters that do not exist."), text("Send UTF-8.")),
    "too_long": lambda context: (text("There are too many values."),
                                 text("Give {count} at most.", count=context["max_length"])),
    "too_short": lambda _: (text("The value is empty."), text("Fill it in, or leave it out.")),
    "unreachable": lambda _: (text("Neither an e-mail address nor a phone number is given."),
                              text("Give one of them.")),
    "understood_or_lists": lambda _: (
        text("The idea has “understood” and lists of its own besides: themes, regions or sectors."),
        text("Change “understood”, or leave it out.")),
    "unprintable": lambda _: (text("The text holds a control character."), text("Remove it.")),
}
