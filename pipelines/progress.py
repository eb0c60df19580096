"""How far a long step is: a bar where a person watches a terminal, a log line now and then elsewhere."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

SECONDS_BETWEEN_LINES = 10.0
_log = logging.getLogger("entente")
_bars: list[Progress] = []  # the bars of this process, where a terminal shows them


@contextmanager
def shown(console: Console) -> Iterator[None]:
    """Show the steps run inside as bars on `console`; on anything but a terminal, as lines.

    The caller makes the console, since Dagster puts files in the place of stdout and stderr while a step runs.
    """
    if not console.is_terminal:
        yield
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description:<10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        _bars.append(bars)
        try:
            yield
        finally:
            _bars.remove(bars)


@contextmanager
def track(label: str, total: int | None, is_part: bool = False) -> Iterator[Callable[[int], None]]:
    """Give a function that is called with the number of items just done; `total` None: not known.

    The bar of what `is_part` of a longer step goes when it is done.
    """
    if _bars:
        bars = _bars[-1]
        task = bars.add_task(label, total=total)
        try:
            yield lambda n: bars.advance(task, n)
            bars.update(task, total=next(t.completed for t in bars.tasks if t.id == task) if total is None else total)
        finally:
            if is_part:
                bars.remove_task(task)
        return
    done, last = 0, time.monotonic()

    def advance(n: int) -> None:
        nonlocal done, last
        done += n
        if time.monotonic() - last >= SECONDS_BETWEEN_LINES:
            last = time.monotonic()
            _log.info("%s: %d of %s", label, done, "?" if total is None else total)

    yield advance
