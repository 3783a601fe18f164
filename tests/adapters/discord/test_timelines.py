"""What people see of a story's timeline, and how they turn its pages."""

from dataclasses import replace

from syrupy.assertion import SnapshotAssertion

from bot.documents.actions import Turn, action_of, story_mark
from bot.timelines import page_of
from retrieval.timeline import Development
from tests.adapters.discord.drawn import timeline_message
from tests.adapters.discord.happenings import PNG, timeline_of
from tests.adapters.discord.newsroom import accepted, buttons_of
from tests.adapters.discord.reader import quotes, read, shown
from tests.adapters.slack.newsroom import FIRST, STORY, article, quoted


def test_the_first_page_with_its_picture(golden: SnapshotAssertion) -> None:
    message = timeline_message(timeline_of(0), PNG, "Coverage: 12 articles.")
    assert accepted(message) == golden
    assert message.png == PNG


def test_the_last_page_newest_first(golden: SnapshotAssertion) -> None:
    assert accepted(timeline_message(timeline_of(2, newest_first=True))) == golden


def test_a_story_of_which_nothing_is_known_yet(golden: SnapshotAssertion) -> None:
    message = timeline_message(page_of(STORY, [], 0, newest_first=False), b"", "")
    assert accepted(message) == golden


def test_buttons_lead_to_the_pages_beside_and_to_the_other_end() -> None:
    story = story_mark(STORY.slug)
    message = timeline_message(timeline_of(1))
    assert {label: action_of(id) for label, id in buttons_of(message).items()} == {
        "Earlier": Turn(story, 0, newest_first=False),
        "Later": Turn(story, 2, newest_first=False),
        "Newest first": Turn(story, 0, newest_first=True),
    }
    message = timeline_message(timeline_of(1, newest_first=True))
    assert {label: action_of(id) for label, id in buttons_of(message).items()} == {
        "Later": Turn(story, 0, newest_first=True),
        "Earlier": Turn(story, 2, newest_first=True),
        "Oldest first": Turn(story, 0, newest_first=False),
    }


def test_one_development_needs_no_buttons() -> None:
    page = page_of(STORY, [Development(FIRST, ())], 0, newest_first=False)
    assert buttons_of(timeline_message(page)) == {}


def test_long_quotes_lose_their_extras_before_any_is_left_out_and_none_is_cut() -> None:
    long = [
        quoted(article(f"a{n}", "The Long Read", f"Part {n}", text), text)
        for n in range(5)
        for text in ["Words that go on. " * (20 + 30 * n) + "End."]
    ]
    page = page_of(STORY, [Development(quote, ()) for quote in long], 0, newest_first=False)
    message = timeline_message(page, PNG, "Coverage.")
    accepted(message)
    _, *seen = read(message.components)
    whole = [words for one in seen for words in quotes(one)]
    assert whole == [quote.text for quote in long][: len(whole)]
    assert len(whole) >= 3
    assert [shown(one).count("The Long Read") for one in seen] == [1] * 5


def test_pages_whose_titles_fill_a_message_stay_within_limits() -> None:
    loud = replace(FIRST.article, title="*" * 2_000, source="_" * 2_000)
    quote = replace(FIRST, article=loud)
    page = page_of(STORY, [Development(quote, ())] * 5, 0, newest_first=True)
    message = timeline_message(page, PNG, "*" * 3_000)
    accepted(message)
    assert "no room here" in shown(read(message.components)[-1])
