"""The network that a judged collection is asked in, opened as the service opens it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from data import demo
from data.files.demo import read_demo_actors
from data.files.importing import read_actors, read_cooperations
from data.records.network import Network
from data.vocabularies.catalogue import Vocabularies, open_vocabularies
from evaluation.datasets.errors import DatasetRefused
from evaluation.datasets.network import REQUIRED, vocabulary_of
from evaluation.judged.files import read_text
from matcher import defaults
from matcher.rules.model import RuleBook
from matcher.rules.reading import FORMAT, parse_rules
from matcher.snapshot import Parts, Snapshot
from matcher.terms import TERMS
from models.encoders import DEFAULT, Encoder, open_encoder
from models.ranker import read_weights

ACTORS, COOPERATIONS, VOCABULARY, RULES = "actors.csv", "cooperations.csv", "vocabulary", "rules.toml"
DEMO = "demo"


@dataclass(frozen=True)
class Ground:
    """A network on a day, with everything that systems may look at.

    Attributes:
        network: the records, actors by id.
        vocabularies: the codes they use.
        rules: the rule book of our own ranking.
        as_of: the day that lists are made for.
        encoder: of our own ranking.
    """

    network: Network
    vocabularies: Vocabularies
    rules: RuleBook
    as_of: date
    encoder: Encoder

    @cached_property
    def ids(self) -> Mapping[str, int]:
        """The row of each actor, by its id."""
        return {actor.id: row for row, actor in enumerate(self.network.actors)}

    @cached_property
    def snapshot(self) -> Snapshot:
        """The network, ready to be asked; systems bring weights of their own, these are those set by hand."""
        weights = read_weights(defaults.WEIGHTS, tuple(TERMS))
        return Snapshot(self.network, Parts(self.vocabularies, self.encoder, self.rules, weights))


def open_ground(folder: Path, network: str, as_of: date) -> Ground:
    """Return the network of a collection.

    Args:
        folder: of the collection.
        network: “demo”, or empty for the files of the folder.
        as_of: the day that lists are made for, and the last on which a profile can have been confirmed.

    Raises:
        DatasetRefused: there is no such network.
        DataError: a file of it is refused.
    """
    vocabularies = open_vocabularies(vocabulary_of(folder))
    records = _read_network(*_files(folder, network), vocabularies, as_of)
    return Ground(records, vocabularies, _rules(folder, vocabularies), as_of, open_encoder(DEFAULT))


def _rules(folder: Path, vocabularies: Vocabularies) -> RuleBook:
    """Return the rules of a collection: its own, else those of Finland, which go with Finland's vocabulary only.

    Those that hold in every network (nobody is its own partner) hold here, too.
    """
    if not (folder / RULES).exists() and (folder / VOCABULARY).is_dir():
        return parse_rules(f'format = "{FORMAT}"', vocabularies, "")
    path = folder / RULES if (folder / RULES).exists() else defaults.RULES
    return parse_rules(read_text(path), vocabularies, str(path))


def _files(folder: Path, network: str) -> tuple[Path, Path]:
    """Return the files of actors and of cooperations."""
    if network == DEMO:
        return demo.actors_file(), demo.cooperations_file()
    if network or not (folder / ACTORS).exists():
        raise DatasetRefused("The network of the collection is not there.", str(folder),
                             f"Put {ACTORS} into the folder, or write \"network\": \"{DEMO}\" into collection.json.")
    return folder / ACTORS, folder / COOPERATIONS


def _read_network(actors_file: Path, cooperations_file: Path, vocabularies: Vocabularies, as_of: date) -> Network:
    reading = (read_demo_actors(vocabularies, as_of) if actors_file == demo.actors_file()
               else read_actors(actors_file, vocabularies, as_of, required=REQUIRED))
    actors = sorted(reading.all_or_nothing(), key=lambda actor: actor.id)
    if not cooperations_file.exists():
        return Network(tuple(actors))
    ids = {actor.id for actor in actors}
    return Network(tuple(actors), read_cooperations(cooperations_file, ids, vocabularies).all_or_nothing())
