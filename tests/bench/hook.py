"""How long the hook takes on 100 rows, beside check-jsonschema on a small file in the same run (bound: ratio 1.2).

    pip install . check-jsonschema && python tests/bench/hook.py

Both are measured where pre-commit would run them, in a repository: with the default policies, with settings, and with
sites, waivers and parties beside the inventory.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from tests.bench.main_job import COMPLIANCE, compare, write_fleet  # noqa: E402 - found through the line above

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {"name": {"type": "string"}, "units": {"type": "integer"}},
    "required": ["name"],
}
HOOK = (*COMPLIANCE, "check", "--fail-on", "violation")
RUNS = 15


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "schema.json").write_text(json.dumps(SCHEMA), "utf-8")
        (folder / "small.yaml").write_text("name: example\nunits: 3\n", "utf-8")
        fleet = folder / "fleets" / "tx" / "site1.csv"
        fleet.parent.mkdir(parents=True)
        write_fleet(fleet, 100)
        yardstick = (
            sys.executable,
            "-m",
            "check_jsonschema",
            "--schemafile",
            f"{name}/schema.json",
            f"{name}/small.yaml",
        )
        tempfile.tempdir = name  # where ``compare`` runs its commands
        compare("defaults (1.2)", (*HOOK, str(fleet)), yardstick, RUNS)
        (folder / "compliance.toml").write_text('policies = ["us-ear", "us-ofac"]\nmax-age = 365\n', "utf-8")
        compare("with settings (1.2)", (*HOOK, str(fleet)), yardstick, RUNS)
        for path in (ROOT / "fleets" / "cheyenne").glob("*.yaml"):
            shutil.copy(path, fleet.parent)
        compare("with all beside it (1.2)", (*HOOK, str(fleet)), yardstick, RUNS)


if __name__ == "__main__":
    main()
