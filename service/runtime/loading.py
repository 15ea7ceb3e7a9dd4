"""From settings to a matcher: opens the parts and puts them together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from data.database.connection import Database, is_there
from data.errors import StoreRefused
from data.governance.configuration_log import InUse
from data.governance.rule_sets import RuleText
from data.store.store import Store, StoredState
from data.tenancy.networks import Networks
from data.vocabularies.catalogue import Vocabularies, open_vocabularies
from data.wording.texts import text
from matcher.defaults import weights_file
from matcher.engine import Matcher
from matcher.errors import RulesRefused
from matcher.rules.model import RuleBook
from matcher.rules.reading import parse_rules
from matcher.snapshot import Parts, Snapshot
from matcher.terms import TERMS
from models.encoders import Encoder, open_encoder
from models.ranker import read_weights
from service.runtime.threads import use_one_thread, without_looking_for_cycles
from service.runtime.vectors import VectorMemory, remove_memory
from service.settings import Settings


@contextmanager
def open_store(settings: Settings) -> Iterator[tuple[Store, Settings]]:
    """Give the store of the network that the settings name, and the settings of that network.

    Raises:
        StoreRefused: the database cannot be used.
        UnknownNetwork: it has no such network.
    """
    with closing(Database(settings.database_url)) as database:
        own = Networks(database).settings(settings.network)
        yield Store(database, settings.network), settings.of_network(own)


def settings_of_network(settings: Settings) -> Settings:
    """Return the settings of the network that the settings name, without making a database where there is none.

    Raises:
        StoreRefused: the database cannot be used.
        UnknownNetwork: it has no such network.
    """
    if not is_there(settings.database_url):
        return settings
    with open_store(settings) as (_, own):
        return own


def vocabularies_of(settings: Settings) -> Vocabularies:
    """Return the vocabularies of the network that the settings name."""
    return open_vocabularies(settings_of_network(settings).vocabulary)


@without_looking_for_cycles()
def open_matcher(settings: Settings, progress: Callable[[int], None] | None = None) -> Matcher:
    """Return a matcher over the stored network.

    Raises:
        DataError: the vocabulary, the store or the rules cannot be used, or no network has been imported.
        ModelError: the encoder, the index or the weights cannot be used.
    """
    with open_store(settings) as (store, own):
        parts = open_parts(own, open_vocabularies(own.vocabulary), open_encoder_for(own), store)
        state = store.read_after(StoredState())
        parts = replace(parts, rules=rules_of(state.rules, parts.vocabularies, parts.rules))
        network = state.network
        if not network.actors:
            raise StoreRefused(text("There are no actors yet."), "",
                               text("Import a directory with “kumppani import FILE”, or the demo with --demo."))
        snapshot = Snapshot(network, parts, progress).hiding(state.leaving)
    use_one_thread()
    return Matcher(snapshot)


def make_home(settings: Settings) -> None:
    """Make the home folder, if it is not there.

    Raises:
        StoreRefused: it cannot be made.
    """
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreRefused(text("The folder of the store cannot be made: {reason}.", reason=error.strerror or ""),
                           str(settings.home), text("Check the path and its permissions.")) from error


def open_encoder_for(settings: Settings) -> Encoder:
    """Return the encoder; what earlier versions remembered in a file of the home folder is removed.

    Raises:
        ModelError: the encoder cannot be used.
    """
    remove_memory(settings.home)
    return open_encoder(settings.encoder, settings.encoder_model)


def open_parts(settings: Settings, vocabularies: Vocabularies, encoder: Encoder, store: Store) -> Parts:
    """Return what a network is answered with.

    Args:
        settings: of the network.
        vocabularies: of the network.
        encoder: see `open_encoder_for`.
        store: of the network, which remembers the vectors of its texts if the encoder is costly.

    Raises:
        RulesRefused: the rules cannot be used with the vocabularies.
        ModelError: the weights cannot be used.
    """
    memory = VectorMemory(encoder, store) if encoder.is_costly else None
    weights = read_weights(weights_file(settings.weights, settings.vocabulary), tuple(TERMS))
    return Parts(vocabularies, encoder, open_rules(settings.rules, vocabularies), weights, settings.index, memory)


def rules_of(rules: RuleText | None, vocabularies: Vocabularies, of_the_file: RuleBook) -> RuleBook:
    """Return the rules in use: stored ones, or else those of the file in the settings.

    Raises:
        RulesRefused: they cannot be used with the vocabularies.
    """
    if rules is None:
        return of_the_file
    try:
        return read_rules(rules, vocabularies)
    except RulesRefused as error:
        raise RulesRefused(error.faults, text("The stored rules with the number {number} do not fit the vocabulary.",
                                              number=str(rules.number)), f"rules {rules.number}",
                           text("Go back to others with “kumppani rules rollback”, or to those of the file with "
                                "“kumppani rules activate 0”.")) from error


def read_rules(rules: RuleText, vocabularies: Vocabularies) -> RuleBook:
    """Return the rules of a text.

    Raises:
        RulesRefused: they have faults, or cannot be used with the vocabularies.
    """
    book = parse_rules(rules.content, vocabularies, f"rules {rules.number}" if rules.number else "rules")
    return replace(book, number=rules.number)


def in_use(parts: Parts) -> InUse:
    """Return what the audit log is told of the parts that a network is answered with."""
    return InUse(parts.rules.number, parts.rules.version, parts.weights.fingerprint)


def check_own_settings(settings: Settings, own: Mapping[str, str], rules: RuleText | None = None) -> None:
    """Refuse settings of a network that it could not be opened with.

    Args:
        settings: of the installation.
        own: those in which the network differs.
        rules: the rules in use that the network stores, if there are any.

    Raises:
        DataError: the vocabulary or the rules cannot be used.
        ModelError: the weights cannot be used.
    """
    combination = settings.of_network(own)
    vocabularies = open_vocabularies(combination.vocabulary)
    rules_of(rules, vocabularies, open_rules(combination.rules, vocabularies))
    read_weights(weights_file(combination.weights, combination.vocabulary), tuple(TERMS))


def open_rules(path: Path, vocabularies: Vocabularies) -> RuleBook:
    """Return the rules of a file.

    Raises:
        RulesRefused: the file cannot be read, or has faults.
    """
    return parse_rules(read_rule_file(path), vocabularies, str(path))


def read_rule_file(path: Path) -> str:
    """Return the text of a rule file.

    Raises:
        RulesRefused: it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RulesRefused((), text("The rule file cannot be read."), str(path),
                           text("Give a TOML file in UTF-8.")) from error
