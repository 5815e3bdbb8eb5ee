"""Three hundred faults put into invented articles are found, and clean articles are left alone."""

from __future__ import annotations

from collections import Counter

from tipcoder.manuscript.checking import CheckedQuotation, check_manuscript
from tipcoder.manuscript.plain_files import read_markdown
from tipcoder.manuscript.sources import SourceIndex
from unit.manuscript.invented_articles import ANSWERS, list_sources, write_article

INDEX = SourceIndex(list_sources())
IDS = dict(zip(ANSWERS, ANSWERS, strict=True))


def check(text: str) -> tuple[CheckedQuotation, ...]:
    return check_manuscript(read_markdown(text), INDEX, IDS, "en").quotations


def test_of_three_hundred_faults_in_articles_ninety_nine_of_a_hundred_are_found() -> None:
    missed: Counter[str] = Counter()
    seeded = alarms = clean = 0
    for seed in range(30):
        article = write_article(seed, 20, with_faults=True)
        checked = check(article.text)
        assert len(checked) == len(article.faults)
        for quotation, fault in zip(checked, article.faults, strict=True):
            seeded += bool(fault)
            clean += not fault
            if fault and not quotation.is_fault:
                missed[f"{fault}: {quotation.quotation.text}"] += 1
            alarms += not fault and quotation.is_fault
    assert seeded == 300
    assert sum(missed.values()) <= 0.01 * seeded, missed
    assert alarms < 0.01 * clean


def test_clean_articles_raise_fewer_than_one_false_alarm_in_a_hundred() -> None:
    alarms = []
    total = 0
    for seed in range(100, 120):
        for quotation in check(write_article(seed, 20, with_faults=False).text):
            total += 1
            if quotation.is_fault:
                alarms.append((quotation.quotation.text, quotation.verdict))
    assert total == 400
    assert len(alarms) < 0.01 * total, alarms
