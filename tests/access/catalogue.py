"""The models of the module, found by themselves, and what the matrix expects of each.

A letter stands for an operation: r read, w write, c create, u unlink. An expectation is about access
rights and record rules; what a locked record refuses beyond them is tested in each room.

``own``      the record is about the user himself
``led``      it is about somebody in a department the user leads
``company``  any other record of the user's company
"""

MODULE = "sales_office_policy"

#: models without record rules, and why every member may read them
PUBLIC_MODELS = {
    "sales.office.role": "names of posts",
    "sales.office.room": "names of rooms",
    "sales.office.document.category": "names of kinds of papers",
}

OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}

COMMISSION_PLAN = {
    "leader": "r",
    "manager": "r",
    "director": "rwcu",
    "finance": "r",
    "policy_admin": "rwcu",
}

#: what each role may do with each model, by the record's relation to the user. Roles that are not named
#: get nothing. ``member`` stands for every role of the office that is not named itself.
MATRIX = {
    "sales.office.deputy": {
        "own": {"member": "r", "leader": "rwcu", "manager": "rwcu", "director": "rwcu"},
        "led": {"leader": "rwcu", "manager": "rwcu", "director": "rwcu"},
    },
    "sales.office.meeting": {
        "own": {"member": "r", "leader": "rwcu", "manager": "rwcu", "director": "rwcu", "clerk": "rwc"},
        "led": {"leader": "rwcu", "manager": "rwcu", "director": "rwcu"},
        "company": {"clerk": "rwc"},
    },
    "sales.office.meeting.attendance": {
        "own": {"member": "r", "leader": "rwcu", "clerk": "rcu"},
        "led": {"leader": "rwcu", "manager": "rwcu", "director": "rwcu"},
        "company": {"clerk": "rcu"},
    },
    # an internal document of the subject's department; the classes are tested in the room
    "sales.office.document": {
        "own": {"member": "r", "clerk": "rwcu"},
        "led": {"member": "r", "clerk": "rwcu"},
        "company": {"member": "r", "clerk": "rwcu"},
    },
    "sales.office.document.loan": {
        "own": {"member": "r"},
        "led": {"leader": "r", "manager": "r", "director": "r"},
        "company": {"clerk": "r"},
    },
    # suspected by a check; who wrote a draft may do more with it, tested in the room
    "sales.office.violation": {
        "own": {"member": "r"},
        "led": {"leader": "rwc", "manager": "rwc", "director": "rwc"},
    },
    # a type of the subject's company
    "sales.office.violation.type": {
        relation: {"member": "r", "policy_admin": "rwcu"} for relation in ("own", "led", "company")
    },
    "sales.office.violation.step": {
        relation: {"member": "r", "policy_admin": "rwcu"} for relation in ("own", "led", "company")
    },
    # a draft of the subject's company; what is in force is tested in the room
    "sales.office.policy": {
        relation: {"manager": "r", "director": "r", "policy_admin": "rwcu"} for relation in ("own", "led", "company")
    },
    "sales.office.policy.clause": {
        relation: {"manager": "r", "director": "r", "policy_admin": "rwcu"} for relation in ("own", "led", "company")
    },
    "sales.office.policy.acknowledgement": {
        "own": {"member": "r"},
        "led": {"leader": "r", "manager": "r", "director": "r"},
    },
    # an approved plan that pays the subject; that it is locked is tested in the room
    **{
        model: {
            "own": {"member": "r", **COMMISSION_PLAN},
            "led": COMMISSION_PLAN,
            "company": COMMISSION_PLAN,
        }
        for model in (
            "sales.office.commission.plan",
            "sales.office.commission.plan.member",
            "sales.office.commission.rule",
        )
    },
    # in review; a draft is hidden from the employee, tested in the room
    "sales.office.statement": {
        "own": {"member": "r"},
        "led": {"leader": "r", "manager": "ru", "director": "ru"},
        "company": {"director": "ru", "finance": "ru"},
    },
    "sales.office.statement.line": {
        "own": {"member": "r"},
        "led": {"leader": "r", "manager": "r", "director": "r"},
        "company": {"director": "r", "finance": "r"},
    },
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


def expected(model_name, relation, role):
    """Return the letters ``role`` may do with a record of that relation."""
    by_role = MATRIX[model_name].get(relation, {})
    return by_role.get(role, by_role.get("member", "") if role != "outsider" else "")
