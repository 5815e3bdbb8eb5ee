"""What a detector must point at, in texts that try to hide it, and what it must leave alone."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tipcoder.privacy.detection import Detector
from tipcoder.privacy.hits import HIGH, Hit, is_covered

HARBOUR, NADEZHDA, CAMINO = "5101", "5202", "5303"
REGIONS = ("MD", "KZ", "RU", "GT")


def found_on(detector: Detector, text: str, words: str, own: str = "") -> list[Hit]:
    """The proposals that reach these words of a text."""
    start = text.index(words)
    end = start + len(words)
    return [
        hit
        for hit in detector.find_proposals(text, own, REGIONS)
        if hit.start < end and hit.end > start
    ]


def hidden(detector: Detector, text: str, words: str, own: str = "") -> bool:
    """Whether nothing of these words would show if all proposals were accepted."""
    start = text.index(words)
    return is_covered(
        text,
        start,
        start + len(words),
        [(h.start, h.end) for h in detector.find_proposals(text, own, REGIONS)],
    )


def test_every_planted_identifier_is_touched_nine_in_ten_are_hidden_and_no_control_is_named(
    detector: Detector, shared: Path
) -> None:
    known = json.loads((shared / "gold" / "anonymisation_known.json").read_text("utf-8"))
    ids = {"Harbour Light Network (HALIN)": HARBOUR, "Fundación Camino Sereno (FUCASE)": CAMINO}
    touched = whole = total = 0
    with (shared / "gold" / "anonymisation.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            own = ids.get(known["respondent_of"].get(row["id"], ""), NADEZHDA)
            if row["type"] == "none":
                assert detector.find_known_names(row["text"], own) == [], row["id"]
                continue
            for identifier in row["identifier"].split("|"):
                total += 1
                touched += bool(found_on(detector, row["text"], identifier, own))
                whole += hidden(detector, row["text"], identifier, own)
    assert total > 20
    assert touched == total
    assert whole >= 0.9 * total


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We are H A L I N and we work at night.", "H A L I N"),
        ("Read more on lantern-house.md/news about it.", "lantern-house.md/news"),
        ("Read more on lantern-house.org.ua about it.", "lantern-house.org.ua"),
        ("Ask H.A.L.I.N. about it.", "H.A.L.I.N"),
        ("Ask HA\u200bLI\u200dN about it.", "HA\u200bLI\u200dN"),
        ("Ask \u202eNILAH\u202c about it.", "NILAH"),
        ("Ask &#72;ALIN about it.", "&#72;ALIN"),
        ("Ask ＨＡＬＩＮ about it.", "ＨＡＬＩＮ"),
        ("Write elena AT harbourlight DOT example", "elena AT harbourlight DOT example"),
        ("elena @ harbourlight . example", "elena @ harbourlight . example"),
        ("см. http ://harbourlight .org", "http ://harbourlight .org"),
        ("ask harbour_light", "harbour_light"),
        ("with HALIN/UNICEF people", "HALIN"),
        ("в ХАЛИНе сказали", "ХАЛИНе"),
        ("Заречнев Н.П. сказал", "Заречнев Н.П."),
        ("the harbourlight people came", "harbourlight"),
        ("The Harbor Light Network does it.", "Harbor Light Network"),
        ("«Надеждой Севера» недовольны чиновники.", "Надеждой Севера"),
        ("they asked nadezhda severa to leave", "nadezhda severa"),
        ("La fundacion camino sereno ayudó.", "camino sereno"),
        ("Спросите Елену Васильевну Заречневу.", "Елену Васильевну Заречневу"),
    ],
)
def test_a_known_name_is_seen_however_it_is_written(
    detector: Detector, text: str, words: str
) -> None:
    assert hidden(detector, text, words)
    assert HIGH in {hit.severity for hit in found_on(detector, text, words)}


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Las guatemaltecas no denuncian.", "guatemaltecas", "nationality"),
        ("The Khmer press wrote about it.", "Khmer", "nationality"),
        ("en honduras nadie escucha", "honduras", "country"),
        ("В Кыргызстане закон есть.", "Кыргызстане", "country"),
        ("Узбекские чиновники молчат.", "Узбекские", "nationality"),
        ("It is the same in DRC now.", "DRC", "country"),
        ("Proud of 🇬🇹 and its people", "🇬🇹", "country"),
        ("From Côte d'Ivoire they came.", "Côte d'Ivoire", "country"),
        ("The shelter in Tegucigalpa closed.", "Tegucigalpa", "place"),
        ("Приют в Одессе закрыли.", "Одессе", "place"),
        ("La ley 20.507 no se aplica.", "ley 20.507", "law"),
        ("the police of M o l d o v a", "M o l d o v a", "country"),
        ("La Ley contra la Trata 2009", "Ley contra la Trata 2009", "law"),
        ("see article 165 of it", "article 165", "law"),
        ("I was the first prosecutor here.", "I was the first prosecutor here", "role"),
        ("They gave USD 487,250.", "USD 487,250", "number"),
        ("Not a cent since 2011, I think.", "2011", "date"),
        ("It happened on 14 March 2012.", "14 March 2012", "date"),
        ("Mrs. Ilona Brackwater told us.", "Mrs. Ilona Brackwater", "person"),
        (
            "Write to me: x.brack (at) mail (dot) example",
            "x.brack (at) mail (dot) example",
            "email",
        ),
        ("Our number is +502 2333 4455.", "+502 2333 4455", "phone"),
        ("Звоните 233-44-55, спросить Олю.", "233-44-55", "phone"),
        ("Vivimos en la calle 5 # 12-30.", "calle 5 # 12-30", "address"),
        ("we sleep in flat 12 of it", "flat 12", "address"),
        ("кв. 7 и piso 2", "кв. 7", "address"),
        ("Write to P.O. Box 221.", "P.O. Box 221", "address"),
        ("el comandante nos echó", "comandante", "person"),
        ("начальник нам сказал уйти", "начальник", "person"),
        ("the deputy director of the immigration service", "deputy director", "person"),
        ("las muchachas mapuches", "mapuches", "nationality"),
        ("deux filles peules", "peules", "nationality"),
        ("le ministère de la famille", "ministère de la famille", "gov_body"),
        ("o Ministério da Justiça", "Ministério da Justiça", "gov_body"),
        ("Loi n° 2012-023 du Mali", "Loi n° 2012-023", "law"),
        ("закон о торговле людьми 2003 года", "закон о торговле людьми 2003", "law"),
        (
            "I founded the first night school for girls.",
            "I founded the first night school for girls",
            "role",
        ),
        ("We do not want our name in the report.", "do not want our name", "consent"),
        ("Por favor no publiquen nuestro nombre.", "no publiquen nuestro nombre", "consent"),
        ("Просим не указывать название организации.", "не указывать название", "consent"),
    ],
)
def test_what_names_somebody_without_a_list_of_names(
    detector: Detector, text: str, words: str, kind: str
) -> None:
    assert hidden(detector, text, words)
    assert kind in {hit.kind for hit in found_on(detector, text, words)}


@pytest.mark.parametrize(
    "text",
    [
        "We may polish the draft, and a turkey was served with china plates.",
        "The US Embassy and USAID supported the TIP Report of the United States.",
        "Он сделал многое, и страна стала лучше.",
        "la embajada ayudó mucho con los talleres",
        "No pagan. ¡Claro que no lo tenemos! ¿Quién paga?",
        "у них штат грантрайтеров",
        "they trained 3 people and it went well",
        "In general we help; on the road. Where the street ends there is nothing.",
        "La loi ne change rien, et la rue est dure.",
        "A lei não muda nada e a rua é dura.",
        "Влада мовчить, а вулиця вчить.",
    ],
)
def test_ordinary_words_and_kept_names_are_left_alone(detector: Detector, text: str) -> None:
    assert detector.find_proposals(text) == []


def test_a_kept_word_does_not_keep_a_name_that_holds_it(places: object, detector: Detector) -> None:
    from tipcoder.privacy.detection import build_known_entities
    from tipcoder.privacy.gazetteer import Gazetteer
    from tipcoder.privacy.name_forms import build_forms
    from tipcoder.privacy.rare_words import Vocabulary

    assert isinstance(places, Gazetteer)
    forms = build_forms([("Harbour Light", HARBOUR)], [], [])
    eager = Detector(
        build_known_entities(forms, places, Vocabulary(frozenset(), frozenset())),
        places,
        ["Harbour Light", "Light"],
    )
    assert hidden(eager, "Ask Harbour Light.", "Harbour Light")


def test_reasons_never_repeat_a_name(detector: Detector) -> None:
    text = "Nikolai Zarechnev of HALIN wrote from harbourlight.example, call +502 2333 4455"
    reasons = " ".join(
        reason for hit in detector.find_proposals(text, HARBOUR) for reason in hit.reasons
    ).casefold()
    assert reasons
    for word in ("zarechnev", "halin", "harbour", "2333"):
        assert word not in reasons


def test_a_language_model_adds_and_never_takes_away(detector: Detector, places: object) -> None:
    from tipcoder.privacy.gazetteer import Gazetteer
    from tipcoder.privacy.known_entities import KnownEntities

    assert isinstance(places, Gazetteer)
    text = "brindlewick told us about Kenya"
    seen = {"en": lambda text: iter([(0, 11, "ORG"), (22, 25, "CARDINAL")])}
    bare = Detector(KnownEntities([]), places)
    added = Detector(KnownEntities([]), places, recognisers=seen)
    before, after = bare.find_proposals(text), added.find_proposals(text, language="en")
    assert [(hit.start, hit.end) for hit in after] == [
        (0, 11),
        *((hit.start, hit.end) for hit in before),
    ]
