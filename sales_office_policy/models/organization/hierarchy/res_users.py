from collections import defaultdict
from contextlib import contextmanager
from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.fields import Command
from odoo.tools import SQL

from ..record.one_of import one_of
from ..rpc.rpc import core_door
from ..searching import lasting

#: the posts that decide something, by the names of their groups
POSTS = (
    "representative",
    "team_leader",
    "manager",
    "director",
    "clerk",
    "customer_relations",
    "finance",
    "policy_admin",
)
#: marks a transaction that changed who leads whom
CHANGED = "sales_office_policy.scope_changed"
#: where a transaction keeps the rules of models that follow from who leads whom
READY = "sales_office_policy.rules_ready"
#: where a transaction keeps the users whose roles change until all of them are known
GATHERED = "sales_office_policy.roles_gathered"


class SalesOfficeScope(NamedTuple):
    """Whom a user leads: departments, minus the people who stand above them. What follows: their users and teams.

    By what they stand in for today, too: the ids of these deputies. Beside it the departments they manage themselves.
    """

    department_ids: tuple = ()
    superior_ids: tuple = ()
    user_ids: tuple = ()
    team_ids: tuple = ()
    deputy_ids: tuple = ()
    managed_ids: tuple = ()


class SalesOfficeColleagues(NamedTuple):
    """The sales offices a user belongs to, the users of everybody in them, and their departments."""

    office_ids: tuple = ()
    user_ids: tuple = ()
    department_ids: tuple = ()


