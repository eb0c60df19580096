"""Bytes to text."""

import os

import pytest

from pipelines.articles.decode import UndecodableError, decode, repaired

TEXT = "Kestria’s café naïveté: the fiancée of the attaché said “no” to the résumé of the protégé."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_with_and_without_a_mark(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == (TEXT, frozenset())


def test_an_older_encoding_is_detected_and_flagged() -> None:
    text = "Le ministre des affaires étrangères a déclaré que la réunion était très utile à la région. " * 4
    decoded = decode(text.encode("cp1252"))
    assert decoded == (text, frozenset({"encoding_guessed"}))


def test_a_page_that_names_its_encoding_is_believed_if_that_fits() -> None:
    page = '<html><head><meta charset="windows-1256"></head><body>قال الوزير</body></html>'
    assert decode(page.encode("cp1256")) == (page, frozenset())


@pytest.mark.parametrize("wrong", ["latin-1", "cp1252"])
def test_bytes_that_stand_as_characters_are_put_together_again(wrong: str) -> None:
    text = "Iran’s café — naïve 😀, 5 £"
    once = text.encode().decode(wrong)
    assert repaired(once) == repaired(once.encode().decode("latin-1")) == text
    assert repaired(text) == text
    assert repaired("Ã©tÃ© Ã and â") == "été Ã and â"


def test_a_few_damaged_bytes_do_not_cost_the_text() -> None:
    content = (TEXT * 20).encode() + b"\xff" + TEXT.encode()
    decoded = decode(content)
    assert decoded.text == TEXT * 20 + "\ufffd" + TEXT
    assert decoded.flags == {"bytes_replaced"}


@pytest.mark.parametrize(
    "magic", [b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"PK\x03\x04", b"\x1f\x8b\x08"]
)
def test_renamed_binaries_are_known_by_their_first_bytes(magic: bytes) -> None:
    with pytest.raises(UndecodableError) as caught:
        decode(magic + b"some words that follow")
    assert caught.value.reason == "binary"


def test_random_bytes_are_binary() -> None:
    with pytest.raises(UndecodableError) as caught:
        decode(b"\x01\x02\x03" + os.urandom(5000))
    assert caught.value.reason in ("binary", "undecodable")
