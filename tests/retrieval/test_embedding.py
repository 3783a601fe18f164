"""Models turn text into vectors: the bundled one, one with prompts, a re-ranker, or none at all."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import structlog

from retrieval.embedding import load_embedder, load_reranker
from retrieval.models import BUNDLED, ModelError, choose_model

TEXTS = [
    "The center would be headed by a three-star commander.",
    "Voters in Brazil went to the polls.",
    "The commander of the new headquarters in Japan will hold three stars, officials said.",
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small model of random weights that has prompts for questions and passages."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import AutoTokenizer, BertConfig, BertModel

    torch.manual_seed(0)
    base = tmp_path_factory.mktemp("base")
    bundled = choose_model("").location
    tokenizer = AutoTokenizer.from_pretrained(bundled)
    tokenizer.save_pretrained(base)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
    )
    BertModel(config).save_pretrained(base)
    transformer = Transformer(str(base))
    model = SentenceTransformer(
        modules=[transformer, Pooling(32)],
        device="cpu",
        prompts={"query": "question: ", "document": "passage: "},
    )
    folder = tmp_path_factory.mktemp("prompted") / "prompted-model"
    model.save_pretrained(str(folder))
    return folder


def test_the_bundled_model_puts_like_beside_like_and_keeps_the_order(cache: Path) -> None:
    embedder = load_embedder(choose_model(""), cache=cache, backend="onnx", device="cpu")
    vectors = embedder.embed_passages(TEXTS)
    assert (embedder.model, vectors.shape, vectors.dtype.name) == (BUNDLED, (3, 384), "float32")
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    question = embedder.embed_question("who heads the command in Japan?")
    nearness = vectors @ question
    assert question.shape == (384,)
    assert nearness[1] < min(nearness[0], nearness[2])


def test_the_int8_model_agrees_with_the_full_one(cache: Path) -> None:
    int8 = load_embedder(choose_model(""), cache=cache, backend="onnx", device="cpu")
    full = load_embedder(choose_model(""), cache=cache, backend="torch", device="cpu")
    cosines = (int8.embed_passages(TEXTS) * full.embed_passages(TEXTS)).sum(axis=1)
    assert cosines.min() > 0.97


def test_progress_hears_of_every_passage(cache: Path) -> None:
    embedder = load_embedder(choose_model(""), cache=cache, device="cpu", batch_size=1)
    heard: list[int] = []
    embedder.embed_passages(TEXTS * 5, heard.append)
    assert sum(heard) == 15
    assert len(heard) > 1
    assert embedder.embed_passages([]).shape == (0, 0)


@pytest.fixture(scope="module")
def exported(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache in which the small model was exported: ten seconds, most of them imports."""
    cache = tmp_path_factory.mktemp("exported")
    load_embedder(choose_model(str(tiny)), cache=cache, backend="onnx", device="cpu")
    return cache


@pytest.mark.parametrize("backend", ["onnx", "torch"])
def test_a_model_with_prompts_gets_them(tiny: Path, exported: Path, backend: str) -> None:
    from sentence_transformers import SentenceTransformer

    embedder = load_embedder(choose_model(str(tiny)), cache=exported, backend=backend, device="cpu")
    plain = SentenceTransformer(str(tiny), device="cpu")
    expected = plain.encode(
        ["question: who?", "passage: a", "who?"], normalize_embeddings=True, prompt=""
    )
    question, passage = embedder.embed_question("who?"), embedder.embed_passages(["a"])[0]
    assert question @ expected[0] > 0.98
    assert passage @ expected[1] > 0.98
    assert question @ expected[2] < question @ expected[0]


def test_the_export_is_made_once_and_whole(tiny: Path, exported: Path) -> None:
    [folder] = [path for path in exported.iterdir() if path.is_dir()]
    made = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    load_embedder(choose_model(str(tiny)), cache=exported, backend="onnx", device="cpu")
    assert made == {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_a_torn_export_is_made_again_and_what_killed_exports_left_is_swept(
    tiny: Path, exported: Path, tmp_path: Path
) -> None:
    shutil.copytree(exported, tmp_path, dirs_exist_ok=True)
    [folder] = [path for path in tmp_path.iterdir() if path.is_dir()]
    [model] = folder.glob("onnx/*.onnx")
    model.write_bytes(model.read_bytes()[:1000])
    (tmp_path / "exporting-killed" / "onnx").mkdir(parents=True)
    with structlog.testing.capture_logs() as logged:
        embedder = load_embedder(choose_model(str(tiny)), cache=tmp_path, device="cpu")
    assert [line["event"] for line in logged] == ["export_made_again"]
    assert embedder.without_int8 == ""
    assert {path.name for path in tmp_path.iterdir()} == {folder.name, "export.lock"}
    modes = {path.stat().st_mode & 0o077 for path in tmp_path.rglob("*")}
    assert modes == {0}


def test_two_models_in_folders_of_one_name_are_told_apart(tiny: Path, tmp_path: Path) -> None:
    other = tmp_path / tiny.name
    other.mkdir()
    (other / "config.json").write_text("{}")
    ours, theirs = choose_model(str(tiny)).id, choose_model(str(other)).id
    assert ours.split("@")[0] == theirs.split("@")[0] == tiny.name
    assert ours != theirs


def test_an_id_on_the_hub_is_taken_as_it_is() -> None:
    assert choose_model("BAAI/bge-small-en-v1.5").id == "BAAI/bge-small-en-v1.5"


def test_a_folder_that_is_not_there_or_holds_no_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no-model does not exist; correct PULLQUOTE_MODEL"):
        choose_model(str(tmp_path / "no-model"))
    with pytest.raises(ModelError, match=r"holds no config\.json or modules\.json"):
        choose_model(str(tmp_path))


def test_a_model_that_cannot_be_loaded_ends_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError) as caught:
        load_embedder(choose_model(str(tmp_path)), cache=tmp_path / "cache", device="cpu")
    assert "\n" not in str(caught.value)
    assert "run: pullquote doctor" in str(caught.value)


def test_a_cross_encoder_scores_each_passage_between_0_and_1(tiny: Path, tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder

    CrossEncoder(str(tiny), num_labels=1, device="cpu").save_pretrained(str(tmp_path / "one"))
    relevance = load_reranker(str(tmp_path / "one"), "cpu").relevance("who?", TEXTS)
    assert relevance.shape == (3,)
    assert ((relevance >= 0) & (relevance <= 1)).all()


def test_a_cross_encoder_with_several_scores_is_refused(tiny: Path, tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder

    CrossEncoder(str(tiny), num_labels=3, device="cpu").save_pretrained(str(tmp_path / "three"))
    with pytest.raises(ModelError, match="gives 3 scores a pair"):
        load_reranker(str(tmp_path / "three"), "cpu")
