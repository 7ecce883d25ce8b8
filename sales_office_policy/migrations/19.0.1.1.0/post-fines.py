"""Fines and their limits get a currency and keep their amounts; where 0 meant any amount, a tick says so."""

#: of what every company shares: the currency of most companies that work with the rule book, else of the first company
SHARED = """
SELECT company.currency_id FROM res_company company
 ORDER BY (SELECT count(*) FROM res_company other
            WHERE other.currency_id = company.currency_id
              AND EXISTS (SELECT FROM res_company_sales_office_room_rel room
                           WHERE room.res_company_id = other.id)) DESC,
          company.id
 LIMIT 1
"""


def migrate(cr, version):
    for table in ("sales_office_violation_type", "sales_office_sanction_limit"):
        cr.execute(f"UPDATE {table} SET currency_id = ({SHARED}) WHERE company_id IS NULL")
        cr.execute(
            f"UPDATE {table} owned SET currency_id = company.currency_id "
            "FROM res_company company WHERE company.id = owned.company_id"
        )
    cr.execute("UPDATE sales_office_sanction_limit SET is_unlimited = TRUE WHERE fine_limit = 0 OR fine_limit IS NULL")
