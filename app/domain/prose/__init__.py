"""Chinese prose of reports: what a passage says, how much two have in common, and by which numbers an index finds it.

Pure, and about wording alone: it knows nothing of meaning, of word lists of a language, or of who wrote what.
"""
