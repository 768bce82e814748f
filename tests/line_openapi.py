"""Validates JSON against LINE's published OpenAPI, with discriminators resolved.

The published schemas tie polymorphic types by `discriminator` only, so a plain validator lets anything
pass: a `TextMessage` without `text` is a valid `Message`. Here each such schema becomes a choice by its
discriminator's value, and an unknown value is an error. The reference lies beside the repository; a test
that needs it is skipped, saying so, where it is absent.
"""

import functools
from pathlib import Path
from typing import Any, Literal

import pytest

_ROOT = Path(__file__).resolve().parent.parent
_FOLDER = _ROOT.parent / "shared" / "line-openapi"
_REFERENCE = "#/components/schemas/"

Api = Literal["webhook", "messaging-api"]


def needs_line_openapi() -> None:
    """Skip the running test where LINE's OpenAPI is not beside the repository."""
    if not available():
        pytest.skip(f"LINE's OpenAPI is not at {_FOLDER}")


def available() -> bool:
    """Whether LINE's OpenAPI is there to be compared with."""
    return (_FOLDER / "webhook.yml").is_file()


def assert_valid(schema_name: str, instance: object, *, api: Api = "messaging-api") -> None:
    """Fail unless the instance is valid as this schema of messaging-api.yml (or webhook.yml)."""
    wrong = problems(schema_name, instance, api=api)
    assert not wrong, "; ".join(wrong)


def problems(schema_name: str, instance: object, *, api: Api = "messaging-api") -> list[str]:
    """Say what is wrong with an instance: `path: message` each."""
    needs_line_openapi()
    errors = _validator(schema_name, api).iter_errors(instance)
    return [f"{error.json_path}: {error.message}" for error in errors]


@functools.cache
def _validator(schema_name: str, api: Api) -> Any:
    from jsonschema import Draft202012Validator

    whole = _document(api)
    assert schema_name in whole, f"no schema {schema_name} in {api}.yml"
    return Draft202012Validator({"$ref": f"#/$defs/{schema_name}", "$defs": whole})


@functools.cache
def _document(api: Api) -> dict[str, Any]:
    """Read the schemas of one API with every polymorphic one turned into a choice."""
    import yaml

    # The C loader is ten times as fast, and not in every build.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with (_FOLDER / f"{api}.yml").open(encoding="utf-8") as file:
        schemas: dict[str, Any] = yaml.load(file, Loader=loader)["components"]["schemas"]  # noqa: S506
    resolved: dict[str, Any] = {}
    for name, schema in schemas.items():
        resolved[f"{name}.own"] = _plain(schema)
        mapping = schema.get("discriminator", {}).get("mapping")
        if mapping is None:
            resolved[name] = {"$ref": f"#/$defs/{name}.own"}
        else:
            resolved[name] = _choice(schema["discriminator"]["propertyName"], mapping)
    return resolved


def _choice(property_name: str, mapping: dict[str, str]) -> dict[str, Any]:
    choices = [
        {
            "if": {"properties": {property_name: {"const": value}}},
            "then": {"$ref": f"#/$defs/{reference.removeprefix(_REFERENCE)}.own"},
        }
        for value, reference in mapping.items()
    ]
    return {
        "type": "object",
        "required": [property_name],
        "properties": {property_name: {"enum": list(mapping)}},
        "allOf": choices,
    }


def _plain(schema: Any) -> Any:
    """Rewrite references; inside `allOf` a base means its own properties, not the choice again."""
    if isinstance(schema, list):
        return [_plain(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    plain: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "$ref":
            plain[key] = f"#/$defs/{value.removeprefix(_REFERENCE)}"
        elif key == "allOf":
            plain[key] = [_base(part) for part in value]
        elif key == "properties":
            plain[key] = {name: _plain(part) for name, part in value.items()}
        elif key not in ("discriminator", "example", "externalDocs", "description"):
            plain[key] = _plain(value)
    return plain


def _base(part: dict[str, Any]) -> Any:
    if "$ref" in part:
        return {"$ref": f"#/$defs/{part['$ref'].removeprefix(_REFERENCE)}.own"}
    return _plain(part)
