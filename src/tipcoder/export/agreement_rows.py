"""Agreement for programs: rows of a wide and a tidy table, of pairs, swaps and quotes, the raw matrix, and JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tipcoder.agreement.bands import find_band
from tipcoder.agreement.coefficients import ALPHA, PERCENT, SHARES
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.results import Agreement, CodeAgreement, CoderCount, Estimate, Overall, SpanAgreement
from tipcoder.export.agreement_table import as_table_entry

ReportRow = dict[str, Any]


def as_json_entry(code: CodeAgreement) -> ReportRow:
    """`{code, n_joint, counts, coefficients: {name: {value, low, high}}, verdict, warnings}` and what belongs to it."""
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
            "coders": {
                each.coder: {
                    "finished": each.finished,
                    "joint": each.joint,
                    _choose_verb(code): _count_times(code, each),
                }
                for each in counts.coders
            },
        },
        "level": code.level,
        "coefficients": {name: _as_estimate_record(each) for name, each in name_coefficients(code).items()},
        "verdict": code.verdict.value,
        "sentence": code.sentence,
        "warnings": list(code.warnings),
        "p_alpha_at_least": {".800": code.reliable, ".667": code.tentative},
        "pairs": [
            {"coders": list(pair.coders), "n_joint": pair.joint, ALPHA: pair.alpha, PERCENT: pair.agreement}
            for pair in code.pairs
        ],
        "alpha_without": dict(code.without),
        "spans": None if code.spans is None else build_span_row(code.code, code.spans),
    }


def name_coefficients(code: CodeAgreement) -> dict[str, Estimate]:
    """Every coefficient by name. Alpha of another level than nominal stands under the plain name and its own."""
    out = dict(code.coefficients)
    if code.level != "nominal" and ALPHA in out:
        out[f"{ALPHA}_{code.level}"] = out[ALPHA]
    return out


def _choose_verb(code: CodeAgreement) -> str:
    """`applied` of a code, `chosen` of a category, `rated` of all categories together."""
    return code.terms.judged if code.counts.several else code.terms.done


def _count_times(code: CodeAgreement, coder_count: CoderCount) -> int:
    return coder_count.joint if code.counts.several else coder_count.applied


def _as_estimate_record(estimate: Estimate) -> ReportRow:
    return {
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "method": estimate.method,
        "se": estimate.se,
        "jackknife_low": estimate.jackknife_low,
        "jackknife_high": estimate.jackknife_high,
        "undefined": estimate.undefined,
    }


def as_json_report(agreement: Agreement) -> ReportRow:
    """Everything, with where it comes from."""
    return {
        "title": agreement.title,
        "coders": list(agreement.coders),
        "n_joint": agreement.joint,
        "n_single": agreement.single,
        "notes": list(agreement.notes),
        "bootstrap": {"replicates": agreement.replicates, "seed": agreement.seed, "drawn": agreement.drawn},
        "provenance": dict(agreement.provenance),
        "level": agreement.level,
        "table": None if agreement.table is None else as_table_entry(agreement.table),
        "overall": None if agreement.overall is None else _as_overall_record(agreement.overall),
        "branches": None if agreement.by_parent is None else _as_overall_record(agreement.by_parent),
        "parents": [as_json_entry(code) for code in agreement.parents],
        "codes": [as_json_entry(code) for code in agreement.codes],
        "parts": [as_json_entry(code) for code in agreement.parts],
        "swaps": build_swap_rows(agreement),
    }


def _as_overall_record(overall: Overall) -> ReportRow:
    return {
        "coefficients": {name: _as_estimate_record(each) for name, each in overall.figures.items()},
        "identical_sets": _as_estimate_record(overall.identical),
        "mean_jaccard_where_coded": overall.jaccard_where_coded,
        "labels_per_response": dict(overall.labels_per_response),
        "alpha": {
            "median": overall.median_alpha,
            "lowest": overall.lowest_alpha,
            "highest": overall.highest_alpha,
            "codes": overall.defined,
        },
        "codes_never_applied": list(overall.unused),
        "codes_not_in_sets": list(overall.left_out),
        "verdict": overall.verdict.value,
        "sentence": overall.sentence,
        "p_alpha_at_least": {".800": overall.reliable, ".667": overall.tentative},
    }


def build_wide_rows(codes: Sequence[CodeAgreement]) -> list[ReportRow]:
    """One row a code (and part): counts, every coefficient with its interval, probabilities, verdict, warnings."""
    return [_build_wide_row(code) for code in codes]


def _build_wide_row(code: CodeAgreement) -> ReportRow:
    counts = code.counts
    rates = [each.applied / each.joint for each in counts.coders if each.joint and not counts.several]
    share = counts.prevalence
    out: ReportRow = {
        "code": code.code,
        **code.part,
        "n_joint": counts.joint,
        "n_single": counts.single,
        "n_nobody": counts.nobody,
        "all_present": counts.all_present,
        "split": counts.split,
        "all_absent": counts.all_absent,
    }
    out |= {f"{code.terms.done}_{each.coder}": _count_times(code, each) for each in counts.coders}
    if code.level != "nominal":
        out["level"] = code.level
    for name, each in name_coefficients(code).items():
        out |= {name: each.value, f"{name}_low": each.low, f"{name}_high": each.high}
    return out | {
        "prevalence": share,
        "prevalence_index": None if share is None else abs(2 * share - 1),
        "bias": max(rates) - min(rates) if rates else None,
        "p_alpha_800": code.reliable,
        "p_alpha_667": code.tentative,
        "verdict": code.verdict.value,
        "sentence": code.sentence,
        "warnings": " ".join(code.warnings),
    }


def build_tidy_rows(agreement: Agreement) -> list[ReportRow]:
    """One row a code and coefficient, and those of all codes together."""
    out = [
        {
            "code": code.code,
            **code.part,
            "coefficient": name,
            **({} if agreement.level == "nominal" else {"level": code.level}),
            **_build_tidy_row(each, agreement),
            "se_gwet": code.gwet_se.get(name),
            "band": _find_band(name, each, code.gwet_se.get(name)),
            "n_joint": code.counts.joint,
            **{f"n_pos_{coder.coder}": _count_times(code, coder) for coder in code.counts.coders},
        }
        for code in (*agreement.codes, *agreement.parts)
        for name, each in name_coefficients(code).items()
    ]
    if agreement.overall is not None:
        together = {**agreement.overall.figures, "identical_sets": agreement.overall.identical}
        for name, each in together.items():
            out.append(
                {
                    "code": "(all codes)",
                    "coefficient": name,
                    **_build_tidy_row(each, agreement),
                    "n_joint": agreement.joint,
                }
            )
    return out


def _build_tidy_row(estimate: Estimate, agreement: Agreement) -> ReportRow:
    return {
        "estimate": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "method": estimate.method,
        "se": estimate.se,
        "jackknife_low": estimate.jackknife_low,
        "jackknife_high": estimate.jackknife_high,
        "replicates": agreement.replicates,
        "seed": agreement.seed,
        "undefined_share": estimate.undefined,
    }


def _find_band(name: str, estimate: Estimate, se: float | None) -> str:
    """Landis and Koch's word by Gwet's rule, for kappas and AC1; alpha has thresholds of its own."""
    if name in SHARES or name.startswith(ALPHA) or estimate.value is None or not se:
        return ""
    return find_band(estimate.value, se)


def build_pair_rows(agreement: Agreement) -> list[ReportRow]:
    """Two coders at a time, and each coder left out where there are more than two."""
    out: list[ReportRow] = []
    for code in agreement.codes:
        for pair in code.pairs:
            row: ReportRow = {
                "code": code.code,
                "coder_1": pair.coders[0],
                "coder_2": pair.coders[1],
                "n_joint": pair.joint,
            }
            row |= {"krippendorff_alpha": pair.alpha, "percent_agreement": pair.agreement}
            out.append(row if agreement.level == "nominal" else row | {"level": code.level})
        out += [
            {"code": code.code, "without": name, "krippendorff_alpha": alpha} for name, alpha in code.without.items()
        ]
    return out


def build_swap_rows(agreement: Agreement) -> list[ReportRow]:
    """Codes that coders take for each other."""
    return [
        {"code": s.code, "other": s.other, "swaps": s.swaps, "expected": round(s.expected, 3)} for s in agreement.swaps
    ]


def build_span_rows(agreement: Agreement) -> list[ReportRow]:
    """Agreement on words, of the codes for which somebody marked words."""
    return [build_span_row(code.code, code.spans) for code in agreement.codes if code.spans is not None]


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
    """Units x coders of one code, empty where nothing is known: what irrCAC or KALPHA read, and `--ratings` too."""
    values = ratings.values[code]
    names = ("0", "1") if ratings.are_codes else ratings.categories
    coders = [f"{name} (coder)" if name == "unit" else name for name in ratings.coders]
    out = []
    for unit, row in zip(ratings.units, values.tolist(), strict=True):
        if max(row) >= 0:
            cells = [names[value] if value >= 0 else "" for value in row]
            out.append({"unit": unit, **dict(zip(coders, cells, strict=True))})
    return out


def build_weight_rows(ratings: Ratings) -> list[ReportRow]:
    """How much each unit counts, where units were drawn with unequal chances; belongs to the matrices."""
    return [{"unit": unit, "weight": weight} for unit, weight in zip(ratings.units, ratings.weights, strict=False)]


def find_columns(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Every column that a row has, in order of appearance."""
    return list(dict.fromkeys(name for row in rows for name in row))
