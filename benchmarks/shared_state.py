"""What a question costs in the catalog beside its search: statements and milliseconds.

    python benchmarks/shared_state.py [--database postgresql://…] [--questions 500]

Claimed, counted against the limit, declared as being sent, noted as done; as a chat does it.
Without a database, on SQLite in a temporary folder.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import event

from adapters.storage.database import open_database
from adapters.storage.deliveries import StoredDeliveries
from adapters.storage.rate_limits import StoredRateLimit

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def main() -> None:
    """Prints a line for each of the four."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default=None)
    parser.add_argument("--questions", type=int, default=500)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(options.database, Path(folder))
        statements = 0

        def heard(*_: object) -> None:
            nonlocal statements
            statements += 1

        event.listen(database.engine, "before_cursor_execute", heard)
        deliveries, limit = StoredDeliveries(database), StoredRateLimit(database, 10)
        steps: dict[str, Callable[[int], object]] = {
            "claim": lambda n: deliveries.claim(f"b:{n}", {"text": "?"}, "me", NOW, 15.0),
            "limit": lambda n: limit.wait_seconds(f"U{n % 50}", NOW + timedelta(seconds=n)),
            "begin": lambda n: deliveries.begin_sending(f"b:{n}", "me", 0),
            "done": lambda n: deliveries.finish(f"b:{n}", "me", 0),
        }
        took: dict[str, list[float]] = {step: [] for step in steps}
        counted: dict[str, int] = dict.fromkeys(steps, 0)
        for n in range(options.questions):
            for step, work in steps.items():
                statements, begun = 0, time.perf_counter()
                work(n)
                took[step].append(1000 * (time.perf_counter() - begun))
                counted[step] += statements
        for step, times in took.items():
            p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
            each = counted[step] / options.questions
            print(f"{step:6} {each:.1f} statements, p50 {p50:.2f} ms, p95 {p95:.2f} ms")
        database.close()


if __name__ == "__main__":
    main()
