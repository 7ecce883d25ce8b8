"""What stands behind ./dev. Standard library only; one idea per file."""
