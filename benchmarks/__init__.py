"""Measurements, both sides in one interleaved run; never part of the tests. `make bench` writes docs/benchmarks.md."""
