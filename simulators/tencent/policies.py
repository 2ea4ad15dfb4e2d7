# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The system policies of access management: plausible names, some of them contained in others."""

from __future__ import annotations

GENERAL = ("AdministratorAccess", "ReadOnlyAccess", "QcloudFinanceFullAccess", "QcloudFinanceReadOnlyAccess")
PRODUCTS = (
    "AMS", "Antiddos", "APIGateway", "APM", "AS", "ASR", "Audit", "BatchCompute", "Billing", "BM", "CAM", "Captcha",
    "CBS", "CCN", "CDB", "CDN", "CDS", "CFS", "CFW", "CHDFS", "CKafka", "CLB", "CloudHSM", "CLS", "CMQ", "COS", "CPM",
    "CTSDB", "CVM", "CWP", "CynosDB", "DBBrain", "DC", "DCDB", "DLC", "DNSPod", "Domain", "DTS", "EB", "ECDN", "ECM",
    "EMR", "ES", "FaceID", "GAAP", "GME", "GSE", "HCM", "IAI", "IMS", "IoT", "KMS", "Lighthouse", "Live", "LVB",
    "MariaDB", "MongoDB", "Monitor", "MPS", "NAT", "OCR", "Organization", "PostgreSQL", "PrivateDNS", "PTS", "Redis",
    "RUM", "SCF", "SES", "SLB", "SMS", "SQLServer", "SSL", "SSM", "STS", "Tag", "TAT", "TBaaS", "TCB", "TCR", "TDMQ",
    "TEM", "TEO", "TIC", "TIONE", "TKE", "TMT", "TRTC", "TSF", "TTS", "VOD", "VPC", "VPN", "WAF", "WeData", "YunSou",
)  # fmt: skip
FORMS = ("Qcloud{}FullAccess", "Qcloud{}ReadOnlyAccess", "Qcloud{}Access")
# Names that hold a whole other name, at the front and at the end.
LOOKALIKES = (
    "QcloudCVMReadOnlyAccessForAudit",
    "CrossAccountQcloudVPCReadOnlyAccess",
    "QcloudCOSFullAccessWithoutDelete",
)
FIRST = 201


def system_policies() -> dict[int, str]:
    """Number -> name of every system policy, the same in every world."""
    names = [*GENERAL, *(form.format(product) for product in PRODUCTS for form in FORMS), *LOOKALIKES]
    return dict(enumerate(names, FIRST))
