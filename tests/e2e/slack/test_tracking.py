"""Admins add and remove sources from Slack: shown first, confirmed by a button. Over the wire."""

from contextlib import closing
from pathlib import Path

from adapters.assembly import catalog_of
from adapters.storage.outages import StoredOutages
from tests.e2e.running import running
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.running import settings_for
from tests.e2e.slack.test_conversation import button, shown_in
from tests.e2e.slack.world import Message
from tests.e2e.tracked import newsroom

ADMINS_ONLY = "Only admins of the workspace can change what is tracked. Ask one of them."


def test_an_admin_tracks_a_feed_after_seeing_it_and_ends_that_and_nobody_else_may(
    slack: LocalSlack, shipped: Path, tmp_path: Path
) -> None:
    admin = slack.add_user("admin", is_admin=True)
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice, admin])

    def said(user: str, command: str, text: str) -> Message:
        before = len(slack.ephemerals(user))
        slack.command(user, news, command, text)
        slack.wait_for(
            lambda: [m for m in slack.ephemerals(user)[before:] if "Looking" not in m.text],
        )
        slack.settle()
        [shown] = slack.ephemerals(user)[before:]
        return shown

    def pressed(user: str, on: Message, label: str) -> str:
        """What it has become."""
        slack.press(user, on, button(on, label))
        slack.wait_for(lambda: "Track it" not in str(slack.message(news, on.ts)))
        slack.settle()
        now = slack.message(news, on.ts)
        assert now is not None
        return now.text

    with (
        newsroom(shipped, tmp_path) as room,
        running(settings := settings_for(slack, room.data, **room.settings)),
    ):
        before = room.story
        assert said(alice, "/track", f"{room.feed} ferry").text == ADMINS_ONLY
        assert said(alice, "/untrack", room.feed).text == ADMINS_ONLY
        assert room.site.requests == []

        proposed = said(admin, "/track", f"{room.feed} ferry")
        words = shown_in(proposed)
        assert "The Saltholm Sentinel" in words
        assert "RSS, 4 items, of which 3 would be taken." in words
        assert words.index("Divers look at") < words.index("Recipe of the day")
        assert "had been checked" in words
        assert "is raised" not in words
        assert "Track it for “About ferry”?" in words
        assert room.story == before
        assert pressed(admin, proposed, "Cancel") == "Nothing was changed."
        assert room.story == before

        proposed = said(admin, "/track", f"<{room.feed}> ferry")
        told = pressed(admin, proposed, "Track it")
        assert told == (
            f"“About ferry” tracks {room.feed} from now on; its articles come with the next "
            "refresh."
        )
        assert room.story == f'{before}feeds = ["{room.feed}"]\n'
        with closing(catalog_of(settings)) as catalog:
            adder = StoredOutages(catalog.database).adder("ferry", room.feed, "slack")
        assert adder is not None
        assert adder.person == admin
        assert "tracks" in said(admin, "/track", f"{room.feed} ferry").text

        refused = {
            f"{room.feed}x ferry": "there is no such page (HTTP 404)",
            f"{room.feed} hidden": "There is no story 'hidden'",
            "http://10.0.0.1/rss ferry": "is not public",
            "file:///etc/passwd ferry": "Only http:// and https:// addresses are asked",
            "ferry": "The story is missing",
            f"{room.feed} ferry --page": "Write page or topic, not '--page'.",
        }
        for text, why in refused.items():
            assert why in said(admin, "/track", text).text, text

        slipped = said(admin, "/untrack", f"{room.feed}x").text
        assert f"did you mean {room.feed}?" in slipped
        ending = said(admin, "/untrack", room.feed)
        assert "Track it no more for “About ferry”? Its articles so far stay." in shown_in(ending)
        slack.press(admin, ending, button(ending, "Stop tracking it"))
        slack.wait_for(lambda: "asks" in str(slack.message(news, ending.ts)))
        assert room.feed not in room.story
        assert room.story.startswith("# By hand.\n")
        slack.settle()
        assert slack.channel(news).messages == []
