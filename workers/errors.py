"""What may go wrong at a boundary, and the one question that it answers: try again or not?"""


class TransientError(Exception):
    """This may go well later: try it again."""


class PermanentError(Exception):
    """This will never go well: do not try it again."""


class SetupError(Exception):
    """This process cannot work here; the sentence says what is missing and how to mend it."""
