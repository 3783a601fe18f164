"""The weights and thresholds of `confidence.json`, which `benchmarks/fit_confidence.py` fits and
writes. Loads nothing that reads a question: every command needs the thresholds for its settings."""

import json
from functools import cache
from pathlib import Path
from typing import Any

WEIGHTS = Path(__file__).with_name("confidence.json")
# Its keys.
WITH_READER, WITHOUT_READER = "with_reader", "without_reader"


def fitted_threshold(*, reader: bool) -> float:
    """The confidence from which quotes are shown; the fit wrote down by which rule it was
    chosen."""
    return float(fitted(WITH_READER if reader else WITHOUT_READER)["threshold"])


def fitted_claim_threshold(*, reader: bool) -> float:
    """The confidence from which quotes are claimed to answer."""
    return float(fitted(WITH_READER if reader else WITHOUT_READER)["claim"])


@cache
def fitted(name: str) -> dict[str, Any]:
    """The fit of this key."""
    fits: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    fit: dict[str, Any] = fits[name]
    return fit
