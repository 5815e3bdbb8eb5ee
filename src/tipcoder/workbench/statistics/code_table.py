"""The codebook as a table beside data: what each code means, and how many cases have it."""

from __future__ import annotations

from collections.abc import Mapping

from tipcoder.codebook.nets import find_code_of_name, find_name_label, is_net
from tipcoder.workbench.statistics.presence import Presence
from tipcoder.workbench.study import OpenStudy


def build_code_records(
    study: OpenStudy, found: Presence, numbers: Mapping[str, int]
) -> list[dict[str, object]]:
    """A record for each name that is counted, in the order of the codebook.

    `numbers` are those of codes in lists; a net has none.
    """
    language = study.definition.languages[0]
    book = found.book
    records: list[dict[str, object]] = []
    for name, presence in found.codes.items():
        code = book.codes[find_code_of_name(book, name)]
        whole = is_net(book, name)
        coverage = presence.coverage
        records.append(
            {
                "number": None if whole else numbers.get(code.key),
                "code": name,
                "label": find_name_label(book, name, language),
                "under": code.parent if name == code.key else code.key,
                "is a net": "yes" if whole else "",
                "present": coverage.present,
                "absent": coverage.coded - coverage.present,
                "unknown": coverage.cases - coverage.coded,
                "definition": _find_text(code.definition, language, book.language),
                "use when": _find_text(code.use_when, language, book.language),
                "avoid when": _find_text(code.avoid_when, language, book.language),
            }
        )
    return records


def _find_text(texts: Mapping[str, str], language: str, fallback: str) -> str:
    return texts.get(language) or texts.get(fallback, "")
