"""
Sheet → DOCX, XLSX, with tables and shapes that can be edited.
"""
