from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...organization.posts.title import join_title
from ...organization.rpc.rpc import rpc
from .complaint import KNOWN


class SalesOfficeComplaint(models.Model):
    """Who looks after a complaint, who is told of it, and who decides whether somebody is at fault (R051, R085).

    Nobody is a follower: everybody concerned is told in their language, and whom it is about never is.
    """

    _inherit = "sales.office.complaint"

    @rpc(one=True)
    def action_write_case(self):
        """Write a draft of a case about whom the complaint is about, where a leader finds them at fault; open it.

        Nobody else learns of it here, and nothing follows before the leader reports it.

        :raises AccessError: by who does not lead them
        :raises UserError: the cause names no violation
        """
        if not self.can_blame:
            raise AccessError(self.env._("Whether somebody is at fault is decided by who leads them, once."))
        complaint = self._begin(*KNOWN, "answered", "closed")
        violation_type = complaint.cause_id.violation_type_id
        if not violation_type:
            raise UserError(self.env._("Choose a cause that names a violation first."))
        facts = {
            "type_id": violation_type.id,
            "date": complaint._get_member_date(),
            "description": join_title(complaint.display_name, complaint.text, complaint.investigation, by="\n"),
        }
        case = self.env["sales.office.violation"]._write_up(self.about_id, facts, [])
        complaint.violation_id = case
        return self._get_case_action(case)

    @rpc(one=True)
    def action_open_case(self):
        """Open the case that was written because of this complaint, for who may read it.

        :raises UserError: there is none to open
        """
        case = self.sudo().violation_id.sudo(False)  # sudo: a closed field; the case is asked for below
        if not case or not case.has_access("read"):
            raise UserError(self.env._("There is no case of this complaint that you may read."))
        return self._get_case_action(case)

    def _filter_leads_blamed(self):
        """Return those that are about somebody the current user leads."""
        scope, directed = self.env.user._get_sales_office_scope(), self._where_post("director")
        led = self.filtered(
            lambda complaint: (
                # sudo: where somebody belongs is asked only
                complaint.about_id.sudo().department_id.id in scope.department_ids
                and complaint.about_id.id not in scope.superior_ids
            )
        )
        return (led & self._where_post("team_leader")) | directed

    def _get_case_action(self, case):
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_violation_action")
        return action | {"res_id": case.id, "view_mode": "form", "views": [(False, "form")]}

    def _ask_to_acknowledge(self):
        self._give_activities(
            "user_id",
            lambda told: told.env._("Acknowledge: %(subject)s", subject=told.subject),
            "acknowledge_by",
            kind="sales_office_policy.mail_activity_type_complaint",
        )

    def _ask_to_answer(self):
        self._give_activities(
            "user_id",
            lambda told: told.env._("Answer: %(subject)s", subject=told.subject),
            "resolve_by",
            kind="sales_office_policy.mail_activity_type_complaint",
        )

    def _notify_at_once(self):
        """Tell who leads, customer relations and the salesperson of new complaints (sudo), in their language (R051)."""
        self._notify_users(
            lambda complaint: complaint._get_concerned(),
            lambda told: told.env._(
                "%(customer)s complains: %(subject)s. %(name)s looks after it.",
                customer=told.partner_id.display_name or told.contact_name or told.email_from or told.env._("Somebody"),
                subject=told.subject,
                name=told.employee_id.name,
            ),
        )

    def _get_concerned(self):
        """Return the users who are told of this complaint (sudo): never whom it is about."""
        team = self.department_id | self._get_seller_department()
        leaders = team.manager_id.user_id
        if self.about_user_id in leaders:  # the next above hears of it
            leaders |= team.parent_id.manager_id.user_id
        told = (
            self.user_id | leaders | self.seller_id | self._find_holders(self.company_id, "customer_relations").user_id
        )
        member = self.env.ref("sales_office_policy.group_member")
        return told.filtered(lambda user: user != self.about_user_id and member in user.all_group_ids)

    def _get_seller_department(self):
        employees = self.seller_id.employee_ids.filtered(lambda employee: employee.company_id == self.company_id)
        return employees[:1].department_id

    @api.model
    def _find_holders(self, company, post):
        """Return the employees (sudo) who hold a post in the company and can log in."""
        group = self.env.ref(f"sales_office_policy.group_{post}")
        employees = self.env["hr.employee"].sudo()  # sudo: who holds which post is no secret
        found = employees.search(
            Domain("company_id", "=", company.id)
            & Domain("user_id", "in", group.sudo().all_user_ids.filtered("active").ids)
            & Domain("department_id.sales_office_id", "!=", False),
            order="id",
        )
        return found.filtered(
            lambda employee: company.id in employee.user_id._get_sales_office_companies(post, own=True)
        )

    @api.model
    def _find_handler(self, company, near=None, without=None):
        """Return who looks after a new complaint (sudo): customer relations, else who leads, nobody who is on leave.

        :param near: ``hr.department``: those of its office come first, and its managers are asked
        :param without: ``hr.employee``: not they
        """
        near = (near or self.env.user._get_sales_office_department()).sudo()  # sudo: as in _find_holders
        without = without or self.env["hr.employee"]
        office = near.sales_office_id
        relations = self._find_holders(company, "customer_relations")
        relations = relations.sorted(lambda employee: employee.department_id.sales_office_id != office)
        line = self.env["hr.employee"].sudo()
        while near:
            line |= near.manager_id.filtered(lambda manager: manager.company_id == company and manager.user_id.active)
            near = near.parent_id
        candidates = (relations | line | self._find_holders(company, "director")) - without.sudo()
        if not candidates:
            own = self.env.user.sudo().employee_ids.filtered(lambda employee: employee.company_id == company)
            candidates = (own or self._find_holders(company, "representative")) - without.sudo()
        return (candidates - self._filter_away(candidates) or candidates)[:1]
