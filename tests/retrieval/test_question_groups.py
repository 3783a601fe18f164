"""Questions that ask the same in other words are one gap; those that only sound alike are not."""

import pytest

from retrieval.embedding import Embedder, load_embedder
from retrieval.models import choose_model
from retrieval.question_groups import kind_of, most_typical, same_questions
from retrieval.questions import Query


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    return load_embedder(choose_model(""), cache=tmp_path_factory.mktemp("models"))


def grouped(embedder: Embedder, *questions: str) -> list[list[str]]:
    vectors = embedder.embed_passages(questions)
    groups = same_questions([Query(one) for one in questions], vectors)
    return [[questions[n] for n in group] for group in groups]


def test_other_words_for_the_same_are_one_question(embedder: Embedder) -> None:
    asked = (
        "when will the command in Japan be fully operational",
        "who pays for the ferry",
        "when is the Japan command supposed to be fully working?",
    )
    assert grouped(embedder, *asked) == [[asked[0], asked[2]], [asked[1]]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("how many people died of mpox in 2023", "how many people died of mpox in 2024"),
        ("when did Sweden join NATO", "when did Finland join NATO"),
        ("is Delta suing CrowdStrike", "is CrowdStrike suing Delta"),
        ("who was the captain of the Dali", "when did the Dali sail"),
        ("can dogs ride the ferry", "can cats ride the ferry"),
        ("when did Starliner launch", "when did Starliner land"),
    ],
)
def test_another_year_name_order_or_kind_of_answer_is_another_question(
    embedder: Embedder, one: str, other: str
) -> None:
    assert grouped(embedder, one, other) == [[one], [other]]


def test_the_most_typical_is_near_to_all_of_them(embedder: Embedder) -> None:
    asked = ("price of a ticket for the ferry", "what does a ferry ticket cost", "ferry price?")
    assert most_typical([0, 1, 2], embedder.embed_passages(asked)) in (0, 1)
    assert most_typical([2], embedder.embed_passages(asked)) == 2


def test_none_are_no_groups() -> None:
    import numpy as np

    assert same_questions([], np.zeros((0, 3), dtype=np.float32)) == []


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When does it open?", "when"),
        ("what date is it", "when"),
        ("how many are there", "quantity"),
        ("why not", "why"),
        ("does it float", "yes or no"),
        ("what happened", ""),
    ],
)
def test_the_kind_of_answer_is_told_by_its_first_words(question: str, kind: str) -> None:
    assert kind_of(question) == kind
