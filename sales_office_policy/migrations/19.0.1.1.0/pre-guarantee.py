"""Plans approved before guarantee in full, whatever the days: what they paid stays what it was."""


def migrate(cr, version):
    cr.execute("ALTER TABLE sales_office_commission_plan ADD COLUMN IF NOT EXISTS guarantee_days varchar")
    cr.execute("UPDATE sales_office_commission_plan SET guarantee_days = 'full' WHERE guarantee_days IS NULL")
