"""Words in headers that say what a column holds, in the languages that surveys are coded in.

They are compared without accents, capitals and digits: `Coder_1`, `coder 2` and `CODER` all say
"coder".
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_TOKEN = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def split_header(header: str) -> list[str]:
    """The words of a header, plain."""
    return [strip_accents(word) for word in _TOKEN.findall(_CAMEL.sub(" ", header))]


@cache
def strip_accents(word: str) -> str:
    """Without accents and capitals."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _parse_words(text: str) -> frozenset[str]:
    return frozenset(strip_accents(word) for word in text.split())


UNIT = _parse_words(
    "unit units unitid id ids case caseid item itemid subject object document doc docid "
    "segment response responseid respondent respondentid participant record recordid row "
    "line nr no number index text_id sample documentname doctitle mediatitle filename "
    "transcript interview einheit fall fallnummer nummer zeile dokument antwort befragte "
    "teilnehmer laufnummer единица номер объект случай документ ответ респондент ид строка "
    "unidad caso documento numero respuesta participante registro fila encuestado unite cas "
    "numero reponse ligne enregistrement unidade resposta linha caso unita riga eenheid"
)
CODER = _parse_words(
    "coder coders rater raters annotator judge reviewer scorer observer evaluator assessor "
    "coderid raterid codedby codername ratername createdby excerptcreator quotationcreator "
    "ratedby labeler labeller workerid annotatorid annotatedby kodiertvon codiertvon "
    "erstelltvon creadopor creepar creatoda kodierer kodiererin codierer codiererin "
    "bewerter rater beurteiler кодер кодера кодеров кодировщик кодировщика кодировщица "
    "кодировщицы оценщик оценщика аннотатор аннотатора судья codificador codificadora "
    "evaluador evaluadora anotador anotadora juez codeur codeuse juge evaluateur annotateur "
    "avaliador avaliadora codificatore valutatore beoordelaar codeerder"
)
PERSON = _parse_words(
    "user username userid researcher expert analyst who author modifiedby lastmodifiedby "
    "geandertvon autor autorin auteur автор benutzer nutzer эксперт пользователь usuario "
    "experto"
)
"""Who may be a coder where the lines of a table are ratings.

Where they are units it may be who answered.
"""
VALUE = _parse_words(
    "value values rating ratings score scores judgement judgment rated grade label labels "
    "category categories annotation choice decision present presence applied wert bewertung "
    "urteil kategorie punkte vorhanden значение оценка категория балл метка наличие valor "
    "presente presencia puntuacion calificacion categoria evaluacion etiqueta valeur cote "
    "categorie jugement etiquette valore punteggio nota_final avaliacao"
)
CODE = _parse_words(
    "code codes theme themes tag tags topic topics coding codings codes kode kodes thema "
    "themen код коды тема темы codigo codigos tema temas theme etiqueta etiquetas codice "
    "codici"
)
TEXT = _parse_words(
    "text texts answer answers comment comments note notes remark remarks memo memos quote "
    "verbatim sentence description reason explanation wording translation title "
    "organisation organization kommentar kommentare notiz notizen bemerkung anmerkung zitat "
    "wortlaut begruendung комментарий комментарии примечание заметка текст цитата перевод "
    "пояснение texto comentario comentarios notas observacion observaciones cita traduccion "
    "texte commentaire commentaires remarque citation traduction testo commento comentarios "
    "observacao"
)
NAME = _parse_words("name names title имя название nombre nom nome naam")
CONSENSUS = _parse_words(
    "consensus final agreed gold adjudicated adjudication resolved reconciled majority "
    "truth konsens endgueltig einigung entscheidung decision решение decisión decisione "
    "besluit консенсус итог итоговый согласованный consenso definitivo acordado accord "
    "definitif"
)
CERTAINTY = _parse_words(
    "confidence conf certainty certain sure doubt difficulty sicherheit konfidenz zweifel "
    "уверенность сомнение confianza certeza duda confiance certitude doute confianca "
    "fiducia certezza zekerheid"
)
TIME = _parse_words(
    "date time datetime timestamp day created modified datum zeit zeitpunkt дата время "
    "fecha hora heure data ora tijd"
)
ATTRIBUTE = _parse_words(
    "age gender sex female male country region language lang wave weight year group "
    "segment_type city department batch block stratum urban rural alter geschlecht land "
    "sprache jahr gewicht gruppe возраст пол страна регион язык год вес группа edad sexo "
    "genero pais idioma ano peso grupo pays langue annee poids groupe"
)
POSITION = _parse_words(
    "begin end anfang ende начало конец inicio fin debut coverage weightscore excerptrange "
    "excerptcopy excerptdate startposition endposition abdeckungsgrad flache color colour "
    "farbe"
)
"""Where a quotation is in its document, and how much it covers.

Programs write that beside each quotation.
"""
MATCH = _parse_words(
    "agree agreement agrees match matches same difference diff disagree disagreement "
    "conflict uebereinstimmung übereinstimmung gleich unterschied совпадение согласие "
    "разница acuerdo coincide coincidencia diferencia accord desaccord acordo concordancia "
    "accordo"
)
TOTAL = _parse_words(
    "total totals sum mean average summe gesamt mittelwert итого всего сумма suma promedio "
    "somme moyenne soma"
)
AN_ATTRIBUTE = "an attribute"
"""Of a unit, never of a coder."""
EXTRAS = (
    (POSITION, "where a quotation is"),
    (MATCH, "whether coders agree"),
    (CONSENSUS, "a consensus"),
    (CERTAINTY, "how sure a coder was"),
    (TIME, "dates or times"),
    (TEXT, "text"),
    (NAME, "names"),
    (ATTRIBUTE, AN_ATTRIBUTE),
)
"""What headers call columns beside ratings, in the order in which it counts."""


def has_header_word(header: str, words: frozenset[str]) -> bool:
    """Whether one of the header's words is among these; also its words run together (`coderid`)."""
    found = split_header(header)
    return not words.isdisjoint(found) or "".join(found) in words


def describe_extra_column(header: str) -> str:
    """What the header says that the column holds besides ratings; empty where it says nothing.

    The name of a coder says who rated.
    """
    # A coder is often called by a word that alone means something else.
    if "".join(split_header(header)) in CODER | PERSON:
        return ""
    for words, what in EXTRAS:
        if has_header_word(header, words):
            # `coder name` is who rated, and `name` alone is anybody.
            names_coder = words is NAME and has_header_word(header, CODER)
            return "" if names_coder else what
    return ""


def names_a_coder(header: str) -> bool:
    """Whether the header speaks of a coder and of nothing that a coder wrote beside the ratings."""
    return has_header_word(header, CODER) and not describe_extra_column(header)


def names_a_person(header: str) -> bool:
    """The same of words that may also mean who answered."""
    return has_header_word(header, PERSON) and not describe_extra_column(header)


def names_a_unit(header: str) -> bool:
    """Whether the header speaks of a unit, and not of a coder."""
    return has_header_word(header, UNIT) and not names_a_coder(header)


def is_numbered_rater(header: str) -> bool:
    """Whether the header is `r1`, `R 2` or the like."""
    return bool(re.fullmatch(r"[rR] ?\d+", header))
