"""The rules of layering, read off the manifest and the SQL."""

import re
from pathlib import Path

import pytest
import yaml
from dbt.contracts.graph.manifest import Manifest
from dbt.contracts.graph.nodes import ModelNode

from pipelines.sources.schema import REASONS

MODELS = Path(__file__).parents[2] / "dbt_project" / "models"
MAY_READ = {
    "staging": {"source", "seed"},
    "intermediate": {"seed", "staging", "intermediate"},
    "marts": {"seed", "staging", "intermediate", "marts"},
    "views": {"marts"},  # the published file holds nothing else
}
SCHEMAS = {"staging": "staging", "intermediate": "intermediate", "marts": "main", "views": "main"}
PREFIX = {"staging": "stg_", "intermediate": "int_"}
# What DuckDB and Spark answer differently, or only one of them answers at all.
DUCKDB_ONLY = [
    r"\blist\s*\(", r"\bunnest\s*\(", r"\bexclude\s*\(", r"\bstrftime\s*\(", r"\bdatediff\s*\(\s*'",
    r"\bdate_diff\s*\(", r"\barg_(max|min)\s*\(", r"\bstruct_pack\s*\(", r"\bsha256\s*\(", r"\bgenerate_series\s*\(",
    r"\bjson_extract_string\b",
    r"array_agg\s*\([^)]*order by", r"\s//\s", r"\bat time zone\b", r"\blen\s*\(", r"\bregexp_replace\s*\(",
]  # fmt: skip


def models(manifest: Manifest) -> list[ModelNode]:
    return [node for node in manifest.nodes.values() if isinstance(node, ModelNode)]


def layer(manifest: Manifest, unique_id: str) -> str:
    kind = unique_id.split(".")[0]
    return manifest.nodes[unique_id].fqn[1] if kind == "model" else kind


def test_models_read_only_the_layers_before_them(manifest: Manifest) -> None:
    for node in models(manifest):
        read = {layer(manifest, parent) for parent in node.depends_on.nodes}
        assert read <= MAY_READ[node.fqn[1]], node.name


def test_the_reasons_of_rejections_are_those_of_the_sources() -> None:
    described = yaml.safe_load((MODELS / "marts" / "rejected_documents.yml").read_text())["models"][0]["columns"]
    (reason,) = [column for column in described if column["name"] == "reason"]
    assert reason["data_tests"][0]["accepted_values"]["arguments"]["values"] == list(REASONS)


def test_each_layer_has_its_schema_and_its_names(manifest: Manifest) -> None:
    """Marts are called as users know them; only a name that a seed has already stands behind `mart_` in the project."""
    seeds = {node.name for node in manifest.nodes.values() if node.resource_type == "seed"}
    for node in models(manifest):
        if prefix := PREFIX.get(node.fqn[1]):
            assert node.name.startswith(prefix), node.name
            assert node.alias == node.name
        else:
            assert not node.alias.startswith(("stg_", "int_", "mart_")), node.name
            assert node.name == f"mart_{node.alias}" if node.alias in seeds else node.name == node.alias, node.name
        assert node.schema == SCHEMAS[node.fqn[1]], node.name
        assert node.description.startswith("One row per"), node.name


def test_no_model_is_for_nothing(manifest: Manifest) -> None:
    for node in models(manifest):
        children = [child for child in manifest.child_map[node.unique_id] if child.startswith("model.")]
        assert children or node.schema == "main", node.name


def test_every_check_of_the_knowledge_lies_in_its_folder(manifest: Manifest) -> None:
    """A build that finds the knowledge unchanged leaves that folder's checks out, and no others."""
    tests = [node for node in manifest.nodes.values() if node.unique_id.startswith("test.")]
    of_seeds = {node.name for node in tests if any(parent.startswith("seed.") for parent in node.depends_on.nodes)}
    assert of_seeds == {node.name for node in tests if node.fqn[1] == "knowledge"}


def test_sources_point_at_the_assets_that_fill_them(manifest: Manifest) -> None:
    assert manifest.sources
    for source in manifest.sources.values():
        assert source.config.meta["dagster"]["asset_key"] == ["raw", source.name]


@pytest.mark.parametrize("folder", ["staging", "intermediate"])
def test_sql_up_to_the_marts_travels(folder: str) -> None:
    files = sorted((MODELS / folder).glob("*.sql"))
    assert files
    for file in files:
        assert foreign(file.read_text(encoding="utf-8")) == [], file.name


def test_the_rule_of_travelling_sees_what_it_bans() -> None:
    assert foreign("select list(x order by y), strftime(d, '%Y') from t -- list(x) in a remark is fine")[:1]
    assert foreign("select x, 'a // b' as y from t -- list(x) in a remark is fine") == []
    assert foreign('select "quoted" from t') == ['"']
    assert foreign("select sum(x) as total order by total") == ["order by total"]


def foreign(sql: str) -> list[str]:
    """The constructs of the SQL that stay in DuckDB: banned calls, quoted names, orders of no said direction."""
    sql = re.sub(r"\{\{ config\(\n.*?\n\) \}\}|\{\{.*?\}\}|\{%.*?%\}|--[^\n]*|'[^'\n]*'", "''", sql, flags=re.S)
    banned = [found.group(0) for pattern in DUCKDB_ONLY if (found := re.search(pattern, sql, re.I))]
    if '"' in sql:
        banned.append('"')
    keys = [key for order in re.findall(r"order by\s+([^()]+?)\s*\)", sql + ")", re.I) for key in order.split(",")]
    return banned + [f"order by {key.strip()}" for key in keys if not re.search(r"\b(asc|desc)\b", key, re.I)]
