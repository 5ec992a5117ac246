"""``python -m compliance`` and the command ``compliance``."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Runs the command line and exits with its code."""
    # One short run frees its memory by ending; collecting cycles, also at the end, would cost a tenth of it.
    gc.disable()
    from compliance.cli import run

    code = run(sys.argv[1:])
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
