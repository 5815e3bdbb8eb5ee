"""Files with several traps each: of other platforms, languages and formats than the plain ones.

What each must be taken for was written down before it was read here. All content is made up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from survey_shapes.answers import ENGLISH, FRENCH, GERMAN, PORTUGUESE, RUSSIAN, SPANISH
from survey_shapes.writing import Cell, Column, Export, Typed

ID, CASE, WAVE, OPEN, TRANSLATION, PRIVATE, KEPT = (
    "id",
    "case",
    "wave",
    "open",
    "translation",
    "private",
    "kept",
)
_DAY = dt.datetime(2024, 3, 1, 10, 5, 30)
_CODES = "kqzwxvbjgh"


def _take(values: Sequence[str]) -> Callable[[int], Cell]:
    """One value after the other, again and again."""
    return lambda number: values[number % len(values)]


def _always(value: str) -> Callable[[int], Cell]:
    return lambda number: value


def _when(form: str = "%Y-%m-%d %H:%M:%S", minutes: int = 0) -> Callable[[int], Cell]:
    """A moment of each respondent's own."""
    return lambda number: _moment(number, minutes).strftime(form)


def _moment(number: int, minutes: int = 0) -> dt.datetime:
    return _DAY + dt.timedelta(days=number, minutes=minutes + 7 * number, seconds=11 * number)


def _typed_moment(minutes: int = 0) -> Callable[[int], Cell]:
    def cell(number: int) -> Cell:
        moment = _moment(number, minutes)
        return Typed(moment, moment.isoformat(sep=" "))

    return cell


def _number(first: int, step: int = 1) -> Callable[[int], Cell]:
    """A number that a workbook or a file of statistics holds as one."""
    return lambda number: Typed(float(first + step * number), str(first + step * number))


def _email(number: int) -> Cell:
    return f"u{number}@example.org"


def _response_id(number: int) -> Cell:
    return f"R_{_CODES[number % 10]}3{number}pLm{_CODES[-1 - number % 10]}Qs{number}aB"


def _uuid(number: int) -> str:
    return f"{number}fa85f64-57{number}7-4562-b3fc-2c963f66afa{number}"


def _import_id(name: str) -> str:
    return f'{{"ImportId":"{name}"}}'


def _qualtrics(
    name: str, wording: str, role: str, cell: Callable[[int], Cell], called: str = ""
) -> Column:
    return Column(name, role, cell, (wording, _import_id(name)), called)


