"""/said, as it is typed and shown in any chat, and where its quotes may not be shown."""

import re
from dataclasses import replace

import pytest

from bot.commands.said import taken_apart
from bot.documents.actions import More
from tests.bot.commands.conftest import HERE, Talk
from tests.bot.test_desk import DESK, DW, JAPAN, NATO, SECRET, SENTENCES, article, passages, quote
from tests.bot.test_desk import NOW as MOMENT

STORIES = {one.slug: one for one in (JAPAN, NATO)}


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("Kamikawa", {"person": "Kamikawa"}),
        ("Yoko Kamikawa about the command", {"person": "Yoko Kamikawa", "about": "the command"}),
        (
            "Kamikawa about troops in Japan in japan",
            {"person": "Kamikawa", "about": "troops in Japan", "story": "japan"},
        ),
        ("Kamikawa about japan", {"person": "Kamikawa", "about": "japan"}),
        ("Kamikawa japan", {"person": "Kamikawa", "story": "japan"}),
        ('“Kamikawa” in "Sweden joins NATO"', {"person": "Kamikawa", "story": "nato"}),
        ("Kamikawa about troops in Okinawa", {"person": "Kamikawa", "about": "troops in Okinawa"}),
        ("Rask über das Kommando", {"person": "Rask", "about": "das Kommando"}),
        ("Rask à propos de Hawaï dans nato", {"person": "Rask", "about": "Hawaï", "story": "nato"}),
        ("about the command", {"about": "the command"}),
        ("", {}),
    ],
)
def test_one_text_says_who_about_what_and_in_which_story(typed: str, given: dict[str, str]) -> None:
    assert taken_apart(typed, STORIES) == given


def test_who_said_what_is_shown_with_the_name_in_bold_and_more_of_it(talk: Talk) -> None:
    shown = talk.types("/said Rask about the command")
    assert "Asked: What did Rask say about the command?" in shown
    assert "A **three**-star officer will lead it." in shown
    assert talk.shelf.asked[-1] == (
        "What did Rask say about the command?",
        frozenset(("japan", "nato")),
    )
    [(id, offset)] = re.findall(r"more:([0-9a-f]{32}):(\d+)", shown)
    more = talk.presses(More(id, int(offset)))
    assert SENTENCES[3] in more.replace("**", "")


def test_a_story_that_is_limited_lends_its_words_to_no_other_place(talk: Talk) -> None:
    hidden = article("hidden", "secret")
    talk.catalog.add_versions([(hidden, passages(hidden))], MOMENT)
    talk.shelf.found = [quote(hidden)]
    assert "quotes Rask by that name" in talk.types("/said Rask")
    assert "There is no story 'secret'" in talk.gives("said", {"person": "Rask", "story": "secret"})
    assert SECRET.title in talk.types("/said Rask", replace(HERE, place=DESK))


def test_a_story_that_is_limited_meanwhile_is_left_out(talk: Talk) -> None:
    talk.shelf.found = [quote(DW)]
    talk.shelf.meanwhile = lambda: talk.shelf.limit("japan", "slack:C0ELSE")
    shown = talk.types("/said Rask")
    assert "quotes Rask by that name" in shown
    assert SENTENCES[1] not in shown.replace("**", "")


def test_words_that_no_longer_stand_in_their_article_are_not_shown(talk: Talk) -> None:
    talk.shelf.found = [replace(quote(DW), text="A four-star officer will lead it.")]
    assert "no longer match" in talk.types("/said Rask")


def test_who_may_be_meant_is_asked_and_never_guessed(talk: Talk) -> None:
    talk.shelf.found = []
    talk.shelf.several = ("Jill Biden", "Joe Biden")
    assert "Several are quoted by the name Biden: Jill Biden, Joe Biden." in talk.types(
        "/said Biden"
    )
    talk.shelf.several, talk.shelf.near = (), ("Kamikawa",)
    assert "did you mean Kamikawa?" in talk.types("/said Kamikava")


@pytest.mark.parametrize("typed", ["/said …", "/said " + "K" * 300, "/said K about " + "x" * 600])
def test_what_is_no_name_is_said_in_one_sentence(talk: Talk, typed: str) -> None:
    shown = talk.types(typed)
    assert "Whose words?" in shown or "ask in at most" in shown
