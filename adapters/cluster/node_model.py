"""Which model a reindex embeds with → the same model, loaded on a node of a cluster."""

from dataclasses import dataclass

from platformdirs import user_cache_path

from retrieval.embedding import Embedder, load_embedder
from retrieval.models import ModelError, choose_model


@dataclass(frozen=True, slots=True)
class NodeModel:
    """What travels to a node: names only, never weights."""

    setting: str
    id: str
    backend: str
    device: str
    batch_size: int

    @property
    def uses_gpus(self) -> bool:
        """Whether it would run on a GPU where there is one."""
        return self.device not in ("cpu", "mps") and self.backend != "onnx"

    def load(self) -> Embedder:
        """The embedder, here. Raises ModelError where this node has no such model, or another one
        by that name."""
        choice = choose_model(self.setting)
        if choice.id != self.id:
            raise ModelError(
                f"its model is {choice.id}, the index is built with {self.id}; "
                "copy the same model folder to every node"
            )
        return load_embedder(
            choice,
            # Nodes have no data folder of ours.
            cache=user_cache_path("pullquote") / "models",
            backend=self.backend,
            device=self.device,
            batch_size=self.batch_size,
            threads=1,  # an actor has one core
        )
