"""Every message arrives exactly once, whatever Slack and the network do in between.

Sources: docs.slack.dev/apis/web-api/rate-limits, /reference/methods/chat.postMessage.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import pytest
from slack_bolt.authorization import AuthorizeResult

from adapters.service.board import CantPost
from adapters.service.chat import Undelivered
from adapters.slack.board import SlackBoard
from adapters.slack.clients import Clients, SlackApi
from adapters.slack.incoming import Incoming, Way
from adapters.slack.locales import Locales
from adapters.slack.message import Message
from adapters.slack.refusal_words import why_not
from adapters.slack.refusals import Refused
from adapters.slack.rendering import message_of
from adapters.slack.sending import Sender
from bot.documents.tree import said
from bot.notices import Spot
from bot.places import Place
from retrieval.errors import PullquoteError
from tests.e2e.slack.local_slack import Did, LocalSlack

T = TypeVar("T")
NOTICE = said("It gets three.")
REPLY, OTHER = message_of(NOTICE), message_of(said("It gets four."))


@dataclass
class Bot:
    """A sender to a localhost Slack; it notes how long it would have waited."""

    slack: LocalSlack
    alice: str
    news: str
    waits: list[float] = field(default_factory=list)

    async def authorize(self, _enterprise: str, _team: str) -> AuthorizeResult | None:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=self.slack.team,
            bot_token=self.slack.bot_token,
            bot_user_id=self.slack.bot_user,
        )

    async def pause(self, seconds: float) -> None:
        self.waits.append(seconds)

    def sender(self) -> Sender:
        return Sender(Clients(SlackApi(self.slack.api_url), self.authorize), self.pause)

    def asked(self) -> tuple[Did, Incoming]:
        """Alice's question in the channel, as the bot understood it."""
        did = self.slack.mention(self.alice, self.news, "who heads it?")
        return did, self.incoming(Way.MENTION, self.news, did.ts)

    def incoming(self, way: Way, channel: str, ts: str = "", response_url: str = "") -> Incoming:
        key = f"slack:{channel}:{ts}"
        team = self.slack.team
        return Incoming(key, way, "", team, channel, self.alice, "who?", ts, ts, response_url)

    def does(self, work: Callable[[Sender], Coroutine[Any, Any, T]]) -> T:
        return asyncio.run(work(self.sender()))

    def replies_to(self, did: Did) -> list[str]:
        return [message.text for message in self.slack.replies(did)]

    def reply(self, to: Incoming, *, uncertain: bool = False) -> str:
        return self.does(lambda sender: sender.reply(to, REPLY, uncertain=uncertain))


@pytest.fixture
def bot() -> Iterator[Bot]:
    with LocalSlack() as slack:
        alice = slack.add_user("alice")
        yield Bot(slack, alice, slack.add_channel("news", members=[alice]))
        assert slack.violations == []


BROKEN = [
    {"status": 500},
    {"status": 502},
    {"status": 503},
    {"status": 504},
    {"status": 503, "error": "service_unavailable"},
    {"drop": True},
    {"error": "internal_error"},
    {"error": "fatal_error"},
]
broken = pytest.mark.parametrize("fault", BROKEN, ids=str)


# --------------------------------------------------------------------------------- posting


def test_a_reply_stands_in_the_thread_of_the_question_and_unfurls_nothing(bot: Bot) -> None:
    did, to = bot.asked()
    ts = bot.reply(to)
    [reply] = bot.slack.replies(did)
    assert (reply.ts, reply.thread, reply.text) == (ts, did.ts, REPLY.text)
    assert [{k: v for k, v in b.items() if k != "block_id"} for b in reply.blocks] == list(
        REPLY.blocks
    )
    assert reply.unfurl == (False, False)
    assert reply.metadata == {
        "event_type": "pullquote_reply",
        "event_payload": {"key": f"slack:{bot.news}:{did.ts}"},
    }
    assert bot.waits == []


def test_where_slack_asks_for_patience_the_bot_waits_as_long_as_it_was_asked_to(bot: Bot) -> None:
    did, to = bot.asked()
    bot.slack.fail("chat.postMessage", 2, status=429, retry_after=7)
    bot.reply(to)
    assert bot.replies_to(did) == [REPLY.text]
    assert [7 <= wait <= 8 for wait in bot.waits] == [True, True]
    # It surely was not posted, so nobody looks for it.
    assert bot.slack.called("conversations.replies") == []


