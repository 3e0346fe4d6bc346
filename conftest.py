"""
The examples in documents and docstrings, run as tests.

Whoever has pytest and sopkit alone can still play the SOPs of a checkout: `pytest sops`. `make test` installs Sybil,
and tests/test_docs.py fails without it, so no document is passed over unseen.
"""

from importlib.util import find_spec

if find_spec("sybil"):
    from doctest import ELLIPSIS

    from sybil import Sybil
    from sybil.parsers.markdown import PythonCodeBlockParser
    from sybil.parsers.rest import DocTestParser

    documents = Sybil(
        parsers=[PythonCodeBlockParser(doctest_optionflags=ELLIPSIS)],
        patterns=["*.md"],
        excludes=["*from-sqlite-to-postgresql.md"],  # tests/desk runs it, with a server
    )
    docstrings = Sybil(parsers=[DocTestParser(optionflags=ELLIPSIS)], patterns=["src/**/*.py"])

    pytest_collect_file = (documents + docstrings).pytest()
