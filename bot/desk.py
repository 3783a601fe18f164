"""What is asked in a place → what is told there: stories that may be spoken of, threads, pages.

Synchronous, for a worker thread; safe to use from several. Raises QuestionError for what can't be
asked, NotKept for what is no longer known, and what search and catalog raise.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot import captions, wording
from bot.ask import Bot, remark_on
from bot.checked import Checked, checked_of, checked_of_quotes, checked_story
from bot.freshness import NOTHING_TRACKED, Checks, Freshness, by_story
from bot.gaps import Keeper, OpenQuestion
from bot.kept_quotes import kept_quotes, quote_of
from bot.language import spoken
from bot.limited_replies import allowed_now, within_stories
from bot.memory import KeptQuote, KeptReply, Replies, Scopes
from bot.places import Place, allowed
from bot.replies import (
    Answer,
    NoAnswer,
    Possible,
    Question,
    Quoting,
    Remark,
    Reply,
    Standing,
)
from bot.said import SaidQuestion
from bot.story_names import UnknownStory as UnknownStory
from bot.story_names import story_meant
from bot.surroundings import Passages, surrounded
from bot.surroundings import Surrounded as Surrounded
from bot.threads import without_lead_in
from bot.weekly import Tally, came_of
from retrieval.articles import Article, Story
from retrieval.errors import WrongUse
from retrieval.quotes import Quote

# A follow-up is read with its story's title and needs little confidence to be shown; of two that
# only may answer, the surer one is taken where it is this many times as sure. Of questions about
# another story those found 6 to 22 times as much there, of true follow-ups 1 to 5.8 times.
_SURER = 6.0


class NotKept(WrongUse):
    """The reply whose button was pressed is not known any more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and where it came from. `thread` is "" outside of threads; `message` is the
    asking message, "" for commands; with `everywhere` it leaves the story of its thread; `story`
    is the one that it is put to, by slug or title, "" for all; `private`: only who asked sees the
    reply; `via` is what else the platform needs to post there later. `about`: the words of the
    message that a text which only points ("is that right?") points at, else ""; `person`: who
    asks, by the platform's id. `claims_only`: what is none is told nobody, and not remembered."""

    text: str
    place: Place
    thread: str = ""
    message: str = ""
    everywhere: bool = False
    story: str = ""
    private: bool = False
    via: str = ""
    about: str = ""
    person: str = ""
    claims_only: bool = False

    @property
    def words(self) -> str:
        """What is looked for."""
        return self.about or self.text


