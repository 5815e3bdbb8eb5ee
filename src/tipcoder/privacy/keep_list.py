"""Names that may stay in quotes, because they are what the study is about and say nothing of who
answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tipcoder.privacy.compared_words import Word
from tipcoder.privacy.hits import Hit, is_covered
from tipcoder.privacy.name_words import SMALL_WORDS
from tipcoder.privacy.phrases import PhraseBook


class KeepList:
    """The `keep` of [privacy] in study.toml.

    A name in full and a way to reach somebody are never kept, whatever is listed.
    """

    def __init__(self, names: Iterable[str]) -> None:
        listed = list(names)
        self._capitals = frozenset(name for name in listed if name.isupper())
        self._dotted = tuple(name for name in listed if "." in name)
        self._book = PhraseBook((name, name) for name in listed)

    def find_kept_spans(self, text: str, words: Sequence[Word]) -> list[tuple[int, int]]:
        """Where kept names stand; an abbreviation must stand in capitals (`US` is not `us`)."""
        out = []
        for found in self._book.find_phrases(words):
            start, end = words[found.first].start, words[found.last - 1].end
            if found.what not in self._capitals or text[start:end].isupper():
                out.append((start, end))

        # A name with dots is several words, with something between them that the book leaves out.
        for name in self._dotted:
            at = text.find(name)
            while at >= 0:
                out.append((at, at + len(name)))
                at = text.find(name, at + 1)
        return out

    def drop_kept_hits(self, text: str, words: Sequence[Word], hits: Iterable[Hit]) -> list[Hit]:
        """The hits that are not wholly kept names.

        A description, which has other words too, stays, and so does what withdraws a consent.
        """
        kept = self.find_kept_spans(text, words)
        if not kept:
            return list(hits)

        small = [(word.start, word.end) for word in words if word.folded in SMALL_WORDS]
        spans = [*kept, *small]
        out = []
        for hit in hits:
            stays = hit.firm or hit.kind == "consent"
            if stays or not is_covered(text, hit.start, hit.end, spans):
                out.append(hit)
        return out
