"""The checks of ./dev lint, one idea a file: each is a function that returns problems as lines."""
