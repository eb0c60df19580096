"""The project's own parser as a component of spaCy, so that its folder is a pipeline that `spacy.load` reads.

Takes documents cut already and sets head, relation and part of speech of each word, a document being one sentence.
Importing this module registers the component; an installed Entente tells spaCy of it by itself.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from spacy.attrs import DEP, HEAD, POS
from spacy.language import Language
from spacy.parts_of_speech import IDS
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipelines.coder.network import Network

FACTORY = "entente_parser"
FILE = "network.npz"


class ParserComponent:
    """Holds a network once `from_disk` has read it."""

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab
        self._network: Network | None = None
        self._bytes = b""

    @property
    def labels(self) -> tuple[str, ...]:
        """The relations that it tells."""
        return tuple(self._network.relations) if self._network else ()

    def __call__(self, doc: Doc) -> Doc:
        """Parse one document."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        """Parse documents, so many at a time."""
        if self._network is None:
            raise ValueError("the parser has not been read from a folder")
        stream = iter(docs)
        while batch := list(islice(stream, batch_size)):
            parsed = self._network.parse([[word.text for word in doc] for doc in batch])
            for doc, (heads, relations, tags) in zip(batch, parsed, strict=True):
                if len(doc):
                    here = np.arange(len(doc))
                    hung = np.where(heads < 0, here, heads) - here
                    columns = [hung.astype(np.int64).astype(np.uint64), self._relations[relations], self._tags[tags]]
                    columns[1][heads < 0] = self._root
                    doc.from_array([HEAD, DEP, POS], np.stack(columns, 1))  # type: ignore[arg-type]
                yield doc

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write what was read."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_bytes(self._bytes)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "ParserComponent":
        """Read the network."""
        self._bytes = (Path(path) / FILE).read_bytes()
        self._network = Network.load(Path(path) / FILE)
        self._root = np.uint64(self._vocab.strings.add("ROOT"))
        self._relations = np.array([self._vocab.strings.add(name) for name in self._network.relations], np.uint64)
        self._tags = np.array([IDS[name] for name in self._network.tags], np.uint64)
        return self


@Language.factory(FACTORY, assigns=["token.head", "token.dep", "token.pos"])
def make(nlp: Language, name: str) -> ParserComponent:
    """What spaCy calls for a component of this name."""
    return ParserComponent(nlp.vocab)
