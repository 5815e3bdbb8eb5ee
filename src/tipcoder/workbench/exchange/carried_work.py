"""What went to a store's file that was replaced, brought into the study as it is now.

Where there is no store under the name any more, the saved one is put back. Where another file of
the same study does, one coder's work goes into it as a bundle does: nothing there is changed or
removed, and an answer that was coded otherwise meanwhile is left as it is.
"""

from __future__ import annotations

import os
from pathlib import Path

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.store.file_check import is_store
from tipcoder.store.opening import find_sqlite_path, open_store
from tipcoder.workbench.exchange.bundles import BundleImport, export_bundle, import_bundle
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.trust import read_trusted_study


def carry_over(folder: Path, saved: Path, coder_name: str) -> str:
    """Bring what `saved` holds of one coder into the study in `folder`; returns a sentence of
    what was done.

    Raises TipcoderError where that cannot be done. `saved` stays what it is, whatever happens,
    but where it is put back.
    """
    definition = read_trusted_study(folder)
    path = find_sqlite_path(definition.store.url, folder)
    if path is None:
        raise BadInput("This study lives in PostgreSQL.")
    # Nobody has gone on elsewhere: the file itself can come back.
    if not is_store(path):
        return _restore_store_file(path, saved)

    store = open_store(f"sqlite:///{saved.absolute()}", folder, read_only=True)
    bundle = saved.with_name(f"{saved.name}.bundle.json")
    try:
        before = OpenStudy(folder, definition, store)
        with open_study_folder(folder, viewer=coder_name) as study:
            # A bundle would be refused too, with a sentence about bundles.
            if study.read_uuid() != before.read_uuid():
                raise BadInput(
                    f"{path.name}: is of another study.",
                    f"Put it back where it belongs, and {saved.name} in its place.",
                )
            try:
                left = export_bundle(before, coder_name, bundle).notes
            except BadInput as nothing:
                return f"Nothing had to be carried over: {nothing.message}"
            coder = study.find_coder(coder_name)
            report = import_bundle(study, coder, bundle, same_as=coder_name)
    finally:
        store.close()
        bundle.unlink(missing_ok=True)
    return _describe_carried(report, left, saved)


def _restore_store_file(path: Path, saved: Path) -> str:
    """Put the saved store where none is any more; returns a sentence."""
    remark = ""
    try:
        if path.exists():
            # Nothing is ever overwritten here: it may be somebody's only copy.
            aside = _find_free_path(path.with_name(f"{path.name}.found"))
            path.rename(aside)
            remark = f" What was there is {aside.name} now."
        for companion in ("-wal", "-shm"):
            # They belong to neither file.
            path.with_name(path.name + companion).unlink(missing_ok=True)
        # Unlike a rename, a link takes nothing's place.
        os.link(saved, path)
        saved.unlink()
    except OSError as error:
        raise EnvironmentFault(
            f"{path}: cannot be put back ({error.strerror}).",
            f"Rename {saved.name} to {path.name} yourself.",
        ) from None
    return f"{path.name} is back, with every act.{remark}"


def _find_free_path(path: Path) -> Path:
    target = path
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}-{number}")
    return target


def _describe_carried(report: BundleImport, notes: int, saved: Path) -> str:
    sentence = f"Carried over: {report.codings} codings on {report.added} answers."
    stays = []
    if report.left:
        stays.append(f"{len(report.left)} answers coded differently here")
    if notes:
        stays.append(f"{notes} memos and flags")
    if stays:
        sentence += f" {' and '.join(stays)} stay in {saved.name}."
    return sentence
