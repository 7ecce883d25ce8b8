"""The models of the module, found by themselves, and what the matrix needs to know of each."""

MODULE = "sales_office_policy"

#: models without record rules, and why every member may read them
PUBLIC_MODELS = {
    "sales.office.role": "names of posts",
    "sales.office.room": "names of rooms",
}


def module_models(env, transient=False):
    """Return the models (empty recordsets) this module defines, abstract ones left out."""
    names = env["ir.model"].search([("model", "in", list(env.registry))]).mapped("model")
    return [
        env[name]
        for name in sorted(names)
        if env[name]._original_module == MODULE and not env[name]._abstract
        if transient or not env[name]._transient
    ]


def is_person_bound(model):
    return "sales.office.member.mixin" in model._inherit
