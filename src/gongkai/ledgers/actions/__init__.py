"""What people do with an old ledger: hand it in, say what its columns are, take it, undo it, put it away."""

from gongkai.ledgers.actions.mapping import settle
from gongkai.ledgers.actions.receiving import take_in
from gongkai.ledgers.actions.resting import discard, resume
from gongkai.ledgers.actions.taking import begin
from gongkai.ledgers.actions.undoing import begin_undo

__all__ = ["begin", "begin_undo", "discard", "resume", "settle", "take_in"]
