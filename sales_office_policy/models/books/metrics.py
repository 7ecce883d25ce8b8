"""The metrics that the books know, by one set of keys for rules, targets, contests, reports and dashboards.

What each of them means stands in ``docs/metrics.md``.
"""

METRICS = [
    ("ordered", "Ordered"),
    ("invoiced", "Invoiced"),
    ("invoiced_new", "Invoiced to New Customers"),
    ("invoiced_existing", "Invoiced to Existing Customers"),
    ("collected", "Collected"),
    ("margin", "Margin"),
    ("quantity", "Quantity"),
    ("new_customers", "New Customers"),
]
#: metrics in company currency
AMOUNTS = ("ordered", "invoiced", "invoiced_new", "invoiced_existing", "collected", "margin")


def select(*keys):
    """Return the choices ``[(key, label)]`` of these metrics, for a selection."""
    labels = dict(METRICS)
    return [(key, labels[key]) for key in keys]


def explained(help_text):
    """Return the help of a field that shows or chooses a metric, with where all of them are explained."""
    return f"{help_text} What counts on which day: docs/metrics.md."
