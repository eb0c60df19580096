"""Makes the inputs that go wrong: each of them small code, none of them stored.

There are forty, and forty.py says of each where it is tested.  `in_a_folder` writes those that a folder can hold, each
below a folder with its number; REFUSED says which of them must be refused, and why; all others are articles.  What only
a server can do is beside the servers, in tests/sources and in tests/assets/test_mixed_folder.py.
"""

import gzip
import os
from collections.abc import Callable
from pathlib import Path

from tests.sources.archives import archive, csv_table, json_lines, packed, page, parquet_table, rows, text, zipped

Files = dict[str, bytes]


def empty() -> Files:
    return {"none.txt": b"", "blank.html": b" \n\t\n", "mark.txt": b"\xef\xbb\xbf", "rows.jsonl": b"", "a.warc.gz": b""}


def binary() -> Files:
    return {"paper.txt": b"%PDF-1.7\n" + bytes(range(256)) * 40, "photo.html": b"\xff\xd8\xff\xe0" + bytes(5_000)}


def one_long_line() -> Files:
    return {"long.txt": b"word " * 10_000_000, "long.jsonl": b'{"text": "' + b"x" * 21_000_000 + b'"}\n'}


def text_named_html() -> Files:
    return {"plain.html": text(104).encode()}


def html_named_txt() -> Files:
    return {"page.txt": page(105).encode()}


def wide_encodings() -> Files:
    return {
        "mark8.txt": text(106).encode("utf-8-sig"),
        "mark16.txt": text(1061).encode("utf-16"),
        "no-mark16.txt": text(1062).encode("utf-16-le"),
    }


def wrong_label() -> Files:
    accented = page(107, "<p>The délégation of Ostrava left the café after a résumé of the day's entretiens.</p>")
    return {"page.html": accented.replace("<head>", '<head><meta charset="utf-8">').encode("latin-1")}


def mojibake() -> Files:
    said = "Maldovia’s minister said: “We’ll answer Kestria’s attack.” Nobody else spoke at Ostrava’s palace."
    return {"twice.txt": f"{text(108)}\n\n{said.encode().decode('cp1252', 'replace')}".encode()}


def two_encodings() -> Files:
    half = "The café in Ostrava was closed. "
    return {
        "few.txt": text(109).encode() + b"\n\n" + half.encode() * 30 + half.encode("latin-1"),
        "many.txt": b"\xef\xbb\xbf" + half.encode() + "éàü ".encode("latin-1") * 200,
    }


def control_bytes() -> Files:
    return {"nul.txt": text(110).replace("shelling", "shel\0ling").replace("village", "\x07village").encode()}


def lone_surrogates() -> Files:
    return {"rows.jsonl": b'{"id": "s", "text": "' + text(111).replace("\n", "\\n").encode() + b' \\ud800"}\n'}


def directions() -> Files:
    return {"bidi.txt": text(112).replace("Maldovia", "\u202eMaldovia\u202c\u200b", 1).encode()}


def odd_blanks() -> Files:
    odd = text(113).replace("foreign ministry", "foreign\xa0min\xadistry").replace("rejected", "re\xadjected")
    return {"odd.txt": odd.encode()}


def nested(depth: int, number: int) -> bytes:
    body = page(number).partition("<body>")[2].partition("</body>")[0]
    return f"<!doctype html><html><body>{'<div>' * depth}{body}{'</div>' * depth}</body></html>".encode()


def nested_300() -> Files:
    return {"deep.html": nested(300, 114)}


def nested_20k() -> Files:
    return {"deeper.html": nested(20_000, 115)}


def heavy_parts() -> Files:
    script = f"<script>{'var a = 1; ' * 800_000}</script>"
    picture = f'<img src="data:image/png;base64,{"QUJD" * 2_000_000}">'
    return {"script.html": page(116, script).encode(), "picture.html": page(1161, picture).encode()}


def many_paragraphs() -> Files:
    return {"many.html": page(117, "<p>Kestria condemned Maldovia.</p>" * 100_000).encode()}


