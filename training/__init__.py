"""Trains the reader that ships in retrieval/: see MODEL_CARD.md."""
