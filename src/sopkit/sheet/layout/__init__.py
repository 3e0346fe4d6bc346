"""
Sop + paper → Sheet: everything that stands on it at its place, in millimetres; nothing here knows an output.
"""

from sopkit.sheet.layout.laying import layout

__all__ = ["layout"]
