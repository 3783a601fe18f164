"""The reader's network, run as it ships: here a tiny one with random weights, which has no opinions
but gives the same readings every time."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch

from retrieval.models import SHIPPED, ModelError
from retrieval.pairs import PairEncoder
from retrieval.reader import OnnxReader, load_reader
from retrieval.readings import Reading
from training.export import FULL, SMALL, ship
from training.network import ReaderNetwork

QUESTION = "Who opened the bridge of Alford?"
PASSAGES = [
    ("News from Alford", "It rained. " * 30 + "The bridge of Alford was opened by Anna at noon."),
    ("", "The bridge of Alford was opened by Anna at noon."),
    ("Weather", "No rain."),
    ("Untold", ""),
    ("News from Corby", "日本の橋 – the school of Corby was opened by Boris 👍🏽. " * 4),
    ("Seen in passing", "Rain, " * 2_000),
    ("News from Alford", "The bridge of Alford was opened by Anna at noon."),
    ("", ""),
    ("News from Filey", "People sang until the evening. The library of Filey is closed."),
]


@pytest.fixture(scope="module")
def shipped(reader_work: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The network's small file, with its checksum, as the package has them."""
    folder = tmp_path_factory.mktemp("shipped")
    paths = folder / "reader.onnx", folder / "reader.json"
    ship(reader_work / SMALL, *paths)
    return paths


@pytest.fixture(scope="module")
def reader(shipped: tuple[Path, Path]) -> OnnxReader:
    return load_reader(*shipped)


@pytest.fixture(scope="module")
def exact_reader(reader_work: Path, tmp_path_factory: pytest.TempPathFactory) -> OnnxReader:
    """The same network before its weights were rounded to int8."""
    folder = tmp_path_factory.mktemp("exact")
    paths = folder / "reader.onnx", folder / "reader.json"
    ship(reader_work / FULL, *paths)
    return load_reader(*paths)


def assert_same(found: Reading, expected: Reading, tolerance: float) -> None:
    """All of a reading; logits may differ by `tolerance`."""
    np.testing.assert_array_equal(found.offsets, expected.offsets)
    assert found.relevance == pytest.approx(expected.relevance, abs=tolerance)
    assert found.answerability == pytest.approx(expected.answerability, abs=tolerance)
    np.testing.assert_allclose(found.starts, expected.starts, rtol=0, atol=tolerance)
    np.testing.assert_allclose(found.ends, expected.ends, rtol=0, atol=tolerance)


def test_each_passage_gets_its_own_reading_whatever_is_read_beside_it(reader: OnnxReader) -> None:
    together = reader.read(QUESTION, PASSAGES)
    assert len(together) == len(PASSAGES)
    assert np.ptp([reading.relevance for reading in together]) > 4
    for passage, reading in zip(PASSAGES, together, strict=True):
        (alone,) = reader.read(QUESTION, [passage])
        assert_same(reading, alone, 1e-6)
    for reading, again in zip(together[::-1], reader.read(QUESTION, PASSAGES[::-1]), strict=True):
        assert_same(again, reading, 1e-6)


def test_a_reading_is_of_the_text_alone(reader: OnnxReader) -> None:
    for (_, text), reading in zip(PASSAGES, reader.read(QUESTION, PASSAGES), strict=True):
        assert len(reading.starts) == len(reading.ends) == len(reading.offsets)
        if not text:
            assert reading.answer_in(0, 1_000) is None
            continue
        (start, end), score = reading.answer_in(0, len(text)) or ((0, 0), 0.0)
        assert text[start:end].strip()
        first = reading.offsets[:, 0].tolist().index(start)
        last = reading.offsets[:, 1].tolist().index(end)
        assert score == pytest.approx(float(reading.starts[first] + reading.ends[last]))


