from dataclasses import dataclass

from odoo.models import BaseModel
from odoo.tools import SQL

from ..asking import Joint

#: of more departments than these everybody is asked
DEPARTMENTS = 50


@dataclass(frozen=True, eq=False)
class Belonging(Joint):
    """Asks for the :class:`~.membership.Stays` of some people of a company; in sudo, for callers who checked who asks.

    Of ``employees``, of whoever was in one of the ``departments`` or below it, and of whoever was in or below one in
    which ``colleagues`` were. Who else is among them is no matter.
    """

    company: BaseModel
    employees: BaseModel
    department_ids: tuple = ()
    colleagues: BaseModel | tuple = ()

    @classmethod
    def answer(cls, asked):
        """Return the stays of all that is asked of a company in one query."""
        stays = {}
        for company in dict.fromkeys(one.company for one in asked):
            of_company = [one for one in asked if one.company == company]
            membership = of_company[0].employees.env["sales.office.membership"]
            stays[company] = membership._get_grouped_stays(company, cls._get_whose(of_company))
        return [stays[one.company] for one in asked]

    @staticmethod
    def _get_whose(asked):
        """Return the condition on the ids of employees; None for everybody."""
        departments = {id_ for one in asked for id_ in one.department_ids if id_}
        if len(departments) > DEPARTMENTS:
            return None
        lines = [f"%/{id_}/%" for id_ in sorted(departments)]
        employees = sorted({id_ for one in asked for id_ in one.employees.ids})
        colleagues = sorted({id_ for one in asked for employee in one.colleagues for id_ in employee.ids})
        parts = [SQL("employee_id = ANY(%s)", employees)]
        if lines:
            parts.append(
                SQL("employee_id IN (SELECT employee_id FROM sales_office_membership WHERE line LIKE ANY(%s))", lines)
            )
        if colleagues:
            parts.append(
                SQL(
                    """
                    employee_id IN (
                        SELECT other.employee_id FROM sales_office_membership own
                          JOIN sales_office_membership other ON other.line LIKE '%%/' || own.department_id || '/%%'
                         WHERE own.employee_id = ANY(%s))
                    """,
                    colleagues,
                )
            )
        return SQL("(%s)", SQL(" OR ").join(parts))
