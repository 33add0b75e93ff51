"""The parts of ``benchmarks/validate.py``: what is measured, on what, beside whom."""
