"""Agreement for programs: rows of a wide and a tidy table, of pairs, swaps and quotes, the raw
matrix, and JSON.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tipcoder.agreement.bands import find_band
from tipcoder.agreement.coefficients import ALPHA, PERCENT, SHARES
from tipcoder.agreement.estimates import Estimate
from tipcoder.agreement.gwet import LinearisedEstimate
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.results import (
    Agreement,
    CodeAgreement,
    CoderCount,
    Overall,
    PairAgreement,
    PartComparison,
    SpanAgreement,
)
from tipcoder.export.agreement_table import as_table_entry

ReportRow = dict[str, Any]


def as_json_entry(code: CodeAgreement) -> ReportRow:
    """`{code, n_joint, counts, coefficients: {name: {value, low, high}}, verdict, warnings}` and
    what belongs to it.
    """
    counts = code.counts
    return {
        "code": code.code,
        **code.part,
        "n_joint": counts.joint,
        "counts": {
            "single": counts.single,
            "nobody": counts.nobody,
            "all_present": counts.all_present,
            "split": counts.split,
            "all_absent": counts.all_absent,
            "coders": {each.coder: _coder_record(code, each) for each in counts.coders},
        },
        "level": code.level,
        "coefficients": {
            name: _coefficient_record(each, code.gwet.get(name))
            for name, each in name_coefficients(code).items()
        },
        "verdict": code.verdict.value,
        "sentence": code.sentence,
        "warnings": list(code.warnings),
        "p_alpha_at_least": {".800": code.reliable, ".667": code.tentative},
        "pairs": list(map(_pair_record, code.pairs)),
        "alpha_without": dict(code.without),
        "spans": None if code.spans is None else build_span_row(code.code, code.spans),
    }


def _coder_record(code: CodeAgreement, each: CoderCount) -> ReportRow:
    times = _count_times(code, each)
    return {"finished": each.finished, "joint": each.joint, _name_times(code): times}


def _pair_record(pair: PairAgreement) -> ReportRow:
    return {
        "coders": list(pair.coders),
        "n_joint": pair.joint,
        ALPHA: pair.alpha,
        PERCENT: pair.agreement,
    }


def name_coefficients(code: CodeAgreement) -> dict[str, Estimate]:
    """Every coefficient by name.

    Alpha of another level than nominal stands under the plain name and its own.
    """
    out = dict(code.coefficients)
    if code.level != "nominal" and ALPHA in out:
        out[f"{ALPHA}_{code.level}"] = out[ALPHA]
    return out


def _name_times(code: CodeAgreement) -> str:
    """`applied` of a code, `chosen` of a category, `rated` of all categories together."""
    return code.terms.judged if code.counts.several else code.terms.done


def _count_times(code: CodeAgreement, each: CoderCount) -> int:
    return each.joint if code.counts.several else each.applied


def _estimate_record(found: Estimate) -> ReportRow:
    return {
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "method": found.method,
        "se": found.se,
        "jackknife_low": found.jackknife_low,
        "jackknife_high": found.jackknife_high,
        "undefined": found.undefined,
    }


def _coefficient_record(found: Estimate, linearised: LinearisedEstimate | None) -> ReportRow:
    """With Gwet's standard error and interval beside ours, null where there are none."""
    record = _estimate_record(found)
    record["gwet_se"] = linearised.se if linearised else None
    record["gwet_low"] = linearised.low if linearised else None
    record["gwet_high"] = linearised.high if linearised else None
    return record


def as_json_report(found: Agreement) -> ReportRow:
    """Everything, with where it comes from."""
    return {
        "title": found.title,
        "coders": list(found.coders),
        "n_joint": found.joint,
        "n_single": found.single,
        "notes": list(found.notes),
        "bootstrap": {"replicates": found.replicates, "seed": found.seed, "drawn": found.drawn},
        "provenance": dict(found.provenance),
        "level": found.level,
        "table": None if found.table is None else as_table_entry(found.table),
        "overall": None if found.overall is None else _overall_record(found.overall),
        "branches": None if found.by_parent is None else _overall_record(found.by_parent),
        "parents": list(map(as_json_entry, found.parents)),
        "codes": list(map(as_json_entry, found.codes)),
        "parts": list(map(as_json_entry, found.parts)),
        "swaps": build_swap_rows(found),
        "part_differences": list(map(_difference_record, found.differences)),
    }


