"""Packs a trained parser for use: `python -m training.syntax.package PARAMETERS.npz VECTORS.npz MODEL`.

Rows of tables become whole numbers of 8 bits, each row with a scale of its own; all else has 16 bits.  What training
alone needed is left out.  The folder is a spaCy pipeline, and `pipelines.coder.syntax` reads it without spaCy.
"""

import argparse
import io
import json
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import spacy

from pipelines.coder.forms import TABLES
from pipelines.coder.spacy_parser import FACTORY, FILE

META = {
    "name": "entente_ud",
    "version": "0.1.0",
    "description": "Heads, relations and parts of speech of Universal Dependencies for English news",
    "license": "CC BY-SA 4.0",
    "sources": [{"name": "Universal Dependencies, English Web Treebank", "license": "CC BY-SA 4.0"}],
}
NOTICE = """\
# Licence of this model

The parameters in this folder were trained from the **Universal Dependencies English Web Treebank** (EWT), by Natalia
Silveira, Timothy Dozat, Christopher D. Manning, Nathan Schneider, Amir Zeldes and its other contributors, under the
Creative Commons licence Attribution-ShareAlike 4.0 International (CC BY-SA 4.0).  The treebank was changed: part of it
was cut into other words (see `training/syntax/treebank.py`).  The parameters are given on under the same licence,
CC BY-SA 4.0 (<https://creativecommons.org/licenses/by-sa/4.0/>), without warranty.

Its word vectors were counted from raw text: the Current Events portal of Wikipedia (CC BY-SA 4.0), releases of the
White House (public domain), and machine-written news stories published with NGEC (Halterman et al. 2023); sentences
of these sources, labelled by an earlier stage of the model, were learnt from as well.  No text of them is in this
folder but single words.

The code that trains and runs the model has the licence of the project.
"""
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
    told = {"names": {table: about["names"][table] for table in TABLES}}
    told |= {name: about[name] for name in ("deps", "pos", "tagged")}
    if given.model.exists():
        shutil.rmtree(given.model)
    pipeline = spacy.blank("en")
    pipeline.meta.update(META)
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder, FILE), {"about": np.array(json.dumps(told)), **packed(parameters, vectors)})
        pipeline.add_pipe(FACTORY, name="parser").from_disk(folder)
    pipeline.to_disk(given.model)
    (given.model / "LICENCE.md").write_text(NOTICE, encoding="utf8")
    sys.stdout.write(f"{sum(path.stat().st_size for path in given.model.rglob('*') if path.is_file()):,} bytes\n")


if __name__ == "__main__":
    main()
