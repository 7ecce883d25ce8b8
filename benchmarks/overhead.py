"""What the add-on costs others: an invoice posted, an order confirmed, forms opened, with and without it in one run."""

import sys
import time
from contextlib import contextmanager
from statistics import median
from typing import NamedTuple

from lxml import etree

from odoo import api
from odoo.fields import Command

#: pairs that are measured; a confirmation is short, so that what else the machine does is felt
ROUNDS, ROUNDS_OF_CONFIRMATION = 20, 60
TEAMS, REPS = 4, 5
LINES = 5
#: who does it -> Odoo's own groups without the add-on, the role with it, whose records they work on
PEOPLE = {
    "salesperson": ("sales_team.group_sale_salesman", "representative", "own"),
    "manager": ("sales_team.group_sale_salesman_all_leads", "manager", "team"),
    "clerk": ("sales_team.group_sale_salesman_all_leads", "clerk", "team"),
    "salesperson outside the office": ("sales_team.group_sale_salesman", None, "own"),
}


class _Cost(NamedTuple):
    """Wall time, and Odoo's own processor time, which suffers less from what else a machine does."""

    seconds: float
    processor: float
    queries: int


def run(env, bare):
    """Yield per person and act: median times of both, how much slower, and the queries of both."""
    offices = {"without": _Office(bare, roles=False), "with": _Office(env, roles=True)}
    for person in PEOPLE:
        for act in (_open_lead, _open_order, _confirm, _post):
            yield from _compare(offices, person, act)


def _compare(offices, person, act):
    """Alternate between the two databases: what else the machine does then meets both alike.

    The steps that Python takes are the same however busy the machine is.
    """
    costs = {name: [] for name in offices}
    for number in range((ROUNDS_OF_CONFIRMATION if act is _confirm else ROUNDS) + 2):
        for name in sorted(offices, reverse=number % 2):
            cost = offices[name].measure(person, act)
            if number >= 2:  # the first two fill the registry's caches
                costs[name].append(cost)
    what = f"{person}: {act.__doc__}"
    for name in offices:
        yield f"{what}, {name}", median(cost.seconds for cost in costs[name]) * 1000, "ms"
    for kind in ("seconds", "processor"):
        pairs = zip(costs["with"], costs["without"], strict=True)
        slower = median(getattr(one, kind) / getattr(other, kind) for one, other in pairs) - 1
        yield f"{what}, slower by {kind}", slower * 100, "%"
    steps = {name: office.count(person, act) for name, office in offices.items()}
    yield f"{what}, steps of Python without", steps["without"], ""
    yield f"{what}, more steps of Python", (steps["with"] / steps["without"] - 1) * 100, "%"
    queries = {name: costs[name][-1].queries for name in offices}
    yield f"{what}, queries without", queries["without"], ""
    yield f"{what}, queries more", queries["with"] - queries["without"], ""


def _open_lead(records):
    """open a lead"""
    _open_form(records["lead"])


def _open_order(records):
    """open an order"""
    _open_form(records["order"])


def _confirm(records):
    """confirm an order"""
    records["order"].action_confirm()


def _post(records):
    """post an invoice"""
    records["invoice"].action_post()


def _open_form(record):
    """Ask for what the web client asks for: the views of an action, then the record's fields on the form."""
    options = {"toolbar": True, "load_filters": True}
    views = record.get_views([(False, "list"), (False, "form"), (False, "search")], options)
    form = etree.fromstring(views["views"]["form"]["arch"])
    record.with_context(bin_size=True).web_read(_specification(form, record))


def _specification(view, records):
    """Return the specification of ``web_read`` for the fields of a view, those of its inner lists included."""
    found = {}
    for node in view.xpath("descendant::field[not(ancestor::field)]"):
        field, inner = records._fields[node.get("name")], {}
        shown = node.get("invisible") not in ("1", "True")
        if field.type in ("many2one", "reference"):
            inner["fields"] = {"display_name": {}} if shown else {}
        elif field.type in ("one2many", "many2many") and shown:
            lists = [child for child in node if child.tag in ("list", "kanban")]
            comodel = records.env[field.comodel_name]
            inner = {"fields": _specification(_without_parent(lists[0]), comodel) if lists else {}, "limit": 40}
            if node.get("widget") == "many2many_tags":
                inner["fields"] |= {"display_name": {}}
        found[field.name] = inner
    return found


def _without_parent(node):
    return etree.fromstring(etree.tostring(node))


