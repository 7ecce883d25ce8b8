from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ...organization.record.phrases import join_names
from ...organization.rpc.rpc import core_door, rpc

#: from harmless to consequential
MODES = [("off", "Off"), ("notify", "Notify Only"), ("suspect", "Suspect")]
OVERSEERS = "sales_office_policy.group_director,sales_office_policy.group_policy_admin"
#: days that the numbers are about
DAYS = 90
#: states of a case about which somebody has said what it is
JUDGED = ("decided", "appealed", "closed", "dismissed", "annulled")
#: days a run may cover
LONGEST_RUN = 366


class SalesOfficeCheck(models.Model):
    """Watches one clause: says who broke it according to the facts recorded in a room (R046).

    The room that knows the facts ships one record and a method ``_detect_<code>``. What is
    found becomes a ``sales.office.finding``; in the mode *suspect* it also becomes a suspected
    case. A fact that is excused or corrected later is no longer found, and the finding and its
    suspicion withdraw themselves.

    Mode, grace and limit belong to the current company. Nothing new is found about days before
    a company switched the check to its mode; what was found before follows the facts all the same.
    """

    _name = "sales.office.check"
    _description = "Check"
    _inherit = "sales.office.protected.mixin"
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, readonly=True)
    sequence = fields.Integer(default=10)
    description = fields.Text(translate=True, help="What is looked at, and what is not a breach.")
    room_id = fields.Many2one("sales.office.room", required=True, readonly=True, ondelete="cascade")
    violation_type_id = fields.Many2one(
        "sales.office.violation.type",
        string="Violation",
        required=True,
        ondelete="restrict",
        help="What a suspected case is about; its ladder says what follows.",
    )
    clause_id = fields.Many2one(related="violation_type_id.clause_id")
    mode = fields.Selection(
        MODES,
        company_dependent=True,
        help="Notify only: the employee and those who lead them see what was found, and nothing follows.\n"
        "Suspect: a suspected case is made as well, for somebody with authority to report or dismiss.",
    )
    grace_minutes = fields.Integer(company_dependent=True, aggregator=None, help="Minutes that are overlooked.")
    limit_days = fields.Integer(
        string="Days Looked Back",
        company_dependent=True,
        aggregator=None,
        help="The scheduled run looks for breaches on this many days. What was suspected before is looked at again "
        "whatever its age, so that what is corrected or excused later still counts.",
    )
    enforced_from = fields.Date(
        company_dependent=True,
        help="Nothing new is found about days before. Set to the day on which the check is switched on.",
    )
    covers_ids = fields.Many2many(
        "sales.office.check",
        "sales_office_check_cover_rel",
        "check_id",
        "covered_id",
        help="What this check finds is the same fact as what these find about the employee on the same day, where "
        "times are known in the same minutes: nothing of its own follows from it. Who was absent all day also missed "
        "the meeting; they are held responsible once.",
    )
    covered_by_ids = fields.Many2many(
        "sales.office.check", "sales_office_check_cover_rel", "covered_id", "check_id", string="Covered by"
    )
    finding_count = fields.Integer(
        compute="_compute_finding_count", help="Findings of the last 90 days that you may see."
    )
    found_count = fields.Integer(
        string="Findings",
        compute="_compute_quality",
        groups=OVERSEERS,
        help="Findings of the last 90 days about everybody, without those that withdrew themselves.",
    )
    suspicion_count = fields.Integer(
        string="Suspicions",
        compute="_compute_quality",
        groups=OVERSEERS,
        help="Suspected cases made of the findings of the last 90 days, without those that withdrew themselves.",
    )
    judged_count = fields.Integer(
        string="Judged",
        compute="_compute_quality",
        groups=OVERSEERS,
        help="Suspicions that somebody decided or dismissed; the others still wait.",
    )
    dismissed_count = fields.Integer(
        string="Dismissed",
        compute="_compute_quality",
        groups=OVERSEERS,
        help="Judged suspicions that somebody dismissed.",
    )
    dismissed_rate = fields.Float(
        string="Dismissed (% of Judged)",
        compute="_compute_quality",
        groups=OVERSEERS,
        help="Share of what was judged that was dismissed. High: mend the check, its grace, or the clause.",
    )

    _code_uniq = models.Constraint("UNIQUE (code)", "A check with this code exists already.")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_finding_count(self):
        since = fields.Date.context_today(self) - timedelta(days=DAYS)
        domain = [("check_id", "in", self.ids), ("date", ">=", since), ("state", "=", "open")]
        counts = dict(self.env["sales.office.finding"]._read_group(domain, ["check_id"], ["__count"]))
        for check in self:
            check.finding_count = counts.get(check, 0)

    @api.constrains("grace_minutes", "limit_days", "mode")
    def _check_values(self):
        for check in self:
            if not check.mode or check.grace_minutes < 0 or not 0 <= check.limit_days < LONGEST_RUN:
                raise ValidationError(
                    self.env._(
                        "%(check)s: choose a mode, minutes that are not negative, and at most %(days)s days.",
                        check=check.name,
                        days=LONGEST_RUN - 1,
                    )
                )

    @api.constrains("covers_ids", "covered_by_ids")
    def _check_covers(self):
        """Refuse a circle: each fact in it would be covered by another, and nothing would ever follow."""
        if self._has_cycle("covers_ids"):
            raise ValidationError(
                self.env._(
                    "%(checks)s: a check must not cover, by way of others, itself.",
                    checks=join_names(self.env, self.mapped("name")),
                )
            )

    @core_door
    def write(self, vals):
        """Change checks; one that gets stricter is enforced from today on, unless a date is given.

        :raises AccessError: the user is not the company's policy administrator
        """
        self.check_access("write")
        administered = self.env.user._get_sales_office_companies("policy_admin")
        if not self.env.su and self.env.company.id not in administered:  # what is set is set for the current company
            raise AccessError(self.env._("The checks of a company are set by its policy administrator."))
        order = [mode for mode, _label in MODES]
        stricter = self.browse()
        if vals.get("mode") in order and "enforced_from" not in vals:
            stricter = self.filtered(lambda check: order.index(check.mode or "off") < order.index(vals["mode"]))
        result = super().write(vals)
        if stricter:
            stricter.enforced_from = fields.Date.context_today(self)
        return result

    @rpc
    def action_open_findings(self):
        """Open what this check found."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_finding_action")
        return action | {"domain": [("check_id", "in", self.ids)]}

    def _is_on(self, company):
        """Return whether the company uses this check and its room."""
        check = self.with_company(company)
        return check.mode in ("notify", "suspect") and company._sales_office_uses(check.room_id.code)

    def _get_detector(self):
        """Return ``_detect_<code>(employees, date_from, date_to)``, which the room of the check defines.

        It returns what :meth:`_prepare_finding` makes, one for each breach the facts show now.
        """
        return getattr(self, f"_detect_{self.code}")

    def _describe_source(self, source):
        """Return in words what a record that showed a breach shows now; the room that knows the record says more."""
        return source.display_name

    def _prepare_finding(self, employee, date, reason, source=None, violation_type=None, minutes=None):
        """Return one breach, for a detector to list.

        :param date: the day it happened, local to the employee
        :param str reason: the facts in plain words, in the language of the environment
        :param source: the record that shows it
        :param violation_type: when it is not the check's own
        :param minutes: ``(start, stop)`` in UTC that it is about, for those that cover or are covered by other checks;
            what takes up the whole day, or no time of it, has none
        """
        start, stop = minutes or (False, False)
        return {
            "check_id": self.id,
            "employee_id": employee.id,
            "date": date,
            "reason": reason,
            "res_model": source._name if source else False,
            "res_id": source.id if source else 0,
            "violation_type_id": (violation_type or self.violation_type_id).id,
            "start": start,
            "stop": stop,
            "grace_minutes": self.grace_minutes,
        }

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_quality(self):
        """Count by check, whoever is concerned: the numbers name nobody."""
        since = fields.Date.context_today(self) - timedelta(days=DAYS)
        domain = [
            ("check_id", "in", self.ids),
            ("date", ">=", since),
            ("state", "=", "open"),
            ("covered_by_id", "=", False),  # counted as what covers it
            ("company_id", "in", self.env.companies.ids),
        ]
        # sudo: the administrator tunes checks and sees no finding
        groups = self.env["sales.office.finding"].sudo()._read_group(domain, ["check_id", "case_state"], ["__count"])
        counts = {(check.id, state): count for check, state, count in groups}
        for check in self:
            by_state = {state: count for (check_id, state), count in counts.items() if check_id == check.id}
            check.found_count = sum(by_state.values())
            check.suspicion_count = check.found_count - by_state.get(False, 0)
            check.judged_count = sum(by_state.get(state, 0) for state in JUDGED)
            check.dismissed_count = by_state.get("dismissed", 0)
            check.dismissed_rate = 100.0 * check.dismissed_count / check.judged_count if check.judged_count else 0.0
