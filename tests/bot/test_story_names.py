"""A story is named by its slug or its title, however that is typed, and never guessed."""

import pytest

from bot.story_names import UnknownStory, stories_listed, story_and_rest, story_meant
from retrieval.articles import Story

STORIES = {
    one.slug: one
    for one in (
        Story("nato", "Sweden joins NATO", ""),
        Story("key-bridge", "The collapse of Baltimore's Key Bridge", ""),
        Story("floods", "Floods: Spain, France and Italy", ""),
        Story("spain", "Spain", ""),
        Story("budget-2025", "The budget", ""),
        Story("budget-2026", "The budget", ""),
        Story("cafe", "Le Café d'été", ""),
    )
}


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("nato", "nato"),
        ("NATO", "nato"),
        (" nato ", "nato"),
        ('"nato"', "nato"),
        ("Sweden joins NATO", "nato"),
        ("sweden joins nato", "nato"),
        ("“Sweden joins NATO”", "nato"),
        ("„Sweden joins NATO“", "nato"),
        ("'Sweden joins NATO'", "nato"),
        ("‘The collapse of Baltimore’s Key Bridge’", "key-bridge"),
        ("the collapse of baltimores key bridge", "key-bridge"),
        ("Key Bridge", "key-bridge"),
        ("Floods: Spain, France and Italy", "floods"),
        ("floods spain france and italy", "floods"),
        ("spain", "spain"),
        ("le cafe d’ete", "cafe"),
    ],
)
def test_a_slug_or_a_title_names_its_story(typed: str, slug: str) -> None:
    assert story_meant(typed, STORIES).slug == slug


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("nat", "nato"),
        ("Sweden", "Sweden joins NATO"),
        ("sweden join nato", "Sweden joins NATO"),
        ("keybridge", "key-bridge"),
        ("baltimore", "The collapse of Baltimore's Key Bridge"),
        ("zzz", ""),
        ("", ""),
        ("🤖", ""),
    ],
)
def test_what_is_only_near_is_suggested_and_not_taken(typed: str, nearest: str) -> None:
    with pytest.raises(UnknownStory) as refused:
        story_meant(typed, STORIES)
    assert refused.value.nearest == nearest
    said = refused.value.with_list("/stories")
    assert said.endswith(f"did you mean {nearest!r}?" if nearest else "with: /stories")
    assert "pullquote" not in said


def test_of_two_stories_with_one_title_neither_is_taken() -> None:
    with pytest.raises(UnknownStory) as refused:
        story_meant("the budget", STORIES)
    assert str(refused.value) == (
        "2 stories are called 'the budget'; name one of: budget-2025, budget-2026"
    )


@pytest.mark.parametrize(
    ("typed", "slug", "rest"),
    [
        ("nato daily at 8", "nato", "daily at 8"),
        ("sweden joins nato daily at 8", "nato", "daily at 8"),
        ('"Sweden joins NATO" weekly', "nato", "weekly"),
        ("Sweden joins NATO, weekly on monday", "nato", "weekly on monday"),
        ("Floods: Spain, France and Italy as it happens", "floods", "as it happens"),
        ("spain", "spain", ""),
        ("key-bridge newest", "key-bridge", "newest"),
    ],
)
def test_what_follows_a_storys_name_is_kept_for_the_command(
    typed: str, slug: str, rest: str
) -> None:
    story, left = story_and_rest(typed, STORIES)
    assert (story.slug, left) == (slug, rest)


def test_a_name_that_is_not_known_is_named_without_what_follows_it() -> None:
    with pytest.raises(UnknownStory) as refused:
        story_and_rest("sweden join nato daily at 8", STORIES)
    assert str(refused.value) == (
        "there is no story 'sweden join nato'; did you mean 'Sweden joins NATO'?"
    )
    with pytest.raises(UnknownStory) as refused:
        story_and_rest("zzz daily", STORIES)
    assert str(refused.value) == "there is no story 'zzz'"


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        ("nato, spain", ["nato", "spain"]),
        ("nato spain", ["nato", "spain"]),
        ("nato and spain", ["nato", "spain"]),
        ("nato, nato", ["nato"]),
        ("Floods: Spain, France and Italy, Sweden joins NATO", ["floods", "nato"]),
        ("“Sweden joins NATO” 'Spain'", ["nato", "spain"]),
        ('"Sweden joins NATO", "The collapse of Baltimore\'s Key Bridge"', ["nato", "key-bridge"]),
        ("Sweden joins NATO Key Bridge; cafe", ["nato", "key-bridge", "cafe"]),
        (" , ", []),
    ],
)
def test_several_stories_are_listed_with_commas_spaces_or_quotes(
    typed: str, slugs: list[str]
) -> None:
    assert [story.slug for story in stories_listed(typed, STORIES)] == slugs


def test_of_a_list_the_name_that_is_not_known_is_named() -> None:
    with pytest.raises(UnknownStory) as refused:
        stories_listed("nato, Swedn joins NATO, spain", STORIES)
    assert refused.value.typed == "Swedn joins NATO"
