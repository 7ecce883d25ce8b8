"""Which post a job title speaks of: plain Python, for English and Chinese titles."""

import re

#: post, what its titles contain; the first that fits counts, so the narrower words stand above the wider ones
TITLES = tuple(
    (post, re.compile(words, re.IGNORECASE))
    for post, words in (
        (
            "finance",
            r"\bfinanc|\baccountants?\b|\baccounting\b|\bcashier|\bbookkeep|\bcontroller\b|财务|会计|出纳|结算",
        ),
        (
            "clerk",
            r"\bclerk|\bsecretary|\bcoordinator|\bassistant\b(?! (sales )?(manager|director)\b)"
            r"|助理|助手|秘书|文员|内勤|跟单",
        ),
        ("customer_relations", r"\bcustomer (relation|service|care)|\bcomplaint|客服|客户服务|客户关系|售后|投诉"),
        ("policy_admin", r"\bpolic(y|ies)\b|\bcompliance\b|\bsales (administration|operations)\b|合规|行政|制度"),
        ("representative", r"\b(key )?account (manager|executive)\b|\bsales executive\b|客户经理"),
        ("manager", r"\b(deputy|vice|assistant) (sales )?director\b|副总监"),
        ("director", r"\bdirector\b|\bhead of sales\b|\bvice president\b|\bvp\b|\bgeneral manager\b|总监|总经理"),
        ("manager", r"\bmanager\b|经理|部长"),
        ("team_leader", r"\bleader\b|\bsupervisor\b|\bcaptain\b|主管|组长|队长|班长|领班"),
        (
            "representative",
            r"\brepresentative|\bsales ?(man|woman|person|people)\b|\breps?\b|\bsales\b|\bconsultant\b"
            r"|销售|业务|顾问|代表",
        ),
    )
)


def get_title(employee):
    """Return what an employee is called, "" where nobody wrote it down."""
    return employee.job_title or employee.job_id.name or ""


def guess_post(title):
    """Return the post that a job title speaks of, as the groups are called; ``""`` where it speaks of none.

    >>> guess_post("Key Account Manager"), guess_post("销售主管"), guess_post("经理助理"), guess_post("Cook")
    ('representative', 'team_leader', 'clerk', '')
    """
    return next((post for post, words in TITLES if words.search(title or "")), "")
