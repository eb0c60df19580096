"""Raw news in, sentences out: `python -m training.syntax.raw FOLDER OUT.txt` writes one sentence a line, each but once.

FOLDER holds `.jsonl.gz` files whose lines have a `text`.  What is written is for training alone and never kept.
"""

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from pipelines.articles.sentences import split


def sentences(folder: Path) -> Iterator[str]:
    """The sentences of every text below the folder, white space made single."""
    seen = set()
    for path in sorted(folder.rglob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf8") as lines:
            for line in lines:
                text = json.loads(line).get("text", "")
                for start, end in split(text):
                    sentence = " ".join(text[start:end].split())
                    if sentence not in seen:
                        seen.add(sentence)
                        yield sentence


if __name__ == "__main__":
    Path(sys.argv[2]).write_text("\n".join(sentences(Path(sys.argv[1]))), encoding="utf8")
