"""What holds for every view of the module."""

import ast
import re

from lxml import etree

from ..common import SalesOfficeCommon
from .catalogue import MODULE, module_models

#: columns that fit beside each other on a phone
FITTING = 3

#: what every button may name besides
KNOWN_TO_BUTTONS = {"id", "active_id", "active_ids", "uid", "parent", "context_today"}
#: the field that an expression of a card asks
ASKED = re.compile(r"\brecord\.(\w+)")


def _get_wide(rows):
    """Return the columns of a list that are shown at once."""
    return [
        node
        for node in rows.findall("field")
        if node.get("column_invisible") not in ("1", "True")
        and node.get("optional") != "hide"
        and node.get("widget") != "handle"
    ]


class TestScreens(SalesOfficeCommon):
    def _fields(self):
        """Yield ``(view, node)`` of every field in the views of the module."""
        data = self.env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", "ir.ui.view")])
        for view in self.env["ir.ui.view"].browse(data.mapped("res_id")).filtered("model"):
            for node in etree.fromstring(view.arch).iter("field"):
                yield view, node

    def test_months(self):
        """R036: a date that stands for its month is shown and chosen as a month."""
        months = [
            (view.xml_id, node.get("widget"))
            for view, node in self._fields()
            if node.get("name") == "month" and self.env[view.model]._fields["month"].type == "date"
        ]
        self.assertTrue(months)
        self.assertEqual({widget for _view, widget in months}, {"sales_office_month"})

    def test_calendars_show_no_pictures_of_employees(self):
        """R135: the pictures of employees are for personnel; everybody else would see a placeholder."""
        filters = [(view, node) for view, node in self._fields() if node.get("filters")]
        self.assertGreater(len(filters), 10)
        for view, node in filters:
            comodel = self.env[view.model]._fields[node.get("name")].comodel_name
            self.assertFalse(comodel == "hr.employee" and node.get("avatar_field"), view.xml_id)

    def test_titles_beside_ribbons(self):
        """R135: a title makes room for the ribbon beside it, or they meet on a phone."""
        data = self.env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", "ir.ui.view")])
        titles = [
            (view.xml_id, title.get("class").split())
            for view in self.env["ir.ui.view"].browse(data.mapped("res_id")).filtered("model")
            for title in etree.fromstring(view.arch).xpath(
                "//widget[@name='web_ribbon']/following-sibling::div[contains(@class, 'oe_title')]"
            )
        ]
        self.assertGreater(len(titles), 10)
        self.assertEqual([xml_id for xml_id, classes in titles if "o_sales_office_title" not in classes], [])
        late = [
            view.xml_id
            for view in self.env["ir.ui.view"].browse(data.mapped("res_id")).filtered("model")
            if etree.fromstring(view.arch).xpath(
                "//widget[@name='web_ribbon']/preceding-sibling::div[contains(@class, 'oe_title')]"
            )
        ]
        self.assertEqual(late, [], "a ribbon after the title")

    def test_empty_screens_say_the_next_step(self):
        """R138: a list without records says what would be there, and what makes the first one."""
        data = self.env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", "ir.actions.act_window")])
        actions = self.env["ir.actions.act_window"].browse(data.mapped("res_id"))
        lists = actions.filtered(lambda action: not action.view_mode.startswith("form") and action.target != "new")
        self.assertGreater(len(lists), 100)
        for action in lists:
            told = etree.fromstring(f"<div>{action.help or ''}</div>", etree.HTMLParser())
            with self.subTest(action=action.xml_id):
                title, *steps = told.xpath("//p") or [None]
                self.assertIsNotNone(title, "nothing is said")
                self.assertIn("o_view_nocontent", title.get("class", ""))
                self.assertGreater(len("".join(step.xpath("string()") for step in steps).split()), 4, "no next step")

    def test_periods_begin_whole(self):
        """R135: a period of two days is new with both or with neither: Odoo shows half of one as a mistake."""
        tried = 0
        for view, node in self._fields():
            if node.get("widget") == "daterange":
                names = {node.get("name"), ast.literal_eval(node.get("options"))["end_date_field"]}
                given = self.env[view.model].default_get(list(names))
                tried += 1
                self.assertIn(len({name for name in names if given.get(name)}), (0, 2), view.xml_id)
        self.assertGreater(tried, 2)

    def test_buttons_know_what_they_pass_on(self):
        """R137: what the context of a button names is in its view, or a click ends in an error of the browser."""
        data = self.env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", "ir.ui.view")])
        tried, lacking = 0, []
        for view in self.env["ir.ui.view"].browse(data.mapped("res_id")).filtered("model"):
            for button in etree.fromstring(view.arch).xpath("//button[@context]"):
                names = {
                    node.id for node in ast.walk(ast.parse(button.get("context").strip())) if isinstance(node, ast.Name)
                }
                shown = {node.get("name") for node in self._get_view_of(button).iter("field")}
                tried += len(names)
                lacking += [(view.xml_id, name) for name in names - shown - KNOWN_TO_BUTTONS]
        self.assertGreater(tried, 5)
        self.assertEqual(lacking, [])

    def _get_view_of(self, node):
        """Return the list, form or kanban that a node stands in, or what extends one."""
        views = [parent for parent in node.iterancestors() if parent.tag in ("list", "form", "kanban")]
        return views[0] if views else node.getroottree().getroot()

    def test_months_in_their_order(self):
        """R036: months that are chosen by name are sorted by number: October is not after January."""
        seasons = self.env["sales.office.season"].create([{"month": month} for month in ("10", "2", "11", "1")])
        self.assertEqual((seasons.search([("id", "in", seasons.ids)])).mapped("month"), ["1", "2", "10", "11"])

    def test_shipped_texts_are_translated(self):
        """R135: what the add-on brings along has a name of its own, as Odoo translates nothing else."""
        template = self.env.ref("sales_office_policy.closing_template_daily")
        self.assertTrue(template.active)
        self.assertEqual(len(template.line_ids), 6)
        self.env["res.lang"]._activate_lang("zh_CN")
        self.assertTrue(all(line.get_external_id()[line.id] for line in template.line_ids))

    def test_conditions(self):
        """R133: core's field for conditions counts with its reader's rights, so that none of ours uses it."""
        self.assertFalse([view.xml_id for view, node in self._fields() if node.get("widget") == "domain"])

    def test_days_of_moments(self):
        """R135: the day of a moment is shown by the field of moments: that of days complains in the browser."""
        wrong = [
            (view.xml_id, node.get("name"))
            for view, node in self._fields()
            if node.get("widget") == "date"
            and (field := self.env[view.model]._fields.get(node.get("name")))
            and field.type == "datetime"
        ]
        self.assertEqual(wrong, [])

    def test_days_are_said_as_days(self):
        """R135: Odoo's words for what is left of a time call tomorrow "next month" on the last day of one."""
        self.assertFalse([view.xml_id for view, node in self._fields() if node.get("widget") == "remaining_days"])

    def test_logs_speak_of_labels(self):
        """R056: technical names of fields are nowhere shown."""
        self.assertFalse([view.xml_id for view, node in self._fields() if node.get("name") == "field_names"])

    def test_lists_are_cards_on_a_phone(self):
        """R135: what opens as a list has cards, and a form if it is typed in: a phone shows a list's first columns."""
        data = self.env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", "ir.actions.act_window")])
        missing = []
        for action in self.env["ir.actions.act_window"].browse(data.mapped("res_id")):
            modes = [mode for _view, mode in action.views]
            opened = action.target != "new" and modes[0] == "list" and "kanban" not in modes
            if not opened or not action.res_model.startswith("sales.office."):
                continue
            arch = etree.fromstring(self.env[action.res_model].get_view(action.views[0][0], "list")["arch"])
            if "form" in modes or not arch.get("editable") or len(_get_wide(arch)) > FITTING:
                missing.append(action.xml_id)
        self.assertEqual(missing, [])

    def test_lists_that_are_typed_in_have_forms(self):
        """R135: a card of what is typed in a list opens a form with its columns, and those that are hidden at first."""
        types = set()
        for action in self._get_menu_actions().filtered(lambda action: action.view_mode == "list,kanban,form"):
            model = self.env[action.res_model]
            rows = etree.fromstring(model.get_view(view_type="list")["arch"])
            if not rows.get("editable") or self.env["ir.ui.view"].default_view(model._name, "form"):
                continue
            with self.subTest(model=model._name):
                form = etree.fromstring(model.get_view(view_type="form", mobile=True)["arch"])
                typed = {node.get("name") for node in form.iter("field")}
                columns = {node.get("name") for node in rows.findall("field") if node.get("widget") != "handle"}
                self.assertEqual(typed, columns)
                self.assertEqual(form.get("duplicate"), rows.get("duplicate"))
                types.add(model._name)
        self.assertGreater(len(types), 6)

    def test_cards_do_not_repeat_their_title(self):
        """R135: a gift is called by what and from whom; a coloured state stays, though the title says it."""
        gift, event, supply, limit = (
            etree.fromstring(self.env[f"sales.office.{name}"].get_view(view_type="kanban")["arch"])
            for name in ("gift", "document.event", "supply.move", "sanction.limit")
        )
        shown = {node.get("name") for node in gift.xpath("//t[@t-name='card']//field")}
        self.assertFalse(shown & {"direction", "partner_id", "date"})
        self.assertLessEqual({"description", "value"}, shown)
        self.assertFalse(limit.xpath("//t[@t-name='card']//field[@name='post' or @name='sanction']"))
        self.assertEqual(limit.get("default_order"), "sequence", "as a list that is ordered by hand")
        self.assertTrue(event.xpath("//t[@t-name='card']//field[@name='kind'][@widget='badge']"))
        self.assertTrue(supply.xpath("//t[@t-name='card']//field[@name='date']"), "the name of a move has no day")

    def test_buttons_of_cards_have_names(self):
        """R135: a button that has a sign in a list has its name on a card, where no pointer rests on it."""
        form = self.env["sales.office.campaign"].get_view(view_type="form", mobile=True)["arch"]
        buttons = etree.fromstring(form).xpath("//t[@t-name='card']/button")
        self.assertEqual([button.get("string") for button in buttons], ["Done", "Open Again"])

    def test_a_page_opens_at_its_beginning(self):
        """R135: Odoo scrolls to the first main button of a sheet, which may be at the end of what is to be read."""
        data = self.env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", "ir.ui.view")])
        forms = [
            (view.xml_id, form)
            for view in self.env["ir.ui.view"].browse(data.mapped("res_id")).filtered("model")
            for form in etree.fromstring(view.arch).xpath("/form[sheet]")
            if form.xpath("sheet//button[contains(@class, 'btn-primary')][not(ancestor::field)]")
        ]
        self.assertGreater(len(forms), 1)
        self.assertEqual([xml_id for xml_id, form in forms if not form.get("disable_autofocus")], [])

    def test_cards_show_what_the_list_shows(self):
        """R135: a model without cards of its own gets them from its list, with labels, for whoever may read it."""
        made = 0
        views = self.env["ir.ui.view"]
        for model in module_models(self.env):
            if model._auto is None or views.default_view(model._name, "kanban"):
                continue
            if not (number := views.default_view(model._name, "list")):
                continue
            made += 1
            with self.subTest(model=model._name):
                card = etree.fromstring(model.get_view(view_type="kanban")["arch"])
                names = {node.get("name") for node in card.iter("field")} | {model._rec_name}
                columns = etree.fromstring(model.get_view(number, "list")["arch"]).findall("field")
                shown = {
                    node.get("name")
                    for node in columns
                    if node.get("optional") != "hide" and node.get("widget") not in ("handle", "list_activity")
                }
                self.assertLessEqual(shown, names)
                for row in card.iter("div"):
                    if row.get("t-if"):
                        self.assertTrue(row.find("span").text)
        self.assertGreater(made, 20)

    def test_cards_of_whoever_lacks_a_column(self):
        """R135: a card asks only for fields that it has, for every post: groups take a line together with its field."""
        listed = {
            action.res_model for action in self._get_menu_actions() if "kanban" in dict(map(reversed, action.views))
        }
        posts = self.rep, self.leader, self.manager, self.director
        posts += self.clerk, self.relations, self.finance, self.policy_admin
        lacking = set()
        for name in sorted(listed):
            model, number = self.env[name], self.env["ir.ui.view"].default_view(name, "list")
            if self.env["ir.ui.view"].default_view(name, "kanban") or not number:
                continue
            columns = self._get_columns(model, number)
            for employee in posts:
                seen = self.as_(employee, model)
                if not seen.has_access("read"):
                    continue
                with self.subTest(model=name, reader=employee.name):
                    card = etree.fromstring(seen.get_view(view_type="kanban")["arch"])
                    given = {node.get("name") for node in card.iter("field")}
                    asked = {found for text in card.xpath("//@*") for found in ASKED.findall(text)}
                    self.assertLessEqual(asked, given)
                    own = self._get_columns(seen, number)
                    self.assertLessEqual(given & columns, own, "a column that the list does not show them")
                    lacking |= {(name, column) for column in columns - own}
        self.assertGreater(len(lacking), 3, "some post lacks some column")

    def _get_menu_actions(self):
        """Return the actions of all entries of the menu."""
        menus = self.env["ir.ui.menu"].with_context(**{"ir.ui.menu.full_list": True})
        root = self.env.ref("sales_office_policy.menu_root")
        entries = menus.search([("id", "child_of", root.id), ("action", "like", "ir.actions.act_window,")])
        return self.env["ir.actions.act_window"].browse(menu.action.id for menu in entries)

    def _get_columns(self, model, view_id):
        return {node.get("name") for node in etree.fromstring(model.get_view(view_id, "list")["arch"]).iter("field")}

    def test_names_and_headings_wrap(self):
        """R135: our lists, cards and forms, and no others, have the classes by which names are read whole."""
        for view_type in ("list", "kanban", "form"):
            for name, ours in (("sales.office.day", True), ("res.country", False)):
                arch = etree.fromstring(self.env[name].get_view(view_type=view_type)["arch"])
                classes = (arch.get("class") or "").split()
                self.assertEqual(f"o_sales_office_{view_type}" in classes, ours, (view_type, name))

    def test_percentages_say_so(self):
        """R135: a share in a chart or a pivot table is read with its sign: neither says what its numbers are."""
        measures = [
            (view.xml_id, node.get("name"), node.get("widget"))
            for view, node in self._fields()
            if node.get("type") == "measure" and "(%" in self.env[view.model]._fields[node.get("name")].string
        ]
        self.assertGreater(len(measures), 5)
        self.assertEqual([found for found in measures if found[2] != "sales_office_percent"], [])

    def test_settings_say_their_units(self):
        """R137: a number in the settings has its unit beside it, or in its title; core drops loose text beside it."""
        settings, bare, loose = self.env["sales.office.settings"], [], []
        arch = etree.fromstring(settings.get_view(view_type="form")["arch"])
        for setting in arch.iter("setting"):
            loose += [node.tail for node in setting if (node.tail or "").strip()]
            bare += [
                node.get("name")
                for node in setting.iter("field")
                if settings._fields[node.get("name")].type in ("integer", "float")
                and not (
                    node.xpath("following-sibling::span") or (node.tail or "").strip() or "(" in setting.get("string")
                )
                and node.get("widget") != "float_time"
            ]
        self.assertEqual((bare, loose), ([], []))

    def test_metrics_are_not_added_up(self):
        """R072: money, customers and shares do not add up: what counts targets tells them apart."""
        target = self.env["sales.office.target"]
        for view_type in ("pivot", "graph"):
            arch = etree.fromstring(target.get_view(view_type=view_type)["arch"])
            self.assertIn("metric", {node.get("name") for node in arch.iter("field")}, view_type)

    def test_days_of_calendars_wrap(self):
        """R135: our calendars, and no others, have the class by which a day is read whole on a phone."""
        for name, ours in (("sales.office.closing", True), ("calendar.event", False)):
            arch = etree.fromstring(self.env[name].get_view(view_type="calendar")["arch"])
            self.assertEqual("o_sales_office_calendar" in (arch.get("class") or ""), ours, name)

    def test_cards_stand_below_each_other_on_a_phone(self):
        """R135: a phone shows one column, so that cards are not spread over columns of states there."""
        tasks = self.env["sales.office.instruction"]
        self.assertEqual(etree.fromstring(tasks.get_view(view_type="kanban")["arch"]).get("default_group_by"), "state")
        phone = etree.fromstring(tasks.get_view(view_type="kanban", mobile=True)["arch"])
        self.assertIsNone(phone.get("default_group_by"))
        self.assertTrue(phone.xpath("//t[@t-name='card']/field[@name='state']"))
        self.assertEqual(phone.get("js_class"), "sales_office_cards", "nor over what a list is grouped by")

    def test_cards_speak_the_readers_language(self):
        """R135: labels of cards are translated."""
        self.env["res.lang"]._activate_lang("zh_CN")
        call = self.env["sales.office.call"].with_context(lang="zh_CN")
        self.assertIn(call._fields["phone"]._description_string(call.env), call.get_view(view_type="kanban")["arch"])

    def _tables(self):
        """Yield ``(view, table, field)`` for the tables of ours in forms, as a phone gets them."""
        data = self.env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", "ir.ui.view")])
        forms = self.env["ir.ui.view"].browse(data.mapped("res_id")).filtered(lambda view: view.type == "form")
        for view in forms.mapped(lambda form: form.inherit_id or form):
            while view.mode == "extension":
                view = view.inherit_id
            arch = etree.fromstring(self.env[view.model].get_view(view.id, "form", mobile=True)["arch"])
            for table in arch.xpath("//field[list][not(ancestor::field)]"):
                field = self.env[view.model]._fields[table.get("name")]
                if field._module == MODULE:
                    yield view, table, field

    def test_tables_are_cards_on_a_phone(self):
        """R135: a table of a form that is wider than a phone has cards there, and a dialog where it is typed in."""
        wide = 0
        for view, table, _field in self._tables():
            columns = _get_wide(table.find("list"))
            if len(columns) <= FITTING or table.get("mode") == "list":
                continue
            wide += 1
            with self.subTest(view=view.xml_id, table=table.get("name")):
                self.assertIsNotNone(table.find("kanban"))
                if table.find("list").get("editable"):
                    typed = {node.get("name") for node in table.find("form").iter("field")}
                    self.assertLessEqual({node.get("name") for node in columns}, typed)
        self.assertGreater(wide, 20)

    def test_a_number_says_what_it_is(self):
        """R135: a card that begins with a number, such as the step of a ladder, says what is counted."""
        kinds = self.env["sales.office.violation.type"]
        arch = etree.fromstring(kinds.get_view(view_type="form", mobile=True)["arch"])
        (number,) = arch.xpath("//field[@name='step_ids']/kanban//span[field[@name='occurrence']]")
        self.assertEqual(number.find("span").text, kinds.step_ids._fields["occurrence"].string)

    def test_rows_open_forms_made_for_them(self):
        """R135: a row of a table opens a form that was made for it, or none: Odoo makes one of all fields there are."""
        views = self.env["ir.ui.view"]
        raw = {
            (view.xml_id, table.get("name"))
            for view, table, field in self._tables()
            if (source := table.find("list")).get("editable") is None
            and not source.get("no_open")
            and not source.get("action")
            and table.find("form") is None
            and not views.default_view(field.comodel_name, "form")
        }
        self.assertEqual(raw, set())
