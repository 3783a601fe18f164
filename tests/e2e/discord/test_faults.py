"""Whatever goes wrong between Discord and Pullquote: one reply a question, and never silence."""

import time
from collections.abc import Iterator
from math import inf
from pathlib import Path
from typing import Any

import pytest

from adapters.discord import message_content
from adapters.discord.connection import BadToken
from tests.adapters.slack.hostile import HOSTILE
from tests.e2e.command import ROOT, run_in
from tests.e2e.corpora import write_hostile, write_story
from tests.e2e.discord.local_discord import Did, LocalDiscord, Message
from tests.e2e.discord.running import hurry, settings_for
from tests.e2e.discord.test_conversation import COMMANDER, register
from tests.e2e.running import Running, own_copy, running

OTTERS = "how many sea otters were counted in the bay?"
COUNTED = "Ninety sea otters were counted in the bay of Elkhorn."
SWEDEN = "when did Sweden become a member of NATO?"


@pytest.fixture
def guild(local_discord: LocalDiscord) -> str:
    register(local_discord)
    return local_discord.add_guild("Desk")


@pytest.fixture
def alice(local_discord: LocalDiscord, guild: str) -> str:
    return local_discord.add_user("alice", guild)


@pytest.fixture
def news(local_discord: LocalDiscord, guild: str) -> str:
    return local_discord.add_channel(guild, "news")


@pytest.fixture
def data(shipped: Path, tmp_path: Path) -> Path:
    return own_copy(shipped, tmp_path)


@pytest.fixture
def service(
    local_discord: LocalDiscord,
    guild: str,
    alice: str,
    news: str,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Running]:
    hurry(monkeypatch)
    with running(settings_for(local_discord, data)) as running_service:
        local_discord.settle()
        yield running_service


def the_reply(local: LocalDiscord, asked: Did) -> Message:
    """The one reply, after everything has settled."""
    local.wait_for(lambda: local.replies(asked))
    local.settle()
    [reply] = local.replies(asked)
    return reply


def the_answer(local: LocalDiscord, did: Did) -> Message:
    """The one answer to a command."""
    local.wait_for(lambda: [a for a in local.answers(did) if not a.loading])
    local.settle()
    [answer] = local.answers(did)
    return answer


def test_what_is_delivered_again_is_answered_once_also_after_a_restart(
    local_discord: LocalDiscord, service: Running, alice: str, news: str
) -> None:
    asked = local_discord.mention(alice, news, COMMANDER)
    local_discord.deliver(asked, times=2)
    the_reply(local_discord, asked)
    command = local_discord.command(alice, news, "ask", question=COMMANDER)
    local_discord.deliver(command)
    the_answer(local_discord, command)
    service.end()
    with running(settings_for(local_discord, service.settings.data)):
        local_discord.settle()
        local_discord.deliver(asked)
        local_discord.settle()
        the_reply(local_discord, asked)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("stored", [True, False], ids=["stored", "lost"])
def test_a_server_error_while_replying_brings_one_reply(
    local_discord: LocalDiscord,
    service: Running,
    alice: str,
    news: str,
    status: int,
    stored: bool,
) -> None:
    local_discord.fail("send", status=status, after_effect=stored)
    the_reply(local_discord, local_discord.mention(alice, news, COMMANDER))


@pytest.mark.parametrize("stored", [True, False], ids=["stored", "lost"])
def test_a_connection_that_breaks_while_replying_brings_one_reply(
    local_discord: LocalDiscord, service: Running, alice: str, news: str, stored: bool
) -> None:
    local_discord.fail("send", drop=True, after_effect=stored)
    the_reply(local_discord, local_discord.mention(alice, news, COMMANDER))


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 503},
        {"status": 500, "after_effect": True},
        {"drop": True},
        {"status": 429, "retry_after": 0.5},
        {"status": 429, "retry_after": 0.5, "via": False},
    ],
    ids=str,
)
def test_an_answer_to_a_command_gets_through(
    local_discord: LocalDiscord, service: Running, alice: str, news: str, fault: dict[str, Any]
) -> None:
    local_discord.fail("edit_original", **fault)
    did = local_discord.command(alice, news, "ask", question=COMMANDER)
    assert "Stephen Jost" in the_answer(local_discord, did).text


