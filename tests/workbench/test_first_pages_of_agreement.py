"""How long the first part of the demo's report of agreement is: it takes one page."""

from __future__ import annotations

import math
from pathlib import Path

from tipcoder.export.agreement_summary import build_summary
from tipcoder.export.document import Block, BulletList, Figure, Heading, Table
from tipcoder.workbench.agreement.study_agreement import assess_study
from tipcoder.workbench.demo import build_demo
from tipcoder.workbench.opening import open_study_folder

LINE, LINES = 140, 34
"""Letters of a line of A4 on its side, and lines of a page: 210 mm less two margins of 22 mm are
470 points, and a line of 11 points takes 14 of them.
"""


def test_the_first_part_of_the_demo_fits_a_page(tmp_path: Path) -> None:
    build_demo(tmp_path / "demo")
    with open_study_folder(tmp_path / "demo", read_only=True) as study:
        first = build_summary(assess_study(study).agreement)
    assert any(isinstance(block, Table) for block in first)
    assert sum(map(_count_lines, first)) <= LINES


def _count_lines(block: Block) -> int:
    """Lines with the room below them; a picture that repeats a table is left out on paper."""
    match block:
        case Table():
            return len(block.rows) + 3
        case Heading():
            return 2
        case BulletList():
            return sum(math.ceil(len(item) / LINE) for item in block.items) + 1
        case Figure():
            return 0 if block.repeats_table else block.letters.count("\n") + 2
        case _:
            return math.ceil(len(getattr(block, "text", "")) / LINE) + 1
