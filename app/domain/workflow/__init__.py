"""The way of a report from drafting to publication: who may move it when, what signatures cover, what bars a person."""
