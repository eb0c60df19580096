"""Packs a trained parser for use: `python -m training.package PARAMETERS.npz VECTORS.npz MODEL`.

Rows of tables become whole numbers of 8 bits, each row with a scale of its own; all else has 16 bits.  What training
alone needed is left out.  The folder is a spaCy pipeline, and `pipelines.coder.syntax` reads it without spaCy.
"""

import argparse
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.coder.forms import TABLES
from training.network import Shape

EPOCH = (1980, 1, 1, 0, 0, 0)  # the same parameters give the same file


def packed(parameters: dict[str, np.ndarray], vectors: np.ndarray) -> dict[str, np.ndarray]:
    """The arrays of the file."""
    found: dict[str, np.ndarray] = {}
    known = {**parameters, "table_vector": np.concatenate([np.zeros((1, vectors.shape[1]), np.float32), vectors])}
    for name, array in known.items():
        if name.startswith("table_"):
            scale = np.maximum(np.abs(array).max(1, keepdims=True), 1e-9) / 127
            found[name] = np.round(array / scale).astype(np.int8)
            found[f"{name}.scale"] = scale.astype(np.float16)
        else:
            found[name] = array.astype(np.float16)
    return found


def write(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """An `.npz` file without the time of day in it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, array in arrays.items():
            bytes_ = io.BytesIO()
            np.save(bytes_, array)
            file.writestr(zipfile.ZipInfo(f"{name}.npy", EPOCH), bytes_.getvalue(), zipfile.ZIP_DEFLATED)


def main() -> None:
    """Pack as the command line says."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("parameters", type=Path)
    ask.add_argument("vectors", type=Path)
    ask.add_argument("model", type=Path)
    given = ask.parse_args()
    with np.load(given.parameters) as file:
        about: dict[str, Any] = json.loads(str(file["about"]))
        parameters = {name: file[name] for name in file.files if name != "about"}
    with np.load(given.vectors) as file:
        vectors = file["vectors"]
    shape = Shape({}, *about["sizes"])
    told = {"names": {table: about["names"][table] for table in TABLES}, "deps": about["deps"], "pos": about["pos"]}
    told["tagged"] = shape.tagged
    folder = given.model / "parser"
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "network.npz", {"about": np.array(json.dumps(told)), **packed(parameters, vectors)})


if __name__ == "__main__":
    main()
