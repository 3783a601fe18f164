"""The reader's network: MiniLM with heads for relevance, answerability and answer span."""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModel


class ReaderNetwork(nn.Module):  # type: ignore[misc]  # torch's types are not read
    """One pass over `question [SEP] title, text` gives all four outputs (as logits):

    relevance `(batch,)`, answerability `(batch,)`, span start and end `(batch, tokens)`.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        # Sequences are few and short: dropout would cost a third of the speed, and no text is
        # seen often enough to be learned by heart.
        self.encoder = AutoModel.from_pretrained(
            str(folder), hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
        )
        width = self.encoder.config.hidden_size
        self.looked = nn.Linear(width, 1)
        self.pooled = nn.Linear(3 * width, width)
        self.judged = nn.Linear(width, 2)
        self.span = nn.Linear(width, 2)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, ...]:
        states = self.encoder(
            input_ids=ids, attention_mask=mask, token_type_ids=types
        ).last_hidden_state
        kept = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * kept).sum(1) / kept.sum(1)
        # Whether a passage answers shows at few of its words: those are looked at closely.
        beside = self.looked(states).masked_fill((types * mask).unsqueeze(-1) == 0, -1e4)
        closely = (states * beside.softmax(1)).sum(1)
        pooled = nn.functional.gelu(self.pooled(torch.cat([states[:, 0], mean, closely], -1)))
        judged = self.judged(pooled)
        span = self.span(states)
        return judged[:, 0], judged[:, 1], span[..., 0], span[..., 1]

    def freeze(self, layers: int) -> None:
        """Keeps the embeddings and the first `layers` layers as they are: a third less work."""
        frozen: list[Any] = [self.encoder.embeddings, *self.encoder.encoder.layer[:layers]]
        for module in frozen:
            for parameter in module.parameters():
                parameter.requires_grad = False
