from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_amount, format_date

from .record.phrases import join_phrases
from .rpc.rpc import rpc

#: records of a line that are shown with their buttons; what is more is in the list that the line opens
LISTED = 20


class Button(NamedTuple):
    """What is done with a record without opening it: by a method, by words that are asked for, or in a dialog."""

    label: str
    #: public method of the record
    call: str = ""
    #: key of what the record asks words for, see ``action_ask_reason``
    reason: str = ""
    #: XML id of the action of a dialog
    dialog: str = ""


class SalesOfficeToday(models.AbstractModel):
    """What waits for the current user now, across rooms.

    A room adds its lines by extending :meth:`_get_lines`; the page knows no room by name.
    """

    _name = "sales.office.today"
    _description = "Sales Office Today"

    @rpc
    @api.model
    @api.readonly
    def get_lines(self):
        """Return the lines of the Today page for the current user: what is urgent, what they decide, the rest.

        :return: list of dicts as made by :meth:`_prepare_line`, each with ``room_name``
        :raises AccessError: for somebody who belongs to no sales office
        """
        if not self.env.user.has_group("sales_office_policy.group_member"):
            raise AccessError(self.env._("This page is for the members of a sales office."))
        rooms = {room.code: room.name for room in self.env.company.sudo().sales_office_room_ids}
        lines = [line for line in self._get_lines() if not line["room"] or line["room"] in rooms]
        for line in lines:
            line["room_name"] = rooms.get(line["room"], "")
        return sorted(lines, key=lambda line: (not line["urgent"], not line["items"]))

    @api.model
    def _get_lines(self):
        """Return the lines of every room; extended by each room, in the order of the rooms."""
        return [
            *self._get_deputy_lines(),
            *self._get_appointment_lines(),
            *self._get_setup_lines(),
            *self._get_target_lines(),
        ]

    def _get_deputy_lines(self):
        """Return one line for each person the user stands in for, and for each who stands in for them."""
        Deputy = self.env["sales.office.deputy"]
        lines = []
        current = Deputy._get_current(self.env.user).filtered(lambda d: d.company_id in self.env.companies)
        for deputy in current.sudo(False):
            title = self.env._("You stand in for %(name)s", name=deputy.employee_id.name)
            lines.append(self._prepare_deputy_line(deputy, title))
        today = fields.Date.context_today(self)
        for deputy in Deputy.search(
            [("user_id", "=", self.env.uid), ("date_from", "<=", today), ("date_to", ">=", today)]
        ):
            title = self.env._("%(name)s stands in for you", name=deputy.deputy_id.name)
            lines.append(self._prepare_deputy_line(deputy, title))
        return lines

    def _prepare_deputy_line(self, deputy, title):
        return self._prepare_line(
            "",
            f"deputy_{deputy.id}",
            title,
            self._prepare_action("sales_office_policy.sales_office_deputy_action", deputy),
            detail=self.env._("Until %(date)s", date=format_date(self.env, deputy.date_to)),
            icon="fa-exchange",
        )

    def _get_appointment_lines(self):
        """Return what posts wait for the user's confirmation, and of what they proposed for somebody else's."""
        Appointment = self.env["sales.office.appointment"]
        xmlid = "sales_office_policy.sales_office_appointment_action"
        lines = []
        waiting = Appointment.search([("can_confirm", "=", True)])
        buttons = (
            Button(self.env._("Confirm"), call="action_confirm"),
            Button(self.env._("Refuse"), call="action_refuse"),
        )
        title = self.env._("Posts to confirm")
        lines += self._prepare_decisions(
            "",
            "appointments",
            title,
            xmlid,
            waiting,
            get_buttons=lambda _post: buttons,
            urgent=True,
            icon="fa-id-badge",
        )
        if mine := Appointment.search([("state", "=", "proposed"), ("proposed_by_id", "=", self.env.uid)]):
            title = self.env._("Posts that wait for a second person")
            action = self._prepare_action(xmlid, mine)
            detail = self.env._("A director or who manages access rights confirms what you proposed.")
            line = self._prepare_line(
                "", "appointments_mine", title, action, detail=detail, count=len(mine), icon="fa-hourglass-half"
            )
            lines.append(line)
        return lines

    def _get_setup_lines(self):
        """Return what the policy administrator has left to set up in the organization."""
        if not self.env.user.has_group("sales_office_policy.group_policy_admin"):
            return []
        # sudo: counted only; a policy administrator need not be an HR officer
        Department = self.env["hr.department"].sudo()
        company = [("company_id", "in", [self.env.company.id, False])]
        in_office = Domain([("sales_office_id", "!=", False), *company])
        departments = Department.search(in_office)
        if not departments:
            title = self.env._("Set up your sales office")
            detail = self.env._("Choose departments, leaders, roles and what to switch on. It takes a few minutes.")
            return [self._prepare_setup_line("setup", title, detail, icon="fa-magic")]
        lines = []
        led = Domain("manager_id", "any", [("active", "=", True)])
        if vacant := Department.search_count(in_office & ~led):
            title = self.env._("Departments without a leader")
            detail = self.env._("Nobody sees and decides for them below the department above.")
            lines.append(self._prepare_setup_line("setup_leaders", title, detail, count=vacant, icon="fa-sitemap"))
        missing = (
            self.env["hr.employee"]
            .sudo()
            .search_count(
                [
                    ("department_id", "in", departments.ids),
                    ("company_id", "=", self.env.company.id),
                    ("user_id", "!=", False),
                    ("sales_office_role_ids", "=", False),
                ]
            )
        )
        if missing:
            title = self.env._("Members of the sales office without a role")
            detail = self.env._("They cannot open the app until they have one.")
            lines.append(self._prepare_setup_line("setup_roles", title, detail, count=missing, icon="fa-user-plus"))
        return lines + self._get_first_step_lines()

    def _get_first_step_lines(self):
        """Return one line of what comes after the assistant, until all of it is done or not needed."""
        steps = self.env["sales.office.first.step"]._get_open(self.env.company)
        if not steps:
            return []
        title, detail = self.env._("What comes next for your office"), self.env._("Each stays here until it is done.")
        line = self._prepare_setup_line("first_steps", title, detail, count=len(steps), icon="fa-list-ol")
        skip = Button(self.env._("Not needed here"), call="action_skip")._asdict()
        items = [
            {
                "id": step.id,
                "title": step.name,
                "detail": step.description or "",
                "buttons": [skip],
                "action": self._prepare_step_action(step),
            }
            for step in steps
        ]
        return [line | {"model": steps._name, "items": items}]

    def _prepare_step_action(self, step):
        """Return the action with which a step is done: on the records in the way where it is done without any."""
        if not step.is_absence:
            return self._prepare_action(step.opens)
        # sudo: their numbers only, the list asks for the rest as its reader
        records = self.env[step.model_name].sudo().search(step._get_domain(self.env.company))
        return self._prepare_action(step.opens, domain=[("id", "in", records.ids)])

    def _prepare_setup_line(self, key, title, detail, **values):
        action = self._prepare_action("sales_office_policy.sales_office_setup_action")
        return self._prepare_line("", key, title, action, detail=detail, **values)

    def _get_target_lines(self):
        """Return how the user's teams stand against their monthly invoicing target, as Odoo's sales teams have it."""
        Team = self.env["crm.team"]
        if not Team.has_access("read"):
            return []
        mine = Domain("user_id", "=", self.env.uid) | Domain("member_ids", "in", self.env.uid)
        teams = Team.search(
            Domain("invoiced_target", ">", 0)
            & Domain("department_id", "!=", False)
            & (mine | Domain("in_office_scope", "=", True))
        )
        if not teams:
            return []
        action = self._prepare_action("sales_team.crm_team_action_sales", domain=[("id", "in", teams.ids)])
        title = self.env._("This month's paid invoices against target")
        detail = join_phrases(self.env, map(self._get_target_text, teams))
        return [self._prepare_line("", "target", title, action, detail=detail, icon="fa-line-chart")]

    def _get_target_text(self, team):
        currency = (team.company_id or self.env.company).currency_id
        return self.env._(
            "%(team)s: %(percent)s %% (%(invoiced)s of %(target)s)",
            team=team.name,
            percent=round(100 * team.invoiced / team.invoiced_target),
            invoiced=format_amount(self.env, team.invoiced, currency),
            target=format_amount(self.env, team.invoiced_target, currency),
        )

    @api.model
    def _prepare_line(self, room, key, title, action, *, detail="", count=0, urgent=False, icon="fa-circle-o"):
        """Return one line.

        :param str room: code of the ``sales.office.room`` (empty: always shown)
        :param str key: stable name of the line, unique on the page
        :param str title: translated sentence saying what waits
        :param dict action: action the line opens, see :meth:`_prepare_action`
        :param str detail: second, smaller sentence
        :param int count: how many wait (0: no badge)
        :param bool urgent: shown first and in red
        """
        return {
            "room": room,
            "key": key,
            "title": title,
            "detail": detail,
            "count": count,
            "urgent": urgent,
            "icon": icon,
            "action": action,
            "model": "",
            "items": [],
        }

    @api.model
    def _prepare_lines_of(self, room, key, title, xmlid, records, *, detail="", **values):
        """Return a list of one line about ``records``, which it counts and opens, or of none when there are none.

        :param str xmlid: of the action, see :meth:`_prepare_action`
        :param str detail: what the first of them are called where it is empty
        :param values: see :meth:`_prepare_line`
        """
        if not records:
            return []
        detail = detail or ", ".join(records[:3].mapped("display_name"))
        action = self._prepare_action(xmlid, records)
        return [self._prepare_line(room, key, title, action, detail=detail, count=len(records), **values)]

    @api.model
    def _prepare_decisions(self, room, key, title, xmlid, records, *, get_detail=None, get_buttons=None, **values):
        """Return a list of one line about ``records``, each of which the user decides there and then, or of none.

        :param get_detail: function of a record: what has to be known to decide it
        :param get_buttons: function of a record: the :class:`Button` s; the first is what is done mostly
        :param values: see :meth:`_prepare_line`
        """
        lines = self._prepare_lines_of(room, key, title, xmlid, records, **values)
        action = self._prepare_action(xmlid) | {"view_mode": "form", "views": [(False, "form")]} if lines else {}
        for line in lines:
            line["detail"] = values.get("detail", "")  # what they are called stands below
            line["model"] = records._name
            line["items"] = [
                {
                    "id": record.id,
                    "title": record.display_name,
                    "detail": get_detail(record) or "" if get_detail else "",
                    "buttons": [button._asdict() for button in get_buttons(record)] if get_buttons else [],
                    "action": action | {"res_id": record.id},
                }
                for record in records[:LISTED]
            ]
        return lines

    @api.model
    def _prepare_action(self, xmlid, records=None, **values):
        """Return the window action ``xmlid`` for a line.

        With one record it opens that record's form, with several a list of just these.
        """
        action = self._read_action(xmlid) | values
        if records is not None and len(records) == 1:
            action |= {"res_id": records.id, "view_mode": "form", "views": [(False, "form")]}
        elif records is not None:
            action |= {"domain": [("id", "in", records.ids)], "context": {}}
        return action

    @api.model
    @tools.ormcache("xmlid", "self.env.lang")
    def _read_action(self, xmlid):
        """Return an action as the web client takes it; asked anew once one changes. Nobody changes the dict."""
        return self.env["ir.actions.actions"]._for_xml_id(xmlid)
