"""The coder over Arrow batches: stable ids, keys that hold, every table in its schema."""

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from pipelines import parcels
from pipelines.coder.batches import TABLES, code_batches
from pipelines.coder.schema import SENTENCES_TO_CODE
from tests.coder.coding import SEEDS, article

TEXTS = {
    "one": "Oman mediated between Iran and Egypt. The two countries held talks on Monday.",
    "two": "France condemned Mali. It was raining.",
}


def batch(texts: dict[str, str]) -> pa.RecordBatch:
    rows: list[dict[str, Any]] = [
        {
            "article_id": article_id,
            "content_sha256": "0" * 64,
            "published_at": datetime(2024, 5, 16, tzinfo=UTC),
            "dateline_place": None,
            "sentence_no": sentence.no,
            "paragraph_no": 0,
            "part": "body",
            "start_char": sentence.start,
            "end_char": sentence.end,
            "text": sentence.text,
            "is_complete": True,
        }
        for article_id, text in texts.items()
        for sentence in article(text).sentences
    ]
    return pa.RecordBatch.from_pylist(rows, schema=SENTENCES_TO_CODE)


def tables(*batches: pa.RecordBatch) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for parcel in code_batches(iter(batches), SEEDS):
        for name, rows in parcels.unpack(parcel):
            assert rows.schema == TABLES[name]
            found[name] += rows.to_pylist()
    return found


def test_each_article_is_coded_once_and_says_by_what() -> None:
    coded = tables(batch(TEXTS))["coded_articles"]
    assert [(row["article_id"], row["n_sentences"]) for row in coded] == [("one", 2), ("two", 2)]
    assert coded[1]["n_candidate_sentences"] == 1
    assert len(coded[0]["dictionary_version"]) == 16


def test_a_set_is_kept_as_an_actor_and_its_members_are_the_ends() -> None:
    found = tables(batch(TEXTS))
    assert [(r["actor_id"], r["country"]) for r in found["met_actors"] if r["kind"] == "set"] == [
        ("set:cty:IRN+cty:EGY", "IRN|EGY")
    ]
    ends = {r[end] for r in found["relations"] for end in ("source_actor_id", "target_actor_id")}
    assert not [end for end in ends if end.startswith("set:")]
    assert {"cty:IRN", "cty:EGY", "cty:OMN"} <= ends


def test_ids_are_unique_and_do_not_depend_on_the_batch() -> None:
    together = tables(batch(TEXTS))
    apart = tables(*(batch({name: text}) for name, text in TEXTS.items()))
    assert together == apart
    for name, key in (("relations", "relation_id"), ("mentions", "mention_id")):
        ids = [row[key] for row in together[name]]
        assert ids and len(ids) == len(set(ids))


def test_third_parties_belong_to_a_relation() -> None:
    found = tables(batch({"a": "Chile and Peru held talks in Bolivia."}))
    (party,) = found["relation_third_parties"]
    assert party["relation_id"] in {r["relation_id"] for r in found["relations"]}
    assert (party["actor_id"], party["role"]) == ("cty:BOL", "venue")
