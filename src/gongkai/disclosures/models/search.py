"""What the search keeps beside the items: of each public one a narrow row to filter and count by, and the text to show."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.models import Agency
from gongkai.disclosures.models.catalogue import Column
from gongkai.disclosures.models.items import Item


class SearchEntry(models.Model):
    """One public item as the search sees it. Kept by `gongkai.disclosures.search` alone.

    ``id``: rises with the day of publication, so that the newest come first without sorting (`search.entries`); the tokens
    stand under it, too. ``year``: of publication. ``files``, ``table``: whether it has an attachment, a table of data.
    """

    id = models.BigAutoField(primary_key=True)
    item = models.OneToOneField(Item, models.CASCADE, related_name="search_entry")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+", db_index=False)
    column = models.ForeignKey(Column, models.CASCADE, null=True, related_name="+", db_index=False)
    published_on = models.DateField()
    year = models.PositiveSmallIntegerField()
    validity = models.CharField(max_length=10, blank=True)
    clause = models.CharField(max_length=8, blank=True)
    kind = models.CharField(max_length=32)
    files = models.BooleanField(default=False)
    table = models.BooleanField(default=False)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("agency", "id"), name="search_of_body"),
            models.Index(fields=("column", "id"), name="search_of_column"),
            # Everything that is counted, in one index: the counts of the whole catalogue never touch the table.
            models.Index(
                fields=("agency", "year", "validity", "clause", "kind", "column", "files", "table", "expires_at"),
                name="search_counted",
            ),
            # And one for each kind of choice that the order of that one does not help: a group is then read in one run.
            models.Index(fields=("year", "expires_at"), name="search_by_year"),
            models.Index(fields=("validity", "expires_at"), name="search_by_validity"),
            models.Index(fields=("clause", "expires_at"), name="search_by_clause"),
            models.Index(fields=("kind", "expires_at"), name="search_by_kind"),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.published_on}"


class SearchText(models.Model):
    """The text of one entry as it was indexed, parted by the places that count for more or less; snippets are cut from it, and
    SQLite can only take tokens out of its index that it is told again."""

    entry = models.OneToOneField(SearchEntry, models.CASCADE, primary_key=True, related_name="text")
    title = models.TextField()
    lead = models.TextField(blank=True)
    body = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title[:40]
