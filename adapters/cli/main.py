"""The `pullquote` command: words typed → the command that they name.

Commands import their parts when they run, so that help and errors come at once.
"""

import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from adapters.cli import (
    evidence_commands,
    gap_commands,
    index_commands,
    keeping_commands,
    reading_commands,
    web_commands,
)
from adapters.cli.default_command import GroupWithDefault
from adapters.cli.failures import FAILED, one_line_failures, say
from adapters.cli.shell import (
    AsJson,
    err,
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
from adapters.service.temporary_files import no_folder_yet

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
slack_app = typer.Typer(
    help="Show what the Slack app is made from.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(slack_app, name="slack")
story_app = typer.Typer(
    help="Show a story and its articles, or begin one.",
    cls=GroupWithDefault,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(story_app, name="story")
reading_commands.add_commands(app, story_app)
evidence_commands.add_commands(app)
web_commands.add_commands(app, story_app)
index_commands.add_commands(app, index_app)
keeping_commands.add_commands(app)
gap_commands.add_commands(app)


def main() -> None:
    """The entry point."""
    # Importing makes hundreds of thousands of objects and no garbage, and each collection looks at
    # them again: a tenth of what `ask` takes.
    gc.set_threshold(50_000, 20, 20)
    take_everything(sys.stdout, sys.stderr)
    take_any_bytes(sys.stdin)
    no_folder_yet()
    arguments = [typed_in_another_encoding(argument) for argument in sys.argv[1:]]
    own_process.set(True)
    app(arguments, prog_name="pullquote")


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

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


@app.command(epilog="Example: SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… pullquote run")
def run() -> None:
    """Answer in every chat that has credentials, until Ctrl-C or SIGTERM.

    Answers in hand are finished first. A token that is refused ends it at once with exit code 2.
    """
    with one_line_failures():
        from adapters.service.run import run as serve

        settings = read_settings(speaks=False)
        say("starting; Ctrl-C ends")
        serve(settings, say)


@app.command(epilog="Examples: pullquote mcp · pullquote mcp --port 8765")
def mcp(
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, metavar="N", help="Serve http://127.0.0.1:N/mcp; 0: any N."),
    ] = None,
) -> None:
    """Let AI assistants ask, over MCP on stdin and stdout; they can change nothing."""
    with one_line_failures():
        from adapters.mcp.serving import run as serve

        serve(read_settings(speaks=False), port, say)


@app.command(epilog="Examples: pullquote feedback --limit 50 · pullquote feedback --forget U0123")
def feedback(
    limit: Annotated[int, typer.Option(help="How many replies at most.", metavar="N")] = 20,
    forget: Annotated[
        str | None,
        typer.Option(
            metavar="PERSON",
            help="Erase a person's verdicts, questions and what they wait for, by their id in the "
            "chat.",
        ),
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
            forgotten, questions = verdicts.forget(catalog, forget)
            if as_json:
                print_json({"person": forget, "forgotten": forgotten, "questions": questions})
            else:
                line = verdicts.forgotten_line(forget, forgotten, questions)
                out().print(line, markup=False)
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
    clear: Annotated[
        bool, typer.Option("--clear", help="Take that server's own commands away again.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Register the bot's commands: once, and again after an update that changes them."""
    with one_line_failures():
        # First: Matplotlib looks for a folder to write to when it is imported.
        settings = read_settings()
        from adapters.discord.syncing import sync

        names = sync(settings, guild, clear=clear)
        if as_json:
            print_json({"guild": guild, "commands": names})
        else:
            cleared = f"no commands of its own in server {guild} any more"
            synced = f"{len(names)} commands synced: {', '.join(names)}"
            out().print(cleared if clear else synced)


@slack_app.callback()
def slack() -> None:
    """Show what the Slack app is made from."""


@slack_app.command("manifest", epilog="Example: pullquote slack manifest > manifest.yaml")
def slack_manifest() -> None:
    """Print the app's manifest, to be pasted on api.slack.com/apps; what HTTP mode needs instead
    stands at its top."""
    with one_line_failures():
        from adapters.slack.manifest import PATH

        sys.stdout.write(PATH.read_text(encoding="utf-8"))


@app.command(epilog="Example: pullquote doctor")
def doctor(as_json: AsJson = False) -> None:
    """Check every part (disk, catalog, index, sources, model, corpus, chats) and say what to do.

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
