from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from ...organization.deadline.deadline import Term

#: working days to decide an appeal where the pool is gone that says how many
APPEAL_DECIDED_IN = 2


class SalesOfficePoolMove(models.Model):
    """Who decides an appeal about a lead in the pool, and until when; a lead waits for nobody for ever (R074).

    It goes to the nearest manager above whoever lost the lead. They are reminded on the last of the working days that
    the pool gives; then it goes to the next one above, with as many days. Where nobody is left, the appeal lapses and
    the lead is free to be taken. Both sides are told. Everybody above may decide it as long as it waits; giving the
    lead to somebody decides it as well.
    """

    _inherit = "sales.office.pool.move"

    superior_id = fields.Many2one("hr.employee", string="Goes to", readonly=True, copy=False, ondelete="set null")
    decide_by = fields.Datetime(string="Decide by", readonly=True, copy=False)
    decide_by_reason = fields.Char(
        string="Working Days Counted", compute="_compute_deadline_reasons", compute_sudo=True
    )
    reminded = fields.Boolean(readonly=True, copy=False)

    _asked_idx = models.Index("(decide_by) WHERE appeal_state = 'asked'")

    @api.model
    def _cron_watch_appeals(self, batch=100):
        """Remind of appeals on their last day; pass on those that are late, or let them lapse."""
        using = Domain("company_id.sales_office_room_ids.code", "=", "customer")
        asked, now = using & Domain("appeal_state", "=", "asked"), fields.Datetime.now()
        last_day = Domain("decide_by", ">=", now) & Domain("decide_by", "<", now + timedelta(days=1))
        steps = (
            (asked & Domain("decide_by", "=", False), type(self)._begin_hearing),
            (asked & Domain("decide_by", "<", now), type(self)._pass_on),
            (asked & last_day & Domain("reminded", "=", False), type(self)._remind_superior),
        )
        for domain, act in steps:
            while found := self.search(domain, limit=batch, order="id"):
                found._lock()
                act(found)
                if not self.env["ir.cron"]._commit_progress(len(found)):
                    return

    def _begin_hearing(self):
        """Give these appeals (sudo) to the nearest manager above whoever made them."""
        chains = self._get_superiors()
        for move in self:
            move.superior_id = chains[move][:1]
        self._set_deadlines("decide_by")
        for move in self:
            move._notify_superior()

    def _pass_on(self):
        """Pass these appeals (sudo), which nobody decided in time, on to the next post; without one they lapse."""
        chains, late = self._get_superiors(), {move: move._get_addressees() for move in self}
        for move in self:
            move.write(
                {"superior_id": move.superior_id._get_sales_office_above(chains[move])[:1].id, "reminded": False}
            )
        passed = self.filtered("superior_id")
        passed._set_deadlines("decide_by")
        for move in passed:
            move._notify_superior()
            told, name, superior = move.user_id | late[move], move.lead_id.name, move.superior_id.name
            move._notify(
                told.filtered("active"),
                lambda env, name=name, superior=superior: env._(
                    "Nobody decided about “%(lead)s” in time: the appeal goes to %(name)s now.",
                    lead=name,
                    name=superior,
                ),
            )
        (self - passed)._lapse(late)

    def _lapse(self, late):
        """End these appeals (sudo), about which nobody decided in time.

        :param dict late: ``{appeal: users who had to}``
        """
        self.write({"appeal_state": "lapsed"})
        for move in self:
            told, name = move.user_id | late[move], move.lead_id.name
            move._notify(
                told.filtered("active"),
                lambda env, name=name: env._(
                    "Nobody decided about “%(lead)s” in time: it waits for nobody now.", lead=name
                ),
            )

    @api.model
    def _settle_appeals(self, leads):
        """End what waits about leads (sudo) that were given to somebody meanwhile, and tell who appealed."""
        # sudo: follows from whose lead it is
        for move in self.sudo().search([("lead_id", "in", leads.ids), ("appeal_state", "=", "asked")]):
            name, is_theirs = move.lead_id.name, move.lead_id.user_id == move.user_id
            move.appeal_state = "granted" if is_theirs else "given"
            move._notify(
                move.user_id.filtered("active"),
                lambda env, name=name, is_theirs=is_theirs: (
                    env._("“%s” is yours again.", name)
                    if is_theirs
                    else env._("“%s” was given to somebody else.", name)
                ),
            )

    def _remind_superior(self):
        self.reminded = True
        for move in self:
            name = move.lead_id.name
            move._notify(
                move._get_addressees(),
                lambda env, name=name: env._("Today is the last day to decide about “%(lead)s”, an appeal.", lead=name),
            )

    def _notify_superior(self):
        """Tell who has to decide about this appeal (sudo), and until when."""
        text, until = self.appeal, self.decide_by
        self._notify(
            self._get_addressees(),
            lambda env: env._(
                "Was in talks about a lead that went to the pool, to be decided by %(moment)s: %(text)s",
                moment=format_datetime(env, until, dt_format="short"),
                text=text,
            ),
        )

    def _get_superiors(self):
        """Return ``{appeal (sudo): managers}`` above whoever made it, the nearest first."""
        managers = self.department_id._get_sales_office_managers()
        nobody = self.env["hr.employee"]
        return {
            move: move.employee_id._get_sales_office_above(managers.get(move.department_id, nobody)) for move in self
        }

    def _get_addressees(self):
        """Return the users to tell (sudo): who has to decide, and who stands in for them; never who appealed."""
        deputies = self.env["sales.office.deputy"]._get_users_for(self.superior_id)
        return self.superior_id.user_id.filtered("active").union(*deputies.values()) - self.user_id

    def _get_deadline_term(self, days, since):
        """Count the days of the office: whoever decides has a deputy for their leave."""
        return Term(days, since, self.env["hr.employee"], self.department_id, self.company_id)

    def _get_deadline_days(self, name):
        return self.pool_id.appeal_days or APPEAL_DECIDED_IN

    def _get_open_deadline_domain(self, name):
        return [("appeal_state", "=", "asked")]

    def _say_waiting(self, name, moved):
        """Say nothing: a move has no thread, and shows until when it is decided."""
