"""A printer made of software that does what real ones do, good and bad: for tests, demo and training."""

from printer.simulator.control import Control
from printer.simulator.printer import VirtualPrinter

__all__ = ["Control", "VirtualPrinter"]
