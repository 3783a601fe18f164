"""The commands about what is asked of the web: track, untrack, sources, refresh, story new."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.failures import FAILED, one_line_failures, say
from adapters.cli.shell import AsJson, InStory, err, out, print_json, read_settings
from adapters.settings import Settings
from retrieval.errors import PullquoteError, WrongUse

if TYPE_CHECKING:
    from adapters.storage.catalog import Catalog
    from adapters.storage.generation_builder import Progress
    from adapters.web.judging import Judged
    from adapters.web.refreshing import RefreshReport
    from adapters.web.tracking import Trackable
    from retrieval.articles import Story

DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be taken; keep nothing.")]


def add_commands(app: typer.Typer, story_app: typer.Typer) -> None:
    """Adds them to the command line."""
    app.command(
        epilog="Examples: pullquote track https://www.example.org/ --story sweden-nato · "
        "pullquote track https://www.example.org/news.rss --story sweden-nato --keyword +NATO"
    )(track)
    app.command(epilog="Example: pullquote untrack https://www.example.org/news.rss")(untrack)
    app.command(epilog="Example: pullquote sources --story sweden-nato")(sources)
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
    url: Annotated[str, typer.Argument(help="A feed, a news sitemap, a site or an article.")],
    story: InStory = None,
    page: Annotated[
        bool, typer.Option("--page", help="Track this one page, though it offers a feed.")
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

    A site's page leads to the feed that it offers. The next refresh fetches the articles.
    """
    with one_line_failures():
        from adapters.assembly import catalog_of
        from adapters.cli import tracking
        from adapters.storage.story_edits import add_source

        settings = read_settings()
        followed = _the_story(settings, story)
        found, judged = asyncio.run(
            _looked_at(settings, catalog_of(settings), url, followed, keyword or (), as_page=page)
        )
        if keyword and found.key == "pages":
            raise WrongUse(f"{url} is one page, which is taken whole; leave --keyword out")
        added = not dry_run and add_source(
            settings.corpus, followed.slug, found.key, found.url, keyword or ()
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
            named = [each for one in stories for each in (*one.feeds, *one.pages)]
            meant = nearest(url, named)
            advice = f"did you mean {meant}?" if meant else "see: pullquote sources"
            raise WrongUse(f"no story tracks {url}; {advice}")
        said = f"{', '.join(gone)}: asked no more; its articles stay (pullquote purge erases them)"
        out().print(said, markup=False)


def sources(story: InStory = None, as_json: AsJson = False) -> None:
    """List what the stories track, and what came of it the last time.

    Exit code 1 where a source is failing.
    """
    with one_line_failures():
        from adapters.assembly import catalog_of
        from adapters.cli import tracking
        from adapters.refreshed import now
        from adapters.storage.sources import StoredSources

        settings = read_settings()
        stored = StoredSources(catalog_of(settings).database)
        known, ended = stored.sources(story), stored.ended_pages(story)
        found = tracking.all_sources(_stories(settings, story), known, ended, now())
        if as_json:
            print_json([tracking.source_object(source) for source in found])
        elif found:
            tracking.print_sources(out(), found)
        else:
            out().print("nothing is tracked yet; add a source with: pullquote track URL")
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


def _stories(settings: Settings, slug: str | None) -> "Sequence[Story]":
    """The corpus's stories, or one. Raises CorpusError."""
    from adapters.storage.corpus import stories_in

    stories, problems = stories_in(settings.corpus, slug)
    if slug and problems:
        raise WrongUse(str(problems[0]))
    return stories


def _the_story(settings: Settings, slug: str | None) -> "Story":
    stories = _stories(settings, slug)
    if len(stories) == 1:
        return stories[0]
    if not stories:
        raise WrongUse(
            "there is no story yet; begin one with: "
            'pullquote story new SLUG --title "…" --summary "…"'
        )
    slugs = ", ".join(story.slug for story in stories)
    raise WrongUse(f"which story is it for? name one with --story: {slugs}")


async def _looked_at(
    settings: Settings,
    catalog: "Catalog",
    url: str,
    story: "Story",
    keywords: "Sequence[str]",
    *,
    as_page: bool,
) -> "tuple[Trackable, Sequence[Judged]]":
    from adapters.assembly import embedder_of
    from adapters.refreshed import fetcher_of, now
    from adapters.storage.stored_vectors import stored_embed
    from adapters.web.judging import judge
    from adapters.web.tracking import trackable
    from retrieval.articles import SourceRules
    from retrieval.models import choose_model

    async with fetcher_of(settings, catalog) as fetcher:
        found = await trackable(url, fetcher, now(), as_page=as_page)
    current = catalog.current()
    held = catalog.articles(current.id, story.slug) if current else []
    if not found.items:
        return found, ()
    if keywords:
        # Before those that it may have already: the first rules for a source count.
        own = SourceRules(found.url, tuple(keywords))
        story = replace(story, source_rules=(own, *story.source_rules))
    embedder = embedder_of(settings)
    known = stored_embed(catalog, choose_model(settings.model).id, lambda: embedder)
    articles = [one.article for one in held]
    return found, judge(
        story, articles, found.items, embedder.embed_passages, known=known, source=found.url
    )


async def _refreshed(
    settings: Settings,
    catalog: "Catalog",
    story: str | None,
    progress: "Progress",
    *,
    ask_all: bool,
    dry_run: bool,
) -> "RefreshReport":
    from contextlib import nullcontext

    from adapters.refreshed import fetcher_of, now, refresher_of
    from adapters.storage.builder_lock import only_refresher

    async with fetcher_of(settings, catalog) as fetcher:
        refresher = refresher_of(settings, catalog, fetcher)
        with nullcontext() if dry_run else only_refresher(settings.data):
            return await refresher.refresh(
                now(),
                story=story,
                due_only=not (ask_all or dry_run),
                dry_run=dry_run,
                progress=progress,
            )


async def _watch(settings: Settings, catalog: "Catalog", story: str | None, parent: int) -> None:
    from adapters.cli import tracking
    from adapters.refreshed import watch

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

    # Started by `pullquote run`, it ends with it, however that ends.
    await watch(settings, catalog, story, heard, lambda: not parent or os.getppid() == parent)
