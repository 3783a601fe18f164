"""Which questions the reader is trained on, and in which order."""

from collections import Counter

from training.data import LOOK_ALIKES, Known
from training.mixture import SHARES, training_order


def known(source: str, news: bool = False) -> Known:
    return Known("Who?", "page", (), (), source, news)


QUESTIONS = [
    *[known("squad1_train")] * 80,
    *[known(LOOK_ALIKES)] * 40,
    *[known("fairytaleqa_train")] * 40,
    *[known("qamr", news=True)] * 40,
    *[known("qamr")] * 40,
    *[known("qadiscourse", news=True)] * 40,
    *[known("qadiscourse")] * 40,
    *[known("never heard of", news=True)] * 40,
]


def test_each_source_has_its_share_and_no_question_comes_twice() -> None:
    order = training_order(QUESTIONS, seed=1)
    taken = Counter((QUESTIONS[n].source, QUESTIONS[n].news) for n in order)
    assert taken == {
        ("squad1_train", False): 80,
        (LOOK_ALIKES, False): 40,
        ("fairytaleqa_train", False): 40 * SHARES["fairytaleqa_train"],
        ("qamr", True): 40 * SHARES["qamr"],
        ("qadiscourse", True): 40 * SHARES["qadiscourse"],
    }
    assert len(set(order)) == len(order)


def test_people_wrote_a_third_of_the_questions_on_encyclopaedias_to_have_no_answer() -> None:
    """As in SQuAD 2.0, whose proportion it is: nothing is left out of either."""
    assert {SHARES[LOOK_ALIKES], SHARES["squad2_train_unanswerable"]} == {SHARES["squad1_train"]}


def test_the_order_is_the_seeds() -> None:
    order = training_order(QUESTIONS, seed=1)
    assert order == training_order(QUESTIONS, seed=1)
    assert order != training_order(QUESTIONS, seed=2)


def test_a_run_that_ends_early_has_seen_a_fair_sample() -> None:
    order = training_order(QUESTIONS * 10, seed=1)
    whole = Counter(QUESTIONS[n % len(QUESTIONS)].source for n in order)
    half = Counter(QUESTIONS[n % len(QUESTIONS)].source for n in order[: len(order) // 2])
    for source, count in whole.items():
        assert 0.35 < half[source] / count < 0.65


def test_without_questions_there_is_nothing_to_train_on() -> None:
    assert training_order([], seed=1) == []
