"""Settings as they are read: misspelt, unknown and unusable ones, and any values at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.wording.texts import LANGUAGES, render
from service.app.composition import create_app
from service.cli.exits import ExitCode
from service.errors import SettingsRefused
from service.runtime.configuration import demand_usable, misspelt, read_settings, refuse_misspelt, unknown, variable
from service.settings import MOST_DAYS, Settings
from tests.gears import examples
from tests.terminal import Terminal


def refusal(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> SettingsRefused:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsRefused) as failure:
        demand_usable(read_settings())
    assert failure.value.where == name
    assert str(failure.value.what)
    assert str(failure.value.cure)
    return failure.value


class TestNames:
    @pytest.mark.parametrize(("wrong", "right"), [
        ("KUMPPANI_PROT", "KUMPPANI_PORT"), ("KUMPPANI_DATABSE", "KUMPPANI_DATABASE"),
        ("KUMPPANI_DATABASE_URL", "KUMPPANI_DATABASE"), ("KUMPPANI_ORIGIN", "KUMPPANI_ORIGINS"),
        ("KUMPPANI_KEEP_LIST_DAYS", "KUMPPANI_KEEP_LISTS_DAYS"), ("KUMPPANI_RATES", "KUMPPANI_RATE"),
        ("KUMPPANI_TIME_ZONE", "KUMPPANI_TIMEZONE"), ("KUMPPANI_HOEM", "KUMPPANI_HOME"),
        ("KUMPPANI_GLO", "KUMPPANI_LOG"), ("KUMPPANI_METRIC_PORT", "KUMPPANI_METRICS_PORT"),
        ("KUMPANI_PORT", "KUMPPANI_PORT"), ("KUMPPANIPORT", "KUMPPANI_PORT"), ("KUMPPANI__HOST", "KUMPPANI_HOST"),
        ("kumppani_prot", "KUMPPANI_PORT"), ("KUMPPANI_WRONGKEYS", "KUMPPANI_WRONG_KEYS")])
    def test_a_misspelt_one_is_told_the_right_name(self, wrong: str, right: str) -> None:
        assert misspelt([wrong, "PATH"]) == {wrong: right}
        with pytest.raises(SettingsRefused, match=f"Did you mean {right}") as failure:
            refuse_misspelt([wrong])
        assert failure.value.where == wrong

    @pytest.mark.parametrize("name", [
        "KUMPPANI_COLOUR", "KUMPPANI_SECRET", "KUMPPANI_BACKUP_FOLDER", "KUMPPANI_", "KUMPPANI_X"])
    def test_another_one_is_known_to_be_none(self, name: str) -> None:
        assert misspelt([name]) == {}
        assert unknown([name, "PATH"]) == (name,)

    @pytest.mark.parametrize("name", [
        "PATH", "HOME", "PORT", "HOST", "KUMPULA_HOME", "LANGUAGE", "KUMPPANI", "DATABASE_URL", "KUMPPANI_SERVICE_HOST",
        "KUMPPANI_SERVICE_PORT", "KUMPPANI_SERVICE_PORT_HTTP", "KUMPPANI_PORT_8000_TCP_ADDR", "KUMPPANI_PORT_80_TCP"])
    def test_what_is_of_others_is_left_alone(self, name: str) -> None:
        assert misspelt([name]) == {}
        assert unknown([name]) == ()

    @pytest.mark.parametrize("name", sorted(Settings.model_fields))
    def test_every_setting_is_known_however_it_is_written(self, name: str) -> None:
        assert misspelt([variable(name), name, variable(name).lower()]) == {}
        assert unknown([variable(name), variable(name).lower()]) == ()

    @given(st.text("KUMPANI_HOSTRGDEX", max_size=24))
    def test_any_name_is_looked_at(self, name: str) -> None:
        assert set(misspelt([name]).values()) <= set(map(variable, Settings.model_fields))

    def test_commands_refuse_it_and_do_nothing(self, tmp_path: Path) -> None:
        terminal = Terminal(tmp_path / "home").having(KUMPPANI_DATABSE="sqlite:///elsewhere.db")
        for words in (("serve",), ("import", "--demo"), ("network", "list"), ("database", "tidy"), ("settings",)):
            failure = terminal.failure(ExitCode.INSTALLATION, *words)
            assert failure["error"]["where"] == "KUMPPANI_DATABSE"
            assert "KUMPPANI_DATABASE" in failure["error"]["cure"]
        assert not (tmp_path / "home").exists()

    def test_the_doctor_tells_of_it_beside_all_else(self, demo_home: Path) -> None:
        result = Terminal(demo_home).having(KUMPPANI_PROT="1").run("doctor", "--json")
        findings = json.loads(result.stdout)["findings"]
        assert [item["name"] for item in findings if not item["healthy"]] == ["settings"]
        assert "KUMPPANI_PORT" in findings[0]["cure"]
        assert len(findings) > 5

    def test_serve_warns_of_another_one(self, tmp_path: Path) -> None:
        result = Terminal(tmp_path / "home").having(KUMPPANI_COLOUR="1").run("serve", "--host", "no host")
        assert result.stderr.startswith("Warning: KUMPPANI_COLOUR: there is no setting of this name.")


class TestValues:
    @pytest.mark.parametrize(("name", "value"), [
        *((f"KUMPPANI_KEEP_{what}_DAYS", value) for what in ("ANSWERS", "KEYS", "LISTS", "EVENTS", "INTRODUCTIONS")
          for value in ("-1", "36501", "999999999", "99999999999999999999", "1e3", "", "ten", "१०००००")),
        *((name, value) for name in ("KUMPPANI_RATE", "KUMPPANI_WRONG_KEYS")
          for value in ("0/minute", "0 per day", "5/0 minutes", "5 per 0 minutes", "", "many", "-1/minute",
                        "1.5/minute", "5/minute;6/hour", "9999999999/second", "1/99999 days", "10/fortnight", "600",
                        "/minute")),
        *(("KUMPPANI_ORIGINS", value) for value in (
            "example.org", "*", "https://", "https://example.org/", "https://example.org/a", "https://example.org:443",
            "http://example.org:80", "https://Example.org", "HTTPS://example.org", "null", "//example.org",
            "https://a.example https://b.example", "https://a.example;https://b.example", "https://example.org:99999",
            "https://example.org, example.net", "https://user@example.org", "https://example.org?x", "https://työ.fi",
            "https://-a.fi", "https://a..fi", "https://[::1")),
        *(("KUMPPANI_HOSTS", value) for value in (
            "https://kumppani.example", "kumppani.example:8000", "kumppani.example/v1", "*", "*.example", "a b", "::1",
            "kumppani.example;b.example", "työ.fi", "-")),
        ("KUMPPANI_PORT", "65536"), ("KUMPPANI_PORT", "-1"), ("KUMPPANI_PORT", "tcp://10.0.0.1:8000"),
        ("KUMPPANI_METRICS_PORT", "x"), ("KUMPPANI_TIMEZONE", "Europe/Hel"), ("KUMPPANI_TIMEZONE", ""),
        ("KUMPPANI_TIMEZONE", "../../etc/passwd"), ("KUMPPANI_LANGUAGE", "de"), ("KUMPPANI_LOG", "xml"),
        ("KUMPPANI_EXPLORE", "perhaps")])
    def test_one_that_cannot_be_used_is_refused_by_name(self, name: str, value: str,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
        refusal(monkeypatch, name, value)

    @pytest.mark.parametrize(("name", "value"), [
        ("KUMPPANI_KEEP_EVENTS_DAYS", str(MOST_DAYS)), ("KUMPPANI_KEEP_INTRODUCTIONS_DAYS", str(MOST_DAYS)),
        ("KUMPPANI_RATE", "1/second"), ("KUMPPANI_RATE", "10 per 5 minutes"), ("KUMPPANI_RATE", "999999999/DAY"),
        ("KUMPPANI_ORIGINS", ""), ("KUMPPANI_ORIGINS", " https://a.example ,http://localhost:3000, "),
        ("KUMPPANI_ORIGINS", "http://127.0.0.1:8080,http://[::1]:8080,capacitor://localhost,https://xn--ty-fka.fi"),
        ("KUMPPANI_HOSTS", "kumppani.example, [::1] ,127.0.0.1,Kumppani.Example"), ("KUMPPANI_TIMEZONE", "UTC")])
    def test_one_that_can_be_used_is(self, name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(name, value)
        demand_usable(read_settings())

    def test_the_longest_time_can_be_kept(self, demo_home: Path) -> None:
        days = {f"KUMPPANI_KEEP_{what}_DAYS": str(MOST_DAYS) for what in ("KEYS", "LISTS", "EVENTS", "INTRODUCTIONS")}
        assert Terminal(demo_home).having(**days).run("database", "tidy").exit_code == 0

    def test_a_rate_that_lets_nobody_ask_is_no_key_s_either(self, demo_home: Path) -> None:
        failure = Terminal(demo_home).failure(1, "key", "create", "x", "--scope", "read", "--rate", "0/minute")
        assert "lets nobody ask" in failure["error"]["what"]

    def test_the_application_reads_them_alike(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KUMPPANI_ORIGINS", "example.org")
        with pytest.raises(SettingsRefused, match="no origin"):
            create_app()


# What can stand in an environment: any bytes but zero, of which those that are no UTF-8 come in as halves of pairs.
words = st.one_of(
    st.binary(max_size=20).map(lambda word: word.replace(b"\0", b"").decode(errors="surrogateescape")),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20),
    st.integers(-10**25, 10**25).map(str), st.floats().map(str),
    st.sampled_from(["", "/", "..", "*", "sqlite://", "sqlite:///:memory:", "postgresql://", "https://", "[", "[::1",
                     "true", "default", "/dev/null", "%", "a:b@c@d", "faiss", "hashing", "UTC", "0/minute"]))
environments = st.dictionaries(st.sampled_from(sorted(Settings.model_fields)), words, max_size=4)


@settings(max_examples=examples(400), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=environments)
def test_any_values_are_used_or_refused_in_words(values: dict[str, str], tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        for name, value in values.items():
            patch.setenv(variable(name), value)
        outcome = outcome_of_reading()
    if isinstance(outcome, SettingsRefused):
        given = [variable(name) for name in values]
        # One that is missing is named by itself; what it is missing for stands in the cure.
        assert outcome.where in given or any(name in str(outcome.cure) for name in given)
        assert all(render(words, language) for words in (outcome.what, outcome.cure) for language in LANGUAGES)
    else:
        assert all(origin.count("://") == 1 for origin in outcome.allowed_origins)
        assert outcome.database_url


def outcome_of_reading() -> Settings | SettingsRefused:
    try:
        chosen = read_settings()
        demand_usable(chosen)
    except SettingsRefused as error:
        return error
    return chosen


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=environments)
def test_an_installation_with_any_values_is_looked_over(values: dict[str, str], tmp_path: Path) -> None:
    given_values = {variable(name): str(tmp_path / "x" / value.strip("/.")) if name == "home" else value
                    for name, value in values.items() if name not in ("encoder_model",)}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        result = Terminal(tmp_path / "home").having(**given_values).run("doctor")
    assert result.exit_code == ExitCode.INSTALLATION, (result.output, result.exception)
