"""Texts and codes in, ranked codes with evidence out; it learns from every decision and forgets
what is undone.

A code's score on a text blends two rankings of all texts, each in standard deviations: the cold
start, and what was learned from `a` accepted texts, which counts a / (8 + a). A codebook that says
where a code is asked for, and the share of each question's answers that carry it, move a code up or
down among the others, for all answers to a question alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.model import Code
from tipcoder.suggestion.code_texts import list_cues, list_descriptions
from tipcoder.suggestion.cold import ColdStart
from tipcoder.suggestion.scaling import scale_columns
from tipcoder.suggestion.concepts import Concepts
from tipcoder.suggestion.corpus import Corpus
from tipcoder.suggestion.evidence import (
    Evidence,
    Token,
    build_evidence,
    build_tokens,
    choose_heaviest,
    choose_passage,
    weigh_tokens,
)
from tipcoder.suggestion.learning import Learned
from tipcoder.suggestion.refit import Training, collect_training, score_by_classifier
from tipcoder.suggestion.stop_words import load_stop_words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from tipcoder.suggestion.encoding import Encoder

    Floats = npt.NDArray[np.float64]

COLD_WORTH = 8.0
"""Accepted texts that the cold start is worth; anything from 5 to 12 does as well on resampled
respondents."""
_PREVALENCE = 0.25
"""Weight of a code's log share among the read answers of a question. More finds more of the codes
in the first three places and gets the first place wrong more often."""
_SMOOTHING = 10.0
"""Read answers of a question that its own shares need to count as much as those of all
questions."""
_OUT_OF_SCOPE = 2.0
"""Standard deviations that a code loses where the codebook does not ask it: it may be used there
too."""
BANDS = ("strong", "fair", "weak")
_BAND_SHARES = (0.2, 0.5)
"""Of texts ranked by their best score before anybody coded: the best fifth is strong, the next
three tenths fair."""
_SHARE_READ = 20
"""Read answers below which nobody can say how often a code is used."""


class SuggesterText(NamedTuple):
    """An answer's text, the question that it answers, and its language."""

    text: str
    question: str = ""
    language: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A code for a text.

    `start` and `end` are the passage to quote, code points of the text, half-open.
    """

    code: str
    score: float
    strength: str
    """One of BANDS: by rank among this study's texts, not a probability."""
    start: int
    end: int
    evidence: tuple[Evidence, ...]
    grounds: float
    """What the best word of the evidence weighs, in standard deviations."""


