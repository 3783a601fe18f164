"""What Discord offers while somebody types an argument."""

import pytest

from adapters.discord.completion import Completion
from bot.commands.command import Takes
from tests.bot.commands.conftest import Talk
from tests.bot.commands.conftest import talk as talk
from tests.bot.test_desk import JAPAN, NATO, NEWS, SECRET


def offered(talk: Talk, takes: Takes, typed: str) -> list[tuple[str, str]]:
    choices = Completion(talk.conversation).choices(takes, typed, NEWS)
    return [(one.name, one.value) for one in choices]


def test_a_story_is_offered_by_its_title_and_a_secret_one_never(talk: Talk) -> None:
    assert offered(talk, Takes.STORY, NATO.title[:4].upper()) == [(NATO.title, NATO.slug)]
    assert SECRET.slug not in [value for _, value in offered(talk, Takes.STORY, "")]


def test_of_several_stories_the_one_behind_the_last_comma_is_completed(talk: Talk) -> None:
    assert ("All stories", "all") in offered(talk, Takes.STORIES, "")
    typed = f"{JAPAN.slug}, {NATO.slug[:2]}"
    assert (f"{JAPAN.slug}, {NATO.title}", f"{JAPAN.slug}, {NATO.slug}") in offered(
        talk, Takes.STORIES, typed
    )


def test_what_is_limited_here_can_be_named_in_a_new_scope(talk: Talk) -> None:
    talk.types(f"/scope {JAPAN.slug}")
    assert offered(talk, Takes.STORY, NATO.slug) == []
    assert offered(talk, Takes.STORIES, NATO.slug) == [(NATO.title, NATO.slug)]


def test_what_is_followed_here_is_offered_to_be_ended(talk: Talk) -> None:
    talk.types(f"/follow {JAPAN.slug}")
    assert offered(talk, Takes.FOLLOWED, "") == [
        (JAPAN.title, JAPAN.slug),
        ("All that are followed here", "all"),
    ]


@pytest.mark.parametrize(
    ("typed", "first"), [("", "now"), ("weekly", "weekly"), ("nonsense", "now")]
)
def test_a_rhythm_is_offered_as_it_is_understood(talk: Talk, typed: str, first: str) -> None:
    assert offered(talk, Takes.RHYTHM, typed)[0][1].startswith(first)


def test_words_and_addresses_are_not_completed(talk: Talk) -> None:
    assert offered(talk, Takes.ADDRESS, "http") == []
