"""Articles that try to act in Discord: nothing pings, nothing leads elsewhere, all is verbatim."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.discord.limits import size
from adapters.discord.markdown import (
    escaped,
    linkable,
    quotation,
    strong,
    unescaped,
    web_address,
)
from adapters.discord.message import Message
from adapters.discord.rendering import message_of, question_of
from adapters.discord.wording import ways_to_ask
from bot import wording
from bot.commands.help import help_document
from bot.commands.table import COMMANDS
from bot.conversation import Door
from bot.desk import Page, Surrounded, Told
from bot.language import ENGLISH, LANGUAGES, speaking
from bot.library import StoryListing
from bot.replies import Answer, NoAnswer, Part, Possible, Remark, Standing
from bot.safe_text import link_text, marked, one_line, sendable
from retrieval.articles import Article, Story
from retrieval.quotes import Quote
from tests.adapters.discord.drawn import (
    context_message,
    page_message,
    reply_message,
    scope_message,
    sentence,
    shared_message,
    stories_message,
    story_message,
)
from tests.adapters.discord.happenings import NEWS, every_happening
from tests.adapters.discord.hostile import HOSTILE, HOSTILE_ADDRESSES
from tests.adapters.discord.newsroom import ALICE, REPLY, paged, violations_of
from tests.adapters.discord.reader import Piece, pieces, quotes, read, shown
from tests.bot.newsroom import QUESTION, REVIEW, SECOND, WIRE

NOW = datetime(2024, 8, 1, 12, tzinfo=UTC)
_TURNING = re.compile("[\u202a-\u202e\u2066\u2067\u2069]")
_MARKED = frozenset(("bold", "strike"))  # the answer, and in corrections what has changed
_OURS = frozenset(("bold", "italic", "small", "list"))
_NAMED = (f"<@{ALICE}>", f"<#{NEWS}>", f"`{WIRE.story}`")
_TYPED = re.compile(r"`/[\w-]+(?: [\w-]+: [^`]+)*`")

OTHERS = [language for language in LANGUAGES if language != ENGLISH]
each_hostile = pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: ascii(text[:12]))


def everything(quote: Quote, story: Story, question: str = QUESTION) -> Iterator[Message]:
    """All that Discord can show of a quote."""
    titles = {story.slug: story.title}
    answer = Answer(question, "g", 0.9, (quote, SECOND), (SECOND,))
    standings = (Standing.VALUE, Standing.VALUE, Standing.OTHER)
    parts = (Part(1, question), Part(2, "so?"))
    perhaps = Possible(question, "g", 0.4, (quote, SECOND), (SECOND,), standings, (), parts)
    refusal = NoAnswer(question, "g", 0.1, f"No article is tracked in {story.slug}.", (quote,))
    listings = [StoryListing(story, 3, NOW)]
    yield reply_message(Told(REPLY, answer, titles, story.slug), private=True)
    yield reply_message(Told(REPLY, perhaps, titles, story.slug), private=True)
    remark = Remark(question, f"No: {marked(question)}")
    yield reply_message(Told(REPLY, remark, {}), private=True)
    yield reply_message(Told(REPLY, refusal, titles, story.slug), private=False)
    yield page_message(Page(REPLY, (quote, SECOND), 3, 9, True, titles, ("", "")))
    yield page_message(Page(REPLY, (quote,), 0, 1, False, titles, (wording.NEAREST(),)))
    shared = Page(REPLY, (quote,), 0, 2, True, titles, ("",))
    yield shared_message(shared, question, ALICE)
    yield stories_message(listings)
    yield scope_message(True, listings)
    yield story_message(listings[0], [quote.article, REVIEW])
    yield sentence(f"there is no story {question!s}; see /stories")
    around = Surrounded(quote, f"{question} ", f" {question}")
    two = Page(REPLY, (quote, SECOND), 0, 2, True, titles, ("", ""))
    yield context_message(two, [around, Surrounded(SECOND, "", "")])
    yield from every_happening(quote, story)


def faults_of(message: Message, addresses: set[str]) -> list[str]:
    """What in it could act, lead elsewhere or be refused."""
    faults = violations_of(message)
    for seen in read(message.components):
        for piece in seen:
            ours = piece.text in _NAMED or _TYPED.fullmatch(piece.text)
            if piece.acts not in ("", "timestamp") and not ours:
                faults.append(f"acts as {piece.acts}: {piece.text}")
            if piece.acts == "timestamp" and not re.fullmatch(r"<t:172\d{7}:D>", piece.text):
                faults.append(f"another's timestamp: {piece.text}")
            if piece.link and piece.link not in addresses:
                faults.append(f"leads to {piece.link}")
            if piece.looks - (_MARKED if piece.quote else _OURS):
                faults.append(f"looks {set(piece.looks)}")
        outside = shown(piece for piece in seen if not piece.quote)
        if _TURNING.search(re.sub("\u2068[^\u2066-\u2069]*\u2069", "", outside)):
            faults.append("turns its neighbours around")
    return faults


def quotes_in(message: Message) -> list[str]:
    return [text for seen in read(message.components) for text in quotes(seen)]


def as_shown(text: str) -> str:
    """What can't be sent is marked, and every break of a line is one."""
    return re.sub("\r\n|[\r\u2028\u2029]", "\n", sendable(text))


