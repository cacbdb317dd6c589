"""What a verb is: its arguments, options and clauses, and the options that many verbs share.

Knows how a verb is described, so that parsing, help and completion read the same facts. It does not know which verbs
there are.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ANY", "CURL", "EXPLAIN", "INPUT", "TARGET", "WRITING", "Argument", "Option", "Verb"]


@dataclass(frozen=True, slots=True)
class Argument:
    """One positional argument: its *name* in usage and messages, and what *kind* of word it is."""

    name: str
    kind: str = "text"  # text, url, target, type, subject, action, verb, connection, project, method, json
    required: bool = True


@dataclass(frozen=True, slots=True)
class Option:
    """One option: ``--name``, the *value* placeholder (None for a flag), one sentence of *help*.

    *keyword* is the keyword of the `Session` method, *kind* says how the value is read, *given* what the keyword is
    when the option stands alone.
    """

    name: str
    value: str | None
    help: str
    keyword: str
    kind: str = "flag"  # flag, text, whole, seconds, size, since, state, json, name
    given: bool = True

    @property
    def flag(self) -> str:
        """The option as typed."""
        return f"--{self.name}"


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb. *clauses* are the keyworded parts it takes, *pairs* what ``name=value`` means to it."""

    name: str
    usage: str
    summary: str
    group: str
    arguments: tuple[Argument, ...] = ()
    options: tuple[Option, ...] = ()
    clauses: tuple[str, ...] = ()
    pairs: str | None = None  # "filters" of the API, "fields" of a body, or None
    examples: tuple[str, ...] = ()
    takes_cell: bool = False

    def option(self, flag: str) -> Option | None:
        """Return the option typed as *flag*, None when this verb has no such option."""
        long = {"-o": "--out"}.get(flag, flag)
        return next((each for each in self.options if each.flag == long), None)


OUT = Option("out", "NAME", "Bind the result to NAME and show nothing (also -o NAME).", "out", "name")
PYTHON = Option("python", None, "Print the same as a call of Python and run nothing.", "python")
ANY = (OUT, PYTHON)
EXPLAIN = Option(
    "explain", None, "Show the plan: what the server is asked, what is done here; send nothing.", "explain"
)
CURL = Option("curl", None, "Show the request, also as a curl line with the keys left out; send nothing.", "curl")
INPUT = Option("input", "JSON", "The body as JSON, or {expression}; a cell body may be YAML.", "input", "json")
WRITING = (
    Option("dry-run", None, "Show the request and send nothing.", "dry_run"),
    Option("wait", "[STATE]", "Wait until the state settles, or is STATE.", "wait", "state"),
    Option("timeout", "TIME", "The longest to wait: 90, 90s or 5m.", "timeout", "seconds"),
    Option("yes", None, "Do not ask before what destroys or touches many.", "yes"),
    CURL,
    *ANY,
)
TARGET = Argument("TARGET", "target")
