"""What stands behind ./dev. Standard library only, but for lint and pot, which run in .venv."""
