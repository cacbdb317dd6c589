"""Rows in SQLite: a document for each resource, and beside it the columns that lists compare and sort by.

Knows tables, documents and an agenda of what is due when. Knows nothing of states, of who asks, or of how a resource
looks on the wire. A column holds the *comparison key* of a field (text folded as MySQL's collation has it, times as
seconds), so that filters, sorts and pages are plain SQL; the document holds the field itself.
"""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from .naming import base_of, fold
from .schemas import Kind, column_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Row", "Store"]

# Where a container runs and whom it serves: no columns of the wire, but its many-to-many links are made of them.
TIES = {"instance": {"tie_host": "hostId", "tie_service": "_service"}, "service": {}, "stack": {}}
INDEXED = frozenset({"accountId", "state", "name", "created", "stackId", "tie_host", "tie_service"})


@dataclass(slots=True)
class Row:
    """One resource: its type, its number, and *doc*, its fields that are set.

    References in *doc* are numbers, times are seconds; keys that start with an underscore never leave the server.
    """

    type: str
    number: int
    doc: dict[str, Any] = field(default_factory=dict)

    @property
    def table(self) -> str:
        """The base type, in whose table this row lives."""
        return base_of(self.type)

    @property
    def state(self) -> str:
        """The state, empty for types that have none."""
        return str(self.doc.get("state") or "")


class Store:
    """All rows of one demo, in one in-memory database that any thread may use under `lock`."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self.connection.execute(
            "CREATE TABLE agenda (tab TEXT, number INTEGER, at REAL, seq INTEGER PRIMARY KEY AUTOINCREMENT,"
            " UNIQUE (tab, number) ON CONFLICT REPLACE)",
        )
        self.connection.execute("CREATE INDEX agenda_at ON agenda (at, seq)")
        self.columns: dict[str, dict[str, tuple[str, Kind]]] = {}
        self.last: dict[str, int] = {}
        self.put_sql: dict[str, str] = {}

    def close(self) -> None:
        """Close the database; nothing can be read from it after."""
        with self.lock:
            self.connection.close()

    def table(self, table: str) -> dict[str, tuple[str, Kind]]:
        """Return the columns of *table* as name -> (document key, kind); make the table on its first use."""
        known = self.columns.get(table)
        if known is not None:
            return known
        columns = {name: (name, kind) for name, kind in column_kinds(table).items()}
        columns.setdefault("removed", ("removed", "date"))
        columns |= {name: (key, "int") for name, key in TIES.get(table, {}).items()}
        names = "".join(f', "{name}"' for name in columns)
        self.connection.execute(f'CREATE TABLE "{table}" (id INTEGER PRIMARY KEY, kind_of TEXT, doc BLOB{names})')
        for name in INDEXED & columns.keys():
            self.connection.execute(f'CREATE INDEX "{table}_{name}" ON "{table}" ("{name}", id)')
        marks = ",".join("?" * (len(columns) + 3))
        self.put_sql[table] = f'INSERT OR REPLACE INTO "{table}" VALUES ({marks})'  # noqa: S608 - names are the schemas'
        self.columns[table] = columns
        return columns

    def number(self, table: str) -> int:
        """Return the next free number of *table*; a number is never given twice."""
        self.last[table] = self.last.get(table, 0) + 1
        return self.last[table]

    def add(self, type_id: str, doc: dict[str, Any]) -> Row:
        """Insert *doc* as a new row of *type_id* and return it."""
        row = Row(type_id, self.number(base_of(type_id)), doc)
        self.put(row)
        return row

    def put(self, *rows: Row) -> None:
        """Write *rows*, all of one table, replacing what had their numbers."""
        if not rows:
            return
        table = rows[0].table
        columns = self.table(table)
        with self.lock:
            self.connection.execute("BEGIN")
            self.connection.executemany(self.put_sql[table], (record(row, columns) for row in rows))
            self.connection.execute("COMMIT")
        self.last[table] = max(self.last.get(table, 0), *(row.number for row in rows))

    def get(self, table: str, number: int | None) -> Row | None:
        """Return row *number* of *table*, None when there is none."""
        if number is None:
            return None
        return next(self.find(table, "id = ?", (number,)), None)

    def find(self, table: str, where: str = "1", values: Sequence[Any] = (), *, tail: str = "") -> Iterator[Row]:
        """Yield the rows of *table* for which the SQL condition *where* holds; *tail* is ORDER BY and the like.

        Conditions are built in this package from column names of the schemas; values are always bound.
        """
        self.table(table)
        sql = f'SELECT id, kind_of, doc FROM "{table}" WHERE {where} {tail}'  # noqa: S608 - names are the schemas'
        with self.lock:
            found = self.connection.execute(sql, values).fetchall()
        for number, kind_of, doc in found:
            yield Row(kind_of, number, msgspec.json.decode(doc))

    def numbers(self, table: str, where: str, values: Sequence[Any] = ()) -> list[int]:
        """Return the numbers of the rows for which *where* holds, ascending."""
        self.table(table)
        sql = f'SELECT id FROM "{table}" WHERE {where} ORDER BY id'  # noqa: S608 - names are the schemas'
        with self.lock:
            return [number for (number,) in self.connection.execute(sql, values)]

    def count(self, table: str, where: str = "1", values: Sequence[Any] = ()) -> int:
        """Return how many rows of *table* the condition *where* holds for."""
        self.table(table)
        sql = f'SELECT count(*) FROM "{table}" WHERE {where}'  # noqa: S608 - names are the schemas'
        with self.lock:
            return int(self.connection.execute(sql, values).fetchone()[0])

    def schedule(self, row: Row, at: float) -> None:
        """Note that *row* is due at *at*; a row has one entry, the newest."""
        with self.lock:
            self.connection.execute(
                "INSERT INTO agenda (tab, number, at) VALUES (?, ?, ?)", (row.table, row.number, at)
            )

    def unschedule(self, row: Row) -> None:
        """Forget what was due for *row*."""
        with self.lock:
            self.connection.execute("DELETE FROM agenda WHERE tab = ? AND number = ?", (row.table, row.number))

    def due(self, now: float) -> tuple[Row, float] | None:
        """Take the earliest entry that is due at *now* off the agenda; return its row and its time."""
        with self.lock:
            found = self.connection.execute(
                "SELECT seq, tab, number, at FROM agenda WHERE at <= ? ORDER BY at, seq LIMIT 1", (now,)
            ).fetchone()
            if found is None:
                return None
            self.connection.execute("DELETE FROM agenda WHERE seq = ?", (found[0],))
        row = self.get(found[1], found[2])
        return self.due(now) if row is None else (row, found[3])


def record(row: Row, columns: dict[str, tuple[str, Kind]]) -> list[Any]:
    """Return what the table stores for *row*: number, type, document and the comparison keys."""
    doc = row.doc
    values = [row.number, row.type, msgspec.json.encode(doc)]
    for key, kind in columns.values():
        value = doc.get(key)
        if value is not None and kind == "text":
            value = fold(value) if isinstance(value, str) else fold(str(value))
        elif isinstance(value, bool):
            value = int(value)
        elif isinstance(value, (dict, list)):
            value = "{}"
        values.append(value)
    return values
