"""What would change: filed reports scored again under another scheme."""
