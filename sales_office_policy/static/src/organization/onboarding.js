import { markup } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Where a screen is opened: in the bar, on a phone from the page of all screens; else Today, which is always there. */
const bar = (menu) => `.o_menu_sections [data-menu-xmlid="sales_office_policy.menu_${menu}"]`;
const page = (menu) => `.o_action_manager [data-menu-xmlid="sales_office_policy.menu_${menu}"]`;

/** What every tour has; the words are read when the tour begins, as the language is there by then. */
const getBegin = () => ({
    trigger: ".o_action_manager h1",
    content: markup(
        _t("<b>What waits for you</b> stands here, the urgent first: a line opens where it is done. Click here to go on.")
    ),
    tooltipPosition: "bottom",
    run: "click",
});
const getEnd = () => ({
    isActive: ["desktop"],
    trigger: bar("today"),
    content: markup(_t("<b>Come back here</b> whenever you like: <i>All Screens</i> has everything else you may open.")),
    tooltipPosition: "bottom",
    run: "click",
});
const getAllScreens = () => ({
    isActive: ["mobile"],
    trigger: ".o_action_manager button:has(.fa-th)",
    content: markup(_t("<b>Everything you may open</b> is on one page.")),
    tooltipPosition: "bottom",
    run: "click",
});

/** @returns {Object[]} five steps: Today, three screens that the post uses daily, and back; on a phone the first of them */
function getSteps(screens) {
    const steps = screens.map(([menu, content]) => ({
        isActive: ["desktop"],
        trigger: `${bar(menu)}, ${bar("today")}`,
        content: markup(content),
        tooltipPosition: "bottom",
        run: "click",
    }));
    const [menu, content] = screens[0];
    const onPhone = {
        isActive: ["mobile"],
        trigger: page(menu),
        content: markup(content),
        tooltipPosition: "bottom",
        run: "click",
    };
    return [getBegin(), ...steps, getEnd(), getAllScreens(), onPhone];
}

const approvals = () => ["approvals", _t("<b>What you are asked to decide</b> is here, with the buttons that decide it.")];
const statement = () => ["statement", _t("<b>Statements</b>: what each person earns and why, to check, approve and pay.")];
const receivable = () => ["receivable", _t("<b>What customers owe</b>, who asks for it, and what they promised.")];

const SCREENS = {
    representative: () => [
        ["day_my", _t("<b>Your days</b>: when you came and went, and what to do when a time is wrong.")],
        ["target_my", _t("<b>Your targets</b>: how far you are. Accept them, or say why they cannot be reached.")],
        ["statement_own", _t("<b>What you earn</b>: each line says where it comes from. Confirm it here, or dispute it.")],
    ],
    team_leader: () => [
        approvals(),
        ["day", _t("<b>The days of your team</b>: who was there, late, on leave or out with customers.")],
        ["target", _t("<b>The targets of your team</b>, and how far each of you is.")],
    ],
    manager: () => [
        approvals(),
        ["violation", _t("<b>Cases</b>: hear the person first, then decide.")],
        statement(),
    ],
    director: () => [
        approvals(),
        ["reporting", _t("<b>The company on one screen</b>: each figure opens the list it is made of.")],
        receivable(),
    ],
    clerk: () => [
        ["document_desk", _t("<b>The desk</b>: scan a badge and a paper, and it is handed out or taken back.")],
        ["document", _t("<b>All papers</b>: where each is, who has it and who waits for it.")],
        ["visitor", _t("<b>Who is in the house</b>: sign visitors in and out.")],
    ],
    customer_relations: () => [
        ["complaint", _t("<b>Complaints</b> with their clocks: acknowledge, look into it, answer.")],
        ["call", _t("<b>Calls</b>: who rang, and whom to call back.")],
        ["correspondence", _t("<b>Letters and parcels</b>: who has them, and what is to be answered.")],
    ],
    finance: () => [
        statement(),
        receivable(),
        ["untaken", _t("<b>What no statement has taken</b> yet, and why.")],
    ],
    policy_admin: () => [
        ["settings", _t("<b>Settings</b>: what each room does, with an example beside it.")],
        ["violation_type", _t("<b>Offences</b> and what the first and each further time costs.")],
        ["check", _t("<b>What is watched</b>: off, told, or made a suspected case.")],
    ],
};

for (const [post, screens] of Object.entries(SCREENS)) {
    registry.category("web_tour.tours").add(`sales_office_onboarding_${post}`, {
        url: "/odoo/action-sales_office_policy.sales_office_today_action",
        steps: () => getSteps(screens()),
    });
}
