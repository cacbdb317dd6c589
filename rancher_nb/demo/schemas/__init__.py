"""The schemas of a running 1.6 server, by API version and scope, from data files beside this module."""

from .sets import REVISED, VERSIONS, Kind, SchemaSet, column_kinds, load

__all__ = ["REVISED", "VERSIONS", "Kind", "SchemaSet", "column_kinds", "load"]
