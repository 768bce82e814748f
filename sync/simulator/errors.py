"""The refusals of the Messaging API, with status, words and details as LINE documents them.

Source: "Common specifications" and "Send push message" of developers.line.biz/en/reference/messaging-api.
Where LINE does not publish the words, the docstring says so.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One entry of `details`: what is wrong, and where (`messages[0].text`)."""

    message: str
    property: str

    def as_json(self) -> dict[str, str]:
        """Write the entry as it stands in the answer."""
        return {"message": self.message, "property": self.property}


class Refused(Exception):
    """A call that is answered with an error: HTTP status, body and extra headers."""

    def __init__(self, status: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.headers: dict[str, str] = more.pop("headers", {})
        self.body: dict[str, Any] = {"message": message, **more}


def wrong_body(problems: list[Problem]) -> Refused:
    """400, `The request body has N error(s)`."""
    details = [problem.as_json() for problem in problems]
    return Refused(400, f"The request body has {len(details)} error(s)", details=details)


def wrong_property(name: str, line: int | str = "-", column: int | str = "-") -> Refused:
    """400, a property that cannot be what it is, such as `to`."""
    return Refused(
        400, f"The property, '{name}', in the request body is invalid (line: {line}, column: {column})"
    )


def not_json(line: int | str = "-", column: int | str = "-") -> Refused:
    """400, a body that is no JSON object."""
    return Refused(400, f"The request body could not be parsed as JSON (line: {line}, column: {column})")


def wrong_content_type(content_type: str) -> Refused:
    """415, anything but application/json."""
    return Refused(415, f"The content type, {content_type}, is not supported")


def unauthorized(*, given: bool) -> Refused:
    """401, no or a wrong channel access token."""
    reason = (
        "Invalid channel access token. Confirm that the access token in the authorization header is valid."
        if given
        else "Authorization header required. Must follow the scheme, 'Authorization: Bearer <ACCESS TOKEN>'"
    )
    how = 'Bearer error="invalid_token"' if given else "Bearer"
    return Refused(
        401,
        f"Authentication failed due to the following reason: {reason}",
        headers={"www-authenticate": how},
    )


def too_large() -> Refused:
    """413, more than 2 MB; the words are not published."""
    return Refused(413, "Request exceeds the max size of 2MB")


def invalid_reply_token() -> Refused:
    """400, an unknown, used or expired reply token."""
    return Refused(400, "Invalid reply token")


def failed_to_send() -> Refused:
    """400, a well-formed user id that does not exist in this channel."""
    return Refused(400, "Failed to send messages")


def retry_key_not_supported() -> Refused:
    """400, a retry key on a call that takes none; the words are not published."""
    return Refused(400, "The retry key is not supported for this API")


def retry_key_malformed() -> Refused:
    """400, a retry key that is no UUID; the words are not published."""
    return Refused(400, "The retry key is invalid. It must be a UUID in hexadecimal notation")


def retry_key_accepted(request_id: str, sent_messages: list[dict[str, Any]]) -> Refused:
    """409, a push whose key was accepted before, with what was sent then."""
    return Refused(
        409,
        "The retry key is already accepted",
        sentMessages=sent_messages,
        headers={"x-line-accepted-request-id": request_id},
    )


def rate_exceeded() -> Refused:
    """429, too many calls a second."""
    return Refused(429, "The API rate limit has been exceeded. Try again later.")


def quota_exceeded() -> Refused:
    """429, the month's pushes are spent."""
    return Refused(429, "You have reached your monthly limit.")


def too_many_to_one_user() -> Refused:
    """429, a large number of messages to one user; the words are not published."""
    return Refused(429, "A large number of messages were sent to the same user. Try again later.")


def server_error(status: int = 500) -> Refused:
    """500 (or another 5xx), LINE's own trouble."""
    return Refused(status, "Internal server error")


def not_found(message: str = "Not found") -> Refused:
    """404: no such profile, content or path."""
    return Refused(404, message)


def content_gone() -> Refused:
    """410, the content of a message that was unsent."""
    return Refused(410, "The content is gone")
