"""A Ray cluster on 127.0.0.1 for the tests, in a process of its own.

python -m tests.adapters.cluster.nodes   a head without cores; prints where it listens to clients;
for each line of input one node of one core more, whose pid it prints; ends with its input. Ray
writes below RAY_TMPDIR.
"""

import socket
import sys

from ray.cluster_utils import Cluster

# What a node has in memory for results; Ray takes no less.
_STORE_BYTES = 80_000_000


def main() -> None:
    """As above."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    every = {"object_store_memory": _STORE_BYTES, "node_ip_address": "127.0.0.1"}
    cluster = Cluster()
    try:
        cluster.add_node(
            num_cpus=0,
            include_dashboard=False,
            ray_client_server_port=port,
            **every,
        )
        print(f"cluster ray://127.0.0.1:{port}", flush=True)
        for _ in sys.stdin:
            node = cluster.add_node(num_cpus=1, **every)
            [raylet] = node.all_processes["raylet"]
            print(f"node {raylet.process.pid}", flush=True)
    finally:
        cluster.shutdown()


if __name__ == "__main__":
    main()
