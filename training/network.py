"""The reader's network: MiniLM with heads for relevance, answerability and answer span."""

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel


class ReaderNetwork(nn.Module):  # type: ignore[misc]  # torch's types are not read
    """One pass over `question [SEP] heading, text` gives all four outputs (as logits):

    relevance `(batch,)`, answerability `(batch,)`, span start and end `(batch, tokens)`.
    """

    def __init__(self, folder: Path, dropout: float = 0.0) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            str(folder),
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=dropout,
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

    def freeze_embeddings(self) -> None:
        """Keeps the words' embeddings as they are: less work, and enough for an epoch."""
        for parameter in self.encoder.embeddings.parameters():
            parameter.requires_grad = False
