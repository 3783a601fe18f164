"""What people set, in variables and in pullquote.toml, and what they are told when it is wrong."""

import re
from pathlib import Path
from traceback import format_exception

import pytest
from pydantic import SecretStr, ValidationError

from adapters.settings import Settings, SettingsError
from adapters.settings.environment import from_environment, load_settings
from adapters.settings.reference import settings_table
from adapters.web.proxies import Proxy
from retrieval.fitted_confidence import fitted_claim_threshold, fitted_threshold

NAME = "adapters.settings.SettingsError: "


def complaint(environ: dict[str, str], cwd: Path) -> str:
    """Return all that a person could see of the error, the errors behind it included."""
    with pytest.raises(SettingsError) as caught:
        load_settings(environ, cwd)
    return "".join(format_exception(caught.value, limit=0)).removeprefix(NAME).rstrip()


def secrets_of(settings: Settings) -> dict[str, str]:
    return {
        key: value.get_secret_value()
        for key, value in settings.model_dump().items()
        if isinstance(value, SecretStr)
    }


def test_someone_who_sets_nothing_gets_the_defaults_and_their_own_working_directory(
    tmp_path: Path,
) -> None:
    settings = load_settings({}, tmp_path)
    assert settings.model_dump(exclude={"data"}) == {
        "database": None,
        "chroma_url": None,
        "chroma_tenant": None,
        "chroma_database": None,
        "chroma_api_key": None,
        "chroma_auth": "token",
        "chroma_prefix": "pullquote",
        "corpus": tmp_path / "corpus",
        "model": "",
        "backend": "auto",
        "device": "auto",
        "batch_size": 0,
        "reranker": "",
        "threshold": fitted_threshold(reader=True),
        "claim_threshold": fitted_claim_threshold(reader=True),
        "quotes": 3,
        "chat_quotes": 2,
        "log_level": "warning",
        "log_format": "auto",
        "slack_bot_token": None,
        "slack_app_token": None,
        "slack_signing_secret": None,
        "slack_client_id": None,
        "slack_client_secret": None,
        "slack_mode": "socket",
        "slack_api_url": "https://slack.com/api/",
        "discord_token": None,
        "discord_api_url": "https://discord.com/api/v10",
        "discord_gateway_url": None,
        "http_host": "127.0.0.1",
        "http_port": 3000,
        "public_url": None,
        "health_host": "127.0.0.1",
        "health_port": 8080,
        "workers": 2,
        "queue": 100,
        "questions_per_minute": 10,
        "discord_message_content": "auto",
        "askers": "everybody",
        "asking_emoji": "🔎 mag_right pullquote",
        "keep_days": 90,
        "keep_versions_days": 365,
        "refresh_minutes": 30,
        "refresher": "here",
        "contact": "",
        "host_pause": 1.0,
        "allowed_networks": "",
        "otel_exporter_otlp_endpoint": None,
        "https_proxy": None,
        "http_proxy": None,
        "no_proxy": "",
        "sites": {"sites": ()},
        "language": "auto",
        "admin_token": None,
        "admin_host": "127.0.0.1",
        "admin_port": 8090,
        "admin_url": None,
        "keep_questions": "off",
        "keep_questions_days": 30,
        "languages": "en",
        "language_threshold": 0.4,
        "language_claim_threshold": None,
        "track_from": "",
        "mcp_stories": "",
    }
    assert settings.data.name == "pullquote"
    assert settings.data.is_absolute()