@pytest.mark.parametrize("private", [False, True])
def test_an_acknowledgement_that_came_too_late_does_not_lose_the_answer(
    local_discord: LocalDiscord, service: Running, alice: str, news: str, private: bool
) -> None:
    local_discord.fail("callback", status=404, code=10062, message="Unknown interaction")
    local_discord.command(alice, news, "ask", question=COMMANDER, private=private)
    where = local_discord.direct(alice) if private else news
    [answer] = local_discord.wait_for(lambda: local_discord.messages(where))
    assert "Stephen Jost" in answer.text


def test_the_service_finishes_the_answers_in_hand_before_it_ends(
    local_discord: LocalDiscord, service: Running, alice: str, news: str
) -> None:
    local_discord.slow("typing", 1.0, times=3)
    asked = [local_discord.mention(alice, news, COMMANDER) for _ in range(3)]
    local_discord.wait_for(lambda: len(local_discord.called("typing")) == 3 or None)
    service.end()
    assert [len(local_discord.replies(one)) for one in asked] == [1] * 3


def test_a_story_for_one_channel_appears_nowhere_else(
    local_discord: LocalDiscord,
    guild: str,
    alice: str,
    news: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # What the portal grants is asked again at once.
    monkeypatch.setattr(message_content, "_ASKED_AGAIN_SECONDS", 0.0)
    corpus, data = tmp_path / "corpus", tmp_path / "data"
    write_story(corpus, "otters", COUNTED, [f"discord:{news}"])
    write_story(corpus, "bridges", "The bridge was opened by the mayor on Monday.")
    assert run_in(ROOT, data)("reindex", "--corpus", str(corpus)).code == 0
    outside = local_discord.add_channel(guild, "outside")
    with running(settings_for(local_discord, data)):
        local_discord.settle()
        inside = local_discord.command(alice, news, "ask", question=OTTERS)
        assert "sea otters" in the_answer(local_discord, inside).text
        seen = [
            the_answer(local_discord, did).text
            for did in (
                local_discord.command(alice, outside, "ask", question=OTTERS),
                local_discord.command(alice, outside, "ask", question=OTTERS, story="otters"),
                local_discord.command(alice, outside, "stories"),
                local_discord.command(alice, outside, "story", story="otters"),
            )
        ]
        seen.append(the_reply(local_discord, local_discord.dm(alice, OTTERS)).text)
        manager = local_discord.add_user("manager", guild, manage_guild=True)
        local_discord.grant_message_content()
        told = local_discord.command(manager, outside, "listen", to="every")
        assert the_answer(local_discord, told).ephemeral
        local_discord.wait_for(lambda: local_discord.identifies[-1]["intents"] & 1 << 15)
        local_discord.wait_for_bot()
        local_discord.settle()
        said = local_discord.say(alice, outside, OTTERS)
        reacted = local_discord.say(alice, outside, "Otters, otters!")
        local_discord.react(alice, reacted)
        edited = local_discord.mention(alice, outside, "who opened the bridge?")
        seen += [the_reply(local_discord, one).text for one in (said, reacted, edited)]
        local_discord.edit(edited, f"<@{local_discord.bot_user}> {OTTERS}")
        local_discord.wait_for(lambda: local_discord.called("edit"))
        seen.append(the_reply(local_discord, edited).text)
        assert not any("About otters" in text or "Ninety" in text for text in seen)
        typed = local_discord.autocomplete(alice, outside, "ask", "story", "ott", question="x")
        local_discord.settle()
        assert local_discord.choices(typed) == []


def test_no_article_can_ping_or_be_refused(
    local_discord: LocalDiscord, guild: str, alice: str, news: str, tmp_path: Path
) -> None:
    corpus, data = tmp_path / "corpus", tmp_path / "data"
    write_hostile(corpus)
    # What is no text at all is refused here already, and named.
    outcome = run_in(ROOT, data)("reindex", "--corpus", str(corpus))
    assert outcome.err.count("\n") < 8, outcome.err
    # Read in the test of Slack; here they are only drawn.
    unread = settings_for(local_discord, data, threshold=0.0, quotes=10, reranker="none")
    with running(unread):
        local_discord.settle()
        asked = [
            local_discord.mention(alice, news, f"what is the number of the marmot {number}?")
            for number in range(len(HOSTILE))
        ]
        local_discord.wait_for(lambda: all(local_discord.replies(one) for one in asked))
        the_answer(local_discord, local_discord.command(alice, news, "stories"))
        local_discord.settle()
    shown = [one for one in local_discord.messages(news) if one.author == local_discord.bot_user]
    assert len(shown) == len(HOSTILE)
    assert all("marmot" in one.text and not one.pings for one in shown)


def test_an_interaction_that_has_expired_is_answered_in_the_channel(
    local_discord: LocalDiscord, service: Running, alice: str, news: str
) -> None:
    local_discord.slow("edit_original", 0.5)
    did = local_discord.command(alice, news, "ask", question=COMMANDER)
    local_discord.wait_for(lambda: local_discord.thinking(did))
    local_discord.expire(did)
    local_discord.wait_for(
        lambda: any("Stephen Jost" in one.text for one in local_discord.messages(news))
    )


@pytest.mark.parametrize("happens", ["reconnect", "invalidate", "drop", "disconnect", "zombie"])
def test_a_gateway_that_fails_in_mid_question_loses_nothing(
    local_discord: LocalDiscord, service: Running, alice: str, news: str, happens: str
) -> None:
    local_discord.slow("typing", 0.7)
    first = local_discord.mention(alice, news, COMMANDER)
    time.sleep(0.2)
    if happens == "zombie":
        local_discord.drop()
    else:
        getattr(local_discord, happens)()
    the_reply(local_discord, first)
    local_discord.wait_for_bot()
    local_discord.settle()
    the_reply(local_discord, local_discord.mention(alice, news, SWEDEN))


def test_a_discord_that_cannot_be_reached_at_the_start_is_waited_for(
    local_discord: LocalDiscord,
    alice: str,
    news: str,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hurry(monkeypatch)
    local_discord.refuse(4)
    with running(settings_for(local_discord, data), ready=False) as service:
        deadline = time.monotonic() + 300
        status = 0
        while status != 503 and time.monotonic() < deadline:
            try:
                status = service.get("/readyz")[0]
            except OSError:
                time.sleep(0.05)
        assert status == 503
        service.wait_until_ready()
        local_discord.settle()
        the_reply(local_discord, local_discord.mention(alice, news, COMMANDER))


def test_where_the_bot_may_not_write_the_asker_is_answered_directly(
    local_discord: LocalDiscord, service: Running, alice: str, news: str
) -> None:
    local_discord.forbid(news, "send_messages")
    local_discord.mention(alice, news, COMMANDER)
    direct = local_discord.direct(alice)
    [answer] = local_discord.wait_for(lambda: local_discord.messages(direct))
    assert "Stephen Jost" in answer.text


def test_being_removed_from_a_guild_while_answering_ends_nothing(
    local_discord: LocalDiscord, service: Running, guild: str, alice: str, news: str
) -> None:
    local_discord.slow("typing", 0.5)
    local_discord.mention(alice, news, COMMANDER)
    local_discord.remove_bot(guild)
    local_discord.settle(quiet=1)
    the_reply(local_discord, local_discord.dm(alice, COMMANDER))


def test_a_refused_token_ends_the_start_with_one_line(
    local_discord: LocalDiscord, data: Path
) -> None:
    local_discord.revoke_token()
    with (
        pytest.raises(BadToken, match=r"^DISCORD_TOKEN is refused by Discord; make a new one"),
        running(settings_for(local_discord, data), ready=False) as it,
    ):
        it.thread.join(timeout=300)


def test_forty_questions_of_ten_people_in_four_guilds_are_each_answered_once(
    local_discord: LocalDiscord, data: Path
) -> None:
    register(local_discord)
    guilds = [local_discord.add_guild(f"Guild {n}") for n in range(4)]
    channels = [local_discord.add_channel(guild, "news") for guild in guilds]
    people = [local_discord.add_user(f"person{n}", *guilds) for n in range(10)]
    questions = [COMMANDER, SWEDEN, "how long is the Dali?", "which ice cream is best?"]
    with running(settings_for(local_discord, data, questions_per_minute=10)):
        local_discord.settle()
        asked = [
            local_discord.command(person, channel, "ask", question=question)
            for person in people
            for channel, question in zip(channels, questions, strict=True)
        ]
        local_discord.wait_for(
            lambda: all([a for a in local_discord.answers(one) if not a.loading] for one in asked),
        )
        local_discord.settle()
    assert [len(local_discord.answers(one)) for one in asked] == [1] * 40
    assert max(local_discord.acks) < inf