def _difference_record(one: PartComparison) -> ReportRow:
    return {
        "code": one.code,
        "by": one.division,
        "parts": [
            {"part": part.label, "n_joint": part.joint, ALPHA: part.alpha} for part in one.parts
        ],
        "test": one.test.value,
        "chi_square": one.statistic,
        "df": one.df,
        "p": one.p,
        "p_holm": one.p_adjusted,
        "comparisons": one.family_size,
    }


def _overall_record(together: Overall) -> ReportRow:
    return {
        "coefficients": {name: _estimate_record(each) for name, each in together.figures.items()},
        "identical_sets": _estimate_record(together.identical),
        "mean_jaccard_where_coded": together.jaccard_where_coded,
        "labels_per_response": dict(together.labels_per_response),
        "alpha": {
            "median": together.median_alpha,
            "lowest": together.lowest_alpha,
            "highest": together.highest_alpha,
            "codes": together.defined,
        },
        "codes_never_applied": list(together.unused),
        "codes_not_in_sets": list(together.left_out),
        "verdict": together.verdict.value,
        "sentence": together.sentence,
        "p_alpha_at_least": {".800": together.reliable, ".667": together.tentative},
    }


def build_wide_rows(codes: Sequence[CodeAgreement]) -> list[ReportRow]:
    """One row per code (and part): counts, every coefficient with its interval, probabilities,
    verdict, warnings.
    """
    return list(map(_wide_row, codes))


def _wide_row(code: CodeAgreement) -> ReportRow:
    counts = code.counts
    row: ReportRow = {
        "code": code.code,
        **code.part,
        "n_joint": counts.joint,
        "n_single": counts.single,
        "n_nobody": counts.nobody,
        "all_present": counts.all_present,
        "split": counts.split,
        "all_absent": counts.all_absent,
    }
    for each in counts.coders:
        row[f"{code.terms.done}_{each.coder}"] = _count_times(code, each)
    if code.level != "nominal":
        row["level"] = code.level
    for name, estimate in name_coefficients(code).items():
        row |= {name: estimate.value, f"{name}_low": estimate.low, f"{name}_high": estimate.high}
    share = counts.prevalence
    return row | {
        "prevalence": share,
        # How far the code is from being as often present as absent (Byrt, Bishop & Carlin, 1993).
        "prevalence_index": None if share is None else abs(2 * share - 1),
        "bias": _measure_bias(code),
        "p_alpha_800": code.reliable,
        "p_alpha_667": code.tentative,
        "verdict": code.verdict.value,
        "sentence": code.sentence,
        "warnings": " ".join(code.warnings),
    }


def _measure_bias(code: CodeAgreement) -> float | None:
    """The share of jointly judged units that the keenest coder gave the code to, less that of the
    most reluctant.
    """
    counts = code.counts
    if counts.several:
        return None
    rates = []
    for each in counts.coders:
        if each.joint:
            rates.append(each.applied / each.joint)
    return max(rates) - min(rates) if rates else None


def build_tidy_rows(found: Agreement) -> list[ReportRow]:
    """One row per code and coefficient, and those of all codes together."""
    rows = []
    for code in (*found.codes, *found.parts):
        for name, estimate in name_coefficients(code).items():
            rows.append(_tidy_row(code, name, estimate, found))
    if found.overall is not None:
        together = {**found.overall.figures, "identical_sets": found.overall.identical}
        for name, estimate in together.items():
            row = {"code": "(all codes)", "coefficient": name, **_tidy_cells(estimate, found)}
            rows.append({**row, "n_joint": found.joint})
    return rows


def _tidy_row(code: CodeAgreement, name: str, estimate: Estimate, found: Agreement) -> ReportRow:
    row: ReportRow = {"code": code.code, **code.part, "coefficient": name}
    if found.level != "nominal":
        row["level"] = code.level
    row |= _tidy_cells(estimate, found)
    linearised = code.gwet.get(name)
    row["se_gwet"] = linearised.se if linearised else None
    row["gwet_low"] = linearised.low if linearised else None
    row["gwet_high"] = linearised.high if linearised else None
    row["band"] = _find_band(name, estimate, row["se_gwet"])
    row["n_joint"] = code.counts.joint
    for coder in code.counts.coders:
        row[f"n_pos_{coder.coder}"] = _count_times(code, coder)
    return row


