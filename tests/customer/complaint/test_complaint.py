from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form

from .common import NOW, ComplaintCommon


@freeze_time(NOW)
class TestComplaint(ComplaintCommon):
    def test_taken_down(self):
        """R051: a complaint has a number, who looks after it, and clocks, from the first moment on."""
        complaint = self.complain()
        self.assertRegex(complaint.number, r"^CP-2026-\d{4}$")
        self.assertEqual((complaint.employee_id, complaint.seller_id), (self.relations, self.rep.user_id))
        self.assertTrue(complaint.acknowledge_by and complaint.resolve_by)
        self.assertFalse(complaint.message_follower_ids)

    def test_told_at_once(self):
        """R051: who leads the salesperson, the salesperson and customer relations are told, in their language."""
        before = self.env["mail.message"].search([], order="id desc", limit=1).id
        self.complain(self.rep)
        messages = self.env["mail.message"].search([("id", ">", before), ("model", "=", self.complaints._name)])
        told = messages.notified_partner_ids
        for employee in (self.leader, self.relations, self.director):
            self.assertIn(employee.user_id.partner_id, told, employee.name)
        self.assertNotIn(self.colleague.user_id.partner_id, told)
        self.assertNotIn(self.manager.user_id.partner_id, told)

    def test_something_to_do(self):
        """R051: whoever looks after it has it on their list, and what is done goes from there."""
        complaint = self.complain(self.rep)
        self.assertEqual(complaint.activity_ids.user_id, self.relations.user_id)
        self.assertIn("Acknowledge", complaint.activity_ids.summary)
        self.as_(self.relations, complaint).action_acknowledge()
        self.assertIn("Answer", complaint.activity_ids.summary)
        self.as_(self.relations, complaint).action_answer("Settled")
        self.assertFalse(complaint.activity_ids)

    def test_from_call_to_effect(self):
        """R114: acknowledged, investigated, answered, closed, and seen whether it lasted."""
        complaint = self.complain()
        mine = self.as_(self.relations, complaint)
        mine.action_acknowledge()
        mine.cause_id = self.cause
        mine.action_investigate()
        self.assertEqual(complaint.state, "investigated")
        mine.action_answer("We are sorry")
        self.assertEqual((complaint.state, complaint.answered_by), ("answered", "email"))
        mine.action_close()
        self.assertEqual((complaint.state, str(complaint.check_on)), ("closed", "2026-03-30"))
        mine.action_confirm_effect("Called them, they are content")
        self.assertEqual(complaint.effect, "lasting")

    def test_mails_to_the_customer(self):
        """R114: the customer reads who looks after it, and the answer."""
        complaint = self.answered()
        messages = complaint.message_ids.filtered(lambda m: self.customer in m.notified_partner_ids)
        bodies = " ".join(messages.mapped("body"))
        self.assertIn("Cora", bodies)
        self.assertIn(complaint.number, bodies)
        self.assertIn("one night is off the bill", bodies)

    def test_wrong_order_of_clicks(self):
        """R051: nothing is answered before it is acknowledged, closed before it is answered, or done twice."""
        mine = self.as_(self.relations, self.complain())
        for act in (
            lambda: mine.action_answer("Settled"),
            lambda: mine.action_answer_by_phone("Settled"),
            mine.action_close,
            mine.action_investigate,
            lambda: mine.action_confirm_effect("Yes"),
            lambda: mine.action_reopen("Not settled"),
            lambda: mine.action_ask_customer("Which room?"),
            mine.action_resume,
            mine.action_ask_rating,
        ):
            with self.assertRaisesRegex(UserError, "this needs"):
                act()
        mine.action_acknowledge()
        with self.assertRaisesRegex(UserError, "this needs: Received"):
            mine.action_acknowledge()
        with self.assertRaisesRegex(UserError, "Choose the cause"):
            mine.action_investigate()
        with self.assertRaisesRegex(UserError, "Say why"):
            mine.action_answer("  ")
        mine.action_answer("Settled")
        mine.action_close()
        with self.assertRaisesRegex(UserError, "this needs"):
            mine.action_close()
        mine.action_confirm_effect("Called")
        with self.assertRaisesRegex(UserError, "checked already"):
            mine.action_confirm_effect("Called")

    def test_not_by_whom_it_is_about(self):
        """R051: nobody looks after, or reads, a complaint about themselves, whatever their post."""
        with self.assertRaisesRegex(ValidationError, "does not look after"):
            self.complain(employee_id=self.relations.id, about_id=self.relations.id)
        for employee in (self.rep, self.leader, self.manager, self.director):
            complaint = self.complain(about_id=employee.id)
            self.assertFalse(self.as_(employee, self.complaints).search([("id", "=", complaint.id)]), employee.name)
            with self.assertRaises(AccessError):
                self.as_(employee, complaint).read(["subject"])
            with self.assertRaises(AccessError):
                self.as_(employee, complaint).action_acknowledge()
            told = (
                complaint.message_ids.notified_partner_ids
                | self.env["mail.message"]
                .search([("model", "=", complaint._name), ("res_id", "=", complaint.id)])
                .notified_partner_ids
            )
            self.assertNotIn(employee.user_id.partner_id, told)

    def test_about_the_leader(self):
        """R051: of a complaint about a leader the next above is told."""
        complaint = self.complain(about_id=self.leader.id)
        told = (
            self.env["mail.message"]
            .search([("model", "=", complaint._name), ("res_id", "=", complaint.id)])
            .notified_partner_ids
        )
        self.assertIn(self.manager.user_id.partner_id, told)

    def test_who_may(self):
        """R085: customer relations sees all, reps their customers', leaders their team's; nobody else any."""
        complaint = self.complain()
        readers = {
            employee
            for employee in (self.rep, self.colleague, self.leader, self.leader_south, self.manager, self.director)
            if self.as_(employee, self.complaints).search([("id", "=", complaint.id)])
        }
        self.assertEqual(readers, {self.rep, self.leader, self.manager, self.director})
        for employee in (self.clerk, self.finance, self.policy_admin, self.rep_valley, self.director_valley):
            with self.assertRaises(AccessError):
                self.as_(employee, complaint).read(["subject"])
        with self.assertRaises(AccessError):
            self.as_(self.outsider, self.complaints).search([])

    def test_every_door(self):
        """R135: a colleague learns nothing by search, groups, export, names or defaults either."""
        complaint = self.complain(text="The rep was rude")
        other = self.as_(self.colleague, self.complaints)
        self.assertFalse(other.search_read([("text", "ilike", "rude")], ["text"]))
        self.assertFalse(other.formatted_read_group([], ["partner_id"], ["__count"]))
        self.assertFalse(other.name_search("rooms"))
        for read in (
            lambda: self.as_(self.colleague, complaint)._export_rows([["text"]]),
            lambda: self.as_(self.colleague, complaint).web_read({"text": {}}),
            lambda: self.as_(self.colleague, complaint).copy(),
        ):
            with self.assertRaises(AccessError):
                read()
        with self.assertRaises(AccessError):
            self.as_(self.colleague, self.env["sales.office.complaint.action"]).with_context(
                default_complaint_id=complaint.id
            ).default_get(["complaint_id"])

    def test_reps_only_read(self):
        """R085: a rep reads the complaints of their customers, and neither acts nor writes."""
        complaint = self.complain()
        mine = self.as_(self.rep, complaint)
        self.assertEqual(mine.subject, "Two rooms were not ready")
        for act in (mine.action_acknowledge, lambda: mine.action_answer("Settled"), mine.action_close):
            with self.assertRaisesRegex(AccessError, "Only who looks after"):
                act()
        with self.assertRaises(AccessError):
            mine.write({"severity": "urgent"})

    def test_who_took_it_down(self):
        """R051: whoever took it down may complete it until it is acknowledged, and no more."""
        complaint = self.complain(self.colleague)
        mine = self.as_(self.colleague, complaint)
        mine.write({"text": "It was on the third floor"})
        for values in ({"severity": "urgent"}, {"cause_id": self.cause.id}, {"about_id": self.rep.id}):
            with self.assertRaisesRegex(AccessError, "Who took it down"):
                mine.write(values)
        self.as_(self.relations, complaint).action_acknowledge()
        with self.assertRaises(AccessError):
            mine.write({"text": "Something else"})

    def test_forged(self):
        """R135: state, clocks, answer and rating are written by actions only, not over RPC and not by defaults."""
        complaint = self.complain()
        mine = self.as_(self.relations, complaint)
        for values in (
            {"state": "closed"},
            {"resolve_by": "2099-01-01 00:00:00"},
            {"acknowledge_by": "2099-01-01 00:00:00"},
            {"rating": 5},
            {"answer": "Settled"},
            {"answered_at": NOW},
            {"received_at": "2020-01-01 00:00:00"},
            {"taken_by_id": self.rep.user_id.id},
            {"seller_id": self.colleague.user_id.id},
        ):
            with self.assertRaises(AccessError):
                mine.write(values)
            with self.assertRaises(AccessError):
                self.complain(**values)
        forged = self.as_(self.relations, self.complaints).with_context(default_state="closed", default_rating=5)
        made = forged.create({"subject": "Noise"})
        self.assertEqual((made.state, made.rating), ("received", 0))

    def test_odd_arguments(self):
        """R135: what does not fit is refused in a sentence."""
        mine = self.as_(self.relations, self.answered())
        for act, argument in (
            (mine.action_answer, {"a": 1}),
            (mine.action_reopen, 5),
            (mine.action_assign, "Rob"),
            (mine.action_assign, 999999999),
        ):
            with self.assertRaisesRegex(UserError, "has to be"):
                act(argument)

    def test_severity(self):
        """R051: who looks after it may raise the severity, never lower it; who stands above them may."""
        mine = self.as_(self.relations, self.complain())
        until = mine.resolve_by
        mine.severity = "urgent"
        self.assertLess(mine.resolve_by, until)
        complaint = self.complain(employee_id=self.rep.id)
        self.as_(self.rep, complaint).severity = "serious"
        with self.assertRaisesRegex(AccessError, "less severe"):
            self.as_(self.rep, complaint).severity = "minor"
        self.as_(self.leader, complaint).severity = "minor"

    def test_given_to_somebody(self):
        """R051: customer relations, or who leads, gives it to somebody; a rep gives it to nobody."""
        complaint = self.complain(employee_id=self.rep.id)
        with self.assertRaisesRegex(AccessError, "given to somebody by"):
            self.as_(self.rep, complaint).action_assign(self.colleague.id)
        self.as_(self.leader, complaint).action_assign(self.colleague.id)
        self.assertEqual(complaint.user_id, self.colleague.user_id)
        self.assertEqual(complaint.activity_ids.user_id, self.colleague.user_id)
        with self.assertRaisesRegex(UserError, "compan|access"):
            self.as_(self.leader, complaint).action_assign(self.rep_valley.id)

    def test_no_complaint(self):
        """R051: advertising is closed with a reason, by who stands above, and counts for nothing."""
        complaint = self.complain(employee_id=self.rep.id)
        with self.assertRaisesRegex(AccessError, "Customer relations says"):
            self.as_(self.rep, complaint).action_discard("Advertising")
        self.as_(self.relations, complaint).action_discard("Advertising")
        self.assertEqual((complaint.state, complaint.close_reason), ("closed", "Advertising"))
        with self.assertRaisesRegex(UserError, "no complaint"):
            self.as_(self.relations, complaint).action_confirm_effect("Called")
        with self.assertRaisesRegex(AccessError, "not allowed to delete"):
            self.as_(self.director, complaint).unlink()

    def test_closed_stands_still(self):
        """R114: what is closed is changed no more, but for what it cost."""
        mine = self.as_(self.relations, self.closed())
        with self.assertRaisesRegex(UserError, "this needs"):
            mine.text = "Something else"

    def test_opened_again(self):
        """R114: what is not settled after all is answered anew, with the time there is."""
        complaint = self.closed()
        with freeze_time("2026-03-10 02:00:00"):
            self.as_(self.relations, complaint).action_reopen("The bill is unchanged")
        self.assertEqual((complaint.state, complaint.effect, complaint.reopened_count), ("reopened", "failed", 1))
        self.assertEqual(str(complaint.resolve_by)[:10], "2026-03-17")
        self.as_(self.relations, complaint).action_answer("Now it is off the bill")
        self.assertEqual(complaint.state, "answered")

    def test_corrective_action(self):
        """R079: somebody does something by a day; until then nobody says that it lasted."""
        complaint = self.closed()
        mine = self.as_(self.relations, complaint)
        mine.action_ids = [
            Command.create({"name": "Clean rooms by noon", "employee_id": self.colleague.id, "due_on": "2026-03-09"})
        ]
        action = self.as_(self.colleague, complaint.action_ids)
        self.assertEqual(action.activity_ids.user_id, self.colleague.user_id)
        with self.assertRaises(AccessError):
            self.as_(self.colleague, complaint).read(["subject"])
        with self.assertRaisesRegex(UserError, "Still open: Clean rooms by noon"):
            mine.action_confirm_effect("Called")
        with self.assertRaises(AccessError):
            action.write({"due_on": "2026-12-31"})
        action.action_done()
        self.assertEqual(str(complaint.action_ids.done_on), "2026-03-02")
        with self.assertRaisesRegex(UserError, "done already"):
            action.action_done()
        with self.assertRaisesRegex(UserError, "What was done stays"):
            self.as_(self.relations, complaint.action_ids).unlink()
        mine.action_confirm_effect("Called")

    def test_no_action_for_whom_it_is_about(self):
        """R079: whoever does something about it does not learn of a complaint about themselves that way."""
        complaint = self.complain(about_id=self.rep.id)
        values = {"complaint_id": complaint.id, "name": "Training", "employee_id": self.rep.id, "due_on": "2026-03-09"}
        with self.assertRaisesRegex(ValidationError, "does not read this complaint"):
            self.as_(self.relations, self.env["sales.office.complaint.action"]).create(values)

    def test_at_fault_by_a_leader(self):
        """R079: whether somebody is at fault only their leader decides; the case says what they answer to."""
        self.cause.violation_type_id = self.env.ref("sales_office_policy.violation_type_complaint_neglected")
        complaint = self.complain(about_id=self.rep.id, text="They shouted at us")
        self.as_(self.relations, complaint).action_acknowledge()
        self.as_(self.relations, complaint).cause_id = self.cause
        for employee in (self.relations, self.leader_south):
            with self.assertRaises(AccessError):
                self.as_(employee, complaint).action_write_case()
        action = self.as_(self.leader, complaint).action_write_case()
        case = self.env["sales.office.violation"].browse(action["res_id"])
        self.assertEqual((case.employee_id, case.state), (self.rep, "suspected"))
        self.assertIn("They shouted", case.description)
        with self.assertRaisesRegex(AccessError, "by who leads them, once"):
            self.as_(self.leader, complaint).action_write_case()
        self.assertNotIn("violation_id", self.as_(self.relations, self.complaints).fields_get())
        self.assertFalse(self.as_(self.relations, complaint).can_open_case)
        with self.assertRaisesRegex(UserError, "no case of this complaint that you may read"):
            self.as_(self.relations, complaint).action_open_case()
        self.assertEqual(self.as_(self.leader, complaint).action_open_case()["res_id"], case.id)

    def test_again_and_again(self):
        """R079: how many came of the same customer, cause and product lately stands on each of them."""
        product = self.env["product.product"].create({"name": "Hall"})
        for _n in range(2):
            self.complain(cause_id=self.cause.id, product_id=product.id)
        with freeze_time("2025-03-02 02:00:00"):
            self.complain(cause_id=self.cause.id)
        mine = self.as_(self.relations, self.complain(cause_id=self.cause.id))
        self.assertEqual((mine.same_customer_count, mine.same_cause_count, mine.same_product_count), (2, 2, 0))
        found = self.complaints.search(mine.action_open_same_cause()["domain"])
        self.assertEqual(len(found), 3)

    def test_salesperson_written_by_oneself(self):
        """R085: who writes themselves into a contact reads no complaint; who is given the customer does."""
        complaint = self.complain()
        self.as_(self.colleague, self.customer).sudo(False).write({"user_id": self.colleague.user_id.id})
        with self.assertRaises(AccessError):
            self.as_(self.colleague, complaint).read(["subject"])
        self.customer.with_context(tracking_disable=True).user_id = self.rep.user_id
        self.as_(self.leader, self.customer).write({"user_id": self.colleague.user_id.id})
        self.assertEqual(self.as_(self.colleague, complaint).subject, "Two rooms were not ready")

    def test_from_the_contact(self):
        """R051: one click on the contact begins one; afterwards it shows how many there are."""
        mine = self.as_(self.rep, self.customer)
        action = mine.action_open_sales_office_complaints()
        self.assertEqual(action["views"], [(False, "form")])
        form = Form(self.as_(self.rep, self.complaints).with_context(**action["context"]))
        self.assertEqual(form.partner_id, mine)
        form.subject = "The heating"
        complaint = form.save()
        self.assertEqual(complaint.employee_id, self.relations)
        mine.invalidate_recordset()
        self.assertEqual(mine.sales_office_complaint_count, 1)
        self.assertNotEqual(mine.action_open_sales_office_complaints().get("views"), [(False, "form")])

    def test_an_answer_is_a_contact(self):
        """R074: an answer to a complaint counts as a contact with the customer; one about somebody is not listed."""
        complaint = self.answered()
        self.answered(about_id=self.rep.id)
        self.env.flush_all()
        contacts = self.env["sales.office.contact"].search([("kind", "=", "complaint")])
        self.assertEqual((contacts.res_id, contacts.user_id), (complaint.id, self.relations.user_id))
        self.assertEqual(contacts.partner_id, self.customer)

    def test_customer_who_works_here(self):
        """R051: an employee may be a customer; their complaint is looked after by somebody else."""
        guest = self.colleague.user_id.partner_id
        complaint = self.complain(self.colleague, partner_id=guest.id)
        self.assertEqual(complaint.employee_id, self.relations)

    def test_merged_contact(self):
        """R051: a complaint of a contact that is merged into another stays that customer's."""
        double = self.env["res.partner"].create({"name": "Maple Leaf", "email": self.customer.email})
        complaint = self.complain(partner_id=double.id)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([double.id, self.customer.id], self.customer)
        complaint.invalidate_recordset()
        self.assertEqual(complaint.partner_id, self.customer)

    def test_contact_of_another_company_merged(self):
        """R051: so is it that of the company behind the contact which is left."""
        old = self.env["res.partner"].create({"name": "Old Oak", "is_company": True})
        twin, contact = self.env["res.partner"].create(
            [{"name": "Ms Chen", "parent_id": company.id} for company in (old, self.customer.commercial_partner_id)]
        )
        complaint = self.complain(partner_id=twin.id)
        self.env["base.partner.merge.automatic.wizard"]._merge((twin | contact).ids, contact)
        self.env.invalidate_all()
        self.assertEqual(complaint.commercial_partner_id, contact.commercial_partner_id)

    def test_other_company(self):
        """R051: each company has its own complaints, looked after by its own people."""
        complaint = self.as_(self.director_valley, self.complaints).create({"subject": "Noise"})
        self.assertEqual((complaint.company_id, complaint.employee_id), (self.company_valley, self.director_valley))
        self.assertFalse(self.as_(self.relations, self.complaints).search([("id", "=", complaint.id)]))

    def test_room_off(self):
        """R135: without the room neither Today nor the contact has a trace of complaints."""
        self.complain()
        lines = self.as_(self.relations, self.env["sales.office.today"]).get_lines()
        self.assertIn("complaint_acknowledge", [line["key"] for line in lines])
        (self.company | self.company_valley).sales_office_room_ids -= self.env.ref("sales_office_policy.room_customer")
        lines = self.as_(self.relations, self.env["sales.office.today"]).get_lines()
        self.assertNotIn("complaint_acknowledge", [line["key"] for line in lines])
        arch = self.as_(self.rep, self.customer).get_view(view_type="form")["arch"]
        self.assertNotIn("sales_office_complaint", arch)

    def test_today(self):
        """R051: Today has the buttons to acknowledge and to answer, and what the leader's people are late with."""
        complaint = self.complain(employee_id=self.rep.id)
        line = self._line(self.rep, "complaint_acknowledge")
        self.assertEqual(line["items"][0]["buttons"][0]["call"], "action_acknowledge")
        self.as_(self.rep, complaint).action_acknowledge()
        self.assertEqual(self._line(self.rep, "complaint_answer")["items"][0]["buttons"][0]["reason"], "answer")
        with freeze_time("2026-03-20 02:00:00"):
            self.assertEqual(self._line(self.leader, "complaint_late")["count"], 1)

    def _line(self, employee, key):
        lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
        return next((line for line in lines if line["key"] == key), None)

    def test_list_in_constant_queries(self):
        """R051: the list and the form of twenty complaints cost as many queries as those of two."""
        complaints = self.complaints.browse()
        for _n in range(20):
            complaints |= self.complain()
        names = ["subject", "can_handle", "can_assign", "is_late", "same_customer_count", "cost", "resolve_by_reason"]
        spec = dict.fromkeys(names, {})
        counts = []
        for some in (complaints[:2], complaints):
            self.env.flush_all()
            self.env.invalidate_all()
            seen = self.as_(self.relations, some)
            before = self.env.cr.sql_log_count
            seen.web_read(spec)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
