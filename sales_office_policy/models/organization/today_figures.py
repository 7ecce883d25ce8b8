from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_amount, format_datetime

from .asking import Search
from .local_time import get_day_bounds, to_naive_utc
from .posts.title import leave_out_said
from .rpc.rpc import rpc

#: how a figure is shown: a ring of a hundred percent, an amount, a number of people in a strip, an entry of the day
KINDS = ("ring", "amount", "count", "entry")
#: so many rings and entries of each sort are shown
RINGS, ENTRIES = 6, 8


class SalesOfficeToday(models.AbstractModel):
    """The picture of the day above the lines: how far the month is, who is there, what the day brings.

    A room adds its figures by extending :meth:`_get_figure_questions`; the page shows them by their kind and knows no
    room by name.
    """

    _inherit = "sales.office.today"

    @rpc
    @api.model
    @api.readonly
    def get_figures(self):
        """Return the figures of the Today page for the current user.

        :return: list of dicts as made by :meth:`_prepare_figure`
        :raises AccessError: for somebody who belongs to no sales office
        """
        if not self.env.user.has_group("sales_office_policy.group_member"):
            raise AccessError(self.env._("This page is for the members of a sales office."))
        searcher = self._read_reader()
        return self._ask(*self._select_questions(self._get_figure_questions()), searcher=searcher)

    @api.model
    def _get_figure_questions(self):
        """Return ``{code of a room: its questions}`` as :meth:`_get_questions` does; they come to figures."""
        return {"": [self._get_target_figures(), self._get_event_figures(), self._get_activity_figures()]}

    def _get_target_figures(self):
        """Return how the user's teams stand against their monthly invoicing target, as Odoo's sales teams have it."""
        Team = self.env["crm.team"]
        if not Team.has_access("read"):
            return []
        mine = Domain("user_id", "=", self.env.uid) | Domain("member_ids", "in", self.env.uid)
        teams = yield Search(
            Team,
            Domain("invoiced_target", ">", 0)
            & Domain("department_id", "!=", False)
            & (mine | Domain("in_office_scope", "=", True)),
        )
        return [self._prepare_team_figure(team) for team in teams[:RINGS]]

    def _prepare_team_figure(self, team):
        currency = (team.company_id or self.env.company).currency_id
        return self._prepare_figure(
            "ring",
            f"target_team_{team.id}",
            self.env._("Paid invoices this month, %(team)s", team=team.name),
            format_amount(self.env, team.invoiced, currency),
            detail=self.env._("of %(target)s", target=format_amount(self.env, team.invoiced_target, currency)),
            percent=100 * team.invoiced / team.invoiced_target,
            action=self._prepare_action("sales_team.crm_team_action_sales", domain=[("id", "=", team.id)]),
        )

    def _get_event_figures(self):
        """Return what is in the user's calendar today: meetings, visits."""
        first, last = self._get_bounds_of_today()
        mine = Domain("partner_ids", "in", self.env.user.partner_id.ids)
        today = Domain("start", "<", last) & Domain("stop", ">", first)
        # sudo: who takes part may read it; Odoo would ask for each who else does
        Event = self.env["calendar.event"].sudo()
        events = yield Search(Event, mine & today, "start, id", columns=("name", "start", "allday", "location"))
        return [
            self._prepare_figure(
                "entry",
                f"event_{event['id']}",
                event["name"],
                "" if event["allday"] else format_datetime(self.env, event["start"], dt_format="HH:mm"),
                detail=event["location"] or "",
                action=self._prepare_action("calendar.action_calendar_event", Event.browse(event["id"])),
            )
            for event in events[:ENTRIES]
        ]

    def _get_activity_figures(self):
        """Return the calls and whatever else the user planned for today, but for what is in the calendar."""
        Activity = self.env["mail.activity"]
        mine = Domain("user_id", "=", self.env.uid) & Domain("date_deadline", "=", fields.Date.context_today(self))
        here = Domain("calendar_event_id", "=", False) & Domain("res_model", "!=", False)
        # sudo: their own; Odoo would ask for the access to each record, which reading them asks anyway
        activities = yield Search(Activity.sudo(), mine & here, "id", names=("activity_type_id",))
        return [
            self._prepare_figure(
                "entry",
                f"activity_{activity.id}",
                title,
                "",
                detail=leave_out_said(activity.res_name or "", title),
                action={
                    "type": "ir.actions.act_window",
                    "res_model": activity.res_model,
                    "res_id": activity.res_id,
                    "view_mode": "form",
                    "views": [(False, "form")],
                },
            )
            for activity in activities[:ENTRIES].sudo(False)
            for title in [activity.summary or activity.activity_type_id.name or ""]
        ]

    def _get_bounds_of_today(self):
        """Return when today begins and ends where the user is (naive UTC)."""
        return map(to_naive_utc, get_day_bounds(fields.Date.context_today(self), self.env.tz))

    @api.model
    def _prepare_figure(self, kind, key, label, value, *, detail="", percent=0, action=None, call=None, tone=""):
        """Return one figure.

        :param str kind: see ``KINDS``
        :param str key: stable name, unique on the page
        :param str value: as it is read: an amount with its currency, a number, a time
        :param float percent: how far the ring is closed; more than 100 is closed
        :param dict action: what opens on a click, see :meth:`_prepare_action`
        :param call: model and method that return the action where it is made on the click
        :param str tone: of Bootstrap's words, where a number is good or bad
        """
        return {
            "kind": kind,
            "key": key,
            "label": label,
            "value": value,
            "detail": detail,
            "percent": percent,
            "action": action or False,
            "call": call or False,
            "tone": tone,
        }