QUALTRICS = (
    Export(
        "Qualtrics, Spanish, UTF-16 with tabs, three header rows, a loop, previews, topics",
        (
            _qualtrics("StartDate", "Fecha de inicio", PRIVATE, _when()),
            _qualtrics("EndDate", "Fecha final", PRIVATE, _when(minutes=9)),
            _qualtrics(
                "Status",
                "Tipo de respuesta",
                KEPT,
                _take(("IP Address", "IP Address", "IP Address", "Survey Preview", "IP Address")),
            ),
            _qualtrics("Progress", "Progreso", KEPT, _take(("100", "100", "100", "62"))),
            _qualtrics("ResponseId", "ID de respuesta", ID, _response_id),
            _qualtrics("RecipientEmail", "Correo del destinatario", PRIVATE, _always("")),
            _qualtrics("LocationLatitude", "Latitud", PRIVATE, _always("-12.0464")),
            _qualtrics("UserLanguage", "Idioma del usuario", KEPT, _always("ES")),
            _qualtrics("1_Q5", "Perú - ¿Qué es lo más difícil?", OPEN, _take(SPANISH)),
            _qualtrics("2_Q5", "Kenia - ¿Qué es lo más difícil?", OPEN, _take(SPANISH[3:])),
            _qualtrics("Q7", "¿Qué ofrecen? - Selected Choice", KEPT, _take(("Refugio", "Otro"))),
            _qualtrics(
                "Q7_4_TEXT",
                "¿Qué ofrecen? - Otro - Text",
                OPEN,
                _take(("", "Radio", "", "Iglesias", "", "Trabajo de calle", "", "Taller", "", "")),
            ),
            _qualtrics("Q5 - Topics", "Q5 - Topics", KEPT, _always("Unknown")),
        ),
        delimiter="\t",
        encoding="utf-16",
        kind="tsv",
        languages=("es",),
        notes=("a Qualtrics export with 3 header rows",),
        unwanted=("2 rows are previews or tests (Status: 'Survey Preview')",),
    ),
    Export(
        "Qualtrics of the older form: V1, V2, two header rows, a mark and a trailing comma",
        (
            Column("V1", ID, _response_id, ("ResponseID",)),
            Column("V2", KEPT, _always("Default Response Set"), ("ResponseSet",)),
            Column("V3", PRIVATE, _always("Anonymous"), ("Name",)),
            Column("V5", PRIVATE, _always(""), ("EmailAddress",)),
            Column("V6", PRIVATE, lambda n: f"10.4.0.{n}", ("IPAddress",)),
            Column("V8", PRIVATE, _when(), ("StartDate",)),
            Column("V9", PRIVATE, _when(minutes=4), ("EndDate",)),
            Column("V10", KEPT, _always("1"), ("Finished",)),
            Column("Q1", KEPT, _take(("1", "2", "5")), ("How often do you meet them?",)),
            Column("Q2", OPEN, _take(ENGLISH), ("What is hard?",)),
        ),
        trailing=True,
        encoding="utf-8-sig",
        notes=("a Qualtrics export with 2 header rows", "1 column(s) at the right have neither"),
    ),
    Export(
        "Qualtrics, numbers for options, -99 for seen and not answered, German row 2, test rows",
        (
            _qualtrics("StartDate", "Anfangsdatum", PRIVATE, _when()),
            _qualtrics("Status", "Antworttyp", KEPT, _take(("0", "0", "0", "0", "0"))),
            _qualtrics("IPAddress", "IP-Adresse", PRIVATE, lambda n: f"130.92.{n}.66"),
            _qualtrics("ResponseId", "Antwort-ID", ID, _response_id),
            _qualtrics("Q1_1", "Was bieten Sie an? - Wohnung", KEPT, _take(("1", "-99"))),
            _qualtrics("Q1_2", "Was bieten Sie an? - Recht", KEPT, _take(("-99", "1", "1"))),
            _qualtrics("Q2", "Was ist schwer?", OPEN, _take((*GERMAN[:9], "-99"))),
            _qualtrics("Q3_1", "Wie sicher? - Regler", KEPT, lambda n: str(11 * n % 97)),
        ),
        languages=("de",),
        notes=("a Qualtrics export with 3 header rows",),
    ),
)

SURVEYMONKEY = (
    Export(
        "SurveyMonkey, Spanish, as a workbook, two header rows and a spanning question",
        (
            Column("ID del encuestado", ID, lambda n: f"1180000{n}733", ("",)),
            Column("Identificador del recopilador", KEPT, _always("401"), ("",)),
            Column("Fecha de inicio", PRIVATE, _typed_moment(), ("",)),
            Column("Fecha de finalización", PRIVATE, _typed_moment(6), ("",)),
            Column("Dirección IP", PRIVATE, lambda n: f"10.0.3.{n}", ("",)),
            Column(
                "¿Qué servicios ofrecen?",
                KEPT,
                _take(("Refugio", "")),
                ("Refugio",),
                "¿Qué servicios ofrecen? - Refugio",
            ),
            Column(
                "",
                KEPT,
                _take(("", "Línea de ayuda", "")),
                ("Línea de ayuda",),
                "¿Qué servicios ofrecen? - Línea de ayuda",
            ),
            Column(
                "",
                OPEN,
                _take(
                    ("Radio local", "", "Trabajo de calle", "Casa de acogida", "Red de iglesias")
                ),
                ("Otro (especifique)",),
                "¿Qué servicios ofrecen? - Otro (especifique)",
            ),
            Column("¿Qué es lo más difícil?", OPEN, _take(SPANISH), ("Respuesta abierta",)),
        ),
        kind="xlsx",
        languages=("es",),
        notes=("a SurveyMonkey export with 2 header rows",),
    ),
    Export(
        "SurveyMonkey, German, condensed, cp1252, an e-mail column that is empty",
        (
            Column("Teilnehmer-ID", ID, lambda n: str(3_237_565_956 - 8371 * n), ("",)),
            Column("Collector-ID", KEPT, _always("88"), ("",)),
            Column("Anfangsdatum", PRIVATE, _when("%m/%d/%Y %I:%M:%S %p"), ("",)),
            Column("E-Mail-Adresse", PRIVATE, _always(""), ("",)),
            Column("Vorname", PRIVATE, _always(""), ("",)),
            Column("Sind Sie gefördert?", KEPT, _take(("Ja", "Nein")), ("Response",)),
            Column("Was ist schwer?", OPEN, _take(GERMAN), ("Open-Ended Response",)),
        ),
        encoding="cp1252",
        options={"encoding": "cp1252"},
        languages=("de",),
        notes=("a SurveyMonkey export with 2 header rows",),
    ),
)

