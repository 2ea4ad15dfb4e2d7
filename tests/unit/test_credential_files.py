# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which credential files are read: no pipe, no device, nothing outside of the folder; and who else may read them."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.credentials import (
    Credentials,
    find_credentials,
    read_sources,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.profiles import LARGEST_FILE

KEYS = {"secretId": "ID-file", "secretKey": "EXAMPLEKEY-file"}


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """A file with keys that only its owner may read."""
    path = tmp_path / "keys"
    path.write_text(json.dumps(KEYS), encoding="utf-8")
    path.chmod(0o600)
    return path


def find(home: Path, environment: dict[str, str] | None = None, **params: Any) -> tuple[Credentials, list[str]]:
    """The keys that are found, and the warnings."""
    warnings: list[str] = []
    sources = read_sources(params, {"HOME": str(home), **(environment or {})})
    return find_credentials(sources, lambda url: None, warnings.append), warnings


def failure(home: Path, environment: dict[str, str] | None = None, **params: Any) -> OrgkitError:
    with pytest.raises(OrgkitError) as caught:
        find(home, environment, **params)
    assert "EXAMPLEKEY" not in str(caught.value.report())
    return caught.value


@pytest.mark.parametrize("profile", ["../../x", "..", ".hidden", "a/b", "/etc/passwd", "a\\b", "a\nb", "x" * 200])
@pytest.mark.parametrize("by", ["option", "TENCENTCLOUD_PROFILE", "TCCLI_PROFILE"])
def test_a_profile_is_a_name_and_never_a_path(tmp_path: Path, profile: str, by: str) -> None:
    home = tmp_path / "home"
    (home / ".tccli").mkdir(parents=True)
    (tmp_path / "x.credential").write_text(json.dumps(KEYS), encoding="utf-8")
    error = failure(home, profile=profile) if by == "option" else failure(home, {by: profile})
    assert error.code == "invalid_input"
    assert ("profile" if by == "option" else by) in error.message


@pytest.mark.parametrize("profile", ["work", "work.eu", "Work-2_b", "my profile", "alice@example.com", "DEFAULT"])
def test_names_of_profiles_may_hold_what_people_use(tmp_path: Path, profile: str) -> None:
    (tmp_path / ".tccli").mkdir()
    (tmp_path / ".tccli" / f"{profile}.credential").write_text(json.dumps(KEYS), encoding="utf-8")
    assert find(tmp_path, profile=profile)[0].secret_id == "ID-file"


@pytest.mark.parametrize("kind", ["pipe", "socket", "device", "link to a pipe"])
def test_what_is_no_regular_file_is_refused_without_waiting(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "keys"
    bound = socket.socket(socket.AF_UNIX)
    if kind == "device":
        path = Path("/dev/zero")
    elif kind == "socket":
        bound.bind(str(path))
    else:
        os.mkfifo(path)
        if kind == "link to a pipe":
            (tmp_path / "link").symlink_to(path)
            path = tmp_path / "link"
    with bound:
        error = failure(tmp_path, credentials_file=str(path))
    assert error.code == "credentials"
    assert f"{path} cannot be read: it is no regular file" in error.message


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in failure(tmp_path, credentials_file=str(tmp_path)).message


def test_a_file_that_is_far_too_large_is_refused(tmp_path: Path, keys: Path) -> None:
    keys.write_text(" " * LARGEST_FILE + json.dumps(KEYS), encoding="utf-8")
    assert "bytes" in failure(tmp_path, credentials_file=str(keys)).message


def test_a_file_that_everybody_may_read_gives_a_warning(tmp_path: Path, keys: Path) -> None:
    assert find(tmp_path, credentials_file=str(keys))[1] == []
    keys.chmod(0o644)
    found, warnings = find(tmp_path, credentials_file=str(keys))
    assert found.secret_id == "ID-file"
    (warning,) = warnings
    assert str(keys) in warning
    assert "every user of this machine" in warning


@pytest.mark.parametrize("default", ["secret_key = EXAMPLEKEY-default", "token = EXAMPLEKEY-default\nrole_arn = any"])
def test_the_default_section_of_an_ini_file_completes_no_other_section(
    tmp_path: Path, keys: Path, default: str
) -> None:
    keys.write_text(f"[DEFAULT]\n{default}\n[shop]\nsecret_id = ID-shop\n", encoding="utf-8")
    error = failure(tmp_path, credentials_file=str(keys), profile="shop")
    assert "secret_key is missing" in error.message
    keys.write_text(
        f"[DEFAULT]\n{default}\n[shop]\nsecret_id = ID-shop\nsecret_key = EXAMPLEKEY-shop\n", encoding="utf-8"
    )
    found, _warnings = find(tmp_path, credentials_file=str(keys), profile="shop")
    assert (found.token, found.role_arn) == (None, None)


@pytest.mark.parametrize(
    "content", ["[" * 200_000, '{"a":' * 100_000, json.dumps({**KEYS, "secretKey": ["EXAMPLEKEY"]})]
)
def test_a_file_with_odd_content_is_an_error_that_names_it(tmp_path: Path, keys: Path, content: str) -> None:
    keys.write_text(content, encoding="utf-8")
    error = failure(tmp_path, credentials_file=str(keys))
    assert error.code == "credentials"
    assert str(keys) in error.message
