"""What an assistant asks for → the objects that `--json` prints, of what it may be told of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from adapters.bot_assembly import IndexFinder
from adapters.rendering import json_output as objects
from bot.ask import Bot
from bot.checked import checked_of, checked_story
from bot.freshness import Checks, by_story
from bot.moment_of_asking import moment_of_asking
from bot.replies import Question
from bot.said import SaidQuestion
from bot.timelines import check_page, page_of
from retrieval.articles import Story
from retrieval.errors import WrongUse


@dataclass(frozen=True, slots=True)
class Tools:
    """Each public method is a tool, and its docstring what assistants read of it; it may raise
    PullquoteError. `tracked`: the stories that may be spoken of."""

    bot: Bot
    finder: IndexFinder
    checks: Checks
    tracked: Mapping[str, Story]
    quotes: int
    now: datetime

    def ask(
        self, question: str, story: str = "", top: int | None = None, asked_on: str = ""
    ) -> dict[str, object]:
        """Answer a question on the tracked news stories with word-for-word quotes from articles.

        question: one sentence, in English or another language that is set. story: ask this one
        only, by its slug. top: how many quotes at most, 1 to 10. asked_on: answer as on that day
        (2024-07-28), from what was published by then. In the result, `answered`: the quotes answer;
        `possible`: they may; neither: nothing that is tracked does, and `nearest` are passages that
        don't answer.
        """
        of = frozenset([self._known(story).slug] if story else self.tracked)
        moment = moment_of_asking(asked_on) if asked_on else self.now
        most = self.quotes if top is None else top
        reply = self.bot.ask(Question(question, of, most, asked_on=moment))
        titles = {slug: one.title for slug, one in self.tracked.items()}
        checked = checked_of(reply, of, titles, self.checks.tracked(), self.now)
        return objects.reply_object(reply, checked)

    def said(
        self,
        person: str,
        about: str = "",
        story: str = "",
        top: int | None = None,
        asked_on: str = "",
    ) -> dict[str, object]:
        """Show what somebody is quoted with in the tracked articles, word for word, newest first.

        person: a name, as articles have it. about: only what is about this. story: in this one
        only, by its slug. top: how many at most, 1 to 10. asked_on: from what was published by that
        day (2024-07-28). In the result, `utterances` are whole sentences of articles that name who
        speaks; without any, `reason` says why.
        """
        of = frozenset([self._known(story).slug] if story else self.tracked)
        moment = moment_of_asking(asked_on) if asked_on else self.now
        question = SaidQuestion(person, about, of, self.quotes if top is None else top, moment)
        reply = self.bot.said(question)
        titles = {slug: one.title for slug, one in self.tracked.items()}
        checked = checked_of(reply, of, titles, self.checks.tracked(), self.now)
        return objects.said_object(question, reply, checked)

    def stories(self) -> dict[str, object]:
        """List the tracked news stories: slug, title, summary, how many articles, the newest."""
        checked = by_story(self.checks.tracked(), self.now)
        listings = [one for one in self.finder.listings() if one.story.slug in self.tracked]
        shown = [objects.story_object(one, checked.get(one.story.slug)) for one in listings]
        return {"stories": shown}

    def story(self, slug: str) -> dict[str, object]:
        """Show a story by its slug: what `stories` says of it, and its articles, oldest first."""
        self._known(slug)
        with self.finder.index.current() as served:
            articles = self.finder.catalog.articles(served.generation, slug)
            listings = self.finder.catalog.stories(served.generation)
        [listing] = (one for one in listings if one.story.slug == slug)
        checked = by_story(self.checks.tracked(), self.now).get(slug)
        return objects.whole_story_object(listing, articles, checked)

    def timeline(self, slug: str, page: int = 1, newest_first: bool = False) -> dict[str, object]:
        """Tell a story, by its slug, in one dated word-for-word quote for each development."""
        known = self._known(slug)
        check_page(page)
        found = self.finder.timeline(slug)
        good = self.bot.held_verbatim(tuple(one.quote for one in found))
        held = [one for one in found if one.quote in good]
        checked = checked_story(slug, self.checks.tracked(), self.now)
        shown = page_of(known, held, page - 1, newest_first=newest_first, checked=checked)
        return objects.timeline_object(shown)

    def article(self, article: str) -> dict[str, object]:
        """Show an article, by its id or url, with the whole text that is quoted from."""
        with self.finder.index.current() as served:
            keys = self.finder.catalog.article_keys(served.generation)
            # A page of several stories is an article in each; an id goes before an address.
            for id in sorted((id for id, url in keys if article in (id, url)), key=article.__ne__):
                stored = self.finder.catalog.article(served.generation, id)
                if stored is not None and stored.article.story in self.tracked:
                    return objects.stored_object(stored, text=True)
        raise WrongUse(f"there is no article {article!r:.200}; see the tool story")

    def _known(self, slug: str) -> Story:
        if slug in self.tracked:
            return self.tracked[slug]
        raise WrongUse(f"there is no story {slug!r:.200}; the tool stories lists those there are")
