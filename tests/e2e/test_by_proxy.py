"""Chats whose only way out is a proxy with a login: nothing else knows the names of their hosts."""

import signal
from pathlib import Path

from pydantic import SecretStr

from tests.e2e.command import ROOT, start
from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.discord.running import settings_for
from tests.e2e.discord.test_conversation import register
from tests.e2e.proxy import Proxy
from tests.e2e.running import free_port, own_copy, running
from tests.e2e.slack.local_slack import LocalSlack
from tests.patience import PATIENCE

LOGIN = "ann:hunter2"
COMMANDER = "who heads the new US command in Japan?"


def test_slack_is_answered_through_the_proxy_whose_login_nobody_gets_to_see(
    shipped: Path, tmp_path: Path
) -> None:
    with Proxy(login=LOGIN) as proxy, LocalSlack(name="slack.example") as slack:
        alice = slack.add_user("alice")
        news = slack.add_channel("news", members=[alice])
        environ = {
            "HTTP_PROXY": proxy.url,
            # It is not used, and where it is wrongly, nothing works.
            "HTTPS_PROXY": "http://127.0.0.1:1",
            "NO_PROXY": "localhost,127.0.0.1",
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "PULLQUOTE_SLACK_API_URL": slack.api_url,
            "PULLQUOTE_HEALTH_PORT": str(free_port()),
            "PULLQUOTE_LOG_LEVEL": "debug",
        }
        with start(ROOT, own_copy(shipped, tmp_path), "run", **environ) as service:
            slack.wait_for_socket()
            asked = slack.mention(alice, news, COMMANDER)
            slack.wait_for(lambda: slack.replies(asked))
            slack.command(alice, news, "/ask", COMMANDER)
            slack.wait_for(lambda: slack.ephemerals(alice))
            service.send_signal(signal.SIGTERM)
            out, log = service.communicate(timeout=PATIENCE)
    assert service.returncode == 0, log
    assert "hunter2" not in out + log
    assert proxy.refused == []
    hosts = {asked.split()[1].partition(":")[0] for asked in proxy.asked}
    assert hosts == {"slack.example"}
    assert {asked.split()[0] for asked in proxy.asked} == {"GET", "POST"}  # the socket; the rest


def test_discord_is_answered_through_the_proxy(shipped: Path, tmp_path: Path) -> None:
    with LocalDiscord(answer_within=PATIENCE) as local_discord, Proxy(login=LOGIN) as proxy:
        guild = local_discord.add_guild("Desk")
        alice = local_discord.add_user("alice", guild)
        news = local_discord.add_channel(guild, "news")
        register(local_discord)
        settings = settings_for(
            local_discord,
            own_copy(shipped, tmp_path),
            discord_api_url=local_discord.api_url.replace("127.0.0.1", "discord.example"),
            discord_gateway_url=local_discord.gateway_url.replace("127.0.0.1", "gateway.example"),
            http_proxy=SecretStr(proxy.url),
        )
        with running(settings):
            asked = local_discord.command(alice, news, "ask", question=COMMANDER)
            local_discord.wait_for(lambda: local_discord.answers(asked))
    assert proxy.refused == []
    hosts = {asked.split()[1].partition(":")[0] for asked in proxy.asked}
    assert hosts == {"discord.example", "gateway.example"}
