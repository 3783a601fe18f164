"""The shipped corpus → evidence.png: the first page of a file of evidence, as a browser shows it.

    python docs/pictures/evidence.py [FILE]

with Pullquote installed and `chromium` on PATH. FILE: where to write the picture instead.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from slack import ROOT, draw

PICTURE = Path(__file__).with_name("evidence.png")
QUESTION = "who heads the new US command in Japan?"
WIDTH, HEIGHT, SCALE = 800, 1080, 1.5


def main(picture: Path) -> int:
    """Writes the picture; 1 where there is no browser to draw it."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        print("no `chromium` on PATH: apt-get install chromium", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "evidence.html"
        command = [sys.executable, "-c", "from adapters.cli.main import main; main()"]
        environ = {"PULLQUOTE_DATA": f"{folder}/data", "PULLQUOTE_CORPUS": str(ROOT / "corpus")}
        for arguments in (["reindex"], ["export", QUESTION, "-o", str(page)]):
            subprocess.run([*command, *arguments], check=True, cwd=ROOT, env=environ)
        options = (f"--window-size={WIDTH},{HEIGHT}", f"--force-device-scale-factor={SCALE}")
        draw(browser, folder, f"--screenshot={picture}", *options, page.as_uri())
    print(f"{picture}: {picture.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE))
