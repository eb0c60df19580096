"""Where each column of a public table comes from, read off the SQL that dbt compiles.

Takes dbt's manifest and the columns of the raw tables; gives for each column what it is made of directly and, through
all models between, the columns of raw tables and seeds.  Never opens a warehouse.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

from sqlglot import exp, parse_one
from sqlglot.lineage import lineage
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import build_scope

DIALECT = "duckdb"
Column = tuple[str, str]  # schema.table, column
Columns = Mapping[str, Sequence[str]]  # schema.table -> its columns


@dataclass(frozen=True)
class Origin:
    """What a column is made of: columns of the tables that its model reads, and of those where nothing is before."""

    direct: frozenset[Column]
    sources: frozenset[Column]
    counted: frozenset[str]  # tables whose rows are counted


def origins(manifest: Mapping[str, Any], raw: Columns) -> dict[Column, Origin]:
    """The origin of each column of each model; columns in lower case."""
    nodes = {**manifest["nodes"], **manifest["sources"]}
    reads = {key: node["depends_on"]["nodes"] for key, node in nodes.items() if node["resource_type"] == "model"}
    schema: dict[str, dict[str, dict[str, str]]] = {}
    found: dict[Column, Origin] = {}
    for key in TopologicalSorter(reads).static_order():
        node = nodes[key]
        name = f"{node['schema']}.{node.get('alias') or node['identifier']}"
        if key not in reads:
            columns = raw.get(name) or [column.lower() for column in node["columns"]]
        else:
            origin = _of_model(node["compiled_code"], schema)
            found |= {(name, column): _through(direct, counted, found) for column, direct, counted in origin}
            columns = [column for table, column in found if table == name]
        schema.setdefault(node["schema"], {})[name.partition(".")[2]] = dict.fromkeys(columns, "unknown")
    return found


def _of_model(sql: str, schema: dict[str, Any]) -> Iterator[tuple[str, frozenset[Column], frozenset[str]]]:
    """Each column of a select with the columns, and the tables whose rows are counted, of which it is made."""
    tree = parse_one(sql, dialect=DIALECT)
    for table in tree.find_all(exp.Table):
        table.set("catalog", None)
    tree = qualify(tree, schema=schema, dialect=DIALECT, validate_qualify_columns=False, identify=False)
    assert isinstance(tree, exp.Query)
    parts = {cte.alias: cte.this for cte in tree.find_all(exp.CTE)}
    scope = build_scope(tree)
    for column in tree.named_selects:
        nodes = list(lineage(column, tree, schema, scope=scope, dialect=DIALECT).walk())
        leaves = [node for node in nodes if not node.downstream and isinstance(node.expression, exp.Table)]
        direct = frozenset((_name(node.expression), node.name.rpartition(".")[2]) for node in leaves)
        counts = [node.source for node in nodes if not node.downstream and node.expression.find(exp.Count)]
        yield column.lower(), direct, frozenset(name for source in counts for name in _read(source, parts))


def _read(select: exp.Expr, parts: Mapping[str, exp.Expr]) -> Iterator[str]:
    """The tables that a select reads, through the named parts before it."""
    clauses = [select.args.get("from_"), *select.args.get("joins", ())]
    for table in (table for clause in clauses if clause is not None for table in clause.find_all(exp.Table)):
        if table.db:
            yield _name(table)
        elif table.name in parts:
            yield from _read(parts[table.name], parts)


def _name(table: exp.Expr) -> str:
    return f"{table.args['db'].name}.{table.name}"


def _through(direct: frozenset[Column], counted: frozenset[str], found: Mapping[Column, Origin]) -> Origin:
    before = [(column, found.get(column)) for column in direct]
    sources = frozenset().union(*({column} if origin is None else origin.sources for column, origin in before))
    rows = counted.union(*(origin.counted for _, origin in before if origin is not None))
    return Origin(direct, sources, rows)
