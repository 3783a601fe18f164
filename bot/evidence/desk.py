"""What is chosen → a pack of evidence, and a file of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.evidence.archive import Archive
from bot.evidence.making import Chosen, pack_of
from bot.evidence.pack import EvidencePack, Format
from retrieval.articles import Story


@dataclass(frozen=True, slots=True)
class EvidenceDesk:
    """`write` makes a file of a pack; `pullquote`: which one this is."""

    archive: Archive
    write: Callable[[EvidencePack, Format], bytes]
    pullquote: str

    def pack(self, chosen: Chosen, stories: Mapping[str, Story], now: datetime) -> EvidencePack:
        """As `pack_of`."""
        return pack_of(chosen, self.archive, stories, now, self.pullquote)
