import pytest

from printer import errors
from printer.errors import PrinterError
from printer.messages import ERRORS


def _tree(kind: type[PrinterError]) -> list[type[PrinterError]]:
    """Return the errors of this module; what other modules build on them has texts of its own."""
    children = [child for child in kind.__subclasses__() if child.__module__ == errors.__name__]
    return [kind, *(below for child in children for below in _tree(child))]


@pytest.mark.parametrize("kind", _tree(PrinterError))
def test_every_error_speaks_thai_and_names_the_next_step(kind: type[PrinterError]) -> None:
    error = kind("tcp://198.51.100.1")
    assert kind.__name__ in ERRORS
    assert error.next_step.startswith("กรุณา")
    assert not any(word in error.thai + error.next_step for word in ("ครับ", "ค่ะ", "\n"))
    assert str(error).count("198.51.100.1") == 1
    assert kind.__name__ in str(errors.__doc__)


def test_every_text_belongs_to_an_error() -> None:
    assert set(ERRORS) == {kind.__name__ for kind in _tree(PrinterError)}