@dataclass(frozen=True, slots=True)
class Told:
    """A reply to show, under the id by which its buttons know it.

    `titles`: of every story that may be spoken of here, by slug; `within`: the story that a
    follow-up stayed with, or ""; `left`: the story of its thread, in which nothing answers, where
    the quotes are from all stories instead, or "" (`wording.left_story`). `checked`: when its
    stories were, None where they have no sources. `about`: as in Asked.
    `may_wait`: whether who reads it may wait until it is answered; `followed`: its thread's story.
    """

    id: str
    reply: Reply
    titles: Mapping[str, str]
    within: str = ""
    checked: Checked | None = None
    left: str = ""
    about: str = ""
    may_wait: bool = False
    followed: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a reply's quotes, from `offset` on out of `total`; `answering` where the reply
    claimed that they do, `possible` where that they may. `captions`: for each quote the line above
    it, "" for none. `checked` as in Told."""

    id: str
    quotes: tuple[Quote, ...]
    offset: int
    total: int
    answering: bool
    titles: Mapping[str, str]
    captions: tuple[str, ...]
    checked: Checked | None = None
    possible: bool = False


class Articles(Passages, Protocol):
    """Where articles and their passages are kept."""

    def articles_of(self, versions: Collection[str]) -> Mapping[str, Article]:
        """The content of each version that is still held."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Asks the bot on behalf of places; `quotes` is how many a reply shows, `plain` how many where
    none of them says something else than the others; `keeper` hears of what nothing answers,
    `tally` how many questions there are."""

    bot: Bot
    articles: Articles
    replies: Replies
    scopes: Scopes
    quotes: int
    checks: Checks = NOTHING_TRACKED
    plain: int | None = None
    keeper: Keeper | None = None
    tally: Tally | None = None

    def stories(self, place: Place | None) -> dict[str, Story]:
        """The stories that may be spoken of at `place`, None for a home page."""
        scope = self.scopes.scope(place) if place else None
        return allowed(self.bot.finder.stories(), place, scope)

    def unscoped(self, place: Place) -> dict[str, Story]:
        """Those that a scope of the place may name."""
        return allowed(self.bot.finder.stories(), place, None)

    def answer(self, asked: Asked, now: datetime) -> Told:
        """The reply, kept; a follow-up stays with the story of its thread, if that answers.

        Raises QuestionError, UnknownStory.
        """
        stories = self.stories(asked.place)
        if asked.story:
            asked = replace(asked, story=story_meant(asked.story, stories).slug)
        followed = "" if asked.everywhere else self._story_of_thread(asked, stories)
        within, left = followed, ""
        if not stories:
            no_story = NoAnswer(asked.words, "", 0.0, wording.NO_STORY_HERE(), ())
            reply: Reply = remark_on(asked.words, self.bot.languages) or no_story
        elif within:
            reply, within, left = self._followed_up(asked, within, stories, now)
        else:
            reply = self.put(asked.words, [asked.story] if asked.story else stories, now)
        # A new generation may have limited a story meanwhile.
        stories = self.stories(asked.place) if stories else stories
        reply = allowed_now(reply, stories)
        within = within if within in stories else ""
        left = left if left in stories and isinstance(reply, Quoting) else ""
        asked_of = {within or asked.story} - {""} or stories.keys()
        titles = _titles(stories)
        checked = checked_of(reply, asked_of, titles, self.checks.tracked(), now)
        told = Told(uuid.uuid4().hex, reply, titles, within, checked, left, asked.about)
        followed = followed if followed in stories else ""
        told = replace(told, may_wait=self._may_wait(told), followed=followed)
        if asked.claims_only and not isinstance(reply, Answer):
            return told
        self.replies.keep(_kept(told, asked, now))
        if self.tally is not None and told.titles and not isinstance(reply, Remark):
            self.tally.count(asked.place, came_of(reply), now)
        if self.keeper is not None:
            unanswered = _unanswered(told, asked, now, self.keeper.until(now))
            self.keeper.heard(asked.place, asked.message, unanswered)
        return told

    def said(
        self, person: str, about: str, story: str, place: Place, now: datetime, via: str = ""
    ) -> Told:
        """What somebody is quoted with in the stories that may be spoken of there, or in one of
        them, by its slug, "" for all; kept for its buttons, and for nobody else to see.

        Raises WrongUse for a name that is none.
        """
        stories = self.stories(place)
        asked_of = frozenset([story] if story else stories)
        question = SaidQuestion(person, about, asked_of, self.quotes, now)
        if not asked_of <= stories.keys() or not stories:
            reply: Reply = NoAnswer(question.text, "", 0.0, wording.NO_STORY_HERE(), ())
        else:
            reply = self.bot.said(question)
        if stories.keys() - self.stories(place).keys():
            # Limited meanwhile: not even a name that is near may come from it.
            return self.said(person, about, story, place, now, via)
        reply, titles = allowed_now(reply, stories), _titles(stories)
        checked = checked_of(reply, asked_of, titles, self.checks.tracked(), now)
        told = Told(uuid.uuid4().hex, reply, titles, checked=checked)
        self.replies.keep(_kept(told, Asked(question.text, place, private=True, via=via), now))
        return told

    def freshness(self, now: datetime) -> Mapping[str, Freshness]:
        """Of every story that has sources, for lists."""
        return by_story(self.checks.tracked(), now)

    def checked(self, slug: str, now: datetime) -> Checked | None:
        """Of one story."""
        return checked_story(slug, self.checks.tracked(), now)

    def page(
        self,
        id: str,
        place: Place,
        offset: int,
        count: int | None = None,
        now: datetime | None = None,
    ) -> Page:
        """Quotes of a kept reply, cut from their articles again; those that are gone are left
        out. `count` None: as many as a reply shows; `now` None: it isn't said how fresh they are.
        """
        kept = self.kept_reply(id, place)
        stories = self.stories(kept.place)
        end = offset + (self.quotes if count is None else count)
        quotes, standings = self._again(kept.quotes[offset:end], stories)
        lines = _captions(kept, standings)
        titles, checked = _titles(stories), None
        if now is not None:
            checked = checked_of_quotes(quotes, titles, self.checks.tracked(), now)
        total = len(kept.quotes)
        answered, possible = kept.answered, kept.possible
        return Page(id, quotes, offset, total, answered, titles, lines, checked, possible)

    def in_context(self, quotes: Sequence[Quote]) -> tuple[Surrounded, ...]:
        """The quotes with the passages around them."""
        return surrounded(quotes, self.articles)

    def share(self, id: str, place: Place, count: int, now: datetime) -> Page:
        """The first `count` quotes of a private reply, under a new id of its own."""
        kept = self.kept_reply(id, place)
        new = uuid.uuid4().hex
        shared = replace(kept, id=new, thread="", asked="", message="", at=now, shown=count)
        shared = replace(shared, language=spoken())
        self.replies.keep(shared)
        return self.page(shared.id, place, 0, count, now)

    def set_scope(self, place: Place, names: Collection[str] | None, now: datetime) -> None:
        """Limits a place to stories, by slug or title; None ends that. Raises UnknownStory."""
        seen = self.unscoped(place)
        slugs = None if names is None else {story_meant(name, seen).slug for name in names}
        self.scopes.set_scope(place, slugs, now)

    def _may_wait(self, told: Told) -> bool:
        no = isinstance(told.reply, NoAnswer) and bool(told.titles)
        return no and self.keeper is not None and self.keeper.keeping != "never"

    def put(
        self, text: str, stories: Collection[str], now: datetime, *, follow_up: bool = False
    ) -> Reply:
        """The reply, which nobody remembers."""
        question = Question(text, frozenset(stories), self.quotes, follow_up, now, self.plain)
        return self.bot.ask(question)

    def _followed_up(
        self, asked: Asked, within: str, stories: Mapping[str, Story], now: datetime
    ) -> tuple[Reply, str, str]:
        """The reply, the story that it stayed with or "", and the story that it left or ""."""
        text = without_lead_in(asked.words)
        reply = self.put(text, [within], now, follow_up=True)
        if isinstance(reply, Answer | Remark) or stories.keys() <= {within}:
            return reply, within, ""
        of_all = self.put(text, stories, now)
        if isinstance(of_all, Quoting) and _better(of_all, reply):
            # Asked without what its thread is about, it may find its answer there all the same.
            stayed = of_all.quotes[0].article.story == within
            return of_all, "", "" if stayed else within
        if isinstance(reply, NoAnswer) and isinstance(of_all, NoAnswer):
            said = wording.nowhere(stories[within].title, text)
            return replace(of_all, reason=said), "", ""
        return reply, within, ""

    def _story_of_thread(self, asked: Asked, stories: Mapping[str, Story]) -> str:
        # What begins a thread follows nothing, not even when it is edited below its answers.
        if asked.thread in ("", asked.message):
            return ""
        # Asked again in other words, a message is no follow-up to itself.
        last = self.replies.last_answer_in(asked.place, asked.thread, asked.message)
        return last.story if last and last.story in stories else ""

    def kept_reply(self, id: str, place: Place) -> KeptReply:
        """The reply of this id, for a button of its place. Raises NotKept."""
        kept = self.replies.reply(id)
        # A button's value could be replayed from elsewhere; a reply stays where it was given.
        # (Not compared: the team. In a shared channel people of several press the same button.)
        if kept is None or kept.place.name != place.name:
            raise NotKept(wording.NOT_KEPT())
        return kept

    def _again(
        self, kept: Sequence[KeptQuote], stories: Mapping[str, Story]
    ) -> tuple[tuple[Quote, ...], tuple[Standing, ...]]:
        versions = {version for one in kept for version in (one.version, *one.also_in)}
        articles = self.articles.articles_of(versions)
        there = [one for one in kept if one.version in articles]
        quotes = within_stories([quote_of(one, articles) for one in there], stories)
        good = self.bot.held_verbatim(quotes)
        places = {(quote.article.version, quote.start, quote.end) for quote in good}
        standings = (one.standing for one in there if (one.version, one.start, one.end) in places)
        return good, tuple(standings)


def _better(of_all: Quoting, within: Reply) -> bool:
    """Whether what all stories say is to be shown instead of what the thread's story says."""
    if isinstance(of_all, Answer) or not isinstance(within, Quoting):
        return True
    return of_all.confidence >= _SURER * within.confidence


