# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter people: rows of a table, or the text of a CSV file, as orgkit_people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._core.text import shown
from ansible_collections.orgkit.cloud.plugins.module_utils._people.table import people_of_rows, people_of_text


def people(table: Any) -> Any:
    """Rows of people; no text in them is a template, whatever it looks like. Raises AnsibleFilterError."""
    try:
        if isinstance(table, str):
            return wrap_var(people_of_text(table))
        if isinstance(table, (list, tuple)) and all(isinstance(row, Mapping) for row in table):
            return wrap_var(people_of_rows(table))
    except OrgkitError as error:
        raise AnsibleFilterError(shown(error.sentence())) from error
    raise AnsibleFilterError("people takes the text of a CSV file, or a list of rows.")


class FilterModule:
    """What Ansible loads."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"people": people}
