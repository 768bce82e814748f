"""The one configuration of all three programs: a TOML file, and the environment on top of it.

``BANGKHAE_<SECTION>_<KEY>`` overrides a plain value of a section. A secret may also be a file:
``[line] channel_secret_file`` names one. config.toml.example explains every key.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from registry.attorney_settings import AttorneySettings
from registry.calendar import Hours, OfficeCalendar, SpecialDay
from registry.checks import DopaOutcome, Step, steps_for
from registry.defaults import FEES, OUTCOMES, SECOND_STEPS, STEPS
from registry.errors import ConfigurationError
from registry.fees import FeeRule
from registry.inquiry_settings import InquirySettings
from registry.night import NightSettings
from registry.queue_away import QueueAway
from registry.shared_printing import SharedPrinting
from registry.survey_settings import SurveySettings
from thai.dates import today

DEFAULT_FILE = Path("config.toml")
ENVIRONMENT_PREFIX = "BANGKHAE_"
_LAST_PORT = 65_535
_SERVICES = frozenset({1, 2, 3, 4, 5})
CounterName = Annotated[str, Field(pattern=r"^\S{1,20}$")]


class Section(BaseModel):
    """Base of every section: immutable, and a mistyped key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class OfficeSettings(Section):
    """``[office]``: whose office this is."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")] = "bangkhae"
    name: Annotated[str, Field(pattern=r"\S")] = "สำนักงานเขตบางแค"
    section: str = "ฝ่ายทะเบียน"
    telephone: str = ""
    service_point: str = ""
    reference_prefix: Annotated[str, Field(pattern=r"^[A-Z]{1,4}$")] = "BK"
    power_of_attorney: bool = False

    @model_validator(mode="after")
    def _collect_at_the_section(self) -> OfficeSettings:
        if not self.service_point.strip():
            object.__setattr__(self, "service_point", f"{self.section} {self.name}".strip())
        return self


class LineSettings(Section):
    """``[line]``: the channel, and where LINE's platform is."""

    channel_secret: SecretStr = SecretStr("")
    channel_secret_file: Path | None = None
    channel_access_token: SecretStr = SecretStr("")
    channel_access_token_file: Path | None = None
    basic_id: Annotated[str, Field(pattern=r"^(@[0-9A-Za-z._-]{1,30})?$")] = ""
    webhook_url: str = ""
    api_base: str = "https://api.line.me"
    data_api_base: str = "https://api-data.line.me"

    @field_validator("webhook_url")
    @classmethod
    def _line_takes_https_alone(cls, url: str) -> str:
        if url and re.fullmatch(r"(?:https://|http://(?:127\.0\.0\.1|localhost)[:/])[^\s?#]+", url) is None:
            raise ValueError("not an address such as https://line.example.go.th/line/webhook")
        return url

    @field_validator("api_base", "data_api_base")
    @classmethod
    def _an_address(cls, base: str) -> str:
        if re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", base) is None:
            raise ValueError("not an address such as https://api.line.me")
        return base

    @model_validator(mode="after")
    def _read_files(self) -> LineSettings:
        for key in ("channel_secret", "channel_access_token"):
            path: Path | None = getattr(self, f"{key}_file")
            if path is not None and not getattr(self, key).get_secret_value():
                try:
                    secret = SecretStr(path.read_text("utf-8-sig").strip())
                except (OSError, UnicodeDecodeError) as error:
                    raise ValueError(f"{key}_file cannot be read: {type(error).__name__}") from None
                object.__setattr__(self, key, secret)
        return self


class SyncSettings(Section):
    """``[sync]``: the daemon."""

    listen: Annotated[str, Field(pattern=r"^\S+:\d{1,5}$")] = "127.0.0.1:8080"
    database: str = "sqlite:///bangkhae.sqlite"
    key_file: Path | None = None
    lease_minutes: Annotated[int, Field(ge=2, le=120)] = 10
    session_hours: Annotated[int, Field(ge=1, le=24)] = 12

    @field_validator("listen")
    @classmethod
    def _a_port(cls, listen: str) -> str:
        if int(listen.rpartition(":")[2]) > _LAST_PORT:
            raise ValueError(f"the port must be between 0 and {_LAST_PORT}")
        return listen

    @property
    def host(self) -> str:
        """The address to listen on."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """The port to listen on."""
        return int(self.listen.rpartition(":")[2])


ThemeName = Literal["dark", "light", "high-contrast", "colour-blind"]
PicturesName = Literal["auto", "sixel", "kitty", "cells"]


class DeskSettings(Section):
    """``[desk]``: a counter's terminal."""

    server: str = "http://127.0.0.1:8080"
    counter: CounterName = "1"
    data_dir: Path | None = None
    reveal_seconds: Annotated[int, Field(ge=3, le=300)] = 30
    theme: ThemeName = "dark"
    pictures: PicturesName = "auto"
    lock_minutes: Annotated[int, Field(ge=0, le=240)] = 10
    offline_days: Annotated[int, Field(ge=0, le=30)] = 3
    keys: dict[str, str] = {}


