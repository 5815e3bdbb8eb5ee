"""Two programs that write to one study at the same moment:
nothing is lost, nothing is out of order.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.store import act_log, codings, integrity

if TYPE_CHECKING:
    from conftest import Filled, StoreUrl

ACTS = 200

PROGRAM = """
import sys
from pathlib import Path
from tipcoder.store import act_log, codings, events
from tipcoder.store.codings import Span
from tipcoder.store.opening import open_store

url, schema, folder, coder, code, answer, text, acts = sys.argv[1:]
store = open_store(url, Path(folder), schema or None)
print("ready", flush=True)
sys.stdin.readline()
for n in range(int(acts)):
    start, length = n % 20, 1 + n // 20
    with events.record_act(store, int(coder), "code", str(n), answer_id=int(answer)) as act:
        span = Span(start, start + length, text[start : start + length])
        assert codings.add_coding(act, int(answer), int(code), int(coder), span, 1, "person")
    print(n, flush=True)
store.close()
"""


def test_of_two_programs_that_write_at_once_neither_loses_an_act(
    filled: Filled, store_url: StoreUrl, tmp_path: Path
) -> None:
    at, text = filled.at["1002", "role"], filled.text("1002", "role")
    programs = [
        subprocess.Popen(
            [
                *(
                    sys.executable,
                    "-c",
                    PROGRAM,
                    store_url.url,
                    store_url.schema or "",
                    str(tmp_path),
                ),
                *(str(coder.id), str(filled.codes["money"]), str(at), text, str(ACTS)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for coder in (filled.anna, filled.boris)
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    for program in programs:
        out, err = program.communicate(timeout=100)
        assert (program.returncode, err) == (0, "")
        assert out.split() == [str(n) for n in range(ACTS)]

    with filled.store.read() as db:
        for coder in (filled.anna, filled.boris):
            assert len(codings.load_codings(db, at, coder.id)) == ACTS
            told = [line for line in act_log.load_log(db, coder_id=coder.id) if line.verb == "code"]
            assert [line.sentence for line in told] == [str(n) for n in reversed(range(ACTS))]
        numbers = [line.act for line in act_log.load_log(db)]
    assert len(numbers) == len(set(numbers)) == 2 * ACTS + 1
    assert list(integrity.iterate_findings(filled.store)) == []
