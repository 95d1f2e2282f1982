"""Which tables are sealed: all of ours, but for those that are named here with the reason."""

from __future__ import annotations

from functools import cache

from django.apps import apps
from django.db.models import Model

LEFT_OUT = {
    "people.Chain": "the log seals its own chains",
    "people.LogEntry": "the log seals its own entries, each with all before it",
    "people.SignIn": "sessions: they come and go with every look, and nothing follows from them",
    "seals.Seal": "the marks themselves",
    "seals.Head": "sealed in itself",
    "disclosures.SearchEntry": "the search index: made from the items at any time by `gongkai reindex`",
    "disclosures.SearchText": "the search index",
    "reminders.Beat": "the beat of the background: written every minute, and nothing follows from it but an alarm",
    "portal.Miss": "a tally of searches that found nothing",
}
"""By label: why a model of ours carries no seal."""


def models() -> list[type[Model]]:
    """Every model of ours that is sealed, those that only join two others with them."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("gongkai.") and model._meta.managed and model._meta.label not in LEFT_OUT
    ]


@cache
def tables() -> dict[str, type[Model]]:
    """The sealed tables by name."""
    return {model._meta.db_table: model for model in models()}


def sealed(model: type[Model]) -> bool:
    """Whether what is written to ``model`` is sealed. The models of a migration are others than those of the program, and are not:
    the tables are marked anew behind it."""
    return tables().get(model._meta.db_table) is model._meta.concrete_model
