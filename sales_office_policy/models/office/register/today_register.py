from odoo import api, fields, models
from odoo.fields import Domain

VISITORS = "sales_office_policy.sales_office_visitor_action"
LETTERS = "sales_office_policy.sales_office_correspondence_action"
CALLS = "sales_office_policy.sales_office_call_action"


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        lines = super()._get_lines()
        if not self.env["sales.office.visitor"].has_access("read"):
            return lines
        return lines + self._get_visitor_lines() + self._get_letter_lines() + self._get_call_lines()

    def _get_visitor_lines(self):
        """Return who from outside is inside or expected: of the office for its clerk, else one's own visitors."""
        mine = self._get_register_domain()
        Visitor = self.env["sales.office.visitor"]
        inside = Visitor.search(mine & Domain("state", "=", "inside"), order="arrived_at")
        left_behind = inside.filtered("is_left_behind")
        today = Domain("state", "=", "expected") & Domain("expected_at", "<", "today +1d")
        expected = Visitor.search(mine & today & Domain("expected_at", ">=", "today"), order="expected_at")
        lines = self._prepare_register_line(
            "visitors_inside",
            self.env._("The office closes and visitors are still inside")
            if left_behind
            else self.env._("Visitors in the office"),
            VISITORS,
            left_behind or inside,
            urgent=bool(left_behind),
            icon="fa-id-badge",
        )
        lines += self._prepare_register_line(
            "visitors_expected", self.env._("Visitors expected today"), VISITORS, expected, icon="fa-user-o"
        )
        return lines + self._get_closing_visitor_lines()

    def _get_closing_visitor_lines(self):
        """Return who is still inside for whoever closes an office today."""
        today = fields.Date.context_today(self)
        closings = self.env["sales.office.closing"].search(
            [("user_id", "=", self.env.uid), ("state", "=", "open"), ("date", "=", today)]
        )
        return [
            self._prepare_line(
                "office",
                f"visitors_closing_{closing.id}",
                self.env._("Visitors are in the office you close"),
                self._prepare_action("sales_office_policy.sales_office_closing_action_my", closing),
                detail=closing.visitor_names,
                count=closing.visitor_count,
                icon="fa-id-badge",
            )
            for closing in closings.filtered("visitor_count")
        ]

    def _get_letter_lines(self):
        """Return the letters that wait for the user: to handle, to proofread, to review, to send, to assign."""
        Letter = self.env["sales.office.correspondence"]
        own = Domain("user_id", "=", self.env.uid)
        lines = []
        for key, title, domain, icon in (
            (
                "letters_handle",
                self.env._("Letters to handle"),
                own & Domain("state", "=", "assigned"),
                "fa-envelope-o",
            ),
            (
                "letters_proofread",
                self.env._("Letters to proofread"),
                Domain("proofreader_user_id", "=", self.env.uid)
                & Domain("state", "=", "draft")
                & Domain("submitted_at", "!=", False),
                "fa-pencil-square-o",
            ),
            (
                "letters_review",
                self.env._("Letters to review"),
                Domain("reviewer_user_id", "=", self.env.uid) & Domain("state", "=", "proofread"),
                "fa-check-square-o",
            ),
            (
                "letters_send",
                self.env._("Letters to send"),
                self._get_register_domain() & Domain("state", "=", "reviewed"),
                "fa-paper-plane-o",
            ),
            ("letters_assign", self.env._("Letters without a handler"), self._get_clerk_domain("received"), "fa-inbox"),
        ):
            letters = Letter.search(domain, order="deadline, id")
            overdue = letters.filtered("is_overdue")
            lines += self._prepare_register_line(key, title, LETTERS, letters, overdue=overdue, icon=icon)
        return lines

    def _get_call_lines(self):
        """Return the calls the user is to return."""
        calls = self.env["sales.office.call"].search(
            [("user_id", "=", self.env.uid), ("callback_by", "!=", False), ("is_done", "=", False)], order="callback_by"
        )
        overdue = calls.filtered("is_overdue")
        return self._prepare_register_line(
            "calls_return", self.env._("Calls to return"), CALLS, calls, overdue=overdue, icon="fa-phone"
        )

    def _get_register_domain(self):
        """Return what the user handles himself: as the clerk the whole office's, else his own."""
        own = Domain("user_id", "=", self.env.uid)
        return own | Domain("in_same_office", "=", True) if self._is_clerk() else own

    def _get_clerk_domain(self, state):
        return Domain("state", "=", state) & Domain("in_same_office", "=", True) if self._is_clerk() else Domain.FALSE

    def _is_clerk(self):
        return self.env.user.has_group("sales_office_policy.group_clerk")

    def _prepare_register_line(self, key, title, action, records, *, overdue=None, urgent=False, icon):
        """Return a list of one line about these entries, or of none when there are none."""
        if not records:
            return []
        names = records[:3].mapped("display_name")
        detail = self.env._("Overdue: %(count)s", count=len(overdue)) if overdue else ", ".join(names)
        return [
            self._prepare_line(
                "office",
                key,
                title,
                self._prepare_action(action, records),
                detail=detail,
                count=len(records),
                urgent=urgent or bool(overdue),
                icon=icon,
            )
        ]
