"""What may be spoken of in a channel, whose story a thread is, and what a reply's buttons show."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.scopes import StoredScopes
from bot.ask import Bot
from bot.decide import Thresholds
from bot.desk import Asked, Desk, NotKept, Page, Surrounded, Told, UnknownStory
from bot.memory import KeptQuote, KeptReply
from bot.places import Place
from bot.replies import Answer, NoAnswer, Possible, Remark
from bot.said import SaidQuestion
from bot.wording import COURTESY, NEAREST, left_story
from retrieval.articles import Article, Passage, Story
from retrieval.candidates import Candidate
from retrieval.links import quote_link
from retrieval.quotes import Quote
from retrieval.reports import Differing
from retrieval.said import Said
from retrieval.search import Findings

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
NEWS, DESK = Place("slack", "T1", "C0NEWS"), Place("slack", "T1", "C0DESK")
JAPAN = Story("japan", "The command in Japan", "")
NATO = Story("nato", "Sweden joins NATO", "")
SECRET = Story("secret", "What the desk is after", "", channels=(DESK.name,))
STORIES = (JAPAN, NATO, SECRET)

SENTENCES = (
    "The plan was announced in Tokyo.",
    "A three-star officer will lead it.",
    "He answers to Hawaii.",
    "Some 50,000 troops are in Japan.",
    "Nobody named a date.",
)
TEXT = " ".join(SENTENCES)


def article(id: str, story: str = "japan") -> Article:
    url = f"https://{id}.example/1"
    return Article(id, story, f"On {id}", url, id.upper(), (), NOW, TEXT)


def quote(
    article: Article, sentence: int = 1, confidence: float = 0.9, also_in: Collection[Article] = ()
) -> Quote:
    words = SENTENCES[sentence]
    start = TEXT.index(words)
    end = start + len(words)
    link = quote_link(article.url, TEXT, start, end)
    return Quote(article, start, end, words, ((2, 7),), link, 0.0, confidence, tuple(also_in))


def passages(article: Article) -> list[tuple[Passage, str]]:
    """One for each sentence."""
    starts = [TEXT.index(words) for words in SENTENCES]
    spans = [(start, start + len(words)) for start, words in zip(starts, SENTENCES, strict=True)]
    return [
        (Passage(f"{article.id}-{start}", article.version, start, end), "") for start, end in spans
    ]


@dataclass
class Shelf:
    """A Finder with one list of quotes, of which it finds those in the stories asked for; `asked`
    is what it was asked, `meanwhile` happens after each search, `listed` after each list of the
    stories."""

    found: list[Quote] = field(default_factory=list)
    tracked: tuple[Story, ...] = STORIES
    asked: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None
    listed: Callable[[], None] = lambda: None
    values: int = 1
    differing: Differing | None = None
    several: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    def find(
        self,
        question: str,
        stories: Collection[str] | None,
        quotes: int,
        follow_up: bool = False,
        asked_on: datetime | None = None,
    ) -> Findings:
        self.asked.append((question, frozenset(stories or ())))
        found = tuple(q for q in self.found if q.article.story in (stories or ()))
        read = tuple(
            Candidate(Passage("p", q.article.version, 0, len(TEXT)), q.article, 0.5, 1.0)
            for q in found
        )
        self.meanwhile()
        return Findings("g1", found, read, self.values, self.differing)

    def said(self, question: SaidQuestion) -> Said:
        """The same quotes, as somebody's words."""
        self.asked.append((question.text, frozenset(question.stories or ())))
        found = tuple(q for q in self.found if q.article.story in (question.stories or ()))
        self.meanwhile()
        return Said("g1", found, self.several, self.near)

    def stories(self) -> Mapping[str, Story]:
        known = {story.slug: story for story in self.tracked}
        self.listed()
        return known

    def drop(self, slug: str) -> None:
        """A new generation, without the story."""
        self.tracked = tuple(story for story in self.tracked if story.slug != slug)

    def limit(self, slug: str, *channels: str) -> None:
        """A new generation, in which the story is limited to these channels."""
        limited = (replace(s, channels=channels) if s.slug == slug else s for s in self.tracked)
        self.tracked = tuple(limited)


