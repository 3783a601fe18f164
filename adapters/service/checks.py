"""What `pullquote doctor` finds of one part."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One part: `state` says how it is, `to_do` what to do, empty where it is good."""

    part: str
    good: bool
    state: str
    to_do: str = ""