class ResUsers(models.Model):
    """What roles a user has; whom they lead and who works with them, which the rules of every lead and invoice ask.

    Each answer about that is one query, and remembered until something it follows from changes.
    """

    _inherit = "res.users"

    sales_office_role_ids = fields.Many2many(
        "sales.office.role",
        string="Sales Office Roles",
        compute="_compute_sales_office_role_ids",
        help="Roles of the user's employees; change them on the employee or in the getting-started assistant.",
    )
    sales_office_granted_group_ids = fields.Many2many(
        "res.groups",
        "sales_office_granted_group_rel",
        "user_id",
        "group_id",
        string="Groups Granted by Sales Office Roles",
        copy=False,
        help="Kept so that taking a role away removes only what the role gave.",
    )
    in_office_scope = fields.Boolean(
        compute="_compute_in_office_scope",
        search="_search_in_office_scope",
        compute_sudo=True,
        help="Somebody the current user leads.",
    )
    in_same_office = fields.Boolean(
        compute="_compute_in_same_office",
        search="_search_in_same_office",
        compute_sudo=True,
        help="Somebody of the current user's own sales office.",
    )

    def _compute_sales_office_role_ids(self):
        # sudo: roles are no secret, other fields of the employee are
        employees = self.env["hr.employee"].sudo().search([("user_id", "in", self.ids)]).grouped("user_id")
        for user in self:
            user.sales_office_role_ids = employees[user].sales_office_role_ids if user in employees else False

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_in_office_scope(self):
        led = set(self.env.user._get_sales_office_scope().user_ids)
        for user in self:
            user.in_office_scope = user.id in led

    @lasting
    def _search_in_office_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        return one_of("id", self.env.user._get_sales_office_scope().user_ids)

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_in_same_office(self):
        colleagues = set(self.env.user._get_sales_office_colleagues().user_ids)
        for user in self:
            user.in_same_office = user.id in colleagues

    @lasting
    def _search_in_same_office(self, operator, value):
        if operator != "in":
            return NotImplemented
        return one_of("id", self.env.user._get_sales_office_colleagues().user_ids)

    @core_door
    def write(self, vals):
        """Forget whom these users lead when their groups or companies change."""
        result = super().write(vals)
        if not {"group_ids", "company_ids"}.isdisjoint(vals):
            self._forget_sales_office_scope()
        return result

    def _get_sales_office_employees(self):
        """Return the user's own employees (sudo) in the companies they work in just now."""
        # sudo: ordinary users have no access to hr.employee, not even to themselves
        return self.env["hr.employee"].sudo().browse(self._remember_sales_office("employees"))

    def _get_sales_office_own_departments(self):
        """Return the ids of the departments that the user's own employees belong to today."""
        return self._remember_sales_office("own departments")

    def _get_sales_office_own_line(self):
        """Return the ids of the user's own departments and of those above them."""
        return self._remember_sales_office("own line")

    def _get_sales_office_role_groups(self):
        """Return ``{user: groups}`` due to each user today by their own roles and by those they stand in for."""
        Employee = self.env["hr.employee"].sudo()
        employees = Employee.search([("user_id", "in", self.ids)]).grouped("user_id")
        deputies = self.env["sales.office.deputy"]._get_current(self).grouped("deputy_user_id")
        entitled = {}
        for user in self:
            entitled[user] = employees.get(user, Employee).sales_office_role_ids.group_id
            if user in deputies:
                entitled[user] |= deputies[user]._get_lent_groups()
        return entitled

    def _sync_sales_office_groups(self):
        """Give each user the groups their roles bring and take away those they no longer bring.

        Groups that somebody granted by hand are left alone.
        """
        self._forget_sales_office_scope()
        gathered = self.env.cr.cache.get(GATHERED)
        if gathered is not None:
            gathered.update(self.ids)
            return
        users = self.sudo()  # sudo: the caller was entitled to change the role that this follows from
        changes = defaultdict(list)
        for user, entitled in users._get_sales_office_role_groups().items():
            granted = user.sales_office_granted_group_ids
            added, removed = entitled - user.group_ids, granted - entitled
            if added or removed:
                changes[added, removed, (granted & entitled) | added].append(user.id)
        # together who changes alike: with each write of groups Odoo forgets all it has read
        for (added, removed, kept), ids in changes.items():
            users.browse(ids).write(
                {
                    "group_ids": [*map(Command.link, added.ids), *map(Command.unlink, removed.ids)],
                    "sales_office_granted_group_ids": [Command.set(kept.ids)],
                }
            )

    @api.model
    @contextmanager
    def _gathering_sales_office_groups(self):
        """Look at all users whose roles change within at once, at the end: Odoo writes new employees one by one."""
        cache = self.env.cr.cache
        if GATHERED in cache:
            yield
            return
        gathered = cache[GATHERED] = set()
        try:
            yield
        finally:
            cache.pop(GATHERED, None)
        if gathered:
            self.browse(sorted(gathered))._sync_sales_office_groups()

    def _get_sales_offices(self):
        """Return the sales offices (``hr.department``, sudo) the user's employees belong to."""
        return self.env["hr.department"].sudo().browse(self._get_sales_office_colleagues().office_ids)

    def _get_sales_office_department(self):
        """Return the department (sudo) this user acts for when nobody names another: the default of new records.

        It is the topmost one of a sales office that they lead themselves in the current company, the one they belong to
        first; whoever leads none, or only stands in for somebody, acts for the one they belong to.
        """
        own = self.sudo().employee_id.department_id  # sudo: users read no employee
        companies = (self.env.company, self.env.company.browse())
        led = self.env["hr.department"].sudo().browse(self._get_sales_office_scope(own=True).department_ids)
        led = led.filtered(lambda d: d.active and d.sales_office_id and d.company_id in companies)
        tops = led.filtered(lambda d: d.parent_id not in led)
        nearest = tops.filtered(lambda d: own._is_sales_office_part(d)) or tops
        return nearest.sorted("complete_name")[:1] or own.filtered("sales_office_id")

    def _get_sales_office_companies(self, *posts, own=False):
        """Return the ids of the companies in which this user holds one of ``posts``, ``False`` for what they share.

        Groups belong to the user, whatever company they work in; a post is that of an employee, who belongs to one.
        What is decided about a record asks this, record rules included, and a group only where no company is concerned.
        Groups given by hand are meant everywhere; what is lent counts in the company of the loan.

        :param str posts: out of ``POSTS``; whoever stands higher on the ladder holds those below
        :param own: leave out what is only lent
        """
        held = self._remember_sales_office("own posts" if own else "posts")
        companies = {company_id for post in posts for company_id in held[post]}
        return (*sorted(companies), False) if companies else ()

    def _get_sales_office_scope(self, own=False):
        """Return whom this user leads today as a :class:`SalesOfficeScope`.

        The departments are those they manage or stand in for, and all below them, of the
        companies they work in just now. The superiors are everybody who manages one of these
        posts, their own department or one above them, themselves excepted: a deputy reaches
        neither the manager they stand in for nor their own. People who left count as before.

        :param own: leave out what is only lent: it ends with the loan, and is not lent on
        """
        return self._remember_sales_office("own scope" if own else "scope")

    def _get_sales_office_colleagues(self):
        """Return the user's offices in the companies they work in just now as :class:`SalesOfficeColleagues`."""
        return self._remember_sales_office("colleagues")

    def _get_sales_office_known(self):
        """Return what SQL that is remembered follows from beside groups: it changes at midnight, by who stands in."""
        return self._get_sales_office_scope(), self._get_sales_office_colleagues()

    def _read_sales_office_scope(self, own=False):
        lent = SQL("[]::int[]") if own else self.env["sales.office.deputy"]._get_current_sql(self)
        query = SQL(
            """
            WITH %(held)s, led AS (
                SELECT post.id FROM hr_department post
                 WHERE %(here)s AND EXISTS (SELECT FROM held WHERE starts_with(post.parent_path, held.path))
            ), line AS (
                SELECT path FROM held UNION SELECT own.parent_path
                  FROM hr_employee employee
                  JOIN hr_version version ON version.id = employee.current_version_id
                  JOIN hr_department own ON own.id = version.department_id
                 WHERE employee.active AND employee.user_id = %(user)s AND employee.company_id = ANY(%(companies)s)
            ), superior AS (
                SELECT manager.id
                  FROM hr_department post JOIN hr_employee manager ON manager.id = post.manager_id
                 WHERE manager.user_id IS DISTINCT FROM %(user)s
                   AND EXISTS (SELECT FROM line WHERE starts_with(line.path, post.parent_path))
            )
            SELECT ARRAY(SELECT id FROM led), ARRAY(SELECT DISTINCT id FROM superior), ARRAY(
                SELECT DISTINCT employee.user_id
                  FROM led
                  JOIN hr_version version ON version.department_id = led.id
                  JOIN hr_employee employee ON employee.current_version_id = version.id
                 WHERE employee.user_id IS NOT NULL AND employee.company_id = ANY(%(companies)s)
                   AND employee.id NOT IN (SELECT id FROM superior)
            ), ARRAY(SELECT team.id FROM crm_team team JOIN led ON led.id = team.department_id), ARRAY%(lent)s, ARRAY(
                SELECT post.id
                  FROM hr_department post JOIN hr_employee manager ON manager.id = post.manager_id
                 WHERE %(here)s AND manager.active AND manager.user_id = %(user)s
            )
            """,
            held=self._get_sales_office_held_posts(own),
            lent=lent,
            user=self.id,
            companies=self.env.companies.ids,
            here=self._get_sales_office_here(),
        )
        return SalesOfficeScope(*map(tuple, self._query_sales_office(query)))

    def _get_sales_office_here(self):
        """Return the condition on ``post``: a department of the companies they work in just now, or of none."""
        return SQL("(post.company_id = ANY(%s) OR post.company_id IS NULL)", self.env.companies.ids)

    def _get_sales_office_held_posts(self, own):
        """Return the CTEs up to ``held (path)``: what they manage and, but for ``own``, what they stand in for."""
        # a post they stand in for below one of their own is theirs anyway, and would make their people their superiors
        deputies = SQL("(NULL)") if own else self.env["sales.office.deputy"]._get_current_sql(self)
        return SQL(
            """
            managed AS (
                SELECT post.parent_path AS path
                  FROM hr_department post JOIN hr_employee manager ON manager.id = post.manager_id
                 WHERE post.active AND %(here)s AND manager.active AND manager.user_id = %(user)s
            ), deputised AS (
                SELECT post.parent_path AS path
                  FROM hr_department post JOIN sales_office_deputy deputy ON deputy.employee_id = post.manager_id
                 WHERE post.active AND %(here)s AND deputy.id IN %(deputies)s
                   AND NOT EXISTS (SELECT FROM managed WHERE starts_with(post.parent_path, managed.path))
            ), held AS (SELECT path FROM managed UNION SELECT path FROM deputised)
            """,
            user=self.id,
            deputies=deputies,
            here=self._get_sales_office_here(),
        )

    def _read_sales_office_colleagues(self):
        query = SQL(
            """
            WITH person AS (
                SELECT employee.user_id, employee.active, department.sales_office_id AS office_id
                  FROM hr_employee employee
                  JOIN hr_version version ON version.id = employee.current_version_id
                  JOIN hr_department department ON department.id = version.department_id
                 WHERE employee.user_id IS NOT NULL AND employee.company_id = ANY(%(companies)s)
            ), office AS (
                SELECT DISTINCT office_id AS id FROM person
                 WHERE user_id = %(user)s AND active AND office_id IS NOT NULL
            )
            SELECT ARRAY(SELECT id FROM office),
                   ARRAY(SELECT DISTINCT user_id FROM person WHERE office_id IN (SELECT id FROM office)),
                   ARRAY(SELECT id FROM hr_department WHERE sales_office_id IN (SELECT id FROM office))
            """,
            user=self.id,
            companies=self.env.companies.ids,
        )
        return SalesOfficeColleagues(*map(tuple, self._query_sales_office(query)))

    def _read_sales_office_posts(self, own=False):
        """Return ``{post: ids of the companies in which this user holds it}``."""
        user = self.sudo()  # sudo: decides about access, so cannot itself depend on it
        by_hand = user.group_ids - user.sales_office_granted_group_ids
        groups = dict.fromkeys(user.company_ids, by_hand)
        for employee in user.env["hr.employee"].search([("user_id", "=", user.id)]):
            given = employee.sales_office_role_ids.group_id
            groups[employee.company_id] = groups.get(employee.company_id, by_hand) | given
        for deputy in () if own else user.env["sales.office.deputy"]._get_current(user):
            groups[deputy.company_id] = groups.get(deputy.company_id, by_hand) | deputy._get_lent_groups()
        held = {company.id: (given | given.all_implied_ids).ids for company, given in groups.items()}
        find_id = user.env["ir.model.data"]._xmlid_to_res_id  # remembered, and does not look whether it is still there
        posts = {post: find_id(f"sales_office_policy.group_{post}", raise_if_not_found=True) for post in POSTS}
        return {
            post: tuple(company_id for company_id, group_ids in held.items() if group_id in group_ids)
            for post, group_id in posts.items()
        }

    def _query_sales_office(self, query):
        """Return the one row of a query about departments and employees, which nobody needs access to for this."""
        self.env["hr.department"].flush_model()
        self.env["hr.employee"].flush_model(["active", "company_id", "current_version_id", "user_id"])
        self.env["hr.version"].flush_model(["department_id"])
        self.env["crm.team"].flush_model(["department_id"])
        self.env["sales.office.deputy"].flush_model(["employee_id"])
        return self.env.execute_query(query)[0]

    def _remember_sales_office(self, what):
        """Return ``what`` is known about this user: of the registry's cache, as other access rights are.

        A transaction that changed something the answer follows from remembers for itself, until it is
        committed and everybody forgets. Deputies begin and end at midnight where they work, and every
        time zone has its midnight at a quarter of an hour.
        """
        self.ensure_one()
        now = fields.Datetime.now()
        key = (what, self.id, tuple(self.env.companies.ids), now.replace(minute=now.minute // 15 * 15, second=0))
        if CHANGED not in self.env.cr.postcommit.data:
            return self._read_sales_office_cached(*key)
        remembered = self.env.cr.cache.setdefault(CHANGED, {})
        if key not in remembered:
            remembered[key] = self._read_sales_office(what)
        return remembered[key]

    @tools.ormcache("what", "user_id", "company_ids", "quarter")
    def _read_sales_office_cached(self, what, user_id, company_ids, quarter):
        return self._read_sales_office(what)

    def _read_sales_office(self, what):
        if what == "colleagues":
            return self._read_sales_office_colleagues()
        if what in ("posts", "own posts"):
            return self._read_sales_office_posts(own=what == "own posts")
        if what == "own line":
            own = self.env["hr.department"].sudo().browse(self._get_sales_office_own_departments())
            return tuple({id_ for department in own for id_ in department._get_sales_office_line()})
        if what in ("employees", "own departments"):
            return self._read_sales_office_employees(departments=what == "own departments")
        return self._read_sales_office_scope(own=what == "own scope")

    def _read_sales_office_employees(self, departments):
        # sudo: ordinary users have no access to hr.employee, not even to themselves
        Employee = self.env["hr.employee"].sudo()
        own = Employee.search([("user_id", "=", self.id), ("company_id", "in", self.env.companies.ids)])
        return tuple((own.department_id if departments else own).ids)

    @api.model
    def _forget_sales_office_scope(self):
        """Ask again from now on: a department, an employee or a deputy changed."""
        self.env.cr.cache.pop(CHANGED, None)
        self.env.cr.cache.pop(READY, None)
        after = self.env.cr.postcommit
        if CHANGED not in after.data:
            after.data[CHANGED] = True
            self.env.registry.clear_cache()
            after.add(self.env.registry.clear_cache)  # again: others went on remembering what was true before
