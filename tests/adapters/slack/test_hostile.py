"""Articles that try to act in Slack: nothing pings, nothing leads elsewhere, all is verbatim."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import actions
from adapters.slack.actions import Press, press_of
from adapters.slack.context import context_view, failed_view
from adapters.slack.following import followed_message, following_message
from adapters.slack.home import home_view
from adapters.slack.limits import MOST_VALUE
from adapters.slack.listings import feedback_message, prompts, scope_message, stories_message
from adapters.slack.message import Message
from adapters.slack.notices import correction_message, fallen_quiet_message, news_message
from adapters.slack.replies import page_message, reply_message, sentence, shared_message
from adapters.slack.timelines import Picture, alt_of, timeline_message
from bot import wording
from bot.desk import Page, Surrounded, Told
from bot.followers import Followed
from bot.library import StoryListing
from bot.memory import KeptQuote, KeptReply, Rated
from bot.notices import Correction, News, NewsItem
from bot.places import Place
from bot.replies import Answer, NoAnswer, Part, Possible, Remark, Standing
from bot.safe_text import sendable
from bot.timelines import page_of
from retrieval.articles import Article, Story
from retrieval.quotes import Quote
from retrieval.timeline import Development
from tests.adapters.slack.happenings import DAILY, follow
from tests.adapters.slack.hostile import HOSTILE, HOSTILE_ADDRESSES
from tests.adapters.slack.newsroom import ALICE, QUESTION, REVIEW, SECOND, STORY, WIRE
from tests.e2e.slack.block_kit import violations_of

NOW = datetime(2024, 8, 1, tzinfo=UTC)
_TURNING = re.compile("[\u202a-\u202e\u2066\u2067\u2069]")
_ENTITY = re.compile("&(?:amp|lt|gt);")

# All that can't be sent, and what is shown in its place.
SENDABLE = {
    "\x00nul\x07bell\x1b[31mred\x1b[0m\x08\x7f\x9b": "�nul�bell�[31mred�[0m���",
    "half a pair \ud83d and the other \ude00": "half a pair � and the other �",
}

each_hostile = pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: ascii(text[:12]))


def everything(
    quote: Quote, story: Story, question: str = QUESTION
) -> Iterator[tuple[str, dict[str, Any]]]:
    """All that Slack can show of a quote: the surface, and what is sent to it."""
    titles = {story.slug: story.title}
    answer = Answer(question, "g", 0.9, (quote, SECOND), (SECOND,))
    standings = (Standing.VALUE, Standing.VALUE, Standing.OTHER)
    parts = (Part(1, question), Part(2, "so?"))
    perhaps = Possible(question, "g", 0.4, (quote, SECOND), (SECOND,), standings, (), parts)
    refusal = NoAnswer(question, "g", 0.1, f"No article is tracked in {story.slug}.", (quote,))
    listings = [StoryListing(story, 3, NOW)]
    kept_quote = KeptQuote(quote.article.version, 0, 1, (), 0.9, ())
    place = Place("slack", "T1", "C1")
    kept = KeptReply("r1", place, "", "", "", True, story.slug, (kept_quote,), NOW)
    held = {quote.article.version: quote.article}
    for message in (
        reply_message(Told("r1", answer, titles, story.slug), private=True),
        reply_message(Told("r1", perhaps, titles, story.slug), private=True),
        reply_message(Told("r1", Remark(question, f"No: {question}"), {}), private=True),
        reply_message(Told("r1", refusal, titles, story.slug), private=False),
        page_message(Page("r1", (quote, SECOND), 3, 9, True, titles, ("", ""))),
        page_message(Page("r1", (quote,), 0, 1, False, titles, (wording.NEAREST,))),
        shared_message(Page("r1", (quote,), 0, 2, True, titles, ("",)), question, ALICE),
        stories_message(listings),
        scope_message(True, listings),
        feedback_message([Rated(kept, 1, 2, NOW)], {"r1": "https://x.example/p"}, held),
        sentence(f"there is no story {question!s}; see /stories"),
        *unasked(quote, story),
    ):
        yield "message", sent(message)
    around = Surrounded(quote, f"{question} ", f" {question}")
    two = Page("r1", (quote, SECOND), 0, 2, True, titles, ("", ""))
    yield "modal", context_view(two, [around, Surrounded(SECOND, "", "")])
    yield "modal", failed_view(f"no: {question}")
    yield "home", home_view(listings, [quote.article, REVIEW], titles)


def unasked(quote: Quote, story: Story) -> Iterator[Message]:
    """What channels are told by themselves, and the timeline."""
    article = quote.article
    two = (NewsItem(article, (quote, SECOND), (article,)), NewsItem(REVIEW, (SECOND,), ()))
    yield news_message(News(story, two, 2, follow()))
    yield news_message(News(story, (NewsItem(article, (), ()),), 0, follow()))
    yield correction_message(Correction(story, article, quote.text, quote, False))
    yield correction_message(Correction(story, article, quote.text, None, False))
    yield correction_message(Correction(story, article, quote.text, None, True))
    developments = [Development(quote, (article,)), Development(SECOND, ())] * 3
    page = page_of(story, developments, 0, newest_first=False)
    alt = alt_of(wording.coverage(story.title, [article, REVIEW]))
    yield timeline_message(page, Picture("F0000000001", alt))
    yield following_message([Followed(follow(), story)], corrections=True)
    yield followed_message(Followed(follow(DAILY), story))


def sent(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": list(message.blocks)}


def parts(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of what is sent."""
    for one in value.values() if isinstance(value, Mapping) else value:
        if isinstance(one, Mapping | list):
            yield from parts(one)
    if isinstance(value, dict):
        yield value


