"""A process that answers deliveries as a bot does, so that a test can race and kill it.

python -m tests.adapters.storage.answering claim DATA OWNER COUNT  claims KEY-0 … after a line of
    input, and prints those that were new
python -m tests.adapters.storage.answering answer DATA OWNER       claims, sends, finishes for ever;
    prints "claimed KEY", "sending KEY", "finished KEY" after each step
"""

import itertools
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from adapters.storage.catalog import open_catalog
from adapters.storage.deliveries import StoredDeliveries

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
LEASE = 60.0


def claim(deliveries: StoredDeliveries, owner: str, count: int) -> None:
    """Races with others of its kind for the same keys."""
    print("ready", flush=True)
    sys.stdin.readline()
    keys = (f"KEY-{n}" for n in range(count))
    won = [key for key in keys if deliveries.claim(key, {"by": owner}, owner, NOW, LEASE)]
    print(" ".join(won), flush=True)


def answer(deliveries: StoredDeliveries, owner: str) -> None:
    """Until it is killed."""
    for n in itertools.count():
        key = f"{owner}-{n}"
        assert deliveries.claim(key, {"text": key}, owner, NOW, LEASE)
        print(f"claimed {key}", flush=True)
        assert deliveries.begin_sending(key, owner, 0)
        print(f"sending {key}", flush=True)
        assert deliveries.finish(key, owner, 0) is None
        print(f"finished {key}", flush=True)


def main() -> None:
    """Does what the command line says."""
    what, data, owner, *count = sys.argv[1:]
    with closing(open_catalog(None, Path(data))) as catalog:
        deliveries = StoredDeliveries(catalog.database)
        if what == "claim":
            claim(deliveries, owner, int(count[0]))
        else:
            answer(deliveries, owner)


if __name__ == "__main__":
    main()
