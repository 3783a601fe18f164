"""Stories followed in Slack: what comes in is told once, in quotes, where it was asked for."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.service import background
from tests.e2e.command import ROOT, run_in
from tests.e2e.corpora import write_story
from tests.e2e.running import running
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.running import settings_for
from tests.e2e.slack.test_conversation import links_of, quotes_in, shown_in
from tests.e2e.slack.world import Message

OTTERS = "how many sea otters were counted in the bay?"
COUNTED = "Ninety sea otters were counted in the bay of Elkhorn."
RECOUNTED = "Eighty sea otters were counted in the bay of Elkhorn."
FENCED = "A fence now keeps fishing boats out of the northern half of the estuary."
BORN = "Eleven pups were born at the aquarium during the first week of March."
OILED = "Crude oil from a stranded tanker has reached the beach at Moss Landing."
# Seconds after which the services have looked twice at what has happened.
EVERY, TWO_LOOKS = 0.2, 1.0
MOVED = "Two males were flown to a lagoon near the Oregon border by helicopter."


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "_NOTICED_EVERY", EVERY)


@dataclass
class Clock:
    """The time, and as much later as a test wants."""

    later: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.later


@dataclass
class Newsroom:
    """A Slack, and the articles that come in."""

    slack: LocalSlack
    corpus: Path
    data: Path
    clock: Clock

    def writes(self, name: str, text: str, source: str = "The Paper") -> None:
        """An article of the story, whose file is `name`; it isn't indexed yet."""
        (self.corpus / "otters" / f"{name}.md").write_text(
            f"---\ntitle: About {name}\nurl: https://paper.example/{name}\nsource: {source}\n"
            f"published: 2025-02-0{len(name) % 9 + 1}\n---\n\n{text}\n"
        )

    def indexes(self) -> str:
        """The id of the generation that serves then."""
        outcome = run_in(ROOT, self.data)("reindex", "--corpus", str(self.corpus), "--json")
        assert outcome.code == 0, outcome.err
        return str(outcome.json["generation"])

    def types(self, user: str, channel: str, command: str, text: str = "") -> Message:
        """What the person alone sees of a command."""
        before = len(self.slack.ephemerals(user))
        self.slack.command(user, channel, command, text)
        [shown] = self.slack.wait_for(lambda: self.slack.ephemerals(user)[before:])
        return shown

    def told(self, channel: str, after: int = 0) -> Message:
        """The one message of the bot in the channel, beyond the first `after`."""
        self.slack.wait_for(lambda: self.posts(channel)[after:])
        [message] = self.posts(channel)[after:]
        return message

    def posts(self, channel: str) -> list[Message]:
        return [one for one in self.slack.channel(channel).top if one.bot]


@contextmanager
def newsroom(slack: LocalSlack, folder: Path, services: int = 1) -> Iterator[Newsroom]:
    room = Newsroom(slack, folder / "corpus", folder / "data", Clock())
    write_story(room.corpus, "otters", COUNTED)
    room.indexes()
    with ExitStack() as stack:
        started = [
            stack.enter_context(
                running(settings_for(slack, room.data), ready=False, now=room.clock)
            )
            for _ in range(services)
        ]
        for service in started:
            service.wait_until_ready()
        yield room
        slack.settle()


