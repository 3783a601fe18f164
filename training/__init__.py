"""Trains the reader that ships in retrieval/: see MODEL_CARD.md."""

import retrieval  # noqa: F401  (before any library: it turns their telemetry off)
