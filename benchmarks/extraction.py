"""How much of each real news page's article is read, and how much else; trafilatura's beside it.

    python benchmarks/extraction.py ../shared/pages

Printed are the means over all pages of token F1, precision and recall against what a person
marked, of `read_page` and of trafilatura's `extract` with its default options; which pages lose
more than a twentieth of what was marked; and how many would be refused although they hold an
article.
"""

import argparse
import gzip
import json
import re
from collections import Counter
from pathlib import Path

from trafilatura import extract

from adapters.web.pages import read_page
from adapters.web.refusals import refusal


def overlap(found: str, truth: str) -> tuple[float, float, float]:
    """F1, precision and recall over the words of the two texts as bags."""
    words, wanted = (Counter(re.findall(r"\w+", text)) for text in (found, truth))
    shared = (words & wanted).total()
    either = words.total() + wanted.total()
    return (
        2 * shared / either if either else 1.0,
        shared / words.total() if words else 1.0,
        shared / wanted.total() if wanted else 1.0,
    )


def main() -> None:
    """Print a line for each way of reading."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    truths = json.loads((folder / "ground-truth.json").read_text())
    scores: dict[str, list[tuple[float, float, float]]] = {"pullquote": [], "trafilatura": []}
    refused, lost = [], []
    for name, truth in truths.items():
        html = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        page, wanted = read_page(html, truth["url"]), truth["articleBody"]
        scores["pullquote"].append(overlap(page.text, wanted))
        if (recall := scores["pullquote"][-1][2]) < 0.95:
            lost.append(f"{1 - recall:.3f} of {truth['url']}")
        scores["trafilatura"].append(overlap(extract(html) or "", wanted))
        if why := refusal(page, html):
            refused.append(f"{why}: {len(page.text)} of {len(wanted)} characters, {truth['url']}")
    print(f"{len(truths)} pages      F1  precision  recall")
    for reader, rows in scores.items():
        means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
        print(f"{reader:<11} {means[0]:.3f}      {means[1]:.3f}   {means[2]:.3f}")
    print(f"more than 5% lost: {len(lost)}", *lost, sep="\n  ")
    print(f"refused: {len(refused)}", *refused, sep="\n  ")


if __name__ == "__main__":
    main()
