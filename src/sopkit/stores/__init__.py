"""
Cases and records ⇄ a database.
"""

from __future__ import annotations

from sopkit.stores.opening import open_store, upgrade
from sopkit.stores.record import Record
from sopkit.stores.row import Row
from sopkit.stores.store import Store

__all__ = ["Record", "Row", "Store", "open_store", "upgrade"]
