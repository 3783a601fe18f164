"""HTTP mode: what Slack, other people and browsers get from /slack/…"""

import asyncio
import json
import logging
import re
import socket
import time
from collections.abc import Awaitable, Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
import pytest
from aiohttp import web
from pydantic import SecretStr
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from adapters.service.http_server import PortError, listening
from adapters.slack.clients import SlackApi
from adapters.slack.credentials import OAuthClient
from adapters.slack.installations import Installations
from adapters.slack.web import slack_web_server
from adapters.storage.database import open_database

HOST = "127.0.0.1"
SECRET = "5160hunter2"
Visit = Callable[[aiohttp.ClientSession], Awaitable[None]]


def app_that_notes(noted: list[str]) -> AsyncApp:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1")

    app = AsyncApp(signing_secret=SECRET, authorize=authorize)

    @app.command("/ask")
    async def ask(ack: Any, command: dict[str, str]) -> None:
        noted.append(command["text"])
        await ack()

    @app.event("app_mention")
    async def mention(event: dict[str, str]) -> None:
        noted.append(event["text"])

    return app


def served(app: AsyncApp, visit: Visit) -> None:
    async def serve() -> None:
        async with (
            slack_web_server(app, HOST, 0) as port,
            aiohttp.ClientSession(
                f"http://{HOST}:{port}", cookie_jar=aiohttp.DummyCookieJar()
            ) as session,
        ):
            await visit(session)

    asyncio.run(serve())


