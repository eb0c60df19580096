"""The parser: its words are the coder's, its trees are trees, and it reads what it must.  Cases: syntax_cases.txt."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.coder import syntax
from pipelines.coder.tokens import tokenize
from pipelines.settings import PROJECT, Settings

MODEL = PROJECT / "models" / "en_entente_ud"
TREEBANKS = Path(os.environ.get("ENTENTE_TREEBANKS", "/work/shared/data/ud"))
CASES = [
    line.split(" | ")
    for line in Path(__file__).with_name("syntax_cases.txt").read_text(encoding="utf8").splitlines()
    if line and not line.startswith("#")
]
FLOORS = {"UAS": 86.3, "LAS": 82.7, "POS": 95.2}  # on the development part of EWT, every word counted
TRICKY = "  “Iran’s envoy didn't  go,” said U.S.-led Türkiye\u2009–\u2009twice (see p. 3)…  "


@pytest.fixture(scope="module")
def parser() -> syntax.Parser:
    return syntax.load(MODEL)


def facts(text: str, found: syntax.Parse) -> set[tuple[str, str, str]]:
    """(word, relation, head) of each word; `-` is the root's head."""
    words = [text[start:end] for start, end in zip(found.start, found.end, strict=True)]
    heads = [words[head] if head >= 0 else "-" for head in found.head]
    return set(zip(words, found.dep, heads, strict=True))


def test_words_are_the_coders_tokens() -> None:
    words, spaces, starts = syntax.words(TRICKY)
    tokens = tokenize(TRICKY)
    assert words == [token.text for token in tokens]
    assert starts == [token.start for token in tokens]
    assert [TRICKY[start : start + len(word)] for word, start in zip(words, starts, strict=True)] == words
    assert [TRICKY[start + len(word)].isspace() for word, start in zip(words, starts, strict=True)] == spaces


def test_every_parse_is_one_tree_over_exact_slices(parser: syntax.Parser) -> None:
    texts = [TRICKY, *(sentence for sentence, _ in CASES), "Oslo", "?", "- - -", "a " * syntax.MOST_WORDS]
    for text, found in zip(texts, parser.parse(texts), strict=True):
        assert [text[a:b] for a, b in zip(found.start, found.end, strict=True)] == syntax.words(text)[0]
        assert found.head.count(-1) == found.dep.count("root") == 1
        for word in range(len(found.head)):
            steps = 0
            while word >= 0:
                word, steps = found.head[word], steps + 1
                assert steps <= len(found.head)


def test_what_is_no_sentence_has_no_parse(parser: syntax.Parser) -> None:
    empty = syntax.Parse((), (), (), (), ())
    assert parser.parse(["", "  \n", "a " * (syntax.MOST_WORDS + 1)]) == [empty] * 3
    assert parser.parse([]) == []


def test_a_sentence_reads_alike_in_any_company(parser: syntax.Parser) -> None:
    texts = [sentence for sentence, _ in CASES]
    together = parser.parse(texts)
    assert [parser.parse([text])[0] for text in texts] == together
    assert parser.parse(texts[::-1] * 3)[: len(texts)] == together[::-1]


def test_constructions_are_read(parser: syntax.Parser) -> None:
    wrong = []
    asked = 0
    for (text, told), found in zip(CASES, parser.parse([sentence for sentence, _ in CASES]), strict=True):
        expected = {tuple(fact.split()) for fact in told.split("; ")}
        asked += len(expected)
        wrong += [f"{text} {fact}" for fact in sorted(expected - facts(text, found))]
    assert len(wrong) <= 0.1 * asked, wrong


def test_case_and_quotes_change_little(parser: syntax.Parser) -> None:
    texts = ["The minister said “we will not leave” on Monday.", "Rebels attacked the port, killing three soldiers."]
    straight = [text.replace("“", '"').replace("”", '"') for text in texts]
    plain = parser.parse(texts)
    assert [(found.head, found.dep) for found in parser.parse(straight)] == [(p.head, p.dep) for p in plain]
    lower = parser.parse([text.lower() for text in texts])
    same = sum(a == b for x, y in zip(plain, lower, strict=True) for a, b in zip(x.head, y.head, strict=True))
    assert same >= 0.8 * sum(len(found.head) for found in plain)


