# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is in the archive that Galaxy gets, and what must not be."""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

MOST_BYTES = 3_000_000
MOST_OF_A_FILE = 300_000
TOP = {
    "CHANGELOG.md", "FILES.json", "LICENSE", "MANIFEST.json", "README.md", "execution-environment.yml", "requirements.txt",
}  # fmt: skip
FOLDERS = {"changelogs", "docs", "meta", "playbooks", "plugins", "roles"}
NEEDED = TOP | {
    "changelogs/changelog.yaml",
    "docs/awx.md",
    "docs/schemas/data_file.schema.json",
    "meta/execution-environment.yml",
    "meta/runtime.yml",
    "playbooks/awx/configure.yml",
    "playbooks/onboard.yml",
    "plugins/callback/brief.py",
    "plugins/filter/people.py",
    "plugins/inventory/tencent_org.py",
}
SOURCES = (".py", ".yml", ".yaml", ".j2")
# Forms that a real key has; those of the documentation say EXAMPLE.
SECRETS = (
    re.compile(r"AKID(?!EXAMPLE)[A-Za-z0-9]{28,}"),
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    re.compile(r"eyJ[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{8,}"),
    re.compile(r"\$ANSIBLE_VAULT;"),
    re.compile(r"gh[pousr]_[A-Za-z0-9]{20,}"),
)
_HOMES = re.compile(r"(?<![\w.~/-])/(?:home|root|Users)/\w+")

Files = Mapping[str, bytes]
"""The content of the archive by path."""


def content(archive: Path) -> dict[str, bytes]:
    """The files of an archive by path; links and devices are files without content."""
    found = {}
    with tarfile.open(archive) as members:
        for member in members:
            if not member.isdir():
                file = members.extractfile(member) if member.isfile() else None
                found[member.name] = file.read() if file else b""
    return found


def unwanted(files: Files) -> Iterator[str]:
    """What does not belong there."""
    for name in files:
        path = PurePosixPath(name)
        if (path.parts[0] not in FOLDERS if len(path.parts) > 1 else name not in TOP) or ".." in path.parts:
            yield f"{name} does not belong into the archive"
        elif (
            any(part.startswith(".") for part in path.parts)
            or path.suffix in (".pyc", ".orig", ".rej")
            or "vault" in name
        ):
            yield f"{name} is hidden, compiled or left over"


def missing(files: Files) -> Iterator[str]:
    """What a user needs and does not get."""
    yield from (f"{name} is missing" for name in sorted(NEEDED - set(files)))
    for name in files:
        if name.startswith("plugins/modules/") and name.replace("/modules/", "/action/") not in files:
            yield f"{name} has no action plugin"
        if name.startswith("roles/") and f"roles/{name.split('/')[1]}/meta/argument_specs.yml" not in files:
            yield f"{name} belongs to a role without arguments"


def manifest_faults(files: Files) -> Iterator[str]:
    """What Galaxy would show of it and is not so."""
    told: dict[str, Any] = json.loads(files["MANIFEST.json"])["collection_info"]
    if (told["namespace"], told["name"], told["license"]) != ("orgkit", "cloud", ["GPL-3.0-or-later"]):
        yield "MANIFEST.json names another collection or licence"
    if told["dependencies"]:
        yield f"it depends on {', '.join(told['dependencies'])}"
    yield from (
        f"MANIFEST.json names no {key}" for key in ("repository", "documentation", "issues", "tags") if not told[key]
    )
    listed = {row["name"] for row in json.loads(files["FILES.json"])["files"] if row["ftype"] == "file"}
    if listed != set(files) - {"MANIFEST.json", "FILES.json"}:
        yield "FILES.json lists other files than there are"
    if b"requires_ansible:" not in files.get("meta/runtime.yml", b""):
        yield "meta/runtime.yml does not say which ansible-core it needs"


def licence_faults(files: Files) -> Iterator[str]:
    """Sources that do not say under which licence they are."""
    if b"GNU GENERAL PUBLIC LICENSE" not in files.get("LICENSE", b"")[:200]:
        yield "LICENSE is not the text of the licence"
    for name, text in files.items():
        # changelog.yaml is written by a tool.
        if name.endswith(SOURCES) and name != "changelogs/changelog.yaml" and b"GPL-3.0-or-later" not in text[:500]:
            yield f"{name} does not name its licence"


def size_faults(files: Files) -> Iterator[str]:
    """Too much for a collection of plain text."""
    yield from (f"{name} has {len(text)} bytes" for name, text in files.items() if len(text) > MOST_OF_A_FILE)
    total = sum(map(len, files.values()))
    if total > MOST_BYTES:
        yield f"it has {total} bytes"


def secret_faults(files: Files) -> Iterator[str]:
    """What looks like a key, or like somebody's machine."""
    for name, text in files.items():
        shown = text.decode("utf-8", "replace")
        if any(form.search(shown) for form in SECRETS):
            yield f"{name} holds what looks like a key"
        if _HOMES.search(shown):
            yield f"{name} names a folder of a person"


RULES: tuple[Callable[[Files], Iterator[str]], ...] = (
    unwanted, missing, manifest_faults, licence_faults, size_faults, secret_faults,
)  # fmt: skip


def faults(archive: Path) -> list[str]:
    """Why an archive must not be published, one sentence for each reason."""
    files = content(archive)
    return [fault for rule in RULES for fault in rule(files)]
