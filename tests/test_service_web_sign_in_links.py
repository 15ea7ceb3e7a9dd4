"""Signing in by a link to an actor's e-mail address: to whom it is sent, how often it works, what nobody learns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from queue import Empty

import pytest
from sqlalchemy import select

from data.database.connection import Database
from data.database.tables import SIGN_IN_CODES
from data.introductions.contacts import Contact, Contacts
from data.records.network import Network
from data.store.store import Store
from data.tenancy.api_keys import Key, Keys
from data.tenancy.networks import Networks
from data.tenancy.sign_in_codes import LIFE, Code, Purpose, SignInCodes
from service.app.composition import create_app
from service.clock import now
from service.runtime.setting_values import faults_of
from service.settings import Settings
from tests.clients import TestClient
from tests.mail import MailServer, mail_server
from tests.networks import actor
from tests.stores import store_network

OWN = {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"}
ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture
def post() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def settings(tmp_path: Path, post: MailServer) -> Settings:
    return Settings(home=tmp_path, encoder="hashing", smtp_host="127.0.0.1", smtp_port=post.port,
                    smtp_encryption="none", smtp_sender="kumppani@example.org", public_address=ADDRESS)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """Three actors, two of which are reached at an address."""
    store_network(settings.database_url, Network((actor("a"), actor("b"), actor("c"))))
    with closing(Database(settings.database_url)) as opened:
        with Store(opened).writing() as transaction:
            for name in "ab":
                Contacts(transaction).put(name, Contact("Vastaanotto", f"Info@{name}.example"))
        Keys(opened).create(Key("", "default", "x", frozenset({"read"}), "", now()))
        yield opened


@pytest.fixture
def client(settings: Settings, database: Database) -> Iterator[TestClient]:
    assert database
    with TestClient(create_app(settings)) as opened:
        yield opened


def ask(client: TestClient, email: str, language: str = "en", address: str = "") -> str:
    answer = client.post(f"/{language}/sign-in/letter", data={"email": email, "next": address}, headers=OWN)
    assert answer.status_code == 200, answer.text
    return answer.text


def link_in(post: MailServer) -> str:
    _, message = post.next()
    found = re.search(rf"{ADDRESS}(/\S+)", message.get_content())
    assert found
    return found[1]


def press(client: TestClient, page: str, language: str = "en") -> str:
    """Press the button of the page that a link leads to, and return where that leads."""
    code = re.search(r'name="code" value="([^"]+)"', page)
    assert code, page
    answer = client.post(f"/{language}/sign-in/link", data={"code": code[1]}, headers=OWN, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


class TestJourney:
    def test_a_link_signs_in_whoever_is_reached_at_the_address(self, client: TestClient, post: MailServer) -> None:
        assert "Titta i er e-post" in ask(client, "info@A.example", "sv", "/sv/actors/a/idea")
        recipient, message = post.next()
        assert (recipient, message["From"]) == ("info@a.example", "kumppani@example.org")
        assert message["Subject"] == "Logga in i Kumppani"
        assert message["Auto-Submitted"] == "auto-generated"
        assert "Logga in som A" in message.get_content()
        link = re.search(rf"{ADDRESS}(/sv/sign-in/link\?code=[\w-]{{43}})\s", message.get_content())
        assert link
        page = client.get(link[1]).text
        assert "Logga in som A" in page
        assert press(client, page, "sv") == "/sv/actors/a/idea"
        assert client.get("/sv/").url.path == "/sv/actors/a"
        assert client.post("/sv/actors/a/follows/b", data={"follow": "yes"}, headers=OWN).status_code == 200
        assert client.get("/sv/actors/b").status_code == 403

    def test_looking_at_it_does_not_use_it_up_and_pressing_does(self, client: TestClient, post: MailServer) -> None:
        ask(client, "info@a.example")
        link = link_in(post)
        pages = [client.get(link).text for _ in range(3)]  # programs that look through mail
        press(client, pages[0])
        client.cookies.clear()
        again = client.get(link)
        assert again.status_code == 410
        assert "The link is not valid any more" in again.text
        code = link.partition("code=")[2]
        assert client.post("/en/sign-in/link", data={"code": code}, headers=OWN).status_code == 410
        assert not client.cookies

    def test_an_address_of_several_actors_gets_a_link_for_each(self, client: TestClient, database: Database,
                                                                post: MailServer) -> None:
        with Store(database).writing() as transaction:
            Contacts(transaction).put("c", Contact("Vastaanotto", "info@a.example"))
        ask(client, "info@a.example")
        _, message = post.next()
        content = message.get_content()
        assert ("Sign in as A" in content, "Sign in as C" in content) == (True, True)
        assert len(re.findall(r"code=", content)) == 2

    def test_so_does_one_that_stands_in_several_networks(self, client: TestClient, database: Database,
                                                         post: MailServer) -> None:
        Networks(database).add("other")
        Store(database, "other").replace(Network((actor("a"),)))
        with Store(database, "other").writing() as transaction:
            Contacts(transaction).put("a", Contact("Vastaanotto", "info@b.example"))
        ask(client, "info@b.example")
        assert len(re.findall(r"code=", post.next()[1].get_content())) == 2


class TestDiscretion:
    def test_nobody_learns_who_is_here(self, client: TestClient, post: MailServer) -> None:
        known, unknown = ask(client, "info@a.example"), ask(client, "nobody@a.example")
        assert known == unknown
        assert post.next()[0] == "info@a.example"
        with pytest.raises(Empty):
            post.letters.get(timeout=0.5)

    def test_one_address_is_not_sent_to_without_end_and_nobody_is_told(self, client: TestClient,
                                                                       post: MailServer) -> None:
        answers = {ask(client, "info@a.example") for _ in range(7)}
        assert len(answers) == 1
        assert {post.next()[0] for _ in range(5)} == {"info@a.example"}
        with pytest.raises(Empty):
            post.letters.get(timeout=0.5)

    def test_one_machine_may_not_ask_without_end(self, client: TestClient) -> None:
        statuses = [client.post("/en/sign-in/letter", data={"email": f"x{number}@example.org"}, headers=OWN).status_code
                    for number in range(21)]
        assert statuses == [200] * 20 + [429]

    def test_a_server_that_takes_nothing_is_told_to_the_log_without_the_address(
            self, settings: Settings, database: Database, caplog: pytest.LogCaptureFixture) -> None:
        assert database
        closed = settings.model_copy(update={"smtp_port": 9})
        with TestClient(create_app(closed)) as client:
            ask(client, "info@a.example")
        assert "a link could not be sent: ConnectionRefusedError" in caplog.text
        assert "info@a.example" not in caplog.text


class TestRefusals:
    @pytest.mark.parametrize("email", ["", "x", "a@b", "info@a.example\nBcc: x@example.org", "@a.example"])
    def test_what_is_no_address_is_told_beside_the_field(self, email: str, client: TestClient) -> None:
        answer = client.post("/en/sign-in/letter", data={"email": email}, headers=OWN)
        assert answer.status_code == 422
        assert 'id="email-error"' in answer.text

    @pytest.mark.parametrize("path", ["letter", "link"])
    def test_forms_of_elsewhere(self, path: str, client: TestClient) -> None:
        headers = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
        assert client.post(f"/en/sign-in/{path}", data={"code": "x"}, headers=headers).status_code == 403

    def test_without_a_mail_server_there_is_no_such_door(self, settings: Settings, database: Database) -> None:
        assert database
        with TestClient(create_app(settings.model_copy(update={"smtp_host": ""}))) as client:
            assert "/sign-in/letter" not in client.get("/en/sign-in").text
            answer = client.post("/en/sign-in/letter", data={"email": "info@a.example"}, headers=OWN)
            assert answer.status_code == 404

    def test_settings_that_lack_what_links_need(self) -> None:
        assert set(faults_of(Settings(smtp_host="mail.example"))) == {"smtp_sender", "public_address"}


class TestEnds:
    def test_a_new_address_ends_what_came_by_the_old_one(self, client: TestClient, database: Database,
                                                         post: MailServer) -> None:
        ask(client, "info@a.example")
        link = link_in(post)
        ask(client, "info@a.example")
        press(client, client.get(link).text)
        assert client.get("/en/actors/a/answers").status_code == 200
        with Store(database).writing() as transaction:
            Contacts(transaction).put("a", Contact("Muu", "INFO@a.example", "040 123"))
        assert client.get("/en/actors/a/answers").status_code == 200
        with Store(database).writing() as transaction:
            Contacts(transaction).put("a", Contact("Muu", "muu@a.example"))
        assert client.get("/en/actors/a/answers").status_code == 403
        assert client.get(link_in(post)).status_code == 410

    def test_an_erasure_ends_links(self, client: TestClient, database: Database, post: MailServer) -> None:
        ask(client, "info@a.example")
        link = link_in(post)
        with Store(database).writing() as transaction:
            transaction.remove("a")
        assert client.get(link).status_code == 410
        with database.reading() as connection:
            assert connection.execute(select(SIGN_IN_CODES)).all() == []


@pytest.mark.postgresql
class TestCodes:
    def test_a_code_is_good_once_for_its_purpose_and_for_its_time(self, database_of_tests: Database) -> None:
        codes, time = SignInCodes(database_of_tests), now()
        secret = codes.make(Purpose.OPENID, Code(details="x"), time)
        assert codes.find(Purpose.LETTER, secret, time) is None
        assert codes.use(Purpose.OPENID, secret, time + LIFE) is None
        assert codes.use(Purpose.OPENID, secret, time) == Code("", "", "x")
        assert codes.use(Purpose.OPENID, secret, time) is None
        assert codes.spend("token", time + LIFE)
        assert not codes.spend("token", time + LIFE)
        assert codes.forget_ended(time + LIFE + timedelta(seconds=1)) == 1
        assert codes.spend("token", time + LIFE)


@pytest.fixture
def database_of_tests(url: str) -> Iterator[Database]:
    with closing(Database(url)) as opened:
        yield opened