FORMS = (
    Export(
        "Google Forms, Portuguese, as a workbook with real moments and decimal commas in text",
        (
            Column("Carimbo de data/hora", ID, _typed_moment()),
            Column("Endereço de e-mail", PRIVATE, _always("")),
            Column("Qual é o orçamento (mil euros)?", KEPT, lambda n: f"1.{n}25,{n}"),
            Column("O que é mais difícil?", OPEN, _take(PORTUGUESE)),
            Column("Que serviços?", KEPT, _take(("Abrigo, Apoio jurídico", "Abrigo", "Linha"))),
        ),
        kind="xlsx",
        languages=("pt",),
    ),
    Export(
        "Google Forms, Russian, minutes only, two in the same minute, checkboxes with commas",
        (
            Column("Отметка времени", PRIVATE, lambda n: f"0{max(n, 1)}.03.2024 15:05"),
            Column("Ваше имя или псевдоним", PRIVATE, lambda n: f"Анна {n}" if n % 2 else ""),
            Column("Что самое трудное?", OPEN, _take(RUSSIAN)),
            Column(
                "Какие услуги?",
                KEPT,
                _take(("Убежище, Юридическая помощь", "Горячая линия", "Убежище")),
            ),
        ),
        languages=("ru",),
    ),
    Export(
        "Google Forms, French, semicolons, times with a zone, an address of each respondent",
        (
            Column("Horodateur", PRIVATE, _when("%Y/%m/%d %I:%M:%S %p UTC+1")),
            Column("Adresse e-mail", ID, _email),
            Column("Qu'est-ce qui est difficile ?", OPEN, _take(FRENCH)),
            Column("Êtes-vous financé ?", KEPT, _take(("Oui", "Non"))),
            Column("Montant", KEPT, lambda n: f"{n},75"),
        ),
        delimiter=";",
        languages=("fr",),
    ),
    Export(
        "Microsoft Forms, French, a workbook",
        (
            Column("ID", ID, _number(1)),
            Column("Heure de début", PRIVATE, _typed_moment()),
            Column("Heure de fin", PRIVATE, _typed_moment(5)),
            Column("Adresse de messagerie", PRIVATE, _always("anonymous")),
            Column("Nom", PRIVATE, _always("")),
            Column("Heure de la dernière modification", KEPT, _always("")),
            Column("Qu'est-ce qui est difficile ?", OPEN, _take(FRENCH)),
            Column("Quels services ?", KEPT, _take(("Abri;Aide juridique;", "Abri;", "Écoute;"))),
            Column("Points - Quels services ?", KEPT, _always("")),
        ),
        kind="xlsx",
        languages=("fr",),
    ),
    Export(
        "Microsoft Forms, Spanish, saved by Excel as CSV with semicolons",
        (
            Column("Id", ID, lambda n: str(n + 1)),
            Column("Hora de inicio", PRIVATE, _when("%d/%m/%y %H:%M:%S")),
            Column("Hora de finalización", PRIVATE, _when("%d/%m/%y %H:%M:%S", 4)),
            Column("Correo electrónico", PRIVATE, _always("anonymous")),
            Column("Nombre", PRIVATE, _always("")),
            Column("¿Qué es lo más difícil?", OPEN, _take(SPANISH)),
            Column("Satisfacción (0 a 10)", KEPT, lambda n: str(n)),
        ),
        delimiter=";",
        encoding="cp1252",
        options={"encoding": "cp1252"},
        languages=("es",),
    ),
    Export(
        "Nextcloud Forms, German, names of accounts",
        (
            Column("Benutzer-ID", ID, lambda n: f"konto_{_CODES[n]}"),
            Column("Anzeigename", PRIVATE, lambda n: f"{_CODES[n].upper()}arla Weber"),
            Column("Zeitstempel", PRIVATE, _when("%Y-%m-%dT%H:%M:%S+01:00")),
            Column("Was ist schwer?", OPEN, _take(GERMAN)),
            Column("Welche Angebote?", KEPT, _take(("Wohnung; Recht", "Recht", "Wohnung"))),
        ),
        languages=("de",),
    ),
    Export(
        "decidim, French, a workbook",
        (
            Column("ID", ID, lambda n: f"{n}c71f0{n}e"),
            Column("Répondu le", PRIVATE, _typed_moment()),
            Column("Statut de l'utilisateur", KEPT, _always("Inscrit")),
            Column("Hachage de l'IP", PRIVATE, lambda n: f"{n}a94a8fe5ccb19ba61c4c0873d391e9"),
            Column("1. Qu'est-ce qui est difficile ?", OPEN, _take(FRENCH)),
            Column("2. Êtes-vous sûr ?", KEPT, _take(("Oui", "Non"))),
        ),
        kind="xlsx",
        languages=("fr",),
    ),
)

