"""Python values on their way into a line.

Knows how an expression in braces is evaluated and which of its values may stand where. A value is never read as
text of the language again. It does not know the user's names: it is given a callable that does.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from ..api import Ago, parse_duration

if TYPE_CHECKING:
    from ..api import Scalar
    from ..errors import CommandError
    from .place import Place
    from .scanning import Line

__all__ = ["Evaluate", "Values", "plain_value", "read_ago", "scalar_of", "scalars_of"]

Evaluate: TypeAlias = Callable[[str], object]
DEEPEST = 50  # levels of lists and maps in a body
UNIT = re.compile(r"(?<=[0-9\s])([smhdw])[a-z]*")  # the first letter of a unit says which
LONGEST_AGO = 100 * 365 * 86_400  # seconds; anything longer is a slip, and datetime would overflow


class Values:
    """Evaluates the expressions of one line and remembers what each value was written as."""

    def __init__(self, evaluate: Evaluate | None) -> None:
        """Use *evaluate* for each expression; without it only Python's literals are read."""
        self._evaluate = evaluate
        self.sources: list[tuple[object, str]] = []

    def at(self, line: Line, start: int, end: int) -> object:
        """Return the value of the expression at *start*; an error inside it is Python's own."""
        place = line.place(start, end)
        source = line.expressions[start].strip()
        if not source:
            raise place.error("there is nothing between the braces", hint="{expression} inserts a Python value")
        value = literal(source, place) if self._evaluate is None else self._evaluate(source)
        self.sources.append((value, source))
        return value


def literal(source: str, place: Place) -> object:
    """Return the Python literal *source*; raises CommandError when it is none."""
    try:
        return ast.literal_eval(source)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        raise place.error(
            "only a literal can stand in these braces: there are no Python names here",
            hint="in a notebook line names work: %rancher ... {name}",
        ) from None


def unwrapped(value: object) -> object:
    """Return the plain Python value inside a scalar of numpy or pandas, or *value* itself."""
    if isinstance(value, datetime):
        to_python: Callable[[], object] | None = getattr(value, "to_pydatetime", None)
        return value if to_python is None or value != value else to_python()  # noqa: PLR0124 - NaT is unequal to itself
    if type(value) in (str, int, float, bool):
        return value
    dtype: Any = getattr(value, "dtype", None)
    if dtype is not None and getattr(value, "ndim", None) == 0:
        # numpy.datetime64 in nanoseconds would come out as an integer
        scalar: Any = value.astype("datetime64[us]") if dtype.kind == "M" else value  # type: ignore[attr-defined]
        return scalar.item()
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    return value


def scalar_of(value: object, place: Place) -> Scalar:
    """Return *value* as one value of a condition: text, number, truth value or time.

    Raises CommandError that names its type for anything else, and for what means "missing".
    """
    plain = unwrapped(value)
    missing = plain is None or (isinstance(plain, float | datetime) and plain != plain)  # noqa: PLR0124 - NaN, NaT
    if missing or type(value).__name__ in ("NAType", "NaTType"):
        raise place.error(f"{place.word} is {plain}, which equals nothing", hint="use is null, or is not null")
    if isinstance(plain, str | int | float | datetime):
        return plain
    raise unfit(value, place)


def unfit(value: object, place: Place) -> CommandError:
    """Return the error for a value that no condition compares with."""
    many = isinstance(value, Iterable) and not isinstance(value, Mapping)
    return place.error(
        f"{place.word} is of type {type(value).__name__}, which is no text, number, truth value or time",
        hint=ids_hint(value, place) or (f"for several values: in {place.word}" if many else None),
    )


def ids_hint(value: object, place: Place) -> str | None:
    """Return what to write for the ids of a frame, None when *value* is none."""
    if not (hasattr(value, "index") and hasattr(value, "columns")):
        return None
    source = place.word.removeprefix("{").removesuffix("}").strip()
    whole = source if re.fullmatch(r"[\w.]+", source) else f"({source})"
    return f"its ids are {{{whole}.index}}: in {{{whole}.index}}"


def scalars_of(value: object, place: Place) -> tuple[Scalar, ...]:
    """Return the values of a list, tuple, set, Series or array for ``in``, sets in the order of their texts."""
    values: Iterable[object]
    if isinstance(value, set | frozenset):
        values = sorted(value, key=str)
    elif isinstance(value, list | tuple) or (hasattr(value, "dtype") and getattr(value, "ndim", 0) == 1):
        values = value  # type: ignore[assignment] # arrays and Series are iterable, which their types hide
    else:
        raise place.error(
            f"{place.word} is of type {type(value).__name__}, not a list of values",
            hint=ids_hint(value, place) or f"for one value: = {place.word}",
        )
    return tuple(scalar_of(each, place) for each in values)


def plain_value(value: object, place: Place, *, depth: int = 0) -> Any:
    """Return *value* as JSON has it: maps, lists, texts, numbers, truth values, null.

    Raises CommandError that names the type of what JSON cannot hold.
    """
    plain = unwrapped(value)
    if depth > DEEPEST:
        raise place.error("nested too deep")
    if isinstance(plain, Mapping):
        return {str(key): plain_value(each, place, depth=depth + 1) for key, each in plain.items()}
    if isinstance(plain, list | tuple):
        return [plain_value(each, place, depth=depth + 1) for each in plain]
    if plain is None or isinstance(plain, str | bool | int) or (isinstance(plain, float) and math.isfinite(plain)):
        return plain
    raise place.error(
        f"a value of type {type(value).__name__} cannot be sent",
        hint="send text, numbers, true or false, null, lists and maps of these",
    )


def read_ago(text: str, place: Place) -> Ago:
    """Return the time before now that *text* says: ``now``, ``2h ago``, ``1h30m ago``, ``3 days ago``."""
    spelt = UNIT.sub(r"\1", text.lower().removesuffix("ago"))
    seconds = 0.0 if spelt == "now" else parse_duration(spelt) or 0.0
    if seconds > LONGEST_AGO:
        raise place.error("that is more than a hundred years ago")
    return Ago(round(seconds, 6))
