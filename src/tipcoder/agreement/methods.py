"""A paragraph for the methods section, ready to paste."""

from __future__ import annotations

from tipcoder.agreement.results import Agreement, CodeAgreement, GivenTable, Verdict
from tipcoder.agreement.words import decimal, listed, responses, with_interval

_REFERENCE = (
    "Krippendorff, K. (2019). Content Analysis (4th ed.). Gwet, K. L. (2008). Computing inter-rater reliability and "
    "its variance in the presence of high agreement. British Journal of Mathematical and Statistical Psychology, 61, "
    "29-48."
)


def methods_paragraph(found: Agreement) -> str:
    """Who coded what, which coefficient with which interval, and what came of it. What is not known is in brackets."""
    if found.table is not None:
        return f"{' '.join(table_sentences(found, found.table))}\n\n{_REFERENCE}"
    chosen = ", blind to each other" if found.sampling else " [how these were chosen]"
    training = "[training]" if found.sampling else "[training, number of rounds]"
    sentences = [
        f"{listed(list(found.coders))} {training} coded {responses(found.joint)} in common{chosen}.",
        *([found.sampling] if found.sampling else []),
        "The unit of analysis is the response; a coder who finished a response without applying a code counts as "
        "having judged it absent, and a response that a coder did not finish is missing.",
        "Agreement was computed for each code as Krippendorff's α for nominal data (Krippendorff, 2019), with positive "
        "and negative specific agreement and Gwet's AC1 (Gwet, 2008) beside it because codes are rare.",
        _range(found),
        *_together(found),
        _intervals(found),
        *_provenance(found),
        found.resolving or "[How disagreements were resolved.]",
    ]
    return f"{' '.join(sentences)}\n\n{_REFERENCE}"


def table_sentences(found: Agreement, table: GivenTable) -> list[str]:
    """The same on a table of ratings: what it holds and how it was read, and nothing that is not known of it."""
    terms = found.terms
    what = f"{len(table.variables)} {_things(found)}" if len(table.variables) > 1 else f"the {_things(found)[:-1]}"
    if terms.thing != "code" and not table.variables:
        what = "one variable"
    files = "the file" if len(table.files) == 1 else "the files"
    values = "codes that are present or absent" if terms.thing == "code" else f"{table.level} data"
    return [
        f"{listed(list(found.coders))} [training] {terms.judged} {terms.many(found.joint)} in common on {what} "
        f"[how these were chosen]; {found.single} more had a single coder's rating.",
        f"The ratings stand in {files} {listed(list(table.files))}, which has {table.units} units and was read as "
        f"{table.read_as.removeprefix('Read as ')}",
        *([_left_out(table)] if table.left_out else []),
        *([table.folded] if table.folded else []),
        *([table.missing] if table.missing else []),
        *([f"The order of values was {', '.join(table.order)}."] if table.order else []),
        "A unit that a coder did not rate is missing.",
        f"Agreement was computed as Krippendorff's α for {'nominal' if terms.thing == 'code' else table.level} data "
        f"(Krippendorff, 2019){_beside(found, values)}.",
        _range(found),
        *_together(found),
        _intervals(found),
        *_provenance(found),
        found.resolving or "[How disagreements were resolved.]",
    ]


def _left_out(table: GivenTable) -> str:
    return f"Columns that hold no ratings were left out: {listed(list(table.left_out))}."


def _beside(found: Agreement, values: str) -> str:
    if found.terms.thing == "code":
        return f" of each of the {values}, with specific agreement and Gwet's AC1 (Gwet, 2008) beside it"
    if found.level != "nominal":
        return ""
    return ", with Gwet's AC1 (Gwet, 2008) beside it"


def _together(found: Agreement) -> list[str]:
    if found.overall is None or not found.overall.figures:
        return []
    pooled = found.overall.figures.get("pooled_alpha")
    mv = found.overall.figures.get("mv_alpha")
    return [
        f"Pooled over codes (ratio of sums), α = {with_interval(pooled)}; for whole label sets, "
        f"Krippendorff and Craggs' mvα = {with_interval(mv)}."
    ]


def _intervals(found: Agreement) -> str:
    return (
        f"Intervals are 95 % percentile intervals from {found.replicates} bootstrap resamples of {found.drawn} "
        f"(seed {found.seed}); verdicts rest on the share of resamples in which α reaches .800 or .667, the customary "
        "thresholds of Krippendorff."
    )


def _provenance(found: Agreement) -> list[str]:
    what = "; ".join(f"{name}: {value}" for name, value in found.provenance.items())
    return [f"Computed with {what}."] if what else []


def _things(found: Agreement) -> str:
    return "codes" if found.terms.thing == "code" else "variables"


def _whole(found: Agreement) -> tuple[CodeAgreement, ...]:
    """What alpha is said of: codes; or variables as wholes, without their single categories."""
    several = tuple(code for code in found.codes if code.counts.several)
    return several or found.codes


def _range(found: Agreement) -> str:
    if found.terms.thing != "code":
        return _of_variables(_whole(found), found.level)
    judged = [code for code in found.codes if code.verdict not in _UNJUDGED]
    alphas = [value for code in judged if (value := _alpha(code)) is not None]
    rare = sum(code.verdict is Verdict.TOO_RARE for code in found.codes)
    unused = sum(code.verdict is Verdict.NOT_ASSESSABLE for code in found.codes)
    said = []
    if alphas:
        codes = "the one code" if len(alphas) == 1 else f"the {len(alphas)} codes"
        spread = decimal(alphas[0]) if len(alphas) == 1 else f"{decimal(min(alphas))} to {decimal(max(alphas))}"
        said.append(f"For {codes} that occurred often enough to judge, α was {spread}")
    if rare:
        said.append(f"{rare} of {len(found.codes)} codes were too rare to judge")
    if unused:
        said.append(f"{unused} did not vary")
    return "; ".join(said) + "." if said else "No code could be assessed."


def _of_variables(codes: tuple[CodeAgreement, ...], level: str) -> str:
    said = []
    for code in codes:
        estimate = code.coefficients.get("krippendorff_alpha")
        name = f"For {code.code}, " if len(codes) > 1 else ""
        said.append(f"{name}α ({level}) was {with_interval(estimate)} ({code.verdict.value})")
    sentence = "; ".join(said)
    return f"{sentence[0].upper()}{sentence[1:]}." if sentence.startswith("For") else f"{sentence}."


def _alpha(code: CodeAgreement) -> float | None:
    estimate = code.coefficients.get("krippendorff_alpha")
    return None if estimate is None else estimate.value


_UNJUDGED = (Verdict.NOT_ASSESSED, Verdict.NOT_ASSESSABLE, Verdict.TOO_RARE)
