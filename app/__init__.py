"""Jixiao (绩效): yearly self-evaluation reports of government departments, scored by rule and explained."""
