"""
Sheet + a case, or what changed → the same sheet with marks on it.
"""
