"""Texts and codes in, ranked codes with evidence out.

It learns from every decision and forgets what is undone. A code's score on a text blends two
rankings of all texts, each in standard deviations: the cold start, and what was learned from `a`
accepted texts, which counts a / (8 + a). The share of each question's answers that carry a code
moves it up or down among the others. Where the codebook says of which questions a code is asked,
codes and texts are ranked there first, and what is found elsewhere comes behind all of that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from tipcoder.model.codes import Code
from tipcoder.suggestion.code_texts import list_profile
from tipcoder.suggestion.cold_start import ColdStart
from tipcoder.suggestion.concepts import Concepts
from tipcoder.suggestion.corpus import Corpus
from tipcoder.suggestion.evidence import TextEvidence
from tipcoder.suggestion.families import Families
from tipcoder.suggestion.grading import OFFERING, Grading
from tipcoder.suggestion.judgements import TextJudgement as TextJudgement
from tipcoder.suggestion.judgements import tabulate_judgements
from tipcoder.suggestion.learning import Learned
from tipcoder.suggestion.passages import (
    build_evidence,
    build_match_evidence,
    choose_matched_passage,
    choose_passage,
)
from tipcoder.suggestion.pattern_weights import PatternWeights
from tipcoder.suggestion.question_shares import QuestionShares
from tipcoder.suggestion.scores import PATTERN_WORTH, CodeScores
from tipcoder.suggestion.stop_words import load_stop_words
from tipcoder.suggestion.strength import Grade, StrengthScale
from tipcoder.suggestion.suggestion import SuggesterText as SuggesterText
from tipcoder.suggestion.suggestion import Suggestion as Suggestion
from tipcoder.suggestion.tokens import Token, build_tokens

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from tipcoder.arrays import Bools, Floats, Ints
    from tipcoder.codebook.pattern_keys import WordLists
    from tipcoder.suggestion.encoding import Encoder

_WELL_AHEAD = 1.5
"""Standard deviations by which a code has to be ahead of its neutral neighbour, where it has no
patterns in the language.

