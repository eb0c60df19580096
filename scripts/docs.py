"""Makes the static pages of the documentation, out of the project alone: `make docs`.

`site/index.html` is dbt's page of every model, column, test and exposure, with the lineage; `site/columns.html` tells
from which raw columns every public column comes, `site/checks.html` what every build checks of each table;
`site/codebook.html` lists the event types.  They load nothing from anywhere.  Needs no warehouse.
"""

import csv
import html
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
from dbt.cli.main import dbtRunner
from lineage import Origin, origins

from pipelines.warehouse.schema import create

ROOT = Path(__file__).parents[1]
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Entente: {title}</title><style>
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border-bottom: 1px solid #ccc; padding: .3rem .6rem; text-align: left; vertical-align: top; }}
</style></head><body><h1>{title}</h1>
<p>{about}</p>
{body}</body></html>
"""
OF_TYPES = (
    "Each code of CAMEO with the PLOVER type, the quad class and the Goldstein value (-10 most hostile, 10 most "
    "friendly) that it stands for: the table <code>event_types</code>."
)
OF_COLUMNS = (
    "Each column of the public tables and views, with what it is made of in the models just before, and the columns of "
    "raw tables and of seeds from which it comes in the end. Read off the SQL of the models, which "
    "<a href='index.html'>the page of models</a> shows."
)
OF_CHECKS = (
    "What every build checks of each table. Where one does not hold that stops the build, nothing is published and the "
    "last good build stays; one that warns is told in Dagster."
)
# Of the checks that dbt brings along; the project describes its own.
OF_DBT = {
    "unique": "No value stands in two rows.",
    "not_null": "No value is NULL.",
    "accepted_values": "Each value is one of those that are listed; NULL is no value.",
    "relationships": "Each value stands in the column of the other table; NULL is no value.",
}
COLUMNS = {
    "cameo_code": "Code", "name": "Name", "description": "Description", "plover_type": "PLOVER", "plover_mode": "Mode",
    "quad_class": "Quad class", "goldstein": "Goldstein",
}  # fmt: skip


def main() -> None:
    """Write the pages into `site/`, or where the first argument says."""
    site = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site"
    site.mkdir(parents=True, exist_ok=True)
    manifest = models(site / "index.html")
    pages = {
        "columns": PAGE.format(title="Columns", about=OF_COLUMNS, body=columns(manifest, origins(manifest, raw()))),
        "checks": PAGE.format(title="Checks", about=OF_CHECKS, body=checks(manifest)),
        "codebook": PAGE.format(title="Codebook of event types", about=OF_TYPES, body=codebook(event_types())),
    }
    for name, page in pages.items():
        (site / f"{name}.html").write_text(page, encoding="utf-8")
    print(f"{site}/index.html, {', '.join(f'{name}.html' for name in pages)}")


def raw() -> dict[str, list[str]]:
    """The columns of the raw tables, as the pipeline makes them."""
    found: dict[str, list[str]] = {}
    with duckdb.connect() as con:
        create(con)
        rows = con.execute(
            "select schema_name || '.' || table_name, column_name from duckdb_columns() where not internal"
        )
        for table, column in rows.fetchall():
            found.setdefault(table, []).append(column)
    return found


def columns(manifest: Mapping[str, Any], made_of: Mapping[tuple[str, str], Origin]) -> str:
    """A table of columns for each public table, with the pages of the dashboard that read it."""
    public = {key: node for key, node in manifest["nodes"].items() if node["schema"] == "main"}
    read_by: dict[str, list[str]] = {key: [] for key in public}
    for exposure in manifest["exposures"].values():
        for key in exposure["depends_on"]["nodes"]:
            read_by[key].append(exposure["label"])
    found = []
    for key, node in sorted(public.items(), key=lambda item: item[1]["alias"]):
        name = node["alias"]
        rows = "".join(
            f'<tr id="{name}.{column}"><td><code>{column}</code></td><td>{html.escape(told["description"])}</td>'
            f"{_cells(made_of[f'main.{name}', column.lower()])}</tr>"
            for column, told in node["columns"].items()
        )
        pages = f"<p>Read by: {', '.join(map(html.escape, sorted(read_by[key])))}.</p>" if read_by[key] else ""
        head = "<tr><th>Column</th><th>What it is</th><th>Made of</th><th>Comes from</th></tr>"
        found.append(f"<h2>{name}</h2><p>{html.escape(node['description'])}</p>{pages}<table>{head}{rows}</table>\n")
    return "".join(found)


def _cells(origin: Origin) -> str:
    direct = [".".join(column) for column in sorted(origin.direct)]
    sources = [".".join(column) for column in sorted(origin.sources)]
    counted = [f"number of rows of {table}" for table in sorted(origin.counted)]
    return f"<td>{_list(direct + counted) or 'always the same'}</td><td>{_list(sources)}</td>"


def _list(names: Iterable[str]) -> str:
    return "<br>".join(f"<code>{html.escape(name)}</code>" for name in names)


def checks(manifest: Mapping[str, Any]) -> str:
    """A table of checks for each table of the warehouse."""
    found: dict[str, list[str]] = {}
    for test in manifest["nodes"].values():
        if test["resource_type"] == "test":
            table = manifest["nodes"][test["attached_node"]]
            found.setdefault(f"{table['schema']}.{table['alias']}", []).append(_check(test, manifest["macros"]))
    head = "".join(f"<th>{title}</th>" for title in ("Check", "What holds", "Of", "Where it does not, it"))
    return "".join(
        f"<h2>{name}</h2><table><tr>{head}</tr>{''.join(rows)}</table>\n" for name, rows in sorted(found.items())
    )


def _check(test: Mapping[str, Any], macros: Mapping[str, Any]) -> str:
    kind, given = test["test_metadata"]["name"], test["test_metadata"]["kwargs"]
    generic = macros.get(f"macro.entente.test_{kind}", {}).get("description") or OF_DBT.get(kind, "")
    of = "; ".join(f"{name}: {_words(value)}" for name, value in given.items() if name != "model")
    does = "stops the build" if test["config"]["severity"].lower() == "error" else "warns"
    cells = (test["name"], test["description"] or generic, of.replace("column_name: ", ""), does)
    return f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in cells)}</tr>"


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def event_types() -> list[dict[str, str]]:
    """The rows of the seed that the table `event_types` is."""
    with (ROOT / "seeds" / "event_types.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codebook(rows: Sequence[Mapping[str, str]]) -> str:
    """A table for each root code."""
    tables: dict[str, list[str]] = {}
    names = {row["cameo_code"]: row["name"] for row in rows}
    for row in rows:
        cells = "".join(f"<td>{html.escape(row[column])}</td>" for column in COLUMNS)
        tables.setdefault(row["cameo_root"], []).append(f'<tr id="{html.escape(row["cameo_code"])}">{cells}</tr>')
    head = "".join(f"<th>{title}</th>" for title in COLUMNS.values())
    return "".join(
        f"<h2>{root} {html.escape(names.get(root, ''))}</h2><table><tr>{head}</tr>{''.join(body)}</table>\n"
        for root, body in sorted(tables.items())
    )


def models(page: Path) -> dict[str, Any]:
    """Write dbt's page, in one file; gives dbt's manifest."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ENTENTE_WORK_DB"] = str(Path(folder) / "empty.duckdb")
        project = str(ROOT / "dbt_project")
        where = ["--project-dir", project, "--profiles-dir", project, "--target-path", folder]
        command = ["--quiet", "docs", "generate", "--static", "--empty-catalog", "--log-level-file", "none"]
        done = dbtRunner().invoke([*command, *where])
        if not done.success:
            raise SystemExit(f"dbt cannot document the models: {done.exception}")
        shutil.copyfile(Path(folder) / "static_index.html", page)
        manifest: dict[str, Any] = json.loads((Path(folder) / "manifest.json").read_text(encoding="utf-8"))
    return manifest


if __name__ == "__main__":
    main()
