"""The sales office every test works in, made once in the tests' database and looked up by every test class.

company "Harbour Hotel" (Asia/Shanghai, CNY)

department   manager     member        login        role
-----------  ----------  ------------  -----------  --------------------------
Sales        director    Diane         director     director
Sales        director    Max           manager      manager (manages Retail)
Sales        director    Cleo          clerk        clerk
Sales        director    Cora          relations    customer relations
Sales        director    Fay           finance      finance
Sales        director    Paula         policy       policy administrator
Sales/Retail     Max
Retail/North     Lea     Lea           leader       team leader
Retail/North     Lea     Rob           rep          representative
Retail/North     Lea     Ann           colleague    representative
Retail/South     Leo     Leo           leader_south team leader
Retail/South     Leo     Ray           rep_south    representative
(none)           -       Oscar         outsider     none: an ordinary internal user

company "Valley Hotel" has an office of its own: director "director_valley", rep "rep_valley".

``./dev test`` calls :func:`furnish` after the installation (devtool/inside.py). In a database where nobody
did, each class makes the office for itself, in its own transaction: slower, and otherwise the same.
"""

from unittest.mock import patch

from passlib.context import CryptContext

from odoo.fields import Command
from odoo.models import BaseModel

from odoo.addons.base.models.res_users import ResUsers

MODULE = "sales_office_tests"  # of the external ids under which the office is found again; no such module exists
CONTEXT = {"tracking_disable": True, "no_reset_password": True, "lang": "en_US"}


