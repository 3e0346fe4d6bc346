"""
Sop → what else is made of its file: lanes, steps for applicants, forms, books.
"""
