"""Earlier commits → NNNN.sql beside this file, one for each revision of the catalog's tables.

python -m tests.adapters.storage.old_catalogs.make_all [NNNN …]

Each is the last commit at that revision. No commit ever was at 0007, 0008 or 0009 with all that
came before: they were made on branches and came together with 0010.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
COMMITS = {
    "0001": "6d4dfb9",
    "0002": "0157103",
    "0003": "a5759c2",
    "0004": "f12131c",
    "0005": "c3987e9",
    "0006": "bf642d4",
    "0010": "48150e3",
    "0011": "689323e",
    "0012": "b169bdd",
    "0013": "b0f8618",
    "0014": "56b689b",
}


def main() -> None:
    """Writes those that are named, or all."""
    for revision in sys.argv[1:] or COMMITS:
        with tempfile.TemporaryDirectory() as folder:
            old = Path(folder) / "old"
            tree = ["git", "-C", str(ROOT), "worktree"]
            subprocess.run(
                [*tree, "add", "-q", "--detach", str(old), COMMITS[revision]], check=True
            )
            try:
                made = subprocess.run(
                    [sys.executable, str(HERE / "make_one.py")],
                    cwd=folder,
                    env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(old), "HOME": folder},
                    capture_output=True,
                    text=True,
                    check=False,
                )
            finally:
                subprocess.run([*tree, "remove", "--force", str(old)], check=True)
        if made.returncode:
            sys.exit(f"{revision}: {made.stderr}")
        (HERE / f"{revision}.sql").write_text(made.stdout, encoding="utf-8")
        print(f"{revision}: {len(made.stdout):,} characters", flush=True)


if __name__ == "__main__":
    main()
