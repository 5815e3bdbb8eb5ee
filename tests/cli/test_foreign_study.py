"""A study from somebody else is data: nothing outside of its folder is touched unless the user says
so."""

from __future__ import annotations

import os
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess
from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.privacy.key_file import key_path
from tipcoder.workbench import notices
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.trust import settle_trust
from tipcoder.workbench.trust_file import find_trust_file

if TYPE_CHECKING:
    from conftest import StoreUrl, Tipcoder

VERBS = (
    ("counts",),
    ("check",),
    ("log",),
    ("quotes",),
    ("merge",),
    ("migrate",),
    ("backup", "copy.db"),
    ("restore", "study.db", "--dry-run"),
    ("redact", "list"),
    ("suggest", "evaluate"),
    ("import", "rows.csv"),
    ("undo",),
)


class Listener:
    """A server that must not hear anything."""

    def __init__(self) -> None:
        self.heard: list[object] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        try:
            while True:
                connection, address = self._socket.accept()
                self.heard.append(address)
                connection.close()
        except OSError:
            return  # closed at the end of the test

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    with closing(Listener()) as one:
        yield one


def add(folder: Path, toml: str) -> None:
    with (folder / "study.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{toml}\n")


@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_a_database_that_study_toml_names_is_not_connected_to(
    tipcoder: Tipcoder, study: Path, listener: Listener, words: tuple[str, ...]
) -> None:
    url = f"postgresql://spy:secretword@127.0.0.1:{listener.port}/take"
    add(study, f'[store]\nurl = "{url}"')
    (study / "rows.csv").write_text("id\n1\n")
    done = tipcoder(*words, cwd=study)
    done.refused(2, "have not allowed", "tipcoder trust --store", "127.0.0.1")
    assert "secretword" not in done.err
    assert listener.heard == []


def test_a_listener_would_have_heard_it_once_it_is_allowed(
    tipcoder: Tipcoder, study: Path, listener: Listener
) -> None:
    add(study, f'[store]\nurl = "postgresql://u@127.0.0.1:{listener.port}/take"')
    assert tipcoder("trust", "--store", cwd=study).status == 0
    assert listener.heard == []
    assert tipcoder("counts", cwd=study).status == 3
    assert listener.heard != []


def test_what_was_allowed_is_that_very_thing_in_that_very_folder(
    tipcoder: Tipcoder, study: Path, listener: Listener, tmp_path: Path
) -> None:
    add(study, '[store]\nurl = "postgresql://u@127.0.0.1:1/mine"')
    assert tipcoder("trust", "--store", cwd=study).status == 0
    assert tipcoder("counts", cwd=study).status == 3
    study.rename(tmp_path / "moved")
    tipcoder("counts", cwd=tmp_path / "moved").refused(2, "have not allowed")
    (tmp_path / "moved").rename(study)
    toml = (study / "study.toml").read_text("utf-8")
    (study / "study.toml").write_text(toml.replace("1:1/mine", f"1:{listener.port}/other"), "utf-8")
    tipcoder("counts", cwd=study).refused(2, "have not allowed")
    assert listener.heard == []


