"""The shipped corpus → evidence.png: the first page of a file of evidence, as a browser shows it.

    python -m docs.pictures.evidence [FOLDER]

with Pullquote installed and `chromium` on PATH. FOLDER: where to write it instead.
"""

import sys
import tempfile
from pathlib import Path

from docs.pictures.photograph import named_folder, photograph
from tests.e2e.command import ROOT, run_in

QUESTION = "who heads the new US command in Japan?"
HEIGHT = 1_064


def main(folder: Path) -> int:
    """Writes it; 1 where there is no browser to draw it."""
    with tempfile.TemporaryDirectory() as work:
        page = Path(work) / "evidence.html"
        pullquote = run_in(ROOT, Path(work) / "data", PULLQUOTE_CORPUS=str(ROOT / "corpus"))
        for arguments in (["reindex"], ["export", QUESTION, "-o", str(page)]):
            outcome = pullquote(*arguments)
            if outcome.code:
                print(outcome.err, file=sys.stderr)
                return outcome.code
        return photograph({"evidence": page.read_text(encoding="utf-8")}, folder, HEIGHT)


if __name__ == "__main__":
    sys.exit(main(named_folder()))
