"""The commands of ./dev, one file each: `arguments(parser)` declares them, `main(options)` does the work."""
