"""Codebooks as files: read, compared, and written as TOML.

`tipcoder.export` has the other formats.
"""

from __future__ import annotations

from dataclasses import replace

from tipcoder.codebook import checks
from tipcoder.codebook.differences import find_differences as find_differences
from tipcoder.codebook.reading import read_codebook as read_codebook
from tipcoder.codebook.writing import codebook_to_toml as codebook_to_toml
from tipcoder.model.codes import Codebook
from tipcoder.text import fold_text
from tipcoder.workbench.codebook.hand_edits import is_in_step
from tipcoder.workbench.study import OpenStudy


def find_gaps(codebook: Codebook, languages: tuple[str, ...]) -> list[str]:
    """Sentences about what a coder will miss in a codebook, and about what is wrong with its
    patterns.
    """
    found = checks.find_gaps(codebook, languages)
    if not codebook.lists and not any(code.patterns for code in codebook.codes.values()):
        return found
    # Most codebooks have no pattern, and then nothing of this is loaded.
    from tipcoder.suggestion.patterns.linting import lint_patterns
    from tipcoder.suggestion.patterns.word_lists import build_lists

    findings = lint_patterns(list(codebook.codes.values()), build_lists(codebook.lists))
    return [*found, *(finding.describe_finding() for finding in findings)]


def add_new_codes(codebook: Codebook, other: Codebook) -> Codebook:
    """The codebook with those codes of another one that it lacks, known by key or label.

    A new code stands where the other codebook has it, if that place is here too.
    """
    codes = dict(codebook.codes)
    here = {}
    for code in codebook.codes.values():
        for name in (code.key, *code.label.values()):
            here[fold_text(name)] = code.key
    for _, code in other.list_in_tree_order():
        names = [fold_text(name) for name in (code.key, *code.label.values())]
        twin = next((here[name] for name in names if name in here), None)
        if twin is not None:
            here[fold_text(code.key)] = twin
            continue
        above = here.get(fold_text(code.parent)) if code.parent else None
        codes[code.key] = replace(code, parent=above)
        here.update(dict.fromkeys(names, code.key))
    for key in codes.keys() - codebook.codes.keys():
        # A neighbour may stand below the code that names it, or be here under another key.
        neighbour = here.get(fold_text(codes[key].against or ""))
        codes[key] = replace(codes[key], against=None if neighbour == key else neighbour)
    return replace(codebook, codes=codes, lists={**other.lists, **codebook.lists})


def waits_for_codes(study: OpenStudy) -> bool:
    """Whether codebook.toml waits to be imported, because it drops codes that have codings."""
    with study.store.read() as db:
        return study.store.is_sqlite and not is_in_step(study.codebook_file, db)
