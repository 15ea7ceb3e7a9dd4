"""Another country brings tables and rules, and everything works on them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from data.files.importing import read_actors, read_cooperations
from data.records.network import Network
from data.vocabularies.catalogue import open_vocabularies
from matcher.asking.idea import idea, read_idea
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.errors import SnapshotRefused
from matcher.rules.model import RuleBook
from matcher.rules.reading import parse_rules
from matcher.snapshot import Parts, Snapshot
from models.encoders import HashingEncoder
from service.cli.main import app
from tests.networks import TODAY, actor, shipped_weights

FOREIGN = Path(__file__).parent / "foreign"


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    vocabularies = open_vocabularies(FOREIGN)
    actors = read_actors(FOREIGN / "actors.csv", vocabularies, TODAY).all_or_nothing()
    ids = [actor.id for actor in actors]
    cooperations = read_cooperations(FOREIGN / "cooperations.csv", ids, vocabularies).all_or_nothing()
    rules = parse_rules((FOREIGN / "rules.toml").read_text(encoding="utf-8"), vocabularies, "rules.toml")
    parts = Parts(vocabularies, HashingEncoder(), rules, shipped_weights(), "exact")
    return Matcher(Snapshot(Network(actors, cooperations), parts))


def test_a_need_meets_an_offer(matcher: Matcher) -> None:
    answer = matcher.suggest(matcher.snapshot.actor("actor-a"), Query(TODAY))
    assert answer.suggestions[0].profile.id == "actor-b"
    assert {"needs_met", "past_cooperation", "sector_complement"} <= {
        row.term for row in answer.suggestions[0].ledger.rows}


def test_an_idea_in_the_words_of_the_country(matcher: Matcher) -> None:
    vocabularies = matcher.snapshot.vocabularies
    asked = read_idea("Zimmer", matcher.snapshot.reader, vocabularies, themes=("homes",), sectors=("Zunft",))
    answer = matcher.suggest(idea(asked.words, asked.brief, vocabularies), Query(TODAY))
    assert answer.suggestions[0].profile.id == "actor-b"


def test_its_offices_change_on_its_own_day(matcher: Matcher) -> None:
    before, after = (
        {row.term for row in matcher.explain(matcher.snapshot.actor("actor-b"), matcher.snapshot.actor("actor-a"),
                                             as_of).ledger.rows}
        for as_of in (date(2029, 12, 31), date(2030, 1, 1)))
    assert after - before == {"rule:own-office"}


def test_records_of_another_vocabulary_are_refused() -> None:
    parts = Parts(open_vocabularies(FOREIGN), HashingEncoder(), RuleBook(), shipped_weights(), "exact")
    with pytest.raises(SnapshotRefused, match="“alphabet” has no sector “ngo”"):
        Snapshot(Network((actor("a"),)), parts)


def test_the_command_line_works_on_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"HOME": tmp_path, "ENCODER": "hashing", "VOCABULARY": FOREIGN,
                        "RULES": FOREIGN / "rules.toml"}.items():
        monkeypatch.setenv(f"KUMPPANI_{name}", str(value))
    runner = CliRunner()
    assert runner.invoke(app, ["import", str(FOREIGN / "actors.csv")]).exit_code == 0
    done = runner.invoke(app, ["suggest", "actor-a", "--json"])
    assert [item["actor_id"] for item in json.loads(done.stdout)["suggestions"]] == ["actor-b", "actor-c"]
