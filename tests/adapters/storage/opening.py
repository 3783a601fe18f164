"""A process that opens a catalog when it is told to, for tests of several that do so at once."""

import sys
from pathlib import Path

from adapters.storage.catalog import open_catalog
from retrieval.errors import PullquoteError


def main() -> None:
    url, data = sys.argv[1:]
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        open_catalog(url, Path(data)).close()
    except PullquoteError as error:
        print(error)
    else:
        print("opened")


if __name__ == "__main__":
    main()
