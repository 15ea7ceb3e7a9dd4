"""An installation looked over: each part is tried, and what is wrong comes with what to do.

To add a check: a function that returns a sentence or raises an error with a cure, and a line in `CHECKS`, or
in `STORED_CHECKS` if it needs the database.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import TypeAlias

import typer

from data.activity.webhooks import Webhook
from data.database.clock import time_at
from data.database.connection import Database, is_there
from data.database.sweeps import sweeps_of
from data.errors import DataError, KeyRefused, StoreRefused
from data.governance.audit_log import AuditLog, demand_guards
from data.governance.configuration_log import check_log
from data.store.backups import KEY_CURE
from data.store.erasures import count_unrecognised
from data.store.store import Store, StoredState
from data.tenancy.api_keys import Keys
from data.tenancy.networks import Networks
from data.tenancy.processes import serving
from data.vocabularies.catalogue import open_vocabularies
from data.wording.texts import Text, text, texts
from matcher.snapshot import Snapshot
from models.encoders import open_encoder
from models.errors import ModelError
from service.cli.exits import ExitCode
from service.cli.failures import trouble
from service.cli.shell import Shell
from service.clock import now
from service.errors import ServiceError, SettingsRefused
from service.runtime.admission.addresses import refuse_open_doors
from service.runtime.admission.rate_limits import read_rate
from service.runtime.configuration import demand_usable, unknown, variable
from service.runtime.erasure_keys import erased_names
from service.runtime.loading import make_home, open_encoder_for, open_parts, rules_of
from service.schemas.installation import Examination, Finding
from service.settings import Settings

LEAST_FREE_BYTES = 500_000_000
DATABASE = "database"
IMPORT_CURE = text("Import a directory with “kumppani import FILE”, or the demo with --demo.")

Check: TypeAlias = Callable[[Settings], Text]


class SpaceScarce(ServiceError):
    """Hardly any room is left where the service writes."""


class WebhookSilent(ServiceError):
    """A webhook that was given up."""


def examine(shell: Shell) -> None:
    """Look over the installation, say what was found, and end with an exit code of its own if something is wrong."""
    findings = _look_over(shell)
    answer = Examination(healthy=_all_healthy(findings), findings=findings)
    shell.answer(answer, lambda: _show(answer, shell))
    if not answer.healthy:
        raise typer.Exit(ExitCode.INSTALLATION)


def _look_over(shell: Shell) -> list[Finding]:
    """Return what was found; what is in the database is looked at if it can be used, networks if all else is fine."""
    findings = _findings(CHECKS, shell)
    if not all(finding.healthy for finding in findings if finding.name == DATABASE):
        return findings
    findings += _findings(STORED_CHECKS, shell)
    if _all_healthy(findings):
        findings += _findings(_network_checks(shell.settings), shell)
    return [*findings, _finding("actors", partial(_check_actors, shell.settings), shell)]


def _all_healthy(findings: Iterable[Finding]) -> bool:
    return all(finding.healthy for finding in findings)


def _findings(checks: Mapping[str, Check], shell: Shell) -> list[Finding]:
    return [_finding(name, partial(check, shell.settings), shell) for name, check in checks.items()]


def _finding(name: str, check: Callable[[], Text], shell: Shell) -> Finding:
    try:
        return Finding(name=name, healthy=True, said=shell.words(check()), cure="")
    except (DataError, ModelError) as error:
        failure = trouble(error, shell.language)
        place = f"{failure.where}: " if failure.where else ""
        return Finding(name=name, healthy=False, said=place + failure.what, cure=failure.cure)


def _show(answer: Examination, shell: Shell) -> None:
    for finding in answer.findings:
        state = shell.words(text("fine")) if finding.healthy else shell.words(text("TO BE MENDED"))
        shell.out.say(f"{finding.name}: {state}", style="bold")
        shell.out.paragraph(f"{finding.said} {finding.cure}".rstrip(), indent=4)


def _check_settings(settings: Settings) -> Text:
    demand_usable(settings)
    names = unknown()
    if names:
        raise SettingsRefused(text("There is no setting of this name."), ", ".join(names),
                              text("“kumppani settings” lists all; correct the environment variable, or remove it."))
    variables = {variable(name) for name in Settings.model_fields}
    return texts("{count} setting", "{count} settings", count=len(set(map(str.upper, os.environ)) & variables))


def _check_database(settings: Settings) -> Text:
    if not is_there(settings.database_url):  # opening it would make it
        raise StoreRefused(text("There is no database yet."), settings.database_url, IMPORT_CURE)
    with closing(Database(settings.database_url)) as database:
        sizes = Networks(database).sizes()
    return texts("{count} network in {where}", "{count} networks in {where}", count=len(sizes), where=database.where)


def _check_encoder(settings: Settings) -> Text:
    encoder = open_encoder(settings.encoder, settings.encoder_model)
    encoder.encode(["Kieli ja työ"])
    return text("{name}, {count} dimensions", name=encoder.name, count=encoder.dimension)


def _check_memory(settings: Settings) -> Text:
    encoder = open_encoder(settings.encoder, settings.encoder_model)
    if not encoder.is_costly:
        return text("no vectors are kept: the encoder is quick enough without")
    return text("vectors are kept in the database")


def _check_space(settings: Settings) -> Text:
    make_home(settings)
    free = shutil.disk_usage(settings.home).free
    if free < LEAST_FREE_BYTES:
        raise SpaceScarce(text("Only {count} MB are free.", count=free // 1_000_000), str(settings.home),
                          text("Make room, or choose another folder with KUMPPANI_HOME."))
    return text("{count} MB are free in {folder}", count=free // 1_000_000, folder=str(settings.home))


def _check_keys(settings: Settings) -> Text:
    with closing(Database(settings.database_url)) as database:
        keys, time = Keys(database), now()
        valid = [key for name in Networks(database).sizes() for key in keys.of(name) if key.is_valid(time)]
        exist = keys.exist()
    if not exist:
        refuse_open_doors(settings.host, settings.port)
        return text("There are no keys: the service answers its own machine only, and whoever is on it may read and "
                    "write.")
    if not valid:
        raise KeyRefused(text("No key is valid any more."), "",
                         text("Make one with “kumppani key create NAME --scope read”."))
    return texts("{count} valid key", "{count} valid keys", count=len(valid))


def _check_rate(settings: Settings) -> Text:
    return text("{rate} for each key", rate=str(read_rate(settings.rate)))


def _check_audit(settings: Settings) -> Text:
    with closing(Database(settings.database_url)) as database:
        entries = sum(check_log(database, name).number for name in AuditLog(database).networks())
        with database.reading() as connection:
            demand_guards(connection)  # also where nothing has been logged yet
    return texts("{count} entry, and the chain holds", "{count} entries, and the chains hold", count=entries)


def _check_erasures(settings: Settings) -> Text:
    """Whether everybody who was erased is recognised, and nothing of them is left in files."""
    names = erased_names(settings)
    with closing(Database(settings.database_url)) as database, database.reading() as connection:
        unrecognised, left = count_unrecognised(connection, names.key_ids), sweeps_of(connection)
        where = database.where
    if unrecognised:
        raise StoreRefused(texts("The key is missing by which to recognise {count} erased actor in a backup.",
                                 "The key is missing by which to recognise {count} erased actors in a backup.",
                                 count=unrecognised), where, KEY_CURE)
    if left:
        raise StoreRefused(text("What was removed may still be in files."), where,
                           text("Run “kumppani database tidy” while nobody reads for long."))
    return text("whoever was erased is recognised, and is out of all files")


def _check_actors(settings: Settings) -> Text:
    with closing(Database(settings.database_url)) as database:
        sizes = Networks(database).sizes()
        # Without keys only one network is answered from.
        count = sum(sizes.values()) if Keys(database).exist() else sizes.get(settings.network, 0)
        if not count:
            raise StoreRefused(text("There are no actors yet."), database.where, IMPORT_CURE)
    return texts("{count} actor to answer from", "{count} actors to answer from", count=count)


def _network_checks(settings: Settings) -> dict[str, Check]:
    with closing(Database(settings.database_url)) as database:
        return {f"network {name}": partial(_check_network, name=name) for name in Networks(database).sizes()}


def _check_network(settings: Settings, *, name: str) -> Text:
    with closing(Database(settings.database_url)) as database:
        own = settings.of_network(Networks(database).settings(name))
        store = Store(database, name)
        state = store.read_after(StoredState())
        parts = open_parts(own, open_vocabularies(own.vocabulary), open_encoder_for(own), store)
        rules = rules_of(state.rules, parts.vocabularies, parts.rules)
        snapshot = Snapshot(state.network, replace(parts, rules=rules))
    return texts("{count} actor, data {version}", "{count} actors, data {version}", count=len(state.network.actors),
                 version=snapshot.versions.data)


def _check_webhooks(settings: Settings) -> Text:
    with closing(Database(settings.database_url)) as database:
        webhooks = [(name, webhook) for name in Networks(database).sizes() for webhook in _webhooks(database, name)]
    for name, webhook in webhooks:
        if webhook.given_up:
            raise WebhookSilent(text("Nothing is sent any more since {day}: {trouble}", day=webhook.given_up.date(),
                                     trouble=webhook.trouble), f"{name}: {webhook.id}",
                                text("See to the program there, then “kumppani --network {network} webhooks resume "
                                     "{webhook}”; or remove it.", network=name, webhook=webhook.id))
    failing = sum(webhook.failing_since is not None for _, webhook in webhooks)
    return texts("{count} webhook, of which {failing} cannot be reached now",
                 "{count} webhooks, of which {failing} cannot be reached now", count=len(webhooks), failing=failing)


def _webhooks(database: Database, network: str) -> tuple[Webhook, ...]:
    with Store(database, network).reading() as session:
        return session.webhooks.all()


def _check_processes(settings: Settings) -> Text:
    """Which processes serve, and how many writes each has not seen yet; those that do not follow are to be mended."""
    with closing(Database(settings.database_url)) as database, database.reading() as connection:
        processes = serving(connection, time_at(connection))
        revisions = Networks.revisions(connection)
    behind = {f"{item.host}:{item.pid}": sum(
        max(0, revisions.get(name, 0) - seen) for name, seen in item.revisions.items()) for item in processes}
    return texts("{count} process serves; writes that it has not seen yet: {behind}",
                 "{count} processes serve; writes that each has not seen yet: {behind}", count=len(processes),
                 behind=tuple(f"{process} {count}" for process, count in behind.items()) or "–")


CHECKS: Mapping[str, Check] = {
    "settings": _check_settings,
    DATABASE: _check_database,
    "encoder": _check_encoder,
    "memory of vectors": _check_memory,
    "room on disk": _check_space,
    "rate": _check_rate,
}
# What is looked at in a database that can be used.
STORED_CHECKS: Mapping[str, Check] = {
    "keys": _check_keys,
    "audit log": _check_audit,
    "erasures": _check_erasures,
    "webhooks": _check_webhooks,
    "processes": _check_processes,
}
