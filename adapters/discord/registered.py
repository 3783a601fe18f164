"""Our commands and those that Discord has → which people miss, see as they were, or see in vain.

Pure. Discord adds fields of its own and fills in what was left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]

_OF_A_COMMAND = ("description", "default_member_permissions", "nsfw", "options")
_SETS = ("contexts", "integration_types")
_OF_AN_OPTION = (
    "type",
    "name",
    "description",
    "required",
    "autocomplete",
    "choices",
    "options",
    "channel_types",
    "min_value",
    "max_value",
    "min_length",
    "max_length",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """By name: `missing` ones Discord doesn't have, `stale` ones only Discord has."""

    missing: tuple[str, ...]
    changed: tuple[str, ...]
    stale: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """Empty where there is none."""
        parts = (("missing", self.missing), ("changed", self.changed), ("stale", self.stale))
        return "; ".join(f"{word}: {', '.join(names)}" for word, names in parts if names)


def difference(ours: Iterable[Json], theirs: Iterable[Json]) -> Difference:
    """Both as Discord's JSON has application commands."""
    here, there = _by_name(ours), _by_name(theirs)
    return Difference(
        missing=_names(key for key in here if key not in there),
        changed=_names(key for key in here if key in there and here[key] != there[key]),
        stale=_names(key for key in there if key not in here),
    )


def _by_name(commands: Iterable[Json]) -> dict[tuple[str, int], object]:
    return {(one["name"], one.get("type") or 1): _command(one) for one in commands}


def _names(keys: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    return tuple(sorted(name for name, _ in keys))


def _command(command: Json) -> object:
    sets = {name: sorted(command.get(name) or ()) for name in _SETS}
    return {name: _plain(name, command.get(name)) for name in _OF_A_COMMAND} | sets


def _plain(name: str, value: Any) -> object:
    """What is left out, null, false or empty is the same to Discord."""
    if name == "options":
        return [{key: _plain(key, one.get(key)) for key in _OF_AN_OPTION} for one in value or ()]
    if name == "choices":
        return [(one["name"], one["value"]) for one in value or ()]
    if name == "default_member_permissions":
        return None if value is None else str(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return sorted(value)
    return value or None
