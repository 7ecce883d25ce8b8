"""A company that has never heard of a sales office.

department   manager   employees            user         sales team
-----------  --------  -------------------  -----------  ----------------------
Trade        Dora      Dora, Clem, Nick     nick: none   Trade: led by nobody
Trade/East   Mona      Mona
East/Port    Lina      Lina, Rita           all          Port: Lina leads Rita, Tom
Kitchen      -         Kurt
(none)                                      Tom: a user without an employee
"""

from odoo.fields import Command
from odoo.tests import new_test_user

from ..common import SalesOfficeCommon


class SetupCommon(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hotel = cls._create_company("New Hotel")
        cls.trade, cls.east, cls.port, cls.kitchen = (
            cls._create_department(name, company_id=cls.hotel.id) for name in ("Trade", "East", "Port", "Kitchen")
        )
        cls.east.parent_id, cls.port.parent_id = cls.trade, cls.east
        cls.dora, cls.clem, cls.mona, cls.lina, cls.rita, cls.kurt = (
            cls._create_member(name, name.lower(), department)
            for name, department in (
                ("Dora", cls.trade),
                ("Clem", cls.trade),
                ("Mona", cls.east),
                ("Lina", cls.port),
                ("Rita", cls.port),
                ("Kurt", cls.kitchen),
            )
        )
        cls.nick = cls.env["hr.employee"].create(
            {"name": "Nick", "company_id": cls.hotel.id, "department_id": cls.trade.id}
        )
        cls.trade.manager_id, cls.east.manager_id, cls.port.manager_id = cls.dora, cls.mona, cls.lina
        cls.tom = new_test_user(
            cls.env, "tom", name="Tom", company_id=cls.hotel.id, company_ids=[Command.set(cls.hotel.ids)]
        )
        cls.team_port, cls.team_trade = cls.env["crm.team"].create(
            [
                {
                    "name": "Harbour quays",
                    "company_id": cls.hotel.id,
                    "user_id": cls.lina.user_id.id,
                    "member_ids": [Command.set((cls.rita.user_id | cls.tom).ids)],
                },
                {"name": "Trade", "company_id": cls.hotel.id, "user_id": False},
            ]
        )
        cls.admin = cls._create_member("Ada", "ada", cls.kitchen, "policy_admin")
        cls.room = cls.env["sales.office.room"].create({"name": "Test", "code": "test", "description": "It tests."})
