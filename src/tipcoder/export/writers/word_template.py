"""The empty Word document that reports are written into: the styles that are used, and no others.

The template of python-docx brings some hundred styles with names in them. Each name would be read
by the leak audit and by everybody who opens the file, so that only what a report needs is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

BULLETS, EMPHASIS = "List Bullet", "Emphasis"
FONT, FIXED_WIDTH = "Calibri", "Courier New"
_SIZES = {"Normal": 11, "Heading 1": 18, "Heading 2": 14, "Heading 3": 12}
"""Points."""
_KEPT = frozenset((*_SIZES, BULLETS, EMPHASIS, "Default Paragraph Font", "Normal Table", "No List"))
_PAGE = (11906, 16838)
"""A4 upright, in twips."""
_MARGIN, _MARGIN_OF_WIDE = 1440, 1000
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<w:settings xmlns:w="{_WORD}"><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)


def empty_document(*, is_wide: bool, has_bullets: bool) -> WordDocument:
    """An A4 document, on its side if `is_wide`."""
    from docx import Document

    word = Document()
    _set_page(word, is_wide=is_wide)
    _keep_styles(word)
    _remove_sessions(word)
    _set_fonts(word)
    if not has_bullets:
        _remove_numbering(word)
    return word


def settings_of(_: bytes) -> bytes:
    """The settings of a document, whatever the template had: those would tell of sessions in which
    it was edited.
    """
    return _SETTINGS.encode("utf-8")


def _set_page(word: WordDocument, *, is_wide: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Twips

    section = word.sections[0]
    width, height = reversed(_PAGE) if is_wide else _PAGE
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Twips(width), Twips(height)
    margin = Twips(_MARGIN)
    section.left_margin, section.right_margin = margin, margin
    # A page on its side has few lines.
    above = Twips(_MARGIN_OF_WIDE) if is_wide else margin
    section.top_margin, section.bottom_margin = above, above


def _remove_sessions(word: WordDocument) -> None:
    """Numbers of editing sessions, which the template has from whoever made it."""
    for element in word.element.iter():
        for name in list(element.attrib):
            if "rsid" in name:
                del element.attrib[name]


def _keep_styles(word: WordDocument) -> None:
    element = word.styles.element
    for style in list(word.styles):
        if style.name not in _KEPT:
            style.delete()
    for latent in list(element.findall(_tag("latentStyles"))):
        element.remove(latent)
    for style in element.findall(_tag("style")):
        # Links to styles that are gone, and the marks of editing sessions.
        for name in ("link", "rsid", "uiPriority", "unhideWhenUsed", "semiHidden"):
            for child in style.findall(_tag(name)):
                style.remove(child)


def _set_fonts(word: WordDocument) -> None:
    """Fonts by their names: the template names them by a theme, which is taken out."""
    from docx.shared import Pt, RGBColor

    for fonts in word.styles.element.iter(_tag("rFonts")):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(_tag(script), FONT)
    for name, size in _SIZES.items():
        font: Any = word.styles[name].font
        font.size = Pt(size)
        font.color.rgb = RGBColor(0, 0, 0)


def _remove_numbering(word: WordDocument) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE

    word.styles[BULLETS].delete()
    for key, link in list(word.part.rels.items()):
        if link.reltype == RELATIONSHIP_TYPE.NUMBERING:
            word.part.rels.pop(key)


def _tag(name: str) -> str:
    return f"{{{_WORD}}}{name}"
