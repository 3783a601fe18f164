"""A story's coverage → a picture in a file."""

from collections.abc import Sequence
from pathlib import Path

from adapters.rendering.coverage_chart import coverage_png
from retrieval.articles import Article
from retrieval.errors import WrongUse


def check_picture(file: Path) -> None:
    """Raises WrongUse where the picture can't be saved, before anything is computed for it."""
    if file.suffix.lower() != ".png":
        raise WrongUse(f"{file} is no name for a PNG; give one that ends in .png")
    if not file.absolute().parent.is_dir():
        raise WrongUse(f"there is no folder {file.parent}; make it, or name another")


def save_picture(file: Path, articles: Sequence[Article], title: str) -> None:
    """Raises OSError, which names the file."""
    file.write_bytes(coverage_png(articles, title))
