"""Pictures of means: what they are called."""

from __future__ import annotations

import pytest

from tipcoder.results.tables import DescriptiveTable, MeanLine, TableBlock
from tipcoder.workbench.reporting.result_pictures import draw_means

LINES = (MeanLine("Basic", 30, 31, mean=1.0), MeanLine("Plus", 20, 20, mean=2.0))


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("NPS by Plan", "NPS by Plan"),
        ("Minutes on the phone", "NPS: Minutes on the phone"),
    ],
)
def test_a_heading_that_names_the_table_is_the_whole_title(heading: str, title: str) -> None:
    table = DescriptiveTable("nps", "NPS", (TableBlock(heading, "cases", means=LINES),))
    (picture,) = draw_means([table])
    assert picture.title == title
