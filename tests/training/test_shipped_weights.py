"""What ships can be trained further: the weights in its file are the network's again."""

from copy import deepcopy
from pathlib import Path

import onnx
import pytest
import torch

from training.export import SMALL
from training.network import ReaderNetwork
from training.shipped_weights import load_shipped


def emptied(network: ReaderNetwork) -> ReaderNetwork:
    copy = deepcopy(network)
    with torch.no_grad():
        for parameter in copy.parameters():
            parameter.fill_(7.0)
    return copy


# Half a step of seven bits.
ROUNDED_BY = 0.5 / 63


def test_the_networks_weights_come_back_from_its_file(
    reader_network: ReaderNetwork, reader_work: Path
) -> None:
    network = emptied(reader_network)
    load_shipped(network, reader_work / SMALL)
    expected = reader_network.state_dict()
    for name, weights in network.state_dict().items():
        if "encoder.pooler" in name:  # BERT's own pooling, which no file of a reader holds
            assert bool((weights == 7.0).all())
            continue
        widest = float(expected[name].abs().max())
        torch.testing.assert_close(weights, expected[name], rtol=0, atol=ROUNDED_BY * widest)


def test_a_file_of_another_network_is_named_and_changes_nothing(
    reader_network: ReaderNetwork, reader_work: Path, tmp_path: Path
) -> None:
    model = onnx.load(str(reader_work / SMALL))
    lost = next(one for one in model.graph.initializer if one.name == "span.bias")
    model.graph.initializer.remove(lost)
    onnx.save(model, str(tmp_path / "other.onnx"))
    network = emptied(reader_network)
    with pytest.raises(ValueError, match=r"other\.onnx lacks span\.bias in the shape \(2,\)"):
        load_shipped(network, tmp_path / "other.onnx")
    assert all(bool((weights == 7.0).all()) for weights in network.parameters())
