"""What one chat message means: pure, without calendar or memory."""

from sync.line.understanding.meaning import Intent, Problem, Understood
from sync.line.understanding.understand import understand

__all__ = ["Intent", "Problem", "Understood", "understand"]
