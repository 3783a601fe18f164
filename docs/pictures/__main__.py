"""All pictures in docs/pictures, drawn anew.

    python -m docs.pictures [FOLDER]

with Pullquote installed and `chromium` on PATH. FOLDER: where to write them instead. Alone:
`python -m docs.pictures.chats`, `.desk` and `.evidence`.
"""

import sys

from docs.pictures import chats, desk, evidence
from docs.pictures.photograph import named_folder

if __name__ == "__main__":
    sys.exit(max(draw.main(named_folder()) for draw in (chats, desk, evidence)))
