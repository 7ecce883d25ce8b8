from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from .asking import Rows, Search, ask, first_of
from .posts.title import join_title
from .reading import read_together
from .record.phrases import join_names
from .rpc.rpc import rpc
from .searching import Searcher

#: what is done now, what waits for a decision, what is only to be known
GROUPS = ("now", "decide", "know")
#: records of a line that are shown with their buttons; what is more is in the list that the line opens
LISTED = 20
#: records of a line that it names
NAMED = 3
#: a message to a group that was tried so often is not kept back by a fault that passes soon
TRIED = 3
MESSAGES = "sales_office_policy.sales_office_message_action"


class Button(NamedTuple):
    """What is done with a record without opening it: by a method, by words that are asked for, or in a dialog."""

    label: str
    #: public method of the record
    call: str = ""
    #: key of what the record asks words for, see ``action_ask_reason``
    reason: str = ""
    #: XML id of the action of a dialog
    dialog: str = ""
    #: can be taken back for ten seconds: only then the method is called, and whoever it tells is told
    undo: bool = False


class SalesOfficeToday(models.AbstractModel):
    """What waits for the current user now, across rooms.

    A room adds its questions by extending :meth:`_get_questions`; the page knows no room by name. What the user put off
    until tomorrow is kept with their own settings, so that it is so on every device.
    """

    _name = "sales.office.today"
    _description = "Sales Office Today"

    @rpc
    @api.model
    @api.readonly
    def get_lines(self):
        """Return the lines of the Today page for the current user, by group, what is urgent first.

        :return: list of dicts as made by :meth:`_prepare_line`, each with ``room_name`` and whether it is ``snoozed``
        :raises AccessError: for somebody who belongs to no sales office
        """
        if not self.env.user.has_group("sales_office_policy.group_member"):
            raise AccessError(self.env._("This page is for the members of a sales office."))
        searcher = self._read_reader()
        rooms = self.env.company._get_sales_office_room_names()
        questions = [self._find_snoozed(), *self._select_questions(self._get_questions())]
        snoozed, *answers = ask(self.env, questions, searcher)
        lines = [line for lines in answers for line in lines if not line["room"] or line["room"] in rooms]
        for line in lines:
            line["room_name"] = rooms.get(line["room"], "")
            line["snoozed"] = line["key"] in snoozed and not line["urgent"]
        return sorted(lines, key=lambda line: (GROUPS.index(line["group"]), not line["urgent"], not line["items"]))

    @rpc
    @api.model
    def action_snooze(self, key: str):
        """Leave a line off the current user's page until tomorrow; once it is urgent it comes back by itself.

        :raises UserError: nothing of that name waits for them, or it is urgent
        """
        line = next((line for line in self.get_lines() if line["key"] == key), None)
        if not line:
            raise UserError(self.env._("This does not wait for you any more."))
        if line["urgent"]:
            raise UserError(self.env._("This is urgent: it cannot wait until tomorrow."))
        tomorrow = fields.Date.context_today(self) + timedelta(days=1)
        self._keep_snoozed(self._get_snoozed() | {key: fields.Date.to_string(tomorrow)})

    @rpc
    @api.model
    def action_wake(self, key: str):
        """Bring back what the current user put off; what was not put off stays as it is."""
        self._keep_snoozed({name: until for name, until in self._get_snoozed().items() if name != key})

    @rpc
    @api.model
    @api.readonly
    def get_starts(self):
        """Return what the current user may tell of or ask for from their page, the "+" on it.

        :return: list of dicts as made by :meth:`_prepare_start`
        :raises AccessError: for somebody who belongs to no sales office
        """
        if not self.env.user.has_group("sales_office_policy.group_member"):
            raise AccessError(self.env._("This page is for the members of a sales office."))
        return self._select_questions(self._get_starts())

    @api.model
    def _get_starts(self):
        """Return ``{code of a room: what begins there}``; extended by each room."""
        return {}

    @api.model
    def _prepare_start(self, key, label, icon, xmlid, model=""):
        """Return what is begun with the window action ``xmlid``, on a new record where its model is given."""
        action = self._prepare_action(xmlid)
        if model:
            new = {"res_model": model, "view_mode": "form", "views": [(False, "form")], "domain": [], "context": {}}
            action |= {"name": label, **new}
        return {"key": key, "label": label, "icon": icon, "action": action}

    def _get_snoozed(self):
        [snoozed] = ask(self.env, [self._find_snoozed()])
        return snoozed

    def _find_snoozed(self):
        """Return, as an answer, ``{key: day on which it comes back}`` of what the user put off until after today."""
        self.env["res.users.settings"].flush_model(["sales_office_snoozed", "user_id"])
        mine = SQL("SELECT sales_office_snoozed AS kept FROM res_users_settings WHERE user_id = %s", self.env.uid)
        found = yield Rows(mine)
        kept = found[0]["kept"] if found else None
        today = fields.Date.to_string(fields.Date.context_today(self))
        # everybody may write their settings by other means, with anything
        return {key: str(until) for key, until in kept.items() if str(until) > today} if isinstance(kept, dict) else {}

    def _keep_snoozed(self, snoozed):
        settings = self.env["res.users.settings"]._find_or_create_for_user(self.env.user)
        settings.sudo().sales_office_snoozed = snoozed  # sudo: their own settings

    def _read_reader(self):
        """Read the user and their company in one query: nearly all that is asked here asks them.

        Return the :class:`Searcher` that made out the rules for it.
        """
        searcher = Searcher()
        user, company = self.env.user, self.env.company.sudo()  # sudo: settings and clocks, for the software
        followed = {"currency_id": True, "resource_calendar_id": True}
        referred = [(user, {"partner_id": True}), (company, followed)]
        chosen = {("res.company", company.env): (*followed, *company._get_sales_office_setting_names())}
        read_together([user, company], found=True, referred=referred, chosen=chosen, searcher=searcher)
        return searcher

    @api.model
    def _select_questions(self, questions):
        """Return those of the rooms that the company works with, out of ``{code of a room: its questions}``."""
        rooms = self.env.company._get_sales_office_room_codes()
        return [question for room, asked in questions.items() if not room or room in rooms for question in asked]

    @api.model
    def _ask(self, *questions, searcher=None):
        """Return the lines that these questions come to."""
        return [line for lines in ask(self.env, questions, searcher) for line in lines]

    @api.model
    def _get_questions(self):
        """Return ``{code of a room: its questions}``; extended by each room.

        A question is a generator as :func:`ask` takes it. It yields what it searches, so that one query finds what all
        of them look for, and returns a list of lines.
        """
        return {
            "": [
                self._get_deputy_lines(),
                self._get_appointment_lines(),
                self._get_setup_lines(),
                self._get_robot_lines(),
            ]
        }

    def _get_deputy_lines(self):
        """Return one line for each person the user stands in for, and for each who stands in for them."""
        Deputy = self.env["sales.office.deputy"]
        today = fields.Date.context_today(self)
        own = [("user_id", "=", self.env.uid), ("date_from", "<=", today), ("date_to", ">=", today)]
        current, own = yield [
            # sudo: as whoever the user stands in for is known
            Search(Deputy.sudo(), [("id", "in", Deputy._get_current_sql(self.env.user))]),
            Search(Deputy, own),
        ]
        current = current.filtered(lambda deputy: deputy.company_id in self.env.companies)
        names = [(deputy, self.env._("You stand in for %(name)s", name=deputy.employee_id.name)) for deputy in current]
        names += [(deputy, self.env._("%(name)s stands in for you", name=deputy.deputy_id.name)) for deputy in own]
        return [self._prepare_deputy_line(deputy.sudo(False), title) for deputy, title in names]

    def _prepare_deputy_line(self, deputy, title):
        return self._prepare_line(
            "",
            f"deputy_{deputy.id}",
            title,
            self._prepare_action("sales_office_policy.sales_office_deputy_action", deputy),
            detail=self.env._("Until %(date)s", date=format_date(self.env, deputy.date_to)),
            icon="fa-exchange",
            group="know",
        )

    def _get_appointment_lines(self):
        """Return what posts wait for the user's confirmation, and of what they proposed for somebody else's."""
        Appointment = self.env["sales.office.appointment"]
        xmlid = "sales_office_policy.sales_office_appointment_action"
        waiting, mine = yield [
            Search(Appointment, [("can_confirm", "=", True)]),
            Search(Appointment, [("state", "=", "proposed"), ("proposed_by_id", "=", self.env.uid)]),
        ]
        buttons = (
            Button(self.env._("Confirm"), call="action_confirm"),
            Button(self.env._("Refuse"), call="action_refuse"),
        )
        title = self.env._("Posts to confirm")
        lines = self._prepare_decisions(
            "",
            "appointments",
            title,
            xmlid,
            waiting,
            get_buttons=lambda _post: buttons,
            urgent=True,
            icon="fa-id-badge",
        )
        if mine:
            title = self.env._("Posts that wait for a second person")
            action = self._prepare_action(xmlid, mine)
            detail = self.env._("A director or who manages access rights confirms what you proposed.")
            values = {"detail": detail, "count": len(mine), "icon": "fa-hourglass-half", "group": "know"}
            lines.append(self._prepare_line("", "appointments_mine", title, action, **values))
        return lines

    def _get_setup_lines(self):
        """Return what the policy administrator has left to set up in the organization."""
        if not self.env.user.has_group("sales_office_policy.group_policy_admin"):
            return []
        # sudo: counted only; a policy administrator need not be an HR officer
        Department, Employee = self.env["hr.department"].sudo(), self.env["hr.employee"].sudo()
        in_office = Domain("sales_office_id", "!=", False) & Domain("company_id", "in", [self.env.company.id, False])
        led = Domain("manager_id", "any", [("active", "=", True)])
        members = Domain("department_id", "any", in_office) & Domain("company_id", "=", self.env.company.id)
        without_role = members & Domain("user_id", "!=", False) & Domain("sales_office_role_ids", "=", False)
        departments, vacant, missing = yield [
            Search(Department, in_office, counted=True),
            Search(Department, in_office & ~led, counted=True),
            Search(Employee, without_role, counted=True),
        ]
        if not departments:
            title = self.env._("Set up your sales office")
            detail = self.env._("Choose departments, leaders, roles and what to switch on. It takes a few minutes.")
            return [self._prepare_setup_line("setup", title, detail, icon="fa-magic")]
        lines = []
        if vacant:
            title = self.env._("Departments without a leader")
            detail = self.env._("Nobody sees and decides for them below the department above.")
            lines.append(self._prepare_setup_line("setup_leaders", title, detail, count=vacant, icon="fa-sitemap"))
        if missing:
            title = self.env._("Members of the sales office without a role")
            detail = self.env._("They cannot open the app until they have one.")
            lines.append(self._prepare_setup_line("setup_roles", title, detail, count=missing, icon="fa-user-plus"))
        return lines + self._get_first_step_lines()

    def _get_robot_lines(self):
        """Return for who keeps them the robots whose last message was given up, or failed some times in a row."""
        robots = self.env["sales.office.robot"]
        if not robots.has_access("read"):
            return []
        given_up = Domain("failure_id.state", "in", ("failed", "dropped"))
        failing = Domain("failure_id", "!=", False) & (given_up | Domain("failure_id.tries", ">=", TRIED))
        found = yield Search(robots, failing & Domain("company_id", "=", self.env.company.id))
        if not found:
            return []
        names = join_names(self.env, found.mapped("name"))
        return [
            self._prepare_line(
                "",
                "robots_failing",
                self.env._("Groups that their robots do not reach"),
                self._prepare_action(MESSAGES, domain=[("robot_id", "in", found.ids)], context={}),
                detail=join_title(names, found.failure_text, by=": ") if len(found) == 1 else names,
                count=len(found),
                icon="fa-chain-broken",
            )
        ]

    def _get_first_step_lines(self):
        """Return one line of what comes after the assistant, until all of it is done or not needed."""
        steps = self.env["sales.office.first.step"]._get_open(self.env.company)
        if not steps:
            return []
        title, detail = self.env._("What comes next for your office"), self.env._("Each stays here until it is done.")
        line = self._prepare_setup_line("first_steps", title, detail, count=len(steps), icon="fa-list-ol")
        skip = Button(self.env._("Not needed here"), call="action_skip", undo=True)._asdict()
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

    @api.model
    def _prepare_line(
        self, room, key, title, action, *, detail="", count=0, urgent=False, icon="fa-circle-o", group="now"
    ):
        """Return one line.

        :param str room: code of the ``sales.office.room`` (empty: always shown)
        :param str key: stable name of the line, unique on the page
        :param str title: translated sentence saying what waits
        :param dict action: action the line opens, see :meth:`_prepare_action`
        :param str detail: second, smaller sentence
        :param int count: how many wait (0: no badge)
        :param bool urgent: shown first and in red, cannot be put off
        :param str group: see ``GROUPS``; what is only to be known is for now once it is urgent
        """
        return {
            "room": room,
            "key": key,
            "title": title,
            "detail": detail,
            "count": count,
            "urgent": urgent,
            "group": "now" if urgent and group == "know" else group,
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
        detail = detail or join_names(self.env, first_of(records, NAMED).mapped("display_name"))
        action = self._prepare_action(xmlid, records)
        return [self._prepare_line(room, key, title, action, detail=detail, count=len(records), **values)]

    @api.model
    def _prepare_decisions(self, room, key, title, xmlid, records, *, get_detail=None, get_buttons=None, **values):
        """Return a list of one line about ``records``, each of which the user settles there and then, or of none.

        :param get_detail: function of a record: what has to be known to decide it
        :param get_buttons: function of a record: the :class:`Button` s; the first is what is done mostly
        :param values: see :meth:`_prepare_line`
        """
        lines = self._prepare_lines_of(room, key, title, xmlid, records, **{"group": "decide"} | values)
        action = self._prepare_action(xmlid) | {"view_mode": "form", "views": [(False, "form")]} if lines else {}
        for line in lines:
            line["detail"] = values.get("detail", "")  # what they are called stands below
            line["model"] = records._name
            line["items"] = [
                self._prepare_item(record, action | {"res_id": record.id})
                | {
                    "detail": get_detail(record) or "" if get_detail else "",
                    "buttons": [button._asdict() for button in get_buttons(record)] if get_buttons else [],
                }
                for record in first_of(records, LISTED)
            ]
        return lines

    def _prepare_item(self, record, action):
        """Return a record of a line, which ``action`` opens; its buttons are added."""
        return {"id": record.id, "title": record.display_name, "detail": "", "buttons": [], "action": action}

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
    @tools.ormcache("xmlid", "self.env.lang", "self.env.company.id")
    def _read_action(self, xmlid):
        """Return an action as the web client takes it; asked anew once one changes. Nobody changes the dict.

        What it says where nothing is found may name what is the company's, as the address that leads are mailed to.
        """
        return self.env["ir.actions.actions"]._for_xml_id(xmlid)
