"""One set of keys for metrics: targets and rules use those of the books."""

RENAMED = {
    "amount": "invoiced",
    "new_customer_amount": "invoiced_new",
    "existing_customer_amount": "invoiced_existing",
}


def migrate(cr, version):
    for table, column in (("sales_office_target", "metric"), ("sales_office_commission_rule", "target_metric")):
        for old, new in RENAMED.items():
            cr.execute(f"UPDATE {table} SET {column} = %s WHERE {column} = %s", [new, old])
