"""
Sop → the official sheet.
"""

from sopkit.sheet.rendering import VIEWS, Drawing, Wish, drawing, render

__all__ = ["VIEWS", "Drawing", "Wish", "drawing", "render"]