@dataclass
class Room:
    """A desk over a real database, and the shelf that its bot searches."""

    catalog: Catalog
    shelf: Shelf
    desk: Desk
    replies: StoredReplies
    minutes: int = 0

    def hold(self, *quotes: Quote) -> None:
        """The quotes' articles, and the copies they name, are in the catalog; search finds them."""
        self.shelf.found = list(quotes)
        held = {a.version: a for q in quotes for a in (q.article, *q.also_in)}
        self.catalog.add_versions([(one, passages(one)) for one in held.values()], NOW)

    def ask(
        self,
        text: str = "who leads it?",
        place: Place = NEWS,
        thread: str = "",
        message: str = "",
        *,
        everywhere: bool = False,
    ) -> Told:
        self.minutes += 1
        now = NOW + timedelta(minutes=self.minutes)
        told = self.desk.answer(Asked(text, place, thread, message, everywhere), now)
        if thread:
            self.replies.sent(told.id, thread, f"9.{self.minutes}")
        return told

    def purge(self, *articles: Article) -> None:
        self.catalog.erasure.erase({one.version: one.id for one in articles})


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with closing(open_catalog(None, tmp_path)) as catalog:
        shelf, replies = Shelf(), StoredReplies(catalog.database)
        bot = Bot(shelf, catalog, Thresholds(shown=0.3, claim=0.5))
        desk = Desk(bot, catalog, replies, StoredScopes(catalog.database), quotes=2)
        yield Room(catalog, shelf, desk, replies)


ALL = {"japan": JAPAN.title, "nato": NATO.title}
DW, BBC, AP = article("dw"), article("bbc"), article("ap")
BALTIC = article("baltic", "nato")
HIDDEN = article("hidden", "secret")


def answer(told: Told) -> Answer:
    assert isinstance(told.reply, Answer), told.reply
    return told.reply


def shown(page: Page) -> list[str]:
    return [quote.article.id for quote in page.quotes]


def everything_in(*told: object) -> str:
    """All that could reach somebody's eyes."""
    return repr(told)


# ------------------------------------------------------------------------------ an answer


def test_an_answer_shows_its_quotes_and_is_kept_for_its_buttons_without_a_word_of_it(
    room: Room,
) -> None:
    quotes = [quote(DW, also_in=[AP]), quote(BBC, 3, 0.8), quote(BALTIC, 2, 0.7)]
    room.hold(*quotes)
    told = room.ask("who leads it?", NEWS, "7.1", "7.1")
    assert told == Told(
        told.id,
        Answer("who leads it?", "g1", 0.9, tuple(quotes[:2]), tuple(quotes[2:])),
        ALL,
        "",
    )
    kept = room.replies.reply(told.id)
    assert kept == KeptReply(
        told.id,
        NEWS,
        "7.1",
        "7.1",
        "9.1",
        True,
        "japan",
        tuple(
            KeptQuote(
                q.article.version,
                q.start,
                q.end,
                q.highlight,
                q.confidence,
                tuple(copy.version for copy in q.also_in),
            )
            for q in quotes
        ),
        NOW + timedelta(minutes=1),
        shown=2,
    )
    assert "three-star" not in repr(kept)
    assert "leads" not in repr(kept)


def test_without_an_answer_the_nearest_are_kept_and_the_thread_has_no_story(room: Room) -> None:
    nearest = quote(DW, confidence=0.2)
    room.hold(nearest)
    told = room.ask("who won the Tour?", NEWS, "7.1", "7.1")
    reason = "Nothing that is tracked answers this."
    assert told.reply == NoAnswer("who won the Tour?", "g1", 0.2, reason, (nearest,))
    assert room.desk.page(told.id, NEWS, 0) == Page(
        told.id, (nearest,), 0, 1, False, ALL, (NEAREST(),)
    )
    kept = room.replies.reply(told.id)
    assert kept is not None
    assert (kept.answered, kept.story) == (False, "")


