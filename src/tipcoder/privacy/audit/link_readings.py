"""What a link or a handle is that leads to nobody who answered.

Formats have addresses of their own grammar, drawings have colours and references inside the file,
code has decorators, and a sentence without its space looks like a domain.
"""

from __future__ import annotations

import re

from tipcoder.privacy.audit.finding import LIKELY, POSSIBLE
from tipcoder.privacy.compared_words import split_word_list

_PUBLIC = re.compile(
    r"(?:https?://)?(?:www\.|dx\.)?(?:"
    r"schemas\.(?:openxmlformats|microsoft)\.(?:org|com)|w3\.org|purl\.(?:org|oclc\.org)|"
    r"creativecommons\.org|docs\.oasis-open\.org|openoffice\.org|dublincore\.org|"
    r"ns\.adobe\.com|sodipodi\.sourceforge\.net|inkscape\.org|matplotlib\.org|"
    r"doi\.org|hdl\.handle\.net|arxiv\.org|jstor\.org/stable|orcid\.org|isbnsearch\.org"
    r")(?:[/#?:].*)?",
    re.I,
)
"""Addresses that belong to a format, a licence, or a library of publications."""
_COLOUR = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.I)
_REFERENCE = re.compile(r"(?:url\(\s*['\"]?)?#[\w.:-]+['\"]?\)?;?", re.I)
_RULES = frozenset(
    split_word_list(
        "@media @import @charset @page @namespace @supports @keyframes @layer @property @container "
        "@counter @viewport @document @return @param @returns @export @examples @title @author"
    )
)
"""Words of style sheets and of comments in code that begin like a handle."""
_OWN_WORDS = frozenset(("@off-topic", "@uncodable", "@off"))
"""Outcomes of an answer without a code, as files of codings call them."""
_BIBLIOGRAPHY = re.compile(r"\s*\{")
_WORDS_AND_COUNTRIES = frozenset(
    split_word_list(
        "it in is so no at me us be my de es la se al id ma to do am as pa va he or an on by if we "
        "up go ne si un et tu mi su ya te lo"
    )
)
"""Ends of domains that are words, too: `came.It was` is no address."""
_FILES = frozenset(split_word_list("py md rs sh pl js ts so ps ai cc"))
"""Ends of domains that are ends of files, too."""


def judge_link(text: str, start: int, end: int, hidden: bool) -> str:
    """How likely a span leads to somebody; empty where it does not."""
    words = text[start:end]
    if words.startswith("#"):
        return _judge_hashtag(text, start, end, hidden)
    if words.startswith("@"):
        return _judge_handle(text, start, end, hidden)
    if _PUBLIC.fullmatch(words):
        return ""
    if _is_table_head(text, start, end):
        return POSSIBLE
    if "//" in words or words.lower().startswith("www") or "/" in words:
        return LIKELY
    return _judge_bare_domain(words)


def _judge_hashtag(text: str, start: int, end: int, hidden: bool) -> str:
    words = text[start:end]
    # A word of six letters may be a colour only where no reader sees it.
    is_colour = _COLOUR.fullmatch(words) and (hidden or any(map(str.isdigit, words)))
    is_inside = text[max(start - 5, 0) : start].endswith(("url(", "url('", 'url("'))
    is_whole = hidden and _REFERENCE.fullmatch(text.strip())
    return "" if is_colour or is_inside or is_whole else POSSIBLE


def _judge_handle(text: str, start: int, end: int, hidden: bool) -> str:
    words = text[start:end].lower()
    if words in _OWN_WORDS:
        return ""
    if words.rstrip("-_") in _RULES or words.startswith(("@font", "@-webkit", "@-moz")):
        return "" if hidden else POSSIBLE
    if _BIBLIOGRAPHY.match(text, end) and _begins_line(text, start):
        return ""
    return POSSIBLE if _begins_line(text, start) and _is_code(text, end) else LIKELY


def _begins_line(text: str, start: int) -> bool:
    return not text[text.rfind("\n", 0, start) + 1 : start].strip()


def _is_code(text: str, end: int) -> bool:
    """Whether a decorator ends there: its arguments follow, or a line that defines something."""
    return (
        text[end : end + 1] == "("
        or re.match(r"\s*\n\s*(?:def|class|async)\b", text[end:]) is not None
    )


def _is_table_head(text: str, start: int, end: int) -> bool:
    """Whether it is all of a line in brackets, as `[list.gov]` begins a table of TOML."""
    is_bracketed = text[start - 1 : start] == "[" and text[end : end + 1] == "]"
    behind = text[end + 1 :].partition("\n")[0]
    return is_bracketed and _begins_line(text, start - 1) and not behind.strip()


def _judge_bare_domain(words: str) -> str:
    labels = words.rstrip("/").split(".")
    last = labels[-1]
    if len(labels) == 2 and last.lower() in _FILES:
        return ""
    if last.lower() not in _WORDS_AND_COUNTRIES:
        return LIKELY
    # A capital begins the next sentence, and a name of a column has a point inside.
    if last[:1].isupper() and not labels[-2].isupper():
        return ""
    return POSSIBLE
