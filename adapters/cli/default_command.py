"""A group of commands, one of which is meant where none is named: `story SLUG`, `story new`."""

from typing import Any

from typer.core import TyperGroup

DEFAULT = "show"


class GroupWithDefault(TyperGroup):
    """Words that are no command of the group are for its command `DEFAULT`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        asks_for_help = bool(args) and args[0] in ctx.help_option_names
        if args and args[0] not in self.commands and not asks_for_help:
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)