class _Office:
    """A manager with teams of representatives in one database, and a record of each kind for everybody."""

    def __init__(self, env, roles):
        self.env = env
        self.roles = roles
        self.registry = env.registry
        company = env.company
        company.country_id = company.country_id or env.ref("base.us")
        if not env["account.journal"].search_count([("type", "=", "sale"), ("company_id", "=", company.id)]):
            env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
        if roles:
            company.sales_office_room_ids = env["sales.office.room"].search([])
        self.users = self._hire()
        self.records = {person: self._sell(person) for person in PEOPLE}
        env.flush_all()
        env.cr.execute("ANALYZE")
        env.cr.commit()

    def measure(self, person, act):
        """Do it once. Return the :class:`_Cost`."""
        with self._begin(person) as records:
            cr = records["order"].env.cr
            begin, processor = time.perf_counter(), time.process_time()
            act(records)
            cr.flush()
            return _Cost(time.perf_counter() - begin, time.process_time() - processor, cr.sql_log_count)

    def count(self, person, act):
        """Do it once. Return how many instructions of Python's interpreter were executed."""
        steps = 0

        def trace(frame, event, _argument):
            nonlocal steps
            if event == "call":
                frame.f_trace_opcodes, frame.f_trace_lines = True, False
            steps += event == "opcode"
            return trace

        with self._begin(person) as records:
            sys.settrace(trace)
            try:
                act(records)
                records["order"].env.cr.flush()
            finally:
                sys.settrace(None)
        return steps

    @contextmanager
    def _begin(self, person):
        """Give somebody their records in a transaction of its own, as a request of the web client does; undo it."""
        with self.registry.cursor() as cr:
            context = {"allowed_company_ids": self.env.company.ids, "lang": "en_US"}
            env = api.Environment(cr, self.users[person], context)
            yield {kind: env[model].browse(id_) for kind, (model, id_) in self.records[person].items()}
            cr.rollback()

    def _hire(self):
        """Return ``{person: user id}``; the manager leads the teams, the third person stands in no department."""
        office = self._department("Office", is_sales_office=True)
        office.manager_id = self._employ("manager", office)
        team = office
        for number in range(TEAMS):
            team = self._department(f"Team {number}", parent_id=office.id)
            if self.roles:
                self.env["crm.team"].create({"name": f"Team {number}", "department_id": team.id})
            team.manager_id = self._employ(f"leader {number}", team, role="team_leader")
            for rep in range(REPS):
                self._employ(f"rep {number} {rep}", team, role="representative")
        self._employ("salesperson", team)
        self._employ("clerk", office)
        self._employ("salesperson outside the office", self.env["hr.department"])
        users = self.env["res.users"].search([("name", "in", list(PEOPLE))])
        return {user.name: user.id for user in users}

    def _department(self, name, is_sales_office=False, **values):
        if self.roles and is_sales_office:
            values["is_sales_office"] = True
        return self.env["hr.department"].create({"name": name, "company_id": self.env.company.id, **values})

    def _employ(self, name, department, role=None):
        group, own_role, _whose = PEOPLE.get(name, ("sales_team.group_sale_salesman", role, "own"))
        groups = self.env.ref("base.group_user") | self.env.ref("account.group_account_invoice")
        if not (self.roles and own_role):
            groups |= self.env.ref(group)
        login = name.replace(" ", "_")
        user = self.env["res.users"].create(
            {"name": name, "login": login, "email": f"{login}@example.com", "group_ids": [Command.set(groups.ids)]}
        )
        values = {"name": name, "user_id": user.id, "department_id": department.id}
        if self.roles and own_role:
            role = self.env.ref(f"sales_office_policy.role_{own_role}")
            values["sales_office_role_ids"] = [Command.set(role.ids)]
        return self.env["hr.employee"].create(values)

    def _sell(self, person):
        """Return ``{kind: (model, id)}``: a lead, an order and a draft invoice that the person works on."""
        seller = self.users["salesperson" if PEOPLE[person][2] == "team" else person]
        env = self.env(context={"tracking_disable": True, "mail_create_nosubscribe": True})
        customer = env["res.partner"].create({"name": f"Customer of {person}", "email": "customer@example.com"})
        product = env["product.product"].create({"name": "Room", "type": "service", "list_price": 100})
        lead = env["crm.lead"].create(
            {"name": "Lead", "type": "opportunity", "partner_id": customer.id, "user_id": seller}
        )
        line = {"product_id": product.id, "product_uom_qty": 2}
        order = env["sale.order"].create(
            {"partner_id": customer.id, "user_id": seller, "order_line": [Command.create(line)] * LINES}
        )
        invoice = env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": customer.id,
                "invoice_user_id": seller,
                "invoice_line_ids": [Command.create({"product_id": product.id, "price_unit": 100})] * LINES,
            }
        )
        return {kind: (one._name, one.id) for kind, one in (("lead", lead), ("order", order), ("invoice", invoice))}