@broken
def test_a_reply_that_was_posted_though_the_answer_got_lost_is_not_posted_again(
    bot: Bot, fault: dict[str, Any]
) -> None:
    did, to = bot.asked()
    bot.slack.fail("chat.postMessage", **fault, after_effect=True)
    ts = bot.reply(to)
    assert [reply.ts for reply in bot.slack.replies(did)] == [ts]
    assert len(bot.slack.called("chat.postMessage")) == 1
    assert [0.5 <= wait <= 1 for wait in bot.waits] == [True]


@broken
def test_a_reply_that_got_lost_itself_is_posted_again(bot: Bot, fault: dict[str, Any]) -> None:
    did, to = bot.asked()
    bot.slack.fail("chat.postMessage", 2, **fault)
    bot.reply(to)
    assert bot.replies_to(did) == [REPLY.text]
    assert len(bot.slack.called("chat.postMessage")) == 3


@broken
def test_if_slack_cannot_even_say_whether_it_was_posted_the_bot_asks_until_it_can(
    bot: Bot, fault: dict[str, Any]
) -> None:
    did, to = bot.asked()
    bot.slack.fail("chat.postMessage", status=503, after_effect=True)
    bot.slack.fail("conversations.replies", 2, **fault)
    ts = bot.reply(to)
    assert [reply.ts for reply in bot.slack.replies(did)] == [ts]
    assert len(bot.slack.called("chat.postMessage")) == 1


def test_looking_is_slowed_down_by_slack_too(bot: Bot) -> None:
    did, to = bot.asked()
    bot.slack.fail("chat.postMessage", status=503, after_effect=True)
    bot.slack.fail("conversations.replies", status=429, retry_after=9)
    bot.reply(to)
    assert bot.replies_to(did) == [REPLY.text]
    assert [round(wait) in (9, 10) for wait in bot.waits] == [False, True]


def test_a_bot_that_may_not_look_answers_rather_than_not(bot: Bot) -> None:
    did, to = bot.asked()
    bot.slack.fail("chat.postMessage", status=503)
    bot.slack.fail("conversations.replies", error="missing_scope")
    bot.reply(to)
    assert bot.replies_to(did) == [REPLY.text]


def test_in_a_thread_of_hundreds_the_lost_reply_is_found_too(bot: Bot) -> None:
    root = bot.slack.say(bot.alice, bot.news, "let's talk")
    for n in range(120):
        bot.slack.say(bot.alice, bot.news, f"{n}", thread=root)
    did = bot.slack.mention(bot.alice, bot.news, "who heads it?", thread=root)
    to = replace(bot.incoming(Way.MENTION, bot.news, did.ts), thread=root.ts)
    bot.slack.fail("chat.postMessage", status=502, after_effect=True)
    ts = bot.reply(to)
    assert [reply.ts for reply in bot.slack.replies(did)] == [ts]


def test_after_a_restart_a_reply_that_may_have_been_posted_is_looked_for_first(bot: Bot) -> None:
    did, to = bot.asked()
    ts = bot.reply(to)
    assert bot.reply(to, uncertain=True) == ts
    assert bot.replies_to(did) == [REPLY.text]
    # Nobody else's reply in the thread is taken for it.
    other = bot.slack.mention(bot.alice, bot.news, "since when?", thread=did)
    later = replace(bot.incoming(Way.MENTION, bot.news, other.ts), thread=did.ts)
    assert bot.reply(later, uncertain=True) != ts
    assert bot.replies_to(did) == [REPLY.text, REPLY.text]


@pytest.mark.parametrize("error", ["not_in_channel", "channel_not_found", "is_archived"])
def test_where_the_bot_may_not_post_it_says_why_and_does_not_try_again(
    bot: Bot, error: str
) -> None:
    _, to = bot.asked()
    change = {
        "not_in_channel": bot.slack.remove_bot,
        "channel_not_found": bot.slack.delete_channel,
        "is_archived": bot.slack.archive,
    }
    change[error](bot.news)
    with pytest.raises(Refused) as refused:
        bot.reply(to)
    assert refused.value.error == error
    assert (len(bot.slack.called("chat.postMessage")), bot.waits) == (1, [])


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_blocks_too_long"])
def test_where_slack_does_not_take_the_blocks_it_gets_the_words(bot: Bot, error: str) -> None:
    did, to = bot.asked()
    bot.slack.fail("chat.postMessage", error=error)
    bot.reply(to)
    [reply] = bot.slack.replies(did)
    assert (reply.text, reply.blocks) == (REPLY.text, ())


