# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names that would do harm where they are not taken for text: in pages, spreadsheets, XML, Markdown, terminals, templates."""

from __future__ import annotations

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
