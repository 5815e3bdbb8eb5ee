"""What may be put in the place of words, as a person chooses it."""

from __future__ import annotations

from tipcoder.language.units import TextUnit, find_spans
from tipcoder.privacy import replacements
from tipcoder.store.translations import load_translation
from tipcoder.workbench.redaction.decisions import RedactionSession

TRANSLATION_NOTE = replacements.TRANSLATED
"""What a reader is told where a translation replaces the respondent's own words."""


def describe_kinds() -> dict[str, str]:
    """Kinds that words can be marked as -> the noun that replaces them, in English."""
    return {kind: replacements.choose_replacement(kind, "en") for kind in replacements.NAMED_KINDS}


def offer_replacements(kind: str, language: str) -> tuple[str, ...]:
    """What may replace words of a kind, the usual first, in the language of the answer."""
    return replacements.list_replacements(kind, language)


def find_translation(session: RedactionSession, answer_id: int, start: int) -> str:
    """The translation of the words that begin at `start`; empty where there is none."""
    for decision in session.list_decisions(answer_id):
        if decision.kind == replacements.TRANSLATION and decision.start == start:
            return decision.replacement
    return ""


def offer_translation(session: RedactionSession, answer_id: int, start: int, end: int) -> str:
    """What the survey has as a translation of a stretch; empty where it has none.

    Of a part it is the sentences in the same places, where both texts have equally many; else the
    whole translation, for whoever reads it to cut. Nothing of it is decided or released yet.
    """
    with session.study.store.read() as db:
        stored = load_translation(db, answer_id)
    text = session.sources[answer_id].text
    ours = find_spans(text, TextUnit.SENTENCE)
    theirs = find_spans(stored, TextUnit.SENTENCE)
    is_whole = not (text[:start].strip() or text[end:].strip())
    if not stored or is_whole or len(ours) != len(theirs):
        return stored
    beside = zip(ours, theirs, strict=True)
    wanted = [their for (first, last), their in beside if first < end and start < last]
    return stored[wanted[0][0] : wanted[-1][1]] if wanted else stored


def translate_span(
    session: RedactionSession, answer_id: int, start: int, end: int, words: str
) -> str:
    """Put a translation in the place of a span; returns a sentence of what was done."""
    return session.mark_span(answer_id, start, end, replacements.TRANSLATION, words)


def rewrite_replacement(
    session: RedactionSession, answer_id: int, span: tuple[int, int], kind: str, words: str
) -> str:
    """Write anew what replaces a span; it keeps the kind that it was decided as, else has `kind`.

    Returns a sentence of what was done.
    """
    start, end = span
    for decision in session.list_decisions(answer_id):
        if decision.start == start:
            kind = decision.kind
            break
    return session.mark_span(answer_id, start, end, kind, words)
