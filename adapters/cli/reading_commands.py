"""The commands that read what is tracked: ask, said, stories, story, show, diff, timeline."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.default_command import DEFAULT
from adapters.cli.failures import one_line_failures, say
from adapters.cli.shell import AsJson, Cited, InStory, err, indexed, out, print_json, read_settings
from adapters.cli.terminal_encoding import typed_in_another_encoding

if TYPE_CHECKING:
    from adapters.cli.citing import Citing
    from adapters.storage.catalog import Catalog
    from bot.checked import Checked
    from bot.replies import Reply
    from retrieval.articles import Story


def add_commands(app: typer.Typer, story_app: typer.Typer) -> None:
    """Adds them to the command line."""
    app.command(
        epilog='Examples: pullquote ask "who heads the new US command in Japan?" · '
        'pullquote ask "when did Sweden join NATO?" --cite · '
        "pullquote ask (asks you, one question after another)"
    )(ask)
    app.command(
        epilog="Examples: pullquote said Stoltenberg · "
        'pullquote said "Pete Hegseth" --about "the Taiwan Strait" --story us-japan-command'
    )(said)
    app.command(epilog="Example: pullquote stories --json")(stories)
    story_app.command(DEFAULT, epilog="Example: pullquote story us-japan-command")(story)
    app.command(epilog="Example: pullquote show us-japan-command/2024-07-28-command-announced")(
        show
    )
    app.command(epilog="Example: pullquote diff us-japan-command/2024-07-28-command-announced")(
        diff
    )
    app.command(
        epilog="Examples: pullquote timeline us-japan-command --newest-first · "
        "pullquote timeline us-japan-command --picture coverage.png"
    )(timeline)


def ask(
    question: Annotated[
        str | None, typer.Argument(help="The question; without one you are asked for it.")
    ] = None,
    story: InStory = None,
    top: Annotated[
        int | None, typer.Option(help="How many quotes at most, 1 to 10.", metavar="N")
    ] = None,
    asked_on: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="Answer as on that day, from what was published by then."
        ),
    ] = None,
    cite: Cited = False,
    as_json: AsJson = False,
) -> None:
    """Answer with the exact words of tracked articles, say that they may answer, or that none does.

    Exit code 0 with an answer and without one; --json tells by "answered" and "possible".
    """
    with one_line_failures():
        from adapters.assembly import catalog_of, checks_of
        from adapters.bot_assembly import bot_over
        from adapters.rendering.json_output import reply_object
        from bot.ask import QuestionError, check_text, check_top
        from bot.checked import checked_of
        from bot.moment_of_asking import moment_of_asking
        from bot.replies import Question
        from bot.story_names import story_meant

        settings = read_settings()
        quotes = settings.quotes if top is None else top
        check_top(quotes)
        if question is not None:
            check_text(question)
        moment = None if asked_on is None else moment_of_asking(asked_on)

        with (
            closing(catalog_of(settings)) as catalog,
            bot_over(catalog, settings, follow=question is None) as bot,
        ):
            checks = checks_of(settings, catalog)

            def only() -> frozenset[str] | None:
                if story is None:
                    return None
                return frozenset([story_meant(story, bot.finder.stories()).slug])

            def answer(text: str) -> None:
                now, stories = moment or datetime.now(UTC), only()
                reply = bot.ask(Question(text, stories, quotes, asked_on=now))
                known = bot.finder.stories()
                titles = {slug: one.title for slug, one in known.items()}
                checked = checked_of(
                    reply, stories or titles, titles, checks.tracked(), datetime.now(UTC)
                )
                found = reply_object(reply, checked) if as_json else None
                citing = _citing(catalog, known, now) if cite else None
                _show(reply, titles, checked, found, citing)

            if question is not None:
                answer(question)
                return
            only()  # whoever misspelt it hears so before typing a question
            for line in _typed_questions():
                try:
                    answer(line)
                except QuestionError as error:
                    say(str(error))


def said(
    person: Annotated[str, typer.Argument(help="Whose words: a name, as articles have it.")],
    about: Annotated[
        str, typer.Option(metavar="WORDS", help="Only what they say about this.")
    ] = "",
    story: InStory = None,
    top: Annotated[int | None, typer.Option(help="How many at most, 1 to 10.", metavar="N")] = None,
    asked_on: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="As on that day, from what was published by then."),
    ] = None,
    cite: Cited = False,
    as_json: AsJson = False,
) -> None:
    """Show what somebody is quoted with, word for word, newest first.

    Exit code 0 with such words and without; --json tells by "answered".
    """
    with one_line_failures():
        from adapters.assembly import catalog_of, checks_of
        from adapters.bot_assembly import bot_over
        from adapters.rendering.json_output import said_object
        from bot.ask import check_top
        from bot.checked import checked_of
        from bot.moment_of_asking import moment_of_asking
        from bot.said import SaidQuestion, check
        from bot.story_names import story_meant

        settings = read_settings()
        quotes = settings.quotes if top is None else top
        check_top(quotes)
        moment = datetime.now(UTC) if asked_on is None else moment_of_asking(asked_on)
        check(SaidQuestion(person, about))
        with (
            closing(catalog_of(settings)) as catalog,
            bot_over(catalog, settings, follow=False) as bot,
        ):
            known = bot.finder.stories()
            stories = None if story is None else frozenset([story_meant(story, known).slug])
            question = SaidQuestion(person, about, stories, quotes, moment)
            reply = bot.said(question)
            titles = {slug: one.title for slug, one in known.items()}
            tracked = checks_of(settings, catalog).tracked()
            checked = checked_of(reply, stories or titles, titles, tracked, datetime.now(UTC))
            found = said_object(question, reply, checked) if as_json else None
            citing = _citing(catalog, known, moment) if cite else None
            _show(reply, titles, checked, found, citing)


def _citing(catalog: "Catalog", known: Mapping[str, "Story"], now: datetime) -> "Citing":
    # Who cites nothing waits for none of what it takes.
    from adapters.cli.citing import Citing

    return Citing(catalog, known, now)


def _show(
    reply: "Reply",
    titles: Mapping[str, str],
    checked: "Checked | None",
    found: dict[str, object] | None,
    citing: "Citing | None",
) -> None:
    """As JSON, `found`, where that is wanted, else as a person reads it."""
    from adapters.cli.replies import print_reply

    if found is not None:
        print_json(citing.added(found, reply) if citing else found)
        return
    print_reply(out(), reply, titles, checked)
    if citing:
        citing.print(out(), reply)


def stories(as_json: AsJson = False) -> None:
    """List the tracked stories with how many articles each has."""
    with one_line_failures():
        from adapters.assembly import checks_of
        from adapters.cli.tables import print_stories
        from adapters.rendering.json_output import story_object
        from bot.freshness import by_story

        settings = read_settings()
        catalog, current = indexed(settings)
        listings = catalog.stories(current.id)
        checked = by_story(checks_of(settings, catalog).tracked(), datetime.now(UTC))
        if as_json:
            print_json([story_object(one, checked.get(one.story.slug)) for one in listings])
        else:
            print_stories(out(), listings, checked)


def story(
    slug: Annotated[str, typer.Argument(help="The story, as `pullquote stories` lists it.")],
    as_json: AsJson = False,
) -> None:
    """Show a story and its articles, oldest first."""
    with one_line_failures():
        from adapters.assembly import checks_of
        from adapters.cli.tables import print_story
        from adapters.rendering.json_output import whole_story_object
        from bot.freshness import by_story
        from bot.story_names import story_meant

        settings = read_settings()
        catalog, current = indexed(settings)
        listings = {listing.story.slug: listing for listing in catalog.stories(current.id)}
        slug = story_meant(slug, {name: one.story for name, one in listings.items()}).slug
        articles = catalog.articles(current.id, slug)
        tracked = checks_of(settings, catalog).tracked()
        checked = by_story(tracked, datetime.now(UTC)).get(slug)
        if as_json:
            print_json(whole_story_object(listings[slug], articles, checked))
        else:
            print_story(out(), listings[slug], articles, checked)


def show(
    article: Annotated[str, typer.Argument(help="The article's id, or its url.")],
    as_json: AsJson = False,
) -> None:
    """Show an article with its whole text, as it is quoted from."""
    with one_line_failures():
        from adapters.cli.articles import known_article
        from adapters.cli.tables import print_article
        from adapters.rendering.json_output import stored_object

        catalog, current = indexed(read_settings())
        stored = known_article(catalog, current.id, article)
        if as_json:
            print_json(stored_object(stored, text=True))
        else:
            print_article(out(), stored)


def diff(
    article: Annotated[str, typer.Argument(help="The article's id, or its url.")],
    as_json: AsJson = False,
) -> None:
    """Show what changed between the versions kept of an article, the newest change last."""
    with one_line_failures():
        from adapters.cli import diff as differences

        catalog, current = indexed(read_settings())
        versions = differences.versions_of(catalog, current.id, article)
        if as_json:
            print_json(differences.diff_object(versions))
        else:
            differences.print_diff(out(), versions)


def timeline(
    slug: Annotated[str, typer.Argument(help="The story, as `pullquote stories` lists it.")],
    newest_first: Annotated[
        bool, typer.Option("--newest-first/--oldest-first", help="Which end to begin at.")
    ] = False,
    page: Annotated[int, typer.Option(help="Which page, from 1.", metavar="N")] = 1,
    picture: Annotated[
        Path | None,
        typer.Option(metavar="FILE.png", help="Save a picture of the coverage a day by source."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell a story by one dated, quoted sentence for each development."""
    with one_line_failures():
        # First: Matplotlib looks for a folder to write to when it is imported.
        settings = read_settings()
        from adapters.assembly import checks_of, embedder_of
        from adapters.cli.coverage_picture import check_picture, save_picture
        from adapters.cli.rendering import print_document
        from adapters.rendering.json_output import timeline_object
        from adapters.storage.timelines import developments
        from bot.checked import checked_story
        from bot.documents.timelines import timeline_document
        from bot.story_names import story_meant
        from bot.timelines import check_page, page_of

        check_page(page)
        if picture is not None:
            check_picture(picture)
        catalog, current = indexed(settings)
        tracked = catalog.tracked(current.id)
        slug = story_meant(slug, tracked).slug
        embedder = embedder_of(settings)
        told = developments(
            catalog, current.id, embedder.model, tracked[slug], embedder.embed_passages
        )
        checked = checked_story(slug, checks_of(settings, catalog).tracked(), datetime.now(UTC))
        shown = page_of(tracked[slug], told, page - 1, newest_first=newest_first, checked=checked)
        if as_json:
            print_json(timeline_object(shown))
        else:
            print_document(out(), timeline_document(shown))
        if picture is not None:
            articles = [held.article for held in catalog.articles(current.id, slug)]
            save_picture(picture, articles, tracked[slug].title)
            say(f"saved {picture}")


def _typed_questions() -> Iterator[str]:
    """Lines until the end of input or "exit"; with a prompt on a terminal."""
    prompt = "ask> " if sys.stdin.isatty() else ""
    if prompt:
        # Arrow keys and history at the prompt.
        import readline  # noqa: F401

        err().print("Ask a question; an empty line or Ctrl-D ends.", style="dim")
    while True:
        try:
            line = typed_in_another_encoding(input(prompt)).strip()
        except EOFError:
            return
        if not line or line in {"exit", "quit"}:
            return
        yield line
