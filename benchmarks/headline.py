"""How good offers are for the codes that the founding study is about: its headline criticisms.

What is offered is chosen by the code that the workbench offers with. The readings are those of the
evidence folder: what was read differently or as doubtful is left out. The contrast set of the tests
has invented sentences, and needs no evidence folder.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import gold
from benchmarks.results import Line
from tipcoder.model.codes import Codebook
from tipcoder.suggestion import scores
from tipcoder.suggestion.measuring import average_precision
from tipcoder.suggestion.offering import choose_suggestions
from tipcoder.suggestion.strength import STRONG
from tipcoder.suggestion.suggester import Suggester, SuggesterText, TextJudgement

if TYPE_CHECKING:
    from tipcoder.arrays import Floats

LANGUAGES = ("en", "es", "ru")
FAMILIES = ("pushback", "workshop_criticism", "funding_unevenness")
_PROMISED_AP = {"pushback": 0.75, "workshop_criticism": 0.65, "funding_unevenness": 0.55}
WORTHS = (2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 40.0)
"""Worths of the cold start that are tried."""
_DRAWS = 20
_FOLDS = 5
_SEED = 11
CONTRAST = gold.ROOT / "tests" / "data" / "contrast.csv"
_NOTHING = TextJudgement((), (), False)


class Read(NamedTuple):
    """A text that was read for a family of codes, by its row in a suggester."""

    row: int
    family: str
    carries: bool
    respondent: str


class Offered(NamedTuple):
    """What of a family is offered for a text."""

    right: bool
    """Whether it carries the family."""
    offered: bool
    strong: bool


def headline() -> Iterator[Line]:
    """Families pooled, then each; before anybody has coded."""
    suggester, read = read_headline()
    families = list_families(gold.shipped_codebook())
    offers = [look_up_offers(suggester, one, families[one.family]) for one in read]
    yield from _describe_offers("headline codes", offers)
    bare, _ = read_headline(without_patterns=True)
    offers = [look_up_offers(bare, one, families[one.family]) for one in read]
    yield from _describe_offers("  in a language without patterns", offers, promised=False)
    for family in FAMILIES:
        inside = [one for one in read if one.family == family]
        ap = measure_ap(suggester, inside, families[family])
        carriers = sum(one.carries for one in inside)
        note = f"{carriers} right of {len(inside)}"
        yield Line(f"  AP within the question: {family}", ap, None, _PROMISED_AP[family], note)
    yield choose_worth(suggester, read, families)


def read_headline(*, without_patterns: bool = False) -> tuple[Suggester, list[Read]]:
    """All answers of the study, and those that two people read for a family.

    `without_patterns` is as if the codebook had none, as it has none in most languages.
    """
    said = gold.answers(gold.open_questions())
    texts = []
    for answer, language in zip(said, gold.detected(said), strict=True):
        texts.append(SuggesterText(answer.text, answer.question, language))
    row_of = {(answer.respondent, answer.question): row for row, answer in enumerate(said)}
    read = []
    for reading in gold.headline():
        row = row_of[reading.respondent, reading.question]
        read.append(Read(row, reading.code, reading.carries, reading.respondent))
    return build_suggester(texts, without_patterns=without_patterns), read


def build_suggester(texts: Sequence[SuggesterText], *, without_patterns: bool = False) -> Suggester:
    """Texts with the codebook that comes with tipcoder."""
    book = gold.shipped_codebook()
    codes = [code for _, code in book.list_in_tree_order()]
    if without_patterns:
        codes = [replace(code, patterns={}) for code in codes]
    return Suggester(texts, codes, gold.concepts(), LANGUAGES, lists=book.lists)


def list_families(book: Codebook) -> dict[str, frozenset[str]]:
    """Each family with all codes below it."""
    families = {}
    for family in (*FAMILIES, "report_use"):
        below = [key for key, code in book.codes.items() if family in book.path_to(key)]
        families[family] = frozenset(key for key in below if book.codes[key].codable)
    return families


def look_up_offers(suggester: Suggester, one: Read, family: Collection[str]) -> Offered:
    """What the workbench would offer of a family to somebody who has coded nothing."""
    every = [code.key for code in suggester.codes]
    chosen = choose_suggestions(suggester, one.row, every)
    of_family = [suggestion for suggestion in chosen if suggestion.code in family]
    is_strong = any(suggestion.strength == STRONG for suggestion in of_family)
    return Offered(one.carries, bool(of_family), is_strong)


def _describe_offers(
    what: str, offers: Sequence[Offered], *, promised: bool = True
) -> Iterator[Line]:
    offered = [one for one in offers if one.offered]
    strong = [one for one in offers if one.strong]
    carriers = sum(one.right for one in offers)
    right, surely = sum(one.right for one in offered), sum(one.right for one in strong)
    note = f"{right} right of {len(offered)} offered"
    least = 0.6 if promised else None
    yield Line(f"{what}: precision of what is offered", right / len(offered), None, least, note)
    note = f"{right} of {carriers} offered"
    least = 0.8 if promised else None
    yield Line(f"{what}: recall of what is offered", right / carriers, None, least, note)
    if promised:
        share = surely / len(strong) if strong else math.nan
        note = f"{surely} of {len(strong)} strong"
        yield Line(f"{what}: strong and right", share, None, 0.8, note)


def measure_ap(suggester: Suggester, read: Sequence[Read], family: Collection[str]) -> float:
    """Average precision of a text's best code of the family, among the texts that were read."""
    best = []
    for one in read:
        best.append(max(suggester.score_text(one.row, code) for code in sorted(family)))
    return average_precision(best, [one.carries for one in read])


