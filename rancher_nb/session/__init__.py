"""One connection as a notebook sees it: every verb as a method. The only place where the rooms meet."""

from .connection import Connection
from .report import Report
from .session import Session
from .stream import LogStream

__all__ = ["Connection", "LogStream", "Report", "Session"]
