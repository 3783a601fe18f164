"""This machine and a setting → whether models run on its CPU."""

import importlib.util
import sys
from pathlib import Path

# Where Linux shows the drivers of NVIDIA, of AMD, and of either under Windows' Linux.
_GPU_DRIVERS = ("/dev/nvidiactl", "/dev/kfd", "/dev/dxg")


def has_torch() -> bool:
    """Whether PyTorch is installed; doesn't import it."""
    return importlib.util.find_spec("torch") is not None


def runs_on_cpu(device: str) -> bool:
    """Whether `device`, a setting, comes to the CPU.

    For `auto` torch is asked, and so imported, only where a GPU may be.
    """
    if device != "auto":
        return device == "cpu"
    if not has_torch() or (sys.platform == "linux" and not any(map(_exists, _GPU_DRIVERS))):
        return True
    # Costs seconds, see above.
    from retrieval.sentence_transformer import found_device

    return found_device() == "cpu"


def _exists(path: str) -> bool:
    return Path(path).exists()
