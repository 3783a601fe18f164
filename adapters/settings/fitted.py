"""The reader that was chosen → the thresholds that were fitted with it. Pure."""

from collections.abc import Callable
from typing import Any

from retrieval.confidence import fitted_claim_threshold, fitted_threshold


def by_reader(fitted: Callable[..., float]) -> str:
    """What is written for a default that depends on the reader."""
    with_reader, without = fitted(reader=True), fitted(reader=False)
    if with_reader == without:
        return f"`{with_reader}`"
    return f"`{with_reader}`; without the reader `{without}`"


def default_threshold(chosen: dict[str, Any]) -> float:
    """Where none is set."""
    return fitted_threshold(reader=chosen.get("reranker") == "")


def default_claim_threshold(chosen: dict[str, Any]) -> float:
    """Where only `threshold` was set, and higher than this one was fitted, all that is shown is
    claimed."""
    fitted = fitted_claim_threshold(reader=chosen.get("reranker") == "")
    return max(fitted, float(chosen.get("threshold", 0.0)))
