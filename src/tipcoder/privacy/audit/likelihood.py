"""How likely a hit of the detector gives somebody away, by how it was matched.

The detector proposes, for a person who reads. An audit has to say how far it can be believed.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from tipcoder.privacy.audit.finding import CERTAIN, LIKELY, NAMES, POSSIBLE
from tipcoder.privacy.audit.link_readings import judge_link
from tipcoder.privacy.audit.number_readings import judge_phone
from tipcoder.privacy.common_words import list_stop_words
from tipcoder.privacy.compared_words import fold_to_string, split_word_list
from tipcoder.privacy.hits import HIGH, Hit
from tipcoder.table_words import PLACEHOLDER_WORDS, list_table_words
from tipcoder.text import fold_text

_NEARLY = re.compile(r",? ?\d+% alike")
_PLACEHOLDERS = frozenset(
    split_word_list(
        "withheld anonymous anonymised anonymized redacted removed private confidential unknown "
        "nobody none null nan missing blank test name names respondent organisation organization "
        "person contact email anonimo anonima desconocido confidencial ninguno"
    )
).union(map(fold_text, list_table_words(PLACEHOLDER_WORDS)))
"""What stands in the place of a name, and in every report."""
_LEADS = {CERTAIN: "is", LIKELY: "looks like", POSSIBLE: "may be"}
_ARTICLES = ("another ", "the ", "a ", "an ")


def judge_hit(hit: Hit, text: str, hidden: bool, ids: Collection[str]) -> str:
    """How likely a hit gives somebody away; empty where it is something else for sure.

    `ids` are those that a file may show.
    """
    if hit.kind == "phone":
        return "" if _are_ids(text[hit.start : hit.end], ids) else _judge_number(hit, text)
    if hit.kind == "url":
        return judge_link(text, hit.start, hit.end, hidden)
    if hit.kind in NAMES:
        return _judge_name(hit, text[hit.start : hit.end])
    if hit.kind in ("email", "address"):
        return CERTAIN if hit.firm else LIKELY
    return LIKELY if hit.severity == HIGH else POSSIBLE


def _judge_number(hit: Hit, text: str) -> str:
    # What is written in words is no number of a table.
    if any(char.isalpha() for char in text[hit.start : hit.end]):
        return LIKELY
    return judge_phone(text, hit.start, hit.end)


def _are_ids(words: str, ids: Collection[str]) -> bool:
    """Whether it is nothing but response IDs, which may have the number of a case behind a
    point."""
    tokens = words.split()
    return bool(tokens) and all(token.partition(".")[0] in ids for token in tokens)


def _judge_name(hit: Hit, words: str) -> str:
    folded = fold_to_string(words)
    if folded in _PLACEHOLDERS:
        return ""
    # One small word may be a word of the language, whatever name it is part of.
    if words.islower() and " " not in folded:
        return POSSIBLE
    # Nor does a word of every text name a person because a sentence begins with it: `All codes`.
    if hit.kind == "person" and words.istitle() and folded in list_stop_words():
        return POSSIBLE
    if hit.firm:
        return LIKELY if _NEARLY.search(hit.reasons[0]) else CERTAIN
    return LIKELY if hit.severity == HIGH else POSSIBLE


def is_common_word(words: str) -> bool:
    """Whether it is one word in small letters, as a text about codes has many.

    Narrower in `judge_hit`, which is for any file: there a word with a hyphen is two, and one in an
    alphabet without capitals is not called small.
    """
    return len(words.split()) == 1 and words == words.lower()


def describe_hit(hit: Hit, likelihood: str) -> str:
    """Why it was found, in one sentence that never repeats it."""
    # How alike it is differs from place to place, and would part one finding into many.
    reason = _NEARLY.sub("", hit.reasons[0])
    if not reason.startswith(_ARTICLES):
        article = "an" if reason[:1].lower() in "aeiou" else "a"
        reason = f"{article} {reason}"
    return f"{_LEADS[likelihood]} {reason}"
