"""Findings: statements of a report that disagree with each other, its rules or other reports. One check a file."""
