"""Machines without a shared disk lose one of them, their database, their Chroma: is each question
answered once?

    python benchmarks/machines.py [--questions 100] [--every 1.2] [--away 30]

Each machine is a process with a data folder and ports of its own; they share a PostgreSQL (of the
system's packages), a `chroma run` and the tests' localhost Slack. One machine indexes the shipped
corpus and answers; a second starts with an empty folder; after a fifth of the questions the first
is killed -9 and a third, empty one is started. From two fifths on PostgreSQL is away for `--away`
seconds, from seven tenths on Chroma. Who is told that the articles can't be searched asks again
after five seconds, as told. Slack delivers again what isn't acknowledged, here after 15, 30 and
45 s (the real one: at once, after 1 and 5 minutes).
"""

import argparse
import shutil
import signal
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.chroma_run import chroma_run  # noqa: E402
from tests.e2e.command import start  # noqa: E402
from tests.e2e.running import free_port  # noqa: E402
from tests.e2e.slack.local_slack import LocalSlack  # noqa: E402
from tests.e2e.started import Started  # noqa: E402
from tests.postgres_server import postgres_server  # noqa: E402

QUESTIONS = (
    "who heads the new US command in Japan?",
    "when did Sweden become a member of NATO?",
    "how long is the Dali?",
)
AGAIN_SECONDS = 5.0
PATIENCE = 300.0


@dataclass
class Asker:
    """A person with one question, who asks it again when told to."""

    name: str
    user: str
    channel: str
    text: str
    asked: list[Any] = field(default_factory=list)
    told: int = 0
    again_at: float = 0.0
    first: float = 0.0

    def look(self, slack: LocalSlack) -> bool:
        """Whether it is answered by now; asks again where it is time."""
        told = len(slack.ephemerals(self.user))
        if told > self.told:
            self.told, self.again_at = told, time.monotonic() + AGAIN_SECONDS
        if self.again_at and time.monotonic() > self.again_at:
            self.again_at = 0.0
            self.ask(slack)
        return any(slack.replies(one) for one in self.asked)

    def ask(self, slack: LocalSlack) -> None:
        self.first = self.first or time.monotonic()
        self.asked.append(slack.mention(self.user, self.channel, self.text))

    def answers(self, slack: LocalSlack) -> int:
        return sum(len(slack.replies(one)) for one in self.asked)


def main() -> None:
    """Print what happened when, and how many were answered how often."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--every", type=float, default=1.2)
    parser.add_argument("--away", type=float, default=30.0)
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        postgres = stack.enter_context(postgres_server())
        database = postgres.url(stack.enter_context(postgres.database()))
        chroma = stack.enter_context(chroma_run(folder / "chroma"))
        slack = stack.enter_context(LocalSlack(ack_timeout=15.0))
        begun = time.monotonic()

        def say(what: str) -> None:
            print(f"{time.monotonic() - begun:6.1f} s  {what}", flush=True)

        def machine(number: int, *command: str) -> Started:
            data = folder / f"machine-{number}" / "data"
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
            started = start(
                ROOT,
                data,
                *command,
                PULLQUOTE_DATABASE=database,
                CHROMA_URL=chroma.url,
                SLACK_BOT_TOKEN=slack.bot_token,
                SLACK_APP_TOKEN=slack.app_token,
                PULLQUOTE_SLACK_API_URL=slack.api_url,
                PULLQUOTE_HEALTH_PORT=str(free_port()),
                PULLQUOTE_REFRESH_MINUTES="0",
                PULLQUOTE_LOG_LEVEL="error",
            )
            # Nobody reads what it says, and a full pipe would stop it.
            for stream in (started.stdout, started.stderr):
                threading.Thread(target=shutil.copyfileobj, args=(stream, _Nowhere())).start()
            return started

        indexing = machine(1, "reindex")
        assert indexing.wait(PATIENCE) == 0
        say("machine 1 has indexed the corpus")
        first, second = machine(1, "run"), machine(2, "run")
        stack.callback(first.kill)
        stack.callback(second.kill)
        slack.wait_for_socket(2)
        say("machines 1 and 2 serve; the second began empty")

        people = [
            Asker(name, slack.add_user(name), "", QUESTIONS[n % len(QUESTIONS)])
            for n, name in enumerate(f"person{n}" for n in range(given.questions))
        ]
        news = slack.add_channel("news", members=[one.user for one in people])

        def outage(what: str, server: Any) -> None:
            say(f"{what} goes away")
            if what == "PostgreSQL":
                with postgres.away():
                    time.sleep(given.away)
            else:
                chroma.end(signal.SIGKILL)
                time.sleep(given.away)
                chroma.start()
            say(f"{what} is back")

        def kill() -> None:
            first.kill()
            third = machine(3, "run")
            stack.callback(third.kill)
            say("machine 1 is killed -9; machine 3 is started, empty")

        events = {
            given.questions // 5: kill,
            2 * given.questions // 5: lambda: _aside(outage, "PostgreSQL", postgres),
            7 * given.questions // 10: lambda: _aside(outage, "Chroma", chroma),
        }

        def look(one: Asker) -> bool:
            return one.look(slack)

        for n, one in enumerate(people):
            events.get(n, lambda: None)()
            one.channel = news
            one.ask(slack)
            until = time.monotonic() + given.every
            while time.monotonic() < until:
                for each in people[: n + 1]:
                    each.look(slack)
                time.sleep(0.2)
        say("all are asked")
        slack.wait_for(lambda: all(list(map(look, people))), timeout=PATIENCE)
        say("all are answered")
        slack.settle(quiet=20, timeout=PATIENCE)
        counts = [one.answers(slack) for one in people]
        told = sum(one.told > 0 for one in people)
        again = sum(len(one.asked) > 1 for one in people)
        print(
            f"{given.questions} questions: {counts.count(1)} answered once, {counts.count(0)} "
            f"never, {sum(count > 1 for count in counts)} more than once; {told} people were told "
            f"to ask again, {again} did; violations of Slack's rules: {len(slack.violations)}"
        )
        print("segments fetched by:", *(f"{p.parent.parent.name}" for p in _fetched(folder)))


class _Nowhere:
    def write(self, _: str) -> None:
        """Forgets it."""


def _aside(work: Any, *given: Any) -> None:
    threading.Thread(target=work, args=given).start()


def _fetched(folder: Path) -> list[Path]:
    return sorted(folder.glob("machine-[23]/data/segments"))


if __name__ == "__main__":
    main()
