import {
    Component,
    onPatched,
    onWillStart,
    onWillUnmount,
    status,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { SalesOfficeWelcome } from "../organization/welcome";
import { joinTitle } from "../shared/join";
import { DeferredCalls, UNDO_TIME } from "./deferred_calls";
import { TodayFigures } from "./figures";
import { TodayStarts } from "./starts";

const { DateTime } = luxon;

const TODAY = "sales.office.today";
/** How many records of a line are shown with their buttons. */
const SHOWN = 3;
/** What the keyboard goes on to once a card is done. */
const CARD = ".o_sales_office_today_card";

/** What waits for the user now: one line each, every one opens the screen where it is done, or does it there and then. */
export class SalesOfficeToday extends Component {
    static template = "sales_office_policy.Today";
    static components = { Layout, SalesOfficeWelcome, TodayFigures, TodayStarts };
    static props = { ...standardActionServiceProps };

    setup() {
        this.actionService = useService("action");
        this.notification = useService("notification");
        this.orm = useService("orm");
        this.calls = new DeferredCalls(this.env.services.orm);
        this.display = { controlPanel: {} };
        this.page = useRef("page");
        // settled: keys of what was decided a moment ago and can still be taken back
        this.state = useState({ lines: [], loading: true, busy: false, showsSnoozed: false, settled: {} });
        this.focusIndex = null;
        // not awaited: the page stands at once and fills itself
        onWillStart(() => void this.load());
        onPatched(() => this.focusCard());
        useExternalListener(window, "pagehide", () => this.calls.send());
        onWillUnmount(() => void this.calls.flush());
    }

    get greeting() {
        const { hour } = DateTime.now();
        if (hour < 12) {
            return _t("Good morning, %(name)s", { name: user.name });
        }
        return hour < 18
            ? _t("Good afternoon, %(name)s", { name: user.name })
            : _t("Good evening, %(name)s", { name: user.name });
    }

    get date() {
        return DateTime.now().toLocaleString(DateTime.DATE_HUGE);
    }

    /** @returns {Object[]} what is on the page: neither put off nor settled a moment ago */
    get lines() {
        return this.state.lines.filter((line) => !line.snoozed && !this.isSettled(line));
    }

    get snoozed() {
        return this.state.lines.filter((line) => line.snoozed);
    }

    get snoozedText() {
        return _t("Put off until tomorrow (%(count)s)", { count: this.snoozed.length });
    }

    /** @returns {{key: string, title: string, lines: Object[]}[]} the groups that have something */
    get groups() {
        const titles = { now: _t("Do Now"), decide: _t("Waits for Your Decision"), know: _t("Good to Know") };
        return Object.entries(titles)
            .map(([key, title]) => ({ key, title, lines: this.lines.filter((line) => line.group === key) }))
            .filter((group) => group.lines.length);
    }

    getKey(line, item) {
        return item ? `${line.key}/${item.id}` : line.key;
    }

    isSettled(line) {
        const { settled } = this.state;
        const all = line.items.length && line.items.length === line.count;
        return settled[line.key] || (all && line.items.every((item) => settled[this.getKey(line, item)]));
    }

    getOpenItems(line) {
        return line.items.filter((item) => !this.state.settled[this.getKey(line, item)]);
    }

    /** @returns {Object[]} the records of a line that are shown */
    getItems(line) {
        return this.getOpenItems(line).slice(0, SHOWN);
    }

    getCount(line) {
        return line.count && line.count - line.items.length + this.getOpenItems(line).length;
    }

    async load() {
        this.state.loading = true;
        try {
            this.state.lines = await this.orm.call(TODAY, "get_lines", []);
        } finally {
            this.state.loading = false;
        }
    }

    /** Open the page of all screens: the bar has only what is used daily. */
    openScreens() {
        return this.actionService.doAction("sales_office_policy.sales_office_screens_action");
    }

    openLine(line) {
        return this.actionService.doAction(line.action);
    }

    openItem(item) {
        return this.actionService.doAction(item.action);
    }

    /** Do what a button says with a record; the keyboard goes on to the next card. */
    async press(line, item, button) {
        this.markFocus();
        if (button.undo) {
            const call = { model: line.model, method: button.call, args: [[item.id]] };
            return this.settle(this.getKey(line, item), joinTitle([button.label, item.title], ": "), call);
        }
        this.state.busy = true;
        try {
            await this.doNow(line, item, button);
        } finally {
            this.state.busy = false;
        }
    }

    async doNow(line, item, button) {
        const onClose = () => this.load();
        const context = { active_id: item.id, active_ids: [item.id], active_model: line.model };
        if (button.dialog) {
            await this.actionService.doAction(button.dialog, { additionalContext: context, onClose });
        } else if (button.reason) {
            const asked = { context: { ...user.context, reason: button.reason } };
            const action = await this.orm.call(line.model, "action_ask_reason", [[item.id]], asked);
            await this.actionService.doAction(action, { onClose });
        } else {
            const said = await this.orm.call(line.model, button.call, [[item.id]]);
            if (said?.tag === "display_notification") {
                await this.actionService.doAction(said);
            }
            await this.load();
        }
    }

    /** Put a line off until tomorrow. */
    snooze(line) {
        this.markFocus();
        const call = { model: TODAY, method: "action_snooze", args: [line.key] };
        this.settle(line.key, _t("Until tomorrow: %(title)s", { title: line.title }), call);
    }

    /** Bring a line back that was put off. */
    async wake(line) {
        await this.orm.call(TODAY, "action_wake", [line.key]);
        await this.load();
    }

    /**
     * Take what was decided off the page at once; the server is told when it cannot be taken back any more.
     *
     * @param {string} key of what leaves the page
     * @param {string} message
     * @param {Object} call see DeferredCalls
     */
    settle(key, message, call) {
        this.state.settled[key] = true;
        const undo = this.calls.add(call, async () => {
            close();
            if (status(this) === "destroyed") {
                return;
            }
            try {
                await this.load();
            } finally {
                delete this.state.settled[key];
            }
        });
        const onClick = () => {
            if (undo()) {
                delete this.state.settled[key];
            }
            close();
        };
        const buttons = [{ name: _t("Undo"), primary: true, onClick }];
        const close = this.notification.add(message, { type: "success", autocloseDelay: UNDO_TIME, buttons });
    }

    /** Remember which card has the focus: the one after it has it once that is done. */
    markFocus() {
        const cards = this.getCards();
        const index = cards.findIndex((card) => card.contains(document.activeElement));
        this.focusIndex = index < 0 ? null : index;
        this.focusFrom = cards.length;
    }

    getCards() {
        return [...(this.page.el?.querySelectorAll(CARD) || [])];
    }

    focusCard() {
        const cards = this.getCards();
        if (this.focusIndex === null || cards.length === this.focusFrom) {
            return;
        }
        const card = cards[Math.min(this.focusIndex, cards.length - 1)];
        this.focusIndex = null;
        (card?.querySelector(".btn-primary") || card?.querySelector("button"))?.focus();
    }
}

/** What waits for a decision of the user, each with the buttons that decide it. */
export class SalesOfficeApprovals extends SalesOfficeToday {
    static template = "sales_office_policy.Approvals";

    get lines() {
        return super.lines.filter((line) => line.group === "decide" && line.items.length);
    }

    getItems(line) {
        return this.getOpenItems(line);
    }
}

registry.category("actions").add("sales_office_policy.today", SalesOfficeToday);
registry.category("actions").add("sales_office_policy.approvals", SalesOfficeApprovals);
