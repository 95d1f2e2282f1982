"""The records of publication (主动公开).

An `Item` holds what the public reads, and nothing else is ever shown to it; a `Draft` is the text in work and under review.
Only a release copies one into the other, and leaves a `Version` behind.
"""

from gongkai.disclosures.models.catalogue import Attribute, Catalogue, Column, Freshness, Validity
from gongkai.disclosures.models.channels import ChannelSetting
from gongkai.disclosures.models.documents import LifeEvent, NormativeDocument
from gongkai.disclosures.models.drafts import Draft, DraftFile, DraftSave, Excuse, FileRole
from gongkai.disclosures.models.errors import ClosedVersion, SiteError
from gongkai.disclosures.models.items import Item, ItemNumber, Pairing, Version, VersionFile
from gongkai.disclosures.models.ledgers import (
    Collected,
    Decision,
    ImportedRows,
    KeptLedger,
    Ledger,
    Matter,
    Proposal,
    Purchase,
)
from gongkai.disclosures.models.releases import Channel, ForcedRelease, Release
from gongkai.disclosures.models.reviews import Review, SecrecyReview
from gongkai.disclosures.models.search import SearchEntry, SearchText
from gongkai.disclosures.models.words import LocalWord

__all__ = [
    "Attribute",
    "Catalogue",
    "Channel",
    "ChannelSetting",
    "ClosedVersion",
    "Collected",
    "Column",
    "Decision",
    "Draft",
    "DraftFile",
    "DraftSave",
    "Excuse",
    "FileRole",
    "ForcedRelease",
    "Freshness",
    "ImportedRows",
    "Item",
    "ItemNumber",
    "KeptLedger",
    "Ledger",
    "LifeEvent",
    "LocalWord",
    "Matter",
    "NormativeDocument",
    "Pairing",
    "Proposal",
    "Purchase",
    "Release",
    "Review",
    "SearchEntry",
    "SearchText",
    "SecrecyReview",
    "SiteError",
    "Validity",
    "Version",
    "VersionFile",
]
