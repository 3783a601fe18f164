"""Questions → pages that our own retrieval ranks high and that don't answer: hard negatives.

What is slow, the vectors of all pages and questions, is kept in the work folder.
"""

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding import Embedder
from retrieval.fusion import fuse
from retrieval.lexical import Words, count_words, write_words
from retrieval.questions import Query
from retrieval.search import DEPTH
from training.data import Known, Page

# Beyond the best ten there is little left to confuse; a page that holds the words of an answer
# may well be right, whatever it is labelled.
LOOKED_AT, KEPT = 12, 6
_TEXT_CHARACTERS = 1000
_AT_ONCE = 256


def mined(
    pages: dict[str, Page],
    questions: Sequence[Known],
    embedder: Embedder,
    work: Path,
    progress: Callable[[str, int, int], None],
) -> dict[int, list[str]]:
    """Index of a question → ids of pages, the hardest first. Kept in `work/mined.jsonl`."""
    kept = work / "mined.jsonl"
    if kept.exists():
        lines = (json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines())
        return dict(lines)
    ids = list(pages)
    asked = list(dict.fromkeys(known.question for known in questions))
    near = _vectors(
        work / "pages.npy",
        [f"{page.title}\n{page.text[:_TEXT_CHARACTERS]}" for page in pages.values()],
        embedder,
        lambda done, of: progress("embedding pages", done, of),
    )
    vectors = dict(
        zip(
            asked,
            _vectors(
                work / "questions.npy",
                asked,
                embedder,
                lambda done, of: progress("embedding questions", done, of),
            ),
            strict=True,
        )
    )
    if not (work / "words").exists():
        shutil.rmtree(work / "words.part", ignore_errors=True)
        write_words(
            work / "words.part",
            count_words(f"{page.title}\n{page.text}" for page in pages.values()),
        )
        (work / "words.part").rename(work / "words")
    words = Words(work / "words")
    texts = [page.text.casefold() for page in pages.values()]
    result: dict[int, list[str]] = {}
    for n, known in enumerate(questions):
        if n % _AT_ONCE == 0:
            block = [vectors[known.question] for known in questions[n : n + _AT_ONCE]]
            all_cosines = np.stack(block) @ near.T
            progress("mining", n, len(questions))
        cosines = all_cosines[n % _AT_ONCE]
        depth = min(DEPTH, len(ids))
        rows = np.argpartition(cosines, -depth)[-depth:]
        fused = fuse(
            [(int(row), float(cosines[row])) for row in rows],
            words.scores(Query(known.question).terms),
            DEPTH,
        )
        answers = [pages[known.page].text[start:end].casefold() for start, end in known.answers]
        result[n] = [
            ids[hit.row]
            for hit in fused[:LOOKED_AT]
            if ids[hit.row] != known.page
            and not any(answer in texts[hit.row] for answer in answers)
        ][:KEPT]
    with kept.with_suffix(".part").open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(item) + "\n" for item in result.items())
    kept.with_suffix(".part").rename(kept)
    return result


def _vectors(
    file: Path, texts: Sequence[str], embedder: Embedder, progress: Callable[[int, int], None]
) -> NDArray[np.float32]:
    """Shape `(texts, dimensions)`."""
    if not file.exists():
        done = 0

        def heard(more: int) -> None:
            nonlocal done
            done += more
            progress(done, len(texts))

        # Under its name only once it is whole: it takes minutes, in which a run can be broken off.
        part = file.with_suffix(".part.npy")
        np.save(part, embedder.embed_passages(texts, heard).astype(np.float16))
        part.rename(file)
    vectors: NDArray[np.float32] = np.load(file).astype(np.float32)
    return vectors
