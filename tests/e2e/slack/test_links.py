"""A link to a tracked article in a channel of Slack gets its key sentence, once, where that is
wanted."""

from pathlib import Path

import pytest

from adapters.service import background
from tests.e2e.served import watched
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.test_conversation import links_of, quotes_in, shown_in
from tests.e2e.slack.test_notices import BORN, COUNTED, EVERY, RECOUNTED, newsroom


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "_NOTICED_EVERY", EVERY)


def test_a_link_gets_its_key_sentence_once_where_a_manager_switched_that_on(
    slack: LocalSlack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    until_served = watched(monkeypatch)
    alice, bob = slack.add_user("alice"), slack.add_user("bob")
    news, other = (
        slack.add_channel(name, members=[alice, bob], creator=alice) for name in ("news", "other")
    )
    with newsroom(slack, tmp_path) as room:
        room.writes("pups", f"{BORN} <!channel> *bold* {COUNTED}")
        until_served(room.indexes())
        assert room.types(bob, news, "/pullquote", "links on").text.startswith("Only who manages")
        assert "Links are off" in shown_in(room.types(bob, news, "/pullquote", "links"))
        assert "Links are on" in shown_in(room.types(alice, news, "/pullquote", "links on"))
        page = "https://www.paper.example/pups/?utm_source=chat"
        nowhere = slack.say(bob, other, f"look: <{page}>")
        elsewhere = slack.say(bob, news, "and <https://elsewhere.example/pups>")
        linked = slack.say(bob, news, f"Read this: <{page}|paper.example>, please")
        [told] = slack.wait_for(lambda: slack.replies(linked))
        assert quotes_in(told.blocks) == [BORN]
        assert told.text.startswith("Tracked here: About pups")
        assert "Its text is as it was first read here." in shown_in(told)
        assert any(":~:text=" in url for url in links_of(told))
        assert told.unfurl == (False, False)
        slack.deliver(linked, times=2)
        slack.settle()
        assert len(slack.replies(linked)) == 1
        assert slack.replies(nowhere) == slack.replies(elsewhere) == []
        # Nobody is told again in its own thread.
        below = slack.say(bob, news, f"<{page}>", thread=linked)
        slack.settle()
        assert len(slack.replies(linked)) == 1
        assert below

        off = room.types(alice, news, "/pullquote", "links off")
        assert "Links are off" in shown_in(off)
        again = slack.say(bob, news, f"<{page}>")
        slack.settle()
        assert slack.replies(again) == []


def test_on_request_a_link_is_told_of_to_who_asked_with_what_became_of_it(
    slack: LocalSlack, tmp_path: Path
) -> None:
    alice = slack.add_user("alice")
    news, other = (slack.add_channel(name, members=[alice]) for name in ("news", "other"))
    with newsroom(slack, tmp_path) as room:
        room.writes("pups", f"{COUNTED} {BORN}")
        room.indexes()
        room.writes("pups", f"{RECOUNTED} {BORN}")
        room.indexes()
        said = slack.say(alice, news, "Hm: <https://paper.example/pups>")

        def asks() -> str:
            before = len(slack.ephemerals(alice))
            slack.shortcut(alice, said, "find_quotes")
            [shown] = slack.wait_for(lambda: slack.ephemerals(alice)[before:])
            return shown_in(shown)

        slack.wait_for(lambda: "Its text has changed since it was first read here, last" in asks())
        assert slack.replies(said) == []
        # What may be spoken of in another channel only is no tracked article here.
        (room.corpus / "otters" / "story.toml").write_text(
            f'title = "About otters"\nsummary = "x"\nchannels = ["slack:{other}"]\n'
        )
        room.indexes()
        slack.wait_for(lambda: "Tracked here" not in asks())