class Suggester:
    """Texts are known by their place in the list given.

    Not safe for use by several threads at once.
    """

    def __init__(
        self,
        texts: Sequence[SuggesterText],
        codes: Sequence[Code],
        concepts: Concepts,
        languages: Iterable[str] = (),
        encoder: Encoder | None = None,
    ) -> None:
        import numpy as np

        self.texts = texts
        self.codes = [code for code in codes if code.codable]
        self.number = {code.key: n for n, code in enumerate(self.codes)}
        said = [
            text for code in self.codes for text in (*list_descriptions(code), *list_cues(code))
        ]
        self.corpus = Corpus([text.text for text in texts], concepts, said, encoder)
        self.cold = ColdStart(self.corpus, self.codes, [text.language for text in texts])
        self.learned = Learned(self.corpus, len(self.codes))
        self._stops = load_stop_words(languages)
        self._tokens: tuple[int, list[Token]] | None = None
        self._scores: list[Floats | None] = [None] * len(self.codes)
        self._refitted: dict[int, tuple[Training, Floats]] = {}
        self._question_number: dict[str, int] = {}
        self.question_of = np.array(
            [
                self._question_number.setdefault(text.question, len(self._question_number))
                for text in texts
            ],
            dtype=np.int64,
        )
        shape = (len(self._question_number), len(self.codes))
        self._carried = np.zeros(shape)
        self._read_in = np.zeros(shape[0])
        self._scope = np.zeros(shape)
        for code, entry in enumerate(self.codes):
            if self._question_number.keys() & set(entry.questions):
                for question, at in self._question_number.items():
                    self._scope[at, code] = 0.0 if question in entry.questions else -_OUT_OF_SCOPE
        self._bounds = self._find_band_bounds()

    def _find_band_bounds(self) -> tuple[float, float]:
        import numpy as np

        if not self.codes or not len(self.texts):
            return (0.0, 0.0)
        best = (self.cold.scores + self._scope[self.question_of]).max(axis=1)
        strong, fair = np.quantile(best, [1 - _BAND_SHARES[0], 1 - _BAND_SHARES[1]])
        return float(strong), float(fair)

    def record_judgement(
        self, row: int, accepted: Iterable[str], rejected: Iterable[str] = (), *, read: bool
    ) -> None:
        """Say anew what is known of a text: codes it carries, codes turned down, and whether it was
        read to the end.

        Replaces what was said before, so that undoing is saying the former again. Codes not in the
        codebook are passed over.
        """
        yes = {self.number[code] for code in accepted if code in self.number}
        no = {self.number[code] for code in rejected if code in self.number}
        before = {code for code in range(len(self.codes)) if row in self.learned.accepted[code]}
        was_read = row in self.learned.read
        if not self.learned.record_judgement(row, yes, no, read=read):
            return
        at = self.question_of[row]
        self._read_in[at] += read - was_read
        for code in before if was_read else ():
            self._carried[at, code] -= 1
        for code in yes if read else ():
            self._carried[at, code] += 1
        self._scores = [None] * len(self.codes)

    def score_texts(self, code: str) -> Floats:
        """Every text's score for a code, in standard deviations; only their order matters."""
        return self._score_code(self.number[code])

    def _score_code(self, code: int) -> Floats:
        found = self._scores[code]
        if found is None:
            found = self.cold.scores[:, code]
            count = len(self.learned.accepted[code])
            if count:
                learned = scale_columns(self.learned.score_texts(code)[:, None])[:, 0]
                refitted = self._refitted.get(code)
                # One that was trained on other judgements is not used: scores would depend on when
                # it was made.
                if refitted is not None and refitted[0] == collect_training(self.learned, code):
                    learned = (learned + refitted[1]) / 2
                found = (COLD_WORTH * found + count * learned) / (COLD_WORTH + count)
            self._scores[code] = found
        return found

    def rank_texts(self, code: str) -> npt.NDArray[np.intp]:
        """All texts, the likeliest to carry the code first."""
        return (-self.score_texts(code)).argsort()

    def rank_codes(self, row: int) -> list[tuple[str, float]]:
        """All codes for a text with their scores, best first; ties in codebook order."""
        at = int(self.question_of[row])
        prior = self._estimate_prior(at)
        scored = [
            (float(self._score_code(n)[row]) + float(prior[n]), n) for n in range(len(self.codes))
        ]
        return [
            (self.codes[n].key, score)
            for score, n in sorted(scored, key=lambda pair: (-pair[0], pair[1]))
        ]

    def _estimate_prior(self, question: int) -> Floats:
        import numpy as np

        read = self._read_in.sum()
        if not read:
            out_of_scope: Floats = self._scope[question]
            return out_of_scope
        overall = (self._carried.sum(axis=0) + 0.5) / (read + 1)
        here = (self._carried[question] + _SMOOTHING * overall) / (
            self._read_in[question] + _SMOOTHING
        )
        # With little read, a code that has not been seen yet is not a rare one.
        heed = _PREVALENCE * min(1.0, float(read) / _SHARE_READ)
        lifted: Floats = self._scope[question] + heed * np.log(here / overall.mean())
        return lifted

    def suggest_codes(
        self, row: int, limit: int = 3, codes: Iterable[str] | None = None, grounds: float = 0.0
    ) -> list[Suggestion]:
        """The best codes for a text that have evidence in it, of this weight at least.

        `codes` restricts to some.
        """
        wanted = None if codes is None else set(codes)
        out: list[Suggestion] = []
        for code, score in self.rank_codes(row):
            if len(out) == limit:
                break
            if wanted is None or code in wanted:
                found = self.build_suggestion(row, code, score)
                if found is not None and found.grounds >= grounds:
                    out.append(found)
        return out

    def build_suggestion(self, row: int, code: str, score: float) -> Suggestion | None:
        """One code with its evidence, or None where nothing in the text speaks for it."""
        text = self.texts[row].text
        found = self._tokens_of(row)
        weighed = choose_heaviest(
            weigh_tokens(found, row, self.number[code], self.corpus, self.cold, self.learned)
        )
        if not weighed:
            return None
        start, end = choose_passage(text, weighed)
        strong, fair = self._bounds
        strength = BANDS[0] if score >= strong else BANDS[1] if score >= fair else BANDS[2]
        best = max(word.weight for word in weighed)
        return Suggestion(
            code, score, strength, start, end, tuple(build_evidence(text, weighed)), best
        )

    def _tokens_of(self, row: int) -> list[Token]:
        """Kept for one text, of which many codes are asked in turn."""
        if self._tokens is None or self._tokens[0] != row:
            self._tokens = (row, build_tokens(self.texts[row].text, self.corpus, self._stops))
        return self._tokens[1]

    def find_texts_in_scope(self, code: str) -> npt.NDArray[np.bool_]:
        """Which texts answer a question that the codebook asks the code of; all where it says
        nothing.
        """
        asked: npt.NDArray[np.bool_] = self._scope[self.question_of, self.number[code]] == 0
        return asked

    def list_asked_codes(self, row: int) -> set[str]:
        """Codes that the codebook asks of a text's question; all where it does not say."""
        scope = self._scope[self.question_of[row]]
        return {code.key for n, code in enumerate(self.codes) if scope[n] == 0}

    def list_due_refits(self) -> list[str]:
        """Codes on which enough was judged for a classifier, and whose last one was trained on
        something else.
        """
        due = []
        for code, entry in enumerate(self.codes):
            found, before = collect_training(self.learned, code), self._refitted.get(code)
            if found is not None and (before is None or before[0] != found):
                due.append(entry.key)
        return due

    def refit_classifier(self, code: str) -> None:
        """Train a code's classifier on what is judged now; it counts for half of what was learned,
        until the next act.

        Takes tenths of a second: for idle time. When an act is undone, it counts again.
        """
        number = self.number[code]
        found = collect_training(self.learned, number)
        if found is not None:
            self._refitted[number] = (found, score_by_classifier(self.corpus, found))
            self._scores[number] = None