class Office:
    """The office as class attributes; the test case has the ``env``."""

    @classmethod
    def _open_office(cls):
        """Look the office up, or make it where the database has none, and work in it from now on."""
        cls.env = cls.env(context=dict(cls.env.context, **CONTEXT))
        found = cls.env["ir.model.data"].search_fetch([("module", "=", MODULE)], ["name", "model", "res_id"])
        if not found:
            cls._create_office()
            return
        company = found.filtered(lambda data: data.name == "company").res_id
        cls._work_in(cls.env["res.company"].browse(company))
        for data in found:
            setattr(cls, data.name, cls.env[data.model].browse(data.res_id))

    @classmethod
    def _work_in(cls, company):
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=company.ids))

    @classmethod
    def _create_office(cls):
        cls.company = cls._create_company("Harbour Hotel")
        cls.env.user.write(
            {"company_ids": [Command.link(cls.company.id)], "company_id": cls.company.id, "tz": "Asia/Shanghai"}
        )
        cls._work_in(cls.company)

        cls.calendar = cls._create_calendar(cls.company)
        cls.sales = cls._create_department("Sales", is_sales_office=True, sales_office_calendar_id=cls.calendar.id)
        cls.retail = cls._create_department("Retail", parent_id=cls.sales.id)
        cls.north = cls._create_department("North", parent_id=cls.retail.id)
        cls.south = cls._create_department("South", parent_id=cls.retail.id)

        cls.director = cls._create_member("Diane", "director", cls.sales, "director")
        cls.manager = cls._create_member("Max", "manager", cls.sales, "manager")
        cls.clerk = cls._create_member("Cleo", "clerk", cls.sales, "clerk")
        cls.relations = cls._create_member("Cora", "relations", cls.sales, "customer_relations")
        cls.finance = cls._create_member("Fay", "finance", cls.sales, "finance")
        cls.policy_admin = cls._create_member("Paula", "policy", cls.sales, "policy_admin")
        cls.leader = cls._create_member("Lea", "leader", cls.north, "team_leader")
        cls.rep = cls._create_member("Rob", "rep", cls.north, "representative")
        cls.colleague = cls._create_member("Ann", "colleague", cls.north, "representative")
        cls.leader_south = cls._create_member("Leo", "leader_south", cls.south, "team_leader")
        cls.rep_south = cls._create_member("Ray", "rep_south", cls.south, "representative")
        cls.outsider = cls._create_member("Oscar", "outsider", cls.env["hr.department"])
        cls.sales.write({"manager_id": cls.director.id, "sales_office_clerk_id": cls.clerk.id})
        cls.retail.manager_id = cls.manager
        cls.north.manager_id = cls.leader
        cls.south.manager_id = cls.leader_south

        cls.company_valley = cls._create_company("Valley Hotel")
        cls.env.user.company_ids |= cls.company_valley
        calendar_valley = cls._create_calendar(cls.company_valley)
        cls.sales_valley = cls._create_department(
            "Valley Sales",
            company_id=cls.company_valley.id,
            is_sales_office=True,
            sales_office_calendar_id=calendar_valley.id,
        )
        cls.director_valley = cls._create_member("Vera", "director_valley", cls.sales_valley, "director")
        cls.rep_valley = cls._create_member("Vic", "rep_valley", cls.sales_valley, "representative")
        cls.sales_valley.manager_id = cls.director_valley
        (cls.company | cls.company_valley).sales_office_room_ids = cls.env["sales.office.room"].search([])

    @classmethod
    def _create_company(cls, name):
        """Return a company in CNY."""
        currency = cls.env.ref("base.CNY")
        currency.active = True
        return cls.env["res.company"].create({"name": name, "currency_id": currency.id})

    @classmethod
    def _load_chart_of_accounts(cls, company):
        """Give the company the generic chart unless it has one; the books stay in the company's own currency."""
        if company.chart_template:
            return
        currency = company.currency_id
        cls.env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
        company.currency_id = currency

    @classmethod
    def _create_calendar(cls, company):
        """Return a schedule 08:00-12:00, 13:00-17:00, Monday to Friday, in Shanghai's time, made the company's."""
        calendar = cls.env["resource.calendar"].create(
            {
                "name": f"{company.name} 40 h",
                "company_id": company.id,
                "tz": "Asia/Shanghai",
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": "Work",
                            "dayofweek": str(day),
                            "hour_from": start,
                            "hour_to": stop,
                            "day_period": period,
                        }
                    )
                    for day in range(5)
                    for start, stop, period in ((8, 12, "morning"), (13, 17, "afternoon"))
                ],
            }
        )
        company.resource_calendar_id = calendar
        return calendar

    @classmethod
    def _create_department(cls, name, **values):
        return cls.env["hr.department"].create({"name": name, "company_id": cls.company.id, **values})

    @classmethod
    def _create_member(cls, name, login, department, *roles):
        """Return an employee of ``department`` since 2020 whose user has ``login`` and the groups of ``roles``."""
        company = department.company_id or cls.company
        user = cls.env["res.users"].create(
            {
                "name": name,
                "login": login,
                "password": login,
                "email": f"{login}@example.com",
                "tz": "Asia/Shanghai",
                "company_ids": [Command.set(company.ids)],
                "company_id": company.id,
                "group_ids": [Command.set(cls.env.ref("base.group_user").ids)],
            }
        )
        return cls.env["hr.employee"].create(
            {
                "name": name,
                "user_id": user.id,
                "company_id": company.id,
                "department_id": department.id,
                "date_version": "2020-01-01",
                "resource_calendar_id": company.resource_calendar_id.id,
                "tz": "Asia/Shanghai",
                "sales_office_role_ids": [
                    Command.set([cls.env.ref(f"sales_office_policy.role_{role}").id for role in roles])
                ],
            }
        )


def furnish(env):
    """Make the office, and the books of both companies, for all test classes to come."""
    office = type("FurnishedOffice", (Office,), {"env": env(context=dict(env.context, **CONTEXT))})
    quick = CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__rounds=1)
    with patch.object(ResUsers, "_crypt_context", lambda self: quick):
        office._create_office()
        env.flush_all()
    records = {name: value for name, value in vars(office).items() if isinstance(value, BaseModel)}
    for company in office.company | office.company_valley:
        office._load_chart_of_accounts(company)
    users = env["res.users"].search([("share", "=", False)])
    if "odoobot_state" in users._fields:
        users.odoobot_state = "disabled"  # so that nobody is welcomed in each tour anew
    env["ir.model.data"].create(
        [
            {"module": MODULE, "name": name, "model": record._name, "res_id": record.id, "noupdate": True}
            for name, record in records.items()
        ]
    )
