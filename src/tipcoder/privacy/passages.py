"""Passages of certain answers, wherever they stand: in a memo, an example, a note, a sentence.

A passage is long enough not to be said by chance, and what another respondent wrote too is nobody's
passage. Case and accents do not count: who repeats an answer at the keyboard leaves them out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tipcoder.text import lower_letters, strip_marks

WINDOW = 20
"""Characters that two texts share before one counts as taken from the other."""
_SHORTEST = 12
"""An answer of at least so many characters counts where it stands whole."""


class Passages:
    """What belongs to some answers alone."""

    def __init__(
        self,
        texts: Iterable[str],
        replace: Callable[[str], str],
        stands_elsewhere: Callable[[str], bool],
    ) -> None:
        """`replace` gives what is put in the place of a passage, and is as long.

        `stands_elsewhere` says whether other answers have the words as well.
        """
        self._windows: set[str] = set()
        self._whole: set[str] = set()
        for written in texts:
            text = fold_letters(written)
            # Examples and notes stand on one line, however the respondent broke hers.
            for form in {text, " ".join(text.split())}:
                if len(form) >= WINDOW:
                    self._windows.update(_iterate_windows(form))
                elif len(form) >= _SHORTEST:
                    self._whole.add(form)
        self._replace = replace
        self._stands_elsewhere = stands_elsewhere
        self._shared: dict[str, bool] = {}

    def mask_text(self, text: str) -> str:
        """The text with every passage replaced."""
        folded = fold_letters(text)
        hidden = bytearray(len(text))
        for start, window in enumerate(_iterate_windows(folded)):
            if window in self._windows and not self._is_shared(window):
                hidden[start : start + WINDOW] = b"\1" * WINDOW
        for whole in self._whole:
            start = folded.find(whole)
            while start >= 0:
                if not self._is_shared(whole):
                    hidden[start : start + len(whole)] = b"\1" * len(whole)
                start = folded.find(whole, start + 1)
        if not any(hidden):
            return text
        letters = zip(text, hidden, strict=True)
        return "".join(self._replace(char) if gone else char for char, gone in letters)

    def stands_in(self, text: str) -> bool:
        """Whether a passage stands in the text."""
        return self.mask_text(text) != text

    def _is_shared(self, words: str) -> bool:
        # Asking for other answers takes a look through all of them.
        if words not in self._shared:
            self._shared[words] = self._stands_elsewhere(words)
        return self._shared[words]


def fold_letters(text: str) -> str:
    """The text as it is compared: a code point for a code point, and white space as blanks."""
    folded = strip_marks(lower_letters(text))
    return "".join(" " if char.isspace() else char for char in folded)


def _iterate_windows(text: str) -> Iterable[str]:
    for start in range(len(text) - WINDOW + 1):
        yield text[start : start + WINDOW]
