"""uvicorn's HTTP with a bound for what is neither a whole head nor a body: its parser has none."""

from __future__ import annotations

from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_HEAD: Final = 64 * 1024
"""Bytes of an unfinished head, of trailers or of a chunk's extension; one read more may come in."""


class BoundedProtocol(HttpToolsProtocol):
    """Ends a connection that keeps sending what leads to nothing."""

    _idle = 0
    _moved = False

    def data_received(self, data: bytes) -> None:
        """Parse what came, and count it as long as nothing of use comes out."""
        self._moved = False
        super().data_received(data)
        self._idle = 0 if self._moved else self._idle + len(data)
        if self._idle > MAX_HEAD and not self.transport.is_closing():
            self.send_400_response("Head too large.")

    def on_headers_complete(self) -> None:
        """Note that a head is whole."""
        self._moved = True
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Note that a part of a body has come."""
        self._moved = True
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Note that a request is whole."""
        self._moved = True
        super().on_message_complete()
