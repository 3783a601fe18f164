"""/timeline in Slack: pages of quotes, the other way around, and the picture above them."""

from pathlib import Path

import pytest

from adapters.slack import responses
from tests.e2e.running import own_copy, running
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.running import settings_for
from tests.e2e.slack.test_conversation import button, buttons_in, links_of, quotes_in, shown_in
from tests.e2e.slack.world import Message

STORY = "us-japan-command"


def pictures_in(message: Message) -> list[str]:
    return [block["slack_file"]["id"] for block in message.blocks if block["type"] == "image"]


def test_a_timeline_is_paged_turned_around_and_pictured(
    slack: LocalSlack, shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(responses, "PAUSES", (0.0, 0.1, 0.1))
    alice = slack.add_user("alice")
    admin = slack.add_user("admin", is_admin=True)
    news = slack.add_channel("news", members=[alice, admin])

    def types(user: str, command: str, text: str) -> Message:
        """The one message that the person sees in the end."""
        before = len(slack.ephemerals(user))
        slack.command(user, news, command, text)
        slack.wait_for(
            lambda: [m for m in slack.ephemerals(user)[before:] if "Reading" not in m.text],
        )
        slack.settle()
        [shown] = slack.ephemerals(user)[before:]
        return shown

    def pressed(on: Message, label: str) -> Message:
        """What the message has become."""
        before = slack.message(on.channel, on.ts)
        slack.press(alice, on, button(on, label))
        slack.wait_for(lambda: slack.message(on.channel, on.ts) != before)
        slack.settle()
        now = slack.message(on.channel, on.ts)
        assert now is not None
        return now

    with running(settings_for(slack, own_copy(shipped, tmp_path))):
        # Just uploaded, the picture is not to be had at once.
        slack.look_at_files(1)
        first = types(alice, "/timeline", STORY)
        [file] = slack.files
        assert pictures_in(first) == [file.id]
        [described] = [block["alt_text"] for block in first.blocks if block["type"] == "image"]
        assert described.startswith("Coverage of “The US joint command in Japan”: ")
        assert described == file.alt
        assert "oldest first" in shown_in(first)
        assert quotes_in(first.blocks)
        assert all("#:~:text=" in url for url in links_of(first)[:1])
        assert slack.channel(news).messages == []

        seen, page = quotes_in(first.blocks), first
        while "Later" in buttons_in(page.blocks):
            page = pressed(page, "Later")
            assert pictures_in(page) == [file.id]
            seen += quotes_in(page.blocks)
        assert len(seen) == len(set(seen))
        newest = pressed(page, "Newest first")
        assert quotes_in(newest.blocks)[0] == seen[-1]
        assert "newest first" in shown_in(newest)
        assert ("Earlier" in buttons_in(newest.blocks)) == (len(seen) > 5)

        # Where it can't be uploaded, or is never taken, the words stand alone.
        slack.fail("files.completeUploadExternal", error="internal_error")
        for times in (0, 10):
            slack.look_at_files(times)
            alone = types(alice, "/timeline", f"{STORY} oldest")
            assert (quotes_in(alone.blocks), pictures_in(alone)) == (quotes_in(first.blocks), [])

        said = {
            "": "The story is missing; write: /timeline STORY",
            f"{STORY} sideways": "Write oldest or newest, not 'sideways'.",
            "us-japan": "There is no story 'us-japan'; did you mean 'us-japan-command'?",
        }
        for text, sentence in said.items():
            assert types(alice, "/timeline", text).text == sentence

        # What may not be spoken of here any more is not shown by an older button either.
        types(admin, "/pullquote", "scope sweden-nato")
        before = len(slack.ephemerals(alice))
        slack.press(alice, newest, button(newest, "Oldest first"))
        slack.wait_for(lambda: slack.ephemerals(alice)[before:])
        [refused] = slack.ephemerals(alice)[before:]
        assert refused.text == "This story is not tracked here any more."
