"""Every format of a manuscript gives the same paragraphs and notes, and takes comments."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tipcoder.errors import BadInput
from tipcoder.manuscript.files import read_manuscript, write_comments
from tipcoder.manuscript.paragraphs import NOTE_MARK

MARKDOWN = """\
# Findings

One wrote “they left”[^1] and one
“we stayed”.

> A block that is set apart (Response 1016).

[^1]: Response 1016, as
  she told us.
"""
LATEX = r"""\documentclass{article}
\title{Not read}
\begin{document}
\section{Findings}

One wrote ``they left''\footnote{Response~1016, as \emph{she} told us.} and one
\enquote{we stayed}. % not this

\begin{quote}
A block that is set apart (Response 1016).
\end{quote}
\end{document}
"""
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_DOCUMENT = f"""<?xml version="1.0"?><w:document {_W}><w:body>
<w:p><w:r><w:t>Findings</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">One wrote “they </w:t></w:r><w:r><w:t>left”</w:t></w:r>
<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t xml:space="preserve"> and one </w:t></w:r>
<w:del><w:r><w:delText>nobody</w:delText></w:r></w:del><w:r><w:t>“we stayed”.</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Quote"/></w:pPr>
<w:r><w:t>A block that is set apart (Response 1016).</w:t></w:r></w:p>
</w:body></w:document>"""
_FOOTNOTES = f"""<?xml version="1.0"?><w:footnotes {_W}>
<w:footnote w:id="2"><w:p><w:r><w:t>Response 1016, as she told us.</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""
_ODT = """<?xml version="1.0"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>
<text:h>Findings</text:h>
<text:p>One wrote “they <text:span>left”</text:span><text:note><text:note-citation>1
</text:note-citation><text:note-body><text:p>Response 1016, as she told us.</text:p>
</text:note-body></text:note> and one “we stayed”.</text:p>
<text:p text:style-name="Quotations">A block that is set apart (Response 1016).</text:p>
</office:text></office:body></office:document-content>"""


def pack(members: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def write(folder: Path, ending: str) -> Path:
    path = folder / f"article{ending}"
    made = {
        ".md": MARKDOWN.encode(),
        ".tex": LATEX.encode(),
        ".docx": pack({"word/document.xml": _DOCUMENT, "word/footnotes.xml": _FOOTNOTES}),
        ".odt": pack({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": _ODT}),
    }
    path.write_bytes(made[ending])
    return path


@pytest.mark.parametrize("ending", [".md", ".tex", ".docx", ".odt"])
def test_words_notes_and_blocks_are_read_alike_from_every_format(
    tmp_path: Path, ending: str
) -> None:
    paragraphs = read_manuscript(write(tmp_path, ending))
    (main,) = (one for one in paragraphs if "they left" in one.text)
    words = " ".join(main.text.split())
    assert words == f"One wrote “they left”{NOTE_MARK} and one “we stayed”."
    (note,) = main.notes
    assert main.text[note.offset] == NOTE_MARK
    assert " ".join(note.text.split()) == "Response 1016, as she told us."
    (block,) = (one for one in paragraphs if one.is_block_quote)
    assert "A block that is set apart" in block.text
    assert "Not read" not in " ".join(one.text for one in paragraphs)


def test_a_word_document_gets_comments_that_word_knows(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    path = tmp_path / "article.docx"
    document = docx.Document()
    document.add_paragraph("Nothing to say of this.")
    document.add_paragraph("One wrote “they left”.")
    document.save(path)
    written = write_comments(path, {2: ["changed", "and not released"]}, "2026-01-02T03:04:05")
    again = docx.Document(io.BytesIO(written))
    assert [comment.text for comment in again.comments] == ["changed", "and not released"]
    assert [paragraph.text for paragraph in again.paragraphs][1] == "One wrote “they left”."


def test_an_open_document_gets_annotations_and_keeps_its_words(tmp_path: Path) -> None:
    path = write(tmp_path, ".odt")
    before = [paragraph.text for paragraph in read_manuscript(path)]
    written = write_comments(path, {2: ["look <here>"]}, "2026-01-02T03:04:05")
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        content = archive.read("content.xml").decode()
        assert archive.infolist()[0].filename == "mimetype"
    assert "look &lt;here&gt;" in content
    assert "2026-01-02T03:04:05" in content
    # The names of a document stay those that other programs write.
    assert "<office:document-content" in content
    path.write_bytes(written)
    assert [paragraph.text for paragraph in read_manuscript(path)] == before


@pytest.mark.parametrize(("ending", "sign"), [(".md", "<!-- tipcoder: "), (".tex", "% tipcoder: ")])
def test_plain_manuscripts_get_a_line_above_the_paragraph(
    tmp_path: Path, ending: str, sign: str
) -> None:
    path = write(tmp_path, ending)
    (number,) = (one.number for one in read_manuscript(path) if "they left" in one.text)
    lines = write_comments(path, {number: ["look --> here"]}, "").decode().splitlines()
    at = next(place for place, line in enumerate(lines) if line.startswith(sign))
    assert lines[at + 1].startswith("One wrote")
    assert lines[at].count("-->") == (1 if ending == ".md" else 0)
    assert [line for line in lines if not line.startswith(sign)] == path.read_text().splitlines()


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("article.pdf", b"%PDF-1.7", "no manuscript that can be read"),
        ("article.docx", b"not a zip", "damaged or locked"),
        ("article.docx", pack({"other.xml": "<a/>"}), "no Word document"),
        ("article.odt", pack({"content.xml": "<a><b></a>"}), "damaged"),
        (
            "article.odt",
            pack({"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}),
            "document type",
        ),
        ("article.md", b"caf\xe9", "not in UTF-8"),
    ],
)
def test_what_cannot_be_read_is_said_by_name(
    tmp_path: Path, name: str, content: bytes, what: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInput, match=what) as refused:
        read_manuscript(tmp_path / name)
    assert "article" in str(refused.value)


def test_a_part_that_unfolds_without_end_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * ((1 << 27) + 2))
    (tmp_path / "article.docx").write_bytes(out.getvalue())
    with pytest.raises(BadInput, match="larger than"):
        read_manuscript(tmp_path / "article.docx")
