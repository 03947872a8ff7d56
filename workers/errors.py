"""Errors at boundaries. Each answers one question: is it worth trying again?"""


class TransientError(Exception):
    """It may succeed later: try again."""


class ServiceAwayError(TransientError):
    """A service that this stage calls is away. An attempt that it had not begun does not count.

    `begun`: the service went away in the middle, and the request itself may have killed it.
    """

    def __init__(self, reason: str, *, begun: bool = False) -> None:
        super().__init__(reason)
        self.begun = begun


class PermanentError(Exception):
    """It can never succeed: do not try again."""


class SetupError(Exception):
    """This process cannot work here; the sentence says what is missing and how to mend it."""


def say_reason(error: Exception) -> str:
    """The text of our own errors, the class of others: their text may quote a customer."""
    own = isinstance(error, PermanentError | TransientError | SetupError)
    return str(error) if own else type(error).__name__
