# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Connection options of Tencent Cloud."""

    DOCUMENTATION = r"""
options:
  secret_id:
    description:
      - >-
        Connection: Id of the API key. Goes with O(secret_key).
      - A credential set is taken whole from one source. The order is task options, O(profile), the environment, the
        default profile files, the role of the virtual machine, which is asked for at E(ORGKIT_METADATA_URL) or
        the metadata address of Tencent Cloud.
      - A blank value is an error, so that an empty variable of a vault does not become another identity.
      - The environment variable is E(TENCENTCLOUD_SECRET_ID).
    type: str
  secret_key:
    description:
      - >-
        Connection: Secret of the API key.
      - The environment variable is E(TENCENTCLOUD_SECRET_KEY).
    type: str
  token:
    description:
      - >-
        Connection: Token of temporary credentials. Goes with O(secret_id) and O(secret_key).
      - The environment variables are E(TENCENTCLOUD_TOKEN) and E(TENCENTCLOUD_SECURITY_TOKEN).
    type: str
  profile:
    description:
      - >-
        Connection: Name of a profile. It is read from C(~/.tccli/<profile>.credential), else from the section of that name in
        C(~/.tencentcloud/credentials).
      - Given as an option it comes before the environment. The environment variables E(TENCENTCLOUD_PROFILE) and
        E(TCCLI_PROFILE) choose the profile that is used when the environment has no keys.
      - It is a name and not a path, so it has no slash and does not begin with a dot.
    type: str
  credentials_file:
    description:
      - >-
        Connection: File to read the profile from, in the JSON form of tccli or the INI form of the SDK. A file that every user of the
        machine may read gives a warning.
      - The environment variable is E(TENCENTCLOUD_CREDENTIALS_FILE).
    type: path
  role_arn:
    description:
      - >-
        Connection: CAM role to assume with the credentials. A profile can name one too.
      - The key needs the right C(sts:AssumeRole) then, and the role all others.
      - The environment variable counts for keys of the environment or the machine only, never for keys from options or a
        profile.
      - The environment variable is E(TENCENTCLOUD_ROLE_ARN).
    type: str
  role_session_name:
    description:
      - >-
        Connection: Name of the session when O(role_arn) is assumed, V(orgkit-cloud) when it is not given.
      - The environment variable counts for the same keys as the one of O(role_arn).
      - The environment variable is E(TENCENTCLOUD_ROLE_SESSION_NAME).
    type: str
  org_id:
    description:
      - >-
        Connection: Id of the organization that the credentials must belong to. The task fails when they belong to another one.
      - Costs one request, for which the key needs the right C(organization:DescribeOrganization). A blank value is an error.
      - The environment variable is E(TENCENTCLOUD_ORG_ID).
    type: str
  site:
    description:
      - >-
        Connection: V(intl) is the international site, V(mainland) the site of mainland China. They are separate worlds of accounts.
      - Decides about host name and rules of validation. V(intl) when it is not given.
      - The environment variable is E(TENCENTCLOUD_SITE).
    type: str
  endpoint:
    description:
      - >-
        Connection: Host or URL of the API, when it is not the one of the site. Plain http is accepted for loopback addresses only.
      - With O(role_arn), STS is asked at this endpoint too.
      - The environment variable is E(TENCENTCLOUD_ENDPOINT).
    type: str
  region:
    description:
      - >-
        Connection: Region to send. The API does not need one.
      - The environment variable is E(TENCENTCLOUD_REGION).
    type: str
  language:
    description:
      - >-
        Connection: Language of the API's error messages.
    type: str
    choices: [en-US, zh-CN]
    default: en-US
  requests_per_second:
    description:
      - >-
        Connection: How many requests of one API action may be sent in a second, by all connections together. V(20) when it is not
        given, which is the limit of the API.
    type: float
requirements:
  - httpx (Python library) on the host that runs the task
"""
