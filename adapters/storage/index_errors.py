"""Why questions can't be answered from the index as a whole."""

from retrieval.errors import PullquoteError


class NoIndex(PullquoteError):
    """Nothing was indexed yet."""


class ModelMismatch(PullquoteError):
    """The index was built with another model than the settings name."""
