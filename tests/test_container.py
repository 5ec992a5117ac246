"""The container image: who runs in it, what goes into it, and (where an engine is) that it answers without a network."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
IMAGE = "mining-compliance-test"


def docker(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["docker", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def image() -> Iterator[str]:
    """The image, built. Skips where no engine for Linux containers runs."""
    if not shutil.which("docker") or docker("info", "--format", "{{.OSType}}").stdout.strip() != "linux":
        pytest.skip("no container engine runs here")
    built = docker("build", "--quiet", "--tag", IMAGE, ".")
    assert built.returncode == 0, built.stderr
    yield IMAGE
    docker("image", "rm", IMAGE)


def test_the_image_runs_as_somebody_without_rights() -> None:
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert users
    assert users[-1] not in ("root", "0")
    assert DOCKERFILE.index(f"USER {users[-1]}") < DOCKERFILE.index("ENTRYPOINT")


def test_only_what_the_wheel_is_built_from_goes_in() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    assert patterns[0] == "*"
    allowed = {pattern.removeprefix("!") for pattern in patterns if pattern.startswith("!")}
    assert allowed == {"compliance", "rules", "pyproject.toml", "constraints.txt", "README.md", "LICENSE"}


@pytest.mark.registry
def test_the_image_answers_without_a_network(image: str) -> None:
    sandbox = ["run", "--rm", "--network", "none", "--read-only", "--volume", f"{ROOT / 'fleets'}:/data:ro"]
    for fleet, code in (("laramie-peak", 0), ("cheyenne", 1)):
        result = docker(*sandbox, image, "check", fleet, "--policy", "cleanspark-mineone")
        assert result.returncode == code, result.stderr
        assert not result.stderr
    assert docker(*sandbox, "--entrypoint", "id", image, "-u").stdout.strip() == "10001"