def test_words_of_one_passage_compare_with_those_of_another(exact_reader: OnnxReader) -> None:
    """A word says as much for itself beside a hundred others as beside ten."""
    text = "The bridge of Alford was opened by Anna at noon."
    readings = exact_reader.read(QUESTION, [("", text), ("", f"{text} " + "No rain fell. " * 30)])
    for reading in readings:
        # Raw, not made to sum to one in each passage: what is added adds.
        assert reading.mass_in(0, 10_000) >= reading.mass_in(0, len(text))
    short, long = readings
    assert short.mass_in(0, 10_000) == short.mass_in(0, len(text))
    assert long.mass_in(0, 10_000) > long.mass_in(0, len(text))


@pytest.mark.parametrize(("which", "tolerance"), [("exact_reader", 1e-3), ("reader", 0.45)])
def test_the_readings_are_those_of_the_network_that_was_trained(
    which: str, tolerance: float, reader_network: ReaderNetwork, request: pytest.FixtureRequest
) -> None:
    reader: OnnxReader = request.getfixturevalue(which)
    encoder = PairEncoder(SHIPPED / "tokenizer.json")
    for (head, text), reading in zip(PASSAGES, reader.read(QUESTION, PASSAGES), strict=True):
        pairs = encoder.encode([QUESTION], [head], [text])
        with torch.inference_mode():
            relevance, answerability, starts, ends = reader_network(
                *(torch.from_numpy(part) for part in (pairs.ids, pairs.mask, pairs.types))
            )
        own = pairs.offsets[0, :, 0] >= 0
        expected = Reading(
            float(relevance),
            float(answerability),
            starts[0][own].numpy(),
            ends[0][own].numpy(),
            pairs.offsets[0, own],
        )
        assert_same(reading, expected, tolerance)


def test_no_passages_are_read_at_once(reader: OnnxReader) -> None:
    assert reader.read(QUESTION, []) == []


def test_four_questions_at_once_are_read_as_one_after_the_other(reader: OnnxReader) -> None:
    questions = [QUESTION, "Where did it rain?", "What is closed?", ""]
    expected = [reader.read(question, PASSAGES) for question in questions]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda question: reader.read(question, PASSAGES), questions * 4))
    for readings, others in zip(found, expected * 4, strict=True):
        for reading, other in zip(readings, others, strict=True):
            assert_same(reading, other, 1e-6)


NEXT_STEP = "install Pullquote again, or set PULLQUOTE_RERANKER=none to do without it"


def test_a_file_of_which_a_byte_was_changed_is_not_run(
    shipped: tuple[Path, Path], tmp_path: Path
) -> None:
    model, checksum = shipped
    content = bytearray(model.read_bytes())
    content[len(content) // 2] ^= 1
    changed = tmp_path / "reader.onnx"
    changed.write_bytes(content)
    with pytest.raises(ModelError) as error:
        load_reader(changed, checksum)
    assert str(error.value) == (
        f"the reader reader.onnx is not the one that was shipped; {NEXT_STEP}"
    )


@pytest.mark.parametrize("missing", ["reader.onnx", "reader.json"])
def test_an_incomplete_installation_is_named_with_the_way_out(
    missing: str, shipped: tuple[Path, Path], tmp_path: Path
) -> None:
    paths = [path if path.name != missing else tmp_path / missing for path in shipped]
    with pytest.raises(ModelError) as error:
        load_reader(*paths)
    said = str(error.value)
    assert said.startswith("the reader can't be loaded (")
    assert str(tmp_path / missing) in said
    assert said.endswith(f"; {NEXT_STEP}")
    assert "\n" not in said


@pytest.mark.parametrize("content", ["", "{}", '{"sha256": '])
def test_a_checksum_that_is_none_is_an_incomplete_installation_too(
    content: str, shipped: tuple[Path, Path], tmp_path: Path
) -> None:
    broken = tmp_path / "reader.json"
    broken.write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=f"^the reader can't be loaded .*; {NEXT_STEP}$"):
        load_reader(shipped[0], broken)
