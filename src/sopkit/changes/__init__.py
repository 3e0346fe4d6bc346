"""
Sop + Sop → what changed, and what that means for running cases.

Called `changes` because `sopkit.compare` is a function. Parts are the same if they have the same id; of steps, whoever
knows may say which have another id now.
"""

from sopkit.changes.change import Change, Remark
from sopkit.changes.comparing import Comparison, compare
from sopkit.changes.verdict import Verdict

__all__ = ["Change", "Comparison", "Remark", "Verdict", "compare"]
