import json
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import json, logging, os, sys, tempfile
before = dict(os.environ)
import printer.builder
traces = os.listdir(tempfile.gettempdir())
print(json.dumps([traces, len(logging.root.handlers), dict(os.environ) == before]))
"""


def test_importing_the_library_leaves_nothing_behind(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM],
        env={"TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "ESCPOS_CAPABILITIES_FILE": "/nowhere"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout) == [[], 0, True]
    assert done.stderr == ""
