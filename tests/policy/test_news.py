"""What is new to whoever reads a version, and the signature under it."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from ..browser import BrowserCase
from .common import PolicyCommon

PICTURE = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class NewsCommon(PolicyCommon):
    def _make_versions(self, *texts):
        """Return version 1, read by Rob, and one more for each text of its last clause, in force one by one."""
        versions = self.put_in_force(self.policy)
        self.as_(self.rep, self.policy).action_acknowledge()
        for text in texts:
            version = self.new_version(versions[-1:])
            version.clause_ids.sorted("sort_key")[-1:].text = text
            versions += self.put_in_force(version)
        return versions


class TestNews(NewsCommon):
    def test_first(self):
        """R101: who has read none before is shown the text, and no news."""
        policy = self.as_(self.rep, self.put_in_force(self.policy))
        self.assertFalse(policy.read_before_id or policy.news_html)
        self.assertEqual(policy.news_count, 0)

    def test_since_read_last(self):
        """R101: what changed since the version one read last is shown; those in between are skipped."""
        versions = self._make_versions("Desks are tidy.", "Desks are kept tidy and bare.")
        policy = self.as_(self.rep, versions[2])
        self.assertEqual((policy.read_before_id, policy.news_count), (versions[0], 1))
        self.assertIn("bare", policy.news_html)
        self.assertNotIn("Everybody is on time", policy.news_html)

    def test_of_each_reader(self):
        """R101: what is new depends on who reads: Ann has read the second version, Rob the first."""
        first, second = self._make_versions("Desks are tidy.")
        self.as_(self.colleague, second).action_acknowledge()
        third = self.new_version(second)
        third.clause_ids[:1].text = "Everybody is early."
        self.put_in_force(third)
        self.assertEqual(self.as_(self.rep, third).read_before_id, first)
        self.assertEqual(self.as_(self.rep, third).news_count, 2)
        self.assertEqual(self.as_(self.colleague, third).read_before_id, second)
        self.assertEqual(self.as_(self.colleague, third).news_count, 1)

    def test_read_again(self):
        """R101: what was new then is shown as well once it was confirmed."""
        _first, second = self._make_versions("Desks are tidy.")
        self.as_(self.rep, second).action_acknowledge()
        self.assertEqual(self.as_(self.rep, second).news_count, 1)

    def test_supplement(self):
        """R101: a supplement is read on its own."""
        (first,) = self._make_versions()
        supplement = self.put_in_force(self.supplement(first))
        self.assertFalse(self.as_(self.rep, supplement).read_before_id)

    def test_version_for_others(self):
        """R101: who has gone to another department still reads what is new since the version that they confirmed."""
        self.policy.department_ids = self.north
        (first,) = self._make_versions()
        second = self.new_version(first)
        second.department_ids = False
        second.clause_ids[:1].text = "Everybody is early."
        self.put_in_force(second)
        self.rep.department_id = self.south
        self.env.flush_all()
        self.env.invalidate_all()
        policy = self.as_(self.rep, second)
        self.assertEqual((policy.read_before_id, policy.news_count), (first, 1))
        with self.assertRaises(AccessError):
            self.as_(self.rep_south, first).read(["name"])

    def test_escaped(self):
        """R135: what somebody wrote is no markup."""
        _first, second = self._make_versions("<b>Desks</b>")
        self.assertIn("&lt;", self.as_(self.rep, second).news_html)


class TestSignature(NewsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sales_office_policy_signature = True

    def _own(self, policy):
        return self.Acknowledgement.search([("policy_id", "=", policy.id), ("user_id", "=", self.rep.user_id.id)])

    def test_signed(self):
        """R111: where the company wants it, a policy is confirmed with a signature, which stays with it."""
        policy = self.put_in_force(self.policy)
        seen = self.as_(self.rep, policy)
        with self.assertRaisesRegex(UserError, "Sign that you have read"):
            seen.action_acknowledge()
        action = seen.action_sign()
        dialog = self.as_(self.rep, self.env[action["res_model"]]).with_context(**action["context"])
        with Form(dialog) as form:
            form.signature = PICTURE
        form.record.action_confirm()
        self.assertEqual((self._own(policy).state, bool(self._own(policy).signature)), ("acknowledged", True))
        with self.assertRaisesRegex(UserError, "nothing here that you are asked to sign"):
            seen.action_sign()

    def test_no_picture(self):
        """R135: nothing but a picture is a signature, whatever is sent."""
        policy = self.as_(self.rep, self.put_in_force(self.policy))
        for given in ("x", 5, ["y"], {"z": 1}):
            with self.subTest(given), self.assertRaisesRegex(UserError, "a file in base64"):
                policy.action_acknowledge(given)
        for content in (b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<", b"%PDF-1.4"):
            with self.subTest(content), self.assertRaisesRegex(UserError, "image"):
                policy.action_acknowledge(base64.b64encode(content).decode())
        self.assertEqual(self._own(policy).state, "asked")

    def test_for_others(self):
        """R135: nobody signs what is not for them, nor in a dialog of somebody else."""
        policy = self.put_in_force(self.policy)
        with self.assertRaises(AccessError):
            self.as_(self.outsider, policy).action_acknowledge(PICTURE.decode())
        dialogs = self.as_(self.rep, self.env["sales.office.policy.sign"])
        dialog = dialogs.with_context(default_policy_id=policy.id).create({"signature": PICTURE})
        with self.assertRaises(AccessError):
            self.as_(self.colleague, dialog).action_confirm()
        with self.assertRaisesRegex(UserError, "Sign first"):
            dialogs.with_context(default_policy_id=policy.id).create({}).action_confirm()
        self.assertEqual(self._own(policy).state, "asked")

    def test_unasked(self):
        """R111: where the company wants none, none is kept."""
        self.company.sales_office_policy_signature = False
        policy = self.put_in_force(self.policy)
        self.as_(self.rep, policy).action_acknowledge(PICTURE.decode())
        self.assertFalse(self._own(policy).signature)


class TestNewsTour(NewsCommon, BrowserCase):
    def setUp(self):
        super().setUp()
        self.env["sales.office.policy"].search([("state", "=", "in_force")])._close_activities()
        self.env["sales.office.policy.acknowledgement"].search([("state", "=", "asked")]).unlink()

    def test_news(self):
        """R101 R111: Rob reads what is new and confirms it at its end: two clicks."""
        _first, second = self._make_versions("Desks are kept tidy and bare.")
        self.tour("sales_office_rep_reads_what_is_new", self.rep)
        self.assertTrue(self.as_(self.rep, second).my_acknowledged_at)

    def test_signature(self):
        """R111: Rob signs that he has read it."""
        self.company.sales_office_policy_signature = True
        policy = self.put_in_force(self.policy)
        self.tour("sales_office_rep_signs_a_policy", self.rep)
        own = self.Acknowledgement.search([("policy_id", "=", policy.id), ("user_id", "=", self.rep.user_id.id)])
        self.assertTrue(own.signature)


class TestNewsPhone(NewsCommon, BrowserCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_news(self):
        """R101 R111: on a telephone as well."""
        _first, second = self._make_versions("Desks are kept tidy and bare.")
        self.tour("sales_office_rep_reads_what_is_new", self.rep)
        self.assertTrue(self.as_(self.rep, second).my_acknowledged_at)
