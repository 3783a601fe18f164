"""A network between what a run set out from and what it became."""

from copy import deepcopy
from pathlib import Path

import pytest
import torch

from training.export import SMALL
from training.interpolation import interpolated
from training.network import ReaderNetwork
from training.shipped_weights import load_shipped


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_so_much_of_the_earlier_weights_is_kept(
    share: float, reader_network: ReaderNetwork, reader_work: Path
) -> None:
    file = reader_work / SMALL
    before = deepcopy(reader_network)
    load_shipped(before, file)
    after = deepcopy(reader_network)
    with torch.no_grad():
        for parameter in after.parameters():
            parameter.add_(1.0)
    own = deepcopy(after.state_dict())
    between = interpolated(after, file, share).state_dict()
    for name, weights in before.state_dict().items():
        expected = (
            own[name] if "encoder.pooler" in name else share * weights + (1 - share) * own[name]
        )
        torch.testing.assert_close(between[name], expected, rtol=0, atol=1e-5)
        assert torch.equal(after.state_dict()[name], own[name]), "the network itself was changed"
