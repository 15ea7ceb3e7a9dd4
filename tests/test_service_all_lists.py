"""The lists of the whole network: each as its actor alone is answered, in parts, and gone on with after a stop."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from data.records.profiles import Profile, Status
from matcher.asking.query import Query
from matcher.engine import Matcher
from service.runtime.answering.all_lists import list_line, seekers_after, worked_out_side_by_side
from service.schemas.writer import Writer
from tests.clients import TestClient
from tests.networks import TODAY, actor, snapshot
from tests.terminal import Terminal
from tests.test_service_http_confidences import World, world  # noqa: F401 – a fixture
from tests.test_service_http_problems import refusal

ALL = "/v1/suggestions"


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(snapshot(actor("a"), actor("b"), actor("c"), actor("d", status=Status.INACTIVE), actor("e")))


class TestSideBySide:
    def test_lines_come_in_the_order_of_the_seekers(self, matcher: Matcher) -> None:
        line_of = partial(list_line, matcher, Query(TODAY), Writer(matcher.snapshot.vocabularies, "fi"))
        seekers = seekers_after(matcher.snapshot)
        assert [seeker.id for seeker in seekers] == ["a", "b", "c", "e"]
        for some in (seekers, seekers[:1], ()):
            with worked_out_side_by_side(line_of, some) as lines:
                assert list(lines) == [line_of(seeker) for seeker in some]

    def test_they_begin_after_an_actor(self, matcher: Matcher) -> None:
        assert [seeker.id for seeker in seekers_after(matcher.snapshot, "bb")] == ["c", "e"]
        assert seekers_after(matcher.snapshot, "e") == ()

    def test_a_process_that_ends_too_early_is_noticed(self, matcher: Matcher,
                                                   capfd: pytest.CaptureFixture[str]) -> None:
        def line_of(seeker: Profile) -> bytes:
            if seeker.id == "e":
                raise ValueError("broken")
            return b"\n"

        with (worked_out_side_by_side(line_of, seekers_after(matcher.snapshot)) as lines,
              pytest.raises((RuntimeError, ValueError))):  # the second where there is one processor only
            list(lines)
        capfd.readouterr()


class TestCommand:
    def test_a_line_is_what_the_actor_alone_is_answered(self, demo_home: Path, tmp_path: Path) -> None:
        terminal, file = Terminal(demo_home), tmp_path / "all.jsonl"
        terminal.text("suggest", "--all", "--out", str(file), "--limit", "3", "--as-of", "2026-06-01")
        lines = file.read_bytes().splitlines(keepends=True)
        seekers = [json.loads(line)["actor"]["id"] for line in lines]
        assert seekers == sorted(seekers)
        one = terminal.json("suggest", seekers[7], "--limit", "3", "--as-of", "2026-06-01")
        assert json.loads(lines[7]) == one

    def test_it_goes_on_where_it_was_stopped(self, demo_home: Path, tmp_path: Path) -> None:
        terminal, file, part = Terminal(demo_home), tmp_path / "all.jsonl", tmp_path / "part.jsonl"
        terminal.text("suggest", "--all", "--out", str(file), "--limit", "2")
        whole = file.read_bytes()
        lines = whole.splitlines(keepends=True)
        for left in (b"", lines[0], b"".join(lines[:-1]), b"".join(lines[:100]) + lines[100][:50], whole):
            part.write_bytes(left)
            terminal.text("suggest", "--all", "--out", str(part), "--limit", "2")
            assert part.read_bytes() == whole

    @pytest.mark.parametrize("content", [b"{}\n", b"x\n", b"[]\n", b'{"actor": {"id": "a"}}\n', b"\xff\n",
                                         b"[" * 100_000 + b"\n"])
    def test_what_is_something_else_is_left_alone(self, content: bytes, demo_home: Path, tmp_path: Path) -> None:
        file = tmp_path / "all.jsonl"
        file.write_bytes(content)
        refused = Terminal(demo_home).run("suggest", "--all", "--out", str(file))
        assert refused.exit_code == 1
        assert "something else" in refused.stderr
        assert file.read_bytes() == content

    def test_lists_of_another_question_are_not_gone_on_with(self, demo_home: Path, tmp_path: Path) -> None:
        terminal, file = Terminal(demo_home), tmp_path / "all.jsonl"
        terminal.text("suggest", "--all", "--out", str(file), "--limit", "2")
        before = file.read_bytes()
        assert terminal.run("suggest", "--all", "--out", str(file), "--limit", "3").exit_code == 1
        assert file.read_bytes() == before

    def test_a_folder_that_is_not_there_is_told_first(self, demo_home: Path, tmp_path: Path) -> None:
        assert "cannot be written" in Terminal(demo_home).run(
            "suggest", "--all", "--out", str(tmp_path / "no" / "x")).stderr


class TestService:
    def parts(self, client: TestClient, headers: dict[str, str], **question: Any) -> list[Any]:  # noqa: ANN401
        lines, address = [], ALL
        response = client.get(address, headers=headers, params=question)
        while True:
            assert response.headers["Content-Type"].startswith("application/x-ndjson")
            lines += [json.loads(line) for line in response.text.splitlines()]
            if "next" not in response.links:
                return lines
            response = client.get(ALL + response.links["next"]["url"], headers=headers)

    @pytest.mark.parametrize("scopes", [("read",), ("read", "confidential")])
    def test_each_is_what_its_actor_alone_is_answered(self, scopes: tuple[str, ...], world: World) -> None:  # noqa: F811
        key = world.key(*scopes)
        lists = self.parts(world.client, key, actors=2, limit=3)
        assert [page["actor"]["id"] for page in lists] == ["a", "b", "c", "d", "e"]
        for page in lists:
            alone = world.client.get(f"/v1/actors/{page['actor']['id']}/suggestions", headers=key, params={"limit": 3})
            assert page == alone.json()

    def test_a_cursor_of_elsewhere_and_too_many_are_refused(self, world: World) -> None:  # noqa: F811
        key = world.key("read")
        refusal(world.client.get(ALL, headers=key, params={"cursor": "x"}), 400, "cursor-refused")
        for wrong in ({"actors": 0}, {"actors": 501}, {"more": 1}):
            refusal(world.client.get(ALL, headers=key, params=wrong), 422, "request-refused")
