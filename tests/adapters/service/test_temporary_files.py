"""What the libraries write and say on their own account."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_nobody_hears_of_matplotlibs_list_of_fonts_however_long_it_takes(tmp_path: Path) -> None:
    python = """
import logging, sys
from pathlib import Path
from adapters.service.temporary_files import use_folder_in
use_folder_in(Path(sys.argv[1]))
logging.getLogger("matplotlib.font_manager").warning("building the font cache")
"""
    command = [sys.executable, "-c", python, str(tmp_path / "data")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
