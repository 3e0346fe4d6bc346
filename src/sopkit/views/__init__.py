"""
Values → text for a terminal.

One module per view. Nothing is imported here: `findings` is plain enough for a quick check, the tables bring rich.
"""
