# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names that would do harm where they are not taken for text: in pages, spreadsheets, XML, Markdown, terminals, templates."""

from __future__ import annotations

from pathlib import Path

from ansible_collections.orgkit.cloud.plugins.module_utils._access import kinds
from ansible_collections.orgkit.cloud.plugins.module_utils._access.report import Failed, Report, make_report
from ansible_collections.orgkit.cloud.plugins.module_utils._access.snapshot import read_snapshot
from support.access_worlds import TODAY, Row, account, department, group, invitation, role_configuration, user, write

HOSTILE = (
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>",
    "' onmouseover='alert(1)", "javascript:alert(1)", "<!--", "-->", "<![CDATA[", "]]>", "]]><x/>", "&lt;b&gt;", "&amp;", "&#x3c;b&#x3e;",
    "<style>*{display:none}</style>", "</style><b>", "</title><b>", "<base href=https://evil.invalid/>", "<iframe srcdoc=x>",
    "<meta http-equiv=refresh content=0;url=https://evil.invalid>", "<a href=https://evil.invalid>x</a>",
    "<link rel=stylesheet href=//evil.invalid>",
    "=HYPERLINK(\"https://evil.invalid\")", "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "\n=1+1", "|calc", "%0A=1",
    "\uff1d1+1", "\uff0b1", "\uff201", "a,b;c\td", "\"quoted\"", "it's", "a\"\"b", "line\nbreak", "line\r\nbreak", "\u2028line", "\u2029",
    "\x00null", "\x1b[31mred", "\x07bell", "\x9b31m", "\u202eabc", "\ufeffbom", "\ufffe", "\ud800", "`code`", "```", "**bold** [x](https://evil.invalid)",
    "| a | b |", "# title", "![x](https://evil.invalid/x.png)", "@everyone", "{{ lookup('pipe', 'id') }}", "{% raw %}", "${x}", "%s%n",
    "..\\..\\x", "../../etc/passwd", "x" * 3000, "\U0001f600", "  ", "__proto__", "constructor",
)  # fmt: skip


def hostile_rows(name: str) -> list[Row]:
    """An organization in which everything has this name."""
    tags = {"tags": {name: name}}
    one = user(name, "1", email=name, display_name=name, aliases=[name], type=name, enabled=False)
    team = group(name, "1", type=name, description=name)
    place = account(name, "1", name, remark=name, permissions=[{"id": name, "name": name}], pending=True, **tags)
    job = role_configuration(name, "1", description=name, relay_state=name)
    rows = [one, team, place, job, department(name, "1", remark=name, **tags), kinds.membership(one, team, joined=name)]
    rows += [kinds.assignment(team, "group", job, place), kinds.role(one, "user", name, {"id": "s", "name": name})]
    return [*rows, invitation(name, "1", [team], roles=[name], created=name), kinds.unreadable("policy", job, name)]


def apart(row: Row, number: int) -> Row:
    """The row of an organization of its own: every id in it, also those of the things that it names."""
    refs = {
        name: {**value, "id": f"{value['id']}-{number}"}
        for name, value in row.items()
        if isinstance(value, dict) and "id" in value
    }
    return {**row, **refs, "id": f"{row['id']}-{number}"}


def hostile_report(folder: Path, names: tuple[str, ...] = HOSTILE) -> Report:
    rows = [apart(row, number) for number, name in enumerate(names) for row in hostile_rows(name)]
    old = [row for row in rows if row["row"] != "membership"]
    about: Row = {"organization": {"id": names[0], "name": names[1 % len(names)]}, "endpoint": names[0]}
    write(folder / "old.jsonl", old, **about)
    write(folder / "new.jsonl", rows, **about, started="2026-05-01T00:00:00Z")
    exceptions = [
        {
            "class": "disabled_member",
            "kind": "membership",
            "subject": name,
            "owner": name,
            "reason": name,
            "expires": "2026-12-31",
        }
        for name in names
        if name.strip()
    ]
    declared = {
        "tencent_onboarding_members": [{"name": "billing", "remark": names[0]}],
        "csp_onboarding_memberships": [{"group": "x", "users": []}],
    }
    return make_report(
        [read_snapshot(str(folder / "new.jsonl"))],
        [read_snapshot(str(folder / "old.jsonl"))],
        failed=[Failed("csp", name) for name in names],
        declared=declared,
        rules={
            "disabled_members": True,
            "stale_invitations_days": 7,
            "never_together": [{"name": name, "groups": list(names[:2])} for name in names],
            "administrators": [{"roles": [name], "allowed": [name]} for name in names[:2]],
        },
        exceptions=exceptions,
        today=TODAY,
        created="2026-06-01T00:00:00Z",
    )
