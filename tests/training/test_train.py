"""Training learns, leaves what it learned in its folder, and goes on where it was broken off."""

import json
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import torch

from retrieval.models import SHIPPED
from retrieval.pairs import PairEncoder, heading
from tests.patience import PATIENCE
from tests.training.tiny import again, tiny_base, tiny_pages, tiny_questions
from training.checkpoints import CHECKPOINT, LOG
from training.data import Known
from training.export import export
from training.mining import NOTHING_MINED
from training.network import ReaderNetwork
from training.train import Lessons, Recipe, train

ROOT = Path(__file__).parents[2]
PAGES = tiny_pages()
QUESTIONS = tiny_questions(PAGES)
# Time enough that the questions are what runs out: so that a run is the same on any machine.
RECIPE = Recipe(minutes=20, learning_rate=1e-2, head_learning_rate=1e-2)
TIMES = 12


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """A network this small gains nothing by two, and waits for them on a busy machine."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_base(tmp_path_factory.mktemp("base"))


def trained(
    base: Path,
    work: Path,
    times: int,
    recipe: Recipe = RECIPE,
    say: Callable[[str], None] = lambda line: None,
    earlier: Path | None = None,
    workers: int = 0,
) -> ReaderNetwork:
    questions = again(QUESTIONS, times)
    return train(recipe, base, PAGES, questions, NOTHING_MINED, work, "cpu", say, earlier, workers)


def log_of(work: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (work / LOG).read_text(encoding="utf-8").splitlines()]


def checkpoint_of(work: Path) -> dict[str, Any]:
    kept: dict[str, Any] = torch.load(work / CHECKPOINT, weights_only=True)
    return kept


def losses_of(work: Path) -> list[Any]:
    """Those of a whole run. Weights that hardly matter go astray by the last digits: in which order
    a processor adds depends on where in memory the numbers lie."""
    lines = [{k: v for k, v in line.items() if k != "seconds"} for line in log_of(work)]
    return [pytest.approx(line, rel=0.02) for line in lines]


@pytest.fixture(scope="module")
def learned(base: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[ReaderNetwork, Path]:
    """A network that saw each question TIMES times, and its folder."""
    work = tmp_path_factory.mktemp("learned")
    return trained(base, work, TIMES), work


def test_the_network_learns_to_rank_the_page_that_answers_first(
    learned: tuple[ReaderNetwork, Path], base: Path
) -> None:
    network, _ = learned
    encoder = PairEncoder(base / "tokenizer.json")
    right = 0
    for known in QUESTIONS:
        read = [known.page, *known.others]
        pairs = encoder.encode(
            [known.question] * len(read),
            [heading(PAGES[id].title, "The Corby Post", date(2024, 7, 28)) for id in read],
            [PAGES[id].text for id in read],
        )
        with torch.inference_mode():
            relevance = network(
                *(torch.from_numpy(part) for part in (pairs.ids, pairs.mask, pairs.types))
            )[0]
        right += int(relevance.argmax()) == 0
    assert right > 0.9 * len(QUESTIONS)  # a guess would be right in a quarter


def test_the_log_tells_every_eighty_questions_that_losses_fall(
    learned: tuple[ReaderNetwork, Path],
) -> None:
    log = log_of(learned[1])
    assert [line["questions"] for line in log] == list(range(80, TIMES * 40 + 1, 80))
    for name in ("relevance", "answerability", "span"):
        assert log[-1][name] < 0.8 * log[0][name]
    seconds = [line["seconds"] for line in log]
    assert seconds == sorted(seconds)


def test_the_checkpoint_holds_the_network_and_how_it_was_made(
    learned: tuple[ReaderNetwork, Path],
) -> None:
    network, work = learned
    kept = checkpoint_of(work)
    assert sorted(kept) == ["first", "network", "optimizer", "recipe", "spent", "step"]
    assert kept["step"] == TIMES * 40 // RECIPE.batch
    assert Recipe(**kept["recipe"]) == RECIPE
    for name, weights in network.state_dict().items():
        assert torch.equal(kept["network"][name], weights)
    assert sorted(path.name for path in work.iterdir()) == [CHECKPOINT, LOG]


def test_every_weight_learns_but_those_that_were_frozen(
    learned: tuple[ReaderNetwork, Path], base: Path
) -> None:
    torch.manual_seed(RECIPE.seed)
    at_first = ReaderNetwork(base)
    at_first.freeze_embeddings()
    before = dict(at_first.named_parameters())
    # BERT brings a layer over [CLS] that the reader has no use for.
    after = {n: p for n, p in learned[0].named_parameters() if "encoder.pooler" not in n}
    learns = {name for name in after if before[name].requires_grad}
    assert {name for name, p in after.items() if not torch.equal(p, before[name])} == learns
    assert any("layer.0." in name for name in learns)
    assert not any("embeddings" in name for name in learns)


def test_a_run_sets_out_from_anothers_weights_with_the_questions_after_its_own(
    learned: tuple[ReaderNetwork, Path], base: Path, tmp_path: Path
) -> None:
    earlier, more = learned[1] / CHECKPOINT, 2
    said: list[str] = []
    slow = replace(RECIPE, learning_rate=1e-6, head_learning_rate=1e-6)
    network = trained(base, tmp_path, TIMES + more, slow, said.append, earlier)
    assert said[0] == f"goes on after {TIMES * 40} questions"
    assert [line["questions"] for line in log_of(tmp_path)] == [TIMES * 40 + 80]
    assert log_of(tmp_path)[0]["relevance"] < 0.8 * log_of(learned[1])[0]["relevance"]
    for name, weights in network.state_dict().items():
        torch.testing.assert_close(weights, learned[0].state_dict()[name], atol=1e-3, rtol=0)
    kept = checkpoint_of(tmp_path)
    assert (kept["first"], kept["step"]) == (TIMES * 5, (TIMES + more) * 5)
    # Its own time and its own schedule: the minutes of the other run are not counted.
    assert kept["spent"] < checkpoint_of(learned[1])["spent"]


def test_a_run_sets_out_from_the_file_that_ships(
    learned: tuple[ReaderNetwork, Path], base: Path, tmp_path: Path
) -> None:
    exported = tmp_path / "exported"
    exported.mkdir()
    shipped = export(deepcopy(learned[0]), exported)
    slow = replace(RECIPE, learning_rate=1e-6, head_learning_rate=1e-6)
    said: list[str] = []
    network = trained(base, tmp_path, 2, slow, said.append, shipped)
    # It is another run, with all questions before it and much of them known.
    assert not any("goes on" in line for line in said)
    assert log_of(tmp_path)[0]["relevance"] < 0.8 * log_of(learned[1])[0]["relevance"]
    for name, weights in learned[0].state_dict().items():
        if "encoder.pooler" not in name:
            widest = float(weights.abs().max())
            found = network.state_dict()[name]
            torch.testing.assert_close(found, weights, rtol=0, atol=1e-3 + widest / 64)


def test_a_run_that_set_out_from_another_and_was_broken_off_goes_on_from_its_own(
    learned: tuple[ReaderNetwork, Path], base: Path, tmp_path: Path
) -> None:
    class BrokenOff(Exception):
        pass

    def break_off(told: str) -> None:
        if "%" in told:
            raise BrokenOff(told)

    earlier, times = learned[1] / CHECKPOINT, TIMES + 10
    always_saved = replace(RECIPE, saved_every_seconds=0)
    with pytest.raises(BrokenOff):
        trained(base, tmp_path, times, always_saved, break_off, earlier)
    before = checkpoint_of(tmp_path)
    assert TIMES * 5 == before["first"] < before["step"] < times * 5
    said: list[str] = []
    trained(base, tmp_path, times, say=said.append, earlier=earlier)
    after = checkpoint_of(tmp_path)
    assert said[0] == f"goes on after {before['step'] * RECIPE.batch} questions"
    assert (after["first"], after["step"]) == (before["first"], times * 5)
    assert after["spent"] > before["spent"]


def test_a_run_that_is_done_is_not_done_again(
    learned: tuple[ReaderNetwork, Path], base: Path, tmp_path: Path
) -> None:
    work = shutil.copytree(learned[1], tmp_path / "work")
    said: list[str] = []
    network = trained(base, work, TIMES, say=said.append)
    assert said == [f"goes on after {TIMES * 40} questions"]
    assert (work / LOG).read_bytes() == (learned[1] / LOG).read_bytes()
    assert checkpoint_of(work)["step"] == TIMES * 40 // RECIPE.batch
    for name, weights in network.state_dict().items():
        assert torch.equal(learned[0].state_dict()[name], weights)


def test_a_run_ends_when_its_minutes_are_used_up(base: Path, tmp_path: Path) -> None:
    trained(base, tmp_path, 200, replace(RECIPE, minutes=0.5 / 60))
    kept = checkpoint_of(tmp_path)
    assert 0 < kept["step"] < 200 * 40 // RECIPE.batch
    assert kept["spent"] > 0.5
    trained(base, tmp_path, 200, replace(RECIPE, minutes=0.5 / 60))
    assert checkpoint_of(tmp_path)["step"] == kept["step"]


def lessons_of(questions: list[Known], epochs: int, batch: int) -> Lessons:
    encoder = PairEncoder(SHIPPED / "tokenizer.json")
    recipe = Recipe(minutes=1, epochs=epochs, batch=batch)
    return Lessons(recipe, PAGES, list(PAGES), questions, NOTHING_MINED, encoder)


@pytest.mark.parametrize("batch", [1, 3, 8, 40])
def test_an_epoch_asks_every_question_once_and_each_epoch_in_another_order(batch: int) -> None:
    lessons = lessons_of(QUESTIONS, 4, batch)
    a_round = len(QUESTIONS) // batch
    assert len(lessons) == 4 * a_round
    orders = []
    for epoch in range(4):
        steps = range(epoch * a_round, (epoch + 1) * a_round)
        order = [known.question for step in steps for known in lessons.asked(step)]
        # But for the last few, which fill no step.
        assert Counter(order) == Counter(k.question for k in QUESTIONS[: a_round * batch])
        orders.append(order)
    assert orders[0] == [known.question for known in QUESTIONS[: a_round * batch]]
    assert len({tuple(order) for order in orders}) == 4


def test_a_question_comes_back_in_another_form_and_beside_other_pages() -> None:
    lessons = lessons_of(QUESTIONS[:1], 60, 1)
    groups = [lessons.groups(step)[0] for step in range(60)]
    assert len({pairs[0].question for pairs in groups}) > 5
    assert len({tuple(pair.text for pair in pairs[1:]) for pairs in groups}) > 10
    assert groups == [lessons.groups(step)[0] for step in range(60)]


def test_more_epochs_learn_more_from_the_same_questions(base: Path, tmp_path: Path) -> None:
    recipe = replace(RECIPE, epochs=TIMES)
    trained(base, tmp_path, 1, recipe)
    log = log_of(tmp_path)
    assert [line["questions"] for line in log] == list(range(80, TIMES * 40 + 1, 80))
    for name in ("relevance", "answerability", "span"):
        assert log[-1][name] < 0.8 * log[0][name]


def test_with_dropout_a_network_learns_all_the_same_and_reads_without_it(
    base: Path, tmp_path: Path
) -> None:
    network = trained(base, tmp_path, TIMES, replace(RECIPE, dropout=0.08)).eval()
    log = log_of(tmp_path)
    assert log[-1]["relevance"] < 0.8 * log[0]["relevance"]
    pairs = PairEncoder(base / "tokenizer.json").encode(["Who?"], [""], ["Anna."])
    inputs = [torch.from_numpy(part) for part in (pairs.ids, pairs.mask, pairs.types)]
    with torch.inference_mode():
        assert all(
            torch.equal(*both) for both in zip(network(*inputs), network(*inputs), strict=True)
        )


def test_embeddings_learn_where_they_are_not_frozen(base: Path, tmp_path: Path) -> None:
    network = trained(base, tmp_path, 2, replace(RECIPE, frozen_embeddings=False))
    words = "encoder.embeddings.word_embeddings.weight"
    assert not torch.equal(network.state_dict()[words], ReaderNetwork(base).state_dict()[words])


# What another process runs: training, by itself or with workers; one that is to be killed hardly
# does anything but write checkpoints.
RUN = """
import sys
from dataclasses import replace
from pathlib import Path

