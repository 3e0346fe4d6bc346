"""
Acts of people → cases that last.
"""

from __future__ import annotations

from sopkit.desk.desk import Desk, open_desk
from sopkit.desk.values import Delivery, Message, Page, Summary, Task, Trouble, Verification

__all__ = ["Delivery", "Desk", "Message", "Page", "Summary", "Task", "Trouble", "Verification", "open_desk"]
