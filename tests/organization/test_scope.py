from ..common import SalesOfficeCommon


class TestScope(SalesOfficeCommon):
    def test_leader_sees_the_team(self):
        """R135: a leader sees the leads of his team, not those of the other team or of his manager."""
        people = self.rep | self.colleague | self.leader | self.rep_south | self.manager
        leads = self.env["crm.lead"].create([{"name": e.name, "user_id": e.user_id.id} for e in people])
        seen = self.as_(self.leader, leads).search([("id", "in", leads.ids)])
        self.assertEqual(set(seen.mapped("name")), {"Rob", "Ann", "Lea"})
