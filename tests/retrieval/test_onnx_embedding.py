"""A model runs by ONNX Runtime alone, and gives what sentence-transformers gives over its file."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from retrieval.embedding import Embedder, load_embedder
from retrieval.exported_model import NETWORK, recipe_in
from retrieval.models import SHIPPED, ModelChoice, ModelError, choose_model
from retrieval.sentence_transformer import load_exported, load_transformer

ROOT = Path(__file__).parents[2]

ARTICLES = [
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus").rglob("*.md"))[:12]
]
ODD = [
    "",
    " \n\t ",
    "a",
    "[CLS] it says [SEP] and [MASK] [PAD] and [UNK]",
    "e\u0301 é \u212b \ufb01 ﷺ ½ ①",
    "東京で指揮官が ソウル에서 مرحبا שלום नमस्ते",
    "👩‍👩‍👧‍👦 🗞️ \U0001f1ef\U0001f1f5",
    "\u200b\u200d\ufeff\u00ad\u202e zero width",
    "\x00 \x07 \ufffd \ue000",
    "x" * 5_000,
    "word " * 2_000,
    "ÇA VA? İstanbul STRASSE ẞ ǅ",
]


@pytest.fixture(scope="module")
def ours() -> Embedder:
    return load_embedder(choose_model(""), cache=Path("unused"), device="cpu")


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    """sentence-transformers over the file that ships, configured by the model's authors."""
    folder = tmp_path_factory.mktemp("theirs")
    shutil.copytree(
        choose_model("").location,
        folder,
        ignore=shutil.ignore_patterns("*.safetensors"),
        dirs_exist_ok=True,
    )
    (folder / "onnx").mkdir()
    shutil.copy(SHIPPED / NETWORK, folder / NETWORK)
    return load_exported(ModelChoice("theirs", str(folder)), folder)


def test_every_text_gets_the_vector_that_sentence_transformers_gives(
    ours: Embedder, theirs: Embedder
) -> None:
    for texts in (ARTICLES, ODD, *([text] for text in ODD), ARTICLES[:3] + ODD):
        found, expected = ours.embed_passages(texts), theirs.embed_passages(texts)
        assert (found.shape, found.dtype) == (expected.shape, np.dtype(np.float32))
        np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
        assert (found * expected).sum(axis=1).min() >= 0.99999
    for text in (*ODD, "who heads the new US command in Japan?"):
        assert ours.embed_question(text) @ theirs.embed_question(text) >= 0.99999


def test_a_text_gets_the_same_vector_whatever_it_is_embedded_with(ours: Embedder) -> None:
    together = ours.embed_passages(ARTICLES[:3] + ODD)
    alone = [ours.embed_passages([text])[0] for text in ARTICLES[:3] + ODD]
    np.testing.assert_array_equal(together, alone)


def test_it_stays_near_the_model_before_its_weights_were_rounded(ours: Embedder) -> None:
    full = load_transformer(choose_model(""), "cpu", 8, "")
    texts = [text[:600] for text in ARTICLES]
    cosines = (ours.embed_passages(texts) * full.embed_passages(texts)).sum(axis=1)
    assert cosines.mean() > 0.99
    assert cosines.min() > 0.975


def test_the_shipped_model_is_read_and_pooled_as_its_authors_say() -> None:
    recipe = recipe_in(SHIPPED)
    assert recipe is not None
    assert (recipe.pooling, recipe.max_tokens, recipe.pad_token) == ("mean", 256, 0)
    assert (recipe.question_prompt, recipe.passage_prompt) == ("", "")


def test_a_shipped_model_that_was_damaged_is_refused(tmp_path: Path) -> None:
    damaged = tmp_path / "minilm"
    shutil.copytree(SHIPPED, damaged)
    (damaged / NETWORK).write_bytes((SHIPPED / NETWORK).read_bytes()[:-1])
    choice = ModelChoice("all-MiniLM-L6-v2", "unused", damaged)
    with pytest.raises(ModelError, match=r"model_int8\.onnx is damaged.*; install Pullquote"):
        load_embedder(choice, cache=tmp_path, device="cpu")