def faults_of(sent: dict[str, Any], surface: str, addresses: set[str]) -> list[str]:
    """What in it could act, lead elsewhere or be refused."""
    faults = violations_of(sent, surface)
    acting = [sent["text"]] if "text" in sent else []
    for part in parts(sent):
        match part.get("type"):
            case "mrkdwn":
                acting.append(part["text"])
            case "user" if part["user_id"] != ALICE:
                faults.append(f"mentions {part['user_id']}")
            case "usergroup" | "channel" | "broadcast" | "emoji" | "date" | "markdown":
                faults.append(f"element {part['type']}")
            case "link" if part["url"] not in addresses:
                faults.append(f"leads to {part['url']}")
            case "rich_text_section":
                line = "".join(element.get("text", "") for element in part["elements"])
                if _TURNING.search(_without_isolates(line)):
                    faults.append("turns its neighbours around")
    faults += [f"acts: {text[:80]}" for text in acting if re.search("[<>&]", _ENTITY.sub("", text))]
    faults += [
        "turns the text around" for text in acting if _TURNING.search(_without_isolates(text))
    ]
    return faults


def _without_isolates(line: str) -> str:
    """Without what is properly isolated."""
    return re.sub("\u2068[^\u2066-\u2069]*\u2069", "", line)


def quotes_in(sent: Mapping[str, Any]) -> list[str]:
    return [
        "".join(element["text"] for element in part["elements"])
        for block in sent["blocks"]
        for part in block.get("elements", ())
        if part["type"] == "rich_text_quote"
    ]


