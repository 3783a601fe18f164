"""Gaps → lines for people and objects for scripts."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager

from rich.console import Console
from rich.table import Table
from rich.text import Text

from adapters.assembly import catalog_of
from adapters.bot_assembly import IndexFinder, bot_over
from adapters.cli.terminal_text import harmless
from adapters.settings import Settings
from adapters.storage.catalog import Catalog
from adapters.storage.open_questions import StoredQuestions
from bot import wording
from bot.gaps import AskedIn, Gap, GapDesk, Keeper, Meaning, OpenQuestion
from retrieval.articles import Story
from retrieval.errors import WrongUse


@contextmanager
def gap_desk(settings: Settings) -> Iterator[tuple[GapDesk, Catalog]]:
    """What lists gaps, and the catalog; the model is loaded once there are questions to group."""
    with ExitStack() as stack:
        catalog = catalog_of(settings)
        stack.callback(catalog.close)

        def meaning() -> Meaning:
            bot = stack.enter_context(bot_over(catalog, settings, follow=False))
            assert isinstance(bot.finder, IndexFinder)  # noqa: S101  (bot_over makes no other)
            return bot.finder

        kept = StoredQuestions(catalog.database)
        keeper = Keeper(kept, settings.keep_questions, settings.keep_questions_days)
        yield GapDesk(keeper, meaning), catalog


def asked_in(channel: str, story: str) -> AskedIn:
    """`channel` as a story.toml names it, "" for all. Raises WrongUse for another form."""
    platform, colon, id = channel.partition(":")
    if channel and not (platform in ("slack", "discord") and colon and id):
        raise WrongUse(f"{channel!r} is no channel; write it as slack:C0123 or discord:4567")
    return AskedIn(platform=platform, channel=id, story=story)


def erased_line(where: AskedIn, count: int) -> str:
    """How many questions were erased, in words."""
    place = f"{where.platform}:{where.channel}" if where.channel else "all channels"
    return f"erased: {count} question{'' if count == 1 else 's'} of {harmless(place)}"


def print_gaps(console: Console, gaps: Sequence[Gap], stories: Mapping[str, Story]) -> None:
    """A line a gap."""
    if not gaps:
        console.print("no question that nothing answered is kept")
        return
    table = Table(
        "Asked", "Since", "Last", "Story", "Answered", "Question", box=None, pad_edge=False
    )
    table.columns[0].justify = "right"
    for gap in gaps:
        story = stories[gap.story].title if gap.story in stories else gap.story or "-"
        words = " ".join(gap.typical.text.split())
        table.add_row(
            str(gap.count),
            wording.date(gap.since),
            wording.date(gap.newest),
            Text(harmless(story)),
            wording.date(gap.answered),
            Text(harmless(words), style="bold"),
        )
    console.print(table)


def gap_object(gap: Gap) -> dict[str, object]:
    """One gap in `gaps --json`."""
    return {
        "question": gap.typical.text,
        "asked": gap.count,
        "since": gap.since.isoformat(),
        "last": gap.newest.isoformat(),
        "story": gap.story or None,
        "answered": gap.answered.isoformat() if gap.answered else None,
        "article": gap.article or None,
        "questions": [_question_object(one) for one in gap.questions],
    }


def _question_object(one: OpenQuestion) -> dict[str, object]:
    return {
        "question": one.text,
        "place": one.place.name,
        "team": one.place.team,
        "asked": one.at.isoformat(),
        "erased": one.until.isoformat(),
        "story": one.story or None,
        "answered": one.answered.isoformat() if one.answered else None,
    }
