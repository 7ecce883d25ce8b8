"""Tests of ./dev itself. They need no Odoo: ./dev test tests/devtool takes seconds."""