def _tidy_cells(each: Estimate, found: Agreement) -> ReportRow:
    return {
        "estimate": each.value,
        "low": each.low,
        "high": each.high,
        "method": each.method,
        "se": each.se,
        "jackknife_low": each.jackknife_low,
        "jackknife_high": each.jackknife_high,
        "replicates": found.replicates,
        "seed": found.seed,
        "undefined_share": each.undefined,
    }


def _find_band(name: str, found: Estimate, se: float | None) -> str:
    """The word of Landis and Koch (1977) by Gwet's rule (2014), for kappas and AC1.

    Alpha has thresholds of its own.
    """
    if name in SHARES or name.startswith(ALPHA) or found.value is None or not se:
        return ""
    return find_band(found.value, se)


def build_pair_rows(found: Agreement) -> list[ReportRow]:
    """Two coders at a time, and each coder left out where there are more than two."""
    rows: list[ReportRow] = []
    for code in found.codes:
        for pair in code.pairs:
            first, second = pair.coders
            row: ReportRow = {
                "code": code.code,
                "coder_1": first,
                "coder_2": second,
                "n_joint": pair.joint,
            }
            row |= {"krippendorff_alpha": pair.alpha, "percent_agreement": pair.agreement}
            if found.level != "nominal":
                row["level"] = code.level
            rows.append(row)
        for name, alpha in code.without.items():
            rows.append({"code": code.code, "without": name, "krippendorff_alpha": alpha})
    return rows


def build_swap_rows(found: Agreement) -> list[ReportRow]:
    """Codes that coders take for each other."""
    rows = []
    for swap in found.swaps:
        expected = round(swap.expected, 3)
        rows.append(
            {"code": swap.code, "other": swap.other, "swaps": swap.swaps, "expected": expected}
        )
    return rows


def build_span_rows(found: Agreement) -> list[ReportRow]:
    """Agreement on words, of the codes for which somebody marked words."""
    return [build_span_row(code.code, code.spans) for code in found.codes if code.spans is not None]


def build_span_row(code: str, spans: SpanAgreement) -> ReportRow:
    """One code."""
    return {
        "code": code,
        "texts": spans.texts,
        "u_alpha_binary": spans.alpha.value,
        "u_alpha_binary_low": spans.alpha.low,
        "u_alpha_binary_high": spans.alpha.high,
        "overlap_dice": spans.overlap.value,
        "overlap_dice_low": spans.overlap.low,
        "overlap_dice_high": spans.overlap.high,
        "overlap_jaccard": spans.jaccard,
        "exact": spans.exact,
        "overlap_90": spans.close,
        "overlap_50": spans.half,
        "overlap_less": spans.touching,
        "unmatched": spans.alone,
        "median_boundary_offset": spans.offset,
        "holsti_not_chance_corrected": spans.holsti,
        "whole_answers_left_out": spans.whole_left_out,
        "empty_left_out": spans.empty_left_out,
    }


def build_matrix_rows(ratings: Ratings, code: int) -> list[ReportRow]:
    """Units x coders of one code, empty where nothing is known: what irrCAC or KALPHA read, and
    `--ratings` too.
    """
    names = ("0", "1") if ratings.are_codes else ratings.categories
    # The first column is called `unit`, so that a coder of that name needs another one.
    coders = [f"{name} (coder)" if name == "unit" else name for name in ratings.coders]
    rows = []
    for unit, values in zip(ratings.units, ratings.values[code].tolist(), strict=True):
        if max(values) < 0:
            continue  # nobody judged this unit
        cells = [names[value] if value >= 0 else "" for value in values]
        rows.append({"unit": unit, **dict(zip(coders, cells, strict=True))})
    return rows


def build_weight_rows(ratings: Ratings) -> list[ReportRow]:
    """How much each unit counts, where units were drawn with unequal chances; belongs to the
    matrices.
    """
    return [
        {"unit": unit, "weight": weight}
        for unit, weight in zip(ratings.units, ratings.weights, strict=False)
    ]


def find_columns(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Every column that a row has, in order of appearance."""
    names: dict[str, None] = {}
    for row in rows:
        names.update(dict.fromkeys(row))
    return list(names)