def test_everything_can_be_set_in_the_environment(tmp_path: Path) -> None:
    settings = load_settings(
        {
            "PATH": "/bin",
            "PULLQUOTE_DATA": "kept/here",
            "PULLQUOTE_DATABASE": "postgresql+psycopg://ann:hunter2@db/news",
            "CHROMA_URL": "https://api.trychroma.com/",
            "CHROMA_TENANT": "5b71-ac",
            "CHROMA_DATABASE": "news",
            "CHROMA_API_KEY": " ck-hunter2\n",
            "CHROMA_AUTH": "Bearer",
            "PULLQUOTE_CHROMA_PREFIX": "test-bot",
            "PULLQUOTE_CORPUS": "/srv/stories",
            "PULLQUOTE_MODEL": "BAAI/bge-small-en-v1.5",
            "PULLQUOTE_BACKEND": "TORCH",
            "PULLQUOTE_DEVICE": "cuda:1",
            "PULLQUOTE_BATCH_SIZE": "64",
            "PULLQUOTE_RERANKER": "models/rank",
            "PULLQUOTE_THRESHOLD": "0.7",
            "PULLQUOTE_CLAIM_THRESHOLD": "0.8",
            "PULLQUOTE_QUOTES": "1",
            "PULLQUOTE_CHAT_QUOTES": "4",
            "PULLQUOTE_LOG_LEVEL": "Info",
            "PULLQUOTE_LOG_FORMAT": "json",
            "SLACK_BOT_TOKEN": "xoxb-1-a",
            "SLACK_APP_TOKEN": " xapp-1-b\n",
            "SLACK_SIGNING_SECRET": "5139",
            "SLACK_CLIENT_ID": "12.34",
            "SLACK_CLIENT_SECRET": "c1ea",
            "PULLQUOTE_SLACK_MODE": "HTTP",
            "PULLQUOTE_SLACK_API_URL": "https://slack-gov.com/api",
            "DISCORD_TOKEN": " MTIz.Gx_-4.a-b_C\n",
            "PULLQUOTE_DISCORD_API_URL": "https://proxy.example/discord/api/v10/",
            "PULLQUOTE_DISCORD_GATEWAY_URL": " wss://proxy.example/gateway",
            "PULLQUOTE_HTTP_HOST": "0.0.0.0",
            "PULLQUOTE_HTTP_PORT": "80",
            "PULLQUOTE_PUBLIC_URL": "https://news.example/pullquote/",
            "PULLQUOTE_HEALTH_HOST": "::1",
            "PULLQUOTE_HEALTH_PORT": "0",
            "PULLQUOTE_WORKERS": "4",
            "PULLQUOTE_QUEUE": "0",
            "PULLQUOTE_QUESTIONS_PER_MINUTE": "0",
            "PULLQUOTE_DISCORD_MESSAGE_CONTENT": "ON",
            "PULLQUOTE_LANGUAGE": "DE",
            "PULLQUOTE_ADMIN_TOKEN": "0123456789abcdef0123456789abcdef",
            "PULLQUOTE_ADMIN_HOST": "0.0.0.0",
            "PULLQUOTE_ADMIN_PORT": "0",
            "PULLQUOTE_ADMIN_URL": "https://desk.example",
            "PULLQUOTE_KEEP_QUESTIONS": "on",
            "PULLQUOTE_KEEP_QUESTIONS_DAYS": "7",
            "PULLQUOTE_ASKERS": "members slack:S0123 discord:4567",
            "PULLQUOTE_ASKING_EMOJI": "eyes none",
            "PULLQUOTE_KEEP_DAYS": "30",
            "PULLQUOTE_KEEP_VERSIONS_DAYS": "730",
            "PULLQUOTE_REFRESH_MINUTES": "0",
            "PULLQUOTE_REFRESHER": "Elsewhere",
            "PULLQUOTE_CONTACT": "https://news.example/bot",
            "PULLQUOTE_HOST_PAUSE": "2.5",
            "PULLQUOTE_ALLOWED_NETWORKS": "10.1.0.0/16 fd00::/8",
            "PULLQUOTE_LANGUAGES": "EN, de ja",
            "PULLQUOTE_LANGUAGE_THRESHOLD": "0.5",
            "PULLQUOTE_LANGUAGE_CLAIM_THRESHOLD": "0.75",
            "PULLQUOTE_TRACK_FROM": "slack:T0123 discord:4567",
            "PULLQUOTE_MCP_STORIES": "sweden-nato us-japan-command",
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector.example:4318",
            "HTTPS_PROXY": "http://ann:hunter2@proxy.example:3128",
            "http_proxy": "proxy.example:3128",
            "NO_PROXY": "paper.example,10.1.2.3",
            "PULLQUOTE_SITES": '{"Paper.example": {"article": "div.story"}}',
        },
        tmp_path,
    )
    assert secrets_of(settings) == {
        "admin_token": "0123456789abcdef0123456789abcdef",
        "database": "postgresql+psycopg://ann:hunter2@db/news",
        "chroma_api_key": "ck-hunter2",
        "slack_bot_token": "xoxb-1-a",
        "slack_app_token": "xapp-1-b",
        "slack_signing_secret": "5139",
        "slack_client_secret": "c1ea",
        "discord_token": "MTIz.Gx_-4.a-b_C",
        "https_proxy": "http://ann:hunter2@proxy.example:3128",
        "http_proxy": "proxy.example:3128",
    }
    assert settings.model_dump(exclude=set(secrets_of(settings))) == {
        "data": tmp_path / "kept/here",
        "chroma_url": "https://api.trychroma.com",
        "chroma_tenant": "5b71-ac",
        "chroma_database": "news",
        "chroma_auth": "bearer",
        "chroma_prefix": "test-bot",
        "corpus": Path("/srv/stories"),
        "model": "BAAI/bge-small-en-v1.5",
        "backend": "torch",
        "device": "cuda:1",
        "batch_size": 64,
        "reranker": "models/rank",
        "threshold": 0.7,
        "claim_threshold": 0.8,
        "quotes": 1,
        "chat_quotes": 4,
        "log_level": "info",
        "log_format": "json",
        "slack_client_id": "12.34",
        "slack_mode": "http",
        "slack_api_url": "https://slack-gov.com/api/",
        "discord_api_url": "https://proxy.example/discord/api/v10",
        "discord_gateway_url": "wss://proxy.example/gateway",
        "http_host": "0.0.0.0",
        "http_port": 80,
        "public_url": "https://news.example/pullquote",
        "health_host": "::1",
        "health_port": 0,
        "workers": 4,
        "queue": 0,
        "questions_per_minute": 0,
        "discord_message_content": "on",
        "askers": "members slack:S0123 discord:4567",
        "asking_emoji": "eyes none",
        "keep_days": 30,
        "keep_versions_days": 730,
        "refresh_minutes": 0,
        "refresher": "elsewhere",
        "contact": "https://news.example/bot",
        "host_pause": 2.5,
        "allowed_networks": "10.1.0.0/16 fd00::/8",
        "language": "de",
        "admin_host": "0.0.0.0",
        "admin_port": 0,
        "admin_url": "https://desk.example",
        "keep_questions": "on",
        "keep_questions_days": 7,
        "languages": "en de ja",
        "language_threshold": 0.5,
        "language_claim_threshold": 0.75,
        "track_from": "slack:T0123 discord:4567",
        "mcp_stories": "sweden-nato us-japan-command",
        "otel_exporter_otlp_endpoint": "http://collector.example:4318",
        "no_proxy": "paper.example,10.1.2.3",
        "sites": {"sites": ({"host": "paper.example", "article": "div.story", "headers": ()},)},
    }


