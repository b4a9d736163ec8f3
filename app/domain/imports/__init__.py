"""Filled forms that come in together: what is taken in, and how far each of them is."""
