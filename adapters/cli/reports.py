"""What a reindex did and which generations there are → lines for people and objects for scripts."""

from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from adapters.storage.reindex import Report
from adapters.storage.snapshots import Generation
from bot.language_wording import not_read_articles


def print_report(console: Console, report: Report) -> None:
    """Three lines: articles, passages, generation; and what stayed out because it was purged."""
    verb = "would be " if report.dry_run else ""
    console.print(
        f"articles: {len(report.added)} {verb}added, {len(report.changed)} {verb}changed, "
        f"{len(report.removed)} {verb}removed, {report.kept} kept"
    )
    console.print(f"passages: {report.embedded} {verb}embedded, {report.reused} reused")
    for id in report.purged:
        console.print(f"left out, since it was purged: {id} (pullquote purge {id} --undo)")
    for article in report.unread:
        console.print(f"in a language that is not read: {article}")
    if report.unknown_languages:
        console.print(not_read_articles(report.unknown_languages), soft_wrap=True)
    for remark in report.remarks:
        console.print(Text(f"{remark}"), soft_wrap=True)
    if report.damage:
        verb = "would be " if report.dry_run else ""
        line = f"the index was damaged ({report.damage}) and {verb}built anew"
        console.print(Text(line), soft_wrap=True)
    if report.dry_run and report.loss:
        line = f"{report.loss.in_words()}; it would be asked for first"
        console.print(Text(line, style="yellow"), soft_wrap=True)
    if report.let_go:
        console.print(
            f"let go, since nothing has needed them for long: {report.let_go.versions} versions, "
            f"{report.let_go.vectors} vectors"
        )
    if report.dry_run:
        console.print("nothing was written")
    elif report.new_generation:
        console.print(f"generation {report.generation} now serves")
    elif report.generation:
        console.print(f"nothing changed; generation {report.generation} serves on")
    else:
        console.print("no article to index")


def report_object(report: Report) -> dict[str, object]:
    """The object of `pullquote reindex --json`."""
    return asdict(report) | {"problems": [str(problem) for problem in report.problems]}


def print_generations(console: Console, generations: Sequence[Generation], current: str) -> None:
    """A line a generation, the current one starred."""
    table = Table("", "Generation", "Built", "Articles", "Passages", "Model", box=None)
    table.columns[1].no_wrap = True
    for generation in generations:
        table.add_row(
            "*" if generation.id == current else "",
            generation.id,
            f"{generation.created:%Y-%m-%d %H:%M:%S %Z}",
            f"{generation.articles:,}",
            f"{generation.passages:,}",
            generation.model,
        )
    console.print(table)


def generation_object(generation: Generation, current: str) -> dict[str, object]:
    """A generation as `index list --json` lists it."""
    return asdict(generation) | {
        "created": generation.created.isoformat(),
        "current": generation.id == current,
    }
