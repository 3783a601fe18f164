"""What starting costs: processor time and memory of commands that are over at once, and of `run`.

    git worktree add /tmp/before 26d0d39
    python benchmarks/cold_start.py --before /tmp/before

Each command runs in a process of its own over the shipped corpus, several times in turns; the
processor time (its own and its children's) is the least of them, the memory the most. `run` is
connected to the tests' Slack and Discord on localhost and has answered three questions in each:
memory is its own after that, without `refresh --watch`, which runs where stories have sources.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

ASKED = (
    "who heads the new US command in Japan?",
    "when did Sweden join NATO?",
    "what's the latest on mpox?",
)
COMMANDS = {
    "--help": ("--help",),
    "ask": ("ask", ASKED[0]),
    "reindex, nothing changed": ("reindex",),
    "doctor": ("doctor",),
}
CODE = "import sys; sys.argv[0] = 'pullquote'; from adapters.cli.main import main; main()"


@dataclass(frozen=True)
class Tree:
    """A checkout, and a data folder that it indexed."""

    name: str
    root: Path
    data: Path

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
        environ = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(self.data),
            "HF_HUB_OFFLINE": "1",
            "PYTHONPATH": str(self.root),
            "PULLQUOTE_CONFIG": os.devnull,
            "PULLQUOTE_DATA": str(self.data / "data"),
        }
        return subprocess.Popen(
            [sys.executable, "-c", CODE, *arguments],
            cwd=self.root,
            env=environ | more,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=Path, help="another checkout, to compare with")
    parser.add_argument("--times", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trees = [Tree("now", ROOT, Path(folder) / "now")]
        if chosen.before:
            trees.insert(0, Tree("before", chosen.before.resolve(), Path(folder) / "before"))
        for tree in trees:
            tree.data.mkdir()
            seconds, _ = used(tree.start("reindex", "--yes"))
            print(f"{tree.name:8} first reindex of corpus/: {seconds:.1f} s of the processor")
        for label, arguments in COMMANDS.items():
            runs = {tree.name: [] for tree in trees}
            for _ in range(chosen.times):
                for tree in trees:
                    runs[tree.name].append(used(tree.start(*arguments)))
            for name, found in runs.items():
                least, most = min(s for s, _ in found), max(m for _, m in found)
                print(f"{name:8} {label:26} {least:5.2f} s, {most:4.0f} MB")
        for tree in trees:
            _run(tree)


def used(process: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Seconds of the processor with its children's, and the most memory of one of them, in MB."""
    _, status, took = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return took.ru_utime + took.ru_stime, took.ru_maxrss / 1024


def _run(tree: Tree) -> None:
    # Not before: the memory of a new process begins with that of whoever started it.
    from tests.e2e.discord.local_discord import LocalDiscord
    from tests.e2e.discord.test_conversation import register
    from tests.e2e.running import free_port
    from tests.e2e.slack.local_slack import LocalSlack

    with LocalSlack() as slack, LocalDiscord(answer_within=120.0) as local:
        alice = slack.add_user("alice")
        news = slack.add_channel("news", members=[alice])
        guild = local.add_guild("Desk")
        bob = local.add_user("bob", guild, manage_guild=True)
        channel = local.add_channel(guild, "news")
        register(local)
        environ = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "PULLQUOTE_SLACK_API_URL": slack.api_url,
            "DISCORD_TOKEN": local.token,
            "PULLQUOTE_DISCORD_API_URL": local.api_url,
            "PULLQUOTE_DISCORD_GATEWAY_URL": local.gateway_url,
            "PULLQUOTE_HEALTH_PORT": str(free_port()),
        }
        with _ended(tree.start("run", **environ)) as process:
            slack.wait_for_socket()
            local.wait_for_bot()
            _say(tree, "run, connected", process.pid)
            for question in ASKED:
                asked = slack.mention(alice, news, question)
                slack.wait_for(lambda asked=asked: slack.replies(asked))
                heard = local.mention(bob, channel, question)
                local.wait_for(lambda heard=heard: local.replies(heard))
            _say(tree, "run, six questions answered", process.pid)


def _say(tree: Tree, label: str, pid: int) -> None:
    kinds = ("Rss", "Pss", "Private_Dirty")
    own = ", ".join(f"{kind} {_memory(pid, kind):.0f} MB" for kind in kinds)
    print(f"{tree.name:8} {label:26} {_seconds(pid):5.2f} s, {own}")


def _memory(pid: int, kind: str) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{kind}:"))


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


if __name__ == "__main__":
    main()
