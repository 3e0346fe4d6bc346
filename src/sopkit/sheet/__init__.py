"""
Sop → the official sheet.
"""