DEAD = "invalid_auth account_inactive token_revoked token_expired not_authed org_login_required"


@pytest.mark.parametrize("error", DEAD.split())
def test_what_a_dead_token_could_not_say_is_said_once_there_is_a_living_one(
    bot: Bot, error: str
) -> None:
    did, to = bot.asked()
    bot.slack.fail("chat.postMessage", error=error)
    with pytest.raises(Undelivered):
        bot.reply(to)
    bot.reply(to, uncertain=True)
    assert bot.replies_to(did) == [REPLY.text]


def test_a_dead_token_is_no_reason_to_think_that_nothing_was_posted(bot: Bot) -> None:
    did, to = bot.asked()
    bot.reply(to)
    bot.slack.fail("conversations.replies", error="invalid_auth")
    with pytest.raises(Undelivered):
        bot.reply(to, uncertain=True)
    assert bot.replies_to(did) == [REPLY.text]


def test_while_slack_is_down_the_bot_gives_up_after_a_while_having_waited_longer_each_time(
    bot: Bot,
) -> None:
    did, to = bot.asked()
    bot.slack.fail("chat.postMessage", 6, status=503)
    with pytest.raises(Undelivered):
        bot.reply(to)
    assert len(bot.slack.called("chat.postMessage")) == 6
    assert [int(wait / 0.5).bit_length() for wait in bot.waits] == [1, 2, 3, 4, 5]
    # Later it is tried once more.
    bot.reply(to, uncertain=True)
    assert bot.replies_to(did) == [REPLY.text]


# ------------------------------------------------------------------- replacing, deleting


def test_a_reply_is_replaced_where_it_stands(bot: Bot) -> None:
    did, to = bot.asked()
    ts = bot.reply(to)
    assert bot.does(lambda sender: sender.replace(to, ts, OTHER))
    assert [(m.ts, m.text) for m in bot.slack.replies(did)] == [(ts, OTHER.text)]
    assert bot.reply(to, uncertain=True) == ts


def test_a_reply_that_somebody_deleted_cannot_be_replaced_and_deleting_it_again_is_no_error(
    bot: Bot,
) -> None:
    did, to = bot.asked()
    ts = bot.reply(to)
    for _ in range(2):
        bot.does(lambda sender: sender.delete(to, ts))
    assert bot.replies_to(did) == []
    assert not bot.does(lambda sender: sender.replace(to, ts, OTHER))


def test_a_reply_in_a_channel_that_is_gone_is_refused_and_while_slack_is_down_undelivered(
    bot: Bot,
) -> None:
    _, to = bot.asked()
    ts = bot.reply(to)
    # Not among the errors that the client itself has patience with.
    bot.slack.fail("chat.update", error="internal_error")
    with pytest.raises(Undelivered):
        bot.does(lambda sender: sender.replace(to, ts, OTHER))
    bot.slack.delete_channel(bot.news)
    with pytest.raises(Refused) as refused:
        bot.does(lambda sender: sender.replace(to, ts, OTHER))
    assert refused.value.error == "channel_not_found"


@pytest.mark.parametrize("fault", [{"status": 502}, {"drop": True}], ids=str)
def test_replacing_and_deleting_are_simply_done_again(bot: Bot, fault: dict[str, Any]) -> None:
    did, to = bot.asked()
    ts = bot.reply(to)
    bot.slack.fail("chat.update", **fault)
    bot.slack.fail("chat.delete", **fault, after_effect=True)
    assert bot.does(lambda sender: sender.replace(to, ts, OTHER))
    assert bot.replies_to(did) == [OTHER.text]
    bot.does(lambda sender: sender.delete(to, ts))
    assert bot.replies_to(did) == []


# ------------------------------------------------------------------------------ in private


def typed(bot: Bot, channel: str = "") -> Incoming:
    """Alice's /ask, which nobody but the test answers."""
    did = bot.slack.command(bot.alice, channel or bot.news, "/ask", "who?")
    return bot.incoming(Way.COMMAND, channel or bot.news, response_url=did.response_url)


def whisper(bot: Bot, to: Incoming, message: Message = REPLY, *, instead: bool = False) -> None:
    bot.does(lambda sender: sender.whisper(to, message, replace=instead))


