"""Turns of phrase by which people describe themselves so well that no name is needed.

A cue points at a sentence for a person to judge. No rule can tell what has to go, and what may
stand instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipcoder.privacy.hits import HIGH, LOW, MEDIUM, Hit, find_trimmed_end

_REST = r"[^.!?;\n]{0,80}"
"""What follows a cue in its sentence: the description itself."""
_CUES = (
    (
        "unique_claim",
        MEDIUM,
        "claims to be the only or the first",
        re.compile(
            rf"\b(?:we (?:are|were) |being |as )?the (?:only|first|largest|oldest|biggest|"
            rf"sole) (?:[\w-]+ ){{0,4}}(?:organi[sz]ation|ngo|shelter|group|agency|centre|center|"
            rf"hotline|safe ?house|home|programme?|network|body|charity|clinic|university|"
            rf"institution|one)s?\b{_REST}|"
            rf"\b(?:somos|fuimos|es|son)?\s?(?:la|el|las|los|una de las) (?:única|único|unica|"
            rf"unico|primera|primer|primero)s? (?:[\w-]+ ){{0,3}}(?:organizaci[oó]n|ong|casa|"
            rf"refugio|albergue|instituci[oó]n|centro|red|hogar|entidad)\b{_REST}|"
            rf"(?:мы )?(?:единственн|перв|крупнейш)\w+ (?:\w+ ){{0,3}}(?:организаци|нпо|нко|центр|"
            rf"приют|убежищ|фонд|сеть|линия)\w*{_REST}",
            re.I,
        ),
    ),
    (
        "role",
        MEDIUM,
        "tells a post or a role",
        re.compile(
            rf"\b(?:I|we) (?:have |had )?(?:started|founded|established|created|set up|"
            rf"co-?founded|chaired?|headed|directed|led|drafted|authored|opened|built) (?:the|a|"
            rf"an|our|this)\b{_REST}|"
            rf"\b(?:I am|I'm|I was|as) (?:the |a |an )?(?:first |only |chief |senior |former |"
            rf"current |founding |national |executive |vice )*(?:director|founder|president|"
            rf"chair\w*|coordinator|head|member|ambassador|judge|prosecutor|consul\w*|officer|"
            rf"rapporteur|attorney|secretary)\b{_REST}|"
            rf"\b(?:nominated|selected|invited|awarded|honou?red|named)\b{_REST}\b(?:IVLP|hero|"
            rf"fellow\w*|award|prize|visitor)\w*{_REST}|"
            rf"\b(?:TIP|trafficking) (?:Report )?hero(?:es)?\b|\b(?:IVLP|Fulbright|Humphrey|"
            rf"Hubert)\b|"
            rf"\b(?:soy|fui|como) (?:la |el )?(?:ex ?)?(?:director|fundador|president|coordinador|"
            rf"fiscal|juez|diputad)\w*{_REST}|"
            rf"\b(?:fund[eé]|fundamos|cre[eé]|creamos|dirij[oí])\b{_REST}|"
            rf"\b(?:я|мы) (?:был[аи]? )?(?:основа|созда|возглавля|руковожу|директор|"
            rf"член)\w*{_REST}",
            re.I,
        ),
    ),
    (
        "funding",
        LOW,
        "names a grant or a donor of its own",
        re.compile(
            rf"\b(?:we|our|us|I)\b[^.!?;\n]{{0,50}}\b(?:grant|funded|funding|award|subgrant|"
            rf"sub-?award|donation|contract)\w*\b{_REST}|"
            rf"\b(?:recibimos|nos (?:financ|apoy)\w+|nuestr\w+ (?:proyecto|financi)\w*)\b{_REST}|"
            rf"\b(?:мы получ|нам выдел|нас финанс|наш проект|наш грант)\w*{_REST}",
            re.I,
        ),
    ),
    (
        "self_description",
        LOW,
        "describes the organisation itself",
        re.compile(
            rf"\b(?:we are (?:the|a|an)|our (?:organi[sz]ation|mission|ngo|shelter|work) (?:is|"
            rf"was|has|focus\w*|works?|provides?|runs?)|as (?:a|an) "
            rf"(?:\w+ ){{0,3}}(?:organi[sz]ation|ngo|shelter|coalition|university))\b{_REST}|"
            rf"\b(?:somos (?:una?|la|el)|nuestra (?:organizaci[oó]n|misi[oó]n|fundaci[oó]n|"
            rf"asociaci[oó]n))\b{_REST}|"
            rf"\b(?:мы (?:являемся|—|-)|наша организация (?:являет|занима|работа))\w*{_REST}",
            re.I,
        ),
    ),
)
_REFUSES = re.compile(
    r"(?:do(?:es)? ?n[o']t|not|never|no longer|rather not|prefer not|"
    r"wish not)[^.!?\n]{0,40}\b(?:want|wish|like|be|have|use|publish|mention|disclose|reveal|"
    r"share|print|quote|name)\w*[^.!?\n]{0,40}\b(?:nam(?:e|ed|es)|identif\w+|identity|anonym\w+|"
    r"quoted|organi[sz]ation\w*[^.!?\n]{0,20}(?:published|listed|mentioned))\b|"
    r"\b(?:keep|remain|stay|treat|kept)[^.!?\n]{0,40}\b(?:anonymous|anonymously|confidential|"
    r"unnamed|secret)\b|"
    r"\b(?:withhold|leave out|remove|delete|omit|hide)[^.!?\n]{0,30}\b(?:name|identity)\b|"
    r"\bwithout (?:our|my|the) names?\b|"
    r"\b(?:anonym|confidential)\w*[^.!?\n]{0,30}\b(?:please|request|prefer|ask)\w*|"
    r"\b(?:please|request|prefer|ask)\w*[^.!?\n]{0,30}\b(?:anonym|confidential)\w*|"
    r"\b(?:do n[o']t|don[’']?t|never|not to|not) (?:ever )?(?:name|identify|quote|mention) (?:us|"
    r"me|our|my)\b|"
    r"\bno (?:nos|me) (?:nombr|mencion|identifi|cit)\w+|\b(?:prefer|prefier|quer|quier|pid|ped|"
    r"solicit)\w*[^.!?\n]{0,30}\banonimato\b|"
    r"\bне (?:называ|упомина|указыва)\w+ (?:нас|меня)\b|"
    r"\bне хо[тч]\w+[^.!?\n]{0,20}чтобы[^.!?\n]{0,20}(?:называ|назва|упомина|упомяну)\w+|"
    r"\bno (?:publi(?:car|quen|que)|mencion(?:ar|en|e)|divulg\w+|revel\w+|us(?:ar|en|e)|"
    r"cit(?:ar|en|e)|quer\w+|quier\w+|dese\w+)\b[^.!?\n]{0,50}\b(?:nombres?|identidad|"
    r"an[oó]nim\w+|organizaci[oó]n)\b|\b(?:mantener|permanecer|quedar)[^.!?\n]{0,30}an[oó]nim\w+|"
    r"\ben (?:el )?anonimato\b|"
    r"\bsin (?:nuestro|mi|el) nombre\b|"
    r"\bне (?:указыва\w+|называ\w+|упомина\w+|публик\w+|разглаша\w+|хот\w+|желае\w+|"
    r"раскрыва\w+)[^.!?\n]{0,50}(?:назван\w+|им[яе]\w*|организаци\w+|имён|имен|данн\w+)|"
    r"\b(?:анонимн\w+|конфиденциальн\w+)[^.!?\n]{0,30}(?:просим|прошу|пожалуйста|остаться|"
    r"желае\w+)|\b(?:просим|прошу|хотим|хотел\w+|желае\w+)[^.!?\n]{0,30}(?:анонимн\w+|"
    r"конфиденциальн\w+)|"
    r"\bне (?:вказу\w+|назива\w+|згаду\w+)[^.!?\n]{0,40}(?:назв\w+|ім)|"
    r"\bбез (?:указания|упоминания) (?:имени|названия)",
    re.I,
)

REFUSAL_STEMS = (
    "nam", "identi", "anonym", "anonim", "quoted", "organi", "confidential", "secret", "nombre",
    "назв", "назыв", "quote", "mention", "mencion", "nombr", "упомин", "упомян", "указыв", "имя",
    "име", "организаци", "данн", "анонимн", "конфиденциальн", " ім",
)  # fmt: skip
"""Every text in which a name is refused has at least one of these folded stems.

The store looks for them first, so that the slow pattern reads few of many texts.
"""


def find_cues(text: str) -> Iterator[Hit]:
    """Hits in the coordinates of `text`."""
    for kind, severity, why, pattern in _CUES:
        for found in pattern.finditer(text):
            end = find_trimmed_end(text, *found.span(), str.isspace)
            yield Hit(found.start(), end, kind, severity, (why,))

    yield from find_refusals(text)


def find_refusals(text: str) -> Iterator[Hit]:
    """Where an answer may take back its writer's consent to be named.

    Errs towards yes: a missed refusal does harm, and a person reads what is found.
    """
    why = "may say that its writer does not want to be named"
    for found in _REFUSES.finditer(text):
        yield Hit(*found.span(), "consent", HIGH, (why,))