def _from_text(value: object) -> object:
    """Read a number that came from the environment; pydantic's Literal does not."""
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def _truth(value: object) -> object:
    """Read yes or no that came from the environment, as TOML writes it."""
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _or_none(value: object) -> object:
    """Read an empty text as nothing."""
    return None if value == "" else value


class PrinterSettings(Section):
    """``[printer]``: the slip printer of this counter; no device means that slips are not printed."""

    device: str = ""
    width: Annotated[Literal[58, 80], BeforeValidator(_from_text)] = 80
    dpi: Annotated[Literal[203, 180], BeforeValidator(_from_text)] = 203
    margins: Annotated[bool, Field(strict=True), BeforeValidator(_truth)] = True
    template: Annotated[Path | None, BeforeValidator(_or_none)] = None
    mode: Literal["raster", "text"] = "raster"
    code_page: Annotated[int, Field(strict=True, ge=0, le=255), BeforeValidator(_from_text)] = 21
    columns: Annotated[Literal[32, 42, 48] | None, BeforeValidator(_from_text)] = None
    composition: Literal["one-pass", "three-pass"] = "one-pass"
    hold_minutes: Annotated[int, Field(strict=True, ge=1, le=240), BeforeValidator(_from_text)] = 5
    keep_jobs_days: Annotated[int, Field(strict=True, ge=1, le=90), BeforeValidator(_from_text)] = 7
    watch_seconds: Annotated[int, Field(strict=True, ge=0, le=3600), BeforeValidator(_from_text)] = 30


ChatParticular = Literal["laser", "card", "pid", "name", "birth_date"]


class ChatSettings(Section):
    """``[chat]``: what the conversation allows, and which particulars it asks for, in this order.

    The card number is asked last wherever it stands: it confirms the request.
    """

    particulars: Annotated[tuple[ChatParticular, ...], Field(min_length=1)] = ("laser", "card")
    max_copies: Annotated[int, Field(ge=1, le=20)] = 20
    open_requests: Annotated[int, Field(ge=1, le=50)] = 5
    consent_version: str = "1"
    privacy_url: str = ""
    hours_without_consent: Annotated[int, Field(ge=1, le=24)] = 24
    tell_ready: bool = True
    undo_seconds: Annotated[int, Field(ge=0, le=30)] = 8

    @field_validator("particulars")
    @classmethod
    def _each_once(cls, particulars: tuple[ChatParticular, ...]) -> tuple[ChatParticular, ...]:
        _expect_once("chat.particulars", list(particulars))
        return particulars


WalkInParticular = Literal["laser", "card", "pid", "name"]


class QueueSettings(Section):
    """``[queue]``: queue numbers, calling, and people without an appointment.

    ``letters`` are those of queue numbers by service, ``walk_in`` that of people who come by themselves.
    ``counters`` names the services that a counter calls; one that is not named calls all of them.
    ``home_counter`` is the one that serves every appointment while the daemon is away; without it, the
    counter that approved. ``max_calls`` is how often one citizen is called in a row, ``parking`` where
    those who are parked wait, ``walk_in_particulars`` what is typed from the card of a walk-in.
    """

    letters: dict[int, Annotated[str, Field(pattern=r"^[A-Z]$")]] = {1: "A", 2: "B", 3: "C", 4: "D", 5: "E"}
    walk_in: Annotated[str, Field(pattern=r"^[A-Z]$")] = "W"
    counters: dict[CounterName, tuple[Annotated[int, Field(ge=1, le=5)], ...]] = {}
    home_counter: CounterName | None = None
    max_calls: Annotated[int, Field(ge=1, le=9)] = 3
    parking: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=100)], ...], Field(max_length=6)
    ] = (
        "เก้าอี้หน้าช่องบริการ",
        "ออกไปข้างนอก",
    )
    walk_in_particulars: tuple[WalkInParticular, ...] = ()

    @field_validator("letters")
    @classmethod
    def _every_service(cls, letters: dict[int, str]) -> dict[int, str]:
        if set(letters) != _SERVICES:
            raise ValueError("a letter is needed for each of the services 1 to 5")
        return letters

    @field_validator("walk_in_particulars")
    @classmethod
    def _each_once(cls, particulars: tuple[WalkInParticular, ...]) -> tuple[WalkInParticular, ...]:
        _expect_once("queue.walk_in_particulars", list(particulars))
        return particulars

    def served_at(self, counter: str) -> tuple[int, ...] | None:
        """Return the services that a counter calls; None for all."""
        return self.counters.get(counter)

    @property
    def away(self) -> QueueAway:
        """What a counter has to know to go on by itself."""
        return QueueAway(
            letters=self.letters, walk_in=self.walk_in, home_counter=self.home_counter, counters=self.counters
        )


