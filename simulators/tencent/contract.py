# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The machine-readable contract, and the check of a request body against it."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from simulators.tencent.errors import ApiError

Field = dict[str, Any]
CAM = "cam_contract.json"
CHINESE = re.compile("[\u3400-\u9fff]")

# A broken rule of these fields has a code of its own where the action lists it.
FIELD_CODES = {
    "GroupName": "InvalidParameter.GroupNameFormatError",
    "UserName": "InvalidParameter.UsernameFormatError",
    "PolicyType": "FailedOperation.OrganizationPolicyIllegal",
    "PermissionIds": "FailedOperation.OrganizationPermissionIllegal",
    "MaxResults": "InvalidParameter.ParamError",
    "Offset": "InvalidParameter.ParamError",
    "Page": "InvalidParameter.ParamError",
    "Rp": "InvalidParameter.ParamError",
    "RoleConfigurationName": "InvalidParameter.ConfigurationNameFormatError",
    "RolePolicyNames": "InvalidParameter.PolicyNameSizeOverUpperLimit",
    "Scope": "InvalidParameter.ScopeError",
    "Tags": "InvalidParameter.TagError",
}
PAGING = ("Offset", "Limit", "MaxResults")


@cache
def load(name: str = "contract.json") -> dict[str, Any]:
    """A whole contract, read once; by default that of the organization service."""
    contract: dict[str, Any] = json.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
    return contract


@cache
def actions() -> dict[str, Any]:
    """Name of an action -> its description, of all services."""
    return {**load()["actions"], **load(CAM)["actions"]}


def service(action: str) -> dict[str, Any]:
    """Name and version of the service that an action belongs to, under `service` and `version`."""
    found: dict[str, Any] = load(CAM if action in load(CAM)["actions"] else "contract.json")["meta"]
    return found


def is_write(action: str) -> bool:
    """Whether the action changes something in the organization. Logging in does not."""
    return bool(actions().get(action, {}).get("kind") == "write")


def rate_limit(action: str) -> int:
    """Requests a second that the gateway lets through."""
    default = load()["transport"]["default_rate_limit_per_second"]
    return int(actions().get(action, {}).get("rate_limit_per_second") or default)


def meaning(code: str) -> str:
    """The catalogue's sentence for an error code."""
    catalogue = load()["error_catalog"]
    common = load()["common_errors"]
    entry = catalogue.get(code) or common.get(code) or {}
    return str(entry.get("meaning", code))


def is_documented(action: str, code: str) -> bool:
    """Whether the action may answer this code."""
    return code in actions().get(action, {}).get("errors", ()) or code in load()["common_errors"]


def documented(action: str, code: str) -> str:
    """The code itself, or the general one before its dot if the action is not documented to answer it."""
    return code if is_documented(action, code) else code.split(".")[0]


def check_shape(fields: list[Field], params: dict[str, Any]) -> None:
    """The gateway's part: unknown, missing and wrongly typed arguments."""
    _check_names(fields, params, "")
    for field in fields:
        if field.get("required") and field["name"] not in params:
            raise ApiError("MissingParameter", f"The request lacks the argument `{field['name']}`.")
    for field in fields:
        if field["name"] in params:
            _check_type(field, params[field["name"]], field["name"])


def check_values(action: str, fields: list[Field], params: dict[str, Any], site: str) -> None:
    """The service's part: lengths, patterns, choices, ranges. Rules that the sources dispute are left out."""
    for field in fields:
        name, rules = field["name"], field.get("constraints", {})
        if name not in params or rules.get("status") == "contradictory":
            continue
        problem = _broken_rule(params[name], rules, params, site)
        if problem:
            raise ApiError(_code_for(action, name), f"`{name}` {problem}.")
        if field.get("items") in load()["objects"]:
            for item in params[name]:
                check_values(action, load()["objects"][field["items"]], item, site)


def _check_names(fields: list[Field], given: dict[str, Any], path: str) -> None:
    known = {field["name"] for field in fields}
    for name in given:
        if name not in known:
            raise ApiError("UnknownParameter", f"The argument `{path}{name}` is not known.")


