"""Laws by number, article or date: a national law names its country."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipcoder.privacy.hits import MEDIUM, Hit

_LAW = re.compile(
    r"\b(?:Act|Law|Bill|[Aa]rticle|[Ss]ection|Decree|Order|Ordinance|Resolution|Directive|"
    r"R\.?A\.?|Public Law|P\.?L\.?|Proclamation)(?: (?:No|Nr|number|nº|"
    r"#)\.?)? ?#?\d[\d./-]*(?: of \d{4})?|"
    r"\b(?:[Ll]ey|[Aa]rt[ií]culo|[Aa]rt\.|[Dd]ecreto|[Aa]cuerdo|[Rr]esoluci[oó]n|[Cc]onpes|"
    r"CONPES)(?: [Nn][oº°]\.?)? ?\d[\d./-]*(?: (?:de|del) \d{4})?|"
    r"\b[Ll]ey(?: (?:contra|para|de|del|la|el|los|las|en|y|sobre|General|Integral|Especial|"
    r"Nacional|Federal))* [A-ZÁÉÍÓÚÑ]\w+(?:(?: (?:de|del|la|las|los|el|y|"
    r"contra))* [A-ZÁÉÍÓÚÑ]\w+)*(?: (?:de |del )?\d{4})?|"
    r"(?:[Зз]акон\w*|[Сс]тать\w+|[Сс]т\.|[Уу]каз\w*|[Пп]остановлени\w+|"
    r"[Пп]риказ\w*)(?: №)? ?№?\d[\d./-]*(?:[- ]?ФЗ)?|"
    r"\b(?:the )?(?:[A-Z][\w’'-]+ (?:(?:and|of|in|for|against|to) )*){1,6}(?:Act|Bill|Law|Code|"
    r"Constitution)(?: (?:of )?\d{4})?\b|"
    r"\b(?:act|law|bill) (?:no\.? ?)?\d+\b|"
    r"\b\d+[- ]day limit\b|(?:УК|УПК|ГК) (?:РФ|РК|КР|РБ|РТ|України|Украины)|"
    r"стат(?:ья|ьи|ье|ью) \d+"
)
"""By number, article or year; or, in English and Spanish, a name with capitals beside `Act` or
`Ley`."""
_SUBJECTS_OWN = re.compile(r"\b(?:TVPA|T-?visa|Trafficking Victims Protection Act)\b", re.I)
"""Laws of the United States, which the survey itself asks about."""


def find_laws(text: str) -> Iterator[Hit]:
    """Hits in the coordinates of `text`."""
    for found in _LAW.finditer(text):
        if not _SUBJECTS_OWN.search(found[0]):
            yield Hit(*found.span(), "law", MEDIUM, ("law",))
