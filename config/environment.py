"""Environment variables, read once, typed, and refused with the repair in the text.

`Environment` reads from any mapping, so a test passes a dictionary and a process passes
`os.environ`. A variable that is unset, empty or blank takes the reader's default; a reader
without a default makes the variable compulsory. Every refusal is a `SettingError`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

Default = TypeVar("Default")
Option = TypeVar("Option", bound=str)

YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off"})
LONGEST_SHOWN = 80
WEB_SCHEMES = frozenset({"http", "https", "grpc", "grpcs"})

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_PASSWORD = re.compile(r"(://[^:@/]*):.*@", re.DOTALL)


class SettingError(ValueError):
    """One line: the variable, the value it has, and how to mend it."""


@dataclass(frozen=True)
class Environment:
    """Typed readers over a mapping of environment variables."""

    values: Mapping[str, str]

    def text(self, name: str, default: str | None = None) -> str:
        """Any text, without the blanks around it."""
        value = self._value(name)
        if value is not None:
            return value
        if default is None:
            raise SettingError(f"{name} is not set; give it a value.")
        return default

    def whole_number(
        self,
        name: str,
        default: int | None = None,
        *,
        minimum: int | None = None,
        maximum: int | None = None,
    ) -> int:
        """A whole number between the bounds, both of them included."""
        value = self._value_or_default(name, default)
        if isinstance(value, int):
            return value
        repair = f"use a whole number{_range(minimum, maximum)}"
        if not _WHOLE.fullmatch(value) or not _within(int(value), minimum, maximum):
            raise _refusal(name, value, repair)
        return int(value)

    def flag(self, name: str, default: bool | None = None) -> bool:
        """Yes or no: 1, true, yes, on or 0, false, no, off, in any case."""
        value = self._value_or_default(name, default)
        if isinstance(value, bool):
            return value
        if value.lower() not in YES | NO:
            raise _refusal(name, value, "use 1 for yes or 0 for no")
        return value.lower() in YES

    def choice(self, name: str, options: Sequence[Option], default: Option | None = None) -> Option:
        """One of the options, spelled as they are."""
        value = self._value_or_default(name, default)
        for option in options:
            if option == value:
                return option
        raise _refusal(name, value, f"use one of {', '.join(options)}")

    def path(self, name: str, default: Path | None = None) -> Path:
        """An absolute path; a relative one starts in the working directory, `~` at home."""
        value = self._value_or_default(name, default)
        try:
            return Path(value).expanduser().absolute()
        except RuntimeError:
            raise _refusal(name, str(value), "use a path without an unknown user") from None

    def folder(self, name: str, default: Path) -> Path:
        """An absolute path of a folder, which is made where it is missing."""
        path = self.path(name, default)
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            repair = f"name a folder that can be made ({error.strerror})"
            raise _refusal(name, str(path), repair) from None
        return path

    def optional_file(self, name: str) -> Path | None:
        """An existing file, or None where the variable is not set."""
        if self._value(name) is None:
            return None
        path = self.path(name)
        if not path.is_file():
            raise _refusal(name, str(path), "name a file that is there")
        return path

    def url(self, name: str, schemes: Sequence[str], default: str | None = None) -> str:
        """A URL of one of the schemes; a password in a refused one is not repeated."""
        value = self._value_or_default(name, default)
        if not _is_url(value, schemes):
            repair = "use a URL like " + " or ".join(f"{scheme}://…" for scheme in schemes)
            shown = _PASSWORD.sub(r"\1:***@", value)
            if shown != value:
                repair += ", with %2F for / and the like in its password"
            raise _refusal(name, shown, repair)
        return value

    def optional_url(self, name: str, schemes: Sequence[str]) -> str:
        """A URL of one of the schemes, or "" where the variable is not set."""
        return "" if self._value(name) is None else self.url(name, schemes)

    def text_list(self, name: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        """Texts separated by commas; blanks around them and empty ones are dropped."""
        value = self._value_or_default(name, default)
        parts = value.split(",") if isinstance(value, str) else value
        return tuple(part.strip() for part in parts if part.strip())

    def _value(self, name: str) -> str | None:
        return self.values.get(name, "").strip() or None

    def _value_or_default(self, name: str, default: Default | None) -> str | Default:
        if default is None:
            return self.text(name)
        value = self._value(name)
        return default if value is None else value


def _refusal(name: str, value: str, repair: str) -> SettingError:
    shown = value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + "…"
    # Quoted, so that a value with line breaks stays on one line.
    return SettingError(f"{name}={shown!r} is refused; {repair}.")


def _within(value: int, minimum: int | None, maximum: int | None) -> bool:
    return (minimum is None or value >= minimum) and (maximum is None or value <= maximum)


def _range(minimum: int | None, maximum: int | None) -> str:
    if minimum is None:
        return "" if maximum is None else f" of at most {maximum}"
    return f" of at least {minimum}" if maximum is None else f" from {minimum} to {maximum}"


def _is_url(value: str, schemes: Sequence[str]) -> bool:
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  # reading the port is what checks it
    except ValueError:
        return False
    has_host = bool(parts.hostname) or parts.scheme not in WEB_SCHEMES
    return parts.scheme in schemes and "://" in value and has_host
