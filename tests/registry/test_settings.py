from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest

from registry.errors import ConfigurationError
from registry.fees import FeeRule, proposed_fee
from registry.office import OfficeProfile
from registry.request import Item
from registry.settings import Settings, load_settings
from thai.dates import today

EXAMPLE = Path(__file__).parents[2] / "config.toml.example"


def test_nothing_is_required(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings(environment={}) == Settings()


def test_the_environment_is_on_top_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[office]\nid = "ratburana"\n[sync]\nlisten = "127.0.0.1:9000"\n', "utf-8")
    settings = load_settings(
        path,
        {
            "BANGKHAE_SYNC_LISTEN": "[::1]:9100",
            "BANGKHAE_LINE_CHANNEL_SECRET": "s3cret",
            "BANGKHAE_PRINTER_WIDTH": "58",
            "BANGKHAE_TEST_POSTGRES": "1",
            "PATH": "/bin",
        },
    )
    assert (settings.office.id, settings.sync.host, settings.sync.port) == ("ratburana", "::1", 9100)
    assert settings.printer.width == 58
    assert settings.line.channel_secret.get_secret_value() == "s3cret"
    assert "s3cret" not in repr(settings)


def test_documents_are_collected_at_the_section_unless_said_otherwise() -> None:
    settings = load_settings(environment={"BANGKHAE_OFFICE_NAME": "สำนักงานเขตราษฎร์บูรณะ"})
    assert settings.office.service_point == "ฝ่ายทะเบียน สำนักงานเขตราษฎร์บูรณะ"
    settings = load_settings(environment={"BANGKHAE_OFFICE_SERVICE_POINT": "ชั้น 2"})
    assert settings.office.service_point == "ชั้น 2"


def test_a_secret_may_be_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("from-file\n", "utf-8")
    settings = load_settings(environment={"BANGKHAE_LINE_CHANNEL_SECRET_FILE": str(secret)})
    assert settings.line.channel_secret.get_secret_value() == "from-file"
    with pytest.raises(ConfigurationError, match="channel_secret_file"):
        load_settings(environment={"BANGKHAE_LINE_CHANNEL_SECRET_FILE": str(tmp_path / "none")})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[ofice]\n", "ofice"),
        ('[office]\nnmae = "x"\n', "office.nmae"),
        ("[printer]\nwidth = 57\n", "printer.width"),
        ('[sync]\nlisten = "here"\n', "sync.listen"),
        ('[sync]\nlisten = "127.0.0.1:65536"\n', "sync.listen"),
        ('[line]\ndata_api_base = "api.line.me"\n', "line.data_api_base"),
        ('[office]\nname = " "\n', "office.name"),
        ("[sync\n", "line 1"),
        ('[hours]\nopen = "17:00"\n', "hours"),
        ("[[fees]]\nservice = 1\nbaht = 10\n", "fees"),
        ('line = "text"\n', "line"),
    ],
)
def test_a_mistake_is_one_line_that_names_the_key(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigurationError) as error:
        load_settings(path, {"BANGKHAE_LINE_API_BASE": "http://127.0.0.1:1"})
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_a_secret_of_the_wrong_type_is_not_echoed(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[line]\nchannel_secret = 123456789\n", "utf-8")
    with pytest.raises(ConfigurationError) as error:
        load_settings(path, {})
    assert "123456789" not in str(error.value)


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="does not exist"):
        load_settings(tmp_path / "none.toml", {})


def _example_uncommented() -> dict[str, Any]:
    """Return the example with every key and list in force that it only shows."""
    shown = re.compile(r"^# (?=\w+ = |\[\[[\w.]+\]\]$)", re.MULTILINE)
    return tomllib.loads(shown.sub("", EXAMPLE.read_text("utf-8")))


def test_the_example_says_the_defaults() -> None:
    assert load_settings(EXAMPLE, {}) == Settings()


