"""Verdicts on replies → lines for people and objects for scripts."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from adapters.cli.terminal_text import harmless
from adapters.rendering.json_output import article_object
from adapters.storage.catalog import Catalog
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.open_questions import StoredQuestions
from bot import wording
from bot.memory import Rated
from retrieval.articles import Article
from retrieval.errors import WrongUse


@dataclass(frozen=True, slots=True)
class Verdict:
    """What people thought of a reply, and the article of its first quote if it is still held."""

    rated: Rated
    article: Article | None


def check_limit(limit: int) -> None:
    """Raises WrongUse for a number of replies that no list can have."""
    if limit < 1:
        raise WrongUse(f"{limit} replies can't be listed; ask for 1 or more")


def newest(catalog: Catalog, limit: int) -> list[Verdict]:
    """The newest verdict first."""
    rated = StoredReplies(catalog.database).rated(None, None, limit)
    held = catalog.articles_of({quote.version for one in rated for quote in one.reply.quotes[:1]})
    return [Verdict(one, _first_article(one, held)) for one in rated]


def _first_article(rated: Rated, held: dict[str, Article]) -> Article | None:
    quotes = rated.reply.quotes
    return held.get(quotes[0].version) if quotes else None


def forget(catalog: Catalog, person: str) -> tuple[int, int]:
    """Erases a person's verdicts, questions and wishes; how many verdicts there were, and how many
    of the others."""
    database = catalog.database
    questions = StoredQuestions(database).forget_asker("", person)
    return StoredReplies(database).forget_person(person), questions


def forgotten_line(person: str, verdicts: int, questions: int) -> str:
    """How much of the person was erased, in words."""
    of_verdicts = f"{verdicts} verdict{'' if verdicts == 1 else 's'}"
    of_questions = f"{questions} question{'' if questions == 1 else 's'}"
    return f"erased: {of_verdicts} and {of_questions} of {harmless(person)}"


def print_verdicts(console: Console, verdicts: Sequence[Verdict]) -> None:
    """A line a reply."""
    if not verdicts:
        console.print("nobody has rated a reply yet")
        return
    table = Table(
        "Rated", "Place", "Helpful", "Not", "Story", "First quote from", box=None, pad_edge=False
    )
    for column in (2, 3):
        table.columns[column].justify = "right"
    for verdict in verdicts:
        rated = verdict.rated
        table.add_row(
            wording.date(rated.at),
            Text(harmless(rated.reply.place.name)),
            str(rated.helpful),
            str(rated.not_helpful),
            Text(harmless(rated.reply.story or "(no answer)"), style="bold"),
            Text(harmless(_shown(verdict.article))),
        )
    console.print(table)


def _shown(article: Article | None) -> str:
    return f"{article.source} · {article.title}" if article else "-"


def verdict_object(verdict: Verdict) -> dict[str, object]:
    """One reply in `feedback --json`."""
    rated = verdict.rated
    return {
        "reply": rated.reply.id,
        "rated": rated.at.isoformat(),
        "place": rated.reply.place.name,
        "team": rated.reply.place.team,
        "helpful": rated.helpful,
        "not_helpful": rated.not_helpful,
        "answered": rated.reply.answered,
        "possible": rated.reply.possible,
        "story": rated.reply.story or None,
        "article": article_object(verdict.article) if verdict.article else None,
    }
