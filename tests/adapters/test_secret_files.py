"""Secrets in files that variables name, as Docker, Kubernetes and systemd hand them over."""

from pathlib import Path
from traceback import format_exception

import pytest
from pydantic import SecretStr

from adapters.settings import Settings, SettingsError
from adapters.settings.environment import load_settings
from adapters.settings.reference import file_variable, settings_table, variable

TOKEN = "xoxb-1-hunter2"


def complaint(environ: dict[str, str], cwd: Path) -> str:
    """All that a person could see of the error, the errors behind it included."""
    with pytest.raises(SettingsError) as caught:
        load_settings(environ, cwd)
    seen = "".join(format_exception(caught.value))
    assert "hunter2" not in seen
    return str(caught.value)


def in_files(folder: Path, secrets: dict[str, str]) -> dict[str, str]:
    """The variables that name a file of each."""
    environ = {}
    for name, secret in secrets.items():
        path = folder / name.lower()
        path.write_bytes(secret.encode())
        environ[f"{name}_FILE"] = str(path)
    return environ


def test_every_secret_can_stand_in_a_file_whose_last_newline_is_no_part_of_it(
    tmp_path: Path,
) -> None:
    secrets = {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_APP_TOKEN": "xapp-1",
        "SLACK_SIGNING_SECRET": "5139",
        "SLACK_CLIENT_ID": "12.34",
        "SLACK_CLIENT_SECRET": "c1ea",
        "DISCORD_TOKEN": "a.b.c",
        "PULLQUOTE_DATABASE": "postgresql+psycopg://ann:hunter2@db/news",
    }
    for end in ("", "\n", "\r\n"):
        environ = in_files(tmp_path, {name: secret + end for name, secret in secrets.items()})
        settings = load_settings(environ, tmp_path)
        read = {
            name: getattr(settings, name.lower().removeprefix("pullquote_")) for name in secrets
        }
        assert {
            name: value.get_secret_value() if isinstance(value, SecretStr) else value
            for name, value in read.items()
        } == secrets


def test_headers_of_a_subscription_can_stand_in_a_file_too(tmp_path: Path) -> None:
    sites = '{"paper.example": {"headers": {"Cookie": "hunter2"}}}\n'
    settings = load_settings(in_files(tmp_path, {"PULLQUOTE_SITES": sites}), tmp_path)
    assert settings.sites.headers("https://paper.example/") == {"Cookie": "hunter2"}


def test_what_is_no_secret_is_set_and_not_pointed_to(tmp_path: Path) -> None:
    assert complaint({"PULLQUOTE_DATA_FILE": "x"}, tmp_path) == (
        "PULLQUOTE_DATA_FILE: there is no such setting; did you mean PULLQUOTE_DATA?"
    )


def test_whoever_misspells_such_a_variable_is_told_the_right_one(tmp_path: Path) -> None:
    assert complaint({"PULLQUOTE_DATABSE_FILE": "x"}, tmp_path) == (
        "PULLQUOTE_DATABSE_FILE: there is no such setting; did you mean PULLQUOTE_DATABASE_FILE?"
    )


def test_a_file_goes_before_pullquote_toml_and_is_looked_for_where_one_is(tmp_path: Path) -> None:
    (tmp_path / "pullquote.toml").write_text('discord_token = "of.the.file"\n')
    (tmp_path / "token").write_text("of.the.secret\n")
    settings = load_settings({"DISCORD_TOKEN_FILE": "token"}, tmp_path)
    assert settings.discord_token == SecretStr("of.the.secret")


def test_a_variable_set_to_nothing_names_no_file(tmp_path: Path) -> None:
    environ = {"SLACK_BOT_TOKEN_FILE": "", "SLACK_BOT_TOKEN": TOKEN}
    assert load_settings(environ, tmp_path).slack_bot_token == SecretStr(TOKEN)


def test_a_secret_that_is_set_twice_is_refused_and_both_are_named(tmp_path: Path) -> None:
    environ = in_files(tmp_path, {"SLACK_BOT_TOKEN": TOKEN}) | {"SLACK_BOT_TOKEN": TOKEN}
    assert complaint(environ, tmp_path) == (
        "SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are both set; unset one of them"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "can't be read (No such file or directory)"),
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"hunter2\xff", "is not text"),
    ],
)
def test_a_file_that_holds_no_secret_is_named_with_its_variable(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    path = tmp_path / "token"
    if content is not None:
        path.write_bytes(content)
    assert complaint({"SLACK_BOT_TOKEN_FILE": str(path)}, tmp_path) == (
        f"SLACK_BOT_TOKEN_FILE names {path}, which {reason}; write the secret there, let this "
        "user read it, or unset SLACK_BOT_TOKEN_FILE"
    )


def test_a_folder_and_somebody_elses_home_are_no_files(tmp_path: Path) -> None:
    assert "can't be read (Is a directory)" in complaint({"DISCORD_TOKEN_FILE": "."}, tmp_path)
    assert "no such home" in complaint({"DISCORD_TOKEN_FILE": "~nobody-here/x"}, tmp_path)


def test_a_wrong_secret_is_named_by_variable_and_file_and_never_shown(tmp_path: Path) -> None:
    environ = in_files(tmp_path, {"SLACK_APP_TOKEN": TOKEN})
    assert complaint(environ, tmp_path) == (
        f"SLACK_APP_TOKEN_FILE ({tmp_path / 'slack_app_token'}) is a bot token: it must be an "
        "app-level token, which starts with xapp-; change or remove it"
    )


def test_the_table_of_settings_says_for_each_secret_that_a_file_can_hold_it() -> None:
    table = settings_table()
    named = {key: file_variable(key) for key in Settings.model_fields}
    assert {key for key, name in named.items() if name} >= {"database", "discord_token", "sites"}
    for key, name in named.items():
        cell = f"`{variable(key)}` or `{name}`" if name else f"`{variable(key)}`"
        assert f"| `{key}` | {cell} |" in table
