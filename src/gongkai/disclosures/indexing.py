"""What keeps the index behind search and suggestions true. Publication itself belongs to a later room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction

from gongkai.disclosures.grams import grams
from gongkai.disclosures.models import Gram, Item

TITLE, NUMBER, SUMMARY = 4, 3, 2
"""What a gram weighs by the place it stands in: a title says what an item is, a summary what else is in it."""
_BATCH = 5000


def index(item: Item) -> None:
    """(Re)build the grams of ``item``. To be called whenever its title, a number or its summary has changed."""
    index_many((item,))


@transaction.atomic
def index_many(items: Iterable[Item]) -> None:
    """(Re)build the grams of many items that are saved already, for example in bulk."""
    held = list(items)
    for item in held:
        item.set_keys()
    Item.objects.bulk_update(held, ("number_key", "index_key"), batch_size=500)
    for start in range(0, len(held), 500):
        Gram.objects.filter(item__in=[item.pk for item in held[start : start + 500]]).delete()
    Gram.objects.bulk_create((gram for item in held for gram in _grams_of(item)), batch_size=_BATCH)


def _grams_of(item: Item) -> Iterator[Gram]:
    weights: dict[str, int] = {}
    for text, weight in (
        (item.summary, SUMMARY),
        (f"{item.document_number} {item.index_number}", NUMBER),
        (item.title, TITLE),
    ):
        for gram in grams(text):
            weights[gram] = max(weight, weights.get(gram, 0))
    for text, weight in weights.items():
        yield Gram(item=item, text=text, weight=weight)
