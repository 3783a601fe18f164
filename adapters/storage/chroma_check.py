"""A Chroma server → whether it answers and is ours to use, now; and whether it does all we need."""

import uuid

import numpy as np
from chromadb.api import ServerAPI

from adapters.storage.chroma_connection import Place
from adapters.storage.chroma_server import ChromaServer
from adapters.storage.vector_store import VectorsError

CHROMA = "chroma"
# What `chroma run` has said since it was rewritten, whatever its version; before, the API was
# another one.
_LEAST_VERSION = (1,)
_DIMENSIONS = 8


def chroma_check(server: ChromaServer, used: set[str]) -> str:
    """Whether it answers and has the collections of the segments that are `used`. Raises
    VectorsError."""
    missing = used - server.segments()
    if missing:
        raise VectorsError(
            f"Chroma at {server.name} has lost {len(missing)} of {len(used)} index segments; "
            "run: pullquote reindex (they are built anew from stored vectors)"
        )
    return "answers, and has the index"


def chroma_trial(server: ChromaServer) -> str:
    """Makes a collection, finds what was put there, and removes it again; what the server is.
    Raises VectorsError."""

    def version(api: ServerAPI, place: Place) -> tuple[str, Place]:
        return api.get_version(), place

    found, place = server.asking.idempotent("its version", version)
    if _numbers(found) < _LEAST_VERSION:
        raise VectorsError(
            f"Chroma at {server.name} is version {found}, too old for this Pullquote; install "
            "chromadb 1.0 or newer there"
        )
    trial = f"trial-{uuid.uuid4().hex[:12]}"
    vectors = np.eye(3, _DIMENSIONS, dtype=np.float32)
    try:
        with server.create(trial, len(vectors)) as made:
            for _ in made.add(["a", "b", "c"], vectors, ["story"] * 3):
                pass
        with server.open(trial) as opened:
            nearest = opened.nearest(vectors[1], 1)
    finally:
        server.remove(trial)
    if not nearest or nearest[0][0] != "b":
        raise VectorsError(
            f"Chroma at {server.name} does not find what was put there; see its own log"
        )
    return f"{server.name}, version {found}, database {place.database} of {place.tenant}"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