def test_headers_for_a_site_are_read_from_the_file_and_shown_nowhere(tmp_path: Path) -> None:
    (tmp_path / "pullquote.toml").write_text(
        '[sites."paper.example"]\narticle = "div.story"\nheaders = {Cookie = "sid=hunter2"}\n'
    )
    settings = load_settings({}, tmp_path)
    assert settings.sites.headers("https://paper.example/a") == {"Cookie": "sid=hunter2"}
    assert "hunter2" not in f"{settings!r} {settings} {settings.model_dump()}"
    wrong = {"PULLQUOTE_SITES": '{"paper.example": {"headers": {"Cookie": "hunter2\\n"}}}'}
    said = complaint(wrong, tmp_path)
    assert said.startswith("PULLQUOTE_SITES is with a value of Cookie for paper.example that can't")
    assert "hunter2" not in said


def test_the_file_in_the_working_directory_counts_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "pullquote.toml").write_text('threshold = 0.3\nquotes = 2\ndata = "index"\n')
    settings = load_settings({"PULLQUOTE_QUOTES": "5"}, tmp_path)
    assert (settings.threshold, settings.quotes, settings.data) == (0.3, 5, tmp_path / "index")


@pytest.mark.parametrize("reranker", ["none", "None", "a/cross-encoder"])
def test_without_the_reader_the_threshold_is_the_one_that_was_fitted_without_it(
    reranker: str, tmp_path: Path
) -> None:
    settings = load_settings({"PULLQUOTE_RERANKER": reranker}, tmp_path)
    assert settings.threshold == fitted_threshold(reader=False)
    assert settings.claim_threshold == fitted_claim_threshold(reader=False)
    chosen = load_settings({"PULLQUOTE_RERANKER": reranker, "PULLQUOTE_THRESHOLD": "0.4"}, tmp_path)
    assert chosen.threshold == 0.4


