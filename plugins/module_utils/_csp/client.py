# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: everything in this package can change at any time.

"""The client of the VMware / Broadcom Cloud Services Platform (CSP): read, pages, write.

API pages: Identity and Access Management (groups, users, invitations) and Authentication.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from typing import Any, Callable, NamedTuple
from urllib.parse import quote, urlencode

from .._core.errors import BAD_RESPONSE, ORGANIZATION_MISMATCH, ApiError, OrgkitError, invalid_input
from .._core.rows import bad_response, number
from .._core.secrets import forms_of, masked
from .._transport.client import Http, Request, Response
from .._transport.pages import Page, Shifted, passing, rows_of, whole_list
from .._transport.settings import can_be_sent
from .credentials import Login, claims_of, organization_in
from .errors import api_error, status_inside, unreadable

API = "/csp/gateway/am/api"
PAGE = 200
# The list errors that the API puts beside partial results may pass.
PARTIAL_LIST_REPEATS = 2


class Operation(NamedTuple):
    """Verb and path below the API's base; org is filled in by the client. Without `key` an answer says nothing.

    silent: a success may come without a body.
    """

    verb: str
    path: str
    write: bool = False
    key: str = ""
    silent: bool = False


OPERATIONS = {
    "list_groups": Operation("GET", "/orgs/{org}/groups"),
    "list_group_users": Operation("GET", "/orgs/{org}/groups/{group}/users"),
    "list_users": Operation("GET", "/v2/orgs/{org}/users"),
    "groups_of_user": Operation("GET", "/v2/users/{user}/orgs/{org}/groups", key="groups"),
    "list_invitations": Operation("GET", "/orgs/{org}/invitations", key="results"),
    "get_invitation": Operation("GET", "/orgs/{org}/invitations/{invitation}", key="username"),
    "add_group_users": Operation("POST", "/orgs/{org}/groups/{group}/users", write=True),
    "remove_group_users": Operation("DELETE", "/orgs/{org}/groups/{group}/users", write=True),
    "get_group_roles": Operation("GET", "/orgs/{org}/groups/{group}/roles", key="organizationRoles"),
    "create_group": Operation("POST", "/orgs/{org}/groups", write=True),
    "update_group": Operation("PATCH", "/orgs/{org}/groups/{group}", write=True, silent=True),
    "update_group_roles": Operation("PATCH", "/orgs/{org}/groups/{group}/roles", write=True, silent=True),
    "delete_groups": Operation("DELETE", "/orgs/{org}/groups", write=True),
    "remove_users": Operation("DELETE", "/v2/orgs/{org}/users", write=True),
    "create_invitations": Operation("POST", "/orgs/{org}/invitations", write=True, silent=True),
    "revoke_invitations": Operation("POST", "/orgs/{org}/invitations?action=revoke", write=True, silent=True),
}


class CspClient:
    """Calls operations in one organization, with an access token that is kept in memory for the task.

    secrets is extended by the access tokens that are obtained.
    """

    cloud = "csp"

    def __init__(
        self,
        http: Http,
        url: str,
        login: Login,
        *,
        org_id: str | None,
        check_mode: bool,
        secrets: set[str],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.http = http
        self.login = login
        self._url = url
        self._org_id = org_id
        self._check_mode = check_mode
        self._secrets = secrets
        self._clock = clock
        self._token: str | None = login.access_token
        secrets.update(http.secrets)
        for secret in login.secrets():
            secrets.update(forms_of(secret))
        self._login_lock = threading.Lock()

    @property
    def org_id(self) -> str:
        """The organization: the option, else what the token says. Raises OrgkitError when neither does."""
        org_id = self._org_id or organization_in(self.claims())
        if not org_id:
            raise invalid_input(
                ["The access token does not tell its organization, and org_id alone would not prove it."]
            )
        return org_id

    def known_organization(self) -> dict[str, str | None]:
        """id of the organization, from the option or the token."""
        return {"id": self._org_id or organization_in(claims_of(self._token or "")), "name": None}

    def scope(self) -> str:
        """The organization."""
        return self.org_id

    def auth(self) -> dict[str, Any]:
        """The `auth` key of a result."""
        return {"source": self.login.source, "endpoint": self._url}

    def claims(self) -> dict[str, Any]:
        """Claims of the access token; logs in when there is none yet. Raises ApiError."""
        return claims_of(self._access_token(None))

    def verify(self) -> None:
        """Prove that the token is of the organization that the task names, if it names one. Raises OrgkitError."""
        if self._org_id is None:
            return
        actual = organization_in(self.claims())
        if actual != self._org_id:
            known = (
                f"is of organization {actual}, not of"
                if actual
                else "does not tell its organization, so it cannot prove"
            )
            raise OrgkitError(
                ORGANIZATION_MISMATCH,
                f"This token ({self.login.source}) {known} {self._org_id}.",
                hint="Check org_id and the source of the credentials. Nothing was written.",
            )

    def read(self, operation: str, query: dict[str, Any] | None = None, **path: str) -> dict[str, Any]:
        """Answer of a reading operation. Raises ApiError."""
        if OPERATIONS[operation].write:
            raise ValueError(f"{operation} is not a reading operation")
        key = OPERATIONS[operation].key
        return self._exchange(operation, path, query=query, check=lambda answer: _check_key(operation, key, answer))

    def pages(
        self, operation: str, row_id: Callable[[Any], Any], filters: dict[str, str] | None = None, **path: str
    ) -> list[dict[str, Any]]:
        """All rows of a list operation, each once: complete, and of one moment as far as the answers tell. Raises OrgkitError.

        row_id tells two rows apart; filters go along with every page. pageStart is the index of an element, from 1.
        """
        return whole_list(
            operation,
            row_id,
            lambda: self._read_pages(operation, row_id, filters or {}, path),
            self.http.track,
            exact=False,
        )

    def _read_pages(
        self, operation: str, row_id: Callable[[Any], Any], filters: dict[str, str], path: dict[str, str]
    ) -> Iterator[Page]:
        """Page after page, until no link leads on and the total is reached.

        Without a total a page begins with the last row of the page before: what slid over the border between them shows. And
        nothing at all is believed only when it comes twice: one lost row would look the same.
        """
        count, last, had_link, was_empty = 0, None, False, False
        while True:
            query = {"pageStart": count + (last is None), "pageLimit": PAGE, **filters}
            answer = self._exchange(operation, path, query=query, check=lambda answer: _page(operation, row_id, answer))
            rows, total = _page(operation, row_id, answer)
            if last is not None:
                if not rows or row_id(rows[0]) != last:
                    raise Shifted("the rows between two pages moved")
                rows = rows[1:]
            if was_empty and rows:
                raise Shifted("it was empty, and then it was not")
            yield Page(rows, total)
            count += len(rows)
            link = bool(answer.get("nextLink"))
            if not rows:
                if link and total is None:
                    raise Shifted("it says that there is more, and nothing more came")
                if count or was_empty or total is not None:
                    return
                was_empty = True
                continue
            if not link and (had_link if total is None else count >= total):
                return
            had_link = had_link or link
            last = row_id(rows[-1]) if total is None else None

    def write(self, operation: str, body: dict[str, Any], **path: str) -> dict[str, Any]:
        """Send a writing operation: the only way out for a change. Raises ApiError.

        Never repeats a request whose outcome is unknown; the error then has outcome_unknown set.
        """
        if not OPERATIONS[operation].write:
            raise ValueError(f"{operation} is not a writing operation")
        if self._check_mode:
            raise ValueError(f"{operation} must not be sent in check mode")
        return self._exchange(operation, path, body=body)

    def _exchange(
        self,
        operation: str,
        path: dict[str, str],
        *,
        query: dict[str, Any] | None = None,
        body: dict[str, Any] | None = None,
        check: Callable[[dict[str, Any]], object] | None = None,
    ) -> dict[str, Any]:
        """Send with the present token, and once more with a new one when it has expired: a 401 executed nothing."""
        token = self._access_token(None)
        try:
            return self._send(operation, path, token, query, body, check)
        except ApiError as error:
            if error.http_status != 401 or not self.login.can_renew:
                raise
        return self._send(operation, path, self._access_token(token), query, body, check)

    def _send(
        self,
        operation: str,
        path: dict[str, str],
        token: str,
        query: dict[str, Any] | None,
        body: dict[str, Any] | None,
        check: Callable[[dict[str, Any]], object] | None,
    ) -> dict[str, Any]:
        verb, template, write, *_answer = OPERATIONS[operation]
        parts = {name: quote(value, safe="") for name, value in {**path, "org": self.org_id}.items()}
        url = self._url + API + template.format(**parts) + ("?" + urlencode(query) if query else "")
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        payload = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            payload = json.dumps(body).encode()
        return self.http.exchange(
            operation,
            lambda: Request(verb, url, headers, payload),
            lambda response: self._checked(operation, response, check),
            bucket="",
            write=write,
        )

    def _access_token(self, expired: str | None) -> str:
        """The access token; another one than the expired. Only one thread logs in."""
        with self._login_lock:
            if self._token is None or self._token == expired:
                self._token = self._log_in()
                self._secrets.update(forms_of(self._token))
            return self._token

    def _log_in(self) -> str:
        request = self.login.request(self._url + API)
        # A client's id and secret are sent together in another form.
        self._secrets.update(forms_of(request.headers.get("Authorization", "").partition(" ")[2]))
        answer = self.http.exchange(
            "token",
            lambda: request,
            lambda response: self._answer("token", response, login=True),
            bucket="",
        )
        token = answer.get("access_token")
        if not isinstance(token, str) or not can_be_sent(token):
            raise ApiError(BAD_RESPONSE, "The login was answered without an access token.", scope="task")
        return token

    def _checked(
        self, operation: str, response: Response, check: Callable[[dict[str, Any]], object] | None
    ) -> dict[str, Any]:
        """An answer that check believes; another one is asked for again."""
        answer = self._answer(operation, response)
        try:
            if check is not None:
                check(answer)
        except OrgkitError as error:
            raise passing(error, response.status) from None
        return answer

    def _answer(self, operation: str, response: Response, *, login: bool = False) -> dict[str, Any]:
        if not 200 <= response.status < 300:
            raise api_error(operation, response, tuple(self._secrets), login=login, now=self._clock())
        if not response.body.strip() and operation in OPERATIONS and OPERATIONS[operation].silent:
            return {}
        try:
            answer = json.loads(response.body)
        except (ValueError, RecursionError):
            raise unreadable(operation, response) from None
        if operation == "list_invitations" and isinstance(answer, list):
            # The only list that is not wrapped.
            answer = {"results": answer}
        if not isinstance(answer, dict):
            raise unreadable(operation, response)
        status = status_inside(answer)
        if status is not None:
            refused = response._replace(status=status)
            raise api_error(operation, refused, tuple(self._secrets), login=login, now=self._clock())
        errors = answer.get("errors")
        if errors and "results" in answer:
            listed = errors if isinstance(errors, list) else [errors]
            texts = [str(error.get("message", error) if isinstance(error, dict) else error) for error in listed]
            raise ApiError(
                BAD_RESPONSE,
                f"{operation} gave a partial list: {masked('; '.join(texts), tuple(self._secrets))}",
                hint="Nothing was concluded from it: run again later.",
                http_status=response.status,
                transient=True,
                max_repeats=PARTIAL_LIST_REPEATS,
            )
        return answer


def _check_key(operation: str, key: str, answer: dict[str, Any]) -> None:
    if key and answer.get(key) is None:
        raise bad_response(operation, f"it has no {key}")


def _page(operation: str, row_id: Callable[[Any], Any], answer: dict[str, Any]) -> Page:
    """The rows and the total of an answer. Raises bad_response."""
    total = number(answer, "totalResults", operation)
    return Page(rows_of(answer, "results", total, row_id, operation), total)
