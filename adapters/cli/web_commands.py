"""The commands about what is asked of the web: track, untrack, sources, refresh, story new."""

import os
import sys
from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from adapters.cli.failures import FAILED, one_line_failures, say
from adapters.cli.shell import AsJson, InStory, err, out, print_json, read_settings
from retrieval.errors import PullquoteError, WrongUse

if TYPE_CHECKING:
    from adapters.refresh.reports import RefreshReport
    from adapters.refresh.tracking import Trackable
    from adapters.settings import Settings
    from adapters.storage.catalog import Catalog
    from adapters.storage.segment_writer import Progress
    from adapters.web.opml import Opml
    from retrieval.articles import Story

T = TypeVar("T")
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be taken; keep nothing.")]


def add_commands(app: typer.Typer, story_app: typer.Typer) -> None:
    """Adds them to the command line."""
    app.command(
        epilog="Examples: pullquote track https://www.example.org/ --story sweden-nato · "
        "pullquote track https://www.example.org/news.rss --story sweden-nato --keyword +NATO · "
        "pullquote track feeds.opml --by-outline"
    )(track)
    app.command(epilog="Example: pullquote untrack https://www.example.org/news.rss")(untrack)
    app.command(
        epilog="Examples: pullquote sources --story sweden-nato · "
        "pullquote sources --opml > feeds.opml"
    )(sources)
    app.command(
        epilog="Examples: pullquote refresh · pullquote refresh --all --story sweden-nato · "
        "pullquote refresh --watch"
    )(refresh)
    story_app.command(
        "new",
        epilog='Example: pullquote story new sweden-nato --title "Sweden joins NATO" '
        '--summary "Sweden applies and is let in." --keyword NATO',
    )(story_new)