def test_who_sets_only_a_high_threshold_has_all_that_is_shown_claimed(tmp_path: Path) -> None:
    settings = load_settings({"PULLQUOTE_THRESHOLD": "0.99"}, tmp_path)
    assert (settings.threshold, settings.claim_threshold) == (0.99, 0.99)


def test_a_claim_needs_no_less_confidence_than_what_is_shown(tmp_path: Path) -> None:
    (tmp_path / "pullquote.toml").write_text("threshold = 0.5\nclaim_threshold = 0.4\n")
    with pytest.raises(SettingsError) as raised:
        load_settings({}, tmp_path)
    assert str(raised.value) == (
        "claim_threshold in pullquote.toml is 0.4, below threshold, which is 0.5: it must be "
        "a number from 0 to 1, and not below `threshold`; change or remove it"
    )


def test_another_file_can_be_named_and_the_usual_one_is_then_not_read(tmp_path: Path) -> None:
    (tmp_path / "pullquote.toml").write_text("quotes = 2\n")
    (tmp_path / "team.toml").write_text("threshold = 0.9\n")
    settings = load_settings({"PULLQUOTE_CONFIG": "team.toml"}, tmp_path)
    assert (settings.threshold, settings.quotes) == (0.9, 3)


def test_an_empty_variable_counts_as_not_set(tmp_path: Path) -> None:
    assert load_settings({"PULLQUOTE_DATA": "", "PULLQUOTE_QUOTES": ""}, tmp_path) == load_settings(
        {}, tmp_path
    )


def test_a_home_directory_can_be_written_with_a_tilde(tmp_path: Path) -> None:
    assert load_settings({"PULLQUOTE_DATA": "~/news"}, tmp_path).data == Path.home() / "news"


def test_a_command_reads_the_environment_and_directory_it_was_started_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PULLQUOTE_QUOTES", "7")
    monkeypatch.setenv("PULLQUOTE_DATA", "here")
    settings = from_environment()
    assert (settings.quotes, settings.data) == (7, Path.cwd() / "here")


def test_settings_made_in_code_ignore_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULLQUOTE_QUOTES", "7")
    assert Settings().quotes == 3


def test_nobody_changes_settings_behind_the_others_backs() -> None:
    settings = Settings()
    with pytest.raises(ValidationError):
        settings.quotes = 4


