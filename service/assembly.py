"""From settings to a matcher: opens the parts and puts them together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from data.errors import StoreRefused
from data.store import Store
from data.texts import text
from data.vocabularies import Vocabularies, open_vocabularies
from matcher.engine import Matcher
from matcher.errors import RulesRefused
from matcher.rules.model import RuleBook
from matcher.rules.reading import parse_rules
from matcher.snapshot import Snapshot
from matcher.terms import TERMS
from models.encoders import CachedEncoder, Encoder, open_encoder
from models.ranker import read_weights
from service.settings import Settings


def open_matcher(settings: Settings, progress: Callable[[int], None] | None = None) -> Matcher:
    """Return a matcher over the stored network.

    Raises:
        DataError: the vocabulary, the store or the rules cannot be used, or no network has been imported.
        ModelError: the encoder, the index or the weights cannot be used.
    """
    vocabularies = open_vocabularies(settings.vocabulary)
    network = Store(settings.database_url).read()
    if not network.actors:
        raise StoreRefused(text("There are no actors yet."), settings.database_url,
                           text("Import a directory with “kumppani import FILE”, or the demo with “kumppani import --demo”."))
    snapshot = Snapshot(network, vocabularies, cached_encoder(settings), open_rules(settings.rules, vocabularies),
                        read_weights(settings.weights, tuple(TERMS)), settings.index, progress)
    return Matcher(snapshot)


def cached_encoder(settings: Settings) -> Encoder:
    """Return the encoder of the settings, with its cache in the home folder."""
    settings.home.mkdir(parents=True, exist_ok=True)
    return CachedEncoder(open_encoder(settings.encoder, settings.encoder_model), settings.home / "vectors.db")


def open_rules(path: Path, vocabularies: Vocabularies) -> RuleBook:
    """Return the rules of a file.

    Raises:
        RulesRefused: the file cannot be read, or has faults.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RulesRefused((), text("The rule file cannot be read."), str(path),
                           text("Give a TOML file in UTF-8.")) from error
    return parse_rules(content, vocabularies, str(path))
