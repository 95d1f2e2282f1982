"""A connection that knows what its transaction has written."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError

from gongkai.seals import ledger


class Noting:
    """Beside a ``DatabaseWrapper``."""

    def __init__(self: Any, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.ledger = ledger.Ledger()

    def commit(self: Any) -> None:
        try:
            ledger.settle(self)
        except DatabaseError:
            # The caller rolls back, as after a commit that failed.
            self.ledger.forget()
            raise
        except BaseException:
            self.rollback()
            raise
        super().commit()  # type: ignore[misc]

    def rollback(self: Any) -> None:
        self.ledger.forget()
        super().rollback()  # type: ignore[misc]

    def close(self: Any) -> None:
        self.ledger.forget()
        super().close()  # type: ignore[misc]
