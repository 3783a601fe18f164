"""Questions → pages that our own retrieval ranks high and that may not answer: hard negatives.

What is slow, the vectors and the nearest pages, is kept in the work folder.
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from retrieval.embedding import Embedder
from retrieval.lexical import Words
from retrieval.postings import SegmentWords, write_words
from retrieval.questions import Query
from training.data import Page

# Beyond the best dozen of each retriever there is little left to confuse.
DEPTH = 12
_TEXT_CHARACTERS = 1000
_AT_ONCE = 1024

Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Mined:
    """The pages nearest to a question, by its text: rows of `ids`, best first.

    `lexical` and `dense` have shape `(questions, DEPTH)`; where fewer were found, -1.
    """

    ids: Sequence[str]
    numbers: dict[str, int]
    lexical: Rows
    dense: Rows

    def pages(self, question: str) -> list[str]:
        """Ids, from both retrievers in turns; none for a question that wasn't mined."""
        n = self.numbers.get(question)
        if n is None:
            return []
        both = np.stack((self.lexical[n], self.dense[n]), 1).ravel()
        return [self.ids[row] for row in dict.fromkeys(both.tolist()) if row >= 0]


NOTHING_MINED = Mined((), {}, np.zeros((0, DEPTH), np.int32), np.zeros((0, DEPTH), np.int32))


def mined(
    pages: dict[str, Page],
    questions: Sequence[str],
    embedder: Callable[[], Embedder],
    work: Path,
    progress: Callable[[str, int, int], None],
) -> Mined:
    """What both retrievers find for each distinct question; `embedder` is called if it is needed.

    Kept in `work` as lexical.npy and dense.npy, for these questions in this order.
    """
    asked = list(dict.fromkeys(questions))
    lexical = _kept(work / "lexical.npy", lambda: _lexical(pages, asked, work, progress))
    dense = _kept(work / "dense.npy", lambda: _dense(pages, asked, embedder(), work, progress))
    return Mined(list(pages), {text: n for n, text in enumerate(asked)}, lexical, dense)


def _kept(file: Path, made: Callable[[], Rows]) -> Rows:
    if not file.exists():
        # Under its name only once it is whole: it takes minutes, in which a run can be broken off.
        part = file.with_suffix(".part.npy")
        np.save(part, made())
        part.rename(file)
    rows: Rows = np.load(file)
    return rows


def _lexical(
    pages: dict[str, Page],
    asked: Sequence[str],
    work: Path,
    progress: Callable[[str, int, int], None],
) -> Rows:
    if not (work / "words").exists():
        shutil.rmtree(work / "words.part", ignore_errors=True)
        texts = (f"{page.title}\n{page.text}" for page in pages.values())
        write_words(work / "words.part", texts)
        (work / "words.part").rename(work / "words")
    words = Words([SegmentWords.open(work / "words")])
    depth = min(DEPTH, len(pages))
    rows = np.full((len(asked), DEPTH), -1, dtype=np.int32)
    for n, text in enumerate(asked):
        scores = words.scores(Query(text).terms)
        best = np.argpartition(scores, -depth)[-depth:]
        best = best[np.argsort(-scores[best])]
        rows[n, :depth] = np.where(scores[best] > 0, best, -1)
        if n % _AT_ONCE == 0:
            progress("by words", n, len(asked))
    return rows


def _dense(
    pages: dict[str, Page],
    asked: Sequence[str],
    embedder: Embedder,
    work: Path,
    progress: Callable[[str, int, int], None],
) -> Rows:
    texts = [f"{page.title}\n{page.text[:_TEXT_CHARACTERS]}" for page in pages.values()]
    near = _vectors(work / "pages.npy", texts, embedder, progress)
    vectors = _vectors(work / "questions.npy", asked, embedder, progress)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    there = torch.from_numpy(near).to(device)
    depth = min(DEPTH, len(pages))
    rows = np.full((len(asked), DEPTH), -1, dtype=np.int32)
    for n in range(0, len(asked), _AT_ONCE):
        block = torch.from_numpy(vectors[n : n + _AT_ONCE]).to(device)
        rows[n : n + _AT_ONCE, :depth] = (block @ there.T).topk(depth).indices.cpu().numpy()
        progress("by meaning", n, len(asked))
    return rows


def _vectors(
    file: Path,
    texts: Sequence[str],
    embedder: Embedder,
    progress: Callable[[str, int, int], None],
) -> NDArray[np.float32]:
    """Shape `(texts, dimensions)`."""
    if not file.exists():
        done = 0

        def heard(more: int) -> None:
            nonlocal done
            done += more
            progress(f"embedding {file.stem}", done, len(texts))

        part = file.with_suffix(".part.npy")
        np.save(part, embedder.embed_passages(texts, heard).astype(np.float16))
        part.rename(file)
    vectors: NDArray[np.float32] = np.load(file).astype(np.float32)
    return vectors
