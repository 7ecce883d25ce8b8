"""Scripts that run in .venv's Python, with its packages; ./dev itself only has the standard library."""
