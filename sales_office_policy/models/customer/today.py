from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime

from ..organization.asking import READ_TOGETHER, Search
from ..organization.posts.title import join_title
from ..organization.record.phrases import join_names
from ..organization.today import Button

POOL = "sales_office_policy.sales_office_pool_lead_action"
MOVES = "sales_office_policy.sales_office_pool_move_action"
COMPLAINTS = "sales_office_policy.sales_office_complaint_action"
LEADS = "sales_office_policy.crm_lead_action_followed"
VISITS = "sales_office_policy.sales_office_visit_action"
FILES = "sales_office_policy.sales_office_customer_file_action"
GRADES = "sales_office_policy.sales_office_grade_proposal_action"
REPORT = "sales_office_policy.sales_office_visit_report_action"
#: what is read of visits, of leads that were left alone, and of complaints
VISIT = ("planned_start", "purpose", "came_at", "can_come", "can_report", "employee_id")
STALE = ("sales_office_is_stale", "sales_office_last_contact_text")
COMPLAINT = {
    "fields": ("state", "severity", "is_late", "acknowledge_by", "resolve_by", "contact_name", "email_from"),
    "names": ("partner_id",),
}
#: before the time to answer is over the line turns red
WARNED = timedelta(hours=1)
#: so many days a lead that went to the pool stays on the page of whose it was
APPEALED = 14


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_questions(self):
        asked = [
            self._get_answer_lines(),
            self._get_follow_up_lines(),
            self._get_pool_lines(),
            self._get_complaint_lines(),
            self._get_complaint_follow_up_lines(),
            self._get_market_lines(),
            self._get_visit_lines(),
            self._get_return_lines(),
            self._get_grade_lines(),
            self._get_stage_override_lines(),
            self._get_stage_criterion_lines(),
        ]
        return super()._get_questions() | {"customer": asked}

    @api.model
    def _get_starts(self):
        starts = []
        if self.env.user.has_group("sales_office_policy.group_representative"):
            model, view = "sales.office.visit", self.env.ref("sales_office_policy.sales_office_visit_view_form_plan")
            start = self._prepare_start("visit", self.env._("Plan a Visit"), "fa-map-marker", VISITS, model)
            start["action"] |= {
                "views": [(view.id, "form")],
                "target": "new",
                "context": {"dialog_size": "medium"},
            }
            starts.append(start)
        return super()._get_starts() | {"customer": starts}

    @api.model
    def _get_figure_questions(self):
        led = self.env.user.has_group("sales_office_policy.group_team_leader")
        return super()._get_figure_questions() | {"customer": [self._get_visit_figures()] if led else []}

    def _get_visit_figures(self):
        """Return how many visits those whom the user leads have today."""
        first, last = self._get_bounds_of_today()
        today = Domain("planned_start", ">=", first) & Domain("planned_start", "<", last)
        led = today & Domain("user_id", "!=", self.env.uid) & Domain("state", "in", ("planned", "done"))
        count = yield Search(self.env["sales.office.visit"], led, counted=True)
        action = self._prepare_action(VISITS, domain=list(led), context={})
        return [self._prepare_figure("count", "visits", self.env._("Visits today"), str(count), action=action)]

    def _get_answer_lines(self):
        """Return the leads the user is to answer, and those of who they lead that nobody answered in time."""
        Turn = self.env["sales.office.lead.response"]
        now = fields.Datetime.now()
        here = Domain("company_id", "=", self.env.company.id) & Turn._get_waiting_domain()
        led = Domain.FALSE
        if self.env.user.has_group("sales_office_policy.group_team_leader"):
            led = Domain("in_office_scope", "=", True) & Domain("respond_by", "<", now)
        own, late = yield [
            Search(Turn, here & Domain("user_id", "=", self.env.uid), "respond_by, id", names=("lead_id",)),
            Search(Turn, here & led, "respond_by, id", names=("lead_id",)),
        ]
        unanswered = (own | late)._filter_unanswered()
        own, late = own & unanswered, late & unanswered
        soon = own.filtered(lambda turn: turn.respond_by < now + WARNED)
        detail = join_names(self.env, (turn._describe_deadline() for turn in own[:3]))
        title = self.env._("New leads to answer")
        lines = self._prepare_lines_of(
            *("customer", "leads_to_answer", title, LEADS, own.lead_id),
            detail=detail,
            urgent=bool(soon),
            icon="fa-reply",
        )
        title = self.env._("Leads nobody in your team answered in time")
        return lines + self._prepare_lines_of(
            "customer", "leads_unanswered", title, LEADS, late.lead_id, icon="fa-reply-all"
        )

    def _get_follow_up_lines(self):
        """Return the user's own leads that nobody planned anything for, and those that were left alone."""
        Lead = self.env["crm.lead"]
        if not Lead.has_access("read"):
            return []
        if not (yield self._search_own_leads()):
            return []
        own = Domain("user_id", "=", self.env.uid)
        quiet, latest = Lead._get_quiet_domain(), "date_last_stage_update, id"
        idle, stale = yield [
            Search(Lead, own & Lead._get_lacking_domain(), "date_deadline, id", fields=()),
            Search(Lead, own & quiet, latest, fields=STALE, reads=("partner_id", "stage_id")),
        ]
        if len(stale) > READ_TOGETHER:
            stale = yield Search(
                Lead, Domain("id", "in", stale.ids) & Domain("sales_office_is_stale", "=", True), latest
            )
        elif stale:  # contacts are much to ask: what is said of these leads is asked with it
            stale = stale.sudo().filtered("sales_office_is_stale").sudo(False)  # sudo: found by the user's own rules
        title = self.env._("Opportunities without a next step")
        lines = self._prepare_lines_of("customer", "leads_idle", title, LEADS, idle, icon="fa-calendar-plus-o")
        snooze = (
            Button(
                self.env._("The Customer Named a Day"), dialog="sales_office_policy.sales_office_lead_snooze_action"
            ),
        )
        return lines + self._prepare_decisions(
            *("customer", "leads_stale", self.env._("Leads nobody was in contact with for long"), LEADS, stale),
            get_detail=lambda lead: lead.sales_office_last_contact_text,
            get_buttons=lambda _lead: snooze,
            icon="fa-hourglass-end",
            group="now",
        )

    def _search_own_leads(self):
        """Return how many open leads the user has: most people have none, and what was left alone is much to ask."""
        own = Domain("user_id", "=", self.env.uid) & Domain("won_status", "=", "pending")
        return Search(self.env["crm.lead"].sudo(), own, counted=True)  # sudo: their own, counted only

    # ------------------------------------------------------------
    # Complaints
    # ------------------------------------------------------------

    def _get_complaint_lines(self):
        """Return what the user has to acknowledge and to answer, and what is too late of those they lead."""
        Complaint = self.env["sales.office.complaint"]
        own = Domain("user_id", "=", self.env.uid)
        known = Domain("state", "in", ("acknowledged", "investigated", "reopened")) & Domain(
            "waiting_since", "=", False
        )
        mine, led = yield [
            Search(Complaint, own & (Domain("state", "=", "received") | known), "acknowledge_by, id", **COMPLAINT),
            Search(Complaint, Complaint._get_late_domain() & Domain("in_office_scope", "=", True), fields=()),
        ]
        lines = []
        for key, title, found in (
            ("acknowledge", self.env._("Complaints to acknowledge"), mine.filtered(lambda c: c.state == "received")),
            ("answer", self.env._("Complaints to answer"), mine.filtered(lambda c: c.state != "received")),
        ):
            buttons = self._get_complaint_buttons()[key]
            lines += self._prepare_decisions(
                "customer",
                f"complaint_{key}",
                title,
                COMPLAINTS,
                found,
                get_detail=self._get_complaint_detail,
                get_buttons=lambda _complaint, done=buttons: done,
                urgent=any(found.mapped("is_late")) or any(c.severity == "urgent" for c in found),
                icon="fa-frown-o",
                group="now",
            )
        title = self.env._("Complaints that your people are late with")
        return lines + self._prepare_lines_of(
            "customer", "complaint_late", title, COMPLAINTS, led, urgent=True, icon="fa-clock-o"
        )

    def _get_complaint_buttons(self):
        return {
            "acknowledge": (
                Button(self.env._("Acknowledge"), call="action_acknowledge"),
                Button(self.env._("Acknowledged by Telephone"), reason="acknowledge_by_phone"),
            ),
            "answer": (
                Button(self.env._("Send the Answer"), reason="answer"),
                Button(self.env._("Answered by Telephone"), reason="answer_by_phone"),
                Button(self.env._("Ask the Customer"), reason="ask_customer"),
            ),
        }

    def _get_complaint_detail(self, complaint):
        until = complaint.acknowledge_by if complaint.state == "received" else complaint.resolve_by
        moment = until and format_datetime(self.env, until, dt_format="short")
        customer = complaint.partner_id.display_name or complaint.contact_name or complaint.email_from
        return join_title(customer, moment and self.env._("until %(day)s", day=moment))

    def _get_complaint_follow_up_lines(self):
        """Return corrective actions that are due, and closed complaints of which to see whether the answer lasted."""
        actions, complaints = self.env["sales.office.complaint.action"], self.env["sales.office.complaint"]
        due, to_check = yield [
            Search(actions, actions._get_due_domain(), "due_on, id"),
            Search(complaints, complaints._get_to_check_domain(), "check_on, id", **COMPLAINT),
        ]
        lines = self._prepare_decisions(
            "customer",
            "complaint_actions",
            self.env._("Corrective actions that are due"),
            "sales_office_policy.sales_office_complaint_action_action",
            due,
            get_detail=lambda action: action._get_detail(),
            get_buttons=lambda _action: (Button(self.env._("Done"), call="action_done", undo=True),),
            urgent=any(due.mapped("is_overdue")),
            icon="fa-wrench",
            group="now",
        )
        return lines + self._prepare_decisions(
            "customer",
            "complaint_check",
            self.env._("Did the answer last?"),
            COMPLAINTS,
            to_check,
            get_detail=self._get_complaint_detail,
            get_buttons=lambda _complaint: (
                Button(self.env._("It Lasted"), reason="confirm_effect"),
                Button(self.env._("Open Again"), reason="reopen"),
            ),
            icon="fa-repeat",
            group="now",
        )

    # ------------------------------------------------------------
    # Market and risks
    # ------------------------------------------------------------

    def _get_market_lines(self):
        """Return the notes that run out, and the risks to look at."""
        Note, Risk = self.env["sales.office.market.note"], self.env["sales.office.risk"]
        notes, risks = yield [
            Search(Note, Note._get_running_out_domain(), "valid_until, id", fields=()),
            Search(Risk, Risk._get_to_review_domain(), fields=("level", "measure")),
        ]
        lines = self._prepare_decisions(
            "customer",
            "market_notes",
            self.env._("Is this still true of the market?"),
            "sales_office_policy.sales_office_market_note_action",
            notes,
            get_buttons=lambda _note: (
                Button(self.env._("Still True"), call="action_confirm", undo=True),
                Button(self.env._("True No Longer"), call="action_drop", undo=True),
            ),
            icon="fa-newspaper-o",
            group="now",
        )
        return lines + self._prepare_decisions(
            "customer",
            "risks",
            self.env._("Risks to look at"),
            "sales_office_policy.sales_office_risk_action",
            risks,
            get_detail=lambda risk: risk.measure,
            get_buttons=lambda _risk: (
                Button(self.env._("Looked At"), reason="review"),
                Button(self.env._("No Risk Any More"), reason="close"),
            ),
            urgent=any(risk.level == "high" for risk in risks),
            icon="fa-exclamation-triangle",
            group="now",
        )

    # ------------------------------------------------------------
    # Visits and customer files
    # ------------------------------------------------------------

    def _get_visit_lines(self):
        """Return the user's visits of today, and those that wait for what came of them."""
        first, last = self._get_bounds_of_today()
        own = (
            Domain("user_id", "=", self.env.uid)
            & Domain("company_id", "=", self.env.company.id)
            & Domain("state", "=", "planned")
            & Domain("planned_start", "<", last)
        )
        planned = yield Search(
            self.env["sales.office.visit"], own, "planned_start, id", fields=VISIT, names=("partner_id", "lead_id")
        )
        people = planned.sudo().employee_id  # sudo: whose hours say whether it is their day; only these are read
        people.fetch(["current_version_id"])
        people.current_version_id.fetch(["resource_calendar_id"])
        earlier = planned.filtered(lambda visit: visit.planned_start < first)
        values = {"get_detail": self._get_visit_detail, "get_buttons": self._get_visit_buttons, "group": "now"}
        return [
            *self._prepare_decisions(
                *("customer", "visits_today", self.env._("Visits today"), VISITS, planned - earlier),
                icon="fa-map-marker",
                **values,
            ),
            *self._prepare_decisions(
                *("customer", "visits_unreported", self.env._("Visits to report"), VISITS, earlier),
                icon="fa-pencil-square-o",
                urgent=True,
                **values,
            ),
        ]

    def _get_visit_detail(self, visit):
        return join_title(visit.purpose, visit.lead_id.name)

    def _get_visit_buttons(self, visit):
        """Return what is done with a visit now: come, say what came of it, or give it up."""
        if visit.can_come:
            yield Button(self.env._("I Am Here"), call="action_come")
        if visit.can_report:
            yield Button(self.env._("What Came of It"), dialog=REPORT)
        if not visit.came_at:
            begun = visit.planned_start <= fields.Datetime.now()
            yield Button(
                self.env._("Did Not Take Place") if begun else self.env._("Call Off the Visit"),
                reason="miss" if begun else "cancel",
            )

    def _get_return_lines(self):
        """Return the customers of the user who are to be visited again by today."""
        Files, here = self.env["sales.office.customer.file"], Domain("company_id", "=", self.env.company.id)
        own = here & Domain("user_id", "=", self.env.uid)
        files = yield Search(Files, own & Files._get_return_due_domain(), "return_due, id")
        late = files.filtered(lambda file: file.return_due < fields.Date.context_today(self))
        title = self.env._("Customers to visit again")
        return self._prepare_lines_of(
            "customer", "returns_due", title, FILES, files, urgent=bool(late), icon="fa-repeat"
        )

    def _get_grade_lines(self):
        """Return the grades that the books propose for customers of those whom the user leads."""
        proposals = self.env["sales.office.grade.proposal"]
        if not proposals.has_access("read"):
            return []
        here = Domain("state", "=", "proposed") & Domain("company_id", "=", self.env.company.id)
        others = here & Domain("user_id", "!=", self.env.uid)
        open_ = yield Search(proposals, others, "id", names=("partner_id", "user_id"))
        buttons = (
            Button(self.env._("Give the Grade"), reason="accept"),
            Button(self.env._("Leave as It Is"), reason="refuse"),
        )
        return self._prepare_decisions(
            *("customer", "grades", self.env._("Customers' grades to decide"), GRADES, open_.filtered("can_decide")),
            get_detail=self._get_grade_detail,
            get_buttons=lambda _proposal: buttons,
            icon="fa-star-half-o",
        )

    def _get_grade_detail(self, proposal):
        now = self.env._("now %(grade)s", grade=(proposal.grade_before or "-").upper())
        until = self.env._("stands until %(date)s", date=format_date(self.env, proposal.valid_until))
        return join_title(proposal.user_id.name, now, until)

    def _get_stage_override_lines(self):
        """Return the stages that people left without what is required, until who leads them has seen why."""
        if not self.env.user.has_group("sales_office_policy.group_team_leader"):
            return []
        found = yield Search(
            self.env["sales.office.stage.override"],
            Domain("seen_by_id", "=", False)
            & Domain("author_id", "!=", self.env.uid)
            & Domain("lead_id.in_office_scope", "=", True),
            names=("lead_id", "author_id"),
        )
        buttons = (Button(self.env._("Take Note"), call="action_see", undo=True),)
        return self._prepare_decisions(
            "customer",
            "stage_overrides",
            self.env._("Stages left with a reason"),
            "sales_office_policy.sales_office_stage_override_action",
            found,
            get_detail=lambda override: join_title(
                override.author_id.name, override.missing, override.reason, by=" · "
            ),
            get_buttons=lambda _override: buttons,
            icon="fa-step-forward",
        )

    def _get_stage_criterion_lines(self):
        """Return the stage criteria whose condition works no longer, for who keeps them."""
        if not self.env.user.has_group("sales_office_policy.group_policy_admin"):
            return []
        criteria = yield Search(
            self.env["sales.office.stage.criterion"],
            [("kind", "=", "condition"), ("mode", "!=", "off"), ("company_id", "=", self.env.company.id)],
        )
        return self._prepare_lines_of(
            "customer",
            "stage_criteria",
            self.env._("Stage criteria that work no longer"),
            "sales_office_policy.sales_office_stage_criterion_action",
            criteria.filtered("is_broken"),
            urgent=True,
            icon="fa-chain-broken",
        )

    # ------------------------------------------------------------
    # The public pool
    # ------------------------------------------------------------

    def _get_pool_lines(self):
        """Return what the user loses to the pool soon, what they lost, what is in it, and appeals to decide."""
        here, Move = Domain("company_id", "=", self.env.company.id), self.env["sales.office.pool.move"]
        company, today = self.env.company, fields.Date.context_today(self)
        lately = Domain("day", ">=", today - timedelta(days=APPEALED))
        lost = Domain("user_id", "=", self.env.uid) & Domain("kind", "=", "pooled") & lately
        asked = Domain.FALSE
        if self.env.user.has_group("sales_office_policy.group_team_leader"):
            asked = Domain("appeal_state", "=", "asked")
        if not self.env["sales.office.pool"]._get_warned(company.id):
            return []
        free, lost, asked, has_leads = yield [
            Search(self.env["sales.office.pool.lead"], here),
            Search(Move, lost),
            Search(Move, asked),
            self._search_own_leads(),
        ]
        soon = self.env["crm.lead"]
        if has_leads:
            pools = self.env["sales.office.pool"]._get_warned_domains(company, self.env.user, today)
            candidates = yield [Search(soon.sudo(), leads, "id") for _pool, leads in pools]  # sudo: as who recycles
            for (pool, _leads), found in zip(pools, candidates, strict=True):
                soon |= pool._find_pending(ahead=pool.warning_days, leads=found).sudo(False) if found else soon
        lines = self._prepare_lines_of(
            *("customer", "pool_soon", self.env._("Leads that go to the public pool soon"), LEADS, soon),
            urgent=True,
            icon="fa-share",
        )
        if not self.env.user.has_group("sales_office_policy.group_representative"):
            free = free.browse()  # who sells takes leads; clerk and customer relations do not
        title = self.env._("Leads in the public pool to take")
        lines += self._prepare_lines_of("customer", "pool_free", title, POOL, free, icon="fa-users", group="know")
        return lines + self._prepare_appeal_lines(lost, asked)

    def _get_appeal_detail(self, move):
        until = move.decide_by and self.env._(
            "Until %(moment)s", moment=format_datetime(self.env, move.decide_by, dt_format="short")
        )
        return join_title(f"{move.employee_id.name}: {move.appeal}", until, by="\n")

    def _prepare_appeal_lines(self, lost, asked):
        appeal = (Button(self.env._("I Was in Talks"), reason="appeal"),)
        lines = self._prepare_decisions(
            *("customer", "pool_lost", self.env._("Leads of yours that went to the pool"), MOVES),
            lost.filtered("can_appeal"),
            get_detail=lambda move: move.reason,
            get_buttons=lambda _move: appeal,
            icon="fa-share",
            group="now",
        )
        buttons = (
            Button(self.env._("Give It Back to Them"), call="action_grant"),
            Button(self.env._("Leave It in the Pool"), reason="refuse"),
        )
        return lines + self._prepare_decisions(
            *("customer", "pool_appeals", self.env._("Appeals about leads in the pool"), MOVES, asked._has_authority()),
            get_detail=self._get_appeal_detail,
            get_buttons=lambda _move: buttons,
            icon="fa-balance-scale",
        )