def choose_worth(
    suggester: Suggester, read: Sequence[Read], families: dict[str, frozenset[str]]
) -> Line:
    """How many accepted texts the cold start should be worth when many are judged.

    Half of the respondents are learned and the others ranked, again and again.
    """
    by_draw = _measure_worths(suggester, read, families)
    what = "  half of the readings learned: AP of the others"
    return describe_worths(what, by_draw)


def describe_worths(what: str, by_draw: Floats) -> Line:
    """The worth of the cold start that is chosen by cross-validation over draws.

    `by_draw` is draws x WORTHS. What is best in some of the draws is measured in the others, and so
    on in turn.
    """
    import numpy as np

    fold_of = np.arange(len(by_draw)) % _FOLDS
    held_out, chosen = [], []
    for fold in range(_FOLDS):
        best = int(by_draw[fold_of != fold].mean(axis=0).argmax())
        chosen.append(WORTHS[best])
        held_out.append(float(by_draw[fold_of == fold, best].mean()))
    means = by_draw.mean(axis=0)
    tried = ", ".join(f"{worth:g}: {ap:.3f}" for worth, ap in zip(WORTHS, means, strict=True))
    note = (
        f"worth {', '.join(f'{worth:g}' for worth in sorted(set(chosen)))} chosen by "
        f"cross-validation, {scores.COLD_WORTH:g} in use; AP by worth: {tried}"
    )
    return Line(what, float(np.mean(held_out)), None, None, note)


@contextmanager
def cold_worth(worth: float) -> Iterator[None]:
    """Let the cold start be worth so many accepted texts. Scores that are kept stay as they are."""
    before = scores.COLD_WORTH
    scores.COLD_WORTH = worth
    try:
        yield
    finally:
        scores.COLD_WORTH = before


def _measure_worths(
    suggester: Suggester, read: Sequence[Read], families: dict[str, frozenset[str]]
) -> Floats:
    """Draws x worths: mean AP of the three families on what was not learned."""
    import numpy as np

    random = np.random.default_rng(_SEED)
    names = sorted({one.respondent for one in read})
    found = np.zeros((_DRAWS, len(WORTHS)))
    for draw in range(_DRAWS):
        known = set(random.permutation(names)[: len(names) // 2].tolist())
        learned = [one for one in read if one.respondent in known]
        asked = [one for one in read if one.respondent not in known]
        judged = {one.row: _judge(one) for one in learned}
        for at, worth in enumerate(WORTHS):
            with cold_worth(worth):
                suggester.record_judgements(judged)
                found[draw, at] = _measure_families(suggester, asked, families)
            # Everything is forgotten, so that the next worth counts from the beginning.
            suggester.record_judgements(dict.fromkeys(judged, _NOTHING))
    return found


def _judge(one: Read) -> TextJudgement:
    return TextJudgement([one.family] if one.carries else [], (), True)


def _measure_families(
    suggester: Suggester, asked: Sequence[Read], families: dict[str, frozenset[str]]
) -> float:
    """Mean AP over the families of which anything is to be found."""
    found = []
    for family in FAMILIES:
        inside = [one for one in asked if one.family == family]
        ap = measure_ap(suggester, inside, families[family])
        if not math.isnan(ap):
            found.append(ap)
    return sum(found) / len(found)


def contrast() -> Iterator[Line]:
    """The share of invented sentences on which the offers of a family are right."""
    for family, by_kind in measure_contrast().items():
        for kind, promise in (("plain", 0.9), ("hard", 0.75)):
            right = by_kind[kind]
            note = f"{sum(right)} of {len(right)}"
            what = f"contrast set, {kind}: {family}"
            yield Line(what, sum(right) / len(right), None, promise, note)


def measure_contrast(path: Path = CONTRAST) -> dict[str, dict[str, list[bool]]]:
    """Family -> kind -> for each sentence whether it is offered exactly if it carries it."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = [SuggesterText(row["text"], row["question"], row["language"]) for row in rows]
    suggester = build_suggester(texts)
    families = list_families(gold.shipped_codebook())
    found: dict[str, dict[str, list[bool]]] = {}
    for at, row in enumerate(rows):
        one = Read(at, row["family"], row["carries"] == "1", "")
        offered = look_up_offers(suggester, one, families[one.family])
        by_kind = found.setdefault(one.family, {})
        by_kind.setdefault(row["kind"], []).append(offered.offered == one.carries)
    return found
