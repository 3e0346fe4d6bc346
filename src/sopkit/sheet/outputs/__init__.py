"""
Sheet → SVG, HTML, PDF, PNG; what is drawn is where the layout has it.
"""
