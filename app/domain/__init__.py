"""The subject itself: the official form, the scoring of it, the report. Standard library and pydantic only."""
