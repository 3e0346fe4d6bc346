"""sopkit and its rivals → one table of ratios. Nothing in sopkit imports this, and no time is asserted anywhere."""