LIMESURVEY = (
    Export(
        "LimeSurvey, German, full text, semicolons, access codes, some not submitted",
        (
            Column("Antwort-ID", ID, lambda n: str(3 * n + 4)),
            Column("Datum Abgeschickt", PRIVATE, lambda n: "" if n in (2, 7) else str(_when()(n))),
            Column("Letzte Seite", KEPT, _take(("4", "4", "2", "4"))),
            Column("Start-Sprache", KEPT, _always("de")),
            Column("Zufallsstartwert", KEPT, lambda n: str(1_000_003 + 7919 * n * n)),
            Column("Zugangscode", PRIVATE, lambda n: f"tk{_CODES[n]}{n}9Yw"),
            Column("IP-Adresse", PRIVATE, lambda n: f"10.9.0.{n}"),
            Column("Sind Sie gefördert?", KEPT, _take(("Ja", "Nein"))),
            Column("Wie viel Geld brauchen Sie (Mio. €)?", KEPT, lambda n: f"{n},{n}5"),
            Column(
                "Welche Angebote? [Sonstiges]",
                OPEN,
                _take(
                    ("", "Radio", "", "Kirchen", "Hausbesuche", "", "Streetwork", "Kurse", "", "")
                ),
            ),
            Column("Was ist schwer?", OPEN, _take(GERMAN)),
        ),
        delimiter=";",
        encoding="utf-8-sig",
        languages=("de",),
    ),
    Export(
        "LimeSurvey, VV file: tabs, question texts above codes, questions that were not shown",
        (
            Column("Response ID", ID, lambda n: str(n + 1), ("id",), "id"),
            Column("Date submitted", PRIVATE, _when(), ("submitdate",), "submitdate"),
            Column("Last page", KEPT, _always("3"), ("lastpage",), "lastpage"),
            Column("Start language", KEPT, _always("en"), ("startlanguage",), "startlanguage"),
            Column(
                "Are you funded?",
                KEPT,
                _take(("A1", "A2", "{question_not_shown}")),
                ("Q1",),
                "Q1",
            ),
            Column("What is hard?", OPEN, _take(ENGLISH), ("Q2",), "Q2"),
        ),
        kind="csv",
        delimiter="\t",
        notes=("a LimeSurvey VV export with 2 header rows",),
    ),
    Export(
        "LimeSurvey, French, codes and texts in one header, attributes of a participant",
        (
            Column("id. ID de la réponse", ID, lambda n: str(n + 1)),
            Column("submitdate. Date de soumission", PRIVATE, _when()),
            Column("startlanguage. Langue de départ", KEPT, _always("fr")),
            Column("token. Code d'accès", PRIVATE, lambda n: f"zz{_CODES[n]}81{n}"),
            Column("firstname. Prénom", PRIVATE, lambda n: f"Marie{n}"),
            Column("email. Adresse e-mail", PRIVATE, _email),
            Column("Q1. Êtes-vous financé ?", KEPT, _take(("Oui", "Non"))),
            Column("Q2. Qu'est-ce qui est difficile ?", OPEN, _take(FRENCH)),
        ),
        languages=("fr",),
    ),
)

