# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report as SARIF 2.1.0, for the places where developers look at findings. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from .findings import MEANINGS, Finding
from .lines import Places
from .markup import json_text_of
from .report import Report

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"missing": "warning", "changed": "warning", "unresolved": "warning", "pending": "note", "excepted": "note"}
RULES = tuple(MEANINGS)


def sarif_text(report: Report, places: Places) -> Iterator[str]:
    """The text of the file, in parts."""
    rules = [
        {
            "id": name,
            "shortDescription": {"text": f"{name.replace('_', ' ')}: {meaning}"},
            "defaultConfiguration": {"level": LEVELS.get(name, "error")},
        }
        for name, meaning in MEANINGS.items()
    ]
    driver = {"name": "orgkit.cloud access_report", "informationUri": "https://github.com/orgkit/cloud", "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": report.complete, "endTimeUtc": report.created}],
    }
    yield f'{{"$schema": {json.dumps(SCHEMA)}, "version": "2.1.0", "runs": ['
    yield from json_text_of(run, {"results": (_result(one, places) for one in report.findings)})
    yield "]}\n"


def _result(one: Finding, places: Places) -> dict[str, Any]:
    place = places.of(one)
    location: dict[str, Any] = {
        "logicalLocations": [{"name": one.subject.name, "kind": "resource", "fullyQualifiedName": _path_of(one)}]
    }
    if place is not None:
        location["physicalLocation"] = {
            "artifactLocation": {"uri": _uri(place.path)},
            "region": {"startLine": place.line},
        }
    result: dict[str, Any] = {
        "ruleId": one.name,
        "ruleIndex": RULES.index(one.name),
        "level": LEVELS.get(one.name, "error"),
        "message": {"text": one.text},
        "locations": [location],
        "partialFingerprints": {
            "orgkitFinding/v1": hashlib.sha256("\0".join(one.key).encode("utf-8", "replace")).hexdigest()
        },
    }
    if one.exception:
        told = f"{one.exception['reason']} (accepted by {one.exception['owner']} until {one.exception['expires']})"
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": told}]
    return result


def _path_of(one: Finding) -> str:
    return "/".join(filter(None, (one.cloud, one.kind, one.target.name if one.target else "", one.subject.name)))


def _uri(path: str) -> str:
    """A path as a URI: relative ones stay relative to the checkout."""
    text = quote(path.replace("\\", "/").encode("utf-8", "surrogateescape"), safe="/._-~")
    return f"file://{text}" if text.startswith("/") else text.removeprefix("./")