def test_where_no_story_may_be_spoken_of_nothing_is_searched(room: Room) -> None:
    room.hold(quote(HIDDEN))
    room.shelf.tracked = (SECRET,)
    told = room.ask()
    reason = "No story may be spoken of in this channel."
    assert told == Told(told.id, NoAnswer("who leads it?", "", 0.0, reason, ()), {})
    assert room.shelf.asked == []


def test_what_is_no_question_is_kept_like_a_reply_and_leads_no_thread(room: Room) -> None:
    room.hold(quote(DW))
    told = room.ask("thanks!", NEWS, "7.1", "7.1")
    assert told.reply == Remark("thanks!", COURTESY())
    kept = room.replies.reply(told.id)
    assert kept is not None
    assert (kept.answered, kept.possible, kept.quotes, kept.shown) == (False, False, (), 0)
    assert room.ask("since when?", NEWS, "7.1", "7.2").within == ""
    room.shelf.tracked = (SECRET,)
    assert room.ask("thanks!").reply == Remark("thanks!", COURTESY())


# ------------------------------------------------------------------- stories and channels


def test_a_story_limited_to_other_channels_is_neither_searched_nor_named(room: Room) -> None:
    room.hold(quote(HIDDEN), quote(DW, confidence=0.8, also_in=[HIDDEN]))
    here, there = room.ask(place=NEWS), room.ask(place=DESK)
    assert room.shelf.asked == [
        ("who leads it?", frozenset({"japan", "nato"})),
        ("who leads it?", frozenset({"japan", "nato", "secret"})),
    ]
    assert "secret" not in everything_in(here)
    assert SECRET.title not in everything_in(here)
    assert answer(here).quotes == (quote(DW, confidence=0.8),)
    assert [q.article.id for q in answer(there).quotes] == ["hidden", "dw"]
    assert there.titles == ALL | {"secret": SECRET.title}


def test_it_is_not_offered_as_the_nearest_either(room: Room) -> None:
    room.hold(quote(HIDDEN, confidence=0.3), quote(DW, confidence=0.2, also_in=[HIDDEN]))
    told = room.ask(place=NEWS)
    assert isinstance(told.reply, NoAnswer)
    assert told.reply.nearest == (quote(DW, confidence=0.2),)


def test_a_home_page_shows_no_limited_story(room: Room) -> None:
    assert list(room.desk.stories(None)) == ["japan", "nato"]
    assert list(room.desk.stories(DESK)) == ["japan", "nato", "secret"]


def test_a_story_that_is_limited_between_search_and_sending_is_left_out_altogether(
    room: Room,
) -> None:
    room.hold(quote(DW), quote(BALTIC, confidence=0.8, also_in=[DW]))
    room.shelf.meanwhile = lambda: room.shelf.limit("japan", DESK.name)
    told = room.ask("who leads it?", NEWS, "7.1", "7.1")
    # What was claimed was the other's: this only may answer.
    assert told.reply == Possible("who leads it?", "g1", 0.8, (quote(BALTIC, confidence=0.8),), ())
    assert told.titles == {"nato": NATO.title}
    assert "japan" not in everything_in(told)
    kept = room.replies.reply(told.id)
    assert kept is not None
    assert (kept.story, len(kept.quotes)) == ("nato", 1)


def test_a_story_that_leaves_the_index_as_it_is_asked_is_no_fault_of_who_asks(room: Room) -> None:
    room.hold(quote(DW), quote(BALTIC, confidence=0.8))
    room.shelf.listed = lambda: room.shelf.drop("japan")
    reply = room.ask().reply
    assert isinstance(reply, Possible)
    assert [one.article.id for one in reply.quotes] == ["baltic"]


def test_nor_where_somebodys_words_are_asked_for(room: Room) -> None:
    room.hold(quote(DW), quote(BALTIC, confidence=0.8))
    room.shelf.listed = lambda: room.shelf.drop("japan")
    speaking = replace(room.desk, bot=replace(room.desk.bot, speech=room.shelf))
    reply = speaking.said("Ada Quist", "", "", NEWS, NOW).reply
    assert isinstance(reply, Answer | Possible)
    assert [one.article.id for one in reply.quotes] == ["baltic"]


