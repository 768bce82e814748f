import json
import subprocess
import sys
from pathlib import Path

from PIL import ImageChops

from printer.builder import SlipBuilder
from printer.samples import sample
from printer.typeset import typeset

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


def test_a_strip_is_what_the_library_says_for_a_picture() -> None:
    picture = typeset(sample(1), 58).crop((0, 0, 384, 100))
    ours, theirs = SlipBuilder(), SlipBuilder()
    ours.strip(ImageChops.invert(picture).tobytes(), 48)
    theirs.image(picture, impl="bitImageRaster")
    assert ours.output == theirs.output
