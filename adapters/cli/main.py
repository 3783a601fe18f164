"""The `pullquote` command: words typed → what is asked of the bot or the index → what is printed.

Commands import their parts when they run, so that help and errors come at once.
"""

import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from adapters.cli.default_command import DEFAULT, GroupWithDefault
from adapters.cli.failures import FAILED, one_line_failures, say
from adapters.cli.shell import (
    AsJson,
    InStory,
    err,
    indexed,
    out,
    own_process,
    print_json,
    read_settings,
)
from adapters.cli.terminal_encoding import (
    take_any_bytes,
    take_everything,
    typed_in_another_encoding,
)
from adapters.cli.web_commands import add_commands
from adapters.service.temporary_files import look_for_no_folder

app = typer.Typer(
    name="pullquote",
    help="Ask the news stories you follow: the exact words of their articles, with links.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
index_app = typer.Typer(
    help="List, check and roll back the built generations of the index.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(index_app, name="index")
discord_app = typer.Typer(
    help="Tell Discord which commands there are.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(discord_app, name="discord")
story_app = typer.Typer(
    help="Show a story and its articles, or begin one.",
    cls=GroupWithDefault,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(story_app, name="story")
add_commands(app, story_app)


def main() -> None:
    """The entry point."""
    take_everything(sys.stdout, sys.stderr)
    take_any_bytes(sys.stdin)
    look_for_no_folder()
    arguments = [typed_in_another_encoding(argument) for argument in sys.argv[1:]]
    own_process.set(True)
    app(arguments, prog_name="pullquote")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"pullquote {version('pullquote')}")
        raise typer.Exit


@app.callback()
def _pullquote(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    pass


@app.command(epilog="Examples: pullquote reindex · pullquote reindex --story sweden-nato --dry-run")
def reindex(
    corpus: Annotated[
        Path | None, typer.Option(help="The folder of stories, if not the one in the settings.")
    ] = None,
    story: InStory = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Read every file and build anew; after a new model.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Remove much of the index without being asked.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring the index to what the corpus says, and mend it where it is damaged.

    Running bots go on answering and notice the new generation within 2 seconds. Asks first where
    more than a fifth of all articles, and ten, would be removed. Exit code 1 where a part of the
    corpus could not be read: the rest is indexed all the same.
    """
    with one_line_failures():
        from adapters.assembly import catalog_of, embedder_of
        from adapters.cli import reports
        from adapters.cli.consent import with_consent
        from adapters.cli.progress import progress_bar
        from adapters.storage.mass_removal import Consent
        from adapters.storage.reindex import Report
        from adapters.storage.reindex import reindex as bring_up_to_date
        from retrieval.models import choose_model

        settings = read_settings()
        with closing(catalog_of(settings)) as catalog:

            def brought(consent: Consent) -> Report:
                with progress_bar(err()) as progress:
                    return bring_up_to_date(
                        corpus or settings.corpus,
                        settings.data,
                        catalog,
                        choose_model(settings.model).id,
                        lambda: embedder_of(settings),
                        datetime.now(UTC),
                        story=story,
                        rebuild=rebuild,
                        dry_run=dry_run,
                        progress=progress,
                        consent=consent,
                    )

            report = with_consent(brought, yes=yes)
        if as_json:
            print_json(reports.report_object(report))
        else:
            reports.print_report(out(), report)
        for problem in report.problems:
            say(str(problem))
        if report.problems:
            raise typer.Exit(FAILED)


@app.command(
    epilog='Examples: pullquote ask "who heads the new US command in Japan?" · '
    "pullquote ask (asks you, one question after another)"
)
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
    as_json: AsJson = False,
) -> None:
    """Answer with the exact words of tracked articles, say that they may answer, or that none does.

    Exit code 0 with an answer and without one; --json tells by "answered" and "possible".
    """
    with one_line_failures():
        from adapters.assembly import bot_over, catalog_of, checks_of
        from adapters.cli.json_output import reply_object
        from adapters.cli.replies import print_reply
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
            stories = None
            if story is not None:
                stories = frozenset([story_meant(story, bot.finder.stories()).slug])

            def answer(text: str) -> None:
                now = moment or datetime.now(UTC)
                reply = bot.ask(Question(text, stories, quotes, asked_on=now))
                titles = {slug: one.title for slug, one in bot.finder.stories().items()}
                checked = checked_of(
                    reply, stories or titles, titles, checks.tracked(), datetime.now(UTC)
                )
                if as_json:
                    print_json(reply_object(reply, checked))
                else:
                    print_reply(out(), reply, titles, checked)

            if question is not None:
                answer(question)
                return
            for line in _typed_questions():
                try:
                    answer(line)
                except QuestionError as error:
                    say(str(error))


@app.command(epilog="Example: pullquote stories --json")
def stories(as_json: AsJson = False) -> None:
    """List the tracked stories with how many articles each has."""
    with one_line_failures():
        from adapters.assembly import checks_of
        from adapters.cli.json_output import story_object
        from adapters.cli.tables import print_stories
        from bot.freshness import by_story

        settings = read_settings()
        catalog, current = indexed(settings)
        listings = catalog.stories(current.id)
        checked = by_story(checks_of(settings, catalog).tracked(), datetime.now(UTC))
        if as_json:
            print_json([story_object(one, checked.get(one.story.slug)) for one in listings])
        else:
            print_stories(out(), listings, checked)


@story_app.command(DEFAULT, epilog="Example: pullquote story us-japan-command")
def story(
    slug: Annotated[str, typer.Argument(help="The story, as `pullquote stories` lists it.")],
    as_json: AsJson = False,
) -> None:
    """Show a story and its articles, oldest first."""
    with one_line_failures():
        from adapters.assembly import checks_of
        from adapters.cli.json_output import stored_object, story_object
        from adapters.cli.tables import print_story
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
            shown = [stored_object(article, text=False) for article in articles]
            print_json(story_object(listings[slug], checked) | {"articles": shown})
        else:
            print_story(out(), listings[slug], articles, checked)


@app.command(epilog="Example: pullquote show us-japan-command/2024-07-28-command-announced")
def show(
    article: Annotated[str, typer.Argument(help="The article's id, or its url.")],
    as_json: AsJson = False,
) -> None:
    """Show an article with its whole text, as it is quoted from."""
    with one_line_failures():
        from adapters.cli.articles import known_article
        from adapters.cli.json_output import stored_object
        from adapters.cli.tables import print_article

        catalog, current = indexed(read_settings())
        stored = known_article(catalog, current.id, article)
        if as_json:
            print_json(stored_object(stored, text=True))
        else:
            print_article(out(), stored)


@app.command(epilog="Example: pullquote diff us-japan-command/2024-07-28-command-announced")
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


@app.command(
    epilog="Examples: pullquote timeline us-japan-command --newest-first · "
    "pullquote timeline us-japan-command --picture coverage.png"
)
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
        from adapters.cli import timeline as telling
        from adapters.cli.rendering import print_document
        from adapters.storage.timelines import developments
        from bot.checked import checked_story
        from bot.documents.timelines import timeline_document
        from bot.story_names import story_meant
        from bot.timelines import page_of

        telling.check_page(page)
        if picture is not None:
            telling.check_picture(picture)
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
            print_json(telling.timeline_object(shown))
        else:
            print_document(out(), timeline_document(shown))
        if picture is not None:
            articles = [held.article for held in catalog.articles(current.id, slug)]
            telling.save_picture(picture, articles, tracked[slug].title)
            say(f"saved {picture}")


@index_app.command("list", epilog="Example: pullquote index list")
def index_list(as_json: AsJson = False) -> None:
    """List the built generations, newest first; the current one is marked."""
    with one_line_failures():
        from adapters.cli import reports

        catalog, current = indexed(read_settings())
        generations = catalog.generations()
        if as_json:
            print_json([reports.generation_object(g, current.id) for g in generations])
        else:
            reports.print_generations(out(), generations, current.id)


@index_app.command("verify", epilog="Example: pullquote index verify")
def index_verify(as_json: AsJson = False) -> None:
    """Check the current generation against the catalog, passage by passage.

    Exit code 1 where something is wrong.
    """
    with one_line_failures():
        from adapters.storage.upkeep import verify

        settings = read_settings()
        catalog, current = indexed(settings)
        with err().status("checking …"):
            problems = verify(settings.data, catalog)
        if as_json:
            print_json({"generation": current.id, "sound": not problems, "problems": problems})
        elif not problems:
            out().print(f"generation {current.id} is sound: {current.passages:,} passages checked")
        for problem in problems:
            say(problem)
        if problems:
            say("run: pullquote index rollback, or: pullquote reindex --rebuild")
            raise typer.Exit(FAILED)


@index_app.command("rollback", epilog="Example: pullquote index rollback")
def index_rollback(as_json: AsJson = False) -> None:
    """Go back to the generation before the current one. The next reindex builds a new one."""
    with one_line_failures():
        from adapters.cli import reports
        from adapters.storage.upkeep import rollback

        settings = read_settings()
        catalog, left = indexed(settings)
        now_current = rollback(settings.data, catalog, datetime.now(UTC))
        if as_json:
            print_json(reports.generation_object(now_current, now_current.id))
        else:
            out().print(f"generation {now_current.id} serves again; left: {left.id}")


@app.command(
    epilog="Examples: pullquote purge sweden-nato --verify · pullquote purge ARTICLE --undo"
)
def purge(
    name: Annotated[str, typer.Argument(metavar="ARTICLE|STORY", help="An id, a url or a slug.")],
    verify: Annotated[
        bool, typer.Option("--verify", help="Search the data folder for what was erased.")
    ] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help="Let the next reindex take it in again.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Erase an article or a whole story: text, vectors and old generations.

    The next reindex leaves it out even if its file still stands in the corpus. There is no way
    to get it back but the file itself and --undo.
    """
    with one_line_failures():
        from adapters.assembly import catalog_of
        from adapters.cli import purging
        from adapters.cli.progress import progress_bar

        settings = read_settings()
        catalog = catalog_of(settings)
        if undo:
            purging.undo(catalog, name)
            if as_json:
                print_json({"undone": name})
            else:
                out().print(f"the next reindex takes in {name} again")
            return
        with progress_bar(err()) as progress:
            outcome = purging.erase(
                settings.data, catalog, name, datetime.now(UTC), progress, look_for_traces=verify
            )
        if as_json:
            print_json(purging.outcome_object(outcome))
        else:
            purging.print_outcome(out(), outcome)
        if outcome.traces:
            raise typer.Exit(FAILED)


@app.command(epilog="Example: SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… pullquote run")
def run() -> None:
    """Answer in every chat that has credentials, until Ctrl-C or SIGTERM.

    Answers in hand are finished first. A token that is refused ends it at once with exit code 2.
    """
    with one_line_failures():
        from adapters.service.run import run as serve

        settings = read_settings()
        say("starting; Ctrl-C ends")
        serve(settings, say)


@app.command(epilog="Examples: pullquote feedback --limit 50 · pullquote feedback --forget U0123")
def feedback(
    limit: Annotated[int, typer.Option(help="How many replies at most.", metavar="N")] = 20,
    forget: Annotated[
        str | None,
        typer.Option(metavar="PERSON", help="Erase a person's verdicts, by their id in the chat."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the replies that people found helpful or not, newest verdict first.

    No name and no question is kept; the article is that of the reply's first quote.
    """
    with one_line_failures():
        from adapters.assembly import catalog_of
        from adapters.cli import feedback as verdicts

        verdicts.check_limit(limit)
        catalog = catalog_of(read_settings())
        if forget is not None:
            forgotten = verdicts.forget(catalog, forget)
            if as_json:
                print_json({"person": forget, "forgotten": forgotten})
            else:
                out().print(verdicts.forgotten_line(forget, forgotten), markup=False)
            return
        rated = verdicts.newest(catalog, limit)
        if as_json:
            print_json([verdicts.verdict_object(one) for one in rated])
        else:
            verdicts.print_verdicts(out(), rated)


@discord_app.callback()
def discord() -> None:
    """Tell Discord which commands there are."""


@discord_app.command("sync", epilog="Example: pullquote discord sync")
def discord_sync(
    guild: Annotated[
        int | None, typer.Option(help="Only in this server, to try them there.", metavar="ID")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Register the bot's commands: once, and again after an update that changes them."""
    with one_line_failures():
        # First: Matplotlib looks for a folder to write to when it is imported.
        settings = read_settings()
        from adapters.discord.syncing import sync

        names = sync(settings, guild)
        if as_json:
            print_json({"guild": guild, "commands": names})
        else:
            out().print(f"{len(names)} commands synced: {', '.join(names)}")


@app.command(epilog="Example: pullquote doctor")
def doctor(as_json: AsJson = False) -> None:
    """Check every part (settings, disk, catalog, index, sources, model, corpus) and say what to do.

    Exit code 1 where a part needs something done.
    """
    with one_line_failures():
        from adapters.cli import diagnosis

        findings = diagnosis.examine(read_settings())
        if as_json:
            shown = [diagnosis.finding_object(finding) for finding in findings]
            print_json(shown)
        else:
            diagnosis.print_findings(out(), findings)
        if not all(finding.good for finding in findings):
            raise typer.Exit(FAILED)


@app.command("eval", epilog="Example: pullquote eval --articles a.jsonl --questions q.jsonl")
def evaluate(
    articles: Annotated[Path, typer.Option(help="JSONL, one article a line.")],
    questions: Annotated[Path, typer.Option(help="JSONL, one question a line.")],
    run: Annotated[Path | None, typer.Option(help="Write a line a question to this file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Measure retrieval, quotes and abstention on articles and questions with known answers.

    Works in a temporary data folder; your own index is not touched.
    """
    with one_line_failures():
        from adapters.cli import evaluation
        from adapters.cli.progress import progress_bar

        settings = read_settings()
        with progress_bar(err()) as progress:
            result = evaluation.evaluate(articles, questions, run, settings, progress)
        if as_json:
            print_json(evaluation.as_json(result))
        else:
            evaluation.print_evaluation(out(), result)


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
