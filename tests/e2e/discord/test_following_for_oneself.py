"""In Discord, news come with words that are wanted, ping whom a manager allows, or come to one
person alone."""

import pytest

from tests.e2e.discord import test_following
from tests.e2e.discord.test_following import Desk
from tests.e2e.running import running

desk = test_following.desk


def test_only_news_with_the_words_that_are_wanted_come_and_they_ping_who_may_be_pinged(
    desk: Desk,
) -> None:
    local = desk.local
    role = local.add_role(desk.guild, "otter desk", desk.alice)
    other = local.add_role(desk.guild, "other", desk.manager)
    with running(desk.settings, now=desk.clock):
        local.settle()
        with pytest.raises(AssertionError, match="sees no command 'pings'"):
            local.command(desk.alice, desk.news, "pings")
        refused = desk.said(desk.manager, desk.news, "follow", story="otters", ping=role)
        assert refused.startswith("News may not ping @otter desk here")
        assert "@otter desk" in desk.said(desk.manager, desk.news, "pings", turn="allow", whom=role)
        said = desk.said(
            desk.manager,
            desk.news,
            "follow",
            story="otters",
            ping=role,
            **{"with": "shelter or carmel", "without": "governor"},
        )
        assert "I pass on articles only with “shelter” or “carmel”, without “governor”." in said
        assert "Each notice pings @otter desk." in said

        desk.article(7, "The governor opened a shelter in Carmel.")
        desk.index()
        hostile = f"@everyone @here <@&{role}> <@&{other}> <@{desk.manager}> came to Carmel."
        desk.article(8, hostile)
        desk.index()
        notice = desk.notice(desk.news, 0)
        assert notice.text.startswith(f"<@&{role}>")
        assert notice.pings == {role}
        assert "[Report 8]" in notice.text
        assert "[Report 7]" not in notice.text
        assert "“carmel”, without “governor”" in notice.text.replace("\\", "")
        listed = desk.said(desk.alice, desk.news, "following")
        assert "only with “shelter” or “carmel”, without “governor” · pings @otter desk" in listed

        # Forbidden meanwhile: it is told, and nobody is pinged.
        assert "News may ping nobody here" in desk.said(
            desk.manager, desk.news, "pings", turn="forbid", whom=role
        )
        desk.clock.passes(minutes=6)
        desk.article(9, f"A shelter for <@&{role}>.")
        desk.index()
        assert desk.notice(desk.news, 1).pings == frozenset()


def test_everyone_is_pinged_only_where_a_manager_allowed_just_that(desk: Desk) -> None:
    local = desk.local
    with running(desk.settings, now=desk.clock):
        local.settle()
        local.forbid(desk.news, "mention_everyone")
        allowed = desk.said(desk.manager, desk.news, "pings", turn="allow", whom=desk.guild)
        assert "would reach nobody" in allowed
        local.allow(desk.news)
        desk.said(desk.manager, desk.news, "pings", turn="allow", whom=desk.guild)
        said = desk.said(desk.manager, desk.news, "follow", story="otters", ping=desk.guild)
        assert "Each notice pings @everyone." in said
        desk.article(7, "The governor opened a shelter in Carmel.")
        desk.index()
        notice = desk.notice(desk.news, 0)
        assert notice.pings == {"everyone"}


def test_somebody_who_manages_nothing_follows_a_story_for_themselves(desk: Desk) -> None:
    local = desk.local
    with running(desk.settings, now=desk.clock):
        local.settle()
        said = desk.said(desk.alice, desk.news, "follow", story="otters", to="me")
        assert said.startswith("“Sea otters” is followed for you alone: new articles come in a")
        desk.article(7, "A storm washed forty otters ashore at Carmel.")
        desk.index()
        direct = local.direct(desk.alice)
        assert "[Report 7]" in desk.notice(direct, 0).text
        desk.quiet(desk.news, 0)
        assert "Sea otters" in desk.said(desk.alice, desk.news, "following", to="me")
        assert desk.said(desk.alice, desk.news, "following").startswith("No story is followed here")

        # Limited meanwhile: what is kept to a channel comes in no direct message.
        desk.story(channels=(f"discord:{desk.news}",))
        desk.article(8, "Volunteers built a shelter of kelp for the survivors.")
        desk.index()
        kept = "may only be spoken of in its channels"
        local.wait_for(
            lambda: kept in desk.said(desk.alice, desk.news, "follow", story="otters", to="me")
        )
        desk.clock.passes(minutes=6)
        desk.quiet(direct, 1)


def test_who_takes_no_direct_messages_is_told_so_where_they_look(desk: Desk) -> None:
    local = desk.local
    with running(desk.settings, now=desk.clock):
        local.settle()
        desk.said(desk.alice, desk.news, "follow", story="otters", to="me")
        local.fail("send", times=2, status=403, code=50007)
        desk.article(7, "A storm washed forty otters ashore at Carmel.")
        desk.index()
        quiet = "nothing is posted any more: the person takes no direct messages from me"
        local.wait_for(lambda: quiet in desk.said(desk.alice, desk.news, "following", to="me"))
        assert local.messages(local.direct(desk.alice)) == []
        # To begin again is to try again.
        desk.said(desk.alice, desk.news, "follow", story="otters", to="me")
        desk.article(8, "Volunteers built a shelter of kelp for the survivors.")
        desk.index()
        assert "[Report 8]" in desk.notice(local.direct(desk.alice), 0).text