def quote_of(article: Article) -> Quote:
    address = f"{article.url}#:~:text=x" if article.url else ""
    text = article.text
    return Quote(article, 0, len(text), text, ((0, len(text) // 2),), address, 1, 0.9, (article,))


def addresses_of(*articles: Article) -> set[str]:
    links = [quote_of(article).link for article in articles]
    addresses = [article.url for article in articles]
    return {web_address(url) for url in (*links, *addresses, SECOND.link, REVIEW.url)}


def told_of(quote: Quote, story: str = "A story") -> Told:
    return Told(REPLY, Answer(QUESTION, "g", 0.9, (quote,), ()), {WIRE.story: story}, "")


@each_hostile
def test_a_hostile_article_cannot_act_in_any_message(hostile: str) -> None:
    article = replace(WIRE, title=hostile, source=hostile, authors=(hostile,), text=hostile)
    story = Story(WIRE.story, hostile, hostile)
    faults = [
        fault
        for message in everything(quote_of(article), story, hostile)
        for fault in faults_of(message, addresses_of(article))
    ]
    assert faults == []


@each_hostile
def test_a_quote_is_shown_to_the_character_or_not_at_all(hostile: str) -> None:
    message = reply_message(told_of(quote_of(replace(WIRE, text=hostile))), private=False)
    if size(quotation(hostile, [(0, len(hostile) // 2)])) > 3_600:
        assert quotes_in(message) in ([], [as_shown(hostile)])
    else:
        assert quotes_in(message) == [as_shown(hostile)]


# Longer names are cut.
@pytest.mark.parametrize("hostile", [text for text in HOSTILE if len(text) < 1_500])
@pytest.mark.parametrize("field", ["title", "source", "story"])
def test_hostile_words_in_the_byline_are_shown_and_leave_the_others_alone(
    hostile: str, field: str
) -> None:
    changed = {field: hostile} if field != "story" else {}
    article: Article = replace(WIRE, **changed)  # type: ignore[arg-type]
    quote = replace(quote_of(article), also_in=())
    told = told_of(quote, hostile if field == "story" else "A story")
    message = reply_message(told, private=False)
    seen, *others = read(message.components)
    title = one_line(article.title) or "untitled"
    bare = title.strip("\u2068\u2069")
    source = one_line(article.source)
    story = one_line(hostile) if field == "story" else "A story"
    words = link_text(title, article.url)
    linked = words if linkable(bare) else f"“{words}” (open)"
    parts = [source, linked, "<t:1722160800:D>"]
    assert shown(piece for piece in seen if not piece.quote) == " · ".join(filter(None, parts))
    assert quotes_in(message) == [WIRE.text]
    assert shown(piece for one in others for piece in one if "italic" in piece.looks) == story
    assert [piece.link for piece in seen if piece.link] == [quote.link]


@pytest.mark.parametrize("address", HOSTILE_ADDRESSES, ids=lambda text: ascii(text[:40]))
def test_an_article_with_an_address_that_is_none_gets_no_link(address: str) -> None:
    message = reply_message(told_of(quote_of(replace(WIRE, url=address))), private=False)
    seen, _ = read(message.components)
    assert [piece for piece in seen if piece.link or piece.acts not in ("", "timestamp")] == []
    assert violations_of(message) == []
    assert f"“{WIRE.title}”" in shown(seen)


@pytest.mark.parametrize(
    "title",
    [
        "US to turn its Japan headquarters into a joint command",
        "Three stars, not four: what Washington did (and did not) give Tokyo",
        "‘We are ready’ – 50% more, says “the admiral”…",
        "Élan vital: 日本の新しい司令部、東京に",
        "The U.S. and the 7.5-magnitude quake",
    ],
)
def test_an_ordinary_headline_is_the_link(title: str) -> None:
    message = reply_message(told_of(quote_of(replace(WIRE, title=title))), private=False)
    seen = [piece for some in read(message.components) for piece in some]
    assert (title, quote_of(WIRE).link) in [(piece.text, piece.link) for piece in seen]


@pytest.mark.parametrize(
    "title",
    [
        "https://good.example/story",
        "good.example",
        "www.good.example",
        "discord.gg/abc",
        "https：ノノgood.example",
        "*Stars*",
        "snake_case",
        "Go :smile: now",
        "1. First",
        "- item",
        "[bracketed]",
        "Rocket 🚀",
        "☀️ today",
        "@everyone",
        "|| hidden ||",
        "#1",
        "…",
    ],
)
def test_a_headline_that_a_link_would_change_or_that_looks_like_an_address_is_none(
    title: str,
) -> None:
    assert not linkable(title)


def test_a_right_to_left_title_is_isolated_so_that_the_date_stays_in_its_place() -> None:
    article = replace(WIRE, title="אמר השר ב-28 ביולי", source="Harborline \u202eeriW")
    quote = replace(quote_of(article), also_in=())
    message = reply_message(told_of(quote), private=False)
    seen, _ = read(message.components)
    assert [piece for piece in seen if not piece.quote][:4] == [
        Piece("Harborline �eriW · \u2068"),
        Piece("אמר השר ב-28 ביולי", link=quote.link),
        Piece("\u2069 · "),
        Piece("<t:1722160800:D>", acts="timestamp"),
    ]


def test_words_before_a_quote_cannot_turn_it_around() -> None:
    around = Surrounded(quote_of(WIRE), "\u202ebefore ", " after\u2067")
    assert quotes_in(context_message(*paged([around]))) == [f"�before {WIRE.text} after�"]


@each_hostile
def test_a_hostile_question_comes_back_from_a_private_reply(hostile: str) -> None:
    refusal = NoAnswer(hostile, "g", 0.1, "Nothing.", ())
    found = question_of(reply_message(Told(REPLY, refusal, {}, ""), private=True).components)
    asked = " ".join(hostile.split())
    if found.endswith("…"):
        found = found[:-1]
        assert len(found) > 250
        asked = asked[: len(found)]
    assert found == re.sub("[\u202a-\u202e\u2066-\u2069]", "�", sendable(asked))


anything = st.text(st.characters(), min_size=1, max_size=300).filter(str.strip)
# Made of what could be markup, nothing of it is rare.
markup = st.text(st.sampled_from("*_~|`<>[]()#@:/\\-+.0123 \n\rabt¯ツ!&\u2028"), max_size=200)
spans = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=4)


@settings(max_examples=300)
@given(text=st.one_of(anything, markup), bold=spans)
@example(text="a*b", bold=[(0, 1), (1, 3)])
@example(text="\\", bold=[(0, 1)])
@example(text=" \n * ", bold=[(0, 5)])
def test_a_quotation_is_one_quote_of_exactly_its_words_and_bold_where_it_should_be(
    text: str, bold: list[tuple[int, int]]
) -> None:
    spans = [(min(span), min(max(span), len(text))) for span in bold]
    seen = pieces(f"{quotation(text, spans)}\nbelow")
    inside = [piece for piece in seen if piece.quote]
    assert shown(inside) == as_shown(text)
    assert shown(piece for piece in seen if not piece.quote) == "below"
    assert {piece.acts for piece in inside} <= {""}
    assert {look for piece in inside for look in piece.looks} <= {"bold"}
    wanted = {at for start, end in spans for at in range(start, end)}
    words = "".join(sendable(text)[at] for at in sorted(wanted))
    darker = shown(piece for piece in inside if "bold" in piece.looks)
    assert "".join(darker.split()) == "".join(words.split())


@settings(max_examples=300)
@given(st.one_of(anything, markup))
def test_nothing_that_could_begin_markup_is_left_without_a_backslash(text: str) -> None:
    for line in quotation(text).split("\n"):
        assert line.startswith("> ")
        bare = re.sub(r"\\[^0-9A-Za-z\s]", "", line[2:])
        assert not re.search(r"[\\*_~|`<>\[\]#@:/]", bare)
        assert not re.match(r"\s*(?:[-+]|\d+[.)])", line[2:])


@settings(max_examples=300)
@given(st.one_of(anything, markup))
@example("0\r-\u20280")
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert shown(pieces(strong(text))) == text


@settings(max_examples=60)
@given(text=anything, title=anything, source=st.one_of(anything, markup), times=st.integers(1, 30))
def test_whatever_an_article_says_it_is_verbatim_and_within_limits(
    text: str, title: str, source: str, times: int
) -> None:
    long = replace(WIRE, text=text * times, title=title * times, source=source * times)
    article = replace(WIRE, text=text, title=title, source=source)
    story = Story(WIRE.story, title, source)
    for message in everything(quote_of(long), story, text * times):
        assert faults_of(message, addresses_of(long)) == []
    assert quotes_in(reply_message(told_of(quote_of(article)), private=False)) == [as_shown(text)]


@pytest.mark.parametrize("language", OTHERS)
def test_discord_takes_all_of_it_in_every_language_and_nothing_of_an_article_acts(
    language: str,
) -> None:
    for hostile in ("@everyone **bold** {story} %s", WIRE.text):
        article = replace(WIRE, title=hostile, source=hostile, text=hostile)
        story = Story(WIRE.story, hostile, hostile)
        with speaking(language):
            drawn = list(everything(quote_of(article), story, hostile))
            helped = message_of(help_document(Door("discord", ways_to_ask), COMMANDS.values()))
        assert violations_of(helped) == []
        faults = [fault for one in drawn for fault in faults_of(one, addresses_of(article))]
        assert faults == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_question_comes_back_from_a_private_reply_whoever_reads_it(language: str) -> None:
    with speaking(language):
        message = reply_message(told_of(quote_of(WIRE)), private=True, repeated=True)
    assert question_of(message.components) == QUESTION