def _captions(kept: KeptReply, standings: Sequence[Standing]) -> tuple[str, ...]:
    if kept.answered or kept.possible:
        return captions.above(standings, possible=kept.possible)
    return (wording.NEAREST(), *("" for _ in standings[1:])) if standings else ()


def _kept(told: Told, asked: Asked, now: datetime) -> KeptReply:
    reply = told.reply
    shown = len(reply.quotes) if isinstance(reply, Quoting) else 0
    return KeptReply(
        id=told.id,
        place=asked.place,
        thread=asked.thread,
        asked=asked.message,
        message="",
        answered=isinstance(reply, Answer),
        story=reply.quotes[0].article.story if isinstance(reply, Quoting) else "",
        quotes=kept_quotes(reply),
        at=now,
        shown=0 if asked.private else shown,
        via=asked.via,
        possible=isinstance(reply, Possible),
        language=spoken(),
    )


def _unanswered(told: Told, asked: Asked, now: datetime, until: datetime) -> OpenQuestion | None:
    """What is to be known of a question that nothing answers; None of any other, and of words that
    somebody else wrote."""
    reply = told.reply
    if not isinstance(reply, NoAnswer) or not told.titles or asked.about:
        return None
    nearest = reply.nearest[0].article.story if reply.nearest else ""
    return OpenQuestion(
        told.id,
        replace(asked.place, thread=""),
        told.followed or asked.story or nearest,
        asked.text,
        now,
        until,
        asked=asked.message,
        follow_up=bool(told.followed),
        person=asked.person,
    )


def _titles(stories: Mapping[str, Story]) -> dict[str, str]:
    return {slug: story.title for slug, story in stories.items()}
