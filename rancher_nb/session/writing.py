"""The verbs that change something on the server.

Each says what it would send before it sends it: checked against the schema, refused on a read-only connection,
confirmed where it destroys or touches many, shown alone with a dry run. A write is never repeated by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from ..api import Column, Query, Request, Resource, check_input, hide, is_destructive, plan
from ..errors import NotOffered, QueryError, RancherError, Refused, did_you_mean
from .reading import Reading, condition_of
from .report import Report, listing_of
from .targets import as_target, find_one, fresh, resources_of
from .waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..api import Condition, Schema
    from .connection import Connection

__all__ = ["Writing"]

TIMEOUT = 120.0  # seconds a wait lasts at the most, unless told otherwise


class Writing(Reading):
    """Create, update, delete and actions."""

    def action(
        self,
        name: str,
        target: str | Any,
        *,
        where: str | Condition | None = None,
        input: Mapping[str, Any] | None = None,
        dry_run: bool = False,
        wait: bool | str | None = None,
        timeout: float | None = None,
        yes: bool = False,
        curl: bool = False,
    ) -> Any:
        """Run action *name* on what *target* names; return the resource afterwards, or a table of outcomes.

        *input* is the action's body, checked against its schema. With *dry_run* the request is returned, with *curl*
        a curl line, and nothing is sent. *wait* waits until the state settles, or until it is the one named, at most
        *timeout* seconds (default 120). *yes* confirms what destroys or touches more than one.

        Raises NotOffered when the resource does not offer the action now, InputError for a body that does not fit,
        Refused when not confirmed or read-only, WaitFailed, and what the server answers.
        """
        here = self.current
        targets = self._targets(here, target, where)
        self._check_wait(here, targets[0].type, wait)
        requests = self._action_requests(here, name, targets, input)
        if dry_run or curl:
            return unsent(here, requests, curl=curl)
        self._allow(here, name, targets, yes=yes)
        return self._send_all(here, targets, requests, wait=wait, timeout=TIMEOUT if timeout is None else timeout)

    def act(self, here: Connection, name: str, resource: Resource) -> Any:
        """Run action *name* on *resource*, read a moment ago from the connection *here*, without further questions.

        It is what a card's button does: who pressed it has confirmed.
        """
        request = self._action_request(here, name, resource, None)
        self._allow(here, name, [resource], yes=True)
        return self._resource(here, here.client.ask(request))

    def create(
        self,
        type: str,
        *,
        input: Mapping[str, Any] | None = None,
        dry_run: bool = False,
        wait: bool | str | None = None,
        timeout: float | None = None,
        yes: bool = False,  # noqa: ARG002 - every writing verb takes it
        curl: bool = False,
    ) -> Any:
        """Create a resource of *type* from the fields in *input*; return it.

        Raises QueryError when this key may not create the type here, InputError for a body that does not fit, and
        what the server answers. Secrets that the server shows only now are in the result, masked until revealed.
        """
        here = self.current
        schema = here.schemas.find(type)
        if not schema.is_creatable or schema.collection_url is None:
            raise QueryError(
                f"{schema.id} cannot be created in {here.scope} with this key",
                word=type,
                hint="an account key creates inside a project: %rancher project NAME",
            )
        body = dict(input or {})
        self._check_wait(here, schema.id, wait)
        check_input(body, schema, here.schemas, what=f"create {schema.id}")
        request = Request.of_json("POST", schema.collection_url, body)
        if dry_run or curl:
            return unsent(here, [request], curl=curl)
        here.refuse_if_read_only(f"create {schema.id}")
        made = self._resource(here, here.client.ask(request))
        return self._settled(here, made, wait=wait, timeout=TIMEOUT if timeout is None else timeout)

    def update(
        self,
        target: str | Any,
        *,
        where: str | Condition | None = None,
        input: Mapping[str, Any] | None = None,
        dry_run: bool = False,
        wait: bool | str | None = None,
        timeout: float | None = None,
        yes: bool = False,
        curl: bool = False,
    ) -> Any:
        """Change the fields in *input* of what *target* names; return it afterwards, or a table of outcomes.

        Raises InputError for fields that do not fit or cannot be updated; else as `action`.
        """
        here = self.current
        changes = dict(input or {})
        if not changes:
            raise QueryError("nothing to change", hint="%rancher update TYPE/ID field=value")
        targets = self._targets(here, target, where)
        for each in targets:
            schema = here.schemas.find(each.type)
            check_input(changes, schema, here.schemas, what=f"update {each.label}", updating=True)
        self._check_wait(here, targets[0].type, wait)
        requests = [here.dialect.update(each, changes) for each in targets]
        if dry_run or curl:
            return unsent(here, requests, curl=curl)
        self._allow(here, "update", targets, yes=yes)
        return self._send_all(here, targets, requests, wait=wait, timeout=TIMEOUT if timeout is None else timeout)

    def delete(
        self,
        target: str | Any,
        *,
        where: str | Condition | None = None,
        dry_run: bool = False,
        wait: bool | str | None = None,
        timeout: float | None = None,
        yes: bool = False,
        curl: bool = False,
    ) -> Any:
        """Delete what *target* names; return it as it goes, or a table of outcomes.

        Raises Refused unless confirmed; the server answers 405 where the state does not allow it (an active host is
        deactivated first); else as `action`.
        """
        here = self.current
        targets = self._targets(here, target, where)
        self._check_wait(here, targets[0].type, wait)
        requests = [Request("DELETE", each.link("self")) for each in targets]
        if dry_run or curl:
            return unsent(here, requests, curl=curl)
        self._allow(here, "delete", targets, yes=yes)
        return self._send_all(here, targets, requests, wait=wait, timeout=TIMEOUT if timeout is None else timeout)

    def raw(self, method: str, path: str, *, body: Any = None, yes: bool = False, curl: bool = False) -> Any:
        """Send any request and return what it answers: a resource, or the JSON document with its secrets masked.

        *path* is an address, a path of the server (``/v2-beta/projects``), or a path below the current scope
        (``containers?limit=5``). Methods other than GET are writes; what destroys asks first, or takes *yes*. Raises
        QueryError for an address of another server, Refused, and what the server answers.
        """
        here = self.current
        request = Request.of_json(method.upper(), here.address(path), body)
        if curl:
            return unsent(here, [request], curl=True)
        if not request.is_read:
            here.refuse_if_read_only(f"{request.method} {path}")
        if request.method == "DELETE" or is_destructive(action_in(request.url)):
            self._ask(f"{request.method} {path} of {here.scope}?", yes=yes)
        answer = self._resource(here, here.client.ask(request))
        return answer if isinstance(answer, Resource) else hide(answer)

    def _targets(self, here: Connection, target: str | Any, where: str | Condition | None) -> list[Resource]:
        """Return the resources that a target and its condition name, each as it is now."""
        if not isinstance(target, str):
            found = as_target(target)
            if isinstance(found, Resource):
                return [fresh(here, found)]
            if not found:
                raise QueryError("no resource is meant: the frame has no rows", hint="%rancher get shows what there is")
            return [find_one(here, here.schemas.find(kind), each) for kind, each in found]
        from ..language import read_target

        named = read_target(target)
        schema = here.schemas.find(named.type)
        if named.link is not None:
            raise QueryError(
                f"'{target}' names what a link leads to: changes take the resource itself",
                word=target,
                hint=f"%rancher get {target} shows what is there; name one: TYPE/ID",
            )
        condition = condition_of(where)
        if named.id is not None:
            if condition is not None:
                raise QueryError(f"'{target}' names one resource already, so where cannot choose", word="where")
            return [find_one(here, schema, named.id)]
        if condition is None:
            raise QueryError(
                f"'{target}' alone names every one of them",
                word=target,
                hint=f"name one ({target}/ID), or say which: {target} where state = running",
            )
        return self._matching(here, schema, condition)

    def _matching(self, here: Connection, schema: Schema, condition: Condition) -> list[Resource]:
        """Return the resources that *condition* describes, from one reading: each page serves both."""
        from ..frame import build

        query = Query(schema.plural, condition, columns=("id",)).bound(schema, now=here.now)
        made = plan(query, schema, here.dialect, distrust=here.distrust)
        pages = here.client.pages(made.requests[0])
        kept = list(pages)
        built = build(kept, made, schema)
        if pages.stopped:
            raise Refused(f"not every {schema.id} could be read ({pages.stopped}), so nothing was sent")
        chosen = set(built.data.index)
        found = [each for each in resources_of(kept, made.requests[0], schema) if each.id in chosen]
        if not found:
            raise QueryError(
                "no resource is meant: the condition matches none",
                hint=f"%rancher get {schema.plural} shows all",
            )
        return found

    def _action_requests(
        self,
        here: Connection,
        name: str,
        targets: Sequence[Resource],
        body: Mapping[str, Any] | None,
    ) -> list[Request]:
        """Return the request for each target; when some do not offer the action now, say how many and send none."""
        requests, refused = [], []
        for each in targets:
            try:
                requests.append(self._action_request(here, name, each, body))
            except NotOffered as error:
                refused.append(error)
        if refused and len(targets) > 1:
            raise NotOffered(
                f"{len(refused)} of {len(targets)} do not offer the action '{name}' now; the first: {refused[0]}",
                offered=refused[0].offered,
                hint="nothing was sent: say which, for example with: and state = running",
            )
        if refused:
            raise refused[0]
        return requests

    def _action_request(
        self,
        here: Connection,
        name: str,
        resource: Resource,
        body: Mapping[str, Any] | None,
    ) -> Request:
        """Return the request of an action, its body checked against the action's input."""
        action = here.schemas.find(resource.type).action(name)
        url = resource.action(action.name)
        wanted = here.schemas.get(action.input) if action.input else None
        if wanted is not None:
            check_input(body or {}, wanted, here.schemas, what=f"action {action.name}")
        elif body:
            raise QueryError(f"the action {action.name} takes no input", word=name)
        return Request.of_json("POST", url, dict(body or {}))

    def _allow(self, here: Connection, verb: str, targets: Sequence[Resource], *, yes: bool) -> None:
        """Raise Refused unless the change may be sent: writable, and confirmed where that is due."""
        here.refuse_if_read_only(f"{verb} {targets[0].label}")
        if yes or (len(targets) == 1 and not is_destructive(verb)):
            return
        what = targets[0].label if len(targets) == 1 else f"{len(targets)} {targets[0].type} resources"
        self._ask(f"{verb} {what} of {here.scope}?", yes=False)

    def _ask(self, question: str, *, yes: bool) -> None:
        """Raise Refused unless *yes*, or somebody is here and says so."""
        if yes:
            return
        answer = None if self._confirm is None else self._confirm(question)
        if answer is None:
            raise Refused(f"{question} Nobody is here to confirm it, so nothing was sent", hint="add --yes")
        if not answer:
            raise Refused(f"{question} It was not confirmed, so nothing was sent")

    def _check_wait(self, here: Connection, type_id: str, wait: bool | str | None) -> None:
        """Raise QueryError when *wait* names a state that the type never has."""
        state = here.schemas.find(type_id).fields.get("state")
        if isinstance(wait, str) and state is not None and state.options and wait not in state.options:
            raise QueryError(
                f"{type_id} has no state '{wait}'. {did_you_mean(wait, state.options)}".rstrip(),
                word=wait,
                hint=f"%rancher describe {type_id}.state",
            )

    def _send_all(
        self,
        here: Connection,
        targets: Sequence[Resource],
        requests: Sequence[Request],
        *,
        wait: bool | str | None,
        timeout: float,
    ) -> Any:
        """Send one request and return its resource, or send several and return a table of outcomes."""
        if len(targets) == 1:
            after = self._resource(here, here.client.ask(requests[0]))
            return self._settled(here, after, wait=wait, timeout=timeout)
        rows = []
        for target, request in zip(targets, requests, strict=True):
            outcome = {
                "id": target.id,
                "name": target.name,
                "before": target.get("state"),
                "after": None,
                "error": None,
            }
            try:
                after = self._resource(here, here.client.ask(request))
                after = self._settled(here, after, wait=wait, timeout=timeout)
                outcome["after"] = after.get("state") if isinstance(after, Resource) else None
            except RancherError as error:
                outcome["error"] = error.lines()[0]
            rows.append(outcome)
        return outcomes(rows)

    def _resource(self, here: Connection, document: Any) -> Any:
        """Return an answer as a resource where it is one, as JSON else (a collection, or nothing)."""
        if isinstance(document, dict) and isinstance(document.get("type"), str) and document["type"] != "collection":
            return Resource.from_json(document, schema=here.schemas.get(document["type"]))
        return document

    def _settled(self, here: Connection, resource: Any, *, wait: bool | str | None, timeout: float) -> Any:
        """Return *resource* at once, or after the state that *wait* asks for."""
        if not wait or not isinstance(resource, Resource) or "self" not in resource.links:
            return resource
        wanted = wait if isinstance(wait, str) else None
        return wait_for(here, resource, state=wanted, timeout=timeout, progress=self._progress)


def action_in(url: str) -> str:
    """Return the action that *url* asks for, empty when it asks for none."""
    return dict(parse_qsl(urlsplit(url).query)).get("action", "")


def unsent(here: Connection, requests: Sequence[Request], *, curl: bool) -> Any:
    """Return what would have been sent: curl lines as a text, else the request, or the list of several."""
    shown = [here.as_sent(request) for request in requests]
    if curl:
        return "\n".join(request.to_curl() for request in shown)
    return shown[0] if len(shown) == 1 else shown


def outcomes(rows: list[dict[str, Any]]) -> Report:
    """Return what came of each target as a table, failures included."""
    columns = (Column("id", "id"), Column("name"), Column("before", "state"), Column("after", "state"), Column("error"))
    failed = sum(row["error"] is not None for row in rows)
    footer = f"{len(rows) - failed} done, {failed} failed"
    return Report((listing_of(rows, columns, footer=footer),), rows)
