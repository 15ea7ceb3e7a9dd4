"""What goes wrong over HTTP, and how it is answered."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest
from httpx2 import Response
from starlette.types import Message

from data.errors import (
    AmbiguousCode,
    ContactMissing,
    DataError,
    ImportRefused,
    IntroductionRefused,
    KeyRefused,
    Problem,
    RecordChanged,
    RecordsRefused,
    RuleSetRefused,
    StoreBusy,
    StoreRefused,
    StoreUnreachable,
    TokenRefused,
    UnknownActor,
    UnknownCode,
    UnknownContact,
    UnknownCooperation,
    UnknownErasure,
    UnknownIdeaRequest,
    UnknownImport,
    UnknownIntroduction,
    UnknownOpinion,
    UnknownReceipt,
    UnknownRuleSet,
)
from data.files.cells import CellRefused
from data.wording.texts import LANGUAGES, render, text
from matcher.errors import QueryRefused
from models.errors import InputRefused
from service import errors
from service.app.composition import create_app
from service.http.middleware.bodies import LARGEST_BODY, LARGEST_IMPORT
from service.http.problems import PROBLEMS, describe
from service.runtime.validation_messages import MOST_FAULTS, SAYINGS
from service.settings import Settings
from tests.clients import TestClient

JSON = {"Content-Type": "application/json"}
ROWS: dict[type[DataError], tuple[int, str]] = {
    errors.ActorMoved: (308, "actor-moved"),
    errors.BodyUnreadable: (400, "body-unreadable"),
    errors.ConditionRefused: (400, "condition-refused"),
    errors.CursorRefused: (400, "cursor-refused"),
    errors.KeyMissing: (401, "key-missing"),
    KeyRefused: (401, "key-refused"),
    errors.ScopeMissing: (403, "scope-missing"),
    errors.OtherActor: (403, "other-actor"),
    TokenRefused: (403, "token-refused"),
    errors.NoSuchPath: (404, "no-such-path"),
    errors.UnknownVocabulary: (404, "unknown-vocabulary"),
    UnknownActor: (404, "unknown-actor"),
    UnknownOpinion: (404, "unknown-opinion"),
    UnknownCooperation: (404, "unknown-cooperation"),
    UnknownIdeaRequest: (404, "unknown-request"),
    UnknownIntroduction: (404, "unknown-introduction"),
    UnknownErasure: (404, "unknown-erasure"),
    UnknownContact: (404, "unknown-contact"),
    UnknownReceipt: (404, "unknown-receipt"),
    UnknownRuleSet: (404, "unknown-rules"),
    errors.UnknownRehearsal: (404, "unknown-rehearsal"),
    errors.MethodRefused: (405, "method-refused"),
    errors.BodyTooSlow: (408, "body-too-slow"),
    errors.ActorMerged: (409, "actor-merged"),
    ContactMissing: (409, "contact-missing"),
    IntroductionRefused: (409, "introduction-refused"),
    ImportRefused: (409, "import-refused"),
    UnknownImport: (404, "unknown-import"),
    errors.QuestionsOpen: (409, "questions-open"),
    RuleSetRefused: (409, "rules-kept"),
    errors.RehearsalRunning: (409, "rehearsal-running"),
    RecordChanged: (412, "record-changed"),
    errors.KindRefused: (415, "kind-refused"),
    errors.HostRefused: (421, "host-refused"),
    errors.TooManyWrongKeys: (429, "too-many-wrong-keys"),
    StoreBusy: (503, "store-busy"),
    errors.BodyTooLarge: (413, "body-too-large"),
    errors.RequestRefused: (422, "request-refused"),
    RecordsRefused: (422, "records-refused"),
    UnknownCode: (422, "unknown-code"),
    AmbiguousCode: (422, "ambiguous-code"),
    CellRefused: (422, "value-refused"),
    QueryRefused: (422, "question-refused"),
    errors.OpinionRefused: (422, "opinion-refused"),
    errors.RequestRepeated: (422, "key-repeated"),
    errors.TooManyRequests: (429, "too-many-requests"),
    errors.InternalError: (500, "internal-error"),
    errors.Crowded: (503, "crowded"),
    errors.NotReady: (503, "not-ready"),
}


def an_error(kind: Callable[..., DataError]) -> DataError:
    parts = text("Something is wrong."), "", text("Mend it.")
    if kind in (RecordsRefused, errors.RequestRefused, errors.QuestionsOpen):
        problem = Problem("", 0, "name", text("The value is missing."), text("Give one."))
        return kind((problem,), *parts)
    if kind in (errors.TooManyRequests, errors.TooManyWrongKeys):
        return kind(*parts, 60)
    if kind is errors.ActorMoved:
        return kind(*parts, "/v1/actors/a")
    return kind(*parts)


def refusal(response: Response, status: int, name: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert (body["status"], body["type"]) == (status, f"urn:kumppani:problem:{name}")
    assert body["title"]
    assert body["detail"]
    assert body["cure"]
    return body


@pytest.fixture(scope="module")
def opened_failing(demo_settings: Settings) -> Iterator[tuple[TestClient, list[Exception]]]:
    """A client of an application whose /fail raises what is put into the list."""
    app = create_app(demo_settings)
    errors: list[Exception] = []

    @app.get("/fail", response_model=None)
    def fail() -> NoReturn:
        raise errors[0]

    with TestClient(app, raise_server_exceptions=False) as client:
        yield client, errors


@pytest.fixture
def failing_client(opened_failing: tuple[TestClient, list[Exception]]) -> tuple[TestClient, list[Exception]]:
    """The same client, with an empty list."""
    opened_failing[1].clear()
    return opened_failing


class TestTable:
    def test_every_row_is_tested(self) -> None:
        assert set(ROWS) == set(PROBLEMS)
        assert len({kind.name for kind in PROBLEMS.values()}) == len(PROBLEMS)

    @pytest.mark.parametrize(("kind", "status", "name"), [(kind, *row) for kind, row in ROWS.items()])
    def test_row(self, kind: type[DataError], status: int, name: str,
                 failing_client: tuple[TestClient, list[Exception]]) -> None:
        client, errors = failing_client
        errors.append(an_error(kind))
        for language in LANGUAGES:
            response = client.get("/fail", params={"q": "secret"}, headers={"Accept-Language": language},
                                  follow_redirects=False)
            body = refusal(response, status, name)
            assert body["instance"] == "/fail"
            assert body["title"] == render(PROBLEMS[kind].title, language)
            assert body["cure"] == render(text("Mend it."), language)
            assert response.headers["content-language"] == language
            assert bool(body["problems"]) == hasattr(errors[0], "problems")

    @pytest.mark.parametrize("error", [
        RuntimeError("the password is swordfish"),
        InputRefused("swordfish", "values", "Give others."),
        StoreRefused(text("swordfish"), "postgresql://user:swordfish@host", text("swordfish")),
        DataError(text("swordfish"), "", text("swordfish")),
    ])
    def test_what_has_no_row_is_internal_and_says_nothing(self, error: Exception,
                                                          failing_client: tuple[TestClient, list[Exception]]) -> None:
        client, errors = failing_client
        errors.append(error)
        response = client.get("/fail", headers={"Accept-Language": "sv"})
        refusal(response, 500, "internal-error")
        assert "swordfish" not in response.text
        assert response.headers["content-language"] == "sv"
        assert response.headers["x-content-type-options"] == "nosniff"

    def test_a_store_that_cannot_be_reached(self, failing_client: tuple[TestClient, list[Exception]],
                                            caplog: pytest.LogCaptureFixture) -> None:
        client, errors = failing_client
        errors.append(StoreUnreachable(text("swordfish"), "", text("swordfish")))
        with caplog.at_level("ERROR", "kumppani.service"):
            response = client.get("/fail")
        refusal(response, 503, "not-ready")
        assert "swordfish" not in response.text
        assert response.headers["retry-after"] == "1"
        assert [record.exc_info for record in caplog.records] == [None]
        assert "swordfish" in caplog.text

    def test_what_has_no_row_is_raised_further_to_be_logged(self, demo_settings: Settings) -> None:
        app = create_app(demo_settings)
        app.add_api_route("/fail", lambda: 1 / 0)
        with TestClient(app) as client, pytest.raises(ZeroDivisionError):
            client.get("/fail")

    def test_a_subclass_takes_the_row_of_its_base(self) -> None:
        class Special(UnknownActor):
            pass

        assert describe(an_error(Special), "/ä b", "en").status == 404
        assert describe(an_error(Special), "/ä b", "en").instance == "/%C3%A4%20b"


class TestFramework:
    def test_unknown_path(self, demo_client: TestClient) -> None:
        assert refusal(demo_client.get("/v2/actors"), 404, "no-such-path")["instance"] == "/v2/actors"

    def test_unknown_method(self, demo_client: TestClient) -> None:
        response = demo_client.delete("/v1/actors")
        refusal(response, 405, "method-refused")
        assert response.headers["allow"] == "GET, HEAD"

    @pytest.mark.parametrize("body", [b'{"idea":' * 50_000, b"[" * 100_000, b'{"limit":' + b"9" * 5000 + b"}",
                                      b"\xff\xfe\x00"])
    def test_body_that_breaks_the_parser(self, body: bytes, demo_client: TestClient) -> None:
        refusal(demo_client.post("/v1/suggestions", content=body, headers=JSON), 400, "body-unreadable")

    @pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b'"text"', b"1", b"NaN"])
    def test_body_that_is_no_object(self, body: bytes, demo_client: TestClient) -> None:
        refusal(demo_client.post("/v1/suggestions", content=body, headers=JSON), 422, "request-refused")

    def test_body_of_another_type(self, demo_client: TestClient) -> None:
        refusal(demo_client.post("/v1/suggestions", data={"idea": "x"}), 415, "kind-refused")


class TestBodySize:
    def test_a_body_of_the_largest_size_is_read(self, demo_client: TestClient) -> None:
        body = b'{"idea":{"themes":["employment"]}}'.ljust(LARGEST_BODY)
        assert demo_client.post("/v1/suggestions", content=body, headers=JSON).status_code == 200

    def test_a_larger_one_is_refused(self, demo_client: TestClient) -> None:
        body = b" " * (LARGEST_BODY + 1)
        refusal(demo_client.post("/v1/suggestions", content=body, headers=JSON), 413, "body-too-large")

    def test_a_larger_one_without_its_length_is_refused(self, demo_client: TestClient) -> None:
        parts = iter([b" " * LARGEST_BODY, b" "])
        refusal(demo_client.post("/v1/suggestions", content=parts, headers=JSON), 413, "body-too-large")

    def test_an_endless_one_is_refused_while_it_arrives(self, demo_client: TestClient) -> None:
        count, messages = 0, list[tuple[int, Message]]()

        async def receive() -> Message:
            nonlocal count
            count += 1
            return {"type": "http.request", "body": b" " * 65_536, "more_body": True}

        async def send(message: Message) -> None:
            messages.append((count, message))

        scope = {"type": "http", "method": "POST", "path": "/v1/suggestions", "query_string": b"", "root_path": "",
                 "headers": [(b"content-type", b"application/json"), (b"host", b"localhost")],
                 "http_version": "1.1", "scheme": "http",
                 "server": ("testserver", 80), "client": ("testclient", 1)}
        asyncio.run(demo_client.app(scope, receive, send))  # type: ignore[arg-type]
        refused_after, begin = messages[0]
        assert begin["status"] == 413
        assert refused_after == LARGEST_BODY // 65_536 + 1
        assert count <= LARGEST_IMPORT // 65_536 + 1


class TestQuery:
    @pytest.mark.parametrize(("address", "field", "cure"), [
        ("/v1/actors?limt=3", "limt", "Did you mean limit?"),
        ("/v1/actors?Region=19", "Region", "Did you mean region?"),
        ("/v1/actors?notregion=19", "notregion", "Did you mean not_region?"),
        ("/v1/actors?xyzzy=1", "xyzzy", "Choose one of these: cursor, "),
        ("/v1/ranking?asof=2026-01-01", "asof", "Did you mean as_of?"),
        ("/healthz?x=1", "x", "Leave it out"),
        ("/v1/actors?limit=0", "limit", "Give 1 or more."),
        ("/v1/actors?limit=101", "limit", "Give 100 or less."),
        ("/v1/actors/x/suggestions?offset=-1", "offset", "Give 0 or more."),
        ("/v1/actors/x/suggestions?offset=10001", "offset", "Give 10,000 or less."),
        ("/v1/introductions?since=2026-01-01", "since", "Write it as in 2026-01-31T12:00:00Z."),
        ("/v1/introductions?since=2026-01-01T10:00:00", "since", "Write it as in 2026-01-31T12:00:00Z."),
        ("/v1/introductions?since=0001-01-01T00:00:00Z", "since", "Write it as in 2026-01-31T12:00:00Z."),
        ("/v1/introductions?since=1767225600", "since", "Write it as in 2026-01-31T12:00:00Z."),
        ("/v1/introductions?state=declined", "state", "Choose one of these"),
        ("/v1/events?limit=1001", "limit", "Give 1,000 or less."),
        ("/v1/actors?limit=many", "limit", "Write digits only."),
        ("/v1/actors?limit=", "limit", "Write digits only."),
        ("/v1/actors?limit=99999999999999999999999999", "limit", "Give 100 or less."),
        ("/v1/actors?region=" + "x" * 201, "region.0", "Shorten it to 200 characters."),
        ("/v1/actors?" + "region=19&" * 51, "region", "Give 50 at most."),
        ("/v1/actors?theme=a%00b", "theme.0", "Remove it."),
        ("/v1/search", "q", "Give one."),
        ("/v1/search?q=", "q", "Describe in a few words"),
        ("/v1/search?q=%20%09", "q", "Describe in a few words"),
        ("/v1/search?q=" + "x" * 501, "q", "Shorten it to 500 characters."),
        ("/v1/search?q=%1B[31m", "q", "Remove it."),
        ("/v1/actors/x/suggestions?as_of=yesterday", "as_of", "Write it as in 2026-01-31."),
        ("/v1/actors/x/suggestions?as_of=1767225600", "as_of", "Write it as in 2026-01-31."),
        ("/v1/actors/x/suggestions?as_of=2026-02-30", "as_of", "Write it as in 2026-01-31."),
        ("/v1/actors/x/suggestions?as_of=0000-01-01", "as_of", "Write it as in 2026-01-31."),
        ("/v1/actors/x/suggestions?as_of=10000-01-01", "as_of", "Write it as in 2026-01-31."),
        ("/v1/actors/x/suggestions?known_partners=perhaps", "known_partners", "Write true or false."),
        ("/v1/actors/x/suggestions?diversity=1.1", "diversity", "Give 1 or less."),
        ("/v1/actors/x/suggestions?diversity=nan", "diversity", "Give"),
        ("/v1/actors/x/suggestions?diversity=much", "diversity", "Write a number"),
        ("/v1/actors/" + "x" * 129, "actor", "Shorten it to 128 characters."),
        ("/v1/actors/a%00b", "actor", "Remove it."),
        ("/v1/actors/a/explanations/%00", "other", "Remove it."),
    ])
    def test_faults(self, address: str, field: str, cure: str, demo_client: TestClient) -> None:
        problem, = refusal(demo_client.get(address), 422, "request-refused")["problems"]
        assert problem["field"] == field
        assert problem["what"]
        assert problem["cure"].startswith(cure)

    def test_all_faults_are_told_at_once(self, demo_client: TestClient) -> None:
        address = "/v1/actors?limit=0&sektor=ngo&region=" + "x" * 201
        body = refusal(demo_client.get(address), 422, "request-refused")
        assert {problem["field"] for problem in body["problems"]} == {"limit", "region.0", "sektor"}
        assert "3 faults" in body["detail"]

    def test_masses_of_faults_are_counted_and_not_listed(self, demo_client: TestClient) -> None:
        address = "/v1/actors?" + "&".join(f"x{number}=1" for number in range(500))
        body = refusal(demo_client.get(address), 422, "request-refused")
        assert "500 faults" in body["detail"]
        assert len(body["problems"]) == MOST_FAULTS

    @pytest.mark.parametrize(("address", "status", "name", "cure"), [
        ("/v1/actors?theme=emploiment", 422, "unknown-code", "employment"),
        ("/v1/actors?not_region=Lapppi", 422, "unknown-code", "mean Lapland?"),
        ("/v1/actors?language=finish", 422, "unknown-code", "fi"),
        ("/v1/actors?language=%3D1%2B1", 422, "value-refused", ""),
        ("/v1/actors/nobody", 404, "unknown-actor", "/v1/search"),
        ("/v1/actors/%F0%9F%99%82", 404, "unknown-actor", "/v1/search"),
        ("/v1/actors/nobody/suggestions", 404, "unknown-actor", "/v1/search"),
        ("/v1/actors/nobody/explanations/nobody", 404, "unknown-actor", "/v1/search"),
        ("/v1/actors/rovaniemen-kaupunki/explanations/nobody", 404, "unknown-actor", "/v1/search"),
        ("/v1/vocabularies/theems", 404, "unknown-vocabulary", "themes"),
        ("/v1/vocabularies/xyzzy", 404, "unknown-vocabulary", "municipalities"),
    ])
    def test_words_that_are_not_known(self, address: str, status: int, name: str, cure: str,
                                      demo_client: TestClient) -> None:
        assert cure in refusal(demo_client.get(address), status, name)["cure"]

    def test_the_sentences_are_in_the_readers_language(self, demo_client: TestClient) -> None:
        sentences = [demo_client.get("/v1/actors?limt=3", headers={"Accept-Language": language}).json()
                     for language in LANGUAGES]
        assert len({problem["problems"][0]["what"] for problem in sentences}) == 3
        assert {problem["type"] for problem in sentences} == {"urn:kumppani:problem:request-refused"}


class TestBody:
    def test_an_unknown_field_in_a_list_is_told_with_those_that_are_known(self, demo_client: TestClient) -> None:
        body = {"file": "a.csv", "content": "bmltaQpLYWlrdQo=",
                "answers": [{"topic": "pair", "about": ["a"], "answer": "", "anser": 1}]}
        response = demo_client.post("/v1/imports/previews", json=body)
        assert response.status_code == 422
        assert [(problem["field"], problem["cure"]) for problem in response.json()["problems"]] == [
            ("answers.0.anser", "Did you mean answer?")]

    @pytest.mark.parametrize(("body", "field", "cure"), [
        ({}, "body", "Give one of the two."),
        ({"idea": {"text": "x"}, "profile": {"name": "x"}}, "body", "Give one of the two."),
        ({"idea": {"txt": "x"}}, "idea.txt", "Did you mean text?"),
        ({"idea": {"text": "x"}, "limt": 1}, "limt", "Did you mean limit?"),
        ({"idea": {"text": "x"}, "limit": "5"}, "limit", "Write digits only."),
        ({"idea": {"text": "x"}, "limit": 5.5}, "limit", "Write digits only."),
        ({"idea": {"text": "x"}, "limit": None}, "limit", "Write digits only."),
        ({"idea": {"text": "x"}, "diversity": True}, "diversity", "Write a number"),
        ({"idea": {"text": "x"}, "known_partners": 1}, "known_partners", "Write true or false."),
        ({"idea": {"text": "x"}, "region": "19"}, "region", "Write it in brackets"),
        ({"idea": {"text": "x"}, "region": [19]}, "region.0", "Write it in quotation marks."),
        ({"idea": {"text": "x"}, "as_of": 20260101}, "as_of", "Write it as in 2026-01-31."),
        ({"idea": {"text": "x\0"}}, "idea.text", "Remove it."),
        ({"idea": {"text": "\ud800"}}, "idea.text", "Send UTF-8."),
        ({"idea": {"text": "x" * 20_001}}, "idea.text", "Shorten it to 20,000 characters."),
        ({"idea": {"themes": ["employment"] * 51}}, "idea.themes", "Give 50 at most."),
        ({"idea": None}, "idea", "Send one"),
        ({"profile": {}}, "profile", "Fill it in"),
        ({"profile": [1]}, "profile", "Send one"),
        ({"profile": {"needs": {str(number): 1 for number in range(1000)}}}, "profile", "Give 200 at most."),
    ])
    def test_faults(self, body: dict[str, Any], field: str, cure: str, demo_client: TestClient) -> None:
        response = demo_client.post("/v1/suggestions", content=json.dumps(body), headers=JSON)
        problem, = refusal(response, 422, "request-refused")["problems"]
        assert problem["field"] == field
        assert problem["cure"].startswith(cure)

    def test_all_faults_of_a_profile_are_told_at_once(self, demo_client: TestClient) -> None:
        profile = {"sectr": "ngo", "sector": "ngoo", "themes": ["emploiment"], "name": "\ud800",
                   "updated": "2999-01-01"}
        response = demo_client.post("/v1/suggestions", content=json.dumps({"profile": profile}), headers=JSON)
        problems = {item["field"]: item for item in refusal(response, 422, "records-refused")["problems"]}
        assert set(problems) == {f"profile.{name}" for name in profile}
        assert "employment" in problems["profile.themes"]["cure"]

    @pytest.mark.parametrize(("idea", "name", "cure"), [
        ({}, "question-refused", "few words"),
        ({"text": " \n "}, "question-refused", "few words"),
        ({"themes": ["emploiment"]}, "unknown-code", "employment"),
        ({"text": "x", "regions": ["Lapppi"]}, "unknown-code", "mean Lapland?"),
        ({"text": "x", "sectors": ["ngoo"]}, "unknown-code", "ngo"),
    ])
    def test_ideas(self, idea: dict[str, Any], name: str, cure: str, demo_client: TestClient) -> None:
        assert cure in refusal(demo_client.post("/v1/suggestions", json={"idea": idea}), 422, name)["cure"]

    @pytest.mark.parametrize("depth", [3, 100, 800])
    def test_deep_profiles(self, depth: int, demo_client: TestClient) -> None:
        body = b'{"profile":' + b'{"a":' * depth + b"1" + b"}" * depth + b"}"
        assert demo_client.post("/v1/suggestions", content=body, headers=JSON).status_code in (400, 422)

    @pytest.mark.parametrize("value", ["\ud800", "\x00", "\u202e", "=1+1", "x" * 30_000, 1e308, True, None, [], {}])
    @pytest.mark.parametrize("field", ["id", "name", "sector", "themes", "needs", "capacity", "updated", "nonsense"])
    def test_whatever_stands_in_a_profile_is_answered(self, field: str, value: object, demo_client: TestClient) -> None:
        body = {"profile": {field: value, str(value)[:5]: 1}}
        response = demo_client.post("/v1/suggestions", content=json.dumps(body), headers=JSON)
        assert response.status_code in (200, 422)

    def test_no_parameters_are_taken_from_the_address(self, demo_client: TestClient) -> None:
        response = demo_client.post("/v1/suggestions?limit=3", json={"idea": {"text": "x"}})
        assert refusal(response, 422, "request-refused")["problems"][0]["field"] == "limit"


def test_every_saying_can_be_said() -> None:
    bounds = {"ge": 1, "le": 2, "max_length": 3, "expected": "'a' or 'b'"}
    assert all(render(part, "en") for saying in SAYINGS.values() for part in saying(bounds))
