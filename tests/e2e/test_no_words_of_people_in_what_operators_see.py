"""What people ask, wait for and point at stands in no metric, no trace and no line of the log."""

import json
import signal
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from bot import gaps_wording
from tests.e2e.collector import collecting
from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.discord.test_conversation import register
from tests.e2e.discord.tracking_chat import DiscordChat
from tests.e2e.running import free_port
from tests.e2e.scraped import parsed
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.test_conversation import button, shown_in
from tests.e2e.slack.tracking_chat import SlackChat
from tests.e2e.ten_days import BY_THE_FIRM, CRACKED, CRACKS, FIRM, REPORTED, Chat, tracked_story
from tests.e2e.test_killed_in_mid_notice import both
from tests.patience import PATIENCE

GAP = "can walruses ride the ferry to Quillhaven?"
PRIVATE = "how many zeppelins crossed the fjord in 1911?"
PERSON, ABOUT = "Wilhelmina Vogelsang", "the marzipan"
POINTED_AT = "Barnacles below the hull are what?"
UNASKED = "Who knows what gherkins cost in Sundvik?"
# Of each something that no article, no setting and no sentence of ours has in it.
WORDS = ["walrus", "quillhaven", "applied the paint", "zeppelin", "wilhelmina", "vogelsang"]
WORDS += ["marzipan", "barnacle", "gherkin", "cracks found"]
NOTHING = "Nothing that is tracked answers this"


class Asking(Chat, Protocol):
    """A person in #news, in all the ways in which words are given away."""

    def privately(self) -> str: ...

    def said(self) -> str: ...

    def pointed_at(self) -> str: ...

    def listens(self) -> None: ...

    def unasked(self) -> None: ...

    def export(self) -> None: ...

    def waiting(self) -> str: ...

    def settle(self) -> None: ...


class InSlack(SlackChat):
    def privately(self) -> str:
        return shown_in(self._typed("news", "/ask", PRIVATE))

    def said(self) -> str:
        return shown_in(self._typed("news", "/said", f"{PERSON} about {ABOUT}"))

    def pointed_at(self) -> str:
        message = self.slack.say(self.alice, self.channels["news"], POINTED_AT)
        self.slack.react(self.alice, message)
        [reply] = self.slack.wait_for(lambda: self.slack.replies(message))
        return shown_in(reply)

    def listens(self) -> None:
        assert self._typed("news", "/pullquote", "listen questions")

    def unasked(self) -> None:
        self.slack.say(self.alice, self.channels["news"], UNASKED)

    def export(self) -> None:
        reply = self.slack.replies(self.asked[-1][0])[0]
        before = len(self.slack.ephemerals(self.alice))
        self.slack.press(self.alice, reply, button(reply, "Export"))
        assert "evidence pack" in self._whispered(before).text

    def waiting(self) -> str:
        return shown_in(self._typed("news", "/pullquote", "waiting"))

    def settle(self) -> None:
        self.slack.settle()


class InDiscord(DiscordChat):
    def privately(self) -> str:
        where = self.channels["news"]
        did = self.local.command(self.manager, where, "ask", question=PRIVATE, private=True)
        return self._answer(did).text

    def said(self) -> str:
        return self._answer(self._typed("news", "said", person=PERSON, about=ABOUT)).text

    def pointed_at(self) -> str:
        message = self.local.say(self.manager, self.channels["news"], POINTED_AT)
        self.local.react(self.manager, message)
        [reply] = self.local.wait_for(lambda: self.local.replies(message))
        return reply.text

    def listens(self) -> None:
        self._answer(self._typed("news", "listen", to="questions"))
        self.local.wait_for(lambda: self.local.identifies[-1]["intents"] & 1 << 15)
        self.local.wait_for_bot()
        self.local.settle()

    def unasked(self) -> None:
        self.local.say(self.manager, self.channels["news"], UNASKED)

    def export(self) -> None:
        reply = self.local.replies(self.asked[-1][0])[0]
        did = self.local.press(self.manager, reply, "Export")
        assert "Evidence pack" in self._answer(did).text

    def waiting(self) -> str:
        return self._answer(self._typed("news", "waiting")).text

    def settle(self) -> None:
        self.local.settle()


def words_in(text: str) -> list[str]:
    return [word for word in WORDS if word in text.lower()]


@pytest.mark.slow
def test_what_people_ask_wait_for_and_point_at_is_in_no_metric_trace_or_log(
    shipped: Path, tmp_path: Path
) -> None:
    with (
        LocalSlack() as slack,
        LocalDiscord(answer_within=PATIENCE, message_content=True) as local,
        tracked_story(tmp_path) as story,
        collecting() as collector,
        ThreadPoolExecutor(1) as reading,
    ):
        alice = slack.add_user("alice", is_admin=True)
        guild = local.add_guild("Desk")
        manager = local.add_user("manager", guild, manage_guild=True)
        register(local)
        chats: tuple[Asking, ...] = (
            InSlack(slack, alice, {"news": slack.add_channel("news", members=[alice])}),
            InDiscord(local, manager, {"news": local.add_channel(guild, "news")}),
        )
        port = free_port()

        def scrape() -> str:
            url = f"http://127.0.0.1:{port}/metrics"
            with urllib.request.urlopen(url, timeout=PATIENCE) as response:
                return str(response.read().decode())

        with both(
            slack,
            local,
            story.settings.data,
            PULLQUOTE_HEALTH_PORT=str(port),
            PULLQUOTE_LOG_LEVEL="debug",
            OTEL_EXPORTER_OTLP_ENDPOINT=collector.url,
        ) as service:
            # Read all the while: a full pipe would stop it.
            written = reading.submit(service.communicate)
            slack.wait_for_socket()
            local.wait_for_bot()
            metrics = []
            for chat in chats:
                chat.keep_questions("news")
                chat.listens()
                assert NOTHING in chat.ask("news", GAP)
                assert "Quillhaven" in chat.gaps("news")
                assert NOTHING in chat.wait_to_know("news", FIRM)
                assert FIRM in chat.waiting()
                assert NOTHING in chat.privately()
                assert "Vogelsang" in chat.said()
                assert NOTHING in chat.pointed_at()
                chat.unasked()
                assert CRACKED in chat.ask("news", CRACKS)
                chat.export()
                chat.settle()
                metrics.append(scrape())
            story.clock.to(datetime.now(UTC))
            story.papers.day(REPORTED)
            story.refresh()
            for chat in chats:
                chat.wait_for(lambda chat=chat: any(BY_THE_FIRM in one for one in chat.private()))  # type: ignore[misc]
                chat.wait_for(
                    lambda chat=chat: gaps_wording.nothing_waited_for() in chat.waiting()  # type: ignore[misc]
                )
                chat.settle()
            metrics.append(scrape())
            service.send_signal(signal.SIGTERM)
            log = "".join(written.result(PATIENCE))
        assert service.returncode == 0, log
        # All of it was seen, without its words.
        after = parsed(metrics[-1])
        for platform in ("slack", "discord"):
            assert (after("pullquote_questions_total", platform=platform, outcome="no") or 0) >= 4
        assert len([one for one in collector.spans if one.name == "question"]) >= 10
        events = [json.loads(line)["event"] for line in log.splitlines() if line.startswith("{")]
        assert events.count("question_ended") >= 10
        assert [words_in(one) for one in metrics] == [[]] * 3
        assert [words_in(one.decode(errors="replace")) for one in collector.bodies] == [
            [] for _ in collector.bodies
        ]
        assert words_in(log) == []
        assert slack.violations == []
        assert local.violations == []
