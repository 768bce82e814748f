import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from printer.cli import main
from printer.decoder import decode
from printer.simulator import VirtualPrinter


def _run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BANGKHAE_")}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "printer.cli", *arguments],
        cwd=cwd,
        env={**kept, "PYTHONIOENCODING": "ascii", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_a_slip_as_picture_and_as_bytes(tmp_path: Path) -> None:
    done = _run(
        *("slip", "--sample", "3", "--width", "58", "--png", "slip.png", "--escpos", "slip.escpos"),
        cwd=tmp_path,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    with Image.open(tmp_path / "slip.png") as picture:
        assert (picture.mode, picture.width, picture.format) == ("1", 384, "PNG")
        (paper,) = decode((tmp_path / "slip.escpos").read_bytes(), 384)
        assert paper.tobytes() == picture.tobytes()


def test_a_slip_to_the_configured_printer(tmp_path: Path) -> None:
    with VirtualPrinter(576) as printer:
        (tmp_path / "config.toml").write_text(f'[printer]\ndevice = "{printer.url}"\n', "utf-8")
        done = _run("slip", "--device", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert len(printer.wait_for_jobs(1)) == 1


def test_the_preview_is_utf8_wherever_it_runs(tmp_path: Path) -> None:
    done = _run("preview", "--sample", "2", "--width", "58", cwd=tmp_path)
    assert done.returncode == 0
    assert "ไม่ใช่ใบเสร็จรับเงิน" in done.stdout


def test_a_reader_that_has_gone_is_no_traceback() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as gone:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "printer.cli", "preview"],
            cwd=Path(__file__).parents[2],
            env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
            stdout=gone,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, b"")


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    for option, wanted in (("--help", "--config"), ("--version", "bangkhae-printer ")):
        with pytest.raises(SystemExit) as caught:
            main([option])
        assert caught.value.code == 0
        assert wanted in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["slip"],
        ["slip", "--sample", "4", "--png", "x.png"],
        ["slip", "--width", "70", "--png", "x.png"],
        ["preview", "--png", "x.png"],
        ["print"],
        ["slip", "--png"],
    ],
)
def test_wrong_usage_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["slip", "--png", "gone/slip.png"],
        ["slip", "--escpos", "."],
        ["slip", "--device"],
        ["slip", "--device", "usb://"],
        ["slip", "--device", "nonsense"],
        ["slip", "--device", "tcp://127.0.0.1:1"],
        ["--config", "gone.toml", "preview"],
        ["preview", "--config", "gone.toml"],
    ],
)
def test_a_failure_is_1_and_one_line(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BANGKHAE_PRINTER_DEVICE", raising=False)
    assert main(arguments) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert err.startswith("bangkhae-printer: ")


def test_the_office_of_the_configuration_heads_the_slip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "other.toml"
    file.write_text('[office]\nname = "สำนักงานทดสอบ"\n[printer]\nwidth = 58\n', "utf-8")
    for arguments in (["--config", str(file), "preview"], ["preview", "--config", str(file)]):
        assert main(arguments) == 0
        out = capsys.readouterr().out
        assert "สำนักงานทดสอบ" in out
        assert "─" * 32 in out
        assert "─" * 33 not in out
