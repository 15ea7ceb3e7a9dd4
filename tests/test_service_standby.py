"""A standby server of PostgreSQL: a receipt waits for it, and services go on with it when the first one is gone."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from threading import Thread
from time import monotonic, sleep
from typing import Any

import psycopg
import pytest

from data.records.network import Network
from tests.databases import MEMORY, address_on, plain, postgres_process
from tests.networks import actor
from tests.processes import note_seconds_of
from tests.services import started_service
from tests.stores import store_network
from tests.test_service_several_processes import Service, name_at, profile, seconds_until

SLOT = "standby"


def run_as_owner(server: Any, command: str, *words: str) -> None:  # noqa: ANN401 - the package has no types
    subprocess.run((str(server.bin_path / command), *words), check=True, user=server.system_user,  # noqa: S603
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)


def execute(address: str, *statements: str) -> None:
    with psycopg.connect(plain(address), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


@contextmanager
def standby_of(server: Any) -> Iterator[Path]:  # noqa: ANN401
    """Run a standby on a socket in a folder of its own, which is given."""
    folder = Path(mkdtemp(prefix="pg", dir=MEMORY))
    if server.system_user:
        shutil.chown(folder, server.system_user)
    data = folder / "d"
    run_as_owner(server, "pg_basebackup", "-h", str(server.pgdata), "-U", "postgres", "-D", str(data), "-R", "-C", "-S",
                 SLOT, "-X", "stream", "-c", "fast")
    run_as_owner(server, "pg_ctl", "-w", "-D", str(data), "-o", f'-h "" -k {folder}', "-l", str(folder / "log"),
                 "start")
    try:
        yield folder
    finally:
        note_seconds_of(int((data / "postmaster.pid").read_text(encoding="utf-8").split()[0]))
        run_as_owner(server, "pg_ctl", "-w", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.skipif(not MEMORY.is_dir(), reason="paths of sockets are short")
def test_a_receipt_waits_for_it_and_nothing_acknowledged_is_lost_when_it_takes_over(tmp_path: Path) -> None:
    with postgres_process() as server, standby_of(server) as folder:
        address, other = address_on(server), address_on(server).replace(str(server.pgdata), str(folder))
        store_network(address, Network(tuple(actor(name) for name in "abc")))
        both = address.replace(str(server.pgdata), f"{server.pgdata},{folder}") + "&target_session_attrs=read-write"
        environment = {**os.environ, "KUMPPANI_DATABASE": both, "KUMPPANI_ENCODER": "hashing",
                       "KUMPPANI_INDEX": "exact", "KUMPPANI_HOME": str(tmp_path)}
        with started_service(environment) as (process, port):
            Thread(target=process.stderr.read, daemon=True).start()  # type: ignore[union-attr]
            service = Service(port)
            execute(other, "SELECT pg_wal_replay_pause()")
            status, receipt, _ = service.ask("DELETE", "/v1/actors/c")
            assert (status, receipt["unswept"]) == (202, ["standby"])
            sleep(1.5)
            path = f"/v1/erasures/{receipt['receipt']}"
            assert service.ask("GET", path)[1]["unswept"] == ["standby"]
            execute(other, "SELECT pg_wal_replay_resume()")
            seconds_until(lambda: service.ask("GET", path)[0] == 200)

            execute(address, "ALTER SYSTEM SET synchronous_standby_names = '*'",
                    "ALTER SYSTEM SET synchronous_commit = remote_apply", "SELECT pg_reload_conf()")
            for number in range(5):
                assert service.ask("PUT", "/v1/actors/a", profile(f"Before {number}"))[0] == 200
            run_as_owner(server, "pg_ctl", "-D", str(server.pgdata), "-m", "immediate", "stop")
            assert service.ask("GET", "/v1/actors/a/suggestions")[0] == 200
            assert service.ask("PUT", "/v1/actors/a", profile("Nobody"))[0] == 503
            execute(other, "ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_promote()")
            start = monotonic()
            seconds_until(lambda: service.ask("PUT", "/v1/actors/b", profile("After"))[0] == 200, 30)
            assert monotonic() - start < 15
            assert (name_at(service, "a"), name_at(service, "b")) == ("Before 4", "After")
        server.ensure_postgres_running()
