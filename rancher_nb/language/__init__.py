"""Text to commands and conditions and back; what may come next; what each verb takes."""

from .candidates import Completion, Knowledge
from .command import Command
from .completing import complete
from .conditions import parse_condition, parse_sort
from .helping import help_page
from .parsing import parse
from .verb import Argument, Option, Verb
from .verbs import VERBS
from .words import Target, read_target

__all__ = [
    "VERBS",
    "Argument",
    "Command",
    "Completion",
    "Knowledge",
    "Option",
    "Target",
    "Verb",
    "complete",
    "help_page",
    "parse",
    "parse_condition",
    "parse_sort",
    "read_target",
]
