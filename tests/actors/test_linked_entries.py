"""The judge of linked entries: what facts and titles tell of them, and never our own dictionary."""

import pytest
from own_tables import folder

from benchmarks.linked import Entry, Facts, Judge


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    facts = folder(
        tmp_path_factory.mktemp("facts"),
        countries=(
            "iso3,name,official_name,other_names,adjective\n"
            "QRD,Ardovia,Republic of Ardovia,Old Ardovia,Ardovian\nQVL,Velmark,,,Velmarker\n"
        ),
        leaders="iso3,person,other_names\nQRD,Ilse Marrow,\n",
        ministers="iso3,person,other_names\nQVL,Wendel Brook,W. Brook\nQRD,Wendel Brook,\nQVL,Oska Rand,\n",
        organisation_heads="person,other_names\nOska Lind,\n",
        organisations="name,acronym,other_names\nLake Council,LC,\n",
        groups="name,acronym,other_names,iso3,countries\nEmber Front,EF,,QVL,QVL\n",
    )
    rows = [
        {
            "text": "Ardovian president Oska Tarn met Velmark envoy Oska Vale",
            "links": [
                [0, 18, "President of Ardovia"],
                [19, 28, "Oska Tarn"],
                [33, 46, "Velmark"],
                [47, 56, "Oska Vale"],
            ],
        },
        {"text": "Ardovia Oska Vale", "links": [[0, 7, "Ardovia"], [8, 17, "Oska Vale"]]},
    ]
    return Judge(Facts(facts), rows)


@pytest.mark.parametrize(
    ("entry", "surface", "told"),
    [
        ("Ardovia", "Ardovian", Entry("state", "QRD")),
        ("Velmark (country)", "Velmark", Entry("state", "QVL")),
        ("Velmark (film)", "Velmark", Entry("", None)),
        ("Ardovia", "the country", Entry("", None)),
        ("Ilse Marrow", "Marrow", Entry("known actor", "QRD")),
        ("Wendel Brook", "Brook", Entry("known actor", None)),  # the facts name two countries
        ("Ember Front", "Ember Front", Entry("known actor", "QVL")),
        ("Lake Council", "LC", Entry("known actor", None)),  # a body of many states
        ("Senate of Ardovia", "Senate", Entry("body", "QRD")),
        ("Ministry of Trade (Velmark)", "Ministry", Entry("body", "QVL")),
        ("New Ardovia Police", "Police", Entry("body", None)),
        ("Ardovia–Velmark Council", "Council", Entry("body", None)),
        ("Oska Tarn", "Oska Tarn", Entry("person", "QRD")),  # stands behind the president of Ardovia
        ("Oska Vale", "Oska Vale", Entry("person", None)),  # stands behind either country
        ("Oska Airport", "Oska Airport", Entry("", None)),
        ("Ardovian cuisine", "Ardovian", Entry("", None)),
    ],
)
def test_what_can_be_told_of_an_entry(judge: Judge, entry: str, surface: str, told: Entry) -> None:
    assert judge.entry(entry, surface) == told