def test_then_the_further_quotes_move_up(room: Room) -> None:
    room.hold(quote(DW), quote(BBC, confidence=0.8), quote(BALTIC, confidence=0.7))
    room.shelf.meanwhile = lambda: room.shelf.limit("japan", DESK.name)
    reply = room.ask().reply
    assert isinstance(reply, Possible)
    assert reply.quotes == (quote(BALTIC, confidence=0.7),)


@pytest.mark.parametrize("confidence", [0.9, 0.2])
def test_if_that_leaves_nothing_nothing_answers(room: Room, confidence: float) -> None:
    room.hold(quote(DW, confidence=confidence))
    room.shelf.meanwhile = lambda: room.shelf.limit("japan", DESK.name)
    reply = room.ask().reply
    assert isinstance(reply, NoAnswer)
    assert (reply.reason, reply.nearest) == ("Nothing that is tracked answers this.", ())


def test_a_follow_up_does_not_name_the_story_that_was_limited_meanwhile(room: Room) -> None:
    room.hold(quote(DW))
    room.ask("who leads it?", NEWS, "7.1", "7.1")
    room.shelf.meanwhile = lambda: room.shelf.limit("japan", DESK.name)
    told = room.ask("how many troops?", NEWS, "7.1", "7.2")
    assert (told.within, told.titles) == ("", {"nato": NATO.title})
    assert isinstance(told.reply, NoAnswer)


def test_a_button_shows_nothing_of_a_story_that_was_limited_since(room: Room) -> None:
    room.hold(quote(DW), quote(BALTIC, confidence=0.8, also_in=[DW]))
    told = room.ask()
    room.shelf.limit("japan", DESK.name)
    page = room.desk.page(told.id, NEWS, 0)
    assert page.quotes == (quote(BALTIC, confidence=0.8),)
    assert page.titles == {"nato": NATO.title}
    assert [around.quote.article.id for around in room.desk.in_context(page.quotes)] == ["baltic"]
    assert shown(room.desk.share(told.id, NEWS, 2, NOW)) == ["baltic"]


def test_a_channels_scope_narrows_answers_and_pages_and_ends_with_none(room: Room) -> None:
    room.hold(quote(DW), quote(BALTIC, confidence=0.8))
    before = room.ask()
    room.desk.set_scope(NEWS, ["nato"], NOW)
    assert [q.article.id for q in answer(room.ask()).quotes] == ["baltic"]
    assert shown(room.desk.page(before.id, NEWS, 0)) == ["baltic"]
    assert [q.article.id for q in answer(room.ask(place=DESK)).quotes] == ["dw", "baltic"]
    room.desk.set_scope(NEWS, None, NOW)
    assert [q.article.id for q in answer(room.ask()).quotes] == ["dw", "baltic"]


def test_a_channel_cannot_be_scoped_to_a_story_that_is_unknown_or_hidden_and_both_read_the_same(
    room: Room,
) -> None:
    room.desk.set_scope(NEWS, ["nato"], NOW)
    said = {}
    for slug in ("secret", "secrex"):
        with pytest.raises(UnknownStory) as refused:
            room.desk.set_scope(NEWS, ["japan", slug], NOW)
        said[slug] = str(refused.value).replace(slug, "…")
    assert set(said.values()) == {"there is no story '…'"}
    # Nothing changed, and a scope does not stand in the way of the next one.
    assert list(room.desk.stories(NEWS)) == ["nato"]
    room.desk.set_scope(NEWS, ["japan", "nato"], NOW)
    assert list(room.desk.stories(NEWS)) == ["japan", "nato"]
    room.desk.set_scope(DESK, ["secret"], NOW)
    assert list(room.desk.stories(DESK)) == ["secret"]


def test_a_hidden_story_is_not_suggested_for_a_mistyped_one(room: Room) -> None:
    with pytest.raises(UnknownStory, match="did you mean 'japan'"):
        room.desk.set_scope(NEWS, ["japam"], NOW)
    room.shelf.limit("japan", DESK.name)
    with pytest.raises(UnknownStory) as refused:
        room.desk.set_scope(NEWS, ["japam"], NOW)
    assert "japan" not in str(refused.value)


# ------------------------------------------------------------------------------ follow-ups