FIELD = (
    Export(
        "KoboToolbox, a workbook with a repeat group in a second sheet",
        (
            Column("visit/place", KEPT, _take(("Clinic", "Court"))),
            Column("visit/hard", OPEN, _take(ENGLISH)),
            Column("_index", CASE, _number(1)),
            Column("_parent_table_name", KEPT, _always("Survey of shelters")),
            Column("_parent_index", KEPT, lambda n: Typed(float(n // 2 + 1), str(n // 2 + 1))),
            Column("_submission__id", ID, lambda n: Typed(5500.0 + n // 2, str(5500 + n // 2))),
            Column("_submission__uuid", KEPT, lambda n: _uuid(n // 2)),
            Column("_submission__submission_time", PRIVATE, _always("2024-03-01T10:05:30")),
            Column("_submission__validation_status", KEPT, _always("")),
        ),
        kind="xlsx",
        sheet="visits",
        respondents=5,
        other_sheets={"Survey of shelters": (("country", "_uuid"), ("Peru", _uuid(0))) * 20},
        options={"sheet": "visits"},
    ),
    Export(
        "KoboToolbox, labels, French, a place on the map, options spread and joined",
        (
            Column("start", PRIVATE, _when("%Y-%m-%dT%H:%M:%S.000+01:00")),
            Column("end", PRIVATE, _when("%Y-%m-%dT%H:%M:%S.000+01:00", 9)),
            Column("Où êtes-vous ?", PRIVATE, lambda n: f"12.{n}4 -1.5{n} 300 5"),
            Column("_Où êtes-vous ?_latitude", PRIVATE, lambda n: f"12.{n}4"),
            Column("_Où êtes-vous ?_longitude", PRIVATE, lambda n: f"-1.5{n}"),
            Column("Quels services ?", KEPT, _take(("Abri Aide juridique", "Abri", "Écoute"))),
            Column("Quels services ?/Abri", KEPT, _take(("1", "1", "0"))),
            Column("Quels services ?/Écoute", KEPT, _take(("0", "0", "1"))),
            Column("Qu'est-ce qui est difficile ?", OPEN, _take(FRENCH)),
            Column("_id", KEPT, lambda n: str(5500 + 3 * n)),
            Column("_uuid", ID, _uuid),
            Column("_submission_time", PRIVATE, _when("%Y-%m-%dT%H:%M:%S", 10)),
            Column("_validation_status", KEPT, _always("")),
            Column("_notes", KEPT, _always("")),
            Column("_status", KEPT, _always("submitted_via_web")),
            Column("_submitted_by", KEPT, _always("")),
            Column("__version__", KEPT, _always("vKx9")),
            Column("_tags", KEPT, _always("")),
            Column("_index", KEPT, lambda n: str(n + 1)),
        ),
        delimiter=";",
        languages=("fr",),
    ),
    Export(
        "KoboToolbox, lines of JSON with groups",
        (
            Column("_id", KEPT, lambda n: Typed(5500 + n, str(5500 + n))),
            Column("_uuid", ID, _uuid),
            Column("_submission_time", PRIVATE, _when("%Y-%m-%dT%H:%M:%S")),
            Column("about/country", KEPT, _take(("Peru", "Kenya"))),
            Column("about/services", KEPT, _take(("shelter legal", "shelter", "hotline"))),
            Column("main/hard", OPEN, _take(ENGLISH)),
            Column("main/sure", KEPT, lambda n: Typed(n % 2 == 0, ("true", "false")[n % 2])),
        ),
        kind="json",
    ),
    Export(
        "REDCap, labels, events and a repeated instrument, an identifier of the survey",
        (
            Column("Record ID", ID, lambda n: str(n // 2 + 1)),
            Column("Event Name", CASE, _always("Baseline (Arm 1: Shelters)")),
            Column("Repeat Instrument", CASE, _take(("", "Visit"))),
            Column("Repeat Instance", CASE, _take(("", "1"))),
            Column("Survey Identifier", PRIVATE, _always("")),
            Column("Survey Timestamp", PRIVATE, _when()),
            Column("Which services? (choice=Shelter)", KEPT, _take(("Checked", "Unchecked"))),
            Column("What is hard?", OPEN, _take(ENGLISH)),
            Column("Complete?", KEPT, _take(("Complete", "Incomplete"))),
        ),
        respondents=5,
    ),
    Export(
        "REDCap, raw, sites and checkboxes, surveys without an end",
        (
            Column("record_id", ID, lambda n: f"12-{n + 1}"),
            Column("redcap_data_access_group", KEPT, _take(("north", "south"))),
            Column("redcap_survey_identifier", PRIVATE, _always("")),
            Column(
                "intake_timestamp",
                PRIVATE,
                lambda n: "[not completed]" if n == 4 else str(_when()(n)),
            ),
            Column("services___1", KEPT, _take(("1", "0"))),
            Column("services___2", KEPT, _take(("0", "0", "1"))),
            Column("services_other", KEPT, _always("")),
            Column("hard", OPEN, _take(SPANISH)),
            Column("intake_complete", KEPT, _take(("2", "2", "2", "2", "0"))),
        ),
        languages=("es",),
    ),
    Export(
        "ODK Central, a download of JSON lines: system fields in a group",
        (
            Column("__id", ID, lambda n: f"uuid:{_uuid(n)}"),
            Column("__system/submissionDate", PRIVATE, _when("%Y-%m-%dT%H:%M:%S.120Z")),
            Column("__system/submitterName", KEPT, _always("Field team")),
            Column("__system/deviceId", PRIVATE, lambda n: f"collect:{_CODES[n]}7Yx{n}"),
            Column("main/hard", OPEN, _take(PORTUGUESE)),
            Column("main/funded", KEPT, _take(("yes", "no"))),
        ),
        kind="json",
        languages=("pt",),
    ),
)

OTHERS = (
    Export(
        "Typeform, Spanish: options as columns, hidden fields, a score with its reason",
        (
            Column("#", ID, lambda n: f"{_CODES[n]}k2j4l5m6n7p8q9r0s{n}"),
            Column("¿Qué es lo más difícil?", OPEN, _take(SPANISH)),
            Column("Refugio", KEPT, _take(("Refugio", ""))),
            Column("Otro", OPEN, _take(("Radio", "Taller", "", "Teatro", "Iglesia", "Deporte"))),
            Column("¿Nos recomendaría?", KEPT, lambda n: str(n)),
            Column("utm_source", KEPT, _take(("boletín", "web"))),
            Column("Response Type", KEPT, _always("completed")),
            Column("Start Date (UTC)", PRIVATE, _when()),
            Column("Stage Date (UTC)", KEPT, _always("")),
            Column("Submit Date (UTC)", PRIVATE, _when(minutes=8)),
            Column("Network ID", PRIVATE, lambda n: f"{_CODES[n]}b2c3d4e{n}"),
        ),
        languages=("es",),
    ),
    Export(
        "Jotform, Portuguese, dates in words, ticks on lines of one cell",
        (
            Column("Data de envio", PRIVATE, lambda n: f"{n + 1} de mar. de 2024, 10:0{n}"),
            Column("Nome completo", PRIVATE, lambda n: f"Ana Dias{_CODES[n]}"),
            Column("E-mail", PRIVATE, _email),
            Column("O que é mais difícil?", OPEN, _take(PORTUGUESE)),
            Column("Quais serviços?", KEPT, _take(("Abrigo\nApoio jurídico", "Linha", "Abrigo"))),
            Column("Submission ID", ID, lambda n: str(5_884_000_000_000_000_000 + 991 * n)),
            Column("Submission IP", PRIVATE, lambda n: f"10.2.{n}.8"),
        ),
        languages=("pt",),
    ),
    Export(
        "Alchemer, disqualified and partial rows, a text beside an option, variables of a link",
        (
            Column("Response ID", ID, lambda n: str(n + 11)),
            Column("Time Started", PRIVATE, _when("%b %d, %Y %I:%M:%S %p")),
            Column("Date Submitted", PRIVATE, _when("%b %d, %Y %I:%M:%S %p", 9)),
            Column("Status", KEPT, _take(("Complete", "Complete", "Partial", "Disqualified"))),
            Column("Legacy Comments", KEPT, _always("")),
            Column("Comments", KEPT, _always("")),
            Column("IP Address", PRIVATE, lambda n: f"10.0.0.{n}"),
            Column("City", KEPT, _take(("Lima", "Cusco"))),
            Column("URL Variable: source", KEPT, _take(("mail", "web"))),
            Column(
                "Other, please specify - Text:What do you do?",
                OPEN,
                _take(("", "Radio work", "Street outreach", "", "Church network", "Night school")),
            ),
            Column("What is hard?", OPEN, _take(ENGLISH)),
        ),
        unwanted=("4 rows are broken off or screened out (Status: 'Partial', 'Disqualified')",),
    ),
)

STATISTICS = (
    Export(
        "SPSS, German labels, declared missing values, IDs of ten figures, open and coded",
        (
            Column("lfdn", ID, _number(4_100_000_001), wording="Laufende Nummer"),
            Column("v1", KEPT, _number(1), wording="Wie alt sind Sie?", missing=(-9.0,)),
            Column(
                "v2",
                KEPT,
                lambda n: (Typed(1.0, "wichtig"), Typed(2.0, "unwichtig"), Typed(-9.0, ""))[n % 3],
                labels={1.0: "wichtig", 2.0: "unwichtig", -9.0: "keine Angabe"},
                missing=(-9.0,),
                wording="Wie wichtig ist Ihnen das?",
            ),
            Column("v3", OPEN, _take(GERMAN), wording="Was ist schwer?"),
            Column(
                "v3_c1",
                KEPT,
                lambda n: (Typed(11.0, "Zu wenig Geld"), Typed(12.0, "Polizei nimmt nichts ernst"))[
                    n % 2
                ],
                labels={11.0: "Zu wenig Geld", 12.0: "Polizei nimmt nichts ernst"},
                wording="Was ist schwer? Erster Kode",
            ),
        ),
        kind="sav",
        languages=("de",),
        notes=("3 cell(s) hold a value that the file declares missing",),
    ),
    Export(
        "SPSS compressed, Russian labels, several options as columns of 0 and 1",
        (
            Column("resp_id", ID, lambda n: f"A{n:03}", wording="Номер анкеты"),
            Column(
                "m1_1",
                KEPT,
                lambda n: Typed(float(n % 2), ("Не выбрано", "Выбрано")[n % 2]),
                labels={0.0: "Не выбрано", 1.0: "Выбрано"},
                wording="Услуги: убежище",
            ),
            Column("q7", OPEN, _take(RUSSIAN), wording="Что самое трудное?"),
            Column("q8t", OPEN, _take(RUSSIAN[4:]), wording="Что ещё?"),
        ),
        kind="zsav",
        languages=("ru",),
    ),
    Export(
        "Stata, labels of values, short names, an interviewer's number",
        (
            Column("id", ID, _number(1), wording="identifier"),
            Column("intnr", KEPT, lambda n: Typed(float(n % 3), str(n % 3)), wording="interviewer"),
            Column(
                "sex",
                KEPT,
                lambda n: Typed(n % 2 + 1, ("femme", "homme")[n % 2]),
                labels={1: "femme", 2: "homme"},
                wording="sexe",
            ),
            Column("q12", OPEN, _take(FRENCH), wording="Qu'est-ce qui est difficile ?"),
        ),
        kind="dta",
        languages=("fr",),
    ),
)

SHEETS = (
    Export(
        "a workbook with a title, merged headers, and a total below the answers",
        (
            Column("Code", ID, lambda n: f"P{n + 1:02}", ("",)),
            Column("Services", KEPT, _take(("x", "")), ("Shelter",), "Services - Shelter"),
            Column("", KEPT, _take(("", "x", "")), ("Hotline",), "Services - Hotline"),
            Column("What is hard?", OPEN, _take(ENGLISH), ("",)),
            Column("Contact", PRIVATE, lambda n: f"+51 9{n}1 445 0{n}", ("",)),
        ),
        kind="xlsx",
        above=(("Survey of shelters, spring", "", "", "", ""),),
        after=(("Total responses: 10", "", "", "", ""),),
        merged=("A1:E1", "A2:A3", "B2:C2", "D2:D3", "E2:E3"),
        notes=(
            "takes 2 rows, which were joined",
            "1 line(s) above the header were skipped as titles",
            "1 line(s) at the end were skipped",
        ),
    ),
    Export(
        "a workbook that counts days from 1904, with leading zeros and percentages",
        (
            Column("Participant", ID, lambda n: Typed(n + 1, f"{n + 1:05}")),
            Column("Interviewed", KEPT, lambda n: _typed_day(n)),
            Column("Share", KEPT, lambda n: Typed(n / 8 + 0.05, repr(n / 8 + 0.05))),
            Column("Answer", OPEN, _take(ENGLISH)),
        ),
        kind="xlsx",
        epoch_1904=True,
        formats={"Participant": "00000", "Share": "0%"},
    ),
    Export(
        "OpenDocument, notes in a second sheet, a line break within an answer",
        (
            Column("id", ID, lambda n: f"s-{n + 1:03}"),
            Column("age", KEPT, lambda n: Typed(20 + n, str(20 + n))),
            Column("hard", OPEN, lambda n: f"{SPANISH[n]}\ny nada más"),
        ),
        kind="ods",
        other_sheets={"Notas": (("hecho por", "nosotras"),)},
        languages=("es",),
        notes=("the sheet 'Data' was read, the largest",),
    ),
    Export(
        "an old workbook of Excel with moments and long numbers",
        (
            Column("Respondent", ID, lambda n: Typed(880_000_001.0 + n, str(880_000_001 + n))),
            Column("Time", PRIVATE, _typed_moment()),
            Column("Budget", KEPT, lambda n: Typed(n + 0.25, str(n + 0.25))),
            Column("Comment", OPEN, _take(PORTUGUESE)),
        ),
        kind="xls",
        languages=("pt",),
    ),
    Export(
        "IDs of eighteen figures kept as text in a workbook, a translation beside the answers",
        (
            Column("case_id", ID, lambda n: f"10000000000000000{n}"),
            Column("reason", OPEN, _take(SPANISH)),
            Column("reason_en", TRANSLATION, _take(ENGLISH)),
            Column("country", KEPT, _take(("Perú", "México"))),
        ),
        kind="xlsx",
        languages=("es",),
    ),
    Export(
        "phone numbers are the only thing that differs for everyone",
        (
            Column("Phone", PRIVATE, lambda n: f"98712304{n}{n}"),
            Column("Age", KEPT, lambda n: str(20 + n // 2)),
            Column("What is hard?", OPEN, _take(ENGLISH)),
        ),
    ),
    Export(
        "post codes are the only thing that differs for everyone, German headers",
        (
            Column("PLZ", PRIVATE, lambda n: f"10{n}15"),
            Column("Geschlecht", KEPT, _take(("w", "m", "d"))),
            Column("Was ist schwer?", OPEN, _take(GERMAN)),
        ),
        delimiter=";",
        languages=("de",),
    ),
    Export(
        "a panel with two columns for the case, decimal commas, joined files, a total",
        (
            Column("Kennung", ID, lambda n: f"k{n // 4:02}"),
            Column("Welle", WAVE, lambda n: str(n // 2 % 2 + 1)),
            Column("Land", CASE, _take(("Peru", "Kenia"))),
            Column("Index", KEPT, lambda n: f"0,{n}5"),
            Column("Was ist schwer?", OPEN, _take(GERMAN)),
        ),
        rows=20,
        respondents=5,
        delimiter=";",
        languages=("de",),
        between={10: ("Kennung", "Welle", "Land", "Index", "Was ist schwer?"), 12: ("",) * 5},
        notes=("1 line(s) repeat the header and were skipped", "1 empty row(s) skipped"),
    ),
    Export(
        "letters that were encoded twice, semicolons",
        (
            Column("id", ID, lambda n: f"m{n:02}"),
            Column("hard", OPEN, lambda n: SPANISH[n].encode().decode("cp1252", "replace")),
        ),
        delimiter=";",
        languages=("es",),
        notes=("--repair-text",),
    ),
    Export(
        "one answer a line, without anything else",
        (Column("What is hard?", OPEN, _take(ENGLISH)),),
    ),
    Export(
        "case numbers of unequal length beside ages and years",
        (
            Column("Year", KEPT, lambda n: str(1990 + n)),
            Column("Bogen", ID, lambda n: f"F{n * 13 + 1}"),
            Column("Punkte", KEPT, lambda n: str(n * 10)),
            Column("Was ist schwer?", OPEN, _take(GERMAN)),
        ),
        languages=("de",),
    ),
)


def _typed_day(number: int) -> Typed:
    day = dt.datetime(2024, 3, 1) + dt.timedelta(days=number)
    return Typed(day, day.date().isoformat())


EXPORTS = (
    *QUALTRICS,
    *SURVEYMONKEY,
    *FORMS,
    *LIMESURVEY,
    *FIELD,
    *OTHERS,
    *STATISTICS,
    *SHEETS,
)
