"""``python -m compliance`` and the command ``compliance``."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Runs the command line and exits with its code, whatever happens: never with Python's own 1, which is a verdict."""
    # One short run frees its memory by ending; collecting cycles, also at the end, would cost a tenth of it.
    gc.disable()
    code = 70
    try:
        from compliance.cli.terminal import end_by, end_on_signals, own_streams

        own_streams()
        end_on_signals()
        from compliance.cli.main import run

        code = end_by(lambda: run(sys.argv[1:]))
    except KeyboardInterrupt:
        code = 130
    except BaseException:  # noqa: BLE001 - an import that fails, or the last words on what failed
        from traceback import print_exc

        print_exc()
    finally:
        gc.freeze()
        sys.exit(code)


if __name__ == "__main__":
    main()
