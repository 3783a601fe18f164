"""The commands that change or check the index: reindex, purge, and those of `pullquote index`."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from adapters.cli.failures import FAILED, one_line_failures, say
from adapters.cli.shell import AsJson, InStory, err, indexed, out, print_json, read_settings


def add_commands(app: typer.Typer, index_app: typer.Typer) -> None:
    """Adds them to the command line."""
    app.command(
        epilog="Examples: pullquote reindex · pullquote reindex --story sweden-nato --dry-run"
    )(reindex)
    app.command(
        epilog="Examples: pullquote purge sweden-nato --verify · pullquote purge ARTICLE --undo"
    )(purge)
    index_app.command("list", epilog="Example: pullquote index list")(index_list)
    index_app.command("verify", epilog="Example: pullquote index verify")(index_verify)
    index_app.command("rollback", epilog="Example: pullquote index rollback")(index_rollback)
    index_app.command("adopt", epilog="Example: pullquote index adopt")(index_adopt)


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
    on: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Embed on a Ray cluster: ray://HOST:10001, HOST:6379, auto or local.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Bring the index to what the corpus says, and mend it where it is damaged.

    Running bots go on answering and notice the new generation within 2 seconds. Asks first where
    more than a fifth of all articles, and ten, would be removed. Exit code 1 where a part of the
    corpus could not be read: the rest is indexed all the same.
    """
    with one_line_failures():
        from adapters.assembly import catalog_of, embedded_on_cluster, embedder_of, vectors_of
        from adapters.cli import reports
        from adapters.cli.consent import with_consent
        from adapters.cli.progress import progress_bar
        from adapters.language_assembly import languages_of
        from adapters.storage.mass_removal import Consent
        from adapters.storage.reindex import Report
        from adapters.storage.reindex import reindex as bring_up_to_date
        from retrieval.models import choose_model

        settings = read_settings()
        languages = languages_of(settings)
        embed = embedded_on_cluster(settings, on) if on is not None else None
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
                        keep_versions=timedelta(days=settings.keep_versions_days),
                        store=vectors_of(settings, catalog),
                        embed=embed,
                        languages=languages,
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
        from adapters.assembly import catalog_of, vectors_of
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
                settings.data,
                catalog,
                vectors_of(settings, catalog),
                name,
                datetime.now(UTC),
                progress,
                look_for_traces=verify,
            )
        if as_json:
            print_json(purging.outcome_object(outcome))
        else:
            purging.print_outcome(out(), outcome)
        if outcome.traces:
            raise typer.Exit(FAILED)


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


def index_verify(as_json: AsJson = False) -> None:
    """Check the current generation against the catalog, passage by passage.

    Exit code 1 where something is wrong.
    """
    with one_line_failures():
        from adapters.assembly import vectors_of
        from adapters.storage.retention import verify

        settings = read_settings()
        catalog, current = indexed(settings)
        with err().status("checking …"):
            problems = verify(settings.data, catalog, vectors_of(settings, catalog))
        if as_json:
            print_json({"generation": current.id, "sound": not problems, "problems": problems})
        elif not problems:
            out().print(f"generation {current.id} is sound: {current.passages:,} passages checked")
        for problem in problems:
            say(problem)
        if problems:
            say("run: pullquote index rollback, or: pullquote reindex --rebuild")
            raise typer.Exit(FAILED)


def index_rollback(as_json: AsJson = False) -> None:
    """Go back to the generation before the current one. The next reindex builds a new one."""
    with one_line_failures():
        from adapters.assembly import vectors_of
        from adapters.cli import reports
        from adapters.storage.retention import rollback

        settings = read_settings()
        catalog, left = indexed(settings)
        store = vectors_of(settings, catalog)
        now_current = rollback(settings.data, catalog, datetime.now(UTC), store)
        if as_json:
            print_json(reports.generation_object(now_current, now_current.id))
        else:
            out().print(f"generation {now_current.id} serves again; left: {left.id}")


def index_adopt(as_json: AsJson = False) -> None:
    """Let the index lie in this data folder, because the one that held it is lost.

    For a catalog of your own (PULLQUOTE_DATABASE). Processes with another data folder then refuse
    to change the index. The next reindex builds it here, of what the catalog holds.
    """
    with one_line_failures():
        from adapters.assembly import catalog_of
        from adapters.storage.retention import adopt

        settings = read_settings()
        with closing(catalog_of(settings)) as catalog:
            adopt(settings.data, catalog)
        if as_json:
            print_json({"data": str(settings.data)})
        else:
            out().print(f"the index lies in {settings.data} from now on; run: pullquote reindex")
