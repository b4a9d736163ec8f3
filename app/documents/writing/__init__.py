"""The official form going out: one layout of it, written as Word, Excel, PDF and text."""
