"""
`python -m sopkit` → the command line.
"""

from sopkit.cli import main

if __name__ == "__main__":
    main()
