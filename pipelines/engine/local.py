"""Runs a stage in processes on this machine, with limits of time and memory, and commits its results as files.

Takes a stage (`Iterator[RecordBatch] -> Iterator[RecordBatch of PARCELS]`) and batches; gives a manifest for each
batch that is done.  A batch that hangs, crashes or raises is run again key by key, so that one bad input costs itself
alone; what fails alone is named in the manifest.  Never writes into the warehouse, never makes anything depend on the
order in which batches end.
"""

import json
import multiprocessing
import os
import resource
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, TimeoutError, wait
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pebble import ProcessExpired, ProcessPool

from pipelines.parcels import unpack

Stage = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]
Tables = Iterable[tuple[str, pa.RecordBatch]]
Files = dict[str, list[str]]  # the Parquet files of each table

SECONDS_PER_FURTHER_KEY = 0.5
MEGABYTES = 2_000  # far more than a model and an article need, far less than what a page can make a parser ask for
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Committed:
    """One batch whose results all lie in files.

    `files` of each table hold what `keys` gave; `failed` says why some keys gave nothing.
    """

    folder: Path
    keys: tuple[str, ...]
    files: Files
    failed: dict[str, str]

    @classmethod
    def read(cls, folder: Path) -> "Committed":
        """Read a folder's manifest; files that it does not name were left by attempts that failed."""
        content = json.loads((folder / MANIFEST).read_text())
        return cls(folder, tuple(content["keys"]), content["files"], content["failed"])

    def paths(self, table: str) -> list[str]:
        """The files of a table."""
        return [str(self.folder / name) for name in self.files.get(table, [])]


@dataclass
class _Batch:
    number: int
    rows: pa.RecordBatch
    waiting: int = 1  # tasks that have not ended
    files: Files = field(default_factory=lambda: defaultdict(list))
    failed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LocalEngine:
    """A pool of `workers` processes of `megabytes` of their own at most; one key alone may take `seconds`."""

    workers: int
    seconds: float
    megabytes: int = MEGABYTES

    def run(
        self,
        function: Stage,
        batches: Iterable[pa.RecordBatch],
        staging: Path,
        key: str,
        on_failure: Callable[[pa.RecordBatch, str], Tables] | None = None,
    ) -> Iterator[Committed]:
        """Run every batch through `function` and yield each as it is committed below `staging`, which starts out empty.

        `key` is the column by which a failed batch is taken apart.  `on_failure` may give rows in the place of those
        that an input would have given; it gets the rows of one key and one line saying why.
        """
        todo = iter(batches)
        running: dict[Future[Files], tuple[_Batch, pa.RecordBatch]] = {}
        retries: deque[tuple[_Batch, pa.RecordBatch]] = deque()
        number = 0
        pool: ProcessPool | None = None

        def submit(batch: _Batch, rows: pa.RecordBatch) -> None:
            assert pool is not None
            n_keys = len(rows.column(key).unique())
            limit = self.seconds + SECONDS_PER_FURTHER_KEY * (n_keys - 1)
            name = f"{batch.waiting}-{len(running)}-{os.urandom(4).hex()}"
            args = (function, _to_bytes(rows), str(_folder(staging, batch.number)), name)
            running[pool.schedule(_work, args=args, timeout=limit)] = batch, rows

        try:
            while True:
                while retries and len(running) < 2 * self.workers:
                    submit(*retries.popleft())
                while len(running) < 2 * self.workers and (rows := next(todo, None)) is not None:
                    if pool is None:
                        start = multiprocessing.get_context("forkserver")
                        pool = ProcessPool(self.workers, 0, limit_memory, [self.megabytes], context=start)
                    submit(_Batch(number, rows), rows)
                    number += 1
                if not running:
                    return
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    batch, rows = running.pop(future)
                    batch.waiting -= 1
                    why = _take(future, batch)
                    if why is not None:
                        parts = _by_key(rows, key)
                        if len(parts) > 1:
                            batch.waiting += len(parts)
                            retries.extend((batch, part) for part in parts)
                        else:
                            _give_up(batch, rows, key, why, staging, on_failure)
                    if batch.waiting == 0:
                        yield _commit(batch, key, staging)
        finally:
            if pool is not None:
                pool.stop()  # type: ignore[no-untyped-call]
                pool.join()


def limit_memory(megabytes: int) -> None:
    """Let this process have so much of its own: more raises MemoryError, or ends the process inside a library.

    Counted is what it may write to (RLIMIT_DATA), not what allocators and libraries only reserve, as RLIMIT_AS would.
    """
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def _work(function: Stage, payload: bytes, folder: str, name: str) -> Files:
    """In a worker: run one batch and write its rows, a file a table."""
    with pa.ipc.open_stream(payload) as reader:
        results = [result for parcels in function(iter(list(reader))) for result in unpack(parcels)]
    return _write(results, Path(folder), name)


def _write(results: Tables, folder: Path, name: str) -> Files:
    tables: dict[str, list[pa.RecordBatch]] = defaultdict(list)
    for table, rows in results:
        tables[table].append(rows)
    folder.mkdir(parents=True, exist_ok=True)
    for table, batches in tables.items():
        pq.write_table(pa.Table.from_batches(batches), folder / f"{name}-{table}.parquet")
    return {table: [f"{name}-{table}.parquet"] for table in tables}


def _take(future: Future[Files], batch: _Batch) -> str | None:
    """Add what a task wrote to its batch, or say why it failed."""
    try:
        files = future.result()
    except TimeoutError:
        return "took too long"
    except MemoryError:
        return "took too much memory"
    except ProcessExpired as error:
        return f"the process died ({error.exitcode})"
    except Exception as error:  # of the stage's own code, whatever it is: the input is to blame or the code is
        return f"{type(error).__name__}: {error}".splitlines()[0]
    for table, names in files.items():
        batch.files[table] += names
    return None


def _give_up(
    batch: _Batch,
    rows: pa.RecordBatch,
    key: str,
    why: str,
    staging: Path,
    on_failure: Callable[[pa.RecordBatch, str], Tables] | None,
) -> None:
    batch.failed[rows.column(key)[0].as_py()] = why
    if on_failure is not None:
        name = f"failed-{os.urandom(4).hex()}"
        for table, names in _write(on_failure(rows, why), _folder(staging, batch.number), name).items():
            batch.files[table] += names


def _commit(batch: _Batch, key: str, staging: Path) -> Committed:
    """Name the batch's files in one manifest, put in place by one replace."""
    folder = _folder(staging, batch.number)
    folder.mkdir(parents=True, exist_ok=True)
    keys = batch.rows.column(key).unique().to_pylist()
    fresh = folder / f"{MANIFEST}.tmp"
    fresh.write_text(json.dumps({"keys": keys, "files": batch.files, "failed": batch.failed}))
    fresh.replace(folder / MANIFEST)
    return Committed.read(folder)


def _folder(staging: Path, number: int) -> Path:
    return staging / f"{number:08d}"


def _by_key(rows: pa.RecordBatch, key: str) -> Sequence[pa.RecordBatch]:
    return [rows.filter(pc.equal(rows.column(key), value)) for value in rows.column(key).unique()]


def _to_bytes(rows: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as writer:
        writer.write_batch(rows)
    return sink.getvalue().to_pybytes()
