"""Proofs that take longer than the tests: each is one command of the Makefile, and prints its figures."""
