"""The API as values: schemas, resources, conditions, plans, requests, stream messages. No I/O."""

from .checking import check_input
from .condition import (
    Comparison,
    Condition,
    Conjunction,
    Disjunction,
    Membership,
    Negation,
    Nullness,
    Operator,
    Path,
    Scalar,
    conjuncts,
    fields_of,
    format_path,
    format_value,
)
from .danger import is_destructive
from .dialect import CATTLE, Dialect, Filter, Life
from .listing import Cell, Column, Listing
from .plan import Distrust, Kept, Plan, Pushed, plan
from .provenance import Provenance, format_bytes
from .query import Query, SortKey, bind, columns_of, doubts
from .resource import Collection, Resource
from .schema import UNSET, Action, Field, FieldType, Schema, Schemas, Unset
from .secret import Secret, hide, masked
from .streams import LogLine, SocketAccess, decipher_log
from .times import Ago, format_age, format_duration, format_time, parse_duration, parse_time
from .wire import Request, Response, Transport, decipher, decipher_error, masked_url

__all__ = [
    "CATTLE",
    "UNSET",
    "Action",
    "Ago",
    "Cell",
    "Collection",
    "Column",
    "Comparison",
    "Condition",
    "Conjunction",
    "Dialect",
    "Disjunction",
    "Distrust",
    "Field",
    "FieldType",
    "Filter",
    "Kept",
    "Life",
    "Listing",
    "LogLine",
    "Membership",
    "Negation",
    "Nullness",
    "Operator",
    "Path",
    "Plan",
    "Provenance",
    "Pushed",
    "Query",
    "Request",
    "Resource",
    "Response",
    "Scalar",
    "Schema",
    "Schemas",
    "Secret",
    "SocketAccess",
    "SortKey",
    "Transport",
    "Unset",
    "bind",
    "check_input",
    "columns_of",
    "conjuncts",
    "decipher",
    "decipher_error",
    "decipher_log",
    "doubts",
    "fields_of",
    "format_age",
    "format_bytes",
    "format_duration",
    "format_path",
    "format_time",
    "format_value",
    "hide",
    "is_destructive",
    "masked",
    "masked_url",
    "parse_duration",
    "parse_time",
    "plan",
]
