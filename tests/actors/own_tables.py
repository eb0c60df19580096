"""What the tests of users' own actors need: folders of tables, and the command."""

import os
import subprocess
import sys
from pathlib import Path

SEEDS = Path(__file__).parents[2] / "seeds"
INVENTED = Path(__file__).parent / "invented_world"
ENTENTE = Path(sys.executable).with_name("entente")


def folder(path: Path, **tables: str) -> Path:
    """A folder of tables from their text."""
    path.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


def entente(home: Path, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run the command to its end."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("ENTENTE_", "DBT_", "DAGSTER_"))}
    command = [str(ENTENTE), *map(str, arguments)]
    return subprocess.run(command, env=ours | {"ENTENTE_HOME": str(home)}, capture_output=True, text=True, check=False)