@pytest.mark.parametrize(
    ("environ", "line"),
    [
        (
            {"PULLQUOTE_TRESHOLD": "0.7"},
            "PULLQUOTE_TRESHOLD: there is no such setting; did you mean PULLQUOTE_THRESHOLD?",
        ),
        (
            {"pullquote_data": "x"},
            "pullquote_data: there is no such setting; did you mean PULLQUOTE_DATA?",
        ),
        (
            {"PULLQUOTE_CONFIGS": "x"},
            "PULLQUOTE_CONFIGS: there is no such setting; did you mean PULLQUOTE_CONFIG?",
        ),
        (
            {"PULLQUOTE_": "x"},
            "PULLQUOTE_: there is no such setting; remove it (docs/settings.md has all)",
        ),
        (
            {"PULLQUOTE_THRESHOLD": "1.5"},
            "PULLQUOTE_THRESHOLD is '1.5': it must be a number from 0 to 1; change or remove it",
        ),
        (
            {"PULLQUOTE_THRESHOLD": "nan"},
            "PULLQUOTE_THRESHOLD is 'nan': it must be a number from 0 to 1; change or remove it",
        ),
        (
            {"PULLQUOTE_QUOTES": "many"},
            "PULLQUOTE_QUOTES is 'many': it must be a whole number from 1 to 10; "
            "change or remove it",
        ),
        (
            {"PULLQUOTE_BACKEND": "cuda"},
            "PULLQUOTE_BACKEND is 'cuda': it must be auto, onnx or torch; change or remove it",
        ),
        (
            {"PULLQUOTE_DEVICE": "the big one"},
            "PULLQUOTE_DEVICE is 'the big one': it must be auto, cpu, cuda, cuda:1, mps or another "
            "device of PyTorch; change or remove it",
        ),
        (
            {"PULLQUOTE_DATA": "~nobody-by-this-name/x"},
            "PULLQUOTE_DATA is '~nobody-by-this-name/x': it must be a folder; change or remove it",
        ),
        (
            {"PULLQUOTE_CONFIG": "team.toml"},
            "PULLQUOTE_CONFIG is 'team.toml': there is no such file; "
            "create it or unset PULLQUOTE_CONFIG",
        ),
        (
            {"PULLQUOTE_CONFIG": "/"},
            "/: can't be read (Is a directory); make it a readable file or remove it",
        ),
    ],
)
def test_a_wrong_variable_is_named_with_what_is_allowed_and_what_to_do(
    environ: dict[str, str], line: str, tmp_path: Path
) -> None:
    assert complaint(environ, tmp_path) == line


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (
            b"treshold = 0.7",
            "treshold in pullquote.toml: there is no such setting; did you mean threshold?",
        ),
        (
            b"PULLQUOTE_QUOTES = 2",
            "PULLQUOTE_QUOTES in pullquote.toml: there is no such setting; did you mean quotes?",
        ),
        (
            b"[pullquote]\nquotes = 2",
            "pullquote in pullquote.toml is a table; "
            "write the settings without [pullquote] above them",
        ),
        (
            b"quotes = 11",
            "quotes in pullquote.toml is 11: it must be a whole number from 1 to 10; "
            "change or remove it",
        ),
        (
            b'data = ""',
            "data in pullquote.toml is '': it must be a folder; change or remove it",
        ),
        (
            b'data = "a\\u0000b"',
            "data in pullquote.toml is 'a\\x00b': it must be a folder; change or remove it",
        ),
        (
            b"model = 5",
            "model in pullquote.toml is 5: it must be a hub id or a folder; change or remove it",
        ),
        (b"\xff\xfe", "pullquote.toml: not UTF-8 (byte 0); save it as UTF-8 or remove it"),
    ],
)
def test_a_wrong_line_in_the_file_is_named_with_what_is_allowed_and_what_to_do(
    content: bytes, line: str, tmp_path: Path
) -> None:
    (tmp_path / "pullquote.toml").write_bytes(content)
    assert complaint({}, tmp_path) == line