import torch

from tests.training.test_train import RECIPE, trained

base, work, times, seconds, workers = sys.argv[1:]
torch.set_num_threads(1)
recipe = replace(RECIPE, saved_every_seconds=float(seconds))
trained(Path(base), Path(work), int(times), recipe, workers=int(workers))
"""


@pytest.mark.slow
def test_two_workers_prepare_what_one_process_would(base: Path, tmp_path: Path) -> None:
    alone, with_workers = tmp_path / "alone", tmp_path / "with workers"
    alone.mkdir()
    with_workers.mkdir()
    times = 4
    trained(base, alone, times)
    # A process of its own, since workers are forks: here are threads of other tests.
    command = [sys.executable, "-c", RUN, str(base), str(with_workers), str(times), "180", "2"]
    subprocess.run(command, cwd=ROOT, check=True, timeout=PATIENCE)
    assert log_of(with_workers)[-1]["questions"] == times * 40
    for line in (log := log_of(with_workers)):
        line.pop("seconds")
    assert log == losses_of(alone)


@pytest.mark.slow
def test_a_run_that_was_killed_goes_on_and_ends_as_if_it_never_had_been(
    base: Path, tmp_path: Path, learned: tuple[ReaderNetwork, Path]
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, str(base), str(tmp_path), str(TIMES), "0", "0"], cwd=ROOT
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while not (tmp_path / LOG).exists() or len(log_of(tmp_path)) < 2:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)
    finally:
        process.kill()
    assert process.wait() == -signal.SIGKILL
    step = checkpoint_of(tmp_path)["step"]
    assert 19 <= step < TIMES * 40 // RECIPE.batch
    # It had come farther than its checkpoint, and died while it wrote a line and the next one.
    lines = [line for line in log_of(tmp_path) if line["questions"] <= step * RECIPE.batch]
    beyond = [json.dumps(line | {"questions": step * 8 + n}) for line in lines[:1] for n in (8, 88)]
    with (tmp_path / LOG).open("a", encoding="utf-8") as log:
        log.write("".join(f"{line}\n" for line in beyond) + '{"questions": 9')
    (tmp_path / f"{CHECKPOINT}.part").write_bytes((tmp_path / CHECKPOINT).read_bytes()[:1_000])

    said: list[str] = []
    network = trained(base, tmp_path, TIMES, say=said.append)
    assert said[0] == f"goes on after {step * RECIPE.batch} questions"
    assert log_of(tmp_path)[: len(lines)] == lines
    assert [line["questions"] for line in log_of(tmp_path)] == list(range(80, TIMES * 40 + 1, 80))
    assert sorted(path.name for path in tmp_path.iterdir()) == [CHECKPOINT, LOG]
    for name, weights in network.state_dict().items():
        torch.testing.assert_close(weights, learned[0].state_dict()[name])


def test_a_run_that_died_before_its_first_checkpoint_begins_anew(
    base: Path, tmp_path: Path
) -> None:
    (tmp_path / LOG).write_text('{"questions": 80, "relevance": 1.0}\n{"ques', encoding="utf-8")
    (tmp_path / f"{CHECKPOINT}.part").write_bytes(b"half of it")
    said: list[str] = []
    trained(base, tmp_path, 2, say=said.append)
    assert said == []
    assert [line["questions"] for line in log_of(tmp_path)] == [80]
    assert log_of(tmp_path)[0]["relevance"] != 1.0
