"""What lies around the types: version roots, schemas, the login probe, and what is not the API's at all.

Knows paths that name no rows. Knows no rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .answers import Answer, page_answer, text_answer
from .faults import Fault, not_allowed, not_found
from .listing import envelope
from .pages import INTERFACE_PAGE, MISSING_PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .calls import Call
    from .visit import Visit

__all__ = ["STREAM_WORDS", "outside_answer", "root", "schema_answer", "token_answer"]

STREAM_WORDS = frozenset(
    "logs stats exec console dockersocket hoststats containerstats connectbackend".split(),
)
Reply = tuple[int, Any]


def outside_answer(call: Call) -> Answer | None:
    """Return the answer for pages of the user interface and for streaming paths; None for the API."""
    words = [word for word in call.path.split("/") if word]
    if len(words) > 1 and words[0] in ("v1", "v2-beta", "v2") and call.method == "GET":
        if words[1] in STREAM_WORDS:
            return text_answer(401, "Failed authentication\n", x_content_type_options="nosniff")
        if words[1] == "container-proxy":
            return text_answer(503, "Service unavailable\n", x_content_type_options="nosniff")
    if call.version is not None:
        return None
    if words == ["ping"]:
        return text_answer(200, "pong\n", "text/plain", vary="Accept-Encoding, User-Agent")
    if words == ["healthcheck"]:
        return text_answer(501, "{}", "application/json")
    if words and "." in words[-1]:
        return page_answer(call, 404, MISSING_PAGE, "text/html; charset=ISO-8859-1")
    return page_answer(call, 200, INTERFACE_PAGE, "text/html")


def root(visit: Visit) -> dict[str, Any]:
    """Return the root of the version: a link to every collection that the caller can list, sorted."""
    listable = [s["pluralName"] for s in visit.schemas.schemas.values() if "GET" in s["collectionMethods"]]
    links = {name: f"{visit.call.stem}/{name.lower()}" for name in listable} | {"self": visit.call.url.lower()}
    head = {"id": visit.call.version, "type": "apiVersion", "links": dict(sorted(links.items()))}
    return {**head, "actions": {}, "baseType": "apiVersion"}


def schema_answer(visit: Visit) -> dict[str, Any]:
    """Return all schemas, or the one asked for. Further pieces of the path are ignored."""
    if visit.call.id_text is None:
        return envelope(visit, "schema", [schema_resource(visit, s) for s in visit.schemas.schemas.values()])
    schema = visit.schemas.find(visit.call.id_text)
    if schema is None:
        raise not_found()
    return schema_resource(visit, schema)


def schema_resource(visit: Visit, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return *schema* as a resource, with addresses for this caller."""
    links = {"self": f"{visit.call.stem}/schemas/{schema['id'].lower()}"}
    if "GET" in schema["collectionMethods"]:
        links["collection"] = f"{visit.call.stem}/{schema['pluralName'].lower()}"
    rest = {name: value for name, value in schema.items() if name != "id"}
    return {"id": schema["id"], "type": "schema", "links": links, "actions": {}, **rest, "baseType": "schema"}


def token_answer(visit: Visit, *, enforced: bool) -> Reply:
    """Answer the probe for logins, and refuse logins: no provider is configured."""
    if visit.call.method == "POST":
        raise Fault(500, "NoAuthProvider", message="No Auth provider is configured.")
    if visit.call.method != "GET":
        raise not_allowed()
    names = "accountId authProvider code jwt originalLogin redirectUrl user userIdentity userType".split()
    fields = {**dict.fromkeys(names), "enabled": enforced, "security": enforced}
    head: dict[str, Any] = {"id": None, "type": "token", "links": {}, "actions": {}, "baseType": "token"}
    document = {**head, **dict(sorted(fields.items()))}
    return 200, envelope(visit, "token", [document]) if visit.call.id_text is None else document
