"""`pullquote doctor` about Slack, as whoever sets it up meets it."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from adapters.slack.diagnosis import slack_checks
from adapters.slack.manifest import manifest
from tests.e2e.command import ROOT, run_in
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.running import settings_for

Said = dict[str, tuple[bool, str, str]]


def said(slack: LocalSlack, data: Path, **more: Any) -> Said:
    """What it says of each part: whether it is good, how it is and what to do."""
    checks = slack_checks(settings_for(slack, data, **more))
    assert "secret" not in str(checks).replace("a signing secret", "")
    return {check.part: (check.good, check.state, check.to_do) for check in checks}


def test_the_doctor_says_that_slack_is_in_order_and_no_secret(tmp_path: Path) -> None:
    with LocalSlack(scopes=manifest().scopes) as slack:
        doctor = run_in(
            ROOT,
            tmp_path / "data",
            SLACK_BOT_TOKEN=slack.bot_token,
            SLACK_APP_TOKEN=slack.app_token,
            PULLQUOTE_SLACK_API_URL=slack.api_url,
            PULLQUOTE_RERANKER="none",
        )
        outcome = doctor("doctor", "--json")
    assert "-secret" not in outcome.out + outcome.err
    found = {one["part"]: one for one in outcome.json if one["part"].startswith("Slack")}
    assert {part: (one["good"], one["state"]) for part, one in found.items()} == {
        "Slack": (True, "signed in to example as @pullquote"),
        "Slack scopes": (True, f"all {len(manifest().scopes)} of the manifest"),
        "Slack Socket Mode": (True, "Slack lets the bot connect"),
    }


def test_without_slack_nothing_is_said_of_it(slack: LocalSlack, tmp_path: Path) -> None:
    assert said(slack, tmp_path, slack_bot_token=None, slack_app_token=None) == {}
    assert slack.calls == []


def test_refused_tokens_are_to_be_copied_again(slack: LocalSlack, tmp_path: Path) -> None:
    slack.revoke_token()
    slack.revoke_token(slack.app_token)
    found = said(slack, tmp_path)
    assert found.keys() == {"Slack", "Slack Socket Mode"}
    assert found["Slack"] == (
        False,
        "SLACK_BOT_TOKEN is refused by Slack (invalid_auth)",
        "copy it again: OAuth & Permissions → Bot User OAuth Token",
    )
    good, state, to_do = found["Slack Socket Mode"]
    assert (good, state) == (False, "SLACK_APP_TOKEN is refused by Slack (invalid_auth)")
    assert "connections:write" in to_do


def test_scopes_that_were_not_granted_are_named(tmp_path: Path) -> None:
    with LocalSlack(scopes=manifest().scopes - {"chat:write", "commands"}) as slack:
        found = said(slack, tmp_path)
    good, state, to_do = found["Slack scopes"]
    assert (good, state) == (False, "not granted: chat:write, commands")
    assert "install the app again" in to_do
    assert found["Slack commands"][1].startswith("nobody can type /ask, /follow, ")


@pytest.mark.parametrize("fault", [{"drop": True}, {"status": 503}, {"error": "internal_error"}])
@pytest.mark.parametrize(
    ("method", "part"), [("auth.test", "Slack"), ("apps.connections.open", "Slack Socket Mode")]
)
def test_a_slack_that_is_away_is_no_fault_of_a_token(
    slack: LocalSlack, tmp_path: Path, method: str, part: str, fault: dict[str, Any]
) -> None:
    slack.fail(method, **fault)
    good, state, to_do = said(slack, tmp_path)[part]
    assert not good
    assert "refused" not in state
    assert "slack-status.com" in to_do


def test_what_is_only_half_set_is_named(slack: LocalSlack, tmp_path: Path) -> None:
    found = said(slack, tmp_path, slack_app_token=None)
    assert found["Slack"][1].startswith("Slack's Socket mode also needs SLACK_APP_TOKEN")
    http: dict[str, Any] = {"slack_mode": "http", "slack_app_token": None}
    found = said(slack, tmp_path, **http)
    assert found["Slack"][1].startswith("Slack's HTTP mode also needs SLACK_SIGNING_SECRET")
    whole = http | {"slack_signing_secret": SecretStr(slack.signing_secret)}
    good, state, _ = said(slack, tmp_path, **whole)["Slack by HTTP"]
    assert good
    assert "/slack/events" in state


def test_for_many_workspaces_it_says_where_they_install(slack: LocalSlack, tmp_path: Path) -> None:
    found = said(
        slack,
        tmp_path,
        slack_mode="http",
        slack_app_token=None,
        slack_bot_token=None,
        slack_signing_secret=SecretStr(slack.signing_secret),
        slack_client_id=slack.client_id,
        slack_client_secret=SecretStr("c1e0a5ecre7"),
        public_url="https://news.example",
    )
    assert found["Slack"][1].endswith("https://news.example/slack/install")
