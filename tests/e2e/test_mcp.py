"""An assistant asks over MCP: the SDK's own client, and `pullquote mcp` in a process of its own."""

import http.client
import json
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from tests.e2e.command import COMMAND, ROOT, Run, run_in, start
from tests.e2e.corpora import write_story
from tests.e2e.started import Started
from tests.patience import PATIENCE

INSPECTION = "Engineer Ada Moor heads the inspection of the bridge."
WHO = "Who heads the inspection of the bridge?"
COST = "What will the tunnel cost?"

Call = Callable[..., Any]
"""A tool's name and arguments → its result."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bridge and the ferry, and the tunnel, which only one channel may hear of: what that
    story holds reprints the bridge's report, and has its page, too."""
    home = tmp_path_factory.mktemp("assistant")
    corpus = home / "corpus"
    bridge = f"The harbour bridge stays shut until March, the port said on Thursday. {INSPECTION}"
    write_story(corpus, "bridge", bridge)
    write_story(corpus, "ferry", "The new ferry carries 240 passengers. It sails every hour.")
    tunnel = "The tunnel under the harbour will cost 90 million euros, minister Paul Quist said."
    write_story(corpus, "a-tunnel", tunnel, ["slack:C1"])
    page = (corpus / "bridge" / "one.md").read_text()
    (corpus / "a-tunnel" / "page.md").write_text(page)
    reprint = page.replace("The Paper", "The Echo").replace("paper.example", "echo.example")
    (corpus / "a-tunnel" / "reprint.md").write_text(reprint)
    assert run_in(home, home / "data")("reindex").code == 0
    return home / "data"


@pytest.fixture(scope="module")
def pullquote(data: Path) -> Run:
    return run_in(data.parent, data)


@contextmanager
def assistant(server: Any) -> Iterator[Call]:
    """A client of `server`, a transport or an address."""
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(server, read_timeout_seconds=PATIENCE)) as client,
    ):

        def call(tool: str, **arguments: Any) -> Any:
            return portal.call(client.call_tool, tool, arguments)

        call.tools = portal.call(client.list_tools).tools  # type: ignore[attr-defined]
        yield call


def over_stdio(data: Path, **environ: str) -> Any:
    return stdio_client(
        StdioServerParameters(
            command=sys.executable,
            args=[*COMMAND[1:], "mcp"],
            env={"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", "HOME": str(data.parent)}
            | {"PULLQUOTE_DATA": str(data)}
            | environ,
            cwd=data.parent,
        )
    )


@contextmanager
def over_http(data: Path, **environ: str) -> Iterator[tuple[Started, str]]:
    """The process, and its address."""
    process = start(data.parent, data, "mcp", "--port", "0", **environ)
    with process:
        try:
            assert process.stderr is not None
            said = re.search(r"http://127\.0\.0\.1:\d+/mcp", process.stderr.readline())
            assert said is not None
            yield process, said[0]
        finally:
            process.kill()


@pytest.fixture(scope="module")
def call(data: Path) -> Iterator[Call]:
    with assistant(over_stdio(data)) as call:
        yield call


def found(result: Any) -> Any:
    """The object, which is told as text, too."""
    assert not result.is_error, result.content
    assert json.loads(result.content[0].text) == result.structured_content
    return result.structured_content


def refusal(result: Any) -> str:
    assert result.is_error
    [said] = result.content
    return str(said.text)


def test_an_assistant_is_offered_six_tools_that_change_nothing(call: Any) -> None:
    names = [tool.name for tool in call.tools]
    assert names == ["ask", "said", "stories", "story", "timeline", "article"]
    assert all(tool.annotations.read_only_hint and tool.description for tool in call.tools)
    assert call.tools[0].input_schema["required"] == ["question"]


def test_an_answer_is_that_of_the_command_line_word_for_word(call: Call, pullquote: Run) -> None:
    reply = found(call("ask", question=WHO, story="bridge", top=2, asked_on="2025-02-01"))
    options = ("--story", "bridge", "--top", "2", "--asked-on", "2025-02-01", "--json")
    assert reply == pullquote("ask", WHO, *options).json
    assert reply["answered"]
    for quote in reply["quotes"]:
        text = found(call("article", article=quote["article"]["id"]))["text"]
        assert text[quote["start"] : quote["end"]] == quote["text"]


def test_what_nothing_answers_is_said_plainly(call: Call) -> None:
    reply = found(call("ask", question="Who won the chess tournament in Oslo?"))
    assert (reply["answered"], reply["possible"], reply["quotes"]) == (False, False, [])
    assert reply["reason"] == "Nothing that is tracked answers this."


def test_lists_stories_and_articles_are_those_of_the_command_line(
    call: Call, pullquote: Run
) -> None:
    listed = pullquote("stories", "--json").json
    assert found(call("stories")) == {
        "stories": [one for one in listed if one["slug"] != "a-tunnel"]
    }
    assert found(call("story", slug="bridge")) == pullquote("story", "bridge", "--json").json
    assert found(call("timeline", slug="ferry")) == pullquote("timeline", "ferry", "--json").json
    assert (
        found(call("article", article="ferry/one")) == pullquote("show", "ferry/one", "--json").json
    )