BOT = "xoxb-hunter2"
APP = "xapp-hunter2"
NO_BOT_TOKEN = "it must be a bot token, which starts with xoxb-; change or remove it"
NO_APP_TOKEN = "it must be an app-level token, which starts with xapp-; change or remove it"
NO_DISCORD_TOKEN = (
    "it must be a Discord bot's token, three parts with dots between them; change or remove it"
)
EXPIRES = "a token that expires (leave token rotation off in the app's settings)"


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("SLACK_APP_TOKEN", BOT, f"SLACK_APP_TOKEN is a bot token: {NO_APP_TOKEN}"),
        ("SLACK_APP_TOKEN", "xapp-hunter2 x", f"SLACK_APP_TOKEN is not usable: {NO_APP_TOKEN}"),
        ("SLACK_APP_TOKEN", "xapp-", f"SLACK_APP_TOKEN is not usable: {NO_APP_TOKEN}"),
        ("SLACK_APP_TOKEN", " ", f"SLACK_APP_TOKEN is not usable: {NO_APP_TOKEN}"),
        ("SLACK_BOT_TOKEN", APP, f"SLACK_BOT_TOKEN is an app-level token: {NO_BOT_TOKEN}"),
        ("SLACK_BOT_TOKEN", "xoxp-hunter2", f"SLACK_BOT_TOKEN is a user token: {NO_BOT_TOKEN}"),
        ("SLACK_BOT_TOKEN", "xoxe.xoxb-hunter2", f"SLACK_BOT_TOKEN is {EXPIRES}: {NO_BOT_TOKEN}"),
        ("SLACK_BOT_TOKEN", "'xoxb-hunter2'", f"SLACK_BOT_TOKEN is not usable: {NO_BOT_TOKEN}"),
        (
            "SLACK_SIGNING_SECRET",
            BOT,
            "SLACK_SIGNING_SECRET is a bot token: it must be the app's signing secret; "
            "change or remove it",
        ),
        (
            "SLACK_CLIENT_SECRET",
            APP,
            "SLACK_CLIENT_SECRET is an app-level token: it must be the app's client secret; "
            "change or remove it",
        ),
        (
            "SLACK_CLIENT_ID",
            "hunter2",
            "SLACK_CLIENT_ID is not usable: it must be the app's client id, such as '1234.5678'; "
            "change or remove it",
        ),
        ("DISCORD_TOKEN", "hunter2", f"DISCORD_TOKEN is not usable: {NO_DISCORD_TOKEN}"),
        ("DISCORD_TOKEN", "a.b.c.hunter2", f"DISCORD_TOKEN is not usable: {NO_DISCORD_TOKEN}"),
        ("DISCORD_TOKEN", "Bot a.b.hunter2", f"DISCORD_TOKEN is not usable: {NO_DISCORD_TOKEN}"),
        ("DISCORD_TOKEN", BOT, f"DISCORD_TOKEN is not usable: {NO_DISCORD_TOKEN}"),
        ("DISCORD_TOKEN", " ", f"DISCORD_TOKEN is not usable: {NO_DISCORD_TOKEN}"),
        (
            "PULLQUOTE_SLACK_API_URL",
            "https://ann:hunter2@proxy.example/api/",
            "PULLQUOTE_SLACK_API_URL is not usable: it must be an http or https URL; "
            "change or remove it",
        ),
        (
            "PULLQUOTE_DISCORD_GATEWAY_URL",
            "wss://ann:hunter2@proxy.example",
            "PULLQUOTE_DISCORD_GATEWAY_URL is not usable: it must be a ws or wss URL; "
            "change or remove it",
        ),
    ],
)
def test_a_secret_in_the_wrong_place_is_called_what_it_is_and_never_repeated(
    name: str, value: str, line: str, tmp_path: Path
) -> None:
    assert complaint({name: value}, tmp_path) == line


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("PULLQUOTE_SLACK_API_URL", "slack.com/api", "an http or https URL"),
        ("CHROMA_URL", "chroma:8000", "an http or https URL such as http://127.0.0.1:8000"),
        ("CHROMA_TENANT", "a/b", "its name or id"),
        ("CHROMA_AUTH", "digest", "token, bearer or basic"),
        ("PULLQUOTE_CHROMA_PREFIX", "a b", "up to 40 letters, digits, _ and -"),
        ("PULLQUOTE_SLACK_API_URL", "ftp://slack.com/api", "an http or https URL"),
        ("PULLQUOTE_SLACK_API_URL", "https://slack.com/api?x=1", "an http or https URL"),
        ("PULLQUOTE_SLACK_API_URL", "https://slack.com:port/api", "an http or https URL"),
        ("PULLQUOTE_DISCORD_API_URL", "discord.com/api/v10", "an http or https URL"),
        ("PULLQUOTE_DISCORD_API_URL", "wss://discord.com", "an http or https URL"),
        ("PULLQUOTE_DISCORD_GATEWAY_URL", "https://gateway.discord.gg", "a ws or wss URL"),
        ("PULLQUOTE_DISCORD_GATEWAY_URL", "wss://gateway.discord.gg/?v=10", "a ws or wss URL"),
        ("PULLQUOTE_PUBLIC_URL", "http://news.example", "an https URL"),
        ("PULLQUOTE_PUBLIC_URL", "https://", "an https URL"),
        ("PULLQUOTE_HTTP_PORT", "0", "a whole number from 1 to 65535"),
        ("PULLQUOTE_HEALTH_PORT", "65536", "a whole number from 0 to 65535"),
        ("PULLQUOTE_HTTP_HOST", "http://x", "a host name or address of this machine"),
        ("PULLQUOTE_SLACK_MODE", "events", "socket or http"),
        ("PULLQUOTE_WORKERS", "0", "a whole number from 1 to 64"),
        ("PULLQUOTE_QUEUE", "-1", "a whole number from 0 to 10000"),
        ("PULLQUOTE_QUESTIONS_PER_MINUTE", "-1", "a whole number from 0 to 1000"),
        ("PULLQUOTE_KEEP_DAYS", "0", "a whole number from 1 to 3650"),
        ("PULLQUOTE_KEEP_VERSIONS_DAYS", "0", "a whole number from 1 to 36500"),
        ("PULLQUOTE_REFRESH_MINUTES", "-1", "a whole number from 0 to 10080"),
        ("PULLQUOTE_CONTACT", "two words", "a web or mail address without blanks"),
        ("PULLQUOTE_HOST_PAUSE", "-1", "a number from 0 to 60"),
        (
            "PULLQUOTE_ALLOWED_NETWORKS",
            "10.1/16",
            "networks such as 10.0.0.0/8, with blanks between them",
        ),
    ],
)
def test_a_server_setting_that_can_not_work_is_refused_with_what_is_allowed(
    name: str, value: str, allowed: str, tmp_path: Path
) -> None:
    assert complaint({name: value}, tmp_path) == (
        f"{name} is {value!r}: it must be {allowed}; change or remove it"
    )


