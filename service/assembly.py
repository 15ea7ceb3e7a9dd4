"""From settings to a matcher: opens the parts and puts them together."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from data.errors import StoreRefused
from data.store import Store
from data.texts import text
from data.vocabularies import Vocabularies, open_vocabularies
from matcher.engine import Matcher
from matcher.errors import RulesRefused
from matcher.rules.model import RuleBook
from matcher.rules.reading import parse_rules
from matcher.shipped import weights_file
from matcher.snapshot import Parts, Snapshot
from matcher.terms import TERMS
from models.encoders import CachedEncoder, open_encoder
from models.ranker import read_weights
from service.settings import Settings


def open_matcher(settings: Settings, progress: Callable[[int], None] | None = None) -> Matcher:
    """Return a matcher over the stored network.

    Raises:
        DataError: the vocabulary, the store or the rules cannot be used, or no network has been imported.
        ModelError: the encoder, the index or the weights cannot be used.
    """
    parts = open_parts(settings, open_vocabularies(settings.vocabulary))
    with closing(Store(settings.database_url)) as store:
        network = store.read()
    if not network.actors:
        raise StoreRefused(text("There are no actors yet."), "",
                           text("Import a directory with “kumppani import FILE”, or the demo with --demo."))
    return Matcher(Snapshot(network, parts, progress))


def open_parts(settings: Settings, vocabularies: Vocabularies) -> Parts:
    """Return what a network is answered with.

    Raises:
        RulesRefused: the rules cannot be used with the vocabularies.
        ModelError: the encoder or the weights cannot be used.
    """
    encoder = open_encoder(settings.encoder, settings.encoder_model)
    settings.home.mkdir(parents=True, exist_ok=True)
    return Parts(vocabularies, encoder, open_rules(settings.rules, vocabularies),
                 read_weights(weights_file(settings.weights), tuple(TERMS)), settings.index,
                 CachedEncoder(encoder, settings.home / "vectors.db"))


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
