"""A slip in a table of `seeds/` is told in one line: file, row, what is expected there."""

import shutil
from pathlib import Path

import pytest

from pipelines.coder.coder import Coder
from pipelines.tables import KnowledgeError, read_table

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.mark.parametrize(
    ("table", "row", "told"),
    [
        ("verbs", "forgo,forwent", r"2 cells where 4 are expected \(lemma,past,participle,role\)"),
        ("verbs", ",forwent,forgone,", "the lemma is missing"),
        (
            "grammar_words",
            "of, course,aside",
            r"3 cells where 2 are expected \(word,class\); a comma in a cell needs quotes",
        ),
        ("grammar_words", "aside,", "the class is missing"),
        ("places", "Gulf of Nowhere, the,sea", r"3 cells where 2 are expected \(place,kind\)"),
        ("places", ",sea", "the place is missing"),
        ("reference_words", "thereof", r"1 cells where 2 are expected \(word,class\)"),
        ("reference_words", ",article", "the word is missing"),
        ("patterns", "greet,verb,obj,050", "4 cells where 5 are expected"),
        ("status_cues", "perhaps,adverb", "2 cells where 3 are expected"),
        ("event_types", "999", "1 cells where 8 are expected"),
        ("event_shifts", "planned,04,036,planned,more", "5 cells where 4 are expected"),
    ],
)
def test_a_slip_is_told_with_its_row(tmp_path: Path, table: str, row: str, told: str) -> None:
    seeds = tmp_path / "seeds"
    shutil.copytree(SEEDS, seeds, ignore=shutil.ignore_patterns("articles", "wikidata"))
    path = seeds / f"{table}.csv"
    text = path.read_text(encoding="utf8")
    path.write_text(f"{text}{row}\n", encoding="utf8")
    with pytest.raises(KnowledgeError, match=f"^{path} row {text.count(chr(10)) + 1}: {told}"):
        Coder.load(seeds)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "words.csv row 1: the column word is missing"),
        (b"word\nof\n", "words.csv row 1: the column class is missing"),
        ("word,class\nd\u00e9j\u00e0,noun\n".encode("latin-1"), "words.csv: this is not UTF-8 text"),
        (b'word,class\n"of,noun\n', "words.csv: unexpected end of data"),
    ],
)
def test_a_file_that_is_no_table_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "words.csv"
    path.write_bytes(content)
    with pytest.raises(KnowledgeError, match=told):
        list(read_table(path, ("word", "class")))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"words.csv: .*No such file"):
        list(read_table(tmp_path / "words.csv", ("word",)))


def test_blank_lines_and_other_columns_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text("note,word\n\nx, of \n", encoding="utf8")
    assert [(row.cells, row.line) for row in read_table(path, ("word",))] == [({"word": "of"}, 3)]
