"""Findings of the audit that are no reason to refuse a file without respondents' words.

Such a file holds numbers that tipcoder has computed, and texts that the team wrote about the codes.
In both a string may look like a contact or like a part of a name by chance. A quote is another
thing: there every finding counts.

What words look like is told in `privacy.audit`; here is what a file may hold of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from tipcoder.analysis.crosswalk import name_key
from tipcoder.privacy.audit.finding import LeakFinding
from tipcoder.privacy.audit.likelihood import is_common_word
from tipcoder.privacy.audit.number_readings import are_figures
from tipcoder.workbench.publishing.declaration import LetsOut, WordsOut
from tipcoder.workbench.statistics.country_names import read_shipped_crosswalk

_CONTACTS = ("phone", "url")
_ANSWER_MARKS = frozenset(("@off-topic", "@uncodable"))
"""What `codings export` writes for an answer that was finished without a code."""
_WHOLE = "name in full"
_WORDING, _RUN = "unreleased", 6
"""Words in a row that two people hardly ever write alike. A shorter answer, such as that somebody
does not know, stands in closed columns too.
"""
_NAMES = ("own_org", "other_org", "person", "alias", "name")


def is_chance(finding: LeakFinding, lets_out: LetsOut) -> bool:
    """Whether a grave finding may be of something that only looks so."""
    if _is_figure_beside_figures(finding, lets_out):
        return True
    # In words of respondents every finding counts.
    if lets_out.words is not WordsOut.NONE:
        return False
    if finding.words and _is_ordinary_wording(finding, lets_out):
        return True
    if finding.kind in _CONTACTS:
        return _is_drawn(finding)
    # Every writer makes them harmless in its own way.
    if finding.kind == "control":
        return True
    # A mark of tipcoder's own, which `codings import` reads again.
    return finding.kind == "formula" and not lets_out.guards_cells


def _is_ordinary_wording(finding: LeakFinding, lets_out: LetsOut) -> bool:
    """Whether all the words of a finding are such as stand in files about codes too."""
    words, kind = finding.words, finding.kind
    if all(_is_public(each, kind, lets_out) for each in words):
        return True
    if kind in _CONTACTS:
        return _ANSWER_MARKS.issuperset(words)
    if kind in _NAMES:
        return _WHOLE not in finding.sentence and all(map(is_common_word, words))
    if kind == _WORDING:
        longest = max(len(each.split()) for each in words)
        return longest < _RUN
    return False


def _is_figure_beside_figures(finding: LeakFinding, lets_out: LetsOut) -> bool:
    """Whether what looks like a contact is numbers outside the released wording."""
    if finding.kind not in _CONTACTS or not finding.words:
        return False
    is_quoted = finding.part.removeprefix("column ") in lets_out.released
    return not is_quoted and all(map(are_figures, finding.words))


def _is_public(words: str, kind: str, lets_out: LetsOut) -> bool:
    """Whether it is the name of a country or of a column; many an organisation has its country in
    its name.
    """
    key = name_key(words)
    if key in list_country_keys() or key in lets_out.public_keys:
        return True
    # `survey.us` of `survey.us.office` looks like the address of a page, and a list of cases like
    # a phone number.
    if kind not in _CONTACTS:
        return False
    return all(_is_inside(name_key(part), lets_out.public_keys) for part in words.split())


def _is_inside(key: str, names: Iterable[str]) -> bool:
    """Whether it is part of one of the names: what looks like a contact may be cut anywhere."""
    return any(key in name for name in names)


@lru_cache(maxsize=1)
def list_country_keys() -> frozenset[str]:
    """Names of countries, as `name_key` makes them."""
    return frozenset(read_shipped_crosswalk().keys)


def _is_drawn(finding: LeakFinding) -> bool:
    """Whether it stands in an attribute of a picture or a page, which holds coordinates and the
    addresses of a format.
    """
    return finding.part.startswith("attribute ")
