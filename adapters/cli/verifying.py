"""A file of evidence → what of it holds, for people and for scripts."""

from pathlib import Path
from typing import IO

from rich.console import Console
from rich.text import Text

from adapters.cli.terminal_text import harmless
from adapters.rendering.evidence.data import NoEvidence, since_object
from adapters.rendering.evidence.files import MOST_BYTES, Read, read_file
from adapters.rendering.evidence.sheet import moment
from bot import evidence_wording as said
from bot.evidence.checking import CheckedPack, CheckedQuote, Finding, PageNow, Shown
from bot.safe_text import cut, one_line
from retrieval.errors import WrongUse

_STYLES = {Finding.HOLDS: "green", Finding.NOT_HELD: "yellow"}
_LONGEST = 100


def read(file: Path, pipe: IO[bytes] | None) -> Read:
    """Raises WrongUse, in one line, for what is no file of evidence, OSError."""
    if pipe is None and file.is_dir():
        raise WrongUse(f"{file} is a folder; name a file that pullquote export wrote")
    if pipe is None and not file.exists():
        raise WrongUse(f"there is no file {file}; name one that pullquote export wrote")
    if pipe is not None:
        content = pipe.read(MOST_BYTES + 1)
    else:
        with file.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    try:
        return read_file(content)
    except NoEvidence as error:
        raise WrongUse(f"{file} can't be verified: {error}") from None


def print_checked(console: Console, found: CheckedPack) -> None:
    """A line a quote, what is wrong with it and its page below it, and the sum of it all."""
    for number, one in enumerate(found.quotes, 1):
        _print_quote(console, number, one)
    if not found.intact:
        console.print(said.NOT_INTACT(), style="red", markup=False)
    if found.shown is Shown.DIFFERS:
        console.print(said.SHOWN_DIFFERS(), style="red", markup=False)
    if found.shown is Shown.NOT_COMPARED:
        console.print(said.SHOWN_NOT_COMPARED(), style="yellow", markup=False)
    holding, count = sum(one.finding is Finding.HOLDS for one in found.quotes), len(found.quotes)
    all_hold = holding == count
    total = said.all_hold(count) if all_hold else said.not_all_hold(holding, count)
    console.print(total, style="bold", markup=False)


def checked_object(found: CheckedPack) -> dict[str, object]:
    """The object of `pullquote verify --json`."""
    return {
        "holds": found.holds,
        "shown": found.shown.value,
        "intact": found.intact,
        "made": found.pack.made.isoformat(),
        "origin": found.pack.origin.value,
        "question": found.pack.question,
        "quotes": [_quote_object(one) for one in found.quotes],
    }


def _quote_object(one: CheckedQuote) -> dict[str, object]:
    article = one.quote.article
    return {
        "finding": one.finding.value,
        "differing": list(one.differing),
        "page": one.page.value,
        "since": [since_object(change) for change in one.since],
        "text": one.quote.text,
        "article": article.id,
        "version": article.version,
        "url": article.url,
    }


def _print_quote(console: Console, number: int, one: CheckedQuote) -> None:
    style = _STYLES.get(one.finding, "red")
    line = Text(f"{number}. ", style="bold").append(said.finding(one.finding), style=style)
    article = one.quote.article
    words = cut(one_line(one.quote.text), _LONGEST)
    console.print(line.append(harmless(f"  “{words}”")), soft_wrap=True)
    source = one_line(article.source) or one_line(article.id)
    console.print(Text(harmless(f"   {source}: {cut(one_line(article.title), _LONGEST)}"), "dim"))
    if one.differing:
        names = ", ".join(one.differing)
        console.print(Text(f"   {said.DIFFERING(names=names)}", "red"))
    if one.finding is Finding.UNKNOWN:
        return
    when = moment(one.changed) if one.changed else ""
    changed = one.page is not PageNow.SAME
    console.print(Text(f"   {said.page_now(one.page, when)}", "yellow" if changed else "dim"))
    if changed and one.since:
        last = one.since[-1]
        if last.stands:
            console.print(Text(f"   {said.WORDS_STAND()}", "dim"))
        elif last.reads:
            console.print(Text(harmless(f"   {said.READS(words=one_line(last.reads))}"), "yellow"))
        elif last.stands is False and not last.withdrawn:
            console.print(Text(f"   {said.WORDS_LEFT()}", "yellow"))
    if one.since and one.since[-1].moved_to:
        moved = said.MOVED(url=one_line(one.since[-1].moved_to))
        console.print(Text(harmless(f"   {moved}"), "yellow"), soft_wrap=True)
