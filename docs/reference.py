"""Commands, settings and chat commands as they are in the code → the pages that list them.

`python -m docs.reference` writes them anew; tests/test_docs.py fails where a page says otherwise.
What stands outside of the markers is written by hand and stays.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from typer.main import get_command

from adapters.cli.default_command import DEFAULT
from adapters.cli.main import app
from adapters.settings.reference import settings_table
from bot.commands.command import Argument, Command, Right, Takes
from bot.commands.table import COMMANDS

DOCS = Path(__file__).parent
_MANIFEST = DOCS.parent / "adapters/slack/manifest.yaml"
# What typer gives every command, said once on the page.
_EVERYWHERE = frozenset(("--help", "--json"))
_WHO = {
    Right.FOLLOW: ("", "**Manage Server**"),
    Right.CORRECT: ("admins, who created the channel", "**Manage Server**"),
    Right.LINKS: ("admins, who created the channel", "**Manage Server**"),
    Right.PUBLISH: ("admins, who created the channel", "**Manage Server**"),
    Right.PING: ("admins, who created the channel", "**Manage Server**"),
    Right.LANGUAGE: ("admins, who created the channel", "**Manage Server**"),
    Right.SCOPE: ("admins, who created the channel", "**Manage Server**"),
    Right.TRACK: ("admins", "**Manage Server**"),
    Right.FEEDBACK: ("admins", "**Manage Server**"),
    Right.QUESTIONS: ("admins", "**Manage Server**"),
    Right.POST: ("", ""),  # asked of the bot, not of who types
}
_EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Shown:
    """A command of the terminal: the words that name it, and what typer knows of it."""

    words: tuple[str, ...]
    command: Any

    @property
    def name(self) -> str:
        """As it is typed: `story show` is `story`."""
        *groups, last = self.words
        return " ".join(("pullquote", *groups, *([] if groups and last == DEFAULT else [last])))

    @property
    def parameters(self) -> list[Any]:
        """Its arguments and options that people see."""
        return [one for one in self.command.params if not getattr(one, "hidden", False)]


def commands() -> tuple[Shown, ...]:
    """Every command of the terminal, in the order of `pullquote --help`."""
    return tuple(_below((), get_command(app)))


def _below(words: tuple[str, ...], command: Any) -> Iterator[Shown]:
    below = getattr(command, "commands", None)
    if below is None:
        yield Shown(words, command)
        return
    for name, one in below.items():
        yield from _below((*words, name), one)


def commands_page() -> str:
    """A section for each command: how it is typed, what it does, its options, an example."""
    return "\n\n".join(_section(one) for one in commands())


def _section(shown: Shown) -> str:
    parts = [f"### {shown.name}", f"`{_usage(shown)}`", _unwrapped(shown.command.help)]
    rows = [
        f"| `{_typed(one).replace('|', ' or ')}` | {one.help} |"
        for one in shown.parameters  # a bar would end the cell
        if one.help and not _EVERYWHERE.intersection(one.opts)
    ]
    if rows:
        parts.append("\n".join(["| | |", "| --- | --- |", *rows]))
    label, _, examples = (shown.command.epilog or "").partition(": ")
    if examples:
        parts.append(f"{label}: {' · '.join(map(_example, examples.split(' · ')))}")
    return "\n\n".join(parts)


def _usage(shown: Shown) -> str:
    return " ".join((shown.name, *map(_in_usage, shown.parameters)))


def _in_usage(parameter: Any) -> str:
    typed = _typed(parameter)
    return typed if parameter.required else f"[{typed}]"


def _typed(parameter: Any) -> str:
    """`--story SLUG`, `QUESTION`."""
    named = parameter.metavar or parameter.name.upper()
    if not parameter.opts[0].startswith("-"):
        return str(named)
    names = "/".join((*parameter.opts, *parameter.secondary_opts))
    return names if parameter.is_flag else f"{names} {named}"


def _unwrapped(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def _example(example: str) -> str:
    """What is typed, and in brackets behind it what that does."""
    typed, bracket, rest = example.partition(" (")
    return f"`{typed}`{bracket}{rest}"


def chat_commands_page() -> str:
    """A row for each command of the chats: how it is typed in each, what it does, for whom."""
    rows = [
        "| in Slack | in Discord | what comes of it | who may, in Slack | who may, in Discord |",
        "| --- | --- | --- | --- | --- |",
    ]
    for one in COMMANDS.values():
        typed = " ".join((in_slack(one.name), *map(_in_slack_line, one.arguments)))
        named = " ".join((f"/{one.name}", *map(_in_discord_line, one.arguments)))
        rows.append(f"| `{typed}` | `{named}` | {one.description} | {_who(one)} |")
    return "\n".join(rows)


def arguments_page() -> str:
    """What each argument of the chats' commands takes."""
    rows = ["| command | argument | what it takes | |", "| --- | --- | --- | --- |"]
    for command in COMMANDS.values():
        for one in command.arguments:
            needed = "needed" if one.required else "may be left out"
            takes = f"; one of: {', '.join(one.choices)}" if one.choices else ""
            rows.append(
                f"| `/{command.name}` | `{one.name}` | {one.description}{takes} | {needed} |"
            )
    return "\n".join(rows)


def in_slack(name: str) -> str:
    """How the command is typed there: under its own name where the manifest has that."""
    listed = yaml.safe_load(_MANIFEST.read_text(encoding="utf-8"))["features"]["slash_commands"]
    own = {one["command"] for one in listed}
    return f"/{name}" if f"/{name}" in own else f"/pullquote {name}"


def _in_slack_line(argument: Argument) -> str:
    typed = f"{argument.name} {_value(argument)}" if argument.named else _value(argument)
    return typed if argument.required else f"[{typed}]"


def _in_discord_line(argument: Argument) -> str:
    typed = f"{argument.name}:{_value(argument)}"
    return typed if argument.required else f"[{typed}]"


def _value(argument: Argument) -> str:
    if argument.takes is Takes.CHOICE:
        return " or ".join(argument.choices)
    if argument.named:
        return argument.takes.name
    return argument.name.upper()


def _who(command: Command) -> str:
    """A cell for each platform. Discord hides a whole command from who may not use all of it."""
    slack, discord = (
        ", ".join(dict.fromkeys(_WHO[right][at] for right in command.needs if _WHO[right][at]))
        for at in (0, 1)
    )
    looks = f"; to look: {_EVERYBODY}" if slack and command.needs_when else ""
    alone = f"; for oneself: {_EVERYBODY}" if discord and command.personal else ""
    return f"{slack or _EVERYBODY}{looks} | {discord or _EVERYBODY}{alone}"


PAGES = {
    "commands.md": {"commands": commands_page},
    "chat-commands.md": {"chat-commands": chat_commands_page, "arguments": arguments_page},
    "settings.md": {"settings": settings_table},
}


def written(page: str) -> str:
    """The page as it should be. Raises ValueError where a marker is missing."""
    text = (DOCS / page).read_text(encoding="utf-8")
    for mark, made in PAGES[page].items():
        between = re.compile(rf"(<!-- {mark} -->\n).*?(\n<!-- /{mark} -->)", re.DOTALL)
        if len(between.findall(text)) != 1:
            raise ValueError(f"docs/{page} needs <!-- {mark} --> and <!-- /{mark} --> once")
        text = between.sub(lambda found, made=made: f"{found[1]}{made()}{found[2]}", text)  # type: ignore[misc]
    return text


def main() -> None:
    """Writes every page."""
    for page in PAGES:
        (DOCS / page).write_text(written(page), encoding="utf-8")


if __name__ == "__main__":
    main()
