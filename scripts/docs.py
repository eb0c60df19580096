"""Makes the static pages of the documentation, out of the project alone: `make docs`.

`site/index.html` is dbt's page of every model, column, test and exposure, with the lineage; `site/codebook.html` lists
the event types.  Both load nothing from anywhere.  Needs no warehouse.
"""

import csv
import html
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from dbt.cli.main import dbtRunner

ROOT = Path(__file__).parents[1]
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Entente: codebook of event types</title><style>
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border-bottom: 1px solid #ccc; padding: .3rem .6rem; text-align: left; vertical-align: top; }}
</style></head><body><h1>Codebook of event types</h1>
<p>Each code of CAMEO with the PLOVER type, the quad class and the Goldstein value (-10 most hostile, 10 most friendly)
that it stands for: the table <code>event_types</code>.</p>
{roots}</body></html>
"""
COLUMNS = {
    "cameo_code": "Code", "name": "Name", "description": "Description", "plover_type": "PLOVER", "plover_mode": "Mode",
    "quad_class": "Quad class", "goldstein": "Goldstein",
}  # fmt: skip


def main() -> None:
    """Write both pages into `site/`, or where the first argument says."""
    site = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site"
    site.mkdir(parents=True, exist_ok=True)
    (site / "codebook.html").write_text(codebook(event_types()), encoding="utf-8")
    models(site / "index.html")
    print(f"{site}/index.html and {site}/codebook.html")


def event_types() -> list[dict[str, str]]:
    """The rows of the seed that the table `event_types` is."""
    with (ROOT / "seeds" / "event_types.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codebook(rows: Sequence[Mapping[str, str]]) -> str:
    """A page with a table for each root code."""
    tables: dict[str, list[str]] = {}
    names = {row["cameo_code"]: row["name"] for row in rows}
    for row in rows:
        cells = "".join(f"<td>{html.escape(row[column])}</td>" for column in COLUMNS)
        tables.setdefault(row["cameo_root"], []).append(f'<tr id="{html.escape(row["cameo_code"])}">{cells}</tr>')
    head = "".join(f"<th>{title}</th>" for title in COLUMNS.values())
    return PAGE.format(
        roots="".join(
            f"<h2>{root} {html.escape(names.get(root, ''))}</h2><table><tr>{head}</tr>{''.join(body)}</table>\n"
            for root, body in sorted(tables.items())
        )
    )


def models(page: Path) -> None:
    """Dbt's page, in one file."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ENTENTE_WORK_DB"] = str(Path(folder) / "empty.duckdb")
        project = str(ROOT / "dbt_project")
        where = ["--project-dir", project, "--profiles-dir", project, "--target-path", folder]
        command = ["--quiet", "docs", "generate", "--static", "--empty-catalog", "--log-level-file", "none"]
        done = dbtRunner().invoke([*command, *where])
        if not done.success:
            raise SystemExit(f"dbt cannot document the models: {done.exception}")
        shutil.copyfile(Path(folder) / "static_index.html", page)


if __name__ == "__main__":
    main()