def _check_type(field: Field, value: Any, path: str) -> None:
    kind = field["type"]
    if kind == "list":
        _check_list(field["items"], value, path)
    else:
        _check_scalar(kind, value, path)


def _check_list(kind: str, value: Any, path: str) -> None:
    if not isinstance(value, list):
        raise _wrong_type(path, "a list")
    if not value:
        raise ApiError("InvalidParameterValue", f"The list `{path}` must not be empty.")
    for index, item in enumerate(value):
        inner = f"{path}.{index}"
        if kind in load()["objects"]:
            _check_object(load()["objects"][kind], item, inner)
        else:
            _check_scalar(kind, item, inner)


def _check_object(fields: list[Field], value: Any, path: str) -> None:
    if not isinstance(value, dict):
        raise _wrong_type(path, "an object")
    _check_names(fields, value, path + ".")
    for field in fields:
        if field["name"] in value:
            _check_type(field, value[field["name"]], f"{path}.{field['name']}")


def _check_scalar(kind: str, value: Any, path: str) -> None:
    if kind == "string":
        if not isinstance(value, str):
            raise _wrong_type(path, "a string")
    elif kind == "bool":
        if not isinstance(value, bool):
            raise _wrong_type(path, "a boolean")
    elif isinstance(value, bool) or not isinstance(value, int):
        raise _wrong_type(path, "an integer")
    elif kind == "uint" and value < 0:
        raise _wrong_type(path, "an unsigned integer")
    elif abs(value) >= 2**63:
        raise _wrong_type(path, "an integer of 64 bits")


def _wrong_type(path: str, wanted: str) -> ApiError:
    return ApiError("InvalidParameter", f"The value type of parameter `{path}` is not valid: {wanted} is expected.")


def _broken_rule(value: Any, rules: dict[str, Any], params: dict[str, Any], site: str) -> str | None:
    """The first rule that the value breaks, as the end of a sentence; None if all hold."""
    missing = [other for other in rules.get("requires", ()) if other not in params]
    if missing:
        return "needs `{}` too".format("`, `".join(missing))
    if isinstance(value, str):
        return _broken_text_rule(value, rules, site)
    if isinstance(value, list):
        return _broken_list_rule(value, rules)
    if "enum" in rules and value not in rules["enum"]:
        return f"must be one of {rules['enum']}"
    if value < rules.get("min", value) or value > rules.get("max", value):
        return f"must be between {rules.get('min')} and {rules.get('max')}"
    base = params.get(rules.get("multiple_of", ""))
    if isinstance(base, int) and base > 0 and value % base:
        return f"must be a multiple of `{rules['multiple_of']}`"
    return None


def _broken_text_rule(value: str, rules: dict[str, Any], site: str) -> str | None:
    if "enum" in rules and value not in rules["enum"]:
        return "must be one of {}".format(", ".join(rules["enum"]))
    if len(value) > rules.get("max_length", len(value)):
        return f"must not have more than {rules['max_length']} characters"
    if "pattern" in rules:
        # The mainland site also takes Chinese characters where the contract says so.
        chinese = site == "mainland" and "pattern_note" in rules
        checked = CHINESE.sub("x", value) if chinese else value
        # \Z instead of $: a trailing line feed is not allowed.
        if not re.match(rules["pattern"].rstrip("$") + r"\Z", checked):
            return f"does not match {rules['pattern']}"
    return None


def _broken_list_rule(value: list[Any], rules: dict[str, Any]) -> str | None:
    if len(value) > rules.get("max_items", len(value)):
        return f"must not have more than {rules['max_items']} items"
    if "enum" in rules and any(item not in rules["enum"] for item in value):
        return f"may only hold {rules['enum']}"
    longest = rules.get("max_item_length")
    if longest and any(len(item) > longest for item in value if isinstance(item, str)):
        return f"has an item of more than {longest} characters"
    return None


def _code_for(action: str, name: str) -> str:
    special = FIELD_CODES.get(name, "")
    if special in actions().get(action, {}).get("errors", ()):
        return special
    return "InvalidParameter" if name in PAGING else "InvalidParameterValue"
