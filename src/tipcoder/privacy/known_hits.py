"""What is said of a known name that was found: whose it is, how grave that is, and why."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.privacy.compared_words import Word
from tipcoder.privacy.hits import HIGH, MEDIUM, Hit
from tipcoder.privacy.name_forms import FIRM, NameForm
from tipcoder.privacy.organisation_names import RARE_WORD


def build_known_hit(
    form: NameForm, words: Sequence[Word], first: int, last: int, likeness: float, own: str
) -> Hit:
    """A hit on words `first` to `last` (exclusive); `likeness` is in percent."""
    start, end = words[first].start, words[last - 1].end
    return build_known_span(form, start, end, likeness, own)


def build_known_span(form: NameForm, start: int, end: int, likeness: float, own: str) -> Hit:
    """A hit on a span that is a form of a known name. `own` is whose answer it is."""
    mine = bool(own) and form.owner == own
    kind = "own_org" if mine else "other_org"
    if form.is_person:
        kind = "person"

    firm = mine or form.how in FIRM
    # An acronym or a single word may be a word of the language after all.
    doubtful = form.capitals or form.how == RARE_WORD
    severity = MEDIUM if doubtful and not firm else HIGH

    return Hit(start, end, kind, severity, (_describe_form(form, mine, likeness),), firm=firm)


def _describe_form(form: NameForm, mine: bool, likeness: float) -> str:
    """Why it was found; never the name itself, which the reader may not know."""
    whose = "another respondent's" if form.owner else "a known"
    if mine:
        whose = "the respondent's"

    what = form.how if form.is_person else f"organisation, {form.how}"
    near = "" if likeness >= 100 else f", {likeness:.0f}% alike"
    return f"{whose} {what}{near}"
