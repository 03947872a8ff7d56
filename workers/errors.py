"""What may go wrong at a boundary, and the one question that it answers: try again or not?"""


class TransientError(Exception):
    """This may go well later: try it again."""


class ServiceAwayError(TransientError):
    """Something that this stage asks is away; an attempt that had not begun there does not count.

    `begun`: it went away in the middle, and may have died of what it was asked.
    """

    def __init__(self, reason: str, *, begun: bool = False) -> None:
        super().__init__(reason)
        self.begun = begun


class PermanentError(Exception):
    """This will never go well: do not try it again."""


class SetupError(Exception):
    """This process cannot work here; the sentence says what is missing and how to mend it."""


def say_reason(error: Exception) -> str:
    """Only our own errors are repeated: the text of another may quote what a customer wrote."""
    own = isinstance(error, PermanentError | TransientError | SetupError)
    return str(error) if own else type(error).__name__