def test_the_thread_below_quotes_that_may_answer_is_about_their_story(room: Room) -> None:
    room.hold(quote(BALTIC, confidence=0.4))
    assert isinstance(room.ask("who leads it?", NEWS, "7.1", "7.1").reply, Possible)
    assert room.ask("since when?", NEWS, "7.1", "7.2").within == "nato"


def test_a_follow_up_stays_with_the_story_of_its_thread_and_says_so(room: Room) -> None:
    doubtful = quote(BALTIC, 3, 0.2)
    room.hold(quote(BALTIC, confidence=0.8), quote(DW, confidence=0.7))
    room.ask("who leads it?", NEWS, "7.1", "7.1")
    room.hold(doubtful, quote(DW, confidence=0.9))
    told = room.ask("And how many troops?", NEWS, "7.1", "7.2")
    # Short as it is, it shares few words with its answer: less confidence is enough.
    reply = Answer("how many troops?", "g1", 0.2, (doubtful,), ())
    assert told == Told(told.id, reply, ALL, "nato", followed="nato")
    assert room.shelf.asked[-1] == ("how many troops?", frozenset({"nato"}))


def test_everywhere_leaves_the_story_and_its_answer_leads_the_thread_on(room: Room) -> None:
    room.hold(quote(BALTIC), quote(DW, confidence=0.8))
    room.ask("who leads it?", NEWS, "7.1", "7.1")
    room.shelf.found.reverse()
    told = room.ask("how many troops?", NEWS, "7.1", everywhere=True)
    assert told.within == ""
    assert room.shelf.asked[-1] == ("how many troops?", frozenset({"japan", "nato"}))
    assert room.ask("since when?", NEWS, "7.1", "7.3").within == "japan"


def test_the_newest_answer_decides_and_a_reply_without_one_does_not(room: Room) -> None:
    room.hold(quote(DW))
    room.ask("who leads it?", NEWS, "7.1", "7.1")
    room.hold(quote(DW, confidence=0.01))
    assert isinstance(room.ask("who won?", NEWS, "7.1", "7.2").reply, NoAnswer)
    room.shelf.asked.clear()
    room.ask("since when?", NEWS, "7.1", "7.3")
    assert room.shelf.asked[0] == ("since when?", frozenset({"japan"}))


def test_a_follow_up_that_its_story_answers_stays_there_however_sure_another_story_is(
    room: Room,
) -> None:
    room.hold(quote(DW, confidence=0.7), quote(BALTIC, confidence=0.99))
    room.ask("who leads it?", NEWS, "7.1", "7.1")
    told = room.ask("how many troops?", NEWS, "7.1", "7.2")
    assert (told.within, told.left, articles_of(told)) == ("japan", "", [DW])


def test_what_the_story_of_a_thread_has_nothing_on_is_asked_of_all_stories_and_that_is_said(
    room: Room,
) -> None:
    room.hold(quote(DW))
    room.ask("who leads it?", NEWS, "7.1", "7.1")
    room.hold(quote(DW, confidence=0.01), quote(BALTIC))
    told = room.ask("And when did Sweden join?", NEWS, "7.1", "7.2")
    assert isinstance(told.reply, Answer)
    assert (told.within, told.left, articles_of(told)[0]) == ("", "japan", BALTIC)
    assert room.shelf.asked[-2:] == [
        ("when did Sweden join?", frozenset({"japan"})),
        ("when did Sweden join?", frozenset({"japan", "nato"})),
    ]
    said = left_story(told.titles[told.left])
    assert said == "Nothing in “The command in Japan” answers this; from all stories:"
    # The thread goes on with what it now is about.
    assert room.ask("who signed?", NEWS, "7.1", "7.3").within == "nato"


