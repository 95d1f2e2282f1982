"""What art. 12 of the Regulation asks of 公开指南 and only the settings of a body can tell."""

from __future__ import annotations

from gongkai.agencies.models import Agency

PARTS = (
    "office",
    "address",
    "hours",
    "phone",
    "fax",
    "email",
    "reconsideration",
    "court",
)
"""Name, address, hours, telephone, fax and internet address of the disclosure office; where the remedies lead."""


def missing(agency: Agency) -> list[str]:
    """The labels of the parts that are blank, in order; [] when the guide is whole."""
    return [str(Agency._meta.get_field(name).verbose_name) for name in PARTS if not getattr(agency, name)]