def test_people_try_an_installation_on_their_own_machine_without_https(tmp_path: Path) -> None:
    settings = load_settings({"PULLQUOTE_PUBLIC_URL": "http://127.0.0.1:3000"}, tmp_path)
    assert settings.public_url == "http://127.0.0.1:3000"


def test_chat_variables_of_other_programs_are_none_of_our_business(tmp_path: Path) -> None:
    environ = {"SLACK_TOKEN": "x", "SLACK_BOT_TOKNE": "x", "slack_bot_token": "x", "BOT_TOKEN": "x"}
    environ |= {"DISCORD_BOT_TOKEN": "x", "DISCORD_GUILD": "x", "discord_token": "x"}
    assert load_settings(environ, tmp_path) == load_settings({}, tmp_path)


def test_someone_who_puts_our_prefix_before_a_platforms_name_is_told_the_right_one(
    tmp_path: Path,
) -> None:
    assert complaint({"PULLQUOTE_SLACK_BOT_TOKEN": BOT}, tmp_path) == (
        "PULLQUOTE_SLACK_BOT_TOKEN: there is no such setting; did you mean SLACK_BOT_TOKEN?"
    )
    assert complaint({"PULLQUOTE_DISCORD_TOKEN": "a.b.hunter2"}, tmp_path) == (
        "PULLQUOTE_DISCORD_TOKEN: there is no such setting; did you mean DISCORD_TOKEN?"
    )


def test_slacks_secrets_can_stand_in_the_file_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "pullquote.toml").write_text(
        'slack_bot_token = "xoxb-of-the-file"\nslack_app_token = "xapp-of-the-file"\n'
    )
    settings = load_settings({"SLACK_BOT_TOKEN": "xoxb-of-the-environment"}, tmp_path)
    assert secrets_of(settings) == {
        "slack_bot_token": "xoxb-of-the-environment",
        "slack_app_token": "xapp-of-the-file",
    }


def test_secrets_of_chats_are_shown_nowhere(tmp_path: Path) -> None:
    settings = load_settings(
        {
            "SLACK_BOT_TOKEN": BOT,
            "SLACK_APP_TOKEN": APP,
            "SLACK_SIGNING_SECRET": "hunter2",
            "SLACK_CLIENT_SECRET": "hunter2",
            "DISCORD_TOKEN": "a.b.hunter2",
        },
        tmp_path,
    )
    assert len(secrets_of(settings)) == 5
    assert "hunter2" not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_a_proxy_in_lower_case_goes_first_as_everywhere_and_its_password_is_shown_nowhere(
    tmp_path: Path,
) -> None:
    environ = {"HTTPS_PROXY": "http://a:1", "https_proxy": "http://ann:hunter2@b:2"}
    settings = load_settings(environ, tmp_path)
    way = settings.proxies.towards("https://news.example/")
    assert way == Proxy("http://b:2", ("ann", "hunter2"))
    assert "hunter2" not in f"{settings!r} {settings.proxies!r} {settings.model_dump_json()}"


