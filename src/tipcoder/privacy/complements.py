"""What follows a post or a public body and belongs to it: of labour, de la mujer.

Written in small letters too, so capitals say nothing here. A language with links (of, de) is
followed along them; one with cases along its genitives.
"""

from __future__ import annotations

import re
from functools import cache

from tipcoder.language.table_keys import (
    ADJECTIVE_ENDINGS,
    COMPLEMENT_LINKS,
    LEVELS,
    NEVER_ENDINGS,
    NOUN_ENDINGS,
    SMALL_WORDS,
    WordsKey,
)
from tipcoder.language.tables import LanguageTable
from tipcoder.privacy.phrase_patterns import (
    BEHIND,
    SPACE,
    compile_phrases,
    group_sources,
    join_language_phrases,
    join_phrases,
)
from tipcoder.text import lower_letters, strip_marks

_MOST = 3
"""Links that are followed, one behind the other."""


def build_complement(language: LanguageTable) -> str:
    """A group for what may follow, for answers in small letters; one or several words."""
    levels = join_language_phrases(language, LEVELS)
    word = rf"(?!\d|{_join_small_words()}{BEHIND})[\w'-]{{2,}}"
    # The last word may say what the words before it are of: the labour office.
    described = rf"(?:(?:{word}{SPACE}){{1,2}}{levels}{BEHIND}|{word})"
    linked = rf"{join_links(language, COMPLEMENT_LINKS)}{described}(?:{SPACE}{levels}{BEHIND})*"
    ways = [f"(?:{SPACE}{linked}){{1,{_MOST}}}"]
    if language[NOUN_ENDINGS]:
        ways.append(f"(?:{_build_genitive(language)}){{1,{_MOST}}}")
    return f"(?:{'|'.join(ways)})"


def join_links(language: LanguageTable, key: WordsKey, any_case: bool = False) -> str:
    """A group of links with the blank behind them; a link that is elided (d', l') has none."""
    sources = []
    for source in compile_phrases(language, key, any_case):
        sources.append(source if source.endswith("'") else source + SPACE)
    return group_sources(sources)


@cache
def _join_small_words() -> str:
    """Articles and the like of all languages: no complement is one of them."""
    return join_phrases(SMALL_WORDS)


def _build_genitive(language: LanguageTable) -> str:
    """Adjectives and a noun in the genitive, by their endings."""
    adjective = rf"{SPACE}\w{{2,}}(?:{_join_endings(language, ADJECTIVE_ENDINGS)}){BEHIND}"
    noun = rf"\w{{2,}}(?:{_join_endings(language, NOUN_ENDINGS)}){BEHIND}"
    never = rf"(?!\w*(?:{_join_endings(language, NEVER_ENDINGS)}){BEHIND})"
    return rf"(?:{adjective}){{0,2}}{SPACE}{never}{noun}"


def _join_endings(language: LanguageTable, key: WordsKey) -> str:
    return "|".join(re.escape(lower_letters(strip_marks(ending))) for ending in language[key])