@pytest.mark.parametrize(
    ("inside", "outside", "left"),
    [
        (0.1, 0.95, "japan"),  # it answers elsewhere
        (0.1, 0.5, ""),  # it may answer elsewhere as well
        (0.05, 0.5, "japan"),  # it may, and ten times as likely
        (0.1, 0.1, ""),  # elsewhere it is nothing
    ],
)
def test_an_answer_elsewhere_goes_before_quotes_of_the_threads_story_that_only_may_answer(
    room: Room, inside: float, outside: float, left: str
) -> None:
    unsure = replace(room.desk.bot, thresholds=Thresholds(0.2, 0.9, 0.1))
    room.desk = replace(room.desk, bot=unsure)
    room.hold(quote(DW))
    room.ask("who leads it?", NEWS, "7.1", "7.1")
    room.hold(quote(BALTIC, confidence=outside), quote(DW, confidence=inside))
    told = room.ask("when did Sweden join?", NEWS, "7.1", "7.2")
    assert told.left == left


def test_where_no_story_answers_a_follow_up_one_no_says_what_was_asked(room: Room) -> None:
    room.hold(quote(DW))
    room.ask("who leads it?", NEWS, "7.1", "7.1")
    room.hold(quote(DW, confidence=0.01), quote(BALTIC, confidence=0.02))
    told = room.ask("and who won the cup?", NEWS, "7.1", "7.2")
    assert isinstance(told.reply, NoAnswer)
    assert told.reply.reason == (
        "Nothing in “The command in Japan”, nor in any other story here, answers "
        "“who won the cup?”."
    )
    assert (told.within, told.left) == ("", "")


def test_a_follow_up_never_leaves_for_a_story_that_may_not_be_spoken_of_there(room: Room) -> None:
    room.hold(quote(DW))
    room.ask("who leads it?", NEWS, "7.1", "7.1")
    room.hold(quote(article("s", "secret")), quote(DW, confidence=0.01))
    told = room.ask("and who leaked it?", NEWS, "7.1", "7.2")
    assert isinstance(told.reply, NoAnswer)
    assert "secret" not in {story for _, asked in room.shelf.asked for story in asked}


def test_what_a_pointing_message_points_at_is_looked_for(room: Room) -> None:
    room.hold(quote(DW))
    told = room.desk.answer(Asked("is that right?", NEWS, about="They sacked the minister"), NOW)
    assert room.shelf.asked[-1][0] == "They sacked the minister"
    assert (told.about, told.reply.question) == ("They sacked the minister",) * 2


def test_two_quotes_are_shown_and_the_third_waits_unless_it_says_something_else(room: Room) -> None:
    room.desk = replace(room.desk, quotes=3, plain=2)
    found = [quote(DW, n, 0.9) for n in range(4)]
    room.hold(*found)
    told = room.ask()
    assert isinstance(told.reply, Answer)
    assert told.reply.quotes == tuple(found[:2])
    assert told.reply.further == tuple(found[2:])
    more = room.desk.page(told.id, NEWS, 2)
    assert (len(more.quotes), more.total) == (2, 4)
    room.shelf.values, room.shelf.differing = 3, Differing.UNSETTLED
    assert len(shown_of(room.ask())) == 3
    room.shelf.values, room.shelf.differing = 2, Differing.REPLACED
    assert len(shown_of(room.ask())) == 2


def test_a_story_may_be_asked_and_a_channel_limited_by_title(room: Room) -> None:
    room.hold(quote(DW), quote(BALTIC))
    told = room.desk.answer(Asked("who?", NEWS, story="sweden joins nato!"), NOW)
    assert articles_of(told) == [BALTIC]
    room.desk.set_scope(NEWS, ["Sweden joins NATO"], NOW)
    assert list(room.desk.stories(NEWS)) == ["nato"]


def articles_of(told: Told) -> list[Article]:
    return [one.article for one in shown_of(told)]


def shown_of(told: Told) -> tuple[Quote, ...]:
    assert isinstance(told.reply, Answer | Possible)
    return told.reply.quotes


def test_outside_of_threads_and_in_other_threads_and_channels_nothing_is_a_follow_up(
    room: Room,
) -> None:
    room.hold(quote(DW))
    room.ask("who leads it?", NEWS, "7.1", "7.1")
    room.ask("who leads it?", NEWS)
    for place, thread, message in ((NEWS, "", ""), (NEWS, "8.1", "8.2"), (DESK, "7.1", "7.2")):
        assert room.ask("how many troops?", place, thread, message).within == ""