def track(
    url: Annotated[
        str,
        typer.Argument(help="A feed, a news sitemap, a site, a topic page, an article, or OPML."),
    ],
    story: InStory = None,
    page: Annotated[
        bool, typer.Option("--page", help="Track this one page, whatever it offers or lists.")
    ] = False,
    topic: Annotated[
        bool, typer.Option("--topic", help="Track what this page links to, as feed items are.")
    ] = False,
    by_outline: Annotated[
        bool,
        typer.Option("--by-outline", help="Of OPML: a story for each top-level outline."),
    ] = False,
    keyword: Annotated[
        list[str] | None,
        typer.Option(
            help="For this source in place of the story's keywords: one must occur, each +WORD "
            "must, no -WORD may; may be given again.",
            metavar="WORD",
        ),
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Find out what stands at an address, show what a story would take of it, and add it.

    A site's page leads to the feed that it offers; a page that offers none is an article, or lists
    articles. An OPML file, here or at an address, brings all the feeds that it names; exit code 1
    where one can't be had. The next refresh fetches the articles.
    """
    with one_line_failures():
        import asyncio

        from adapters.assembly import catalog_of
        from adapters.cli import tracking
        from adapters.cli.importing import import_opml, judged_for
        from adapters.refresh.tracking import Trackable
        from adapters.storage.story_edits import add_source

        if page and topic:
            raise WrongUse("a page is tracked as one article or as a list: --page or --topic")
        if by_outline and story:
            raise WrongUse("--by-outline names the stories by itself; leave --story out")
        settings = read_settings()
        followed = None if by_outline else _the_story(settings, story)
        catalog = catalog_of(settings)
        found = asyncio.run(_found(settings, catalog, url, as_page=page, as_topic=topic))
        if not isinstance(found, Trackable):
            if keyword:
                raise WrongUse(f"{url} names many sources; leave --keyword out")
            stories = [followed] if followed else _stories(settings, None)
            import_opml(
                settings, catalog, found, stories, by_outline, dry_run=dry_run, as_json=as_json
            )
            return
        if followed is None:
            raise WrongUse(f"{url} is no OPML file; name its story with --story")
        if keyword and found.key == "pages":
            raise WrongUse(f"{url} is one page, which is taken whole; leave --keyword out")
        own = tuple(keyword or ())
        judged = judged_for(
            settings, catalog, followed, found.items, source=found.url, keywords=own
        )
        added = not dry_run and add_source(
            settings.corpus, followed.slug, found.key, found.url, own
        )
        if as_json:
            print_json(tracking.trackable_object(found, judged, followed.slug, added=added))
            return
        tracking.print_trackable(out(), found, judged, followed)
        if dry_run:
            said = "nothing was added"
        elif added:
            said = f"added; fetch its articles with: pullquote refresh --story {followed.slug}"
        else:
            said = f"{followed.slug} tracks it already"
        out().print(said, markup=False)


def untrack(
    url: Annotated[str, typer.Argument(help="As `pullquote sources` lists it.")],
    story: InStory = None,
) -> None:
    """Ask a source no more. Its articles stay; to erase them: pullquote purge."""
    with one_line_failures():
        from adapters.storage.corpus_problems import nearest
        from adapters.storage.story_edits import remove_source

        settings = read_settings()
        stories = _stories(settings, story)
        gone = [one.slug for one in stories if remove_source(settings.corpus, one.slug, url)]
        if not gone:
            named = [each for one in stories for each in one.tracked]
            meant = nearest(url, named)
            advice = f"did you mean {meant}?" if meant else "see: pullquote sources"
            raise WrongUse(f"no story tracks {url}; {advice}")
        said = f"{', '.join(gone)}: asked no more; its articles stay (pullquote purge erases them)"
        out().print(said, markup=False)


def sources(
    story: InStory = None,
    opml: Annotated[
        bool, typer.Option("--opml", help="Print it as OPML 2.0, for feed readers.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List what the stories track, and what came of it the last time.

    Exit code 1 where a source is failing.
    """
    with one_line_failures():
        from adapters.assembly import catalog_of, checks_of
        from adapters.cli import tracking
        from adapters.language_assembly import languages_of
        from adapters.refresh.known_sources import all_sources
        from adapters.refresh.loop import now
        from adapters.storage.sources import StoredSources
        from adapters.web.opml import write_opml

        settings = read_settings()
        catalog = catalog_of(settings)
        stored = StoredSources(catalog.database)
        known, unchecked = stored.sources(story), stored.unchecked(story)
        if opml:
            if as_json:
                raise WrongUse("--opml is no JSON; leave --json out")
            outlined = tracking.outlined_stories(_stories(settings, story), known)
            sys.stdout.write(write_opml(outlined, now()).decode())
            return
        found = all_sources(
            _stories(settings, story), known, unchecked, stored.ended_pages(story), now()
        )
        tracked = checks_of(settings, catalog).tracked()
        if as_json:
            print_json([tracking.source_object(source, tracked, now()) for source in found])
        elif found:
            tracking.print_sources(out(), found, tracked, now())
        else:
            out().print("nothing is tracked yet; add a source with: pullquote track URL")
        if not as_json and (line := tracking.languages_line(catalog, languages_of(settings))):
            out().print(line, soft_wrap=True)
        if any(source.failing_since for source in found):
            raise typer.Exit(FAILED)


def refresh(
    story: InStory = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on, each source when it is due, until Ctrl-C.")
    ] = False,
    ask_all: Annotated[
        bool, typer.Option("--all", help="Ask every source and page, due or not.")
    ] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    parent: Annotated[int, typer.Option(hidden=True)] = 0,
) -> None:
    """Ask the sources that are due, keep what is new and changed, and bring the index up to date.

    Running bots notice within 2 seconds. Exit code 1 where a source failed or a story can't be
    read: the others are asked all the same. --dry-run asks every source, and shows what is taken.
    """
    with one_line_failures():
        import asyncio

        from adapters.assembly import catalog_of
        from adapters.cli import tracking
        from adapters.cli.progress import progress_bar

        settings = read_settings()
        catalog = catalog_of(settings)
        if watch:
            if dry_run or as_json or ask_all:
                raise WrongUse("--watch goes on for good; leave --all, --dry-run and --json out")
            if story:
                _stories(settings, story)  # a slip is said at once, not every minute
            asyncio.run(_watch(settings, catalog, story, parent))
            return
        with progress_bar(err()) as progress:
            report = asyncio.run(
                _refreshed(settings, catalog, story, progress, ask_all=ask_all, dry_run=dry_run)
            )
        if as_json:
            print_json(tracking.refresh_object(report))
        else:
            tracking.print_refresh(out(), report, dry_run=dry_run)
        # Those of the stories once, though the index names them too.
        found = (*report.problems, *(report.index.problems if report.index else ()))
        problems = dict.fromkeys(found)
        for problem in problems:
            say(str(problem))
        for line in tracking.failures(report):
            say(line)
        if problems or not all(source.ok for source in report.sources):
            raise typer.Exit(FAILED)


def story_new(
    slug: Annotated[str, typer.Argument(help="Its short name, such as sweden-nato.")],
    title: Annotated[str, typer.Option(help="As people read it.")],
    summary: Annotated[
        str, typer.Option(help="What it is about; new articles are measured by it.")
    ],
    keyword: Annotated[
        list[str] | None,
        typer.Option(
            help="Of which an article must hold one, of +WORD each, of -WORD none; may be given "
            "again.",
            metavar="WORD",
        ),
    ] = None,
) -> None:
    """Begin a story; `pullquote track` gives it sources."""
    with one_line_failures():
        from adapters.storage.corpus_problems import shown
        from adapters.storage.story_edits import new_story

        settings = read_settings()
        new_story(settings.corpus, slug, title, summary, keyword or ())
        path = shown(settings.corpus / slug / "story.toml")
        out().print(f"{path} is written; next: pullquote track URL --story {slug}", markup=False)


def _stories(settings: "Settings", slug: str | None) -> "Sequence[Story]":
    """The corpus's stories, or one. Raises CorpusError."""
    from adapters.storage.corpus import stories_in

    stories, problems = stories_in(settings.corpus, slug)
    if slug and problems:
        raise WrongUse(str(problems[0]))
    return stories


def _the_story(settings: "Settings", slug: str | None) -> "Story":
    from adapters.storage.story_file import NEW_STORY

    stories = _stories(settings, slug)
    if len(stories) == 1:
        return stories[0]
    if not stories:
        raise WrongUse(f"there is no story yet; begin one with: {NEW_STORY}")
    slugs = ", ".join(story.slug for story in stories)
    raise WrongUse(f"which story is it for? name one with --story: {slugs}")


async def _found(
    settings: "Settings", catalog: "Catalog", url: str, *, as_page: bool, as_topic: bool
) -> "Trackable | Opml":
    from adapters.cli.outlines import opml_file
    from adapters.refresh.loop import fetcher_of, now
    from adapters.refresh.tracking import As, trackable

    if "://" not in url and (Path(url).is_file() or url.lower().endswith((".opml", ".xml"))):
        return opml_file(Path(url))
    async with fetcher_of(settings, catalog) as fetcher:
        as_: As | None = "page" if as_page else "topic" if as_topic else None
        return await trackable(url, fetcher, now(), as_=as_, sites=settings.sites)


async def _refreshed(
    settings: "Settings",
    catalog: "Catalog",
    story: str | None,
    progress: "Progress",
    *,
    ask_all: bool,
    dry_run: bool,
) -> "RefreshReport":
    from adapters.refresh.heartbeat import with_heartbeat
    from adapters.refresh.loop import fetcher_of, now, refresher_of
    from adapters.storage.builder_lock import only_refresher
    from adapters.storage.heartbeats import ALL_STORIES, Heartbeats

    beats = Heartbeats(catalog.database, story or ALL_STORIES)
    async with fetcher_of(settings, catalog) as fetcher:
        refresher = refresher_of(settings, catalog, fetcher)

        def round(heard: "Progress") -> "Awaitable[RefreshReport]":
            return refresher.refresh(
                now(),
                story=story,
                due_only=not (ask_all or dry_run),
                dry_run=dry_run,
                progress=heard,
            )

        if dry_run:
            return await round(progress)
        with only_refresher(settings.data, catalog.database):
            return await _or_given_up(with_heartbeat(round, beats, now, progress))


async def _watch(settings: "Settings", catalog: "Catalog", story: str | None, parent: int) -> None:
    from adapters.cli import tracking
    from adapters.refresh.loop import watch

    console = out()

    def heard(report: "RefreshReport | PullquoteError") -> None:
        if isinstance(report, PullquoteError):
            say(str(report))
            return
        for page in report.pages:
            tracking.print_page(console, page)
        for source in report.sources:
            if not source.ok:
                say(f"{source.story}: {source.url}: {source.result}")
        if report.index and report.index.new_generation:
            console.print(f"generation {report.index.generation} now serves")

    def alive() -> bool:
        # Started by `pullquote run`, it ends with it, however that ends.
        return not parent or os.getppid() == parent

    await _or_given_up(watch(settings, catalog, story, heard, alive))


async def _or_given_up(work: Awaitable[T]) -> T:
    from adapters.refresh.heartbeat import Hung

    try:
        return await work
    except Hung as error:
        say(str(error))
        # A thread that hangs would keep Python from ending for good, with the locks it holds.
        os._exit(FAILED)
