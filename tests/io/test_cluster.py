"""A cluster that is not there, or does not answer as it should: one sentence each."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("pyspark", reason="pyspark is not installed: pip install -e '.[spark]'")

from py4j.protocol import Py4JError
from pyspark.sql import SparkSession

from compliance import __version__
from compliance.core.errors import ComplianceError
from compliance.io import cluster as module
from compliance.io.cluster import Cluster, Worker, told
from compliance.io.paths import is_url


@pytest.fixture(autouse=True)
def _no_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another test's session is none of ours; nobody starts a Java here."""
    monkeypatch.setattr(SparkSession, "getActiveSession", lambda: None)
    monkeypatch.setattr(module, "_need_java", lambda: None)


def refused(master: str | None = None, **settings: str) -> str:
    with Cluster(master) as cluster, pytest.raises(ComplianceError) as error:
        cluster.start(settings)
    return str(error.value)


def test_without_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    assert "pip install 'mining-compliance[spark]'" in refused()


def test_no_cluster_is_named() -> None:
    assert "no Spark cluster is named. Name it with --master" in refused()


def test_nobody_answers() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert f"the Spark cluster spark://127.0.0.1:{port} does not answer" in refused(f"spark://127.0.0.1:{port}")


def test_one_of_several_masters_is_enough() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        module._need_answer(f"spark://127.0.0.1:1,127.0.0.1:{server.getsockname()[1]}")
    module._need_answer("local[2]")


def test_java_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(ComplianceError, match="needs Java 17 or newer"):
        module._need_java()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").touch()
    module._need_java()


class Session:
    """A session whose cluster answers with ``version``, or not before its jobs are cancelled."""

    def __init__(self, version: str | None) -> None:
        self.version, self.cancelled, self.stopped = version, Event(), False
        self.sparkContext = SimpleNamespace(cancelAllJobs=self.cancelled.set)

    def range(self, *_: int, **__: int) -> Session:
        return self

    def mapInArrow(self, *_: Any) -> Session:  # noqa: N802
        return self

    def collect(self) -> list[Any]:
        if self.version is None:
            self.cancelled.wait(10)
        if self.version in (None, "broken"):
            raise Py4JError(f"it is {self.version}")
        return [SimpleNamespace(version=self.version)]

    def stop(self) -> None:
        self.stopped = True


def begun(monkeypatch: pytest.MonkeyPatch, session: Session, settings: dict[str, str]) -> dict[str, str]:
    told: dict[str, str] = {}
    builder = SimpleNamespace(getOrCreate=lambda: session)
    builder.appName = builder.master = lambda _: builder

    def config(key: str, value: str) -> SimpleNamespace:
        told[key] = value
        return builder

    builder.config = config
    monkeypatch.setattr(SparkSession, "builder", builder)
    with Cluster("local", patience=0.05) as cluster:
        cluster.start(settings)
    return told


def test_the_settings_are_those_of_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYSPARK_PYTHON", raising=False)
    session = Session(__version__)
    settings = {"spark.driver.memory": "2g", "spark.pyspark.python": "/opt/python"}
    told = begun(monkeypatch, session, settings)
    assert (told["spark.driver.memory"], told["spark.sql.session.timeZone"]) == ("2g", "UTC")
    assert os.environ.pop("PYSPARK_PYTHON") == "/opt/python"
    assert session.stopped
    begun(monkeypatch, Session(__version__), {})
    assert "PYSPARK_PYTHON" not in os.environ


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        (None, "gave no worker within 0 seconds"),
        ("0.1", f"the workers have version 0.1 of mining-compliance, this machine has {__version__}"),
        ("broken", "Spark says: it is broken"),
    ],
)
def test_workers_that_do_not_answer_as_they_should(
    monkeypatch: pytest.MonkeyPatch, version: str | None, sentence: str
) -> None:
    with pytest.raises(ComplianceError, match=sentence):
        begun(monkeypatch, Session(version), {})


def test_a_session_that_stands_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(None)
    monkeypatch.setattr(SparkSession, "getActiveSession", lambda: session)
    with Cluster() as cluster:
        cluster.start({})
        assert cluster.session is session
    assert not session.stopped


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ModuleNotFoundError: No module named 'compliance.io'", "the workers lack the package: no module named 'compliance'"),
        ("[PYTHON_VERSION_MISMATCH] Python in worker has different version", "another version of Python"),
        ("[JAVA_GATEWAY_EXITED] Java gateway process exited", "Java could not be started"),
        ("java.io.InvalidClassException: local class incompatible", "of another version than pyspark here"),
        ("ExecutorLostFailure (executor 1 exited)", "workers were lost more often than Spark tries again"),
        ("The length of file:/a is 3, which exceeds the max length allowed: 2.", "larger than 2 GiB"),
        ("at x\nCaused by: org.apache.hadoop.security.AccessControlException: Permission denied: user=me\n", "the storage refuses: Permission denied: user=me"),
        ("[PATH_NOT_FOUND] Path does not exist: file:/a. SQLSTATE", "was not found"),
        ("An error occurred.\n: java.io.IOException: first\n\tat a.b\nCaused by: x.y.ZError: the cause.\n", "Spark says: the cause"),
        ("a\nb", "Spark says: a."),
    ],
)  # fmt: skip
def test_what_spark_says_is_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ComplianceError) as error, told("here"):
        raise Py4JError(text)
    assert str(error.value).startswith("here: ")
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


def test_a_worker_says_its_version() -> None:
    (batch,) = module._versions([None])
    assert batch.to_pylist() == [{"version": __version__}]


def test_a_worker_gives_each_file_a_name_of_its_own_disk() -> None:
    import pyarrow as pa

    def task(path: Path, number: int) -> Iterator[tuple[str, bytes, int]]:
        yield path.name, path.read_bytes(), number

    batch = pa.RecordBatch.from_pydict({"path": ["hdfs://host/a/b c.csv"], "content": [b"x"]})
    results = list(Worker(task, {"hdfs://host/a/b c.csv": 5})._results(iter([batch])))
    assert results == [(5, ("b c.csv", b"x", 5))]


def test_what_is_a_url() -> None:
    assert [is_url(text) for text in ("s3a://b/k", "hdfs://h/p", "C:/x", "a.csv", "c://x")] == [
        True,
        True,
        False,
        False,
        False,
    ]