def test_the_example_shows_every_key_and_no_other() -> None:
    table = _example_uncommented()
    assert set(table) == set(Settings.model_fields)
    shown: dict[Any, set[str]] = {}
    for name, field in Settings.model_fields.items():
        entries = table[name] if isinstance(table[name], list) else [table[name]]
        kind = get_args(field.annotation)[0] if isinstance(table[name], list) else field.annotation
        shown.setdefault(kind, set()).update(*entries)
    for kind, keys in shown.items():
        assert keys == set(kind.model_fields), kind


def test_what_the_example_only_shows_is_valid_and_the_lists_are_the_defaults(tmp_path: Path) -> None:
    table = _example_uncommented()
    for key in ("channel_secret", "channel_access_token"):
        (tmp_path / key).write_text("from-file", "utf-8")
        table["line"][f"{key}_file"] = tmp_path / key
    settings = Settings.model_validate(table)
    assert settings.special_days
    assert settings.line.channel_secret.get_secret_value() == "from-file"
    lists = ("fees", "outcomes", "steps", "second_steps")
    assert settings.model_dump(include=set(lists)) == Settings().model_dump(include=set(lists))


def test_a_desk_is_told_nothing_secret() -> None:
    settings = load_settings(environment={"BANGKHAE_LINE_CHANNEL_SECRET": "s3cret"})
    assert "s3cret" not in OfficeProfile.of(settings).model_dump_json()


def test_the_offices_day_is_bangkoks() -> None:
    assert today(dt.datetime(2026, 11, 23, 17, 30, tzinfo=dt.UTC)) == dt.date(2026, 11, 24)


def _refusal(path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigurationError) as error:
        load_settings(path, {})
    assert len(str(error.value).splitlines()) == 1
    assert str(error.value).isprintable()
    return str(error.value)


def _fees(first: str) -> str:
    rows = [first, *(f"service = {service}\nbaht = 10" for service in (2, 3, 4, 5))]
    return "".join(f"[[fees]]\n{row}\n" for row in rows)


def _step(more: str) -> str:
    return f'[[steps]]\nlabel = "x"\nkind = "attested"\n{more}\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (_fees("service = 1\nbaht = 10\neffective = 2399-01-01"), "in force today"),
        (_fees("service = 1\nbaht = 10\neffective = 2569-01-01"), "Gregorian"),
        (_fees("service = 1\nbaht = 10\n[[fees]]\nservice = 1\nbaht = 20"), "twice"),
        (_fees("service = 1\nbaht = 2000"), "fees.0.baht"),
        (_step('id = "a"\nservices = [1, 2, 3, 4]'), "service 5"),
        (_step('id = "a"') + _step('id = "a"'), "twice"),
        (_step('id = "a"\nservices = [6]'), "steps.0.services"),
        ("second_steps = []", "second_steps"),
        ('[[outcomes]]\nnumber = 0\nlabel = "a"\n[[outcomes]]\nnumber = 0\nlabel = "b"', "twice"),
        ('[[special_days]]\ndate = 2569-12-31\nname = "x"', "Gregorian"),
        ("[hours]\nopen = 8", "hours.open"),
        ('[office]\n"a\\nb\\u001b[2J" = 1', "office"),
    ],
)
def test_a_configuration_that_would_fail_later_is_refused_at_once(
    tmp_path: Path, text: str, says: str
) -> None:
    assert says in _refusal(tmp_path / "config.toml", text)


def test_a_secret_file_may_come_from_an_editor_that_marks_its_encoding(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("\ufefffrom-file\r\n", "utf-8")
    settings = load_settings(environment={"BANGKHAE_LINE_CHANNEL_SECRET_FILE": str(secret)})
    assert settings.line.channel_secret.get_secret_value() == "from-file"


def test_the_dearest_request_is_within_bounds() -> None:
    rules = [FeeRule(service=service, baht=200) for service in range(1, 6)]
    items = [Item(service=service, copies=99) for service in range(1, 6)]
    assert proposed_fee(rules, items, dt.date(2026, 12, 1)).baht == 99_000
