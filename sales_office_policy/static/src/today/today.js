import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { SalesOfficeWelcome } from "../organization/welcome";

const { DateTime } = luxon;

/** How many records of a line are shown with their buttons. */
const SHOWN = 3;

/** What waits for the user now: one line each, every one opens the screen where it is done, or does it there and then. */
export class SalesOfficeToday extends Component {
    static template = "sales_office_policy.Today";
    static components = { Layout, SalesOfficeWelcome };
    static props = { ...standardActionServiceProps };

    setup() {
        this.actionService = useService("action");
        this.orm = useService("orm");
        this.display = { controlPanel: {} };
        this.state = useState({ lines: [], loading: true, busy: false });
        // not awaited: the page stands at once and fills itself
        onWillStart(() => void this.load());
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

    get lines() {
        return this.state.lines;
    }

    /** @returns {Object[]} the records of a line that are shown */
    getItems(line) {
        return line.items.slice(0, SHOWN);
    }

    get date() {
        return DateTime.now().toLocaleString(DateTime.DATE_HUGE);
    }

    async load() {
        this.state.loading = true;
        try {
            this.state.lines = await this.orm.call("sales.office.today", "get_lines", []);
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

    /** Do what a button says with a record, and ask anew what waits. */
    async press(line, item, button) {
        this.state.busy = true;
        try {
            const onClose = () => this.load();
            const context = { active_id: item.id, active_ids: [item.id], active_model: line.model };
            if (button.dialog) {
                await this.actionService.doAction(button.dialog, { additionalContext: context, onClose });
            } else if (button.reason) {
                const asked = { context: { ...user.context, reason: button.reason } };
                const action = await this.orm.call(line.model, "action_ask_reason", [[item.id]], asked);
                await this.actionService.doAction(action, { onClose });
            } else {
                await this.orm.call(line.model, button.call, [[item.id]]);
                await this.load();
            }
        } finally {
            this.state.busy = false;
        }
    }
}

/** What waits for a decision of the user, each with the buttons that decide it. */
export class SalesOfficeApprovals extends SalesOfficeToday {
    static template = "sales_office_policy.Approvals";

    get lines() {
        return this.state.lines.filter((line) => line.items.length);
    }

    getItems(line) {
        return line.items;
    }
}

registry.category("actions").add("sales_office_policy.today", SalesOfficeToday);
registry.category("actions").add("sales_office_policy.approvals", SalesOfficeApprovals);
