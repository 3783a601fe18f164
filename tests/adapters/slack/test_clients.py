"""The way from the bot to Slack."""

import asyncio
import json
import ssl
from pathlib import Path

import pytest

from adapters.slack.clients import SlackApi, web_client, webhook
from adapters.web.proxies import Proxies
from adapters.web.proxies import Proxy as Way
from tests.adapters.web.test_tls import certificate, secure
from tests.e2e.proxy import Proxy

__all__ = ["certificate"]


def test_slack_is_reached_over_https_through_a_tunnel(certificate: tuple[Path, Path]) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/json"
    body = json.dumps({"ok": True, "team": "Desk"}).encode()

    async def asked(url: str, way: Way) -> object:
        client = web_client(SlackApi(url, Proxies(https=way)), "xoxb-1", [])
        client.ssl = ssl.create_default_context(cafile=certificate[0])
        return (await client.auth_test())["team"]

    with Proxy(login="ann:hunter2") as proxy, secure(*certificate, answer, body) as port:
        url = f"https://news.example:{port}/api/"
        assert asyncio.run(asked(url, Way.of(proxy.url))) == "Desk"
    assert proxy.asked == [f"CONNECT news.example:{port}"]


def test_where_no_proxy_names_slack_no_variable_sends_the_bot_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # slack_sdk reads it by itself, and nothing of NO_PROXY.
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    way = Way.of("http://127.0.0.1:1")
    api = SlackApi("https://slack.example/api/", Proxies(way, way, "*"))
    assert web_client(api, "xoxb-1", []).proxy is None
    assert webhook(api, "https://hooks.slack.example/1").proxy is None
