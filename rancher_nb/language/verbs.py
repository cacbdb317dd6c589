"""The verbs: what each takes, what it does, how it is used.

Knows every verb of the language. It reads no line and does nothing; a verb is the method of `Session` with its name.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from .verb import ANY, CURL, EXPLAIN, INPUT, TARGET, WRITING, Argument, Option, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["VERBS"]

CONNECTIONS, READING, WRITES, LIVE = "Connections", "Reading", "Writing", "Live and raw"

TABLE = (
    Verb(
        "demo",
        "demo [--size small|large|N] [--seed N]",
        "Start an embedded Rancher to connect to; a second demo takes the place of the first.",
        CONNECTIONS,
        options=(
            Option("size", "SIZE", "small, large, or N for about N containers (default small).", "size", "size"),
            Option("seed", "N", "The same seed gives the same data (default 1).", "seed", "whole"),
            *ANY,
        ),
        examples=("%rancher demo", "%rancher demo --size 10000 --seed 7"),
    ),
    Verb(
        "connect",
        "connect [URL] [--profile NAME] [--as NAME] [--project P] [--read-only] [--ca FILE | --insecure]",
        "Connect to a server; keys come from a profile, the environment or a prompt.",
        CONNECTIONS,
        arguments=(Argument("URL", "url", required=False),),
        options=(
            Option("profile", "NAME", "Use the address and keys of this profile.", "profile", "text"),
            Option("as", "NAME", "Call the connection NAME.", "name", "text"),
            Option("project", "P", "Work in this project, by name or id.", "project", "text"),
            Option("read-only", None, "Refuse everything that writes.", "read_only"),
            Option("ca", "FILE", "Trust the certificate authorities in FILE.", "ca", "text"),
            Option("insecure", None, "Do not check the server's certificate.", "insecure"),
            *ANY,
        ),
        examples=(
            "%rancher connect https://rancher.example.com --project Default",
            "%rancher connect --profile production --read-only",
        ),
    ),
    Verb(
        "connections",
        "connections",
        "List the open connections.",
        CONNECTIONS,
        options=ANY,
        examples=("%rancher connections",),
    ),
    Verb(
        "use",
        "use NAME",
        "Make another open connection the current one.",
        CONNECTIONS,
        arguments=(Argument("NAME", "connection"),),
        options=ANY,
        examples=("%rancher use demo",),
    ),
    Verb(
        "disconnect",
        "disconnect [NAME]",
        "Close a connection, the current one by default.",
        CONNECTIONS,
        arguments=(Argument("NAME", "connection", required=False),),
        options=ANY,
        examples=("%rancher disconnect", "%rancher disconnect demo"),
    ),
    Verb(
        "whoami",
        "whoami",
        "Tell the server, the account and the project of the current connection.",
        CONNECTIONS,
        options=ANY,
        examples=("%rancher whoami",),
    ),
    Verb(
        "project",
        "project [NAME]",
        "Work in another project, or list those there are.",
        CONNECTIONS,
        arguments=(Argument("NAME", "project", required=False),),
        options=ANY,
        examples=("%rancher project", "%rancher project Default"),
    ),
    Verb(
        "types",
        "types [PATTERN]",
        "List the types this key sees here.",
        READING,
        arguments=(Argument("PATTERN", required=False),),
        options=ANY,
        examples=("%rancher types", "%rancher types container"),
    ),
    Verb(
        "describe",
        "describe TYPE[.FIELD]",
        "Tell a type's fields, filters with operators, links, and actions with their inputs.",
        READING,
        arguments=(Argument("TYPE[.FIELD]", "subject"),),
        options=ANY,
        examples=("%rancher describe container", "%rancher describe container.state"),
    ),
    Verb(
        "get",
        "get TYPE[/ID[/LINK]] [FIELD[_MODIFIER]=VALUE ...] [where CONDITION] [sort KEYS] [limit N] [columns A,B]",
        "Get a collection as a DataFrame, one resource, or what a link leads to.",
        READING,
        arguments=(TARGET,),
        options=(
            Option(
                "max-requests", "N", "Read at most N pages; a frame that misses rows says so.", "max_requests", "whole"
            ),
            EXPLAIN,
            CURL,
            *ANY,
        ),
        clauses=("where", "sort", "limit", "columns"),
        pairs="filters",
        examples=(
            "%rancher get containers where state = running and created > 2h ago sort -created limit 20",
            "%rancher get containers state=running name_prefix=web columns name,state -o webs",
            "%rancher get containers where hostId = {host} --explain",
        ),
    ),
    Verb(
        "show",
        "show TYPE/ID",
        "Show one resource as a card: facts, links, and a button for each action offered now.",
        READING,
        arguments=(TARGET,),
        options=ANY,
        examples=("%rancher show hosts/1h1", "%rancher show services/'my web'"),
    ),
    Verb(
        "count",
        "count TYPE [FIELD[_MODIFIER]=VALUE ...] [where CONDITION]",
        "Count what a condition describes.",
        READING,
        arguments=(TARGET,),
        options=(EXPLAIN, CURL, *ANY),
        clauses=("where",),
        pairs="filters",
        examples=("%rancher count containers where state != running",),
    ),
    Verb(
        "action",
        "action NAME TARGET [where CONDITION] [--input JSON] [--dry-run] [--wait [STATE]] [--timeout TIME] [--yes]",
        "Run an action on one resource, or on all that a condition describes.",
        WRITES,
        arguments=(Argument("NAME", "action"), TARGET),
        options=(INPUT, *WRITING),
        clauses=("where",),
        examples=(
            "%rancher action restart containers/web-1 --wait running",
            "%rancher action stop containers where name prefix test- --dry-run",
            "%%rancher action stop containers/1i5\ntimeout: 5",
        ),
        takes_cell=True,
    ),
    Verb(
        "create",
        "create TYPE [FIELD=VALUE ...] [--input JSON] [--dry-run] [--wait [STATE]] [--timeout TIME]",
        "Create a resource from fields on the line, a cell body, or both.",
        WRITES,
        arguments=(Argument("TYPE", "type"),),
        options=(INPUT, *WRITING),
        pairs="fields",
        examples=(
            "%rancher create container name=web imageUuid=docker:nginx environment.LEVEL=debug",
            "%%rancher create stack\nname: shop\ndescription: the shop",
        ),
        takes_cell=True,
    ),
    Verb(
        "update",
        "update TARGET [FIELD=VALUE ...] [where CONDITION] [--input JSON] [--dry-run] [--wait [STATE]] [--yes]",
        "Change fields of one resource, or of all that a condition describes.",
        WRITES,
        arguments=(TARGET,),
        options=(INPUT, *WRITING),
        clauses=("where",),
        pairs="fields",
        examples=(
            "%rancher update services/1s5 scale=3",
            "%%rancher update containers/1i5\ndescription: the first",
        ),
        takes_cell=True,
    ),
    Verb(
        "delete",
        "delete TARGET [where CONDITION] [--dry-run] [--wait [STATE]] [--timeout TIME] [--yes]",
        "Delete one resource, or all that a condition describes; asks first.",
        WRITES,
        arguments=(TARGET,),
        options=WRITING,
        clauses=("where",),
        examples=("%rancher delete containers/1i5", "%rancher delete containers where state = error --yes"),
    ),
    Verb(
        "logs",
        "logs TARGET [--tail N] [--since TIME] [--no-follow | --follow]",
        "Follow a container's log live in the background.",
        LIVE,
        arguments=(TARGET,),
        options=(
            Option("tail", "N", "Start with the last N lines (default 100).", "tail", "whole"),
            Option("since", "TIME", "Start at a time, or a duration ago: 15m.", "since", "since"),
            Option("no-follow", None, "Return with the lines there are.", "follow", given=False),
            Option("follow", None, "Hold the cell until the log ends; an interrupt ends it.", "hold"),
            *ANY,
        ),
        examples=("%rancher logs containers/web-1 --tail 200 -o log", "%rancher logs containers/1i5 --since 15m"),
    ),
    Verb(
        "raw",
        "raw METHOD PATH [JSON] [--yes]",
        "Send one request as it is and return the answer.",
        LIVE,
        arguments=(Argument("METHOD", "method"), Argument("PATH", "url"), Argument("JSON", "json", required=False)),
        options=(Option("yes", None, "Do not ask before what destroys.", "yes"), CURL, *ANY),
        examples=(
            "%rancher raw GET projects",
            '%rancher raw POST containers/1i5?action=stop {"timeout": 5}',
        ),
        takes_cell=True,
    ),
    Verb(
        "help",
        "help [VERB]",
        "Tell what a verb takes, or list the verbs.",
        LIVE,
        arguments=(Argument("VERB", "verb", required=False),),
        options=ANY,
        examples=("%rancher help", "%rancher help get"),
    ),
)

VERBS: Mapping[str, Verb] = MappingProxyType({verb.name: verb for verb in TABLE})