def seen_by_alice(bot: Bot) -> dict[str, list[str]]:
    """What only she sees in the channel, and what the bot wrote her directly."""
    direct = bot.slack.channel(bot.slack.direct(bot.alice)).messages
    return {
        "alone": [message.text for message in bot.slack.ephemerals(bot.alice)],
        "direct": [message.text for message in direct],
    }


def test_a_command_is_answered_through_its_response_url_and_what_waits_is_replaced(
    bot: Bot,
) -> None:
    to = typed(bot)
    whisper(bot, to, OTHER)
    whisper(bot, to, REPLY, instead=True)
    assert seen_by_alice(bot) == {"alone": [REPLY.text], "direct": []}
    assert bot.slack.called("chat.postEphemeral") == []
    assert bot.slack.channel(bot.news).messages == []


def test_once_the_response_url_has_expired_only_the_asker_still_sees_the_answer(bot: Bot) -> None:
    to = typed(bot)
    bot.slack.expire_response_urls()
    whisper(bot, to)
    assert seen_by_alice(bot) == {"alone": [REPLY.text], "direct": []}


def test_in_a_channel_without_the_bot_it_then_comes_as_a_direct_message(bot: Bot) -> None:
    elsewhere = bot.slack.add_channel("elsewhere", members=[bot.alice], with_bot=False)
    to = typed(bot, elsewhere)
    bot.slack.expire_response_urls()
    whisper(bot, to)
    assert seen_by_alice(bot) == {"alone": [], "direct": [REPLY.text]}
    assert bot.slack.channel(elsewhere).messages == []


@pytest.mark.parametrize("fault", [{"status": 500}, {"drop": True}], ids=str)
def test_a_response_url_that_fails_once_is_tried_again(bot: Bot, fault: dict[str, Any]) -> None:
    to = typed(bot)
    bot.slack.fail("response_url", **fault)
    whisper(bot, to)
    assert seen_by_alice(bot) == {"alone": [REPLY.text], "direct": []}


def test_a_sentence_to_who_mentioned_the_bot_is_for_them_alone(bot: Bot) -> None:
    did, to = bot.asked()
    whisper(bot, to)
    [message] = bot.slack.ephemerals(bot.alice, bot.news)
    # The thread does not exist yet for anybody who reads the channel.
    assert (message.text, message.thread) == (REPLY.text, "")
    other = bot.slack.mention(bot.alice, bot.news, "since when?", thread=did)
    whisper(bot, replace(bot.incoming(Way.MENTION, bot.news, other.ts), thread=did.ts))
    assert bot.slack.ephemerals(bot.alice, bot.news)[1].thread == did.ts


def test_in_a_direct_message_it_is_a_message_like_any_other(bot: Bot) -> None:
    did = bot.slack.dm(bot.alice, "who?")
    whisper(bot, bot.incoming(Way.DIRECT, did.channel, did.ts))
    assert bot.replies_to(did) == [REPLY.text]


def test_a_private_reply_can_be_shown_to_all_where_the_bot_is_no_member(bot: Bot) -> None:
    elsewhere = bot.slack.add_channel("elsewhere", members=[bot.alice], with_bot=False)
    to = typed(bot, elsewhere)
    assert bot.does(lambda sender: sender.tell_all(to, REPLY))
    assert [m.text for m in bot.slack.channel(elsewhere).messages] == [REPLY.text]
    bot.slack.expire_response_urls()
    assert not bot.does(lambda sender: sender.tell_all(to, REPLY))


# ------------------------------------------------------------------------------ unasked


def noticed(bot: Bot, to: Spot, *, uncertain: bool = False) -> None:
    sender = bot.sender()
    board = SlackBoard(sender, Locales(sender.clients))
    asyncio.run(board.post(to, NOTICE, "slack-notices:1", uncertain=uncertain))


def spot(bot: Bot, thread: str = "", person: str = "") -> Spot:
    return Spot(Place("slack", bot.slack.team, bot.news), thread, person=person)


def test_a_notice_stands_in_the_channel_in_the_thread_or_with_one_person_alone(bot: Bot) -> None:
    did, _ = bot.asked()
    for to in (spot(bot), spot(bot, thread=did.ts), spot(bot, person=bot.alice)):
        # Tried again by whoever does not know that it is there, it stays one.
        noticed(bot, to)
        noticed(bot, to, uncertain=True)
    posts = [m for m in bot.slack.channel(bot.news).messages if m.bot]
    assert [(m.text, m.thread) for m in posts] == [(REPLY.text, ""), (REPLY.text, did.ts)]
    assert seen_by_alice(bot) == {"alone": [], "direct": [REPLY.text]}


