"""What stands in for a cluster: what its workers would do is done in this process."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from compliance.io.cluster import Cluster, ClusterFile, Task, Worker


@dataclass(frozen=True)
class Kept:
    value: Any


class LocalCluster(Cluster):
    """What is sent is pickled, as it is on its way to a worker."""

    def start(self, settings: object) -> None:
        """There is nothing to be begun."""

    def share(self, value: Any) -> Kept:
        return Kept(value)

    def each(self, files: Sequence[ClusterFile], task: Task[Any]) -> list[Any]:
        batches = worker(files, task).parts(contents(files))
        return [pickle.loads(part) for batch in batches for part in batch["part"].to_pylist()]

    def stream(self, file: ClusterFile, task: Task[Any]) -> Iterator[Any]:
        yield from self.each([file], task)

    def frame(self, files: Sequence[ClusterFile], task: Task[pa.RecordBatch], schema: str) -> Any:
        return pa.Table.from_batches(list(worker(files, task).batches(contents(files))))

    def write_parquet(self, frame: Any, target: str) -> None:
        folder = Path(target.removeprefix("file:"))
        folder.mkdir()
        pq.write_table(frame, folder / "part-0.parquet")


def worker(files: Sequence[ClusterFile], task: Task[Any]) -> Worker:
    sent: Worker = pickle.loads(pickle.dumps(Worker(task, {file.url: place for place, file in enumerate(files)})))
    return sent


def contents(files: Sequence[ClusterFile]) -> Iterator[pa.RecordBatch]:
    """The files as Spark gives them to a worker."""
    for file in files:
        content = Path(file.url.removeprefix("file:")).read_bytes()
        yield pa.RecordBatch.from_pydict({"path": [file.url], "content": [content]})
