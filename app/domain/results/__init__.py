"""评价结果: what came of reports, one by one and many together."""
