"""The sources that an OPML file names → those that the stories take of them, shown and added."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

import typer

from adapters.assembly import embedder_of
from adapters.cli import outlines, tracking
from adapters.cli.failures import FAILED
from adapters.cli.outlines import Imported
from adapters.cli.shell import err, out, print_json
from adapters.refresh.loop import fetcher_of, now
from adapters.refresh.tracking import Outlined, outlined
from adapters.settings import Settings
from adapters.storage.catalog import Catalog
from adapters.storage.stored_vectors import stored_embed
from adapters.web.feed_items import FeedItem
from adapters.web.judging import Judged, judge
from adapters.web.opml import LeftOut, Opml
from retrieval.articles import SourceRules, Story
from retrieval.errors import WrongUse
from retrieval.models import choose_model


def import_opml(
    settings: Settings,
    catalog: Catalog,
    opml: Opml,
    stories: Sequence[Story],
    by_outline: bool,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """All that the outlines name: for the one story, or for one of these or a new one an outline.

    Ends the command with exit code 1 where some could not be had. Raises WrongUse.
    """
    if not opml.outlines:
        tracking.print_left_out(out(), opml.left_out)
        raise WrongUse("no outline names a feed; an OPML file names each as xmlUrl")
    if by_outline:
        of = outlines.folders(opml.outlines, stories)
    else:
        of = outlines.one_story(stories[0], opml.outlines)
    with err().status(f"asking for {len(opml.outlines)} feeds …"):
        looked = asyncio.run(_outlined(settings, catalog, opml))
        imported, left_out = outlines.assigned(looked, of)
        imported = _with_judged(settings, catalog, imported)
    if not dry_run:
        imported = outlines.written(settings.corpus, imported, of)
    left_out = [*opml.left_out, *left_out]
    if as_json:
        shown = [
            tracking.trackable_object(one.found, one.judged, one.story.slug, added=one.added)
            for one in imported
        ]
        named = [tracking.left_out_object(one) for one in left_out]
        print_json({"sources": shown, "left_out": named})
    else:
        for one in imported:
            tracking.print_outlined(out(), one.found, one.judged, one.story, one.title)
        tracking.print_left_out(out(), left_out)
        out().print(_import_said(imported, left_out, dry_run=dry_run), markup=False)
    if any(not one.why.startswith("listed twice") for one in left_out):
        raise typer.Exit(FAILED)


def judged_for(
    settings: Settings,
    catalog: Catalog,
    story: Story,
    items: Sequence[FeedItem],
    *,
    source: str = "",
    keywords: tuple[str, ...] = (),
) -> Sequence[Judged]:
    """The items with how near they are to the story, as its refresh would judge them; `keywords`
    are the `source`'s own."""
    if not items:
        return ()
    if keywords:
        # Before those that it may have already: the first rules for a source count.
        own = SourceRules(source, keywords)
        story = replace(story, source_rules=(own, *story.source_rules))
    current = catalog.current()
    held = catalog.articles(current.id, story.slug) if current else []
    embedder = embedder_of(settings)
    known = stored_embed(catalog, choose_model(settings.model).id, lambda: embedder)
    articles = [one.article for one in held]
    return judge(
        story,
        articles,
        items,
        embedder.embed_passages,
        known=known,
        source=source,
        languages=settings.known_beside_english,
    )


async def _outlined(settings: Settings, catalog: Catalog, opml: Opml) -> list[Outlined | LeftOut]:
    async with fetcher_of(settings, catalog) as fetcher:
        return await outlined(opml.outlines, fetcher, now(), settings.sites)


def _with_judged(
    settings: Settings, catalog: Catalog, imported: Sequence[Imported]
) -> list[Imported]:
    """Judged a story at a time: its articles are embedded once for all its feeds."""
    judged = {
        story: judged_for(
            settings,
            catalog,
            next(one.story for one in imported if one.story.slug == story),
            [item for one in imported if one.story.slug == story for item in one.found.items],
        )
        for story in dict.fromkeys(one.story.slug for one in imported)
    }
    waiting = {story: iter(found) for story, found in judged.items()}
    return [
        replace(one, judged=tuple(islice(waiting[one.story.slug], len(one.found.items))))
        for one in imported
    ]


def _import_said(
    imported: Sequence[Imported], left_out: Sequence[LeftOut], *, dry_run: bool
) -> str:
    added = sum(one.added for one in imported)
    known = 0 if dry_run else len(imported) - added
    counts = [f"{added} added", f"{known} tracked already" if known else ""]
    counts = ["nothing was added"] if dry_run else [count for count in counts if count]
    if left_out:
        counts.append(f"{len(left_out)} left out")
    next_step = "; fetch the articles with: pullquote refresh" if added else ""
    return f"{', '.join(counts)}{next_step}"
