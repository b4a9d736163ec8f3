"""What may follow on a report after its review: 抽查复核, 整改, 申诉. One file a kind; `follow_up.py` joins them."""
