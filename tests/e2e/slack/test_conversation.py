"""The README's Slack section, said and pressed by people, over both of Slack's transports."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from adapters.slack.button_values import pressed_value
from adapters.slack.wording import LOADING
from bot.documents.actions import Rate
from tests.e2e.running import Running, own_copy, running
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.running import http_settings_for, settings_for
from tests.e2e.slack.world import Message

COMMANDER = "who heads the new US command in Japan?"
TROOPS = "and how many troops?"
ICE_CREAM = "which ice cream did the mayor of Lisbon prefer as a child?"
NOT_TRACKED = "Nothing that is tracked answers this."
JAPAN = "The US joint command in Japan"
SWEDEN = "Sweden joins NATO"


@dataclass
class Newsroom:
    """A Slack with a channel, the people in it, and Pullquote running there."""

    slack: LocalSlack
    service: Running
    alice: str
    bob: str
    admin: str
    news: str
    sports: str

    def reply(self, asked: Any) -> Message:
        """The one reply to a message."""
        self.slack.wait_for(lambda: self.slack.replies(asked))
        self.slack.settle()
        [reply] = self.slack.replies(asked)
        return reply

    def whispered(self, user: str, after: int = 0) -> Message:
        """The one message that only the user sees, beyond the first `after`."""
        self.slack.wait_for(lambda: self.slack.ephemerals(user)[after:])
        self.slack.settle()
        [message] = self.slack.ephemerals(user)[after:]
        return message


@pytest.fixture(
    params=[
        pytest.param(("ours", settings_for), id="socket"),
        pytest.param(("ours", http_settings_for), id="http"),
        # The Web API is the same over both transports.
        pytest.param(("emulate", settings_for), id="socket-emulate"),
    ]
)
def room(request: pytest.FixtureRequest, shipped: Path, tmp_path: Path) -> Iterator[Newsroom]:
    backend, settings = request.param
    with LocalSlack(backend=backend) as slack:
        alice, bob = slack.add_user("alice"), slack.add_user("bob")
        admin = slack.add_user("admin", is_admin=True)
        people = [alice, bob, admin]
        news = slack.add_channel("news", members=people, creator=slack.add_user("carol"))
        sports = slack.add_channel("sports", members=people)
        with running(settings(slack, own_copy(shipped, tmp_path))) as service:
            yield Newsroom(slack, service, alice, bob, admin, news, sports)
            slack.settle()
        assert slack.violations == []
        assert all(delivery.acknowledged for delivery in slack.deliveries)


def parts_of(blocks: Any) -> Iterator[Any]:
    """Every rich_text part, those in lists included."""
    for block in blocks:
        for part in block.get("elements", ()):
            yield from parts_of([part]) if part.get("type") == "rich_text_list" else [part]


def quotes_in(blocks: Any) -> list[str]:
    """The words of each quote."""
    return [
        "".join(e.get("text", "") for e in part["elements"])
        for part in parts_of(blocks)
        if part.get("type") == "rich_text_quote"
    ]


def quotes_of(message: Message) -> str:
    return "\n".join(quotes_in(message.blocks))


def texts_in(shown: Any) -> Iterator[str]:
    """Every text that people read, wherever it stands."""
    if isinstance(shown, dict):
        if isinstance(shown.get("text"), str):
            yield shown["text"]
        for key in ("blocks", "elements", "text"):
            yield from texts_in(shown.get(key))
    elif isinstance(shown, list | tuple):
        for one in shown:
            yield from texts_in(one)


def shown_in(message: Message) -> str:
    return "".join(texts_in(message.blocks))


def links_of(message: Message) -> list[str]:
    return [
        element["url"]
        for part in parts_of(message.blocks)
        for element in part.get("elements", ())
        if element.get("type") == "link"
    ]


def buttons_in(blocks: Any) -> dict[str, str]:
    """The action ids by label."""
    return {
        element["text"]["text"]: element["action_id"]
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
    }


def button(message: Message, label: str) -> str:
    """The action id of the button whose label begins so."""
    [id] = [id for name, id in buttons_in(message.blocks).items() if name.startswith(label)]
    return id


def verdict(message: Message, helpful: bool) -> str:
    """The value of the button Helpful, or of the other one."""
    [feedback] = [
        element
        for block in message.blocks
        if block["type"] == "context_actions"
        for element in block["elements"]
    ]
    values: list[str] = [feedback[b]["value"] for b in ("positive_button", "negative_button")]
    for value in values:
        match pressed_value(value):
            case Rate(_, verdict), _ if verdict is helpful:
                return value
    raise AssertionError(values)


def test_a_mention_is_answered_once_in_its_thread_with_quotes_that_can_be_followed(
    room: Newsroom,
) -> None:
    asked = room.slack.mention(room.alice, room.news, COMMANDER)
    reply = room.reply(asked)
    assert "Stephen Jost" in quotes_of(reply)
    assert (reply.channel, reply.thread) == (room.news, asked.ts)
    assert all("#:~:text=" in url for url in links_of(reply)[:1])
    assert reply.unfurl == (False, False)
    assert re.search(r", \d{1,2}\s(?:July|October)\s2024: “", reply.text)
    assert JAPAN in shown_in(reply)
    assert [label.split(" (")[0] for label in buttons_in(reply.blocks)] == [
        "More quotes",
        "Context",
        "Cite",
        "Export",
    ]
    assert verdict(reply, True) != verdict(reply, False)
    assert (room.news, asked.ts, "is looking for quotes…") in room.slack.statuses
    assert room.slack.status(room.news, asked.ts) == ""


def test_a_question_to_the_command_is_answered_to_the_asker_alone_until_it_is_shared(
    room: Newsroom,
) -> None:
    room.slack.command(room.alice, room.news, "/ask", COMMANDER)
    answer = room.whispered(room.alice)
    assert "Stephen Jost" in quotes_of(answer)
    assert room.slack.channel(room.news).messages == []

    room.slack.press(room.alice, answer, button(answer, "Share"))
    [shared] = room.slack.wait_for(lambda: room.slack.channel(room.news).messages)
    assert quotes_of(shared) == quotes_of(answer)
    assert COMMANDER in shown_in(shared)
    assert room.whispered(room.alice, after=1).text == "Shared in the channel."

    # What was shared is answered in like any other reply.
    more = room.slack.say(room.bob, room.news, TROOPS, thread=shared)
    assert JAPAN in shown_in(room.reply(more))


def test_a_reply_is_shared_once_however_often_the_button_is_pressed(room: Newsroom) -> None:
    room.slack.command(room.alice, room.news, "/ask", COMMANDER)
    answer = room.whispered(room.alice)
    for _ in range(2):
        room.slack.press(room.alice, answer, button(answer, "Share"))
    room.slack.wait_for(lambda: len(room.slack.ephemerals(room.alice)) == 3)
    room.slack.settle()
    assert len(room.slack.channel(room.news).messages) == 1
    assert {m.text for m in room.slack.ephemerals(room.alice)[1:]} == {
        "Shared in the channel.",
        "This was shared already.",
    }


def test_a_direct_message_is_answered_there(room: Newsroom) -> None:
    asked = room.slack.dm(room.alice, COMMANDER)
    assert "Stephen Jost" in quotes_of(room.reply(asked))


def test_a_follow_up_stays_with_the_story_of_its_thread(room: Newsroom) -> None:
    asked = room.slack.mention(room.alice, room.news, COMMANDER)
    room.reply(asked)
    follow_up = room.slack.say(room.bob, room.news, TROOPS, thread=asked)
    reply = room.reply(follow_up)
    assert f"In: {JAPAN}" in shown_in(reply)
    assert "troops" in quotes_of(reply)


def test_a_follow_up_that_its_story_does_not_answer_is_asked_of_all_stories(
    room: Newsroom,
) -> None:
    asked = room.slack.mention(room.alice, room.news, COMMANDER)
    room.reply(asked)
    question = "when did Sweden become a member of NATO?"
    follow_up = room.slack.say(room.bob, room.news, question, thread=asked)
    reply = room.reply(follow_up)
    assert SWEDEN in shown_in(reply)
    assert NOT_TRACKED not in shown_in(reply)


def test_people_who_talk_to_each_other_below_an_answer_are_left_alone(room: Newsroom) -> None:
    asked = room.slack.mention(room.alice, room.news, COMMANDER)
    room.reply(asked)
    for text in ("Thanks!", f"<@{room.alice}> did you know that?", "I had no idea."):
        room.slack.say(room.bob, room.news, text, thread=asked)
    room.slack.say(room.bob, room.news, COMMANDER)
    elsewhere = room.slack.say(room.bob, room.news, "Lunch?")
    room.slack.say(room.alice, room.news, "where shall we go?", thread=elsewhere)
    room.slack.settle()
    assert len(room.slack.replies(asked)) == 1
    assert len([m for m in room.slack.channel(room.news).messages if m.bot]) == 1


def test_a_mention_that_only_points_is_about_the_message_before_it(room: Newsroom) -> None:
    said = room.slack.say(room.bob, room.news, "The commander in Japan will have three stars")
    room.slack.say(room.alice, room.news, "lol", thread=said)
    asked = room.slack.mention(room.alice, room.news, "is that right?", thread=said)
    assert "Japan" in quotes_of(room.reply(asked))


def test_quotes_are_found_for_a_message_of_somebody_else(room: Newsroom) -> None:
    message = room.slack.say(
        room.bob, room.news, "Apparently the commander in Japan will have three stars & no more"
    )
    room.slack.shortcut(room.alice, message, "find_quotes")
    assert "three stars" in quotes_of(room.whispered(room.alice))


def test_what_is_not_answered_is_said_and_the_nearest_passages_are_no_answer(
    room: Newsroom,
) -> None:
    asked = room.slack.mention(room.alice, room.news, ICE_CREAM)
    reply = room.reply(asked)
    assert NOT_TRACKED in shown_in(reply)
    assert quotes_of(reply) == ""
    room.slack.press(room.bob, reply, button(reply, "Nearest"))
    nearest = room.whispered(room.bob)
    assert shown_in(nearest).startswith("Nearest passages, which may not answer:")
    assert quotes_of(nearest)
    assert '"bold"' not in repr(nearest.blocks).replace("'", '"')


def test_more_quotes_and_their_context_are_shown_to_who_asks_for_them(room: Newsroom) -> None:
    reply = room.reply(room.slack.mention(room.alice, room.news, COMMANDER))
    room.slack.press(room.bob, reply, button(reply, "More quotes"))
    more = room.whispered(room.bob)
    assert quotes_of(more)
    assert not set(quotes_in(more.blocks)) & set(quotes_in(reply.blocks))

    room.slack.press(room.bob, reply, button(reply, "Context"))
    [modal] = room.slack.wait_for(
        lambda: [m for m in room.slack.modals(room.bob) if LOADING() not in str(m)]
    )
    around = "".join(texts_in(modal))
    assert quotes_in(reply.blocks)
    for quote in quotes_in(reply.blocks):
        assert quote in around
    assert len(around) > 2 * len(quotes_of(reply))


def test_feedback_is_kept_can_be_changed_and_is_shown_to_admins_alone(room: Newsroom) -> None:
    reply = room.reply(room.slack.mention(room.alice, room.news, COMMANDER))
    for helpful, text in ((True, "Noted: Helpful."), (False, "Noted: Not helpful.")):
        before = len(room.slack.ephemerals(room.bob))
        room.slack.press(room.bob, reply, "rate", verdict(reply, helpful))
        assert room.whispered(room.bob, after=before).text.startswith(text)
    room.slack.press(room.alice, reply, "rate", verdict(reply, True))
    room.whispered(room.alice)

    room.slack.command(room.admin, room.news, "/pullquote", "feedback")
    listed = room.whispered(room.admin)
    assert "1 helpful, 1 not helpful" in shown_in(listed)
    assert any(f"/{room.news}/p" in url for url in links_of(listed))
    room.slack.command(room.alice, room.news, "/pullquote", "feedback")
    refused = room.whispered(room.alice, after=1)
    assert refused.text == "Only admins of this workspace see what people thought of replies."


def test_a_channel_is_limited_to_a_story_in_every_way_of_asking(room: Newsroom) -> None:
    room.slack.command(room.alice, room.news, "/pullquote", "scope sweden-nato")
    assert room.whispered(room.alice).text.startswith("Only who created this channel and admins")
    room.slack.command(room.admin, room.news, "/pullquote", "scope sweden-nat")
    assert room.whispered(room.admin).text == (
        "There is no story 'sweden-nat'; did you mean 'sweden-nato'?"
    )
    room.slack.command(room.admin, room.news, "/pullquote", "scope sweden-nato")
    assert SWEDEN in room.whispered(room.admin, after=1).text

    said = room.slack.say(room.bob, room.news, COMMANDER)
    room.slack.command(room.alice, room.news, "/ask", COMMANDER)
    answers = [room.whispered(room.alice, after=1)]
    room.slack.shortcut(room.bob, said, "find_quotes")
    answers.append(room.whispered(room.bob))
    answers.append(room.reply(room.slack.mention(room.alice, room.news, COMMANDER)))
    for answer in answers:
        assert JAPAN not in shown_in(answer)
        assert NOT_TRACKED in shown_in(answer) or SWEDEN in shown_in(answer)
    room.slack.command(room.bob, room.news, "/stories")
    assert room.whispered(room.bob, after=1).text == f"Stories: {SWEDEN}"

    elsewhere = room.reply(room.slack.mention(room.alice, room.sports, COMMANDER))
    assert JAPAN in shown_in(elsewhere)

    room.slack.command(room.admin, room.news, "/pullquote", "scope all")
    room.whispered(room.admin, after=2)
    again = room.reply(room.slack.mention(room.bob, room.news, COMMANDER))
    assert JAPAN in shown_in(again)


def test_the_pane_suggests_the_stories_of_the_channel_beside_it(room: Newsroom) -> None:
    room.slack.command(room.admin, room.news, "/pullquote", "scope sweden-nato")
    room.whispered(room.admin)
    room.slack.open_home(room.alice, "messages", viewing=room.news)
    pane = room.slack.direct(room.alice)

    def suggested() -> Any:
        return (room.slack.prompts(pane) or {}).get("prompts")

    prompts = room.slack.wait_for(suggested)
    assert all("Sweden" in prompt["title"] for prompt in prompts)
    assert all(prompt["message"].endswith("?") for prompt in prompts)
    prompt = prompts[0]
    room.slack.change_context(room.alice, viewing=room.sports)
    room.slack.wait_for(lambda: not all("Sweden" in prompt["title"] for prompt in suggested()))

    asked = room.slack.dm(room.alice, prompt["message"], viewing=room.news)
    assert SWEDEN in shown_in(room.reply(asked))
    assert (pane, asked.ts, "is looking for quotes…") in room.slack.statuses


def test_help_stories_and_home_say_what_there_is_and_how_to_ask(room: Newsroom) -> None:
    room.slack.command(room.alice, room.news, "/ask", "help")
    assert "Find quotes for this message" in shown_in(room.whispered(room.alice))
    room.slack.command(room.alice, room.news, "/ask", "")
    assert "Find quotes for this message" in shown_in(room.whispered(room.alice, after=1))
    room.slack.command(room.alice, room.news, "/stories")
    assert JAPAN in room.whispered(room.alice, after=2).text
    room.slack.open_home(room.alice)
    home = room.slack.wait_for(lambda: room.slack.home(room.alice))
    shown = str(home)
    assert shown.index("Stories") < shown.index(JAPAN) < shown.index("Newest articles")
    assert "2025" in shown
    assert "/follow" not in shown
    assert home is not None
    room.slack.press(room.alice, home, "help")
    [window] = room.slack.wait_for(
        lambda: [m for m in room.slack.modals(room.alice) if LOADING() not in str(m)]
    )
    ways = "".join(texts_in(window))
    assert all(
        way in ways for way in ("Find quotes for this message", "/follow", "/pullquote scope")
    )


def test_an_edited_question_is_answered_anew_in_the_same_reply(room: Newsroom) -> None:
    asked = room.slack.mention(room.alice, room.news, COMMANDER)
    first = room.reply(asked)
    room.slack.edit(asked, f"<@{room.slack.bot_user}> when did Sweden become a member of NATO?")
    room.slack.wait_for(lambda: SWEDEN in shown_in(room.reply(asked)))
    assert room.reply(asked).ts == first.ts


def test_the_reply_to_a_deleted_question_goes_with_it(room: Newsroom) -> None:
    asked = room.slack.dm(room.alice, COMMANDER)
    room.reply(asked)
    room.slack.delete(asked)
    room.slack.wait_for(lambda: not room.slack.replies(asked))
    room.slack.settle()
    assert room.slack.replies(asked) == []


def test_questions_that_cannot_be_asked_are_told_so_in_a_sentence(room: Newsroom) -> None:
    room.slack.mention(room.alice, room.news, "🤖 ???")
    assert room.whispered(room.alice).text == (
        'The question has no words in it; ask in words, for example: "who heads the command?"'
    )
    room.slack.command(room.bob, room.news, "/ask", "x" * 2500)
    assert room.whispered(room.bob).text == (
        "The question has 2,500 characters; ask in at most 2,000."
    )
