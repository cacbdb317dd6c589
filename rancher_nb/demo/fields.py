"""Values from outside: converted and checked against the fields of a schema.

Knows the lenient conversions and the order of checks of a 1.6 server (github.com/rancher/cattle,
ValidationHandler, and as seen on a running one). Knows nothing of what a type means: rules of the trade are in `rules`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .faults import invalid
from .naming import base_of, decipher_id, fold, parse_time

if TYPE_CHECKING:
    from .visit import Visit

__all__ = ["accept", "accept_input"]

INTEGER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]+)?")
TRUE_WORDS = frozenset({"true", "yes", "y", "on", "1"})


def accept(visit: Visit, schema: Mapping[str, Any], given: Mapping[str, Any], *, flag: str) -> dict[str, Any]:
    """Return those of the *given* fields that may be set, converted for the document.

    *flag* is "create" or "update". On create, defaults are filled in and required fields looked for. References become
    numbers; nested objects keep the ids as they were given. Raises the Fault 422 of the first bad value.
    """
    accepted: dict[str, Any] = {}
    for name, field in schema["resourceFields"].items():
        if not field[flag]:
            continue
        value = given.get(name)
        if value is None:
            accepted |= absent(name, field, flag, sent=name in given)
            continue
        converted = convert(visit, name, field["type"], field, value, nested=False)
        check_unique(visit, schema, name, field, converted)
        check(name, field, converted)
        accepted[name] = converted
    return accepted


def absent(name: str, field: Mapping[str, Any], flag: str, *, sent: bool) -> dict[str, Any]:
    """Return what a field that was not *sent*, or sent as null, becomes. Raises where it must not be."""
    if flag == "create":
        if field.get("default") is not None:
            return {name: field["default"]}
        if field.get("required"):
            raise invalid("MissingRequired", name)
        return {}
    if not sent or (not field.get("nullable") and field.get("default") is not None):
        return {}
    if not field.get("nullable"):
        raise invalid("NotNullable", name)
    return {name: None}


def accept_input(visit: Visit, type_id: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the input of an action, checked against the schema *type_id*, defaults filled in."""
    schema = visit.schemas.schemas.get(type_id)
    return nested_value(visit, schema, given) if schema else dict(given)


def convert(visit: Visit, name: str, declared: str, field: Mapping[str, Any], value: Any, *, nested: bool) -> Any:
    """Return *value* as *declared* has it. Raises Fault 422 where the server cannot convert it."""
    if declared.startswith("array["):
        items = value if isinstance(value, list) else [value]
        return [convert(visit, name, declared[6:-1], field, item, nested=nested) for item in items]
    if declared.startswith("map["):
        if not isinstance(value, Mapping):
            raise invalid("InvalidFormat", name)
        part = declared[4:-1]
        return {
            str(key): None if item is None else convert(visit, name, part, field, item, nested=nested)
            for key, item in value.items()
        }
    if declared.startswith("reference["):
        return reference(visit, name, declared[10:-1], value, nested=nested)
    scalar = SCALARS.get(declared)
    if scalar:
        return scalar(name, value)
    schema = visit.schemas.schemas.get(declared)
    if schema is None:
        return value
    if not isinstance(value, Mapping):
        raise invalid("InvalidFormat", name)
    return {"type": declared, **nested_value(visit, schema, value)}