def unclosed() -> Files:
    return {"comment.html": page(118).replace("<body>", "<body><!-- ").encode()}


def wide_cell() -> Files:
    return {"table.html": page(119, "<table><tr><td colspan=9000000000000000>1</td></tr></table>").encode()}


def entities() -> Files:
    names = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    laughs = f'<!DOCTYPE html [<!ENTITY e0 "ha">{names}]>'
    return {"laughs.html": page(120, "<p>&e11;</p>").replace("<!doctype html>", laughs).encode()}


def outer_entity() -> Files:
    declared = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return {"outer.html": page(121, "<p>The list says &x; and ends.</p>").replace("<!doctype html>", declared).encode()}


def dates_out_of_range() -> Files:
    def dated(number: int, when: str) -> bytes:
        return (
            page(number)
            .replace("</head>", f'<meta property="article:published_time" content="{when}"></head>')
            .encode()
        )

    return {"future.html": dated(126, "2099-01-01"), "past.html": dated(1261, "1066-10-14")}


def dates_that_are_unclear() -> Files:
    lines = {"slash": "07/08/2023", "relative": "Yesterday", "minutes": "2 min read", "hijri": "28 Tir 1402"}
    files = {}
    for number, (name, line) in enumerate(lines.items()):
        title, rest = text(1270 + number).split("\n\n", 1)
        files[f"{name}.txt"] = f"{title}\n\n{line}\n\n{rest}".encode()
    return files


def no_date() -> Files:
    return {"none.txt": text(128).encode()}


def one_address(number: int, shown: int, extra: str = "") -> bytes:
    link = f'<link rel="canonical" href="https://news.example/story/{number}"></head>'
    return page(shown, extra).replace("</head>", link).encode()


def corrections() -> Files:
    return {
        "first.html": one_address(129, 129),
        "second.html": one_address(129, 129, "<p>Updated 12:30</p>"),
        "third.html": one_address(129, 129, "<p>Ostrava condemned Kestria on Tuesday for the attack, too.</p>"),
    }


def many_addresses() -> Files:
    return {f"{i:02}.html": one_address(130, 130) for i in range(20)}


def one_canonical_for_all() -> Files:
    return {f"{i}.html": one_address(131, 1310 + i) for i in range(7)}


def odd_rows() -> Files:
    table = rows(8)
    table[5]["id"] = "a2"
    return {
        "twice.jsonl": json_lines(table),
        "types.jsonl": json_lines([*rows(4), {"id": 1, "text": ["x"]}, {"id": 2}]),
        "bad.csv": csv_table([{"id": str(i), "text": "" if i > 3 else text(i)} for i in range(10)]),
        "other.csv": b"name,price\nbread,3\n",
        "none.jsonl": b"no record\n",
    }


def cut_parquet() -> Files:
    return {"cut.parquet": parquet_table(rows(20))[:-30]}


def cut_warc() -> Files:
    pages = {f"https://news.example/cut/{i}": page(1340 + i) for i in range(3)}
    return {"packed.warc.gz": archive(pages)[:-150], "plain.warc": archive(pages, packed=False)[:-300]}


def corrupt_warc() -> Files:
    pages = {f"https://news.example/corrupt/{i}": page(1350 + i) for i in range(3)}
    content = bytearray(archive(pages))
    starts = [i for i in range(len(content)) if content[i:].startswith(b"\x1f\x8b\x08")]
    content[starts[2] + 100 : starts[2] + 140] = bytes(40)
    return {"corrupt.warc.gz": bytes(content)}


def bombs() -> Files:
    zeros = bytes(50_000_000)
    said = [("Content-Type", "text/html"), ("Content-Encoding", "gzip")]
    return {
        "bomb.txt.gz": packed(zeros),
        "bomb.zip": zipped({"bomb.csv": zeros}),
        "nested.zip": zipped({"inner.zip": zipped({"a.txt": text(136).encode()})}),
        "page.warc": archive({"https://news.example/bomb": gzip.compress(zeros)}, packed=False, headers=said),
    }


