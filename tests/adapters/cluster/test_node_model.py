"""What a node is told of the model → the same model there, or what is wrong."""

import pickle

import pytest

from adapters.cluster.node_model import NodeModel
from retrieval.models import BUNDLED, ModelError


def test_a_node_loads_the_model_that_it_was_told_of_by_name() -> None:
    told = NodeModel("", BUNDLED, "auto", "cpu", 0)
    assert pickle.loads(pickle.dumps(told.load))().model == BUNDLED


def test_a_node_with_other_weights_under_that_name_says_so() -> None:
    told = NodeModel("", "minilm@0123abcd", "auto", "cpu", 0)
    with pytest.raises(
        ModelError, match=f"{BUNDLED}, the index is built with minilm@0123abcd; copy"
    ):
        told.load()


@pytest.mark.parametrize(
    ("backend", "device", "uses"),
    [
        ("auto", "auto", True),
        ("onnx", "auto", False),
        ("auto", "cpu", False),
        ("torch", "cuda", True),
    ],
)
def test_gpus_are_asked_for_only_where_the_model_would_run_on_one(
    backend: str, device: str, uses: bool
) -> None:
    assert NodeModel("", BUNDLED, backend, device, 0).uses_gpus is uses