@pytest.mark.parametrize("wrong", ["socks5://ann:hunter2@b:1", "http://b:hunter2", "http://"])
def test_a_proxy_that_can_not_be_one_is_refused_and_not_repeated(
    tmp_path: Path, wrong: str
) -> None:
    assert complaint({"https_proxy": wrong}, tmp_path) == (
        "https_proxy is not usable: it must be an address such as "
        "http://name:password@proxy.example:3128; change or remove it"
    )
    assert complaint({"PULLQUOTE_HTTPS_PROXY": wrong}, tmp_path) == (
        "PULLQUOTE_HTTPS_PROXY: there is no such setting; did you mean HTTPS_PROXY?"
    )


def test_the_table_names_each_setting_as_it_is_set() -> None:
    named = re.findall(r"\| `(\w+)` \| `(\w+)`", settings_table())
    chats = {key: variable for key, variable in named if key.startswith(("slack_", "discord_"))}
    assert chats == {
        "slack_bot_token": "SLACK_BOT_TOKEN",
        "slack_app_token": "SLACK_APP_TOKEN",
        "slack_signing_secret": "SLACK_SIGNING_SECRET",
        "slack_client_id": "SLACK_CLIENT_ID",
        "slack_client_secret": "SLACK_CLIENT_SECRET",
        "slack_mode": "PULLQUOTE_SLACK_MODE",
        "slack_api_url": "PULLQUOTE_SLACK_API_URL",
        "discord_token": "DISCORD_TOKEN",
        "discord_api_url": "PULLQUOTE_DISCORD_API_URL",
        "discord_gateway_url": "PULLQUOTE_DISCORD_GATEWAY_URL",
        "discord_message_content": "PULLQUOTE_DISCORD_MESSAGE_CONTENT",
    }


def test_a_file_that_is_not_toml_is_refused_with_the_place(tmp_path: Path) -> None:
    (tmp_path / "pullquote.toml").write_text("quotes = 2\nthreshold: 0.5\n")
    assert re.fullmatch(
        r"pullquote\.toml: not TOML \(.*at line 2, column \d+\)\); correct it or remove it",
        complaint({}, tmp_path),
    )


def test_someone_with_several_mistakes_is_told_all_of_them_at_once(tmp_path: Path) -> None:
    (tmp_path / "pullquote.toml").write_text("colour = 1\nquotes = 0\n")
    environ = {"PULLQUOTE_THRESHOLD": "high", "PULLQUOTE_QUOTE": "2"}
    assert complaint(environ, tmp_path).splitlines() == [
        "colour in pullquote.toml: there is no such setting; remove it (docs/settings.md has all)",
        "PULLQUOTE_QUOTE: there is no such setting; did you mean PULLQUOTE_QUOTES?",
        "PULLQUOTE_THRESHOLD is 'high': it must be a number from 0 to 1; change or remove it",
        "quotes in pullquote.toml is 0: it must be a whole number from 1 to 10; "
        "change or remove it",
    ]


def test_a_database_password_is_shown_nowhere(tmp_path: Path) -> None:
    settings = load_settings({"PULLQUOTE_DATABASE": "postgresql://ann:hunter2@db/x"}, tmp_path)
    assert "hunter2" not in f"{settings!r} {settings} {settings.model_dump_json()}"
    assert complaint({"PULLQUOTE_DATABASE": "ann:hunter2@db"}, tmp_path) == (
        "PULLQUOTE_DATABASE is not usable: it must be an SQLAlchemy URL such as "
        "postgresql+psycopg://user:password@host/name; change or remove it"
    )
    (tmp_path / "pullquote.toml").write_text('database = "ann:hunter2@db\n')
    assert "hunter2" not in complaint({}, tmp_path)


@pytest.mark.parametrize("names", ["e" * 101, "eyes " * 21])
def test_what_names_no_emoji_is_refused_with_what_is_allowed(names: str, tmp_path: Path) -> None:
    said = complaint({"PULLQUOTE_ASKING_EMOJI": names}, tmp_path)
    assert "PULLQUOTE_ASKING_EMOJI" in said
    assert "it must be names of Slack or of a server's own emoji" in said
