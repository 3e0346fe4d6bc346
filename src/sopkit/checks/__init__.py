"""
Sop → findings.

One rule is one kebab name: a function in the file of its topic, a line in `RULES`, a severity in each profile,
sentences in each language, a good and a bad sample in `samples/`.
"""

from sopkit.checks.book import BOOK_RULES, check_book
from sopkit.checks.checking import check
from sopkit.checks.finding import Finding, Found
from sopkit.checks.profiles import installed
from sopkit.checks.rules import RULES, Rule

__all__ = ["BOOK_RULES", "RULES", "Finding", "Found", "Rule", "check", "check_book", "installed"]
