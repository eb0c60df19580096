"""Turns Markdown into the plain text that it stands for, as far as articles use it."""

import re

_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(.{0,5000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"(title|author|byline|source|publisher|date|published|published_at)\s*:\s*(\S.*)", re.IGNORECASE)
_SAID_AS = {"title": "{}", "author": "By {}", "byline": "By {}", "source": "Source: {}", "publisher": "Source: {}"}
_IMAGE = re.compile(r"!\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}(?:\s+\"([^\"\n]{0,500})\")?\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\((?:https?://|/|#|mailto:|\.)[^()\s]{0,2000}(?:\s+\"[^\"\n]{0,500}\")?\)")
_BLOCK_MARK = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]+|(?:>[ \t]?)+)", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<![\w*_])(\*{1,3}|_{1,3})(?=\S)([^*_\n]{1,1000}?)(?<=\S)\1(?![\w*_])")


def to_plain(text: str) -> str:
    """Front matter becomes header lines; headings, links and emphasis lose their marks; a picture is a caption."""
    front = _FRONT_MATTER.match(text)
    header = ""
    if front:
        text = text[front.end() :]
        header = _header_lines(front[1])
    text = _IMAGE.sub(lambda image: f"Photo: {image[1] or image[2]}" if image[1] or image[2] else "", text)
    text = _BLOCK_MARK.sub("", _LINK.sub(r"\1", text))
    return header + _EMPHASIS.sub(r"\2", text)


def _header_lines(front: str) -> str:
    """What the front matter says, as a web page would: the title first."""
    fields = {}
    for line in front.split("\n"):
        if field := _FIELD.fullmatch(line.strip()):
            fields[field[1].lower()] = field[2].strip().strip("\"'")
    lines = [_SAID_AS.get(name, "Published: {}").format(value) for name, value in fields.items()]
    return "\n".join(sorted(lines, key=lambda line: line != fields.get("title"))) + "\n\n" if lines else ""
