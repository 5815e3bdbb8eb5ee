"""Codes gathered under a parent: it is there where any is, absent where all are, unknown
where none is known.
"""

from __future__ import annotations

import numpy as np

from tipcoder.agreement.ratings import Ratings

UNITS = ("u1", "u2", "u3", "u4", "u5")


def ratings() -> Ratings:
    """Fees and rent below cost, and staff without a parent; one coder a column, -1 not known."""
    fees = [[1, 0], [0, 0], [1, 1], [-1, 0], [-1, -1]]
    rent = [[0, 1], [0, 0], [1, 0], [1, 0], [-1, -1]]
    staff = [[0, 1], [1, 1], [0, 0], [1, 0], [-1, -1]]
    values = np.array([fees, rent, staff], np.int16)
    return Ratings(values, ("fees", "rent", "staff"), UNITS, ("anna", "boris"))


def test_a_parent_is_present_where_any_of_its_codes_is_and_absent_where_all_are() -> None:
    above = ratings().roll_up_codes({"fees": "cost", "rent": "cost"})
    assert above.codes == ("cost", "staff")
    assert above.values[0].tolist() == [[1, 1], [0, 0], [1, 1], [1, 0], [-1, -1]]
    assert above.values[1].tolist() == ratings().values[2].tolist()


def test_a_parent_that_can_be_applied_itself_counts_with_its_codes() -> None:
    above = ratings().roll_up_codes({"fees": "staff", "staff": "staff"})
    assert above.codes == ("staff", "rent")
    assert above.values[0].tolist() == [[1, 1], [1, 1], [1, 1], [1, 0], [-1, -1]]


def test_without_parents_nothing_changes() -> None:
    same = ratings().roll_up_codes({})
    assert same.codes == ratings().codes
    assert same.values.tolist() == ratings().values.tolist()
