"""Lists of departments and of people: Excel and CSV read into plain records, with a message for each wrong cell."""
