"""What repositories ask to be told of a study: DDI-Codebook 2.5, and JSON for Dataverse."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from tipcoder.export.document import replace_unprintable

_DDI = "ddi:codebook:2_5"
_SUBJECT = "Social Sciences"


@dataclass(frozen=True)
class DepositedVariable:
    """A column of the deposited table."""

    name: str
    label: str
    values: tuple[tuple[str, str], ...] = ()
    """What its cells mean, by what stands in them."""
    note: str = ""


@dataclass(frozen=True)
class DepositFacts:
    """The study as a repository knows it. What nobody has said is empty, and left out."""

    title: str
    description: str
    authors: tuple[str, ...]
    contact: str
    licence: str
    software: str
    identifier: str
    """The study's own, which stays the same over versions."""
    unit: str
    """What a row of the table is."""
    coding: str
    """How the answers were coded, in sentences."""
    questions: tuple[tuple[str, str], ...]
    """Open questions with their wording."""
    languages: tuple[str, ...]
    variables: tuple[DepositedVariable, ...]
    table: str
    """The file of the table."""
    cases: int


def format_ddi(facts: DepositFacts) -> str:
    """The study as a DDI codebook, elements in the order of the schema of version 2.5."""
    # As a default namespace, which readers of such files expect.
    root = Element("codeBook", {"xmlns": _DDI, "version": "2.5"})
    study = SubElement(root, "stdyDscr")
    _add_citation(study, facts)
    info = SubElement(study, "stdyInfo")
    subject = SubElement(info, "subject")
    _add_text(subject, "topcClas", _SUBJECT)
    _add_text(info, "abstract", facts.description)
    summary = SubElement(info, "sumDscr")
    _add_text(summary, "anlyUnit", facts.unit)
    _add_text(summary, "dataKind", "survey data; coded answers to open questions")
    method = SubElement(study, "method")
    collection = SubElement(method, "dataColl")
    _add_text(collection, "instrumentDevelopment", _list_questions(facts.questions))
    _add_text(SubElement(method, "codingInstructions"), "txt", facts.coding)
    if facts.licence:
        access = SubElement(SubElement(study, "dataAccs"), "useStmt")
        _add_text(access, "conditions", facts.licence)
    file = SubElement(root, "fileDscr", {"ID": "table"})
    text = SubElement(file, "fileTxt")
    _add_text(text, "fileName", facts.table)
    dimensions = SubElement(text, "dimensns")
    _add_text(dimensions, "caseQnty", str(facts.cases))
    _add_text(dimensions, "varQnty", str(len(facts.variables)))
    data = SubElement(root, "dataDscr")
    for number, variable in enumerate(facts.variables, 1):
        _add_variable(data, number, variable)
    ElementTree.indent(root)
    written = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'


def _add_citation(study: Element, facts: DepositFacts) -> None:
    citation = SubElement(study, "citation")
    title = SubElement(citation, "titlStmt")
    _add_text(title, "titl", facts.title)
    _add_text(title, "IDNo", facts.identifier)
    if facts.authors:
        responsible = SubElement(citation, "rspStmt")
        for author in facts.authors:
            _add_text(responsible, "AuthEnty", author)
    production = SubElement(citation, "prodStmt")
    _add_text(production, "software", facts.software)
    if facts.contact:
        _add_text(SubElement(citation, "distStmt"), "contact", facts.contact)


def _add_variable(data: Element, number: int, variable: DepositedVariable) -> None:
    name = replace_unprintable(variable.name)
    added = SubElement(data, "var", {"ID": f"V{number}", "name": name, "files": "table"})
    _add_text(added, "labl", variable.label)
    if variable.note:
        _add_text(added, "txt", variable.note)
    for value, label in variable.values:
        category = SubElement(added, "catgry")
        _add_text(category, "catValu", value)
        _add_text(category, "labl", label)


def _add_text(parent: Element, tag: str, text: str) -> None:
    # XML has no room for control characters, not even escaped.
    SubElement(parent, tag).text = replace_unprintable(text)


def _list_questions(questions: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{name}: {wording}" if wording else name for name, wording in questions)


def format_dataverse(facts: DepositFacts) -> str:
    """The citation block of a dataset for the native interface of Dataverse."""
    description = {"dsDescriptionValue": _make_field("dsDescriptionValue", facts.description)}
    fields = [
        _make_field("title", facts.title),
        _make_list("dsDescription", "compound", [description]),
        _make_list("subject", "controlledVocabulary", [_SUBJECT]),
        _make_list("kindOfData", "primitive", ["survey data", "coded text"]),
        _make_list("software", "compound", [{"softwareName": _name_software(facts.software)}]),
    ]
    if facts.authors:
        people = [{"authorName": _make_field("authorName", name)} for name in facts.authors]
        fields.append(_make_list("author", "compound", people))
    if facts.contact:
        contact = {"datasetContactName": _make_field("datasetContactName", facts.contact)}
        fields.append(_make_list("datasetContact", "compound", [contact]))
    version: dict[str, object] = {
        "metadataBlocks": {"citation": {"displayName": "Citation Metadata", "fields": fields}}
    }
    if facts.licence:
        version["termsOfUse"] = facts.licence
    return json.dumps({"datasetVersion": version}, ensure_ascii=False, indent=2) + "\n"


def _make_field(name: str, value: str) -> Mapping[str, object]:
    return {"typeName": name, "multiple": False, "typeClass": "primitive", "value": value}


def _make_list(name: str, kind: str, values: Sequence[object]) -> Mapping[str, object]:
    return {"typeName": name, "multiple": True, "typeClass": kind, "value": list(values)}


def _name_software(software: str) -> Mapping[str, object]:
    return _make_field("softwareName", software)
