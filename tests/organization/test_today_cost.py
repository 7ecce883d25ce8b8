"""What the page costs the server, by role, in the demo office: everything that may wait for somebody waits there."""

from unittest.mock import patch

from odoo.modules.module import get_manifest
from odoo.tools import convert_file

from ..common import SalesOfficeCommon

MODULE = "sales_office_policy"
#: what the page may take of anybody, which is what it took at most when this was written, and two
QUERIES = 15
USERS = ("rep1", "leader1", "manager", "director", "clerk", "relations", "finance", "policy")


class TestTodayCost(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the demo office has the same logins
        cls.env.cr.execute("UPDATE res_users SET login = 'test-' || login WHERE login IN %s", [USERS])
        cls.env.invalidate_all()
        with patch.object(cls.registry, "ready", False):  # as during an installation
            for name in get_manifest(MODULE)["demo"]:
                convert_file(cls.env, MODULE, name, {}, mode="init", noupdate=True)
        cls.demo = cls.env.ref(f"{MODULE}.demo_company")

    def _count(self, login, method="get_lines"):
        """Return the queries of a call with nothing of records in memory; what the registry remembers is remembered."""
        user = self.env.ref(f"{MODULE}.demo_user_{login}")
        context = {"allowed_company_ids": self.demo.ids, "lang": "en_US", "tz": "Asia/Shanghai"}
        today = self.env(user=user.id, su=False, context=context)["sales.office.today"]
        for _time in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            getattr(today, method)()
        return self.env.cr.sql_log_count - before

    def test_every_role(self):
        """R088: whoever opens the page asks the database no more than so often."""
        counts = {login: self._count(login) for login in USERS}
        self.assertFalse({login: count for login, count in counts.items() if count > QUERIES}, counts)

    def test_any_number_of_people(self):
        """R088: the page takes as many queries with people more below the leaders as without."""
        logins = ("rep1", "leader1", "manager", "director", "policy")
        before = {login: self._count(login) for login in logins}
        teams = self.env["hr.department"].search(
            [("company_id", "=", self.demo.id), ("sales_office_id", "!=", False), ("child_ids", "=", False)]
        )
        for number in range(12):
            self._create_member(f"New {number}", f"new_{number}", teams[number % len(teams)])
        after = {login: self._count(login) for login in logins}
        # what waits for newcomers is read, too: twelve of them would show if it were asked for each
        self.assertFalse({login for login in logins if after[login] > before[login] + 2}, (before, after))