def signed(body: str, kind: str, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """The headers that Slack sends with a body."""
    timestamp = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    return {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": str(signature),
    }


FORM, JSON = "application/x-www-form-urlencoded", "application/json"
COMMAND = urlencode({"command": "/ask", "text": "who héads it?", "team_id": "T1", "user_id": "U1"})
EVENT = json.dumps(
    {
        "type": "event_callback",
        "team_id": "T1",
        "event": {"type": "app_mention", "user": "U1", "channel": "C1", "text": "<@B> “wer?”"},
    },
    ensure_ascii=False,
)


async def post(
    session: aiohttp.ClientSession, body: str | bytes, headers: dict[str, str]
) -> tuple[int, str]:
    data = BytesIO(body.encode() if isinstance(body, str) else body)
    async with session.post("/slack/events", data=data, headers=headers) as response:
        return response.status, await response.text()


def test_slacks_own_requests_reach_their_listeners() -> None:
    noted: list[str] = []

    async def slack(session: aiohttp.ClientSession) -> None:
        assert await post(session, COMMAND, signed(COMMAND, FORM)) == (200, "")
        assert await post(session, EVENT, signed(EVENT, JSON)) == (200, "")

    served(app_that_notes(noted), slack)
    assert noted == ["who héads it?", "<@B> “wer?”"]


def _command(**more: str) -> str:
    return urlencode({"command": "/ask", "text": "who?", "team_id": "T1", "user_id": "U1"} | more)


ODD = {
    "payload": "what payload does it carry?",
    "payload=": "payload={}",
    "payload as a field": "x&payload={}&command=/other",
    "ssl_check": "ssl_check=1",
    "a type": "type=url_verification&challenge=x",
    "JSON": '{"type": "event_callback"}',
    "nothing": "",
    "a plus and a percent": "50% + 1",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_a_command_is_heard_whatever_words_are_in_it(text: str) -> None:
    noted: list[str] = []

    async def slack(session: aiohttp.ClientSession) -> None:
        body = _command(text=text)
        assert await post(session, body, signed(body, FORM)) == (200, "")

    served(app_that_notes(noted), slack)
    assert noted == [text]


@pytest.mark.parametrize("name", ["channel_name", "team_domain", "user_name", "enterprise_name"])
@pytest.mark.parametrize("word", ["payload", "the-payload", "ssl_check", "type"])
def test_a_command_is_heard_from_wherever_it_was_typed(name: str, word: str) -> None:
    noted: list[str] = []

    async def slack(session: aiohttp.ClientSession) -> None:
        body = _command(**{name: word})
        assert await post(session, body, signed(body, f"{FORM}; charset=utf-8")) == (200, "")

    served(app_that_notes(noted), slack)
    assert noted == ["who?"]


def test_what_is_pressed_is_heard_as_before() -> None:
    noted: list[str] = []
    app = app_that_notes(noted)

    @app.action("share")
    async def share(ack: Any, action: dict[str, str]) -> None:
        noted.append(action["value"])
        await ack()

    pressed = {"type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1"}}
    action = {"type": "button", "action_id": "share", "block_id": "b", "value": "command=payload"}
    body = urlencode({"payload": json.dumps({**pressed, "actions": [action]})})

    async def slack(session: aiohttp.ClientSession) -> None:
        assert await post(session, body, signed(body, FORM)) == (200, "")
        assert (await post(session, body, {"Content-Type": FORM}))[0] == 401

    served(app, slack)
    assert noted == ["command=payload"]


def test_slack_is_answered_when_it_tries_the_address() -> None:
    challenge = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a"})

    async def slack(session: aiohttp.ClientSession) -> None:
        status, body = await post(session, challenge, signed(challenge, JSON))
        assert (status, json.loads(body)) == (200, {"challenge": "3eZbrw1a"})

    served(app_that_notes([]), slack)


BAD = {
    "nothing signed": {"Content-Type": FORM},
    "another secret": signed(COMMAND, FORM, secret="guessed"),
    "six minutes old": signed(COMMAND, FORM, at=time.time() - 360),
    "from the future": signed(COMMAND, FORM, at=time.time() + 3600),
    "another body": signed(COMMAND + "&text=x", FORM),
    "no timestamp": {
        name: value
        for name, value in signed(COMMAND, FORM).items()
        if name != "X-Slack-Request-Timestamp"
    },
    "a timestamp in words": {**signed(COMMAND, FORM), "X-Slack-Request-Timestamp": "now"},
    "a timestamp in other digits": {**signed(COMMAND, FORM), "X-Slack-Request-Timestamp": "١٢"},
    "a signature that is not ASCII": {**signed(COMMAND, FORM), "X-Slack-Signature": "v0=é"},
    "another version": {**signed(COMMAND, FORM), "X-Slack-Signature": "v1=00"},
    "a header that steers Bolt": {
        "Content-Type": FORM,
        "X-Slack-Bolt-Lazy-Only": "1",
        "X-Slack-Bolt-Lazy-Function-Name": "ask",
    },
}


@pytest.mark.parametrize("headers", BAD.values(), ids=BAD)
def test_what_slack_did_not_sign_just_now_is_refused_and_not_acted_on(
    headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    noted: list[str] = []

    async def somebody(session: aiohttp.ClientSession) -> None:
        assert (await post(session, COMMAND, headers))[0] == 401

    with caplog.at_level(logging.WARNING):
        served(app_that_notes(noted), somebody)
    assert (noted, caplog.text) == ([], "")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", JSON),
        (b"[1]", JSON),
        (b'"x"', JSON),
        (b"payload=%7B", FORM),
        (b'{"event": 7}', JSON),
        (b"\xff\xfe", FORM),
        (b"[" * 200_000, JSON),
    ],
)
def test_a_body_that_is_not_understood_is_refused_without_a_fault(
    body: bytes, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def somebody(session: aiohttp.ClientSession) -> None:
        assert (await post(session, body, {"Content-Type": kind}))[0] in (400, 401)

    with caplog.at_level(logging.WARNING):
        served(app_that_notes([]), somebody)
    assert caplog.text == ""


def test_a_body_of_more_than_a_mebibyte_is_refused() -> None:
    async def somebody(session: aiohttp.ClientSession) -> None:
        fits, too_large = "x" * 1024 * 1024, "x" * (1024 * 1024 + 1)
        assert (await post(session, fits, signed(fits, FORM)))[0] == 404  # no listener for it
        assert (await post(session, too_large, signed(too_large, FORM)))[0] == 413

    served(app_that_notes([]), somebody)


def test_nothing_else_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    # Empty variables count as not set, whatever Bolt makes of them.
    monkeypatch.setenv("SLACK_CLIENT_ID", "")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "")

    async def browser(session: aiohttp.ClientSession) -> None:
        found = {}
        for path in ("/", "/slack", "/slack/events/x", "/slack/install", "/slack/oauth_redirect"):
            async with session.get(path) as response:
                found[path] = response.status
        assert set(found.values()) == {404}, found
        async with session.get("/slack/events") as response:
            assert response.status == 405

    served(app_that_notes([]), browser)


