"""Which documents replace a held article: corrections, rewrites and moves; never something else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.identity import (
    ANOTHER,
    FRONT,
    PART,
    SECTION,
    Told,
    about,
    alike,
    doubt,
    is_front,
    led_up,
    words_shown,
)

HERE, THERE = "https://echo.example/2026/ferry", "https://echo.example/news/ferry-88"
DAY = datetime(2026, 3, 2, 6, tzinfo=UTC)
LATER = DAY + timedelta(days=9)
LINES = [
    "Ostwick's council voted 23 to 8 on Monday to buy a second-hand ferry from a yard in Raahe.",
    "The ferry, built in 1994, is to carry lorries past the closed bridge from the first of June.",
    "“It is ugly, slow and ours,” the mayor, Greta Lind, told reporters after the vote.",
    "Opponents say that repairs will cost more than the four million crowns that the yard asks.",
    "The harbour master, Olof Berg, wants to see the engines before anybody signs a contract.",
    "A first inspection of the hull has been set for Thursday, the yard's director said.",
]
FERRY = "\n".join(LINES)
TITLE = "Council buys a ferry"
HELD = Told((HERE,), TITLE, DAY, FERRY)
SOUP = (
    "This week we cook a soup of nettles, potatoes and cream, for evenings at the harbour.\n"
    "Boil the potatoes for twenty minutes, then add the nettles and a spoon of mustard.\n"
    "Serve with rye bread, and with an egg for everybody who asks for one."
)


def shows(*lines: str, **changes: object) -> Told:
    return replace(HELD, text="\n".join(lines), **changes)  # type: ignore[arg-type]


SAME = {
    "nothing is new": HELD,
    "a figure is corrected": shows(*(x.replace("23 to 8", "21 to 9") for x in LINES)),
    "three figures and a name are": shows(
        *(
            x.replace("23", "22")
            .replace("four", "five")
            .replace("1994", "1989")
            .replace("Olof", "O.")
            for x in LINES
        )
    ),
    "it has grown": shows(*LINES, SOUP),
    "it has a new headline": replace(HELD, title="Ferry from Raahe: council says yes"),
    "a paragraph was taken out": shows(*LINES[:3], *LINES[4:]),
    "the last two were": shows(*LINES[:4]),
    "the end was, and it says so": shows(
        *LINES[:2], "Correction: An earlier version of this report quoted people who weren't there."
    ),
    "it was written anew under the same headline": shows(
        "The council of Ostwick has bought a ferry to carry lorries past its closed bridge.",
        "Mayor Greta Lind called the ferry ugly and slow after the vote on Monday.",
        "Harbour master Olof Berg will inspect the engines at the yard in Raahe on Thursday.",
    ),
    "it names another address, and has moved": replace(HELD, addresses=(THERE,)),
    "it moved and was corrected": replace(
        HELD, addresses=(THERE,), text=FERRY.replace("23 to 8", "21 to 9")
    ),
}
OTHER = {
    "a recipe at its address": (shows(SOUP, title="Nettle soup", published=LATER), ANOTHER),
    "a recipe under the old headline": (shows(SOUP, published=LATER), ANOTHER),
    "a recipe under the old headline and date": (shows(SOUP), ANOTHER),
    "another article of the same day": (shows(SOUP, title="Nettle soup"), ANOTHER),
    "one that another address is named of": (
        replace(HELD, addresses=(THERE,), text=f"{LINES[0]}\n{SOUP}", title="Soup"),
        ANOTHER,
    ),
    "next week's column under the same title": (
        shows(LINES[5], SOUP, published=LATER),
        ANOTHER,
    ),
    "a list of news that begins with its first two lines": (
        shows(*LINES[:2], SOUP, SOUP.upper(), title="The Echo", published=None),
        ANOTHER,
    ),
    "the front page": (
        shows(LINES[0], SOUP, addresses=("https://echo.example/",), title="The Echo"),
        FRONT,
    ),
    "its beginning and a prompt": (shows(*LINES[:3], "Log in to read the rest of this."), PART),
    "a prompt in German": (shows(*LINES[:4], "Jetzt weiterlesen mit dem Probeabo."), PART),
    "its beginning, paid for": (shows(*LINES[:4], paid=True), PART),
    "no more than its beginning": (shows(LINES[0]), PART),
    "a sentence cut off": (shows(*LINES[:3], LINES[3][:40] + "…"), PART),
    "two sentences of it": (shows(LINES[2], published=None), PART),
}


@pytest.mark.parametrize("now", SAME.values(), ids=SAME)
def test_an_article_replaces_itself_where(now: Told) -> None:
    assert doubt(HELD, now) == ""


@pytest.mark.parametrize(("now", "why"), OTHER.values(), ids=OTHER)
def test_nothing_replaces_an_article_that_is(now: Told, why: str) -> None:
    assert doubt(HELD, now) == why


def test_a_liveblog_is_one_though_all_its_entries_are_new() -> None:
    now = shows("12:10 The ferry sails.", "12:00 Lorries wait.", liveblog=True, published=None)
    assert doubt(HELD, now) == ""
    assert doubt(HELD, replace(now, liveblog=False)) == ANOTHER


def test_writing_without_blanks_is_compared_too() -> None:
    text = (
        "港の組合は月曜日、新しい渡し船を買うことを二十三対八で決めた。\n"
        "市長は記者団に、船は古いが頑丈だと語った。"
    )
    held = Told((HERE,), "港、渡し船を購入", DAY, text)
    assert doubt(held, replace(held, text=text.replace("八", "九"))) == ""
    soup = "今週はじゃがいもと春の野草のスープを作ります。\nじゃがいもを二十分ゆでてください。"
    assert doubt(held, replace(held, text=soup, title="野草のスープ", published=None)) == ANOTHER


@given(st.lists(st.sampled_from(LINES), min_size=1, unique=True), st.text(max_size=40))
def test_an_article_with_anything_added_is_the_article(lines: list[str], added: str) -> None:
    held = shows(*lines)
    assert doubt(held, shows(*lines, added)) == ""


@pytest.mark.parametrize(
    "made", [str.upper, lambda text: text.replace("\n", " "), lambda text: text]
)
def test_it_does_not_matter_how_it_is_set(made: Callable[[str], str]) -> None:
    assert doubt(HELD, replace(HELD, text=made(FERRY))) == ""


def test_a_redirect_to_the_front_page_or_a_section_is_known() -> None:
    asked = "https://echo.example/news/2026/ferry"
    assert led_up(asked, "https://echo.example/") == FRONT
    assert led_up(asked, "https://echo.example/en/") == FRONT
    assert led_up(asked, "https://www.echo.example/index.html") == FRONT
    assert led_up(asked, "https://echo.example/news/") == SECTION
    assert led_up(asked, "https://echo.example/news/2026/ferry-bought") == ""
    assert led_up("https://echo.example/", "https://www.echo.example/") == ""
    assert not is_front("https://echo.example/?p=12")
    assert not is_front("https://echo.example/a")


def test_a_page_is_about_what_its_feed_announced_or_not() -> None:
    assert about("Council buys ferry", "", FERRY)
    assert about("Ferry bought by Ostwick", "Four million crowns.", FERRY)
    assert about("Herring prices rise in spring", "Fishers are glad.", FERRY) is False
    assert about("Video", "", FERRY) is None
    assert about("", "", FERRY) is None
    assert about("港、渡し船を購入", "", "港の組合は新しい渡し船を買うことを決めた。")


def test_titles_are_alike_by_their_words() -> None:
    assert alike("Council buys a ferry", "“Council buys ferry”") == 1
    assert alike("Council buys a ferry", "Nettle soup") == 0
    assert alike("", "") == 0


def test_two_pages_show_the_same_though_they_count_otherwise() -> None:
    assert words_shown("You have 3 free articles.") == words_shown("You have 2 free  articles")
