"""Answers for people: a plain page around the same JSON, and the placeholder of the user interface.

Knows HTML. Everything that came from outside is escaped; links are made only of addresses of this server.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .calls import Call

__all__ = ["INTERFACE_PAGE", "MISSING_PAGE", "browse_page"]

STYLE = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
pre { overflow-x: auto; padding: 1rem; border-radius: 6px; }
pre { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
a { color: LinkText; }
"""
INTERFACE_PAGE = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Rancher</title><style>{STYLE}</style></head>
<body><h1>Rancher</h1><p>This is the embedded Rancher of rancher_nb. It has no user interface of its own.
The API begins at <a href="/v2-beta">/v2-beta</a> and <a href="/v1">/v1</a>.</p></body></html>
"""
MISSING_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Error 404 Not Found</title></head>
<body><h2>HTTP ERROR 404</h2><p>Not Found</p></body></html>
"""
ADDRESS = re.compile(r'"((?:https?)://[^"\s<>]*)"')


def browse_page(call: Call, document: Any) -> str:
    """Return the page that shows *document* as indented JSON, with its links to this server as links."""
    title = escape(f"{call.method} {call.path}")
    text = json.dumps(document, indent=2, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
    schemas = escape(f"{call.stem}/schemas")
    meta = f'<meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>'
    head = f'<!doctype html>\n<html lang="en"><head>{meta}</head>'
    intro = f'<p>For programs: send <code>Accept: application/json</code>. <a href="{schemas}">Schemas</a></p>'
    return f"{head}\n<body><h1>{title}</h1>{intro}<pre>{linked(text, call.base)}</pre></body></html>\n"


def linked(text: str, base: str) -> str:
    """Return *text* escaped, with each quoted address of this server made a link."""
    parts: list[str] = []
    end = 0
    for match in ADDRESS.finditer(text):
        parts.append(escape(text[end : match.start()]))
        address = match[1]
        ours = address == base or address.startswith((f"{base}/", f"{base}?"))
        shown = escape(address)
        parts.append(f'"<a href="{shown}">{shown}</a>"' if ours else escape(match[0]))
        end = match.end()
    return "".join([*parts, escape(text[end:])])
