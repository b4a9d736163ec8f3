"""The formats in which files are handed out."""

from typing import Literal

DocumentFormat = Literal["docx", "xlsx", "pdf", "csv", "json"]
"""Those of the official form."""

ResultsFormat = Literal["xlsx", "csv"]
"""Those of the list of reports."""
