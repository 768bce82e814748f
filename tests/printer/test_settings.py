from pathlib import Path

import pytest

from printer.errors import BadSettings
from printer.samples import OFFICE
from printer.settings import PrinterSettings, load


def test_nothing_configured_is_80_mm_and_no_device(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load(None, {}) == PrinterSettings(device=None, width=80, office=OFFICE)


def test_the_file_and_above_it_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        '\ufeff[printer]\ndevice = "tcp://192.0.2.1"\nwidth = 58\n[office]\nname = "ทดสอบ"\n[line]\nx = 1',
        "utf-8",
    )
    assert load(file, {}) == PrinterSettings("tcp://192.0.2.1", 58, "ทดสอบ")
    monkeypatch.chdir(tmp_path)
    environment = {
        "BANGKHAE_PRINTER_DEVICE": "file:///x",
        "BANGKHAE_PRINTER_WIDTH": "80",
        "BANGKHAE_OFFICE_NAME": "เขต",
    }
    assert load(None, environment) == PrinterSettings("file:///x", 80, "เขต")
    assert load(None, {"BANGKHAE_PRINTER_DEVICE": ""}).device is None


@pytest.mark.parametrize(
    "text",
    [
        "printer = 1",
        "[printer]\nwidth = 57",
        "[printer]\nwidth = true",
        "[printer]\nwidth = 58.5",
        "[printer]\ndevice = 9100",
        "[office]\nname = ['x']",
        "[printer",
        "\udcff",
    ],
)
def test_what_cannot_be_used_is_one_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "c.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadSettings) as caught:
        load(file, {})
    assert len(str(caught.value).splitlines()) == 1


def test_a_named_file_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"gone\.toml"):
        load(tmp_path / "gone.toml", {})
    with pytest.raises(BadSettings):
        load(tmp_path, {})
