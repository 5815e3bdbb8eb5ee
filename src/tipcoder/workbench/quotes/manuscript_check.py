"""A manuscript against the answers that it quotes, the people whom it cites and what it counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.language.detection import Utterance, detect_languages
from tipcoder.manuscript.checking import (
    CheckedCitation,
    CheckedQuotation,
    Verdict,
    check_manuscript,
)
from tipcoder.manuscript.counts import CountMention, find_counts
from tipcoder.manuscript.files import read_manuscript
from tipcoder.manuscript.files import write_comments as write_comments
from tipcoder.manuscript.sources import QuotedSource, SourceIndex, build_source
from tipcoder.store import survey_data, translations
from tipcoder.text import join_first, join_words
from tipcoder.workbench.quotes.quoted_spans import find_quoted_spans
from tipcoder.workbench.quotes.release import sort_ids
from tipcoder.workbench.redaction.detector import load_study_keys
from tipcoder.workbench.redaction.redactions import Redactions
from tipcoder.workbench.study import OpenStudy

if TYPE_CHECKING:
    from tipcoder.manuscript.paragraphs import Paragraph

_NAMED = 3
_CHANGES = 4
"""Differences that are named of one quotation."""
_NEAR = 2
"""By how much a code's count may differ from the manuscript's to be offered beside it."""
_SHARED = 0.6
"""Share of the cited who carry a code, from which on the others are looked at."""


@dataclass(frozen=True)
class ManuscriptLine:
    """One thing of a manuscript with what is to be said of it."""

    paragraph: int
    place: str
    kind: str
    """`quotation`, `citation` or `count`."""
    words: str
    """As the manuscript has it."""
    cited: tuple[str, ...]
    verdict: str
    found: tuple[str, ...]
    """Response IDs of whoever said it."""
    detail: str
    """What differs, and what to do, without words of answers."""
    raw_detail: str
    """The same with them."""
    is_fault: bool
    is_settled: bool
    """Whether nothing is to be done about it."""


@dataclass(frozen=True)
class ManuscriptReport:
    """Everything that was looked at, in reading order."""

    lines: tuple[ManuscriptLine, ...]

    @property
    def has_faults(self) -> bool:
        """Whether the manuscript should not go out like this."""
        return any(line.is_fault for line in self.lines)

    def count_verdicts(self) -> dict[str, int]:
        """How many quotations have each verdict, as they come."""
        counts: dict[str, int] = {}
        for line in self.lines:
            if line.kind == "quotation":
                counts[line.verdict] = counts.get(line.verdict, 0) + 1
        return counts


def check_study_manuscript(study: OpenStudy, path: Path) -> ManuscriptReport:
    """Compare a manuscript with the study.

    Raises BadInput for a file that cannot be read, and EnvironmentFault without the key file.
    """
    paragraphs = read_manuscript(path)
    redactions = Redactions(study)
    index = SourceIndex(_list_sources(study, redactions))
    ids = _list_citable_ids(study)
    found = check_manuscript(paragraphs, index, ids, _detect_language(study, paragraphs))
    carriers = _find_carriers(study, redactions)
    lines = [_describe_quotation(each) for each in found.quotations]
    lines += [_describe_citation(each, ids, carriers) for each in found.citations]
    lines += _describe_counts(find_counts(paragraphs), carriers)
    lines.sort(key=lambda line: line.paragraph)
    return ManuscriptReport(tuple(lines))


def _detect_language(study: OpenStudy, paragraphs: Sequence[Paragraph]) -> str:
    """The language of the whole manuscript; empty where it cannot be told."""
    text = " ".join(paragraph.text for paragraph in paragraphs)
    languages = list(dict.fromkeys([*study.definition.languages, "en"]))
    (found,) = detect_languages([Utterance(text, "", "")], languages)
    return found.language if found.language.isalpha() else ""


def _list_citable_ids(study: OpenStudy) -> dict[str, str]:
    """Response IDs, and the fresh ones of earlier exports, each with the response ID behind it."""
    with study.store.read() as db:
        everybody = survey_data.load_respondent_ids(db)
    own = dict(zip(everybody, everybody, strict=True))
    return own | load_study_keys(study).fresh_ids


def _list_sources(study: OpenStudy, redactions: Redactions) -> Iterable[QuotedSource]:
    """Every readable answer with what is released of it, and its translation."""
    with study.store.read() as db:
        translated = translations.load_translations(db, list(redactions.sources))
    for answer in redactions.sources.values():
        place = (answer.respondent, answer.case, answer.question)
        released = _list_released(redactions, answer.id)
        yield build_source(*place, answer.language, answer.text, released=released)
        for wording in released:
            # Replaced words stand in a released wording alone.
            if wording not in answer.text:
                yield build_source(*place, answer.language, wording, released=[wording])
        translation = translated.get(answer.id)
        if translation is not None:
            text = translation.text
            yield build_source(*place, answer.language, text, is_translation=True)


def _list_released(redactions: Redactions, answer_id: int) -> list[str]:
    """The wordings of an answer that somebody has read and that may leave now."""
    wordings = []
    for review in redactions.list_reviews(answer_id):
        stretch = redactions.build_released(answer_id, review.start, review.end)
        if stretch.reviewed_by and not stretch.withheld_by and not stretch.withdrawn:
            wordings.append(stretch.wording)
    return wordings


def _find_carriers(study: OpenStudy, redactions: Redactions) -> dict[str, set[str]]:
    """Code -> response IDs of those who carry it."""
    carriers: dict[str, set[str]] = {}
    for quote in find_quoted_spans(study, redactions).quotes:
        source = redactions.sources.get(quote.answer_id)
        if source is not None:
            carriers.setdefault(quote.code, set()).add(source.respondent)
    return carriers


def _describe_quotation(checked: CheckedQuotation) -> ManuscriptLine:
    match = checked.match
    said_by = (match.source.respondent,) if match is not None else ()
    detail, raw = _explain(checked, with_words=False), _explain(checked, with_words=True)
    needs_look = checked.verdict in (Verdict.UNSURE, Verdict.TRANSLATED)
    is_said = checked.verdict is Verdict.TRANSLATED and checked.is_said_translated
    return ManuscriptLine(
        checked.quotation.paragraph,
        checked.place,
        "quotation",
        checked.quotation.text,
        checked.cited,
        checked.verdict.value,
        said_by,
        detail,
        raw,
        checked.is_fault,
        not checked.is_fault and (not needs_look or is_said),
    )


def _explain(checked: CheckedQuotation, *, with_words: bool) -> str:
    """What is to be done, as a sentence or more; empty where nothing is."""
    said = _explain_verdict(checked, with_words=with_words)
    if checked.unknown and checked.verdict is not Verdict.NO_RESPONSE:
        return f"{said} There is no response {join_words(checked.unknown)}.".strip()
    return said


def _explain_verdict(checked: CheckedQuotation, *, with_words: bool) -> str:
    match, verdict = checked.match, checked.verdict
    source = f"{match.source.case} {match.source.question}" if match is not None else ""
    if verdict is Verdict.CHANGED and match is not None:
        changes = [each.describe_change(with_words=with_words) for each in match.changes]
        shown = join_first(changes, _CHANGES)
        return f"It differs from {source}: {shown}. Quote the words, or mark the change."
    if verdict is Verdict.OTHER and match is not None:
        return f"{source} says it, and {join_words(checked.cited)} does not. Correct the citation."
    if verdict is Verdict.NOT_RELEASED:
        return f"It stands in {source}, and nobody has released these words. Read it in `redact`."
    if verdict is Verdict.NO_RESPONSE:
        return f"There is no response {join_words(checked.unknown)}. Correct the citation."
    if verdict is Verdict.NOT_FOUND:
        return f"{join_words(checked.cited)} says nothing like it. Correct words or citation."
    if verdict is Verdict.UNSURE:
        return f"{join_words(checked.cited)} answered in another language. Compare by eye."
    if verdict is Verdict.TRANSLATED and not checked.is_said_translated:
        return f"It is the translation of {source}. Say that it is one."
    return ""


def _describe_citation(
    checked: CheckedCitation, ids: Mapping[str, str], carriers: Mapping[str, Collection[str]]
) -> ManuscriptLine:
    """IDs that are cited for a statement: do they exist, and which codes do they share?"""
    if checked.unknown:
        verdict = Verdict.NO_RESPONSE.value
        detail = f"There is no response {join_words(checked.unknown)}. Correct the citation."
    else:
        verdict, detail = "cited", _describe_shared_codes(checked.ids, ids, carriers)
    return ManuscriptLine(
        checked.paragraph,
        checked.place,
        "citation",
        checked.text,
        checked.ids,
        verdict,
        (),
        detail,
        detail,
        bool(checked.unknown),
        not checked.unknown and ":" not in detail,
    )


def _describe_shared_codes(
    cited: Sequence[str], ids: Mapping[str, str], carriers: Mapping[str, Collection[str]]
) -> str:
    """The codes that most of the cited carry, and who does not."""
    people = [ids[each.partition(".")[0]] for each in cited]
    all_carry, most_carry = [], []
    for code, who in carriers.items():
        without = [person for person in people if person not in who]
        if not without:
            all_carry.append(code)
        elif len(people) > 1 and len(without) <= (1 - _SHARED) * len(people):
            most_carry.append(f"{code}: without {join_first(sort_ids(set(without)), _NAMED)}")
    if all_carry:
        return f"All carry {join_first(sorted(all_carry), _NAMED)}."
    if most_carry:
        return f"Most carry {join_first(sorted(most_carry), _NAMED)}."
    return "They share no code." if len(people) > 1 else "No code is applied to it."


def _describe_counts(
    mentions: Iterable[CountMention],
    carriers: Mapping[str, Collection[str]],
) -> list[ManuscriptLine]:
    """What the study counts beside what the manuscript counts."""
    lines = []
    for mention in mentions:
        near = []
        for code, who in sorted(carriers.items()):
            if abs(len(who) - mention.number) <= _NEAR:
                near.append((abs(len(who) - mention.number), f"{code} {len(who)}"))
        near.sort()
        offered = join_first([each for _, each in near], _NAMED)
        detail = f"Respondents by code: {offered}." if near else "No code has about as many."
        lines.append(
            ManuscriptLine(
                mention.paragraph,
                mention.place,
                "count",
                mention.text,
                (),
                "counted",
                (),
                detail,
                detail,
                is_fault=False,
                is_settled=True,
            )
        )
    return lines


def list_comments(report: ManuscriptReport, *, raw: bool) -> dict[int, list[str]]:
    """What to write beside each paragraph; nothing about what is in order."""
    comments: dict[int, list[str]] = {}
    for line in report.lines:
        if line.is_settled:
            continue
        said = line.raw_detail if raw else line.detail
        comments.setdefault(line.paragraph, []).append(f"“{line.words}”: {line.verdict}. {said}")
    return comments
