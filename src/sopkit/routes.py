"""
Temporary.
"""

from sopkit.paths import Path, count_paths, paths

__all__ = ["Path", "count_paths", "paths"]
