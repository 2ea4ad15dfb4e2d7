# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SARIF 2.1.0 as its schema has it: the objects that a report uses, with all that they may and must have."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._access.formats import write_report
from ansible_collections.orgkit.cloud.plugins.module_utils._access.lines import Places
from support.hostile import HOSTILE, hostile_report
from support.schema import matches

TEXT = {"type": "string"}
LEVEL = {"enum": ["none", "note", "warning", "error"]}


def of(*required: str, **properties: Any) -> dict[str, Any]:
    """An object that has these properties and no others."""
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


def listed(of_what: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of_what}


MESSAGE = of("text", text=TEXT, markdown=TEXT, id=TEXT)
RULE = of(
    "id",
    id=TEXT,
    name=TEXT,
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    helpUri=TEXT,
    defaultConfiguration=of(level=LEVEL),
)
DRIVER = of("name", name=TEXT, informationUri=TEXT, version=TEXT, semanticVersion=TEXT, rules=listed(RULE))
LOCATION = of(
    physicalLocation=of("artifactLocation", artifactLocation=of(uri={"type": "string", "pattern": r"^[A-Za-z0-9/._~%:-]+$"}),
                        region=of(startLine={"type": "integer"})),
    logicalLocations=listed(of(name=TEXT, kind=TEXT, fullyQualifiedName=TEXT)),
)  # fmt: skip
SUPPRESSION = of(
    "kind",
    kind={"enum": ["inSource", "external"]},
    status={"enum": ["accepted", "underReview", "rejected"]},
    justification=TEXT,
)
RESULT = of(
    "message", ruleId=TEXT, ruleIndex={"type": "integer"}, level=LEVEL, message=MESSAGE, locations=listed(LOCATION),
    partialFingerprints={"type": "object", "additionalProperties": TEXT}, suppressions=listed(SUPPRESSION),
)  # fmt: skip
INVOCATION = of(
    "executionSuccessful",
    executionSuccessful={"type": "boolean"},
    endTimeUtc={"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT[\d:]+Z$"},
)
RUN = of(
    "tool", tool=of("driver", driver=DRIVER), columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    invocations=listed(INVOCATION), results=listed(RESULT),
)  # fmt: skip
LOG = of("version", "runs", **{"$schema": TEXT, "version": {"enum": ["2.1.0"]}, "runs": listed(RUN)})


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("sarif")
    # Names stand in a data file too, whose own name is hostile.
    lines = "\n".join(f"  - group: {json.dumps(name)}" for name in HOSTILE)
    write_report(hostile_report(folder), str(folder), ["sarif"], Places([("./a <b> %.yml", lines)]))
    found: dict[str, Any] = json.loads((folder / "report.sarif").read_text(encoding="utf-8"))
    return found


def test_the_document_has_what_sarif_wants_and_nothing_else(document: dict[str, Any]) -> None:
    assert matches(LOG, LOG, document)
    assert not matches(LOG, LOG, {**document, "more": 1})


def test_places_lines_and_rules_fit_the_document(document: dict[str, Any]) -> None:
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    places = [
        one["physicalLocation"] for result in run["results"] for one in result["locations"] if "physicalLocation" in one
    ]
    assert len(places) > len(HOSTILE)
    for place in places:
        assert place["artifactLocation"]["uri"] == "a%20%3Cb%3E%20%25.yml"
        assert 1 <= place["region"]["startLine"] <= len(HOSTILE)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert all(re.fullmatch("[0-9a-f]{64}", value) for value in result["partialFingerprints"].values())
    assert len({rule["id"] for rule in rules}) == len(rules)
