"""Filled forms in from files: asked for, read by a worker, looked at, and only then written into reports."""
