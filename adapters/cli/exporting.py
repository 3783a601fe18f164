"""What is typed behind `export` → what is chosen, from what is held, and where it is written."""

import os
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from adapters.assembly import embedder_of
from adapters.bot_assembly import bot_over
from adapters.settings import Settings
from adapters.storage.catalog import Catalog
from adapters.storage.index_errors import NoIndex
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.scopes import StoredScopes
from adapters.storage.timelines import developments
from bot import captions, evidence_wording, wording
from bot.ask import check_text, check_top, is_verbatim
from bot.desk import Desk, NotKept
from bot.evidence.choosing import MOST_ARTICLES, Around, of_page, of_story, of_timeline
from bot.evidence.making import Chosen
from bot.evidence.pack import Format, Origin
from bot.replies import NoAnswer, Possible, Question, Remark
from bot.story_names import story_meant
from bot.surroundings import Surrounded, surrounded
from retrieval.articles import Story
from retrieval.errors import WrongUse
from retrieval.private_files import FILE_MODE
from retrieval.quotes import Quote

PIPE = Path("-")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed: exactly one of the first four, but for a story beside a question."""

    question: str | None
    reply: str | None
    timeline: str | None
    story: str | None
    top: int | None

    def check(self) -> None:
        """Raises WrongUse where it names nothing, or several things."""
        named = [self.question, self.reply, self.timeline]
        if self.question is None:
            named.append(self.story)
        if sum(one is not None for one in named) != 1 or (
            self.story is not None and (self.reply or self.timeline)
        ):
            raise WrongUse(
                "name one thing to export: "
                "a question, --reply ID, --timeline STORY or --story STORY"
            )
        if self.question is not None:
            check_text(self.question)
        if self.top is not None:
            if self.question is None:
                raise WrongUse("--top counts the quotes of a question; leave it out")
            check_top(self.top)


def kind_and_file(kind: str | None, output: Path | None) -> tuple[str, Path]:
    """The kind, by its name or by that of the file. Raises WrongUse for one that there isn't."""
    kinds = [one.value for one in Format]
    if kind is None and output is not None and output != PIPE:
        named = output.suffix.lower().removeprefix(".")
        kind = {"htm": "html", "markdown": "md"}.get(named, named)
        if kind not in kinds:
            raise WrongUse(
                f"{output} has no ending of a kind of file; add --format: {', '.join(kinds)}"
            )
    kind = kind or Format.HTML.value
    if kind not in kinds:
        raise WrongUse(f"there is no format {kind!r}; choose one of: {', '.join(kinds)}")
    return kind, output or Path(f"evidence.{kind}")


def check_pipe(kind: str, terminal: bool) -> None:
    """Raises WrongUse where a terminal would be given a document of Word's."""
    if kind == Format.WORD.value and terminal:
        raise WrongUse("- writes the document itself; lead it into a pipe, or name a file with -o")


def check_file(file: Path, *, force: bool) -> None:
    """Raises WrongUse where it can't be written, before anything is computed for it."""
    if not file.absolute().parent.is_dir():
        raise WrongUse(f"there is no folder {file.parent}; make it, or name another with -o")
    if file.is_dir():
        raise WrongUse(f"{file} is a folder; name a file with -o")
    if file.exists() and not force:
        raise WrongUse(f"{file} exists; name another file with -o, or add --force to replace it")


def write(file: Path, content: bytes, *, force: bool) -> None:
    """Whole or not at all, readable by its owner alone. Raises WrongUse where somebody else wrote
    it meanwhile, OSError."""
    partial = file.with_name(f".{file.name}.{uuid.uuid4().hex[:8]}.partial")
    try:
        with os.fdopen(
            os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "wb"
        ) as f:
            f.write(content)
            f.flush()
            os.fsync(f.fileno())
        check_file(file, force=force)
        partial.replace(file)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def saved(file: Path, count: int) -> str:
    """What is said of a file that was written."""
    return evidence_wording.saved(str(file), count)


def nothing_found(wanted: Wanted) -> WrongUse:
    """Why there is no file."""
    if wanted.question is not None:
        return WrongUse(evidence_wording.NO_QUOTES_ASKED())
    return WrongUse(evidence_wording.NO_QUOTES())


def chosen_from(
    wanted: Wanted, settings: Settings, catalog: Catalog, now: datetime
) -> tuple[Chosen, Mapping[str, Story]]:
    """What is exported, and the stories that there are: whoever has the terminal sees them all.
    Raises NoIndex, UnknownStory, NotKept and what a question raises."""
    current = catalog.current()
    if current is None:
        raise NoIndex("nothing is indexed yet; run: pullquote reindex")
    stories = catalog.tracked(current.id)
    if wanted.timeline is not None:
        story = story_meant(wanted.timeline, stories)
        embedder = embedder_of(settings)
        told = developments(catalog, current.id, embedder.model, story, embedder.embed_passages)
        return of_timeline(_around(catalog), story, told), stories
    if wanted.question is None and wanted.story is not None:
        story = story_meant(wanted.story, stories)
        newest = catalog.newest(current.id, [story.slug], MOST_ARTICLES)
        return of_story(_around(catalog), story, newest), stories
    if wanted.reply is not None:
        return _of_reply(wanted.reply, settings, catalog), stories
    return _of_question(wanted, settings, catalog, stories, now), stories


def _around(catalog: Catalog) -> Around:
    def around(quotes: tuple[Quote, ...]) -> Sequence[Surrounded]:
        held = catalog.texts({quote.article.version for quote in quotes})
        return surrounded([quote for quote in quotes if is_verbatim(quote, held)], catalog)

    return around


def _of_question(
    wanted: Wanted,
    settings: Settings,
    catalog: Catalog,
    stories: Mapping[str, Story],
    now: datetime,
) -> Chosen:
    text, top = wanted.question or "", wanted.top or settings.quotes
    only = None
    if wanted.story is not None:
        only = frozenset([story_meant(wanted.story, stories).slug])
    with bot_over(catalog, settings, follow=False) as bot:
        reply = bot.ask(Question(text, only, top, asked_on=now))
    if isinstance(reply, Remark):
        raise WrongUse(f"{wording.as_sentence(reply.words)} There is nothing to export.")
    if isinstance(reply, NoAnswer):
        around = surrounded(reply.nearest, catalog)
        return Chosen(Origin.NEAREST, around, (), text, confident=True)
    origin = Origin.POSSIBLE if isinstance(reply, Possible) else Origin.ANSWER
    above = captions.above_quotes(reply)
    return Chosen(origin, surrounded(reply.quotes, catalog), above, text, confident=True)


def _of_reply(id: str, settings: Settings, catalog: Catalog) -> Chosen:
    """As it may be spoken of where it was given."""
    replies = StoredReplies(catalog.database)
    kept = replies.reply(id)
    if kept is None:
        raise NotKept(evidence_wording.REPLY_NOT_KEPT(id=id))
    with bot_over(catalog, settings, follow=False) as bot:
        scopes = StoredScopes(catalog.database)
        desk = Desk(bot, catalog, replies, scopes, settings.quotes)
        page = desk.page(id, kept.place, 0, kept.shown or None)
        return of_page(page, desk.in_context(page.quotes), "")
