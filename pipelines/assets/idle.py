"""Whether a run would find anything to do: a look at the inputs and at the marks, which changes nothing."""

from collections.abc import Callable

import dagster as dg

from pipelines.articles.clean import CLEANER_VERSION
from pipelines.assets.derive import BUILT, state_of
from pipelines.assets.evaluate import scored_version
from pipelines.assets.ingest import FILES, as_it_was, origin
from pipelines.assets.loads import loads
from pipelines.assets.publish import PUBLISHED
from pipelines.assets.resources import clear_up
from pipelines.coder.coder import coder_version, dictionary_version
from pipelines.settings import Settings
from pipelines.sources import folder
from pipelines.warehouse import database, lock, polls
from pipelines.warehouse.load import DICTIONARY, SCORED, count_gone, news, refused_uris
from pipelines.warehouse.publish import build_info
from pipelines.warehouse.worklist import count_uncleaned, count_uncoded


def nothing_to_do(
    home: Settings, path: str | None, instance: dg.DagsterInstance, on_wait: Callable[[lock.Holder | None], None]
) -> bool:
    """Whether all inputs and all knowledge are known, coded, and in the published file; waits for a run at work."""
    with lock.hold(home.lock, "", on_wait) as died, database.connect(home.work_db) as con:
        if died:
            clear_up(instance, home, died)
        run_id = con.execute("select run_id from raw.builds").fetchall()
        is_published = (
            database.mark(con, PUBLISHED) == database.mark(con, BUILT) == state_of(home, con)
            and [(build_info(home.published).get("run_id"),)] == run_id
        )
        dictionary = dictionary_version(home.seeds, *home.actor_folders)
        coder = coder_version(home.syntax_model)
        waiting = count_uncleaned(con, CLEANER_VERSION) or count_uncoded(con, coder, dictionary)
        known = database.mark(con, DICTIONARY), database.mark(con, SCORED)
        if not is_published or waiting or known != (dictionary, scored_version(home.seeds)):
            return False
        root, prefix = origin(home, path)
        refused: set[str] = set()
        before = polls.memory(con, FILES)
        memory = dict(before)
        for items in loads(folder.read(root, prefix, memory)):
            if any(news(con, items)):
                return False
            refused |= refused_uris(items)
        return not root.is_dir() or count_gone(con, prefix, refused, as_it_was(before, memory)) == 0
