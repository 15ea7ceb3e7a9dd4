"""What errors tell people to do, and how each door says that it is done."""

from __future__ import annotations

import re

import pytest
from babel.messages.extract import extract_from_dir

from data.errors import UnknownActor
from data.wording.actions import Action
from data.wording.texts import step, text
from service.app.composition import create_app
from service.cli.ways import WAYS as COMMANDS
from service.http.problems import describe
from service.http.ways import WAYS as ADDRESSES
from service.settings import Settings
from tests.messages import KEYWORDS
from tests.networks import ROOT
from tests.terminal import Terminal

DOORS = re.compile(r"kumppani [a-z]|/v1/|GET |POST |PUT ")


@pytest.mark.parametrize("package", ["data", "matcher", "models"])
def test_no_message_below_the_doors_names_a_command_or_an_address(package: str) -> None:
    messages = extract_from_dir(str(ROOT / package), [("**.py", "python")], keywords=KEYWORDS)
    assert [message for _, _, message, _, _ in messages if DOORS.search(str(message))] == []


@pytest.mark.parametrize("action", Action)
def test_every_action_can_be_done_at_one_door_at_least(action: Action) -> None:
    assert action in COMMANDS or action in ADDRESSES


def test_addresses_are_served() -> None:
    paths = create_app(Settings()).openapi()["paths"]
    ways = [way.partition(" ") for way in ADDRESSES.values()]
    assert [(method, address) for method, _, address in ways if method.lower() not in paths.get(address, {})] == []


@pytest.mark.parametrize("way", COMMANDS.values())
def test_commands_are_there(way: str) -> None:
    words = [word for word in way.split()[1:] if not word.startswith("{")]
    assert Terminal(ROOT).run(*words, "--help").exit_code == 0


@pytest.mark.parametrize(("language", "cure"), [
    ("en", "Look at it: “GET /v1/actors/cafe/introductions”."),
    ("fi", "Look at it: ”GET /v1/actors/cafe/introductions”.")])
def test_a_door_adds_its_way_with_the_values_of_the_message(language: str, cure: str) -> None:
    error = UnknownActor(text("Gone."), "", step(Action.LIST_INTRODUCTIONS, "Look at it.", actor="cafe"))
    assert describe(error, "/", language).cure == cure
    assert str(error) == "Gone. Look at it."