def test_a_message_that_is_edited_is_no_follow_up_to_itself(room: Room) -> None:
    room.hold(quote(DW))
    for message in ("7.1", "7.2"):
        room.ask("who leads it?", NEWS, "7.0", message)
    room.hold(quote(BALTIC))
    room.ask("who joined?", NEWS, "9.0", "9.2")
    assert room.ask("who joined NATO?", NEWS, "9.0", "9.2").within == ""


def test_nor_is_the_message_that_began_the_thread_a_follow_up_to_what_came_after_it(
    room: Room,
) -> None:
    room.hold(quote(DW))
    room.ask("who leads it?", NEWS, "7.1", "7.1")
    room.ask("how many troops?", NEWS, "7.1", "7.2")
    assert room.ask("who joined NATO?", NEWS, "7.1", "7.1").within == ""


def test_a_thread_whose_story_may_no_longer_be_spoken_of_is_about_every_other_one(
    room: Room,
) -> None:
    room.hold(quote(DW), quote(BALTIC, confidence=0.8))
    room.ask("who leads it?", NEWS, "7.1", "7.1")
    room.shelf.limit("japan", DESK.name)
    told = room.ask("how many troops?", NEWS, "7.1", "7.2")
    assert (told.within, room.shelf.asked[-1][1]) == ("", frozenset({"nato"}))


# --------------------------------------------------------------------------------- buttons


def test_more_quotes_turns_page_after_page_to_the_last(room: Room) -> None:
    ids = [f"a{n}" for n in range(5)]
    room.hold(*(quote(article(id), confidence=0.9 - n / 10) for n, id in enumerate(ids)))
    told = room.ask()
    turned = [room.desk.page(told.id, NEWS, offset) for offset in (0, 2, 3, 4, 99)]
    assert [shown(page) for page in turned] == [
        ["a0", "a1"],
        ["a2", "a3"],
        ["a3", "a4"],
        ["a4"],
        [],
    ]
    assert {(page.total, page.answering) for page in turned} == {(5, True)}
    assert shown(room.desk.page(told.id, NEWS, 1, 3)) == ["a1", "a2", "a3"]


def test_a_purged_quote_is_left_out_of_later_pages_and_of_also_in(room: Room) -> None:
    room.hold(quote(DW), quote(BBC, confidence=0.8, also_in=[AP]), quote(BALTIC, confidence=0.7))
    told = room.ask()
    room.purge(DW, AP)
    page = room.desk.page(told.id, NEWS, 0)
    assert page == Page(told.id, (quote(BBC, confidence=0.8),), 0, 3, True, ALL, ("",))
    assert shown(room.desk.page(told.id, NEWS, 2)) == ["baltic"]
    room.purge(BBC, BALTIC)
    assert room.desk.page(told.id, NEWS, 0).quotes == ()
    assert room.desk.in_context(room.desk.page(told.id, NEWS, 0).quotes) == ()


def test_later_pages_remember_that_their_quotes_only_may_answer(room: Room) -> None:
    room.hold(*(quote(a, confidence=0.4) for a in (DW, BBC, BALTIC)))
    told = room.ask()
    first, rest = room.desk.page(told.id, NEWS, 0), room.desk.page(told.id, NEWS, 2)
    assert (first.answering, first.captions) == (False, ("This may answer:", ""))
    assert (rest.answering, rest.captions) == (False, ("This may answer:",))
    shared = room.desk.share(told.id, NEWS, 1, NOW)
    assert (shared.answering, shared.captions) == (False, ("This may answer:",))
    room.purge(DW)
    assert room.desk.page(told.id, NEWS, 0).captions == ("This may answer:",)


def test_later_pages_remember_that_reports_differ(room: Room) -> None:
    room.hold(*(quote(a) for a in (DW, BBC, BALTIC)))
    room.shelf.values, room.shelf.differing = 2, Differing.UNSETTLED
    told = room.ask()
    assert room.desk.page(told.id, NEWS, 0, 3).captions == ("Reports differ:", "", "Other quotes:")
    assert room.desk.page(told.id, NEWS, 1, 2).captions == ("Reports differ:", "Other quotes:")
    assert room.desk.page(told.id, NEWS, 2).captions == ("",)