def test_someone_whose_port_is_taken_is_told_which_setting_to_change() -> None:
    async def serve(port: int) -> None:
        async with slack_web_server(app_that_notes([]), HOST, port):
            pass

    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortError) as caught:
            asyncio.run(serve(port))
    assert str(caught.value) == (
        f"port {port} on 127.0.0.1 is taken by another program; "
        "end it or set PULLQUOTE_HTTP_PORT to a free port"
    )


def slacks_api(codes: dict[str, str]) -> web.Application:
    """Slack's half of an installation: code → bot token, good once."""

    async def access(request: web.Request) -> web.Response:
        form = await request.post()
        token = codes.pop(str(form["code"]), None)
        if token is None:
            return web.json_response({"ok": False, "error": "invalid_code"})
        return web.json_response(
            {
                "ok": True,
                "app_id": "A1",
                "access_token": token,
                "scope": "chat:write,commands",
                "bot_user_id": "W1",
                "team": {"id": "T1", "name": "Newsroom"},
                "authed_user": {"id": "U1"},
            }
        )

    async def test(_: web.Request) -> web.Response:
        return web.json_response({"ok": True, "bot_id": "B1", "team_id": "T1", "user_id": "W1"})

    app = web.Application()
    app.router.add_post("/api/oauth.v2.access", access)
    app.router.add_post("/api/auth.test", test)
    return app


# slack_sdk's way of naming the app when it fetches a token; aiohttp 4 will do without.
@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
def test_somebody_installs_the_app_in_their_workspace_and_nobody_slips_in(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    database = open_database(None, tmp_path)

    async def newcomer() -> None:
        codes = {"code-1": "xoxb-hunter2", "code-2": "xoxb-stolen"}
        async with listening(slacks_api(codes), HOST, 0, "") as api_port:
            api = f"http://{HOST}:{api_port}/api/"
            client = OAuthClient("12.34", SecretStr("c1e0hunter2"), "https://news.example")
            installations = Installations(database, client, SlackApi(api))
            app = AsyncApp(
                client=AsyncWebClient(base_url=api),
                signing_secret=SECRET,
                oauth_settings=installations.oauth_settings(),
            )
            async with (
                slack_web_server(app, HOST, 0) as port,
                aiohttp.ClientSession(
                    f"http://{HOST}:{port}", cookie_jar=aiohttp.DummyCookieJar()
                ) as session,
            ):
                async with session.get("/slack/install") as page:
                    link = re.findall(r'<a href="(http[^"]*)"', await page.text())[0]
                    cookie = page.headers["Set-Cookie"]
                url = urlsplit(link.replace("&amp;", "&"))
                assert f"{url.scheme}://{url.netloc}{url.path}" == (
                    f"http://{HOST}:{api_port}/oauth/v2/authorize"
                )
                assert {"Secure", "HttpOnly"} <= set(cookie.split("; "))
                state = parse_qs(url.query)["state"][0]

                async def back(code: str, state: str, cookie: str) -> int:
                    headers = {"Cookie": cookie.split(";")[0]}
                    path = f"/slack/oauth_redirect?code={code}&state={state}"
                    async with session.get(path, headers=headers) as response:
                        assert "hunter2" not in await response.text()
                        return response.status

                assert await back("code-2", state, "") == 400  # not the browser that left
                assert await back("code-1", state, cookie) == 200
                assert await back("code-2", state, cookie) == 401  # a state is good once
            found = await installations.authorize("", "T1")
            assert found is not None
            assert (found.bot_token, found.bot_id, found.bot_user_id) == (
                "xoxb-hunter2",
                "B1",
                "W1",
            )

    with caplog.at_level(logging.INFO):
        asyncio.run(newcomer())
    database.close()
    assert "hunter2" not in caplog.text
    assert "code-1" not in caplog.text
