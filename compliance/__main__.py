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
        from compliance.cli.terminal import end_by, own_streams

        own_streams()
        code = end_by(_command_line)
    except KeyboardInterrupt:
        code = 130
    except BaseException:  # noqa: BLE001 - an import that fails, or the last words on what failed
        from traceback import print_exc

        print_exc()
    finally:
        gc.freeze()
        sys.exit(code)


def _command_line() -> int:
    """The exit code. Signals that end the program may come from here on, and are heard while it is still imported."""
    from compliance.cli.terminal import end_on_signals

    end_on_signals()
    from compliance.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    main()
