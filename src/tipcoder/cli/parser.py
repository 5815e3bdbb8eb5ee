"""argparse that answers a wrong word with one sentence, the nearest good word, and our exit status."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from typing import IO, Any, NoReturn

from tipcoder.cli import output
from tipcoder.errors import BadInput, did_you_mean

_MISSING = "the following arguments are required: "
_NO_VALUE = ("expected one argument", "expected at least one argument")
_NUMBER = re.compile(r"-\d+")


class Parser(argparse.ArgumentParser):
    """One verb, or the whole command line."""

    def __init__(self, **settings: Any) -> None:
        # A shortened option would come to mean another one as soon as a verb gets more of them.
        super().__init__(**{**settings, "allow_abbrev": False})

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Like argparse's, but nothing that is not known is passed on."""
        words = list(sys.argv[1:] if args is None else args)
        # Before argparse reads them: it would complain about whatever a misspelt option leaves behind.
        for option in self._options_in(words):
            if self._action(option) is None:
                raise BadInput(f"`{self.prog}` has no option {option!r}.", self._nearest_option(option))
        known, unknown = super().parse_known_args(words, namespace)
        if unknown:
            raise BadInput(f"`{self.prog}` does not know what to do with {unknown[0]!r}.", self._see_help())
        return known, unknown

    def error(self, message: str) -> NoReturn:
        """What argparse has to say, as a sentence of ours."""
        if message.startswith(_MISSING):
            needed = message.removeprefix(_MISSING).replace("|", " or ").split(", ")
            raise BadInput(f"`{self.prog}` needs {' and '.join(needed)}.", self._see_help())
        sentence = re.sub(r"\bargument (?=\S)", "", message)
        for ending in _NO_VALUE:
            sentence = sentence.replace(f": {ending}", " needs a value")
        raise BadInput(f"{sentence}.", self._see_help())

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        near = did_you_mean(str(value), action.choices) or self._see_help()
        if not isinstance(action, argparse._SubParsersAction):
            raise BadInput(f"{'/'.join(action.option_strings)} cannot be {value!r}.", near)
        if action.dest == "verb":
            raise BadInput(f"There is no verb {value!r}.", near)
        raise BadInput(f"`{self.prog}` has no {value!r}.", near)

    def _print_message(self, message: str, file: IO[str] | None = None) -> None:  # type: ignore[override]
        if file is sys.stderr:
            output.say(message.rstrip("\n"))
        else:
            output.data(message)

    def _options_in(self, words: Sequence[str]) -> Iterator[str]:
        """The words that argparse will take for options of this parser."""
        rest = iter(words)
        for word in rest:
            if word == "--" or (self._subparsers is not None and not word.startswith("-")):
                return  # what follows is not for this parser to read
            if not word.startswith("-") or word == "-" or " " in word or _NUMBER.fullmatch(word):
                continue
            option, _, value = word.partition("=")
            yield option
            action = self._action(option)
            if action is not None and action.nargs is None and not value and option in action.option_strings:
                next(rest, None)

    def _action(self, option: str) -> argparse.Action | None:
        """The option meant; `-n5` is `-n`."""
        short = option if option.startswith("--") else option[:2]
        return self._option_string_actions.get(option) or self._option_string_actions.get(short)

    def _nearest_option(self, option: str) -> str:
        known = [name for name in self._option_string_actions if name.startswith("--") or len(option) == 2]
        return did_you_mean(option, known) or self._see_help()

    def _see_help(self) -> str:
        return f"See `{self.prog} --help`."
