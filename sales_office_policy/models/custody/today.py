from odoo import api, fields, models
from odoo.tools import format_datetime

from ..organization.asking import Search
from ..organization.record.phrases import join_names
from ..organization.today import Button

#: what a loan is called by
PAPER = {"fields": ("state", "due_at", "is_overdue", "copy_number"), "names": ("document_id", "employee_id")}


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_questions(self):
        asked = [self._get_papers_held(), self._get_papers_to_accept(), self._get_papers_to_draw()]
        if self.env.user.has_group("sales_office_policy.group_clerk"):
            asked.append(self._get_papers_of_clerk())
        if self.env.user.has_group("sales_office_policy.group_team_leader"):
            asked.append(self._get_papers_overdue_of_team())
        if self.env.user.has_group("sales_office_policy.group_clerk"):
            asked.append(self._get_papers_of_leavers())
        return super()._get_questions() | {"custody": asked}

    @api.model
    def _get_starts(self):
        starts = []
        if not self.env.user.has_group("sales_office_policy.group_clerk"):  # who lends them
            label, xmlid = self.env._("Borrow a Document"), "sales_office_policy.sales_office_document_action"
            starts.append(self._prepare_start("borrow", label, "fa-file-text-o", xmlid))
        return super()._get_starts() | {"custody": starts}

    @api.model
    def _get_papers_held(self):
        """Return the lines of the papers the user themselves holds, urgent once one is overdue."""
        mine = [("user_id", "=", self.env.uid)]
        loans, unconfirmed = yield [
            Search(self.env["sales.office.document.loan"], [*mine, ("state", "=", "on_loan")], "due_at", **PAPER),
            Search(self.env["sales.office.document.loan"], [*mine, ("is_receipt_open", "=", True)], **PAPER),
        ]
        lines = []
        if unconfirmed:
            button = Button(self.env._("Confirm Receipt"), call="action_confirm_receipt", undo=True)
            lines += self._prepare_decisions(
                "custody",
                "receipts_to_confirm",
                self.env._("Papers whose receipt you have to confirm"),
                "sales_office_policy.sales_office_document_loan_action",
                unconfirmed,
                get_buttons=lambda _loan: (button,),
                icon="fa-check-circle-o",
                group="now",
            )
        if loans:
            until = format_datetime(self.env, loans[0].due_at, dt_format="short")
            lines.append(
                self._prepare_loan_line(
                    "papers_held",
                    self.env._("Papers you hold"),
                    loans,
                    detail=self.env._("To be returned by %(time)s", time=until),
                    urgent=loans[0].is_overdue,
                    icon="fa-file-text-o",
                    group="know",
                )
            )
        return lines

    @api.model
    def _get_papers_to_accept(self):
        """Return the line of what colleagues want to hand on to the user."""
        documents = yield Search(self.env["sales.office.document"], [("offered_user_id", "=", self.env.uid)])
        buttons = (
            Button(self.env._("Accept the Document"), call="action_accept_transfer"),
            Button(self.env._("Decline"), dialog="sales_office_policy.sales_office_document_decline_action"),
        )
        return self._prepare_decisions(
            "custody",
            "papers_to_accept",
            self.env._("Papers handed on to you: accept or decline"),
            "sales_office_policy.sales_office_document_action",
            documents,
            get_buttons=lambda _document: buttons,
            icon="fa-share-square-o",
        )

    @api.model
    def _get_papers_to_draw(self):
        """Return the line of what is kept for the user after they waited for it."""
        loans = yield Search(
            self.env["sales.office.document.loan"],
            [("user_id", "=", self.env.uid), ("state", "=", "requested"), ("document_id.state", "=", "available")],
        )
        if not loans:
            return []
        title = self.env._("Papers kept for you: draw them from the clerk")
        return [self._prepare_loan_line("papers_to_draw", title, loans, icon="fa-inbox")]

    @api.model
    def _get_papers_of_clerk(self):
        """Return the clerk's lines: what should come back today, who asks for something, what is not confirmed."""
        Loan = self.env["sales.office.document.loan"]
        office = [("document_id.in_same_office", "=", True), ("user_id", "!=", self.env.uid)]
        _first, last = self._get_bounds_of_today()
        midnight = [("due_at", "<", last)]
        due, requested, unconfirmed = yield [
            Search(Loan, [*office, ("state", "=", "on_loan"), *midnight], fields=("is_overdue",)),
            Search(Loan, [*office, ("state", "=", "requested"), ("document_id.state", "=", "available")], fields=()),
            Search(Loan, [*office, ("is_receipt_open", "=", True)], fields=()),
        ]
        lines = []
        if due:
            overdue = due.filtered("is_overdue")
            lines.append(
                self._prepare_loan_line(
                    "papers_due",
                    self.env._("Papers due back today"),
                    due,
                    detail=self.env._("%(count)s overdue", count=len(overdue)) if overdue else "",
                    urgent=bool(overdue),
                    icon="fa-exchange",
                )
            )
        if requested:
            title = self.env._("Requests for papers")
            lines.append(self._prepare_loan_line("papers_requested", title, requested, icon="fa-hand-paper-o"))
        if unconfirmed:
            title = self.env._("Receipts that borrowers have not confirmed")
            lines.append(self._prepare_loan_line("papers_unconfirmed", title, unconfirmed, icon="fa-check-circle-o"))
        return lines

    def _get_papers_overdue_of_team(self):
        """Return the line of the papers that people the user leads should have returned by now (R017)."""
        overdue = yield Search(
            self.env["sales.office.document.loan"],
            [("state", "=", "on_loan"), ("due_at", "<", fields.Datetime.now()), ("in_office_scope", "=", True)],
            "due_at, id",
            **PAPER,
        )
        if not overdue:
            return []
        names = overdue.employee_id.sudo().mapped("name")  # sudo: names of people they lead
        return [
            self._prepare_line(
                "custody",
                "papers_overdue_team",
                self.env._("Papers your people have not returned"),
                self._prepare_action("sales_office_policy.sales_office_document_loan_action", overdue),
                detail=self.env._(
                    "%(names)s; the oldest was due on %(time)s",
                    names=join_names(self.env, names),
                    time=format_datetime(self.env, overdue[0].due_at, dt_format="short"),
                ),
                count=len(overdue),
                urgent=True,
                icon="fa-clock-o",
            )
        ]

    def _get_papers_of_leavers(self):
        """Return the clerk's line of papers that somebody left the company with."""
        left = yield Search(
            self.env["sales.office.document.loan"],
            [("borrower_left", "=", True), ("document_id.in_same_office", "=", True)],
        )
        if not left:
            return []
        return [
            self._prepare_line(
                "custody",
                "papers_of_leavers",
                self.env._("Papers of people who left the company"),
                self._prepare_action("sales_office_policy.sales_office_document_loan_action", left),
                detail=join_names(self.env, left.employee_id.sudo().mapped("name")),  # sudo: names only
                count=len(left),
                urgent=True,
                icon="fa-user-times",
            )
        ]

    @api.model
    def _prepare_loan_line(self, key, title, loans, **values):
        action = self._prepare_action("sales_office_policy.sales_office_document_loan_action", loans)
        return self._prepare_line("custody", key, title, action, count=len(loans), **values)
