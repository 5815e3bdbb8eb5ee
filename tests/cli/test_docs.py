"""What is written about the program is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from readme import PAGES, README, ROOT, with_tables


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_tables_of_verbs_and_keys_are_those_of_the_code(page: Path) -> None:
    text = page.read_text("utf-8")
    assert with_tables(text) == text, "run `make readme`"
    assert "<!-- end of " in text


def test_the_first_two_commands_are_make_demo_and_make_test() -> None:
    commands = re.findall(
        r"^    (\S.*?)(?:\s+#.*)?$", README.read_text("utf-8"), flags=re.MULTILINE
    )
    assert commands[:2] == ["make demo", "make test"]


DOCS = ROOT / "docs"
WRITTEN = [README, ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_another_page_or_picture_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    missing = [t for t in targets if t and "://" not in t and not (page.parent / t).exists()]
    assert missing == []


def test_every_page_has_a_place_in_the_site() -> None:
    site = (ROOT / "mkdocs.yml").read_text("utf-8")
    pages = [str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md")]
    assert [page for page in pages if f": {page}\n" not in site] == []


def test_nothing_of_the_site_is_fetched_from_elsewhere() -> None:
    site = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert "font: false" in site
    assert "http" not in site