def test_a_notice_is_found_below_all_that_was_said_since(bot: Bot) -> None:
    root = bot.slack.say(bot.alice, bot.news, "let's talk")
    places = (spot(bot), spot(bot, thread=root.ts))
    for to in places:
        noticed(bot, to)
        for n in range(120):
            bot.slack.say(bot.alice, bot.news, f"{n}", thread=to.thread)
        noticed(bot, to, uncertain=True)
    assert len([m for m in bot.slack.channel(bot.news).messages if m.bot]) == 2


@pytest.mark.parametrize(
    "error", ["not_in_channel", "is_archived", "restricted_action_read_only_channel"]
)
def test_a_channel_that_takes_no_notices_is_named_in_words(bot: Bot, error: str) -> None:
    bot.slack.fail("chat.postMessage", error=error)
    with pytest.raises(CantPost) as refused:
        noticed(bot, spot(bot))
    assert refused.value.reason == why_not(error)
    assert len(bot.slack.called("chat.postMessage")) == 1


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked"])
def test_a_token_that_is_refused_silences_no_channel(bot: Bot, error: str) -> None:
    bot.slack.fail("chat.postMessage", error=error)
    with pytest.raises(Undelivered):
        noticed(bot, spot(bot))
    noticed(bot, spot(bot), uncertain=True)
    assert [m.text for m in bot.slack.channel(bot.news).messages] == [REPLY.text]


# ---------------------------------------------------------------------------------- status


def test_a_status_stands_in_the_thread_until_the_reply_comes(bot: Bot) -> None:
    did, to = bot.asked()
    bot.does(lambda sender: sender.status(to, "is looking…"))
    assert bot.slack.status(bot.news, did.ts) == "is looking…"
    bot.reply(to)
    assert bot.slack.status(bot.news, did.ts) == ""


@pytest.mark.parametrize(
    "fault",
    [
        *BROKEN,
        {"status": 429, "retry_after": 30},
        {"error": "missing_scope"},
        {"error": "channel_not_found"},
    ],
    ids=str,
)
def test_a_status_that_cannot_be_shown_is_no_reason_not_to_answer(
    bot: Bot, fault: dict[str, Any]
) -> None:
    _, to = bot.asked()
    bot.slack.fail("assistant.threads.setStatus", **fault)
    bot.does(lambda sender: sender.status(to, "is looking…"))
    assert len(bot.slack.called("assistant.threads.setStatus")) == 1
    assert bot.waits == []


def test_a_status_that_takes_too_long_is_not_waited_for(bot: Bot) -> None:
    _, to = bot.asked()
    bot.slack.slow("assistant.threads.setStatus", 30)
    bot.does(lambda sender: sender.status(to, "is looking…"))


def test_where_no_thread_is_no_status_is_tried(bot: Bot) -> None:
    bot.does(lambda sender: sender.status(typed(bot), "is looking…"))
    assert bot.slack.called("assistant.threads.setStatus") == []


# --------------------------------------------------------------------------- not installed


async def removed(_enterprise: str, _team: str) -> AuthorizeResult | None:
    return None


async def unreadable(_enterprise: str, _team: str) -> AuthorizeResult | None:
    raise PullquoteError("the installations can't be read")


def test_a_workspace_that_removed_the_app_hears_nothing_more(bot: Bot) -> None:
    _, to = bot.asked()
    sender = Sender(Clients(SlackApi(bot.slack.api_url), removed), bot.pause)
    for send in (
        lambda: sender.reply(to, REPLY, uncertain=False),
        lambda: sender.replace(to, to.message, REPLY),
        lambda: sender.whisper(to, REPLY),
    ):
        with pytest.raises(Undelivered):
            asyncio.run(send())
    asyncio.run(sender.delete(to, to.message))
    asyncio.run(sender.status(to, "is looking…"))
    assert bot.slack.calls == []


def test_a_status_does_not_even_fail_where_the_token_cannot_be_read(bot: Bot) -> None:
    _, to = bot.asked()
    sender = Sender(Clients(SlackApi(bot.slack.api_url), unreadable), bot.pause)
    asyncio.run(sender.status(to, "is looking…"))
    assert bot.slack.calls == []
