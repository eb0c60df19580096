"""Which language a text is in.  The set of languages is never restricted: that makes foreign texts pass as English."""

import py3langid

MIN_WORDS = 20
SAMPLE = 1000  # code points


def language(title: str | None, body: str) -> str | None:
    """ISO 639-1 code by the title and the first 1,000 characters; None where that is too little to tell.

    Under 20 words are too few for Latin script; other scripts are told apart by less, and some write no spaces.
    """
    sample = f"{title or ''}\n{body[:SAMPLE]}"
    letters = [character for character in sample if character.isalpha()]
    latin = sum(1 for character in letters if character < "\u0250")
    if len(sample.split()) < MIN_WORDS and latin * 2 >= len(letters):
        return None
    return str(py3langid.classify(sample)[0])
