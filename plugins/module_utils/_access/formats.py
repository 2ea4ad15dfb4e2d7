# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The formats of a report and the files that each writes: all of them, or none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import Any, Callable

from .._core.errors import invalid_input
from .._core.private_file import PrivateFile
from .lines import Places
from .report import Report

Text = Callable[[Report], Iterator[str]]


def _json(places: Places) -> dict[str, Text]:
    from .format_json import json_text

    return {"report.json": json_text}


def _csv(places: Places) -> dict[str, Text]:
    from . import format_csv

    return {
        "access.csv": format_csv.access_csv,
        "users.csv": format_csv.users_csv,
        "findings.csv": format_csv.findings_csv,
        "differences.csv": format_csv.differences_csv,
    }


def _html(places: Places) -> dict[str, Text]:
    from .format_html import html_text

    return {"report.html": html_text}


def _sarif(places: Places) -> dict[str, Text]:
    from .format_sarif import sarif_text

    return {"report.sarif": lambda report: sarif_text(report, places)}


def _junit(places: Places) -> dict[str, Text]:
    from .format_junit import junit_text

    return {"junit.xml": junit_text}


def _markdown(places: Places) -> dict[str, Text]:
    from .format_markdown import markdown_text

    return {"report.md": markdown_text}


# By format, what gives its files. A format is loaded when it is asked for.
_WRITERS: dict[str, Callable[[Places], dict[str, Text]]] = {
    "json": _json,
    "csv": _csv,
    "html": _html,
    "sarif": _sarif,
    "junit": _junit,
    "markdown": _markdown,
}
FORMATS = tuple(_WRITERS)


def write_report(report: Report, folder: str, formats: Iterable[str], places: Places) -> list[dict[str, Any]]:
    """Write the formats into a folder, which is made when it is missing; rows of {path, format, sha256}.

    A file that was there is replaced at once. When one cannot be written, all stay as they were. Raises invalid_input.
    """
    _make(folder)
    wanted = dict.fromkeys(formats)
    rows: list[dict[str, Any]] = []
    with ExitStack() as open_files:
        ready: list[PrivateFile] = []
        for name in wanted:
            for file_name, text in _WRITERS[name](places).items():
                file = open_files.enter_context(PrivateFile(os.path.join(folder, file_name)))
                for part in text(report):
                    file.write(part)
                ready.append(file)
                rows.append({"path": file.path, "format": name, "sha256": file.sha256})
        for file in ready:
            file.keep()
    return rows


def _make(folder: str) -> None:
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise invalid_input(
            [f"dest: the folder {folder!r} cannot be made: {reason}."],
            hint="Nothing was written. Give a folder in a place that you may write.",
        ) from None