class RetentionSettings(Section):
    """``[retention]``: days that personal numbers stay after a request's end, pictures after they came."""

    days: Annotated[int, Field(ge=1, le=3650)] = 90
    picture_days: Annotated[int, Field(ge=1, le=365)] = 30


class Settings(Section):
    """The whole configuration."""

    office: OfficeSettings = OfficeSettings()
    attorney: AttorneySettings = AttorneySettings()
    line: LineSettings = LineSettings()
    sync: SyncSettings = SyncSettings()
    desk: DeskSettings = DeskSettings()
    printer: PrinterSettings = PrinterSettings()
    chat: ChatSettings = ChatSettings()
    queue: QueueSettings = QueueSettings()
    retention: RetentionSettings = RetentionSettings()
    survey: SurveySettings = SurveySettings()
    nightly: NightSettings = NightSettings()
    inquiry: InquirySettings = InquirySettings()
    shared_printing: SharedPrinting = SharedPrinting()
    hours: Hours = Hours()
    special_days: tuple[SpecialDay, ...] = ()
    fees: tuple[FeeRule, ...] = FEES
    outcomes: tuple[DopaOutcome, ...] = OUTCOMES
    steps: tuple[Step, ...] = STEPS
    second_steps: tuple[Step, ...] = SECOND_STEPS

    @model_validator(mode="after")
    def _every_fee(self) -> Settings:
        day = today(dt.datetime.now(dt.UTC))
        missing = _SERVICES - {rule.service for rule in self.fees if rule.effective <= day}
        if missing:
            raise ValueError(f"fees: no rule for service {min(missing)} is in force today")
        _expect_once("fees: service and day", [(rule.service, rule.effective) for rule in self.fees])
        return self

    @model_validator(mode="after")
    def _every_check(self) -> Settings:
        for service in sorted(_SERVICES):
            if not steps_for(self.steps, [service]):
                raise ValueError(f"steps: nothing is checked for service {service}")
        if not self.second_steps:
            raise ValueError("second_steps: nothing is checked before documents are handed over")
        for name, steps in (("steps", self.steps), ("second_steps", self.second_steps)):
            _expect_once(f"{name}: id", [step.id for step in steps])
        _expect_once("outcomes: number", [outcome.number for outcome in self.outcomes])
        return self

    @property
    def calendar(self) -> OfficeCalendar:
        """The office's calendar."""
        return OfficeCalendar(self.hours, self.special_days)


def _expect_once(what: str, keys: list[Any]) -> None:
    twice = [key for at, key in enumerate(keys) if key in keys[:at]]
    if twice:
        raise ValueError(f"{what} stands there twice: {twice[0]}")


def load_settings(path: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of a file (default: ``config.toml`` here, if there is one) and the environment.

    Raises ConfigurationError with one line that names the key, never a secret's value.
    """
    table = _read(path)
    for section, key, value in _from_environment(os.environ if environment is None else environment):
        place = table.setdefault(section, {})
        if isinstance(place, dict):
            place[key] = value
    try:
        return Settings.model_validate(table)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(part if part.isprintable() else repr(part) for part in map(str, first["loc"]))
        raise ConfigurationError(f"configuration: {place or path or DEFAULT_FILE}: {first['msg']}") from None


def _read(path: Path | None) -> dict[str, Any]:
    file = path or DEFAULT_FILE
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except FileNotFoundError:
        if path is None:
            return {}
        raise ConfigurationError(f"configuration: {path} does not exist") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"configuration: {file} cannot be read: {type(error).__name__}") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"configuration: {file}: {error}") from None


def _from_environment(environment: Mapping[str, str]) -> list[tuple[str, str, str]]:
    sections = "|".join(
        name
        for name, field in Settings.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
    )
    pattern = re.compile(rf"{ENVIRONMENT_PREFIX}({sections.upper()})_([A-Z0-9_]+)")
    matches = [(pattern.fullmatch(name), value) for name, value in environment.items()]
    return [(m[1].lower(), m[2].lower(), value) for m, value in matches if m is not None]
