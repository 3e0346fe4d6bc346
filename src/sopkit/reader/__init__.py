"""
JSON text ⇄ Sop, with every problem found on the way.

Loading is validating: strict (bytes, JSON), shape, references, meaning, in this order, and no way round them.
"""

from sopkit.reader.loading import dumps, load, loads, proven, reference, shaped
from sopkit.reader.problems import MAX_PROBLEMS
from sopkit.reader.strict import MAX_BYTES, MAX_DEPTH, MAX_STEPS, MAX_VALUES, schema_text

__all__ = [
    "MAX_BYTES", "MAX_DEPTH", "MAX_PROBLEMS", "MAX_STEPS", "MAX_VALUES",
    "dumps", "load", "loads", "proven", "reference", "schema_text", "shaped",
]  # fmt: skip
