"""What can go wrong around the spool; nothing of it lets a slip out unwritten.

PrinterError
└── SpoolError            the spool's own
    ├── SpoolUnavailable  its file cannot be written or read now: nothing was printed
    ├── SpoolDamaged      its file is no spool any more
    ├── NoSuchJob         no job, or more than one, has this id
    └── NotNow            the job is not in a state for what was asked of it
"""

from printer.errors import PrinterError
from printer.messages import Message
from printer.spool.messages import ERRORS


class SpoolError(PrinterError):
    """A failure of the spool; the printer was not touched."""

    @property
    def message(self) -> Message:
        """Return the texts of this class."""
        return ERRORS[type(self).__name__]


class SpoolUnavailable(SpoolError):
    """The spool's file cannot be used now: no room, no permission, or somebody else keeps it busy."""


class SpoolDamaged(SpoolError):
    """The spool's file cannot be read any more."""


class NoSuchJob(SpoolError):
    """No job, or more than one, answers to this id."""


class NotNow(SpoolError):
    """The job has gone on, or is settled, so that this cannot be done with it."""
