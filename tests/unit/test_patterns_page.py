"""The page about patterns says what is so: every example on it is tried."""

from __future__ import annotations

import re
import tomllib

import pytest

from pattern_helpers import find
from readme import ROOT
from tipcoder.codebook.reading import parse_codebook
from tipcoder.suggestion.patterns.linting import lint_patterns
from tipcoder.suggestion.patterns.word_lists import build_lists, load_shipped_lists

PAGE = (ROOT / "docs" / "reference" / "patterns.md").read_text("utf-8")


def list_signs() -> list[tuple[str, str, str]]:
    """Pattern, what it finds and what not, of each line of the table of signs."""
    table = PAGE.partition("| sign |")[2].partition("\n\n")[0]
    found = []
    for line in table.splitlines()[2:]:
        cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
        _, _, pattern, yes, no = (cell.strip().replace("\\|", "|") for cell in cells)
        found.append((pattern.strip("`"), yes, no))
    return found


SIGNS = list_signs()


def test_the_table_has_every_sign() -> None:
    assert len(SIGNS) == 12


@pytest.mark.parametrize(("pattern", "yes", "no"), SIGNS)
def test_a_sign_does_what_the_page_says(pattern: str, yes: str, no: str) -> None:
    assert find(pattern, yes)
    assert not find(pattern, no)


def test_the_codebook_on_the_page_has_one_finding_that_it_speaks_of() -> None:
    block = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert block is not None
    book = parse_codebook(tomllib.loads(block[1]), "codebook.toml")
    findings = lint_patterns(list(book.codes.values()), build_lists(book.lists))
    assert [finding.number for finding in findings] == [3]
    assert "has no sentence to test it" in findings[0].sentence


def test_every_list_that_comes_with_the_program_is_on_the_page() -> None:
    named = set(re.findall(r"^\| `@(\w+)` \|", PAGE, re.MULTILINE))
    # The table of signs has a row about the lists as such.
    assert named - {"name"} == set(load_shipped_lists())


@pytest.mark.parametrize(
    ("pattern", "text", "language", "found"),
    [
        ("not invite~", "I do not know whether they invited us", "en", False),
        ("not invite~", "We were not, however, invited", "en", True),
        ("not support", "no training, funds or support", "en", True),
        ("not invitar~", "No nos invitó nadie", "es", True),
        ("not invite~", "They did not fail to invite us", "en", False),
        ("follow up", "a follow-up", "en", True),
        ("invite~", "an invitation", "en", True),
        ("приглаш~", "Нас приглашали", "ru", True),
        ("приглаш~", "Нас пригласили", "ru", False),
    ],
)
def test_sentences_of_the_page_hold(pattern: str, text: str, language: str, found: bool) -> None:
    assert bool(find(pattern, text, language)) is found
