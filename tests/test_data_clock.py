"""The day it is: on the calendar of the network, at every door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data import clock
from data.clock import FINLAND, today
from data.database.connection import Database
from data.introductions.introduction import Introduction, IntroductionAnswer
from data.records.network import Network
from data.tenancy.networks import Networks
from service.app.composition import create_app
from service.cli.exits import ExitCode
from service.settings import Settings
from tests.clients import TestClient
from tests.networks import actor
from tests.stores import store_network
from tests.terminal import Terminal

# In Helsinki it is half past midnight, of the day after.
LAST_OF_NOVEMBER = datetime(2026, 11, 30, 22, 30, tzinfo=UTC)
NIGHT_OF_THE_REFORM = datetime(2025, 12, 31, 22, 30, tzinfo=UTC)

SetClock = Callable[[datetime], None]


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """What sets the clock: of days everywhere, and of the times that introductions and opinions ask for."""
    def to(time: datetime) -> None:
        for place in ("data.clock", "service.http.routes.introductions", "service.http.routes.opinions"):
            monkeypatch.setattr(f"{place}.now", lambda: time)
    return to


@pytest.mark.parametrize(("time", "zone", "day"), [
    (LAST_OF_NOVEMBER, "Europe/Helsinki", "2026-12-01"), (LAST_OF_NOVEMBER, "UTC", "2026-11-30"),
    (LAST_OF_NOVEMBER, "America/New_York", "2026-11-30"), (LAST_OF_NOVEMBER, "Asia/Tokyo", "2026-12-01"),
    (NIGHT_OF_THE_REFORM, "Europe/Helsinki", "2026-01-01"),
    (datetime(2026, 6, 30, 21, 0, tzinfo=UTC), "Europe/Helsinki", "2026-07-01"),  # three hours ahead in summer
    (datetime(2026, 11, 30, 21, 0, tzinfo=UTC), "Europe/Helsinki", "2026-11-30"),
])
def test_the_day_is_that_of_the_zone(time: datetime, zone: str, day: str, set_clock: SetClock) -> None:
    set_clock(time)
    assert today(ZoneInfo(zone)) == date.fromisoformat(day)


def test_finland_is_the_default(set_clock: SetClock) -> None:
    set_clock(LAST_OF_NOVEMBER)
    assert today() == date(2026, 12, 1)
    assert Settings().timezone == FINLAND == clock.FINLAND


def test_an_introduction_ends_on_the_day_of_the_zone() -> None:
    item = Introduction("1", "a", "b", "", LAST_OF_NOVEMBER, date(2026, 11, 30))
    local = LAST_OF_NOVEMBER.astimezone(FINLAND)
    assert item.is_open(LAST_OF_NOVEMBER)
    assert not item.is_open(local)
    accepted = Introduction("1", "a", "b", "", LAST_OF_NOVEMBER, date(2026, 12, 24), IntroductionAnswer.ACCEPTED,
                            LAST_OF_NOVEMBER)
    assert (accepted.ends(FINLAND), accepted.ends(UTC)) == (date(2026, 12, 1), date(2026, 11, 30))


@pytest.fixture
def client(tmp_path: Path, zone: str) -> Iterator[TestClient]:
    settings = Settings(home=tmp_path, encoder="hashing", index="exact")
    store_network(settings.database_url, Network((actor("a"), actor("b"))))
    if zone:
        with closing(Database(settings.database_url)) as database:
            Networks(database).change("default", {"timezone": zone})
    with TestClient(create_app(settings)) as client:
        yield client


@pytest.mark.parametrize(("zone", "day", "is_past"), [("", "2026-12-01", True), ("UTC", "2026-11-30", False),
                                                      ("America/New_York", "2026-11-30", False)])
def test_every_route_takes_the_day_of_the_network(client: TestClient, set_clock: SetClock, day: str, *,
                                                  is_past: bool) -> None:
    set_clock(LAST_OF_NOVEMBER)
    for address in ("/v1/actors/a/suggestions", "/v1/actors/a/explanations/b", "/v1/ranking",
                    "/v1/vocabularies/municipalities"):
        assert client.get(address).json()["as_of"] == day
        assert client.get(address, params={"as_of": "2026-05-05"}).json()["as_of"] == "2026-05-05"
    assert client.post("/v1/suggestions", json={"idea": {"text": "kielikahvila"}}).json()["as_of"] == day
    assert client.get("/v1/actors/a/export").json()["ranking"]["as_of"] == day
    profile = {"name": "C", "sector": "ngo", "updated": "1.12.2026"}
    assert client.put("/v1/actors/c", json=profile).status_code == (201 if is_past else 422)
    assert client.post("/v1/suggestions", json={"profile": profile}).is_success == is_past
    line = '{"id": "d", "name": "D", "sector": "ngo", "updated": "2026-12-01"}\n'
    imported = client.post("/v1/imports/actors", content=line, headers={"Content-Type": "application/x-ndjson"})
    assert imported.is_success == is_past
    opinion = {"opinion": "not_now", "until": "2026-11-30"}
    assert client.put("/v1/actors/a/opinions/b", json=opinion).is_success != is_past
    assert client.put("/v1/actors/a/contact", json={"name": "A", "email": "a@example.org"}).is_success
    request = {"other": "b", "message": "Hei", "deadline": "2026-11-30"}
    assert client.post("/v1/actors/a/introductions", json=request).is_success != is_past
    if is_past:
        asked = client.post("/v1/actors/a/introductions", json={**request, "deadline": "2026-12-01"}).json()
        assert (asked["asked"], asked["deadline"], asked["state"]) == ("2026-11-30T22:30:00Z", "2026-12-01", "pending")


@pytest.mark.parametrize("body", [{"as_of": None}, {"as_of": 5}, {"as_of": "1.12.2026"}])
@pytest.mark.parametrize("zone", [""])
def test_a_day_that_is_sent_is_a_day(client: TestClient, body: dict[str, object]) -> None:
    assert client.post("/v1/suggestions", json={"idea": {"text": "kielikahvila"}, **body}).status_code == 422


@pytest.mark.parametrize(("variables", "day", "area"), [
    ({}, "2026-01-01", "Uusimaa Economic Development Centre"),
    ({"KUMPPANI_TIMEZONE": "UTC"}, "2025-12-31", "Uusimaa ELY Centre"),
])
def test_the_command_line_takes_the_day_of_the_network(
        tmp_path: Path, set_clock: SetClock, variables: dict[str, str], day: str, area: str) -> None:
    terminal = Terminal(tmp_path / "home").having(**variables)
    set_clock(NIGHT_OF_THE_REFORM)
    terms = terminal.json("vocabulary", "municipalities")
    assert terms["as_of"] == day
    helsinki = next(term for term in terms["terms"] if term["code"] == "091")
    assert area in str(helsinki["areas"])
    (tmp_path / "a.csv").write_text("id,name,sector,updated\na,A,ngo,1.1.2026\nb,B,ngo,\n", encoding="utf-8")
    assert (terminal.run("import", str(tmp_path / "a.csv")).exit_code == 0) == (not variables)
    assert (terminal.run("check", str(tmp_path / "a.csv")).exit_code == 0) == (not variables)
    if not variables:
        assert terminal.json("suggest", "a")["as_of"] == day
        assert terminal.json("explain", "a", "b")["as_of"] == day
    assert terminal.json("rules", "check")["as_of"] == day


def test_a_network_has_a_time_zone_of_its_own(tmp_path: Path, set_clock: SetClock) -> None:
    terminal = Terminal(tmp_path / "home")
    set_clock(LAST_OF_NOVEMBER)
    terminal.text("network", "add", "halifax", "--timezone", "America/Halifax")
    assert terminal.json("network", "list")["networks"][1]["settings"] == {"timezone": "America/Halifax"}
    assert terminal.json("--network", "halifax", "rules", "check")["as_of"] == "2026-11-30"
    assert terminal.json("rules", "check")["as_of"] == "2026-12-01"
    result = terminal.run("network", "change", "halifax", "--timezone", "Helsinki")
    assert result.exit_code == ExitCode.USAGE
    assert "not a time zone" in " ".join(result.stderr.split())
    failure = terminal.having(KUMPPANI_TIMEZONE="Helsinki").failure(ExitCode.INSTALLATION, "rules", "check")
    assert failure["error"]["where"] == "KUMPPANI_TIMEZONE"