Being ahead at all offers twice as much and finds hardly more: see benchmarks/RESULTS.md.
"""


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
        lists: WordLists | None = None,
    ) -> None:
        """`languages` are those of the study, `lists` the words that patterns name as @NAME."""
        self.texts = texts
        self.codes = [code for code in codes if code.codable]
        self.number = {code.key: n for n, code in enumerate(self.codes)}
        self.corpus = self._build_corpus(concepts, encoder)
        self.cold = ColdStart(self.corpus, self.codes, [text.language for text in texts])
        self.learned = Learned(self.corpus, len(self.codes))

        self._shares = QuestionShares([text.question for text in texts], self.codes)
        self._stops = load_stop_words(languages)
        self._tokens: tuple[int, list[Token]] | None = None
        self._evidence: TextEvidence | None = None
        self._ranked: tuple[int, list[tuple[str, float]]] | None = None
        self._families = Families(codes, self.number)
        self.patterns = PatternWeights(
            [text.text for text in texts],
            [text.language for text in texts],
            self.codes,
            lists or {},
        )
        self._scores = CodeScores(
            self.corpus, self.cold, self.learned, self._families, self.patterns
        )
        self._grading = Grading(self.cold.scores, self._shares.mark_asked())
        self.strengths = StrengthScale()
        """The words for grades, by what was measured in the study so far."""

    def _build_corpus(self, concepts: Concepts, encoder: Encoder | None) -> Corpus:
        # Words of the codebook are numbered too, whether or not a text has them.
        of_codebook: list[str] = []
        for code in self.codes:
            of_codebook += [hint.text for hint in list_profile(code)]
        texts = [text.text for text in self.texts]
        languages = [text.language for text in self.texts]
        return Corpus(texts, concepts, of_codebook, encoder, languages)

    @property
    def question_of(self) -> Ints:
        """The number of each text's question, in order of appearance."""
        return self._shares.question_of

    def record_judgement(
        self, row: int, accepted: Iterable[str], rejected: Iterable[str] = (), *, read: bool
    ) -> None:
        """Replace what is known of a text: its codes, codes turned down, and whether it was read.

        `read` means to the end. Undoing is recording the former judgement again. Codes that are not
        in the codebook are passed over.
        """
        self.record_judgements({row: TextJudgement(accepted, rejected, read)})

    def record_judgements(self, judged: Mapping[int, TextJudgement]) -> None:
        """The same for many texts at once, by their row: much faster than one after the other."""
        now = tabulate_judgements(judged, self.number)
        before = self.learned.record_judgements(now)
        if before is None:
            return
        self._shares.count_texts(before, -1)
        self._shares.count_texts(self.learned.judged.recall_texts(before.rows), 1)
        self._scores.forget_scores()
        self._ranked = None
        self._evidence = None

    def score_texts(self, code: str) -> Floats:
        """Every text's score for a code, in standard deviations; only their order matters."""
        return self._scores.score_texts(self.number[code])

    def rank_texts(self, code: str) -> npt.NDArray[np.intp]:
        """All texts, the likeliest to carry the code first; those out of its scope come behind."""
        import numpy as np

        ranked = (-self.score_texts(code)).argsort(kind="stable")
        inside = self.find_texts_in_scope(code)[ranked]
        return np.concatenate([ranked[inside], ranked[~inside]])

    def rank_codes(self, row: int) -> list[tuple[str, float]]:
        """All codes for a text with their scores, best first; ties in codebook order.

        Codes that the codebook does not ask of the text's question come behind all that it does.
        """
        # Kept for one text, which is asked for what is ranked and for what is offered.
        if self._ranked is None or self._ranked[0] != row:
            self._ranked = (row, self._rank_anew(row))
        return self._ranked[1]

    def _rank_anew(self, row: int) -> list[tuple[str, float]]:
        prior = self._shares.estimate_prior(row).tolist()
        asked = self._shares.find_asked_codes(row).tolist()
        scored = []
        for number, code in enumerate(self.codes):
            score = self._scores.score_text(row, number) + prior[number]
            scored.append((not asked[number], -score, code.key))
        # Sorting by these two keeps the order of what is equal.
        scored.sort(key=itemgetter(0, 1))
        return [(key, -score) for _, score, key in scored]

    def score_topic(self, row: int, code: str) -> float:
        """A code's score on a text before it counts whether anybody judges the topic."""
        return float(self._scores.score_topic(self.number[code])[row])

    def score_text(self, row: int, code: str) -> float:
        """A code's score among the codes of a text."""
        number = self.number[code]
        prior = self._shares.estimate_prior(row)
        return self._scores.score_text(row, number) + float(prior[number])

    def suggest_codes(
        self, row: int, limit: int = 3, codes: Iterable[str] | None = None, grounds: float = 0.0
    ) -> list[Suggestion]:
        """The best codes for a text that have evidence in it, of this weight at least.

        `codes` restricts to some.
        """
        wanted = None if codes is None else set(codes)
        suggestions: list[Suggestion] = []
        for code, score in self.rank_codes(row):
            if len(suggestions) == limit:
                break
            if wanted is not None and code not in wanted:
                continue
            found = self.build_suggestion(row, code, score, grounds)
            if found is not None:
                suggestions.append(found)
        return suggestions

    def build_suggestion(
        self, row: int, code: str, score: float, least: float = 0.0
    ) -> Suggestion | None:
        """One code with its evidence, or None where nothing in the text speaks for it so much.

        Where patterns speak for it, they are the evidence.
        """
        number = self.number[code]
        text = self.texts[row].text
        matches = self.patterns.find_matches(row, number)
        if matches:
            heaviest = max(matches, key=lambda match: match.weight)
            passage = choose_matched_passage(text, heaviest)
            evidence = build_match_evidence(text, matches)
            grounds = heaviest.weight * PATTERN_WORTH
            if grounds < least:
                return None
            grade = self._grading.grade_pattern(heaviest.weight, score)
        else:
            weighed = self._find_evidence(row).list_heaviest(number)
            grounds = max((word.weight for word in weighed), default=0.0)
            if not weighed or grounds < least:
                return None
            passage = choose_passage(text, weighed)
            evidence = build_evidence(text, weighed)
            grade = self.grade_score(score)

        strength = self.strengths.name_strength(grade)
        asked = bool(self._shares.find_asked_codes(row)[number])
        return Suggestion(code, score, grade, strength, asked, *passage, tuple(evidence), grounds)

    def _find_evidence(self, row: int) -> TextEvidence:
        """Kept for one text until something is learned: codes are weighed for the list and for what
        is offered.
        """
        if self._evidence is None or self._evidence.row != row:
            tokens = self._tokens_of(row)
            self._evidence = TextEvidence(tokens, row, self.corpus, self.cold, self.learned)
        return self._evidence

    def speaks_for(self, row: int, code: str) -> bool:
        """Whether a text says what the code says of its topic, and not only names the topic.

        Where the code has patterns in the text's language, one of them must offer it. Where others
        of its family have, one of theirs, and where it has a neutral neighbour, it must be well
        ahead of that one. Most codes only name a topic, and every text speaks for them.
        """
        number = self.number[code]
        language = self.texts[row].language
        if self._families.speaks(number, language):
            return self.patterns.find_best(row, number) >= OFFERING
        if self._families.family_speaks(number, language):
            family = self._families.members[number]
            heard = max(self.patterns.find_best(row, member) for member in family)
            if heard < OFFERING:
                return False
        neutral = self._families.neutral_of.get(number)
        if neutral is None:
            return True
        own, other = self._scores.score_topic(number), self._scores.score_topic(neutral)
        return bool(own[row] - other[row] > _WELL_AHEAD)

    def find_neutral(self, code: str) -> str | None:
        """The code that names the same topic without judging, where the codebook names one."""
        neutral = self._families.neutral_of.get(self.number[code])
        return None if neutral is None else self.codes[neutral].key

    def grade_score(self, score: float) -> Grade:
        """What a suggestion with this score rests on, where no pattern speaks for it."""
        return self._grading.grade_score(score)

    def _tokens_of(self, row: int) -> list[Token]:
        """Kept for one text, of which many codes are asked in turn."""
        if self._tokens is None or self._tokens[0] != row:
            said = self.texts[row]
            tokens = build_tokens(said.text, said.language, self.corpus, self._stops)
            self._tokens = (row, tokens)
        return self._tokens[1]

    def find_texts_in_scope(self, code: str) -> Bools:
        """Which texts answer a question that the codebook asks the code of.

        All where it means that nobody rated.
        """
        return self._shares.find_texts_in_scope(self.number[code])

    def list_asked_codes(self, row: int) -> set[str]:
        """Codes that the codebook asks of a text's question; all where it does not say."""
        asked = self._shares.find_asked_codes(row)
        return {code.key for number, code in enumerate(self.codes) if asked[number]}

    def list_due_refits(self) -> list[str]:
        """Codes whose classifier is to be trained anew.

        Enough was judged for one, and the last one was trained on something else.
        """
        return [self.codes[number].key for number in self._scores.list_due_refits()]

    def refit_classifier(self, code: str) -> None:
        """Train a code's classifier on what is judged now.

        It counts for half of what was learned, until an act changes what it learned from; when that
        act is undone, it counts again. For idle time.
        """
        self._scores.refit_classifier(self.number[code])
        self._ranked = None
