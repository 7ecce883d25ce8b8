import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const { DateTime } = luxon;

/** What waits for the user now: one line each, every one opens the screen where it is done. */
export class SalesOfficeToday extends Component {
    static template = "sales_office_policy.Today";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.actionService = useService("action");
        this.orm = useService("orm");
        this.display = { controlPanel: {} };
        this.state = useState({ lines: [], loading: true });
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

    openLine(line) {
        return this.actionService.doAction(line.action);
    }
}

registry.category("actions").add("sales_office_policy.today", SalesOfficeToday);
