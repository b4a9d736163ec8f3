"""The formats in which the official form is handed out."""

from typing import Literal

DocumentFormat = Literal["docx", "xlsx", "pdf", "csv", "json"]
