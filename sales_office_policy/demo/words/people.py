"""Whom and what the demo data names, in the office's language, and where its people begin."""

from odoo.fields import Domain

from ..demo import MODULE

#: fields of what the data files name in English, written in the office's language before anything happens
NAMES = {
    "res.company": ("name", "street", "city"),
    "resource.calendar": ("name",),
    "hr.department": ("name",),
    "hr.job": ("name", "sales_office_duties", "sales_office_skills"),
    "res.users": ("name",),
    "hr.employee": ("name",),
    "crm.team": ("name",),
}


def settle_in(demo):
    """Let everybody have signed in once, speak the office's language, and the members begin on what waits for them."""
    domain = Domain([("module", "=", MODULE), ("name", "=like", r"demo\_%"), ("model", "in", list(NAMES))])
    by_model = demo.env["ir.model.data"].search(domain).grouped("model")
    users = demo.env["res.users"].browse(by_model["res.users"].mapped("res_id"))
    members = users.filtered(lambda user: user.has_group(f"{MODULE}.group_member"))
    members.write({"action_id": demo.env.ref(f"{MODULE}.sales_office_today_action").id})
    (users - members).write({"action_id": demo.env.ref("hr.open_view_employee_list_my").id})
    for user in users:
        user.with_user(user).sudo()._update_last_login()
    if not demo.words:
        return
    # Odoo reads the translations of a module after its demo data, which copies texts of its rule book and lists
    demo.env["ir.module.module"]._load_module_terms([MODULE], [demo.env.lang])
    demo.env.invalidate_all()
    users.write({"lang": demo.env.lang})
    demo.ref("demo_company").partner_id.lang = demo.env.lang
    demo.ref("demo_calendar").attendance_ids.name = demo.say("Work")
    for model, names in NAMES.items():
        for record in demo.env[model].browse(by_model[model].mapped("res_id")):
            _rename(demo, record.with_context(lang="en_US"), names)
    users.signature = False
    users._compute_signature()
    for employee in demo.env["hr.employee"].browse(by_model["hr.employee"].mapped("res_id")):
        # what Odoo copied from the English names
        employee.write({"job_title": employee.job_id.name, "legal_name": employee.name})
        # the first letter of the English name, as Odoo draws it for a new employee
        employee.image_1920 = employee.work_contact_id.image_1920 = employee._avatar_generate_svg()


def _rename(demo, record, names):
    """Write what the fields say in the office's language: as their translation where they have one."""
    for name in names:
        field = record._fields[name]
        if callable(field.translate):
            terms = {term: demo.say(term) for term in field.get_trans_terms(record[name])}
            record.update_field_translations(name, {demo.env.lang: terms})
        elif field.translate:
            record.update_field_translations(name, {demo.env.lang: demo.say(record[name])})
        else:
            record[name] = demo.say(record[name])
