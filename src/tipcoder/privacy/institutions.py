"""Bodies and organisations by the words that their names are made with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipcoder.privacy.hits import LOW, MEDIUM, Hit

_CAP = r"[A-ZÁÉÍÓÚÑÀÂÇÈÉÊŠŽČĆ][\w’'&-]*"
_CYR = r"[А-ЯЁІЇЄҐ][а-яёіїєґ-]+"
_COUNTRY_SHORT = r"(?:РК|РФ|КР|РБ|РТ|РМ|РУз|Украины|России|Республики \w+)"
"""Countries as people write them behind the name of a ministry."""
_GOV = re.compile(
    rf"\b(?:Ministry|Department|Bureau|Directorate|Commission|Secretariat|Agency|Authority|"
    rf"Task Force|Office) (?:of|for|on) (?:the )?{_CAP}(?:(?: (?:and|of|for|the|&))* {_CAP})*|"
    rf"\b(?:{_CAP} ){{1,3}}(?:Ministry|Parliament|Senate|Assembly|Police|Court|Commission|"
    rf"Authority|Bureau|Directorate|Council|Committee|Agency|Tribunal|Cabinet)\b|"
    rf"\b(?:Ministerio|Fiscal[ií]a|Secretar[ií]a|Procuradur[ií]a|Defensor[ií]a|Polic[ií]a|"
    rf"Comisi[oó]n|Consejo|Instituto|Direcci[oó]n|Congreso|Asamblea|Corte|Juzgado|Tribunal|"
    rf"Alcald[ií]a|Gobernaci[oó]n|Vicepresidencia)(?: (?:de|del|la|las|los|el|y|para|contra|en|"
    rf"e))* {_CAP}(?:(?: (?:de|del|la|las|los|el|y|para|contra|e))* {_CAP})*|"
    rf"(?:(?:Академи|Министерств|Управлени|Департамент|Комитет|Комисси|Прокуратур|Институт|Служб|"
    rf"Міністерств)[а-яії]* )(?:[а-яёіїє]+ ){{0,3}}(?:МВД|МИД|МВС|КНБ|ФСБ|СНБ|СКР|ГУВД|"
    rf"внутренних дел|юстиции|образования|здравоохранения|труда|иностранных дел|"
    rf"{_CYR})(?: {_COUNTRY_SHORT})?|"
    rf"\b(?:МВД|МИД|МВС|КНБ|ГКНБ|ФСБ|СНБ|СБУ|СКР|ГУВД|УВД|ОВД|ДВД|ФМС|Минюст|Минтруд|"
    rf"Минздрав)\w{{0,2}}(?: {_COUNTRY_SHORT})?(?!\w)|"
    rf"\b(?:Верховн\w+ (?:Рад\w+|Суд\w*)|Жогорку Кенеш\w*|Госдум\w+|Государственн\w+ Дум\w+|"
    rf"Сейм\w*|Мажилис\w*)"
)
"""Public bodies: in English by their first or last word, in Spanish and Russian by the first."""
_ORG = re.compile(
    rf"\b(?:(?:{_CAP}|of|for|the|and|&) ){{0,8}}{_CAP} (?:Foundation|Association|Network|Centre|"
    rf"Center|Society|Alliance|Coalition|Institute|University|Church|Fund|Trust|Shelter|Mission|"
    rf"Ministries|Federation|Union|Initiative|Project|Programme|Program|Campaign|Forum|League|"
    rf"Movement|International|College|Hospital|Embassy)\b|"
    rf"\b(?:Fundaci[oó]n|Asociaci[oó]n|Red|Casa|Centro|Instituto|Universidad|Colectivo|"
    rf"Corporaci[oó]n|Alianza|Federaci[oó]n|Movimiento|Hogar|Proyecto|Programa|Campaña|Iglesia|"
    rf"Embajada)(?: (?:de|del|la|las|los|el|y|para|contra|en|e))* {_CAP}(?:(?: (?:de|del|la|las|"
    rf"los|el|y|e))* {_CAP})*|"
    r"[«„“\"][A-ZА-ЯЁ][^»”\"\n]{2,60}[»”\"]"
)
"""Organisations by such a word, and whatever is named in quotation marks with a capital."""
_CHAMBERS = re.compile(
    r"\b(?:Knesset|Bundestag|Duma|Rada|Sejm|Lok Sabha|Rajya Sabha|Riksdag|Folketing|Storting|"
    r"Verkhovna Rada|Jogorku Kenesh|Majlis|Diet|Dáil|Oireachtas|Zogorku Kenesh|Barangay|barangay|"
    r"LGU|DSWD|NAPTIP|SERNAM|ICBF|DIF|SNAI|POEA|NBI|IACAT)\b"
)
"""Parliaments and agencies by names that one country alone has."""
_PROJECT = re.compile(r"Project|Program|Campaign|Initiative|Proyecto|Campaña")


def find_institutions(text: str) -> Iterator[Hit]:
    """Hits in the coordinates of `text`."""
    for found in _GOV.finditer(text):
        yield Hit(*found.span(), "gov_body", MEDIUM, ("public body, by its words",))
    for found in _CHAMBERS.finditer(text):
        yield Hit(*found.span(), "gov_body", MEDIUM, ("a body that only one country has",))
    for found in _ORG.finditer(text):
        kind = "project" if _PROJECT.search(found[0]) else "other_org"
        yield Hit(*found.span(), kind, LOW, ("organisation, by its words",))
