"""How a network is written: GraphML for network programs, JSON (nodes and links) for the web and for networkx.

Takes the tied and their ties as batches of rows; gives a file, written as they flow.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

Row = dict[str, Any]

_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NODE = {"label": "string", "kind": "string", "country": "string"}
_EDGE = {
    **dict.fromkeys(
        (
            "n_events", "n_symmetric", "n_verbal_cooperation", "n_material_cooperation", "n_verbal_conflict",
            "n_material_conflict",
        ),
        "int",
    ),
    "goldstein_mean": "double",
    "first_day": "string",
    "last_day": "string",
}  # fmt: skip


def write_graphml(about: dict[str, str], nodes: Iterator[Row], ties: Iterator[Row], path: Path) -> None:
    """A directed graph in GraphML; what the build is stands in its description."""
    with path.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
        for owner, keys in (("node", _NODE), ("edge", _EDGE)):
            out.writelines(
                f'  <key id="{name}" for="{owner}" attr.name="{name}" attr.type="{kind}"/>\n'
                for name, kind in keys.items()
            )
        out.write('  <graph edgedefault="directed">\n')
        out.write(f"    <desc>{_text('; '.join(f'{key} {value}' for key, value in about.items()))}</desc>\n")
        for node in nodes:
            out.write(f"    <node id={_quoted(node['id'])}>{_data(node, _NODE)}</node>\n")
        for tie in ties:
            ends = f"source={_quoted(tie['source'])} target={_quoted(tie['target'])}"
            out.write(f"    <edge {ends}>{_data(tie, _EDGE)}</edge>\n")
        out.write("  </graph>\n</graphml>\n")


def write_json(about: dict[str, str], nodes: Iterator[Row], ties: Iterator[Row], path: Path) -> None:
    """One object with `nodes` and `links`, as networkx (`edges="links"`) and D3 read it."""
    with path.open("w", encoding="utf-8") as out:
        out.write(f'{{"directed": true, "multigraph": false, "graph": {json.dumps(about, ensure_ascii=False)},\n')
        for name, rows in (("nodes", nodes), ("links", ties)):
            out.write(f'"{name}": [')
            for n, row in enumerate(rows):
                out.write(f"{',' if n else ''}\n{json.dumps(row, ensure_ascii=False, default=str)}")
            out.write("\n]" + (",\n" if name == "nodes" else "}\n"))


def _data(row: Row, keys: dict[str, str]) -> str:
    return "".join(f'<data key="{name}">{_text(str(row[name]))}</data>' for name in keys if row.get(name) is not None)


def _text(text: str) -> str:
    return escape(_NO_XML.sub("", text))


def _quoted(text: str) -> str:
    return quoteattr(_NO_XML.sub("", text))


GRAPHS = {"graphml": write_graphml, "json": write_json}
