"""Control words of RTF (Rich Text Format Specification 1.9.1) that matter to a reader of texts."""

from __future__ import annotations

UNSEEN = frozenset(
    (
        *("info", "title", "subject", "author", "manager", "company", "operator", "category"),
        *("keywords", "comment", "doccomm", "hlinkbase", "vern", "version", "template"),
        *("fonttbl", "colortbl", "stylesheet", "listtable", "revtbl", "filetbl", "rsidtbl"),
        *("pict", "object", "objdata", "objclass", "objname", "fldinst", "bkmkstart", "bkmkend"),
        *("annotation", "atnid", "atnauthor", "atntime", "atndate", "xe", "tc", "txe", "userprops"),
        *("propname", "staticval", "linkval", "creatim", "revtim", "printim", "buptim"),
    )
)
"""Groups that are no text of the page."""
SHOWN_APART = frozenset(
    (
        *("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"),
        *("footnote", "shptxt"),
    )
)
"""Groups that are shown, though not where they stand."""
HEXADECIMAL = frozenset(("pict", "objdata", "themedata", "colorschememapping", "datastore"))
"""Groups whose letters are bytes of another file."""
ENDS = frozenset(("par", "cell", "nestcell", "row", "nestrow", "sect", "page", "line", "tab"))
"""Words at which a paragraph, a cell or a line ends."""
CHARACTERS = {
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
}
HIDING = {
    "v": ("hidden", "has hidden text"),
    "deleted": ("hidden", "has a tracked deletion, whose words are still there"),
    "revised": ("hidden", "has a tracked insertion"),
    "annotation": ("hidden", "has a comment"),
    "object": ("hidden", "has an embedded object"),
    "objdata": ("hidden", "has an embedded object"),
    "author": ("author", "names who made the file"),
    "operator": ("author", "names who made the file"),
    "company": ("author", "names who made the file"),
    "creatim": ("time", "tells when and how the file was made"),
    "revtim": ("time", "tells when and how the file was made"),
}
"""What a word tells, whatever stands in its group: the kind of trace and the sentence."""
CODEPAGES = {10000: "mac_roman", 65001: "utf-8", 936: "gbk", 950: "big5"}
_CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
"""The alphabet of a font by its number."""


def find_codec(charset: int, usual: str) -> str:
    """How Python calls the alphabet of a font; the one of the document where the font has none."""
    return _CHARSETS.get(charset, usual)