@pytest.mark.skipif(not TREEBANKS.is_dir(), reason=f"no treebanks at {TREEBANKS}")
def test_scores_on_the_treebanks_development_part(parser: syntax.Parser) -> None:
    from training.syntax.evaluate import scores
    from training.syntax.treebank import read

    found = scores(parser, list(read(TREEBANKS / "en_ewt-dev.conllu.gz")))
    assert found["UAS"] >= FLOORS["UAS"] and found["LAS"] >= FLOORS["LAS"] and found["POS"] >= FLOORS["POS"], found


def test_our_model_needs_no_spacy() -> None:
    ask = f"""
import sys
sys.modules["spacy"] = None
from pipelines.coder import syntax
print(syntax.load({str(MODEL)!r}).parse(["Oslo fell."])[0].dep)
"""
    done = subprocess.run([sys.executable, "-c", ask], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "('nsubj', 'root', 'punct')"


def test_our_model_is_a_pipeline_of_spacy_as_well(parser: syntax.Parser) -> None:
    spacy = pytest.importorskip("spacy")
    from spacy.tokens import Doc

    import pipelines.coder.spacy_parser  # noqa: F401 (registers the component)

    pipeline = spacy.load(MODEL)
    text = CASES[0][0]
    words, spaces, _ = syntax.words(text)
    doc = pipeline(Doc(pipeline.vocab, words=words, spaces=spaces))
    expected = parser.parse([text])[0]
    assert [word.pos_ for word in doc] == list(expected.pos)
    assert [word.head.i if word.dep_ != "ROOT" else -1 for word in doc] == list(expected.head)
    assert [word.dep_.replace("ROOT", "root") for word in doc] == list(expected.dep)
    through_spacy = syntax.SpacyParser(pipeline)
    texts = [sentence for sentence, _ in CASES]
    assert through_spacy.parse(texts) == parser.parse(texts)


def test_a_model_that_is_not_there_or_not_whole_is_told_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(syntax.SyntaxModelError, match="there is no such folder"):
        syntax.load(tmp_path / "none")
    network = tmp_path / "cut" / syntax.OWN
    network.parent.mkdir(parents=True)
    for left in (b"", b"version 1", (MODEL / syntax.OWN).read_bytes()[:1000]):
        network.write_bytes(left)
        with pytest.raises(syntax.SyntaxModelError, match="is not whole"):
            syntax.load(tmp_path / "cut")


def test_another_pipeline_must_be_there_and_tell_universal_dependencies(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy")

    with pytest.raises(syntax.SyntaxModelError, match="no syntactic model"):
        syntax.load(tmp_path / "none")
    blank = spacy.blank("en")
    blank.to_disk(tmp_path / "blank")
    with pytest.raises(syntax.SyntaxModelError, match="neither a folder with one nor a spaCy pipeline"):
        syntax.load("numpy")
    with pytest.raises(syntax.SyntaxModelError, match="has no parser"):
        syntax.load(tmp_path / "blank")
    for label in ("nsubj", "dobj", "pobj", "prep"):
        (blank.get_pipe("parser") if "parser" in blank.pipe_names else blank.add_pipe("parser")).add_label(label)
    blank.initialize()
    blank.to_disk(tmp_path / "other")
    with pytest.raises(syntax.SyntaxModelError, match=r"lacks case, conj, obj"):
        syntax.load(tmp_path / "other")


def test_the_model_is_a_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert Settings(home=tmp_path).syntax_model == str(MODEL)
    (tmp_path / "entente.toml").write_text('syntax_model = "en_other"\n')
    assert Settings(home=tmp_path).syntax_model == "en_other"
    monkeypatch.setenv("ENTENTE_SYNTAX_MODEL", "en_third")
    assert Settings(home=tmp_path).syntax_model == "en_third"
    assert Settings(home=tmp_path).environment()["ENTENTE_SYNTAX_MODEL"] == "en_third"
    monkeypatch.chdir(MODEL.parent)
    monkeypatch.setenv("ENTENTE_SYNTAX_MODEL", MODEL.name)
    assert Settings(home=tmp_path).syntax_model == str(MODEL)  # wherever the servers run