def test_a_story_limited_to_channels_is_nowhere_spoken_of(call: Call) -> None:
    answer, none = found(call("ask", question=WHO)), found(call("ask", question=COST))
    assert answer["quotes"][0]["text"] == INSPECTION
    assert answer["quotes"][0]["also_in"] == []
    assert not none["answered"]
    quoted = found(call("said", person="Quist"))
    assert quoted["reason"] == "Nothing that is tracked here quotes Quist by that name."
    assert refusal(call("said", person="Quist", story="a-tunnel")).startswith("There is no story")
    every = [answer, none, found(call("stories")), found(call("timeline", slug="bridge"))]
    every.append(quoted)
    page = found(call("article", article="https://paper.example/bridge"))
    assert page["story"] == "bridge"
    assert not re.search("a-tunnel|90 million|The Echo", json.dumps([*every, page]))
    unknown = "There is no story 'a-tunnel'; the tool stories lists those there are."
    assert refusal(call("ask", question=COST, story="a-tunnel")) == unknown
    assert refusal(call("story", slug="a-tunnel")) == unknown
    assert refusal(call("timeline", slug="a-tunnel")) == unknown
    for name in ("a-tunnel/one", "https://paper.example/a-tunnel"):
        told = f"There is no article '{name}'; see the tool story."
        assert refusal(call("article", article=name)) == told


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("ask", {"question": " "}, "The question is empty; ask in words"),
        ("ask", {"question": "?!"}, "The question has no words in it"),
        ("ask", {"question": "why? " * 900}, "The question has 4,500 characters; ask in at most"),
        ("ask", {"question": WHO, "top": 0}, "0 quotes can't be shown; ask for 1 to 10."),
        ("ask", {"question": WHO, "asked_on": "May"}, "'May' is no date; write it as 2023-12-01"),
        ("ask", {"question": WHO, "story": "bridg"}, "There is no story 'bridg'; the tool stories"),
        ("ask", {}, "Question: Field required."),
        ("ask", {"question": 7}, "Question: Input should be a valid string."),
        ("story", {"slug": "x" * 9000}, "There is no story 'xxx"),
        ("timeline", {"slug": "bridge", "page": 0}, "There is no page 0; the first is 1."),
        ("article", {"article": "bridge/two"}, "There is no article 'bridge/two'; see the tool"),
        ("purge", {"name": "bridge"}, "Unknown tool: purge."),
    ],
)
def test_a_slip_is_answered_in_one_sentence(
    call: Call, tool: str, arguments: dict[str, Any], said: str
) -> None:
    refused = refusal(call(tool, **arguments))
    assert refused.startswith(said)
    assert "\n" not in refused
    assert len(refused) < 300


def test_over_http_a_scope_holds_for_every_tool_and_ctrl_c_ends_it_quietly(data: Path) -> None:
    with over_http(data, PULLQUOTE_MCP_STORIES="ferry a-tunnel") as (process, address):
        with assistant(address) as call:
            assert [one["slug"] for one in found(call("stories"))["stories"]] == ["ferry"]
            answer = found(call("ask", question="How many passengers does the ferry carry?"))
            assert answer["quotes"][0]["text"] == "The new ferry carries 240 passengers."
            assert INSPECTION not in json.dumps(found(call("ask", question=WHO)))
            unknown = "There is no story 'bridge'; the tool stories lists those there are."
            for tool, name in (("ask", "story"), ("story", "slug"), ("timeline", "slug")):
                asked = {"question": WHO} if tool == "ask" else {}
                assert refusal(call(tool, **{name: "bridge"}, **asked)) == unknown
            assert refusal(call("article", article="bridge/one")).startswith("There is no article")
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=PATIENCE) == ("", "")
        assert process.returncode == 0


def test_web_pages_of_elsewhere_cant_ask(tmp_path: Path) -> None:
    with over_http(tmp_path / "data") as (process, address):
        host = address.split("/")[2]
        for headers, status in [
            ({"Host": "evil.example"}, 421),
            ({"Origin": "http://x.example"}, 403),
        ]:
            connection = http.client.HTTPConnection(host, timeout=PATIENCE)
            every = {"Content-Type": "application/json", "Accept": "application/json"} | headers
            connection.request("POST", "/mcp", "{}", every)
            assert connection.getresponse().status == status
            connection.close()
        port = host.partition(":")[2]
        taken = run_in(tmp_path, tmp_path / "data")("mcp", "--port", port)
        assert taken.code == 2
        assert taken.err.startswith(f"pullquote: can't listen on 127.0.0.1, port {port} (")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0


def test_before_the_first_reindex_an_assistant_is_told_what_to_run(tmp_path: Path) -> None:
    with assistant(over_stdio(tmp_path / "data")) as call:
        said = "Nothing is indexed yet; run: pullquote reindex."
        assert refusal(call("stories")) == said
        assert refusal(call("ask", question=WHO)) == said


@pytest.mark.parametrize("how", ["Ctrl-C", "end of stdin"])
def test_it_ends_quietly_and_only_the_protocol_is_on_stdout(tmp_path: Path, how: str) -> None:
    info = {"protocolVersion": "2025-06-18", "capabilities": {}}
    info |= {"clientInfo": {"name": "test", "version": "1"}}
    hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": info}
    with Popen(
        [*COMMAND, "mcp"],
        cwd=tmp_path,
        env={"PATH": os.defpath, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)},
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(
            "no JSON \x00\n" + '{"question": "\\ud800"}\n' + json.dumps(hello) + "\n"
        )
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["result"]["serverInfo"]["name"] == "pullquote"
        if how == "end of stdin":
            process.stdin.close()
        else:
            process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        assert process.stdout.read() == ""
        assert process.stderr is not None
        # That nothing is indexed is an operator's to know.
        said = [line for line in process.stderr if '"event": "part_down"' not in line]
        assert said == ["pullquote: speaking MCP on stdin; Ctrl-C ends\n"]
