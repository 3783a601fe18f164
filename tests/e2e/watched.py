"""A process → where it connected to and which files it wrote: by strace, or else by Python's audit
hook, which sees what Python does and not what libraries in C do by themselves."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.command import COMMAND, ROOT

# Of the system: looked for by every program that asks who it is, and devices.
_LOCAL_SERVICES = ("/var/run/nscd/", "/run/nscd/", "/run/uuidd/", "/dev/", "/proc/", "/sys/")

_HOOK = """
import os, sys
_log = os.open(os.environ["WATCHED_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
def _hook(event, args):
    if event == "socket.connect":
        os.write(_log, f"connect\\t{args[1]}\\n".encode("utf-8", "replace"))
    elif event == "socket.getaddrinfo":
        os.write(_log, f"lookup\\t{args[0]}\\n".encode("utf-8", "replace"))
    elif event == "open" and isinstance(args[0], (str, bytes)) and args[2] is not None:
        if args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            path = os.path.abspath(os.fsdecode(args[0]))
            os.write(_log, f"write\\t{path}\\n".encode("utf-8", "replace"))
sys.addaudithook(_hook)
"""


@dataclass
class Watched:
    """A process that is being watched, and what it did once it has ended."""

    process: "subprocess.Popen[str]"
    cwd: Path
    log: Path
    by_strace: bool

    def connections(self) -> set[str]:
        """Addresses, each as host:port; names that were looked up."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        if not self.by_strace:
            found = {line for line in text.splitlines() if line.startswith(("connect", "lookup"))}
            pairs = {re.search(r"\('([^']+)', (\d+)", line) for line in found}
            return {f"{m[1]}:{m[2]}" for m in pairs if m}
        ports = r'sin6?_port=htons\((\d+)\).*?"([^"]+)"'
        return {f"{host}:{port}" for port, host in re.findall(ports, text)}

    def written(self) -> set[Path]:
        """Every file and folder that was opened for writing or made."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        if not self.by_strace:
            lines = text.splitlines()
            paths = {line.partition("\t")[2] for line in lines if line.startswith("write")}
        else:
            paths = set()
            for line in text.splitlines():
                opened = re.search(r'openat\([^"]*"([^"]+)", \S*O_(?:WRONLY|RDWR|CREAT)', line)
                made = re.search(r'(?:mkdir|mkdirat|rename|renameat2?)\(.*"([^"]+)"', line)
                found = opened or made
                if found and " = -1 " not in line:
                    paths.add(found[1])
        return {
            (self.cwd / path).resolve()
            for path in paths
            if not path.startswith(_LOCAL_SERVICES) and Path(path) != self.log
        }


def watch(cwd: Path, log: Path, environ: dict[str, str], *arguments: str) -> Watched:
    """`pullquote` in a process of its own, with nothing in its environment but `environ`."""
    strace = shutil.which("strace")
    traced = bool(strace) and _may_trace(str(strace))
    calls = "connect,sendto,openat,mkdir,mkdirat,rename,renameat,renameat2"
    tracer = [str(strace), "-D", "-f", "--seccomp-bpf", "-qq", "-s", "400"]
    tracer += ["-e", f"trace={calls}", "-o", str(log)]
    path = str(ROOT)
    if not traced:
        (log.parent / "hook").mkdir(exist_ok=True)
        (log.parent / "hook" / "sitecustomize.py").write_text(_HOOK)
        path = f"{log.parent / 'hook'}{os.pathsep}{ROOT}"
        log.touch()
    process = subprocess.Popen(
        [*(tracer if traced else []), *COMMAND, *arguments],
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": path, "WATCHED_LOG": str(log), **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    return Watched(process, cwd, log, traced)


def _may_trace(strace: str) -> bool:
    # With the filter the kernel stops the process at these calls alone: a third of the time.
    asked = [strace, "-f", "--seccomp-bpf", "-qq", "true"]
    done = subprocess.run(asked, capture_output=True, check=False)
    return done.returncode == 0