def nested_value(visit: Visit, schema: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the object *given* with the fields of *schema*, sorted by name; defaults filled in, the rest dropped."""
    accepted: dict[str, Any] = {}
    for name, field in schema["resourceFields"].items():
        value = given.get(name)
        if value is None:
            if field["create"]:
                accepted |= absent(name, field, "create", sent=name in given)
            continue
        if not field["create"] and not field["update"]:
            continue
        accepted[name] = convert(visit, name, field["type"], field, value, nested=True)
        check(name, field, accepted[name])
    return dict(sorted(accepted.items()))


def reference(visit: Visit, name: str, type_id: str, value: Any, *, nested: bool) -> Any:
    """Return the number of the row that *value* names, or *value* itself inside *nested* objects."""
    number = decipher_id(value) if isinstance(value, str) else None
    table = base_of(type_id)
    if number is not None:
        bounds, values = visit.bounds(table)
        if visit.world.store.count(table, f"{bounds} AND removed IS NULL AND id = ?", [*values, number]):
            return value if nested else number
    raise invalid("InvalidReference", name)


def as_text(name: str, value: Any) -> str:
    """Return *value* as text, in the way Java writes it."""
    if isinstance(value, (list, Mapping)):
        raise invalid("InvalidFormat", name)
    return str(value).lower() if isinstance(value, bool) else str(value)


def as_int(name: str, value: Any) -> int:
    """Return *value* as a whole number; fractions are cut, numeric text is read."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise invalid("InvalidFormat", name)
    if isinstance(value, str) and not INTEGER.fullmatch(value):
        raise invalid("InvalidFormat", name)
    try:
        return int(value) if isinstance(value, int) else int(float(value))
    except (ValueError, OverflowError):
        raise invalid("InvalidFormat", name) from None


def as_float(name: str, value: Any) -> float:
    """Return *value* as a number."""
    try:
        return float(value)
    except (TypeError, ValueError):
        raise invalid("InvalidFormat", name) from None


def as_boolean(_name: str, value: Any) -> bool:
    """Return *value* as a truth value: any text that does not say yes says no."""
    return value if isinstance(value, bool) else str(value).lower() in TRUE_WORDS


def as_date(name: str, value: Any) -> int:
    """Return *value*, a time in the server's one form, in seconds."""
    seconds = parse_time(value) if isinstance(value, str) else None
    if seconds is None:
        raise invalid("InvalidDateFormat", name)
    return seconds


def as_json(_name: str, value: Any) -> Any:
    """Return *value* as it is."""
    return value


SCALARS: Mapping[str, Callable[[str, Any], Any]] = {
    "string": as_text,
    "password": as_text,
    "blob": as_text,
    "enum": as_text,
    "type": as_text,
    "int": as_int,
    "float": as_float,
    "boolean": as_boolean,
    "date": as_date,
    "json": as_json,
    "none": as_json,
}


def check_unique(visit: Visit, schema: Mapping[str, Any], name: str, field: Mapping[str, Any], value: Any) -> None:
    """Raise NotUnique when another live row of the account has *value* in a unique field."""
    table = base_of(schema["id"])
    if not field.get("unique") or not isinstance(value, str) or name not in visit.world.store.table(table):
        return
    bounds, values = visit.bounds(table)
    condition = f'{bounds} AND removed IS NULL AND "{name}" = ?'
    own = decipher_id(visit.call.id_text or "")
    if [n for n in visit.world.store.numbers(table, condition, [*values, fold(value)]) if n != own]:
        raise invalid("NotUnique", name)


def check(name: str, field: Mapping[str, Any], value: Any) -> None:
    """Raise the Fault of the first criterion of *field* that *value* misses: limits, lengths, options, characters."""
    if field.get("required") and value == []:
        raise invalid("MissingRequired", name)
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, (int, float)) and not isinstance(item, bool):
            check_number(name, field, item)
        elif isinstance(item, str):
            check_text(name, field, item)


def check_number(name: str, field: Mapping[str, Any], value: float) -> None:
    """Raise where *value* is out of bounds."""
    if field.get("min") is not None and value < field["min"]:
        raise invalid("MinLimitExceeded", name)
    if field.get("max") is not None and value > field["max"]:
        raise invalid("MaxLimitExceeded", name)


def check_text(name: str, field: Mapping[str, Any], value: str) -> None:
    """Raise where *value* is too short or long, no option, or has characters it must not have."""
    if field.get("minLength") is not None and len(value) < field["minLength"]:
        raise invalid("MinLengthExceeded", name)
    if field.get("maxLength") is not None and len(value) > field["maxLength"]:
        raise invalid("MaxLengthExceeded", name)
    if field.get("options") and value not in field["options"]:
        raise invalid("InvalidOption", name)
    if field.get("validChars") and not re.fullmatch(f"[{field['validChars']}]*", value):
        raise invalid("InvalidCharacters", name)
    if field.get("invalidChars") and re.search(f"[{field['invalidChars']}]", value):
        raise invalid("InvalidCharacters", name)
