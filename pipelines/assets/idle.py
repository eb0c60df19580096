"""Whether a run would find anything to do: a look at the inputs and at the marks, which changes nothing."""

from collections.abc import Callable
from itertools import islice

import dagster as dg

from pipelines.articles.clean import CLEANER_VERSION
from pipelines.assets.derive import BUILT, state_of
from pipelines.assets.ingest import ITEMS_PER_LOAD, origin
from pipelines.assets.publish import PUBLISHED
from pipelines.assets.resources import end_dead_run
from pipelines.coder.coder import CODER_VERSION, dictionary_version
from pipelines.settings import Settings
from pipelines.sources import folder
from pipelines.warehouse import database, lock
from pipelines.warehouse.load import news
from pipelines.warehouse.publish import build_info
from pipelines.warehouse.worklist import count_uncleaned, count_uncoded


def nothing_to_do(
    home: Settings, path: str | None, instance: dg.DagsterInstance, on_wait: Callable[[lock.Holder | None], None]
) -> bool:
    """Whether all inputs are known, coded, and in the published file; waits for a run that is at work."""
    with lock.hold(home.lock, "", on_wait) as died, database.connect(home.work_db) as con:
        if died:
            end_dead_run(instance, died.run_id)
        run_id = con.execute("select run_id from raw.builds").fetchall()
        is_published = (
            database.mark(con, PUBLISHED) == database.mark(con, BUILT) == state_of(home, con)
            and [(build_info(home.published).get("run_id"),)] == run_id
        )
        waiting = count_uncleaned(con, CLEANER_VERSION) or count_uncoded(
            con, CODER_VERSION, dictionary_version(home.seeds, *home.actor_folders)
        )
        if not is_published or waiting:
            return False
        found = folder.read(*origin(home, path))
        while items := list(islice(found, ITEMS_PER_LOAD)):
            if any(news(con, items)):
                return False
        return True