def quote_of(article: Article) -> Quote:
    address = f"{article.url}#:~:text=x" if article.url else ""
    text = article.text
    return Quote(article, 0, len(text), text, ((0, len(text) // 2),), address, 1, 0.9, (article,))


def addresses_of(*articles: Article) -> set[str]:
    plain = {article.url for article in articles}
    links = {quote_of(article).link for article in articles} | {SECOND.link}
    return plain | links | {REVIEW.url, "https://x.example/p"}


@each_hostile
def test_a_hostile_article_cannot_act_in_any_message_or_view(hostile: str) -> None:
    article = replace(WIRE, title=hostile, source=hostile, authors=(hostile,), text=hostile)
    story = Story(WIRE.story, hostile, hostile)
    faults = [
        fault
        for surface, shown in everything(quote_of(article), story, hostile)
        for fault in faults_of(shown, surface, addresses_of(article))
    ]
    assert faults == []


@each_hostile
@pytest.mark.parametrize("field", ["title", "source", "story", "text"])
def test_hostile_words_in_one_place_leave_the_others_as_they_are(hostile: str, field: str) -> None:
    changed = {field: hostile} if field != "story" else {}
    article: Article = replace(WIRE, **changed)  # type: ignore[arg-type]
    titles = {WIRE.story: hostile if field == "story" else "A story"}
    told = Told("r1", Answer(QUESTION, "g", 0.9, (quote_of(article),), ()), titles, "")
    shown = sent(reply_message(told, private=False))
    assert faults_of(shown, "message", addresses_of(article)) == []
    texts = [part.get("text") for part in parts(shown)]
    others = {"title": WIRE.title, "source": WIRE.source, "story": "A story"} | {field: None}
    for untouched in filter(None, [*others.values(), "28 July 2024", "Context", "Helpful"]):
        assert untouched in texts
    if field != "text":
        assert quotes_in(shown) == [WIRE.text]


@each_hostile
def test_a_quote_is_shown_to_the_character_or_not_at_all(hostile: str) -> None:
    quote = quote_of(replace(WIRE, text=hostile))
    shown = quotes_in(sent(reply_message(told_of(quote), private=False)))
    if len(hostile.encode("utf-8", "replace")) > 10_000:
        assert shown == []
    else:
        assert [(text, len(text)) for text in shown] == [
            (SENDABLE.get(hostile, hostile), len(hostile))
        ]


@pytest.mark.parametrize("address", HOSTILE_ADDRESSES, ids=lambda text: ascii(text[:40]))
def test_an_article_with_an_address_that_is_none_gets_no_link(address: str) -> None:
    article = replace(WIRE, url=address)
    shown = sent(reply_message(told_of(quote_of(article)), private=False))
    assert [part for part in parts(shown) if part.get("type") == "link"] == []
    assert violations_of(shown) == []
    assert f"“{WIRE.title}”" in [part.get("text") for part in parts(shown)]


def test_a_title_that_passes_for_an_address_names_where_it_really_leads() -> None:
    article = replace(WIRE, title="https://good.example/story")
    shown = sent(reply_message(told_of(quote_of(article)), private=False))
    links = [part["text"] for part in parts(shown) if part.get("type") == "link"]
    assert links[0] == "https://good.example/story (wire.example)"


def test_a_right_to_left_title_is_isolated_so_that_the_date_stays_in_its_place() -> None:
    article = replace(WIRE, title="אמר השר ב-28 ביולי", source="Harborline \u202eeriW")
    shown = sent(reply_message(told_of(quote_of(article)), private=False))
    byline = shown["blocks"][0]["elements"][1]["elements"]
    assert [element["text"] for element in byline] == [
        "Harborline �eriW",
        " · ",
        "\u2068אמר השר ב-28 ביולי\u2069",
        " · ",
        "28 July 2024",
    ]


@each_hostile
def test_what_is_quoted_unasked_is_shown_to_the_character_or_not_at_all(hostile: str) -> None:
    quote = quote_of(replace(WIRE, text=hostile))
    item = NewsItem(quote.article, (quote,), ())
    shown = quotes_in(sent(news_message(News(STORY, (item,), 0, follow()))))
    fixed = quotes_in(sent(correction_message(Correction(STORY, WIRE, hostile, SECOND, False))))
    whole = SENDABLE.get(hostile, hostile)
    assert [text for text in shown if text] in ([], [whole])
    assert [text for text in fixed if text] in ([], [whole], [whole, SECOND.text])
    if len(hostile.encode("utf-8", "replace")) < 10_000:
        assert shown == [whole]
        assert fixed[0] == whole


@each_hostile
def test_a_hostile_title_cannot_act_in_the_note_that_nothing_is_posted_any_more(
    hostile: str,
) -> None:
    shown = sent(fallen_quiet_message(follow(), hostile, "the channel is archived"))
    assert violations_of(shown) == []
    asked = [part for part in parts(shown) if part.get("type") in ("channel", "user", "link")]
    assert asked == [{"type": "channel", "channel_id": "C0NEWS0001"}]
    assert "<" not in shown["text"].replace("<#C0NEWS0001>", "", 1)


@each_hostile
def test_a_hostile_question_comes_back_from_its_button_as_it_was_or_cut(hostile: str) -> None:
    press = Press("r1", 1, 2, hostile)
    text = actions.value(press)
    back = press_of(text)
    assert len(text.encode()) <= MOST_VALUE
    assert not set("&<>") & set(text)
    assert back is not None
    if back.question.endswith("…"):
        assert sendable(hostile).startswith(back.question[:-1])
        assert len(back.question) > 200
    else:
        assert back == replace(press, question=sendable(hostile))


def test_suggested_questions_cannot_mention_anybody() -> None:
    suggested = [one for text in HOSTILE for one in prompts([(text, text)])]
    assert len(suggested) >= 50
    for one in suggested:
        assert not re.search("[<>&]", _ENTITY.sub("", one["message"]))
        assert 0 < len(one["title"]) <= 80


def told_of(quote: Quote) -> Told:
    return Told("r1", Answer(QUESTION, "g", 0.9, (quote,), ()), {}, "")


anything = st.text(st.characters(), min_size=1, max_size=400).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(text=anything, title=anything, source=anything, times=st.integers(1, 60))
def test_whatever_an_article_says_it_is_verbatim_and_within_limits(
    text: str, title: str, source: str, times: int
) -> None:
    long = replace(WIRE, text=text * times, title=title * times, source=source * times)
    article = replace(WIRE, text=text, title=title, source=source)
    story = Story(WIRE.story, title, source)
    for surface, shown in everything(quote_of(long), story, text * times):
        assert faults_of(shown, surface, addresses_of(long)) == []
    shown = sent(reply_message(told_of(quote_of(article)), private=False))
    assert quotes_in(shown) == [sendable(text)]
    assert len(sendable(text)) == len(text)
