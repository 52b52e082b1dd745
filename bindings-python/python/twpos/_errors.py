"""The exceptions: one class for each thing that a till does next."""

from __future__ import annotations

from ._kinds import ErrorKind, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Error(Exception):
    """Everything known about a failed call. Catch the subclasses to act, and this one to be sure.

    No attribute ever holds a key, a token, a barcode or a body. Errors can be pickled.
    """

    __module__ = "twpos"

    kind: ErrorKind
    """Why it failed."""
    outcome: Outcome
    """What that means for the customer's money."""
    detail: str
    """One English sentence for the log and the technician."""
    http_status: int | None
    """The HTTP status, when an answer got that far."""
    provider_code: str | None
    """The provider's own code, taken only from an authentic answer."""
    provider_text: str | None
    """The provider's own words, taken only from an authentic answer."""
    reference: str | None
    """The transaction that this is about, so that no error loses it: the order number of the request, or the
    provider's own number where it has no other."""

    def __init__(
        self,
        detail: str,
        *,
        kind: ErrorKind = ErrorKind.INTERNAL,
        outcome: Outcome = Outcome.UNKNOWN,
        http_status: int | None = None,
        provider_code: str | None = None,
        provider_text: str | None = None,
        reference: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.outcome = outcome
        self.detail = detail
        self.http_status = http_status
        self.provider_code = provider_code
        self.provider_text = provider_text
        self.reference = reference

    def __str__(self) -> str:
        provider = " ".join(text for text in (self.provider_code, self.provider_text) if text is not None)
        parts = [f"{self.kind} (outcome {self.outcome}): {self.detail}"]
        if self.http_status is not None:
            parts.append(f"[HTTP {self.http_status}]")
        if provider:
            parts.append(f"[provider: {provider}]")
        if self.reference is not None:
            parts.append(f"[reference {self.reference}]")
        return " ".join(parts)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.detail,), self.__dict__.copy()


class InvalidRequest(Error):
    """A field of the request breaks a limit of the vendor's table; `detail` names it. Nothing was sent."""

    __module__ = "twpos"


class ConfigError(Error):
    """A setting or a key is missing or wrong; `detail` names it. Nothing was sent."""

    __module__ = "twpos"


class InvalidNotification(Error):
    """What was posted is no notification, or not one of this order. Anyone can post there: answer it with HTTP 400."""

    __module__ = "twpos"


class NotSent(Error):
    """Proven: no byte of the request left this machine, and nobody was charged. Fix it and try again."""

    __module__ = "twpos"


class Refused(Error):
    """The provider said no, authentically: what was asked for was not done.

    A refused charge charged nobody; a refused cancel or refund leaves the payment as it was.
    """

    __module__ = "twpos"


class OutcomeUnknown(Error):
    """Nobody here knows: the customer may have been charged. Cancel or query, as the README says; never assume."""

    __module__ = "twpos"


_CLASSES = {
    Outcome.NOT_SENT: NotSent,
    Outcome.REFUSED: Refused,
    Outcome.UNKNOWN: OutcomeUnknown,
}
_CLASSES_OF_UNSENT = {
    ErrorKind.INVALID_REQUEST: InvalidRequest,
    ErrorKind.CONFIG: ConfigError,
    ErrorKind.KEY: ConfigError,
    ErrorKind.INVALID_NOTIFICATION: InvalidNotification,
}


def from_native(
    kind: str,
    outcome: str,
    detail: str,
    http_status: int | None,
    provider_code: str | None,
    provider_text: str | None,
    reference: str | None,
) -> Error:
    """The exception for an error of core. What is not proven unsent is never told by its kind alone."""
    error_kind, known = ErrorKind(kind), Outcome(outcome)
    error_class = _CLASSES[known]
    if known is Outcome.NOT_SENT:
        error_class = _CLASSES_OF_UNSENT.get(error_kind, error_class)
    return error_class(
        detail,
        kind=error_kind,
        outcome=known,
        http_status=http_status,
        provider_code=provider_code,
        provider_text=provider_text,
        reference=reference,
    )