def test_what_is_followed_is_told_once_at_once_or_in_a_digest_until_it_is_unfollowed(
    slack: LocalSlack, tmp_path: Path
) -> None:
    alice = slack.add_user("alice", tz="Europe/Berlin")
    news, daily = (slack.add_channel(name, members=[alice]) for name in ("news", "daily"))
    alien = slack.add_channel("alien", members=[alice], with_bot=False)
    with newsroom(slack, tmp_path) as room:
        refused = {
            "/follow": "The story is missing; write: /follow STORY",
            "/follow otter": "There is no story 'otter'; did you mean 'otters'?",
            "/follow otters hourly": "'hourly' is no rhythm; write “now”, “daily at 09:00 "
            "Europe/Berlin” or “weekly on Monday at 09:00 Europe/Berlin”.",
            "/follow otters daily at 25:00": "'25:00' is no time of day; write one such as 09:00 "
            "or 17:30.",
            "/unfollow otters": "“About otters” was not followed here.",
            "/unfollow": "The story is missing; write: /unfollow STORY",
        }
        for typed, said in refused.items():
            command, _, text = typed.partition(" ")
            assert room.types(alice, news, command, text).text == said
        assert room.types(alice, alien, "/follow", "otters").text.startswith("I can't post in this")

        followed = room.types(alice, news, "/follow", "otters")
        assert shown_in(followed) == (
            "“About otters” is followed here: new articles are posted as they come. To end it: "
            "/unfollow otters"
        )
        digest = room.types(alice, daily, "/follow", "otters daily at 9:00")
        assert "is followed here, daily at 09:00 Europe/Berlin. The first digest may" in digest.text

        room.writes("fence", f"{COUNTED} {FENCED}")
        room.writes("pups", f"{BORN} {COUNTED}")
        room.writes("copied", f"{BORN} {COUNTED}", source="The Mail")
        room.indexes()
        told = room.told(news)
        assert told.text.startswith("New in: About otters. ")
        assert set(quotes_in(told.blocks)) == {FENCED, BORN}
        assert "also in The" in shown_in(told)
        assert any(":~:text=" in url for url in links_of(told))
        assert told.unfurl == (False, False)

        room.clock.later += timedelta(days=1)
        assert set(quotes_in(room.told(daily).blocks)) == {FENCED, BORN}
        assert room.told(daily).text.startswith("Daily digest: About otters. ")

        listed = room.types(alice, news, "/following")
        assert "About otters otters" in shown_in(listed)
        assert "now · since" in shown_in(listed)
        assert "Corrections are on" in shown_in(listed)
        assert room.types(alice, news, "/unfollow", "otters").text == (
            "“About otters” is not followed here any more."
        )

        # Where it can't be told any more, who asked for it hears so, once.
        slack.archive(daily)
        room.writes("oil", OILED)
        room.indexes()
        room.clock.later += timedelta(days=1)
        direct = slack.direct(alice)
        note = room.told(direct)
        assert "It can't be posted there: the channel is archived" in note.text
        assert "/follow otters daily at 09:00 Europe/Berlin" in note.text
        assert f"<#{daily}>" in note.text
        quiet = room.types(alice, daily, "/following")
        assert "nothing is posted any more: the channel is archived" in shown_in(quiet)
        room.clock.later += timedelta(days=1)
        time.sleep(TWO_LOOKS)
        assert [len(room.posts(channel)) for channel in (news, daily, direct)] == [1, 1, 1]


def test_what_is_told_is_told_once_by_two_services_and_where_slack_s_answer_is_lost(
    slack: LocalSlack, tmp_path: Path
) -> None:
    alice, bob = slack.add_user("alice"), slack.add_user("bob")
    news = slack.add_channel("news", members=[alice, bob])
    with newsroom(slack, tmp_path, services=2) as room:
        asked = slack.mention(bob, news, OTTERS)
        [reply] = slack.wait_for(lambda: slack.replies(asked))
        assert quotes_in(reply.blocks) == [COUNTED]
        room.types(alice, news, "/follow", "otters now")

        slack.fail("chat.postMessage", status=503, after_effect=True)
        room.writes("moved", MOVED)
        room.indexes()
        assert quotes_in(room.told(news).blocks) == [MOVED]

        # Words quoted in a thread change: it is said there, until that is switched off.
        slack.fail("chat.postMessage", status=503, after_effect=True)
        write_story(room.corpus, "otters", RECOUNTED)
        room.indexes()
        slack.wait_for(lambda: slack.replies(asked)[1:], 20)
        time.sleep(TWO_LOOKS)
        [_, correction] = slack.replies(asked)
        assert correction.thread == asked.ts
        assert quotes_in(correction.blocks) == [COUNTED, RECOUNTED]
        assert "A sentence quoted here has changed in its article." in correction.text

        refused = room.types(bob, news, "/pullquote", "corrections off")
        assert refused.text.startswith("Only who created this channel")
        neither = room.types(alice, news, "/pullquote", "corrections no")
        assert neither.text == "Write on or off, not 'no'."
        off = room.types(alice, news, "/pullquote", "corrections off")
        assert shown_in(off).endswith("To switch: /pullquote corrections on")
        assert "Corrections are off" in shown_in(room.types(bob, news, "/following"))
        write_story(room.corpus, "otters", "No sea otters at all were seen in the bay of Elkhorn.")
        room.indexes()
        time.sleep(TWO_LOOKS)
        assert len(slack.replies(asked)) == 2
        assert len(room.posts(news)) == 1
        # The answer, the news, the correction: none was posted again.
        assert len(slack.called("chat.postMessage")) == 3
