"""Links to tracked articles, and news that are published, in Discord."""

import pytest

from tests.e2e.discord import test_following
from tests.e2e.discord.test_following import FACTS, Desk
from tests.e2e.discord.world import CROSSPOSTED
from tests.e2e.running import running

desk = test_following.desk


def test_a_link_is_told_of_to_who_asks_about_its_message(desk: Desk) -> None:
    local = desk.local
    with running(desk.settings, now=desk.clock):
        local.settle()
        said = local.say(desk.alice, desk.news, "see (https://m.paper.example/3?utm_medium=x).")
        shown = desk.answer(local.menu(desk.alice, said, "Find quotes for this"))
        assert shown.ephemeral
        assert shown.text.startswith("**Tracked here\\:**")
        assert f"> {FACTS[3]}" in shown.text
        assert "Its text is as it was first read here." in shown.text
        # Discord shows nobody's words without the privileged intent.
        deaf = desk.said(desk.manager, desk.news, "links", turn="on")
        assert "Links are on" in deaf
        assert "Message Content Intent" in deaf
        desk.story(channels=(f"discord:{desk.daily}",))
        desk.index()
        hidden = "Tracked here"
        local.wait_for(
            lambda: (
                hidden not in desk.answer(local.menu(desk.alice, said, "Find quotes for this")).text
            )
        )


def test_news_in_an_announcement_channel_are_published_once_where_that_is_switched_on(
    desk: Desk,
) -> None:
    local = desk.local
    with running(desk.settings, now=desk.clock):
        local.settle()
        announced = local.add_announcements(desk.guild, "announced")
        refused = desk.said(desk.manager, desk.news, "publish", turn="on")
        assert refused == "Only in an announcement channel can news be published."
        assert "Publishing is on" in desk.said(desk.manager, announced, "publish", turn="on")
        desk.said(desk.manager, announced, "follow", story="otters")
        local.fail("crosspost", times=1, status=500)
        desk.article(7, "A storm washed forty otters ashore at Carmel.")
        desk.index()
        notice = desk.notice(announced, 0)

        def published() -> bool:
            found = local.message(notice)
            return found is not None and bool(found.flags & CROSSPOSTED)

        local.wait_for(published)
        local.settle()
        tries = [one for one in local.calls if one.route == "crosspost"]
        assert [one.status for one in tries] == [500, 200]
        assert "Publishing is off" in desk.said(desk.manager, announced, "publish", turn="off")
        desk.clock.passes(minutes=6)
        desk.article(8, "Volunteers built a shelter of kelp for the survivors.")
        desk.index()
        desk.notice(announced, 1)
        local.settle()
        assert len([one for one in local.calls if one.route == "crosspost"]) == 2


@pytest.mark.parametrize("local_discord", [{"message_content": True}], indirect=True)
def test_a_link_gets_its_key_sentence_once_where_a_manager_switched_that_on(desk: Desk) -> None:
    local = desk.local
    with running(desk.settings, now=desk.clock):
        local.settle()
        assert "Links are on" in desk.said(desk.manager, desk.news, "links", turn="on")
        # Only now all words are asked for.
        local.wait_for(lambda: bool(local.identifies[-1]["intents"] & 1 << 15))
        local.wait_for_bot()
        local.settle()
        elsewhere = local.say(desk.alice, desk.daily, "https://paper.example/3")
        said = local.say(desk.alice, desk.news, "see [this](https://paper.example/3?fbclid=1)!")
        notice = desk.notice(desk.news, 1)
        assert notice.text.startswith("**Tracked here\\:**")
        assert f"> {FACTS[3]}" in notice.text
        assert said.message is not None
        assert notice.reply_to == said.message.id
        assert notice.pings == frozenset()
        local.deliver(said)
        local.settle(quiet=0.6)
        assert len([one for one in local.messages(desk.news) if one.bot]) == 1
        assert elsewhere
        assert [one for one in local.messages(desk.daily) if one.bot] == []
