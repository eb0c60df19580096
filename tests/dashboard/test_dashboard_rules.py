"""Rules of this room that no test of behaviour would notice."""

import ast
import tomllib
from pathlib import Path

import pytest

ROOM = Path(__file__).parents[2] / "dashboard"
MODULES = sorted(ROOM.rglob("*.py"))
DOORS = {
    ROOM / "ui" / f"{name}.py" for name in ("corrections", "drafts", "trial")
}  # what they take is in the rules of the house
MARKDOWN_CALLS = {
    "markdown", "caption", "title", "header", "subheader", "write", "metric", "pills", "page_link", "button", "info",
    "warning", "error", "success", "toast", "badge", "expander", "tabs", "checkbox", "toggle", "radio",
}  # fmt: skip
# What these calls may be given beside literals: words of our own, and text through safe_md.
OWN_WORDS = {"safe_md", "plural", "title", "label", "icon", "words", "len", "hint"}


def calls(module: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.Call)]


def label_of(call: ast.Call) -> ast.expr | None:
    named = next((keyword.value for keyword in call.keywords if keyword.arg in ("label", "body")), None)
    if isinstance(call.func, ast.Attribute) and call.func.attr == "page_link":
        return named
    return named or (call.args[0] if call.args else None)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOM)))
def test_no_text_of_an_article_goes_through_markdown(module: Path) -> None:
    for call in calls(module):
        if not (isinstance(call.func, ast.Attribute) and call.func.attr in MARKDOWN_CALLS):
            continue
        if not (isinstance(call.func.value, ast.Name) and call.func.value.id == "st"):
            continue
        label = label_of(call)
        names = {node.id for node in ast.walk(label) if isinstance(node, ast.Name)} if label else set()
        wrapped = isinstance(label, ast.Call) and isinstance(label.func, ast.Name) and label.func.id == "safe_md"
        assert wrapped or names <= OWN_WORDS | {"total", "unit", "kind", "shown"}, ast.unparse(call)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOM)))
def test_what_a_module_may_import_and_call(module: Path) -> None:
    tree = ast.parse(module.read_text())
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    others = ("dagster", "dbt") if module in DOORS else ("pipelines", "dagster", "dbt")
    assert not any(name.startswith(others) for name in imported)
    assert "unsafe_allow" not in module.read_text()
    if module.parent.name in ("queries", "charts") or module.name == "store.py":
        assert "streamlit" not in imported
    if module.parent.name == "charts":
        assert "duckdb" not in imported
    if module.parent.name == "app_pages":
        assert not imported & {"duckdb"}
        assert "select " not in module.read_text().lower().replace("select=", "")
        assert len(module.read_text().splitlines()) < 120


def test_streamlit_finds_settings_that_keep_it_at_home() -> None:
    settings = tomllib.loads((ROOM / ".streamlit" / "config.toml").read_text())
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["server"]["address"] == "127.0.0.1"
    assert {"light", "dark"} <= set(settings["theme"])
