"""The tree of our errors. Each message is one line: the thing, what is wrong, the next step.

PullquoteError
├── WrongUse     what was typed or set can't be used; correct it
└── (the others) something failed; what was served before is still served
"""


class PullquoteError(Exception):
    """Something failed that a person can do something about."""


class WrongUse(PullquoteError):
    """What was typed or set can't be used."""
