# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A headless Chromium of the machine, and what a page in it does that nobody asked for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "there is no Chromium here; Debian has it in the package chromium"
# It runs as root in CI, and reaches nobody by itself.
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]


def chromium() -> str | None:
    """The path of the browser, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser with an empty profile; it ends with the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Opened:
    """A page of a report. `unasked` holds what it did beside loading its own file."""

    def __init__(self, browser: Browser, file: Path, **context: Any) -> None:
        self.address = file.as_uri()
        self.unasked: list[str] = []
        self.page: Page = browser.new_context(**context).new_page()
        self.page.on("request", self._request)
        self.page.on("console", lambda message: self.unasked.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.unasked.append(f"error: {error}"))
        self.page.on("dialog", self._dialog)
        self.page.goto(self.address)

    def view(self, name: str) -> None:
        """Show a view, as its address does."""
        self.page.goto(f"{self.address}#{name}")

    def close(self) -> None:
        self.page.context.close()

    def _request(self, request: Any) -> None:
        if request.url.partition("#")[0] != self.address:
            self.unasked.append(f"request: {request.url}")

    def _dialog(self, dialog: Any) -> None:
        self.unasked.append(f"dialog: {dialog.message}")
        dialog.dismiss()
