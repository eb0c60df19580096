"""Whether a run would find anything to do: a look at the inputs and at the marks, which changes nothing."""

from itertools import islice

from pipelines.articles.clean import CLEANER_VERSION
from pipelines.assets.derive import BUILT, state_of
from pipelines.assets.ingest import ITEMS_PER_LOAD, origin
from pipelines.assets.publish import PUBLISHED
from pipelines.coder.coder import CODER_VERSION, dictionary_version
from pipelines.settings import Settings
from pipelines.sources import folder
from pipelines.warehouse import database, lock
from pipelines.warehouse.load import news
from pipelines.warehouse.publish import build_info
from pipelines.warehouse.worklist import count_uncleaned, count_uncoded


def nothing_to_do(home: Settings, path: str | None) -> bool:
    """Whether all inputs are known, coded, and in the published file; False also where another run is at work."""
    if not home.work_db.exists() or lock.holder(home.lock) is not None:
        return False
    with lock.hold(home.lock, "", lambda holder: None), database.connect(home.work_db) as con:
        run_id = con.execute("select run_id from raw.builds").fetchall()
        is_published = (
            database.mark(con, PUBLISHED) == database.mark(con, BUILT) == state_of(home, con)
            and [(build_info(home.published).get("run_id"),)] == run_id
        )
        waiting = count_uncleaned(con, CLEANER_VERSION) or count_uncoded(
            con, CODER_VERSION, dictionary_version(home.seeds)
        )
        if not is_published or waiting:
            return False
        found = folder.read(*origin(home, path))
        while items := list(islice(found, ITEMS_PER_LOAD)):
            if any(news(con, items)):
                return False
        return True