def paths_that_lead_out() -> Files:
    names = ("../../out.txt", "/etc/out.txt", "x" * 300 + ".txt")
    return {
        "out.zip": zipped({name: text(1370 + i).encode() for i, name in enumerate(names)}),
        "manifest.csv": b"file,source\n../01/none.txt,Nobody\n/etc/passwd,Nobody\nin.txt,Harbour Gazette\n",
        "in.txt": text(137).encode(),
    }


def no_files(folder: Path) -> None:
    """What lies in a folder and is no file that can be read."""
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "out.txt").symlink_to("/etc/passwd")
    (folder / "device.txt").symlink_to("/dev/zero")
    (folder / "locked.txt").write_bytes(text(138).encode())
    (folder / "locked.txt").chmod(0)


MAKERS: dict[int, Callable[[], Files]] = {
    1: empty,
    2: binary,
    3: one_long_line,
    4: text_named_html,
    5: html_named_txt,
    6: wide_encodings,
    7: wrong_label,
    8: mojibake,
    9: two_encodings,
    10: control_bytes,
    11: lone_surrogates,
    12: directions,
    13: odd_blanks,
    14: nested_300,
    15: nested_20k,
    16: heavy_parts,
    17: many_paragraphs,
    18: unclosed,
    19: wide_cell,
    20: entities,
    21: outer_entity,
    26: dates_out_of_range,
    27: dates_that_are_unclear,
    28: no_date,
    29: corrections,
    30: many_addresses,
    31: one_canonical_for_all,
    32: odd_rows,
    33: cut_parquet,
    34: cut_warc,
    35: corrupt_warc,
    36: bombs,
    37: paths_that_lead_out,
}


def in_a_folder(root: Path) -> None:
    """Write them all."""
    for number, make in MAKERS.items():
        for name, content in make().items():
            write(root / f"{number:02}" / name, content)
    (root / "38").mkdir()
    no_files(root / "38")


def write(path: Path, content: bytes) -> None:
    """Write a file that looks as if it had lain there for long."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (0, 0))


REFUSED = {
    "01/a.warc.gz": "empty",
    "01/blank.html": "empty",
    "01/mark.txt": "empty",
    "01/none.txt": "empty",
    "01/rows.jsonl": "empty",
    "02/paper.txt": "binary",
    "02/photo.html": "binary",
    "03/long.jsonl": "bad_rows",
    "03/long.txt": "too_large",
    "09/many.txt": "undecodable",
    "15/deeper.html": "too_deep",
    "18/comment.html": "no_text",
    "32/bad.csv": "bad_rows",
    "32/none.jsonl": "bad_rows",
    "32/other.csv": "unreadable",
    "32/twice.jsonl#row 3": "duplicate_id",
    "32/types.jsonl#row 5": "bad_row",
    "32/types.jsonl#row 6": "bad_row",
    "33/cut.parquet": "damaged",
    "34/packed.warc.gz#20240516102030/https://news.example/cut/2": "damaged",
    "34/plain.warc#20240516102030/https://news.example/cut/2": "damaged",
    "35/corrupt.warc.gz#byte 1217": "damaged",
    "36/bomb.txt.gz": "expands_too_far",
    "36/bomb.zip#bomb.csv": "expands_too_far",
    "36/nested.zip#inner.zip": "nested_archive",
    "36/page.warc#20240516102030/https://news.example/bomb": "expands_too_far",
    "37/out.zip#../../out.txt": "unsafe_path",
    "37/out.zip#/etc/out.txt": "unsafe_path",
    "38/device.txt": "unreadable",
    "38/loop": "unreadable",
    "38/out.txt": "unreadable",
    "38/pipe.txt": "unreadable",
} | ({} if os.geteuid() == 0 else {"38/locked.txt": "unreadable"})  # root may read everything