def test_an_earlier_report_is_one_also_when_the_newer_is_gone(room: Room) -> None:
    room.hold(*(quote(a) for a in (DW, BBC, BALTIC)))
    room.shelf.values, room.shelf.differing = 2, Differing.REPLACED
    told = room.ask()
    whole = room.desk.page(told.id, NEWS, 0, 3)
    assert whole.captions == ("", "Earlier reports said:", "Other quotes:")
    room.purge(DW)
    left = room.desk.page(told.id, NEWS, 0, 3)
    assert shown(left) == ["bbc", "baltic"]
    assert left.captions == ("Earlier reports said:", "Other quotes:")


def test_context_is_the_passage_before_the_rest_of_its_own_and_the_passage_after(
    room: Room,
) -> None:
    middle, first, last = quote(DW, 2), quote(BBC, 0, 0.8), quote(BALTIC, 4, 0.7)
    room.hold(middle, first, last)
    told = room.ask()
    around = room.desk.in_context(room.desk.page(told.id, NEWS, 0, 3).quotes)
    assert around == (
        Surrounded(middle, f"{SENTENCES[1]} ", f" {SENTENCES[3]}"),
        Surrounded(first, "", f" {SENTENCES[1]}"),
        Surrounded(last, f"{SENTENCES[3]} ", ""),
    )
    assert all(one.before + one.quote.text + one.after in TEXT for one in around)


def test_context_of_a_quote_inside_a_passage_and_across_two(room: Room) -> None:
    start, end = TEXT.index("three-star"), TEXT.index(" troops")
    across = replace(
        quote(DW),
        start=start,
        end=end,
        text=TEXT[start:end],
        link=quote_link(DW.url, TEXT, start, end),
    )
    room.hold(across)
    [around] = room.desk.in_context(room.desk.page(room.ask().id, NEWS, 0).quotes)
    assert around == Surrounded(
        across, f"{SENTENCES[0]} A ", f" troops are in Japan. {SENTENCES[4]}"
    )


def test_sharing_shows_what_was_shown_under_an_id_of_its_own(room: Room) -> None:
    room.hold(quote(DW), quote(BBC, confidence=0.8), quote(BALTIC, confidence=0.7))
    told = room.ask()
    later = NOW + timedelta(hours=1)
    page = room.desk.share(told.id, NEWS, 1, later)
    assert page == Page(page.id, (quote(DW),), 0, 3, True, ALL, ("",))
    assert page.id != told.id
    original, kept = room.replies.reply(told.id), room.replies.reply(page.id)
    assert original is not None
    assert kept == replace(original, id=page.id, at=later, shown=1)
    assert shown(room.desk.page(page.id, NEWS, 1)) == ["bbc", "baltic"]


def test_the_thread_below_a_shared_reply_is_about_its_story(room: Room) -> None:
    room.hold(quote(BALTIC), quote(DW, confidence=0.8))
    page = room.desk.share(room.ask().id, NEWS, 1, NOW)
    room.replies.sent(page.id, "9.1", "9.1")
    assert room.ask("since when?", NEWS, "9.1", "9.2").within == "nato"


def test_a_button_that_is_replayed_from_another_channel_or_long_after_is_refused(
    room: Room,
) -> None:
    room.hold(quote(HIDDEN))
    told = room.ask(place=DESK)
    for id, place in (
        (told.id, NEWS),
        (told.id, Place("discord", DESK.team, DESK.channel)),
        (told.id, Place("slack", "", "")),
        ("made-up", DESK),
    ):
        with pytest.raises(NotKept, match="this reply is too old for its buttons; ask again"):
            room.desk.page(id, place, 0)
        with pytest.raises(NotKept, match="this reply is too old for its buttons; ask again"):
            room.desk.share(id, place, 1, NOW)


def test_in_a_channel_that_two_workspaces_share_people_of_both_press_its_buttons(
    room: Room,
) -> None:
    room.hold(quote(DW))
    told = room.ask(place=NEWS)
    assert shown(room.desk.page(told.id, Place("slack", "T2", NEWS.channel), 0)) == ["dw"]
