"""One line of text being typed: the caret steps over what a person sees as one character."""

from __future__ import annotations

from thai.clusters import boundary, clusters
from thai.text import clean


class LineEditor:
    """Text and caret. Backspace takes the last sign typed (a tone mark alone), Delete a whole character."""

    def __init__(self, text: str = "", limit: int = 200) -> None:
        self.limit = limit
        self.text = ""
        self.caret = 0
        self.insert(text)

    def insert(self, text: str) -> None:
        """Insert at the caret what fits within the limit, cleaned, on one line."""
        signs = " ".join(clean(text).split("\n"))[: self.limit - len(self.text)]
        self.text = self.text[: self.caret] + signs + self.text[self.caret :]
        self.caret += len(signs)

    def backspace(self) -> None:
        """Remove the sign before the caret."""
        if self.caret:
            self.text = self.text[: self.caret - 1] + self.text[self.caret :]
            self.caret -= 1

    def delete(self) -> None:
        """Remove the character behind the caret with all its marks."""
        self.text = self.text[: self.caret] + "".join(clusters(self.text[self.caret :])[1:])
        # What stood apart may be one character now.
        self.caret = boundary(self.text, self.caret)

    def left(self) -> None:
        """Step over the character before the caret."""
        before = clusters(self.text[: self.caret])
        self.caret -= len(before[-1]) if before else 0

    def right(self) -> None:
        """Step over the character behind the caret."""
        behind = clusters(self.text[self.caret :])
        self.caret += len(behind[0]) if behind else 0

    def home(self) -> None:
        """Go to the beginning."""
        self.caret = 0

    def end(self) -> None:
        """Go to the end."""
        self.caret = len(self.text)

    def clear(self) -> None:
        """Empty the line."""
        self.text, self.caret = "", 0
