"""The name of a stage that a question passes → a `with` around it, for whoever measures. Pure."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

Timed = Callable[[str], AbstractContextManager[object]]
# Nobody measures: a `with` that does nothing.
UNTIMED: Timed = nullcontext

# What takes a search's time, in this order; what else a question passes is timed by who does it.
UNDERSTANDING, EMBEDDING, LEXICAL, VECTOR = "understanding", "embedding", "lexical", "vector"
LOOKUP, READING, CHOOSING = "lookup", "reading", "choosing"