def test_a_store_in_a_file_elsewhere_is_not_opened(
    tipcoder: Tipcoder, study: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.db"
    with closing(sqlite3.connect(elsewhere)) as db:
        db.execute("create table t (x)")
    before = elsewhere.read_bytes()
    add(study, f'[store]\nurl = "sqlite:///{elsewhere}"')
    for words in VERBS:
        tipcoder(*words, cwd=study).refused(2, "have not allowed", "--store")
    assert elsewhere.read_bytes() == before
    assert sorted(path.name for path in tmp_path.glob("elsewhere*")) == ["elsewhere.db"]


@pytest.mark.parametrize("place", ["../numbers.csv", "ABSOLUTE", "sub/../../numbers.csv", "linked"])
def test_a_file_of_numbers_elsewhere_is_not_read(
    tipcoder: Tipcoder, study: Path, tmp_path: Path, place: str
) -> None:
    (tmp_path / "numbers.csv").write_text("country,value\nKenya,31337\n")
    if place == "linked":
        (study / "linked").symlink_to(tmp_path / "numbers.csv")
    name = str(tmp_path / "numbers.csv") if place == "ABSOLUTE" else place
    add(
        study,
        f'[country]\ncolumn = "country"\n\n[indicator.secret]\nfile = "{name}"\n'
        'country = "country"\nvalue = "value"',
    )
    done = tipcoder("merge", cwd=study)
    done.refused(2, "have not allowed", "tipcoder trust --elsewhere")
    assert "31337" not in done.err
    assert tipcoder("trust", "--elsewhere", cwd=study).status == 0
    assert tipcoder("counts", cwd=study).status == 0


@pytest.mark.parametrize(
    "name",
    [
        "codebook.toml",
        "codebook.toml.bak",
        "study.toml",
        "concepts.toml",
        "study.db-wal",
        "exports",
    ],
)
def test_a_link_that_leads_out_is_neither_read_nor_written_through(
    tipcoder: Tipcoder, study: Path, tmp_path: Path, name: str
) -> None:
    outside = tmp_path / "outside"
    if (study / name).is_dir():
        (study / name).rmdir()
        outside.mkdir()
    else:
        outside.write_text((study / name).read_text("utf-8") if (study / name).exists() else "")
        (study / name).unlink(missing_ok=True)
    before = outside.stat().st_mtime_ns
    (study / name).symlink_to(outside)
    for words in (("codebook", "rename", "money", "fees"), ("codebook", "check")):
        tipcoder(*words, cwd=study).refused(2, f"the link {name} to", "have not allowed")
    assert outside.stat().st_mtime_ns == before


def test_a_link_within_the_study_is_the_studys_own_matter(tipcoder: Tipcoder, study: Path) -> None:
    (study / "codes.toml").write_bytes((study / "codebook.toml").read_bytes())
    (study / "codebook.toml").unlink()
    (study / "codebook.toml").symlink_to("codes.toml")
    assert tipcoder("counts", cwd=study).status == 0


# --- models ---------------------------------------------------------------------------------------


@pytest.fixture
def sentinel(study: Path, tmp_path: Path) -> Path:
    """A pipeline in the study's own folder whose code makes a file when it is loaded."""
    model, mark = study / "names", tmp_path / "was-loaded"
    model.mkdir()
    (model / "config.cfg").write_text(
        '[nlp]\nlang = "en"\npipeline = []\n\n[initialize]\n\n[nlp.before_creation]\n'
        '@callbacks = "not.there.1"\n'
    )
    (model / "meta.json").write_text('{"lang": "en", "name": "names", "version": "1"}')
    return mark


@pytest.mark.parametrize(
    "toml", ['[models]\nspacy = { en = "names" }', '[models]\nvectors = "names"']
)
@pytest.mark.parametrize("words", [("redact", "list"), ("quotes", "--include-unreviewed")])
def test_a_model_in_the_studys_folder_is_not_loaded(
    tipcoder: Tipcoder,
    study: Path,
    sentinel: Path,
    monkeypatch: pytest.MonkeyPatch,
    toml: str,
    words: tuple[str, ...],
) -> None:
    import spacy

    def load(name: object, **_: object) -> None:
        sentinel.write_text(str(name))
        raise OSError

    monkeypatch.setattr(spacy, "load", load)
    add(study, toml)
    # `vectors` serve suggestions, `spacy` the redaction.
    asked = words if "spacy" in toml else ("suggest", "evaluate")
    tipcoder(*asked, cwd=study).refused(
        2, "the model names", "runs code", "tipcoder trust --models"
    )
    assert not sentinel.exists()
    # What needs no model is not kept from working.
    assert tipcoder("counts", cwd=study).status == 0
    assert tipcoder("trust", "--models", cwd=study).status == 0
    tipcoder(*asked, cwd=study)
    assert sentinel.exists()


def test_a_package_that_was_allowed_says_nothing_about_a_folder_of_its_name(
    tipcoder: Tipcoder, study: Path
) -> None:
    add(study, '[models]\nspacy = { en = "en_core_web_md" }')
    assert tipcoder("trust", "--models", cwd=study).status == 0
    assert tipcoder("trust", "--format", "csv", cwd=study).csv()[0]["allowed"] == "yes"
    (study / "en_core_web_md").mkdir()
    assert tipcoder("trust", "--format", "csv", cwd=study).csv()[0]["allowed"] == "no"
    tipcoder("redact", "list", cwd=study).refused(2, "have not allowed")


# --- asking ---------------------------------------------------------------------------------------


def test_a_question_on_a_terminal_is_asked_once(study: Path) -> None:
    add(study, '[models]\nvectors = "names"')
    (study / "concepts.toml").symlink_to(study.parent / "elsewhere.toml")
    (study.parent / "elsewhere.toml").write_text("")
    asked: list[str] = []

    def answer(question: str, reply: str = "n\n") -> str:
        asked.append(question)
        return reply

    notices.set_asker(answer)
    try:
        with pytest.raises(BadInput, match="have not allowed"):
            settle_trust(study)
        assert len(asked) == 1
        assert not find_trust_file().exists()
        notices.set_asker(lambda question: answer(question, "y\n"))
        settle_trust(study)
        settle_trust(study)
        assert ["concepts.toml" in one for one in asked] == [True, True, False]
        assert "the model names" in asked[-1]
    finally:
        notices.set_asker(None)
    with open_study_folder(study) as opened:
        assert opened.definition.models.vectors == "names"


# --- the user's own -------------------------------------------------------------------------------


def test_what_the_user_made_is_allowed_at_once_and_said(
    tipcoder: Tipcoder, sources: object, tmp_path: Path, postgres_url: StoreUrl
) -> None:
    from conftest import SMALL_STUDY

    sources.study.write_text(SMALL_STUDY + postgres_url.toml(), "utf-8")  # type: ignore[attr-defined]
    done = tipcoder(*sources.init("study", "--yes"))  # type: ignore[attr-defined]
    assert done.status == 0, done.err
    assert "Allowed from now on" in done.out + done.err
    for words in (("counts",), ("migrate",), ("check",)):
        assert tipcoder(*words, cwd=tmp_path / "study").status == 0
    assert tipcoder("trust", "--withdraw", cwd=tmp_path / "study").status == 0
    tipcoder("counts", cwd=tmp_path / "study").refused(2, "have not allowed")


def test_trust_lists_what_a_study_uses_and_opens_nothing(
    tipcoder: Tipcoder, study: Path, listener: Listener
) -> None:
    assert "nothing outside of its folder" in tipcoder("trust", cwd=study).err
    add(
        study,
        f'[store]\nurl = "postgresql://u:hush@127.0.0.1:{listener.port}/x"\n\n'
        '[models]\nspacy = { en = "en_core_web_md" }',
    )
    done = tipcoder("trust", "--format", "csv", cwd=study)
    assert [(row["option"], row["allowed"]) for row in done.csv()] == [
        ("--store", "no"),
        ("--models", "no"),
    ]
    assert "hush" not in done.out
    assert tipcoder("trust", "--models", cwd=study).status == 0
    done = tipcoder("trust", "--format", "csv", cwd=study)
    assert [row["allowed"] for row in done.csv()] == ["no", "yes"]
    tipcoder("trust", "--withdraw", "--models", cwd=study).refused(2, "--withdraw")
    assert listener.heard == []


def test_a_list_that_others_can_write_is_not_the_users_own(tipcoder: Tipcoder, study: Path) -> None:
    add(study, '[store]\nurl = "postgresql://u@127.0.0.1:1/mine"')
    assert tipcoder("trust", "--store", cwd=study).status == 0
    assert find_trust_file().stat().st_mode & 0o777 == 0o600
    find_trust_file().chmod(0o666)
    tipcoder("counts", cwd=study).refused(3, "others on this machine can write", "chmod 600")
    find_trust_file().chmod(0o600)
    find_trust_file().write_text("[]")
    tipcoder("counts", cwd=study).refused(3, "not a list of trusted studies")


# --- data that might be more ----------------------------------------------------------------------


def test_a_store_cannot_name_a_key_file_elsewhere(
    tipcoder: Tipcoder, study: Path, key_file: Path
) -> None:
    (key_file.parent.parent / "elsewhere.keys.json").write_bytes(key_file.read_bytes())
    with closing(sqlite3.connect(study / "study.db")) as db, db:
        db.execute("update meta set value = '../elsewhere' where key = 'study_uuid'")
    tipcoder("redact", "list", cwd=study).refused(3, "no proper name")
    for name in ("../x", "/etc/x", "a/b", "", "x\0y", "."):
        with pytest.raises(EnvironmentFault):
            key_path(name)


ESCAPE = "\x1b]0;taken\x07\x1b[2J{0.__class__}%s[red]\u202e"


def test_titles_labels_and_names_steer_no_terminal(tipcoder: Tipcoder, study: Path) -> None:
    toml = (study / "study.toml").read_text("utf-8")
    escaped = "".join(f"\\u{ord(char):04x}" for char in ESCAPE)
    (study / "study.toml").write_text(
        toml.replace('"A small study"', f'"{escaped}"').replace(
            '"What does the embassy do?"', f'"{escaped}"'
        ),
        "utf-8",
    )
    book = (study / "codebook.toml").read_text("utf-8")
    (study / "codebook.toml").write_text(book.replace('"Training"', f'"{escaped}"'), "utf-8")
    add(study, f'[indicator."x{escaped}"]\nfile = "{escaped}.csv"\ncountry = "c"\nvalue = "v"')
    for words in (("counts",), ("check",), ("codebook", "list"), ("merge",), ("trust",), ("log",)):
        done = tipcoder(*words, cwd=study)
        assert "\x1b" not in done.out + done.err, words
        assert "\u202e" not in done.out + done.err, words
        assert done.status != 70, done.err
    assert not list(Path(os.path.realpath(study)).parent.glob("taken*"))


def test_names_in_the_store_steer_no_terminal_either(tipcoder: Tipcoder, study: Path) -> None:
    with closing(sqlite3.connect(study / "study.db")) as db, db:
        db.execute("update coder set name = ?", (ESCAPE,))
        db.execute("update act set sentence = ?", (ESCAPE,))
    for words in (("log",), ("check",), ("counts", "--by", "coder"), ("codings", "export")):
        done = tipcoder(*words, cwd=study)
        # CSV keeps what the store holds; it is data for a program and goes to no screen.
        shown = done.err if words[0] == "codings" else done.out + done.err
        assert "\x1b" not in shown, words
        assert done.status != 70, done.err


def test_a_shell_is_offered_no_command_as_a_code(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.shell_completion import get_completion_class

    from tipcoder.cli import app

    hostile = ("$(touch taken)", "a;b", "`id`", "x\\x1b[2J", "two words", "-rf")
    with (study / "codebook.toml").open("a", encoding="utf-8") as file:
        for name in hostile:
            quoted = name.replace("\\x1b", "\\u001b")
            file.write(f'\n[code."{quoted}"]\nlabel = "x"\n')
    monkeypatch.chdir(study)
    kind = get_completion_class("bash")
    assert kind is not None
    asking = kind(app.command, {}, "tipcoder", app.COMPLETION_VARIABLE)
    offered = {item.value for item in asking.get_completions(["quotes", "--code"], "")}
    assert offered == {"government", "pressure", "pushback", "training", "money"}


def test_modules_that_lie_in_a_study_are_not_imported(
    process: Callable[..., CompletedProcess[bytes]], study: Path, tmp_path: Path
) -> None:
    mark = tmp_path / "was-imported"
    for name in ("sqlalchemy", "platformdirs", "spacy", "tomllib", "json", "click"):
        (study / f"{name}.py").write_text(f"open({str(mark)!r}, 'w').close()\n")
    pipeline = study / "evil-1.0.dist-info"
    pipeline.mkdir()
    (pipeline / "METADATA").write_text("Name: evil\nVersion: 1.0\n")
    (pipeline / "entry_points.txt").write_text("[spacy_models]\nen_evil = evil\n")
    (study / "evil.py").write_text(f"open({str(mark)!r}, 'w').close()\n")
    for words in (("counts",), ("redact", "list"), ("check",)):
        done = process(*words, cwd=study)
        assert done.returncode in (0, 1), done.stderr
    assert not mark.exists()
