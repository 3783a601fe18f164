"""A followed story whose pages change in every way: both chats tell what is so, and no more."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from adapters.service import background
from bot import wording
from tests.e2e.both_chats import in_discord, in_slack, settings_of_both
from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.five_phases import (
    DEAL,
    FIRE,
    MINISTER,
    MOVED_TO,
    NEWER_BLAST,
    PHASES,
    STORY,
    STORY_TOML,
    VOTE,
    FivePhases,
)
from tests.e2e.running import running
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.test_conversation import links_of
from tests.e2e.ten_days import Chat, Clock, Tracked, tracking
from tests.patience import PATIENCE

VOTERS = "how many workers took part in the vote on the mill?"
DAMAGE = "at what did Bernt Skog put the damage?"
DEBT = "how large is the debt of the mill?"
TALKS = "when did Claus Emmerich leave the talks?"
# What is quoted in the first phase, and what is quoted in the last.
ANSWERS = {
    VOTERS: ("640 workers took part", "690 workers took part"),
    DAMAGE: ("the damage at 450,000 crowns", ""),
    DEBT: ("€40–45 million", "€40–47 million"),
    TALKS: ("left at ten in the evening",) * 2,
    "how many guards is Nordpulp hiring?": ("hiring 25 guards",) * 2,
    "for how long would the strike fund last?": ("last for ten weeks",) * 2,
    "where was the first lorry turned away to?": ("the harbour of Sundvik",) * 2,
    "how many people marched through Brenholt?": ("2,000 people marched",) * 2,
    "how long was the queue before the tunnel?": ("nine kilometres",) * 2,
    "how many people did reporters count at the gate?": ("counted four people",) * 2,
    "how many jobs would the offer have kept?": ("60 of 140 jobs",) * 2,
    "how many songs did the choir learn?": ("eleven songs",) * 2,
}


@pytest.mark.slow
def test_five_phases_of_a_story_are_told_in_both_chats_and_no_wall_or_teaser_is(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_NOTICED_EVERY", 0.2)
    with ExitStack() as stack:
        papers = stack.enter_context(FivePhases())
        slack = stack.enter_context(LocalSlack())
        discord = stack.enter_context(LocalDiscord(answer_within=PATIENCE))
        slack_chat = in_slack(slack, STORY)
        chats: list[Chat] = [slack_chat, in_discord(discord, STORY)]
        clock = Clock()
        clock.to(papers.now(0))
        tracked = Tracked(clock, tracking(tmp_path, STORY, STORY_TOML, papers.feeds))
        tracked.refresh()
        stack.enter_context(
            running(settings_of_both(slack, discord, tracked.settings.data), now=clock)
        )
        discord.settle()
        # What truly changes is quoted in both chats, all else in one of the two.
        changing, steady = (VOTERS, DAMAGE, DEBT), [*ANSWERS][3:]
        for chat, others in zip(chats, (steady[::2], steady[1::2]), strict=True):
            chat.follow("news", "now")
            for question in (*changing, *others):
                assert ANSWERS[question][0] in chat.ask("news", question)
        for phase in range(1, PHASES):
            papers.phase(phase)
            clock.to(papers.now(phase))
            tracked.refresh()
            for chat in chats:
                _told_by_then(chat, phase)
        for chat in chats:
            _all_told(chat)
        _still_answered(slack_chat)
        # The article that moved is linked where it is now.
        slack_chat.ask("news", TALKS)
        [reply] = slack.replies(slack_chat.asked[-1][0])
        assert links_of(reply)[0].startswith(papers.bugle.url(MOVED_TO))
        assert slack.violations == []
        assert discord.violations == []


# By the end of which phase something is told in the channel or below what it quoted.
POSTED = {2: NEWER_BLAST.title, 5: DEAL.title}
CORRECTED = {1: ANSWERS[VOTERS][1], 3: ANSWERS[DAMAGE][0], 5: ANSWERS[DEBT][1]}


def _told_by_then(chat: Chat, phase: int) -> None:
    """What a phase brings comes before the next one is looked at."""
    posted, corrected = POSTED.get(phase, ""), CORRECTED.get(phase, "")
    chat.wait_for(lambda: not posted or any(posted in post for post in chat.posts("news")))
    chat.wait_for(lambda: not corrected or any(corrected in one for one in chat.corrections()))


def _all_told(chat: Chat) -> None:
    """The last phase's news and correction are there: so is whatever came before them."""
    blast, deal = chat.posts("news")
    assert NEWER_BLAST.title in blast
    assert "injured nineteen workers" in blast
    assert DEAL.title in deal
    # Each below a reply that quoted it: more than one may have quoted the same article.
    said = chat.corrections()
    assert len(set(said)) == len(said)
    withdrawn = [one for one in said if wording.WITHDRAWN() in one]
    changed = [one for one in said if wording.CHANGED() in one]
    assert len(withdrawn) + len(changed) == len(said)
    assert withdrawn
    assert all(FIRE.title in one for one in withdrawn)
    assert all(VOTE.title in one or MINISTER.title in one for one in changed)
    assert any(all(words in one for words in ANSWERS[VOTERS]) for one in changed)
    assert any(all(words in one for words in ANSWERS[DEBT]) for one in changed)


def _still_answered(chat: Chat) -> None:
    for question, (first, last) in ANSWERS.items():
        said = chat.ask("news", question)
        assert last in said
        assert last == first or first not in said
