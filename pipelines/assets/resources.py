"""What a run holds while it works: the lock of the home, and the way into the working database."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import dagster as dg
import duckdb

from pipelines import settings
from pipelines.engine.local import LocalEngine
from pipelines.warehouse import database, lock, raw_store

PID_TAG = "entente/pid"  # of runs that the command line executes in its own process


class Warehouse(dg.ConfigurableResource["Warehouse"]):
    """The home that a run works in; no other run works in it at the same time."""

    home: str

    @property
    def settings(self) -> settings.Settings:
        """The settings of this home."""
        return settings.load(Path(self.home))

    @property
    def engine(self) -> LocalEngine:
        """What spreads a stage over this machine's processes."""
        return LocalEngine(self.settings.workers, self.settings.article_seconds, self.settings.worker_megabytes)

    def connect(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """Open the working database."""
        return database.connect(self.settings.work_db)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Warehouse"]:
        """Wait for the lock, end the run that died holding it, and hold it for the whole run."""
        log = context.log

        def say(holder: lock.Holder | None) -> None:
            who = f" (process {holder.pid})" if holder else ""
            if log:
                log.warning(f"Another run{who} is at work in {self.home}; waiting for it to end.")

        with lock.hold(self.settings.lock, context.run_id or "", say) as died:
            if died and context.instance:
                clear_up(context.instance, self.settings, died)
            yield self


def clear_up(instance: dg.DagsterInstance, home: settings.Settings, died: lock.Holder) -> None:
    """End the run that died holding the lock, and remove what it left half-written; only for who holds the lock."""
    end_dead_run(instance, died.run_id)
    raw_store.remove_unfinished(home.raw)


def is_at_work(instance: dg.DagsterInstance, home: settings.Settings) -> bool:
    """Whether a run holds the home or is about to: another one would wait for it.

    That a run is recorded as started says less: its process may be gone.
    """
    coming = dg.RunsFilter(statuses=[dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.STARTING])
    return lock.holder(home.lock) is not None or bool(instance.get_runs(coming, limit=1))


def end_dead_run(instance: dg.DagsterInstance, run_id: str) -> None:
    """Mark a run whose process is gone as failed, and free the pool slots that it still claims."""
    run = instance.get_run_by_id(run_id)
    if run is None:
        return
    if not run.is_finished:
        instance.report_run_failed(run, "The process that executed this run was killed; nothing half-done was kept.")
    instance.event_log_storage.free_concurrency_slots_for_run(run_id)


def end_dead_runs(instance: dg.DagsterInstance, home: settings.Settings) -> None:
    """End the run that died holding the lock, and those of the command line that died before they got it."""
    with lock.cleared(home.lock) as died:
        if died:
            clear_up(instance, home, died)
    started = dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED])
    for run in instance.get_runs(started):
        pid = run.tags.get(PID_TAG)
        if pid and not _is_alive(int(pid)):
            end_dead_run(instance, run.run_id)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it lives, and is another user's
        return True
    return True
