"""Evaluation rounds (评价任务): what finance asks of departments by when, who is late, which reports are drawn."""
