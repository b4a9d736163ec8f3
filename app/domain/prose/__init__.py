"""Chinese prose as the checks read it: numbers and what they speak of, passages and what they resemble."""
