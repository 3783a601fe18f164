"""What is tracked of the web → lines for people and objects for scripts."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from rich.console import Console
from rich.text import Text

from adapters.cli.reports import print_report, report_object
from adapters.cli.terminal_text import harmless
from adapters.refresh.listings import SITEMAP
from adapters.refresh.page_updates import PageReport
from adapters.refresh.reports import RefreshReport, SourceReport
from adapters.refresh.tracking import As, Trackable
from adapters.storage.catalog import Catalog
from adapters.storage.sources import Source
from adapters.web.judging import Judged
from adapters.web.opml import LeftOut, OutlinedStory
from adapters.web.unforeseen import UNFORESEEN
from bot import freshness_wording, wording
from bot.freshness import Tracked, by_story, freshness
from bot.language_wording import not_read_articles
from retrieval.articles import Story, iso_date

# It may be quiet, or kept no more: nobody can tell but who looks there.
_LONG_UNCHANGED = timedelta(days=14)
_STYLES = {
    "new": "green",
    "changed": "cyan",
    "new entries": "cyan",
    "moved": "cyan",
    "unchecked": "yellow",
    "corrected": "cyan",
    "read anew": "dim",
    "withdrawn": "yellow",
    "failing": "yellow",
    "left out": "dim",
}
_ELSE_AS: dict[As, str] = {
    "page": "it lists articles; to track it as one article",
    "topic": "it is an article; to track the articles that it lists",
}


def print_trackable(
    console: Console, found: Trackable, judged: Sequence[Judged], story: Story
) -> None:
    """What stands at the address, and what the story would take of it."""
    console.print(_line(found.kind, "bold").append(f"  {harmless(found.title)}", style="not bold"))
    console.print(Text(f"  {harmless(found.url)}", style="blue"), soft_wrap=True)
    for offered in found.offered:
        line = f"  the page offers too: {offered.kind} {harmless(offered.url)}"
        console.print(Text(line, style="dim"), soft_wrap=True)
    if found.else_as:
        console.print(f"  {_ELSE_AS[found.else_as]}: --{found.else_as}", style="dim")
    if article := found.article:
        date = wording.date(article.published) if article.published else "no date"
        words = f"{len(article.text.split()):,} words"
        console.print(f"  {harmless(article.source)}, {date}, {words}", markup=False)
        if article.note:
            console.print(Text(f"  {harmless(article.note)}", style="yellow"), soft_wrap=True)
        return
    if not found.items:
        later = "what its sitemaps list" if found.kind == SITEMAP else "what it lists"
        console.print(f"  no items to show; the next refresh judges {later}", style="dim")
        return
    print_judged(console, judged)
    taken = sum(one.closeness.taken for one in judged)
    console.print(
        f"{taken} of {len(judged)} items would be taken into {harmless(story.title)}", markup=False
    )


def print_outlined(
    console: Console, found: Trackable, judged: Sequence[Judged], story: Story, title: str
) -> None:
    """A source that an outline named `title` leads to, without its items: there are many."""
    named = found.title or title
    console.print(_line(found.kind, "bold").append(f"  {harmless(named)}", style="not bold"))
    console.print(Text(f"  {harmless(found.url)}", style="blue"), soft_wrap=True)
    taken = sum(one.closeness.taken for one in judged)
    said = f"{taken} of {len(judged)} items would be taken" if judged else "one article"
    if not judged and found.article is None:
        said = "no items yet"
    console.print(f"  {harmless(story.slug)}: {said}", markup=False)


def print_left_out(console: Console, left_out: Sequence[LeftOut]) -> None:
    """The outlines of which nothing came, and why."""
    for one in left_out:
        line = Text(f"left out  {harmless(one.name)}", style="yellow")
        console.print(line.append(f"  {harmless(one.why)}", style="dim"), soft_wrap=True)


def print_judged(console: Console, judged: Sequence[Judged]) -> None:
    """A line an item: taken or not, its title, and why."""
    for one in sorted(judged, key=lambda one: -one.closeness.score):
        mark = "+" if one.closeness.taken else "-"
        title = harmless(one.item.title or one.item.url)
        line = Text(f"  {mark} {title}", style="" if one.closeness.taken else "dim")
        line.append(f"  {harmless(one.closeness.why)}", style="dim")
        console.print(line, soft_wrap=True)


def print_refresh(console: Console, report: RefreshReport, *, dry_run: bool) -> None:
    """A line a source and a line for each page of which something became; copies are counted."""
    for source in report.sources:
        _print_source_line(console, source)
        if dry_run:
            print_judged(console, source.judged)
    for page in report.pages:
        if page.what in _STYLES:
            print_page(console, page)
    copies = sum(page.what not in _STYLES for page in report.pages)
    if copies:
        pages = "page is a copy" if copies == 1 else "pages are copies"
        console.print(f"{copies} {pages} of pages held already", style="dim")
    if dry_run:
        console.print("nothing was kept")
    elif report.index:
        print_report(console, report.index)
    elif report.asked:
        console.print("nothing new to index")
    elif report.next_due:
        console.print(
            f"nothing is due before {_when(report.next_due)}; ask all the same with: "
            "pullquote refresh --all",
            markup=False,
        )
    elif not report.problems:
        console.print("no story names a source; add one with: pullquote track URL --story SLUG")


def languages_line(catalog: Catalog, known: Collection[str]) -> str:
    """What is held in languages that are not read, "" where nothing is."""
    current = catalog.current()
    unknown = catalog.languages.unknown_counts(current.id, known) if current else {}
    return not_read_articles(unknown) if unknown else ""


def failures(report: RefreshReport) -> list[str]:
    """What a refresh ends with where sources failed, or pages in ways that nobody foresaw: how
    many, and each with its reason."""
    sources = [source for source in report.sources if not source.ok]
    pages = [page for page in report.pages if page.why.startswith(UNFORESEEN)]
    said = [f"{one.story}: {harmless(one.url)}: {harmless(one.result)}" for one in sources]
    if said:
        count = f"{len(sources)} of {len(report.sources)} sources failed"
        said.insert(0, f"{count} (see: pullquote sources):")
    return [*said, *(f"{page.story}: {harmless(page.url)}: {page.why}" for page in pages)]


def print_page(console: Console, page: PageReport) -> None:
    """What became of a page."""
    line = _line(f"{page.what:<11}", _STYLES.get(page.what, "dim"))
    line.append(f" {harmless(page.title or page.url)}", style="not bold")
    why = f"  {harmless(page.why)}" if page.why and page.what != "new" else ""
    console.print(line.append(why, style="dim"), soft_wrap=True)


def print_sources(
    console: Console,
    sources: Sequence[Source],
    tracked: Sequence[Tracked] = (),
    now: datetime | None = None,
) -> None:
    """Each source with what came of it the last time; `tracked`: how up to date it is `now`."""
    fresh = by_story(tracked, now) if now else {}
    pages = {(one.story, one.url): one for one in tracked}
    for story in dict.fromkeys(source.story for source in sources):
        heading = _line(story, "bold")
        if story in fresh:
            style = "not bold yellow" if fresh[story].stale else "not bold dim"
            heading.append(f"  {freshness_wording.checked_fact(fresh[story])}", style=style)
        console.print(heading, soft_wrap=True)
        for source in sources:
            if source.story == story:
                console.print(Text(f"  {harmless(source.url)}", style="blue"), soft_wrap=True)
                console.print(_state(source, now), soft_wrap=True)
                _print_pages(console, source, pages.get((source.story, source.url)))


def refresh_object(report: RefreshReport) -> dict[str, object]:
    """The object of `pullquote refresh --json`."""
    return {
        "sources": [
            {
                "story": one.story,
                "url": one.url,
                "kind": one.kind,
                "ok": one.ok,
                "result": one.result,
                "left_out": one.left_out,
                "items": [judged_object(judged) for judged in one.judged],
            }
            for one in report.sources
        ],
        "pages": [
            {"story": p.story, "url": p.url, "what": p.what, "title": p.title, "why": p.why}
            for p in report.pages
        ],
        "index": report_object(report.index) if report.index else None,
    }


def judged_object(judged: Judged) -> dict[str, object]:
    """An item as `--json` shows it."""
    return {
        "url": judged.item.url,
        "title": judged.item.title,
        "published": iso_date(judged.item.published),
        "score": round(judged.closeness.score, 3),
        "keyword": judged.closeness.keyword,
        "taken": judged.closeness.taken,
        "why": judged.closeness.why,
    }


def trackable_object(
    found: Trackable, judged: Sequence[Judged], story: str, *, added: bool
) -> dict[str, object]:
    """The object of `pullquote track --json`."""
    return {
        "story": story,
        "url": found.url,
        "kind": found.kind,
        "title": found.title,
        "items": [judged_object(one) for one in judged],
        "offered": [feed.url for feed in found.offered],
        "else_as": found.else_as,
        "added": added,
    }


def left_out_object(one: LeftOut) -> dict[str, object]:
    """An outline of which nothing came, as `--json` shows it."""
    return {"outline": one.name, "why": one.why}


def outlined_stories(stories: Sequence[Story], known: Sequence[Source]) -> list[OutlinedStory]:
    """What the stories track, for an OPML file: sitemaps are pages to those who read feeds."""
    sitemaps = {source.url for source in known if source.kind == SITEMAP}
    return [
        OutlinedStory(
            story.title,
            [url for url in dict.fromkeys(story.feeds) if url not in sitemaps],
            [url for url in story.tracked if url not in story.feeds or url in sitemaps],
        )
        for story in stories
        if story.tracked
    ]


def source_object(
    source: Source, tracked: Sequence[Tracked] = (), now: datetime | None = None
) -> dict[str, object]:
    """A source as `pullquote sources --json` lists it; `stale` and `pages_failing_since` are null
    for what is not known."""
    known = next((t for t in tracked if (t.story, t.url) == (source.story, source.url)), None)
    fresh = freshness([known], now) if known and now else None
    return {
        "story": source.story,
        "url": source.url,
        "asked": source.asked,
        "kind": source.kind,
        "result": source.result,
        "left_out": source.left_out,
        "checked": _iso(source.checked),
        "succeeded": _iso(source.succeeded),
        "failing_since": _iso(source.failing_since),
        "failures": source.failures,
        "due": _iso(source.due),
        "items": source.items,
        "changed": _iso(source.changed),
        "stale": fresh.stale if fresh else None,
        "pages_failing_since": _iso(
            known.failing_since if known and not source.failing_since else None
        ),
    }


def _print_source_line(console: Console, source: SourceReport) -> None:
    line = _line(source.story, "bold").append(f"  {harmless(source.url)}", style="not bold blue")
    style = "not bold" if source.ok else "not bold yellow"
    said = f"  {harmless(source.result)}{_left_out(source.left_out)}"
    console.print(line.append(said, style=style), soft_wrap=True)


def _print_pages(console: Console, source: Source, known: Tracked | None) -> None:
    if known and known.failing_since and not source.failing_since:
        said = f"    {known.why}, since {_when(known.failing_since)}"
        console.print(Text(harmless(said), style="yellow"), soft_wrap=True)


def _state(source: Source, now: datetime | None = None) -> Text:
    kind = f"{source.kind} · " if source.kind else ""
    line = Text(f"    {kind}{harmless(source.result)}{_left_out(source.left_out)}")
    if source.asked != source.url:
        line.append(f" · moved to {harmless(source.asked)}")
    if source.failing_since:
        line.append(f" · failing since {_when(source.failing_since)}", style="yellow")
        if source.succeeded:
            line.append(f", last read {_when(source.succeeded)}", style="dim")
        line.append(f", asked again {_when(source.due)}", style="dim")
    elif source.checked:
        line.append(f" · asked {_when(source.checked)}", style="dim")
    if now and source.changed and now - source.changed >= _LONG_UNCHANGED:
        line.append(f" · lists nothing new since {_when(source.changed)}", style="yellow")
    return line


def _left_out(count: int) -> str:
    return f", {count:,} older item{'' if count == 1 else 's'} left out" if count else ""


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _line(text: str, style: str) -> Text:
    return Text(harmless(text), style=style)
