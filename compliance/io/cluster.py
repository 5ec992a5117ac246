"""A Spark cluster that stands already: the session with it, the files that it sees, and tasks that its workers do for each.

The driver holds what a task gives for a file, never its rows. Workers need this package, nothing else of this machine.
"""

from __future__ import annotations

import os
import pickle
import re
import shutil
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from compliance import __version__
from compliance.core.errors import ComplianceError, fail

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import DataFrame, SparkSession

S = TypeVar("S", covariant=True)
T = TypeVar("T")

Task = Callable[[Path, int], Iterable[T]]
"""What a worker does with a file: it is given a copy on its own disk, and the number of the file."""

DEFAULTS = {
    "spark.driver.memory": "512m",
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
"""What holds where the settings do not say it."""
_ONE_FILE_A_TASK = {
    "spark.sql.files.maxPartitionBytes": str(2**40),
    "spark.sql.files.openCostInBytes": str(2**40),
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1",
}
"""No file is cut in two, and none shares a task with another."""
_PATTERN = re.compile(r"([\\{}\[\]*?])")
_PATIENCE = 120.0
"""Seconds that a cluster has for its first answer."""


class Shared(Protocol[S]):
    """A value that every worker has."""

    @property
    def value(self) -> S:
        """The value."""
        ...


@dataclass(frozen=True, slots=True)
class ClusterFile:
    """A file as the cluster names it (``url``), and as reports do (``name``)."""

    url: str
    name: str


class Cluster:
    """A session with the Spark cluster at ``master``; None for the one that the settings name, or that stands already.

    Used as a context, it ends the session that it began.
    """

    def __init__(self, master: str | None = None, patience: float = _PATIENCE) -> None:
        self._master, self._patience = master, patience
        self._session: SparkSession | None = None
        self._own = False

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._own and self._session is not None:
            self._session.stop()
        self._session = None

    @property
    def session(self) -> SparkSession:
        """The session, begun by ``start``."""
        assert self._session is not None
        return self._session

    def start(self, settings: Mapping[str, str]) -> None:
        """Begins the session with these settings of Spark, unless one stands already. Raises ComplianceError."""
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise fail("--engine spark needs pyspark", "Install it: pip install 'mining-compliance[spark]'.") from None
        standing = SparkSession.getActiveSession()
        if standing is not None:
            self._session = standing
            return
        master = self._master or settings.get("spark.master")
        if not master:
            raise fail("no Spark cluster is named", "Name it with --master, or as spark.master in the settings.")
        _need_java()
        _need_answer(master)
        if python := settings.get("spark.pyspark.python"):
            os.environ["PYSPARK_PYTHON"] = python
        builder = SparkSession.builder.appName("compliance").master(master)
        for key, value in (DEFAULTS | dict(settings) | {"spark.sql.session.timeZone": "UTC"}).items():
            builder = builder.config(key, value)
        with told(f"the Spark cluster {master}"):
            self._session, self._own = builder.getOrCreate(), True
        self._greet(master)

    def _greet(self, master: str) -> None:
        """Asks one worker which version of the program it has. Raises ComplianceError."""
        context = self.session.sparkContext
        timer = Timer(self._patience, context.cancelAllJobs)
        timer.start()
        try:
            with told(f"the Spark cluster {master}"):
                (row,) = self.session.range(1, numPartitions=1).mapInArrow(_versions, "version string").collect()
        except ComplianceError:
            if timer.finished.is_set():
                what = f"the Spark cluster {master} gave no worker within {self._patience:.0f} seconds"
                raise fail(what, "Start workers, or ask for less memory and fewer cores in the settings.") from None
            raise
        finally:
            timer.cancel()
        if row.version != __version__:
            what = f"the workers have version {row.version} of mining-compliance, this machine has {__version__}"
            raise fail(what, "Install the same version on all of them.")

    def files(self, pattern: str) -> list[ClusterFile]:
        """The files that a pattern stands for, by name. Raises ComplianceError where there are none."""
        with told(pattern):
            jvm = self.session.sparkContext._jvm
            path = jvm.org.apache.hadoop.fs.Path(pattern)
            system = path.getFileSystem(self.session.sparkContext._jsc.hadoopConfiguration())
            found = system.globStatus(path) or ()
            urls = sorted(status.getPath().toString() for status in found if not status.isDirectory())
        if not urls:
            raise fail("no file matches", "Check the path; a folder is given as FOLDER/*.parquet.", file=pattern)
        # What lies in several folders is told apart by what stands in place of the pattern.
        folder = one_slash(_PATTERN.split(pattern, maxsplit=1)[0]).rpartition("/")[0]
        return [
            ClusterFile(url, url[len(folder) + 1 :] if url.startswith(f"{folder}/") else _name(url)) for url in urls
        ]

    def local(self, path: Path, name: str) -> ClusterFile:
        """A file that this machine and all workers see under the same path."""
        return ClusterFile(f"file:{os.path.abspath(path)}", name)

    def each(self, files: Sequence[ClusterFile], task: Task[T]) -> list[T]:
        """What a task gives of each file, in the order of the files. Raises what the task does."""
        results: dict[int, T] = {}
        with told(_named(files)):
            for row in self._tasks(files, task).collect():
                results[row.number] = pickle.loads(row.part)
        return [results[number] for number in range(len(files))]

    def stream(self, file: ClusterFile, task: Task[T]) -> Iterator[T]:
        """The parts that a task gives of one file, in order, of which few are held at a time."""
        with told(file.name):
            for row in self._tasks([file], task).toLocalIterator():
                yield pickle.loads(row.part)

    def frame(self, files: Sequence[ClusterFile], task: Task[RecordBatch], schema: str) -> DataFrame:
        """What a task gives of each file, as rows that stay in the cluster."""
        return self._contents(files).mapInArrow(Worker(task, _numbers(files)).batches, schema)

    def parquet(self, files: Sequence[ClusterFile]) -> DataFrame:
        """The rows of Parquet files of equal columns, as Spark itself reads them; ``_metadata`` says where each stands."""
        session = self.session.newSession()
        session.conf.set("spark.sql.caseSensitive", "true")
        return session.read.parquet(*(_PATTERN.sub(r"\\\1", file.url) for file in files))

    def metadata_path(self, file: ClusterFile) -> str:
        """What ``_metadata.file_path`` says of a file: its path as a URI."""
        path: str = self.session.sparkContext._jvm.org.apache.hadoop.fs.Path(file.url).toUri().toString()
        return path

    def share(self, value: T) -> Shared[T]:
        """A value that is sent to each worker once."""
        shared: Shared[T] = self.session.sparkContext.broadcast(value)
        return shared

    def write_parquet(self, frame: DataFrame, target: str) -> None:
        """Lets the workers write a folder of Parquet files. Raises ComplianceError where something lies there already."""
        with told(target):
            frame.write.mode("errorifexists").parquet(target)

    def _tasks(self, files: Sequence[ClusterFile], task: Task[Any]) -> DataFrame:
        return self._contents(files).mapInArrow(Worker(task, _numbers(files)).parts, "number int, part binary")

    def _contents(self, files: Sequence[ClusterFile]) -> DataFrame:
        session = self.session.newSession()
        for key, value in _ONE_FILE_A_TASK.items():
            session.conf.set(key, value)
        paths = [_PATTERN.sub(r"\\\1", file.url) for file in files]
        return session.read.format("binaryFile").load(paths).select("path", "content")


@dataclass(frozen=True)
class Worker:
    """What is sent to the workers."""

    task: Task[Any]
    numbers: Mapping[str, int]

    def parts(self, batches: Iterator[RecordBatch]) -> Iterator[RecordBatch]:
        """What the task gives, pickled."""
        import pyarrow as pa

        for number, part in self._results(batches):
            yield pa.RecordBatch.from_pydict(
                {"number": pa.array([number], pa.int32()), "part": pa.array([pickle.dumps(part)], pa.binary())}
            )

    def batches(self, batches: Iterator[RecordBatch]) -> Iterator[RecordBatch]:
        """The batches that the task gives."""
        for _, batch in self._results(batches):
            yield batch

    def _results(self, batches: Iterator[RecordBatch]) -> Iterator[tuple[int, Any]]:
        for batch in batches:
            for url, content in zip(batch["path"].to_pylist(), batch["content"], strict=True):
                number = self.numbers[url]
                with TemporaryDirectory(prefix="compliance-") as folder:
                    path = Path(folder, _name(url))
                    path.write_bytes(content.as_buffer())
                    for part in self.task(path, number):
                        yield number, part


def one_slash(path: str) -> str:
    """A path as it is compared: Spark writes local ones with one slash or with three."""
    return re.sub("^file:/+", "file:/", path)


def _name(url: str) -> str:
    return url.rpartition("/")[2]


def _numbers(files: Sequence[ClusterFile]) -> dict[str, int]:
    return {file.url: number for number, file in enumerate(files)}


def _named(files: Sequence[ClusterFile]) -> str:
    more = f" and {len(files) - 1:,} more" if len(files) > 1 else ""
    return f"{files[0].name}{more}"


def _versions(batches: Iterable[RecordBatch]) -> Iterator[RecordBatch]:
    """Which version of the program a worker has."""
    import pyarrow as pa

    for _ in batches:
        yield pa.RecordBatch.from_pydict({"version": [__version__]})


def _need_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not (home and Path(home, "bin", "java").exists()) and shutil.which("java") is None:
        raise fail("--engine spark needs Java 17 or newer", "Install it (Debian: openjdk-17-jre-headless).")


def _need_answer(master: str) -> None:
    """Whether somebody listens: Spark itself would wait for a minute before it says so. Raises ComplianceError."""
    reason = ""
    for host, port in re.findall(r"([^/,:]+):(\d+)", master) if master.startswith("spark://") else ():
        try:
            socket.create_connection((host, int(port)), 10).close()
            return
        except OSError as error:
            reason = error.strerror or str(error)
    if reason:
        raise fail(f"the Spark cluster {master} does not answer: {reason}", "Start it, or correct --master.")


@contextmanager
def told(what: str) -> Iterator[None]:
    """Turns what Spark raises over ``what`` into one sentence: a ComplianceError."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JError, PySparkException, ConnectionError, EOFError) as error:
        raise _sentence(what, str(error)) from None


_REASONS = (
    (
        r"No module named '(compliance|pyarrow|polars)[.\w]*'",
        "the workers lack the package: no module named {0!r}",
        "Install mining-compliance[spark] where the workers' Python is (spark.pyspark.python).",
    ),
    (
        r"PYTHON_VERSION_MISMATCH|different version (?:\S+ )?than that in driver",
        "the workers have another version of Python than this machine",
        "Name the same one as spark.pyspark.python.",
    ),
    (
        r"JAVA_GATEWAY_EXITED|UnsupportedClassVersionError",
        "Java could not be started",
        "Spark 4 needs Java 17 or newer; its own message stands above.",
    ),
    (
        r"InvalidClassException|serialVersionUID|All masters are unresponsive",
        "does not answer, or is of another version than pyspark here",
        "Install the pyspark of the cluster's version.",
    ),
    (
        r"ExecutorLostFailure|executor \d+ exited|Master removed our application",
        "workers were lost more often than Spark tries again",
        "Give them more memory (spark.executor.memory).",
    ),
    (
        r"exceeds? (?:the )?max(?:imum)? length|binaryFile\.maxLength|UNSUPPORTED_BINARY",
        "a file is larger than 2 GiB, which one task cannot take",
        "Write it in smaller parts.",
    ),
    (r"(?:Caused by: )?[\w.$]*(?:AccessControl|AccessDenied|Permission)[\w.]*: ([^\n]*)", "the storage refuses: {0}", "Check its permissions."),
    (r"[\w.$]*(?:FileNotFoundException|PATH_NOT_FOUND)\S* ([^\n]*)", "was not found: {0}", "Does every worker see it under this path?"),
)  # fmt: skip


def _sentence(what: str, text: str) -> ComplianceError:
    """What Spark says in some hundred lines, in one."""
    for pattern, sentence, advice in _REASONS:
        if match := re.search(pattern, text):
            return fail(sentence.format(*match.groups()), advice, file=what)
    causes = re.findall(r"(?m)^(?:Caused by: |: )?((?:[\w$]+\.)+[\w$]*(?:Exception|Error)): (\S.*)$", text)
    cause = causes[-1][1] if causes else text.strip().split("\n")[0]
    return fail(f"Spark says: {cause[:300].rstrip('.')}", 'Its log says more (spark.log.level = "WARN").', file=what)
