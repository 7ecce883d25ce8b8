from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from ..organization.asking import Search, search_each
from ..organization.record.phrases import join_names
from ..organization.today import Button

VISITORS = "sales_office_policy.sales_office_visitor_action"
LETTERS = "sales_office_policy.sales_office_correspondence_action"
CALLS = "sales_office_policy.sales_office_call_action"
REQUESTS = "sales_office_policy.sales_office_supply_move_action_requests"
#: what is read of a letter
LETTER = (
    *("state", "user_id", "proofreader_user_id", "submitted_at", "reviewer_user_id"),
    *("in_same_office", "is_overdue"),
)


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_questions(self):
        asked = []
        if self._is_clerk():
            asked.append(self._get_supply_lines_of_clerk())
        if self.env.user.has_group("sales_office_policy.group_team_leader"):
            asked.append(self._get_supply_approval_lines())
        asked += [self._get_licence_lines(), self._get_own_instruction_lines(), self._get_led_instruction_lines()]
        if self.env["sales.office.visitor"].has_access("read"):
            asked += [self._get_visitor_lines(), self._get_closing_visitor_lines(), self._get_letter_lines()]
            asked.append(self._get_call_lines())
        return super()._get_questions() | {"office": asked}

    @api.model
    def _get_starts(self):
        starts, user = [], self.env.user
        if not user.has_group("sales_office_policy.group_clerk"):  # who keeps them
            label = self.env._("Request Supplies")
            xmlid = "sales_office_policy.sales_office_supply_entry_action_request"
            starts.append(self._prepare_start("supplies", label, "fa-shopping-basket", xmlid))
        if not user.has_group("sales_office_policy.group_director"):  # above whom nobody stands
            label, xmlid = self.env._("Ask for Instruction"), "sales_office_policy.sales_office_instruction_action_my"
            model = "sales.office.instruction"
            starts.append(self._prepare_start("instruction", label, "fa-question-circle", xmlid, model))
        return super()._get_starts() | {"office": starts}

    def _get_supply_approval_lines(self):
        """Return the requests beyond the limit that the user approves."""
        waiting = yield Search(
            self.env["sales.office.supply.move"],
            [("state", "=", "requested"), ("needs_approval", "=", True), ("approved_by_id", "=", False)],
            fields=("reason", "can_approve", "user_id", "department_id", "company_id"),
            names=("supply_id", "employee_id"),
        )
        title = self.env._("Supplies beyond the limit to approve")
        buttons = (
            Button(self.env._("Approve"), call="action_approve", undo=True),
            Button(self.env._("Refuse"), reason="refuse"),
        )
        return self._prepare_decisions(
            *("office", "supply_approve", title, REQUESTS, waiting.filtered("can_approve")),
            get_detail=lambda move: move.reason,
            get_buttons=lambda _move: buttons,
            icon="fa-check-square-o",
        )

    def _get_supply_lines_of_clerk(self):
        """Return the requests and what runs low, for the clerk."""
        office = [("supply_id.in_same_office", "=", True)]
        waiting, low = yield [
            Search(self.env["sales.office.supply.move"], [*office, ("state", "=", "requested")]),
            Search(self.env["sales.office.supply"], [("in_same_office", "=", True), ("is_low", "=", True)]),
        ]
        ready = waiting.filtered(lambda move: not move.needs_approval or move.approved_by_id)
        lines = self._get_supply_line("supply_requested", self.env._("Supplies asked for"), ready)
        if low:
            action = self._prepare_action("sales_office_policy.sales_office_supply_action", low)
            detail = join_names(self.env, low[:5].mapped("name"))
            title = self.env._("Supplies to reorder")
            line = self._prepare_line("office", "supply_low", title, action, detail=detail, count=len(low))
            lines.append(line | {"icon": "fa-shopping-basket"})
        return lines

    def _get_supply_line(self, key, title, moves, icon="fa-hand-paper-o"):
        if not moves:
            return []
        action = self._prepare_action(REQUESTS, domain=[("id", "in", moves.ids)])
        return [self._prepare_line("office", key, title, action, count=len(moves), icon=icon)]

    def _get_licence_lines(self):
        """Return the papers that expire: of their own customers for everybody, all of them for the clerk."""
        Licence = self.env["sales.office.partner.licence"]
        domain = Licence._get_expiring_domain()
        if not self.env.user.has_group("sales_office_policy.group_clerk"):
            domain &= Domain("partner_id.user_id", "=", self.env.uid)
        licences = yield Search(Licence, domain, fields=("state",))
        if not licences:
            return []
        expired = licences.filtered(lambda licence: licence.state == "expired")
        return [
            self._prepare_line(
                "office",
                "licences",
                self.env._("Customers' papers that expire"),
                self._prepare_action("sales_office_policy.sales_office_partner_licence_action", licences),
                detail=self.env._("%(count)s expired", count=len(expired)) if expired else "",
                count=len(licences),
                icon="fa-id-card-o",
                group="know",
            )
        ]

    def _get_own_instruction_lines(self):
        """Return one line for each decision or task the user has to carry out, and each report they owe."""
        instructions = yield Search(
            self.env["sales.office.instruction"],
            Domain("user_id", "=", self.env.uid)
            & Domain("state", "in", ("decided", "in_progress"))
            & Domain("report", "=", False),
            "report_due_at, id",
        )
        return [
            self._prepare_line(
                "office",
                f"instruction_{instruction.id}",
                instruction._get_author_summary(),
                self._prepare_action("sales_office_policy.sales_office_instruction_action_my", instruction),
                detail=self._get_instruction_detail(instruction),
                urgent=instruction.is_overdue or instruction.state == "in_progress",
                icon="fa-tasks",
            )
            for instruction in instructions
        ]

    def _get_instruction_detail(self, instruction):
        if not instruction.report_due_at:
            return ""
        moment = format_datetime(self.env, instruction.report_due_at, dt_format="short")
        if instruction.is_overdue:
            return self.env._("Was due %(moment)s", moment=moment)
        return self.env._("Until %(moment)s", moment=moment)

    def _get_led_instruction_lines(self):
        """Return what waits for the user as the superior: questions, reports, and what is late below them."""
        mine = yield Search(
            self.env["sales.office.instruction"],
            Domain("is_addressed", "=", True) & Domain("state", "in", ("asked", "in_progress", "decided")),
            "id",
        )
        asked = mine.filtered(lambda i: i.state == "asked" or i.state == "in_progress" and not i.report)
        reported = mine.filtered(lambda i: i.report and i.needs_report)
        late = (mine - asked - reported).filtered("is_overdue")
        urgent = asked.filtered(lambda i: i.urgency != "normal" or i.is_overdue)
        lines = (
            ("instruction_asked", self.env._("Questions to decide"), asked, bool(urgent), "fa-question-circle-o"),
            ("instruction_reported", self.env._("Reports to take note of"), reported, False, "fa-check-circle-o"),
            ("instruction_late", self.env._("Reports not handed in to you"), late, True, "fa-clock-o"),
        )
        return [
            self._prepare_line(
                "office",
                key,
                title,
                self._prepare_action("sales_office_policy.sales_office_instruction_action_team", found),
                count=len(found),
                urgent=is_urgent,
                icon=icon,
                group="decide" if key == "instruction_asked" else "now",
            )
            for key, title, found, is_urgent, icon in lines
            if found
        ]

    def _get_visitor_lines(self):
        """Return who from outside is inside or expected: of the office for its clerk, else one's own visitors."""
        mine = self._get_register_domain()
        Visitor = self.env["sales.office.visitor"]
        first, last = self._get_bounds_of_today()
        today = Domain("state", "=", "expected") & Domain("expected_at", "<", last)
        inside, expected = yield [
            Search(Visitor, mine & Domain("state", "=", "inside"), "arrived_at", fields=("is_left_behind",)),
            Search(Visitor, mine & today & Domain("expected_at", ">=", first), "expected_at", fields=()),
        ]
        left_behind = inside.filtered("is_left_behind")
        lines = self._prepare_register_line(
            "visitors_inside",
            self.env._("The office closes and visitors are still inside")
            if left_behind
            else self.env._("Visitors in the office"),
            VISITORS,
            left_behind or inside,
            urgent=bool(left_behind),
            icon="fa-id-badge",
            group="know",
        )
        return lines + self._prepare_register_line(
            *("visitors_expected", self.env._("Visitors expected today"), VISITORS, expected),
            icon="fa-user-o",
            group="know",
        )

    def _get_closing_visitor_lines(self):
        """Return who is still inside for whoever closes an office today."""
        today = fields.Date.context_today(self)
        closings = yield Search(
            self.env["sales.office.closing"],
            [("user_id", "=", self.env.uid), ("state", "=", "open"), ("date", "=", today)],
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
        kinds = (
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
        )
        found = yield search_each(
            Letter, [domain for _key, _title, domain, _icon in kinds], "deadline, id", fields=LETTER
        )
        lines = []
        for (key, title, _domain, icon), letters in zip(kinds, found, strict=True):
            overdue = letters.filtered("is_overdue")
            lines += self._prepare_register_line(key, title, LETTERS, letters, overdue=overdue, icon=icon)
        return lines

    def _get_call_lines(self):
        """Return the calls the user is to return."""
        calls = yield Search(
            self.env["sales.office.call"],
            [("user_id", "=", self.env.uid), ("callback_by", "!=", False), ("is_done", "=", False)],
            "callback_by",
            fields=("is_overdue",),
        )
        overdue = calls.filtered("is_overdue")
        done = Button(self.env._("Done"), call="action_done", undo=True)
        return self._prepare_decisions(
            *("office", "calls_return", self.env._("Calls to return"), CALLS, calls),
            detail=self.env._("Overdue: %(count)s", count=len(overdue)) if overdue else "",
            get_buttons=lambda _call: (done,),
            urgent=bool(overdue),
            icon="fa-phone",
            group="now",
        )

    def _get_register_domain(self):
        """Return what the user handles themselves: as the clerk the whole office's, else their own."""
        own = Domain("user_id", "=", self.env.uid)
        return own | Domain("in_same_office", "=", True) if self._is_clerk() else own

    def _get_clerk_domain(self, state):
        return Domain("state", "=", state) & Domain("in_same_office", "=", True) if self._is_clerk() else Domain.FALSE

    def _is_clerk(self):
        return self.env.user.has_group("sales_office_policy.group_clerk")

    def _prepare_register_line(self, key, title, action, records, *, overdue=None, urgent=False, **values):
        """Return a list of one line about these entries, or of none when there are none."""
        detail = self.env._("Overdue: %(count)s", count=len(overdue)) if overdue else ""
        urgent = urgent or bool(overdue)
        return self._prepare_lines_of("office", key, title, action, records, detail=detail, urgent=urgent, **values)
