from __future__ import annotations

import subprocess
import sys

import pytest

NEVER = ("sqlalchemy", "sqlmodel", "fastapi", "starlette", "uvicorn", "alembic", "linebot", "sync")
LATER = ("httpx", "PIL", "icu4py", "holidays", "escpos", "qrcode", "stdnum", "fontpkg", "textual_image")
OWN_LATER = (
    "desk.palette",
    "desk.pictures",
    "desk.screens.check",
    "desk.screens.inquiry",
    "desk.screens.palette",
    "desk.screens.pick_up",
    "desk.screens.self_test",
    "desk.sync_worker",
    "desk.training",
    "printer.slip",
)
"""What a clerk has not asked for yet when the first list is up."""


@pytest.mark.parametrize(
    "module", ["desk.app", "desk.cli", "desk.live_entrance", "desk.screens.work_list", "desk.screens.sign_in"]
)
def test_the_first_screen_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    names = set(done.stdout.split())
    loaded = {name.split(".")[0] for name in names}
    assert not loaded & {*NEVER, *LATER}
    assert not names & set(OWN_LATER)
    assert "desk" in loaded


def test_no_screen_ever_loads_a_server_s_library() -> None:
    code = (
        "import sys, pkgutil, importlib, desk.screens as screens;"
        "[importlib.import_module(f'desk.screens.{m.name}') for m in pkgutil.iter_modules(screens.__path__)];"
        "import desk.sync_worker, desk.sync_client;"
        "print(' '.join(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert not set(done.stdout.split()) & set(NEVER)


def test_the_command_line_alone_loads_no_screen_library() -> None:
    code = "import sys, desk.cli; print('textual' in sys.modules, 'pydantic' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["False", "False"]
