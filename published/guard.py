"""Whether a question in SQL, written by a reader, only reads the published tables.

Takes the question; gives it back as the one statement it is, or says in words why it is refused.  DuckDB's own parser
reads it, and it is judged by the tree that the parser makes of it, never by its text.
"""

import json
from collections.abc import Iterator
from typing import Any

import duckdb

CATALOG = "warehouse"  # as which the published file is attached
READS = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
TABLE_FUNCTIONS = {"range", "generate_series", "unnest", "json_each", "json_tree"}
# Functions whose answer does not hang on their arguments alone read the system, but for these.
HARMLESS = {
    "current_date", "current_localtime", "current_localtimestamp", "current_database", "current_schema", "error",
    "gen_random_uuid", "get_current_time", "get_current_timestamp", "now", "random", "setseed", "today",
    "transaction_timestamp", "uuid", "uuidv4", "uuidv7",
}  # fmt: skip
# They take questions, or the inner state of others, as values.
OTHERS = {"combine", "finalize", "getenv", "json_serialize_plan", "to_aggregate_state", "pg_sleep"}

ONE = (
    "Ask one question at a time, with SELECT, FROM, WITH, VALUES, DESCRIBE or SUMMARIZE. The file is only read: "
    "nothing can be written, set, attached, installed or loaded."
)


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault
    """The question is not run, or gives no answer; the message is for its author."""


def checked(con: duckdb.DuckDBPyConnection, sql: str) -> str:
    """The question without what follows its semicolon, to be run.  Raises Refused."""
    try:
        statements = con.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise Refused(ONE)
        (text,) = con.execute("select json_serialize_sql($1::varchar)", [sql]).fetchall()[0]
        tree = json.loads(text)
        nodes = list(_nodes(tree))
    except duckdb.Error as error:
        raise Refused(str(error)) from error
    except RecursionError as error:
        raise Refused("The question is nested too deeply.") from error
    if tree["error"] or len(tree["statements"]) != 1:  # what cannot be judged is not run
        raise Refused(tree.get("error_message") or ONE)
    known = _tables(con) | (_named_inside(nodes) - _hidden(con))
    denied = _system_functions(con)
    for node in nodes:
        _judge(node, known, denied)
    return _bare(con, sql)


def _bare(con: duckdb.DuckDBPyConnection, sql: str) -> str:
    head, _, tail = sql.rpartition(";")
    try:
        return head if head and not con.extract_statements(tail) else sql
    except duckdb.ParserException:  # the semicolon is part of a text or of a comment
        return sql


def _judge(node: dict[str, Any], known: set[str], denied: set[str]) -> None:
    kind = str(node.get("type"))
    if kind.endswith("_NODE") and kind not in READS:
        raise Refused(ONE)
    if kind == "SHOW_REF" and not node.get("query"):
        raise Refused("To see what a table holds, ask DESCRIBE and its name. The tables are listed below.")
    if kind == "BASE_TABLE":
        *place, name = (str(part).lower() for part in node["qualified_name"]["path"])
        if name not in known or place not in ([], ["main"], [CATALOG, "main"]):
            raise Refused(
                f"There is no table “{'.'.join([*place, name])}” to be read here. The tables are listed below."
            )
    if kind == "TABLE_FUNCTION":
        name = str(node["function"].get("function_name", "")).lower()
        if name not in TABLE_FUNCTIONS:
            raise Refused(f"The function {name} reads other things than the tables, and is not to be used here.")
    elif "function_name" in node:
        name = str(node["function_name"]).lower()
        if name in denied or name.startswith("__"):
            raise Refused(f"The function {name} reads or changes the system, and is not to be used here.")


def _nodes(tree: object) -> Iterator[dict[str, Any]]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node


def _tables(con: duckdb.DuckDBPyConnection) -> set[str]:
    sql = "select table_name from information_schema.tables where table_catalog = $1 and table_schema = 'main'"
    return {name.lower() for (name,) in con.execute(sql, [CATALOG]).fetchall()}


def _named_inside(nodes: list[dict[str, Any]]) -> set[str]:
    """Names that the question itself gives to parts of it."""
    maps = (node["cte_map"]["map"] for node in nodes if isinstance(node.get("cte_map"), dict))
    return {str(entry["key"]).lower() for entries in maps for entry in entries}


def _hidden(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The system's own views: a name given inside could mean one of them elsewhere in the question."""
    return {name.lower() for (name,) in con.execute("select view_name from duckdb_views() where internal").fetchall()}


def _system_functions(con: duckdb.DuckDBPyConnection) -> set[str]:
    sql = "select function_name from duckdb_functions() where stability <> 'CONSISTENT' or has_side_effects"
    return {name.lower() for (name,) in con.execute(sql).fetchall()} - HARMLESS | OTHERS
