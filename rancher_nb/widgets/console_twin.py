"""A console as static HTML and as text: the last lines of a stream and how it ended.

Knows how a line and a gap look. It does not know streams.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from .ansi import ansi_markup, plain
from .markup import badge, text_of, wrapped
from .visible import cut, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..api import LogLine
    from .tail import Numbered

__all__ = ["LINE_LIMIT", "ConsoleFacts", "clock", "console_html", "console_text"]

LINE_LIMIT = 4000


@dataclass(frozen=True, slots=True)
class ConsoleFacts:
    """What a console says beside its lines.

    *count* is how many lines came, *skipped* how many were dropped on the way, *reason* why it is over, empty while
    it runs.
    """

    title: str
    count: int
    skipped: int
    reason: str

    @property
    def state(self) -> str:
        """``live`` or ``ended``."""
        return "ended" if self.reason else "live"

    def words(self, rows: Sequence[Numbered]) -> list[str]:
        """Return the facts in words, those that stand in the console's head; *rows* are the lines shown."""
        words = [f"{self.count:,} line{'s' * (self.count != 1)}"]
        if len(rows) < self.count:
            words.append(f"the last {len(rows):,} shown")
        if self.skipped:
            words.append(f"{self.skipped:,} skipped")
        if rows and rows[0].line.time is not None:
            words.append(f"{rows[0].line.time:%Y-%m-%d}, times in UTC")
        return [*words, *([self.reason] if self.reason else [])]


def clock(line: LogLine) -> str:
    """Return the time of day of *line* to the millisecond, empty when it has none."""
    return line.time.isoformat(timespec="milliseconds")[11:23] if line.time is not None else ""


def console_html(facts: ConsoleFacts, rows: Sequence[Numbered], *, kind: str = "rnb-static") -> str:
    """Return *rows* below a head that says *facts*, as a whole static display."""
    badge_ = badge(facts.state, hue="ok" if facts.state == "live" else "off")
    head = Markup('<div class="bar"><b>{}</b> {} <span class="note">{}</span></div>').format(
        text_of(one_line(facts.title)),
        badge_,
        Markup(" · ").join(text_of(word) for word in facts.words(rows)),
    )
    lines = Markup().join(row_markup(row) for row in rows)
    return wrapped(head + Markup('<div class="console">{}</div>').format(lines), kind=f"box {kind}".strip())


def row_markup(row: Numbered) -> Markup:
    """Return one line, and before it the gap there is."""
    gap = Markup('<div class="gap"><span>{}</span></div>').format(gap_words(row.skipped)) if row.skipped else Markup()
    text = ansi_markup(cut(row.line.text, LINE_LIMIT))
    kind = " err" if row.line.stream == "stderr" else ""
    return gap + Markup('<div class="ln{}"><span class="t">{}</span> {}</div>').format(kind, clock(row.line), text)


def gap_words(skipped: int) -> str:
    """Say that lines are missing, and how many."""
    return f"{skipped:,} line{'s' * (skipped != 1)} skipped"


def console_text(facts: ConsoleFacts, rows: Sequence[Numbered]) -> str:
    """Return the text twin of `console_html`."""
    lines = [f"{one_line(facts.title)}  {facts.state}  {' · '.join(facts.words(rows))}"]
    for row in rows:
        lines += [f"… {gap_words(row.skipped)} …"] if row.skipped else []
        mark = "! " if row.line.stream == "stderr" else "  "
        lines.append(f"{clock(row.line)}{mark}{plain(cut(row.line.text, LINE_LIMIT))}".rstrip())
    return "\n".join(lines)
