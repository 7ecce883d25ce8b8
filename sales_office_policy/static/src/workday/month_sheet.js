import { Component, onWillStart, useState } from "@odoo/owl";
import { downloadFile } from "@web/core/network/download";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { formatList } from "@web/core/l10n/utils";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const { DateTime } = luxon;
const MODEL = "sales.office.day";
const WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Of the whole page, as long as the sheet is shown: what is printed is wide, and begins with the sheet. */
const PRINTED = "@media print { @page { size: A4 landscape; margin: 8mm; } .o_control_panel { display: none; } }";

/** @returns {DateTime[]} the same days of another month; whole months stay whole */
export function shift(from, to, months) {
    const isWhole = from.day === 1 && to.hasSame(to.endOf("month"), "day");
    const next = to.plus({ months });
    return [from.plus({ months }), isWhole ? next.endOf("month").startOf("day") : next];
}

/** The attendance of a month: people by days, with sums, to be printed or taken along as a workbook. */
export class MonthSheet extends Component {
    static template = "sales_office_policy.MonthSheet";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.actionService = useService("action");
        this.orm = useService("orm");
        this.display = { controlPanel: {} };
        this.keepLast = new KeepLast();
        const kept = this.props.state || {};
        const month = DateTime.now().startOf("month");
        this.state = useState({
            from: kept.from || serializeDate(month),
            to: kept.to || serializeDate(month.endOf("month")),
            department: kept.department || false,
            sheet: null,
            busy: false,
        });
        useSetupAction({
            getLocalState: () => ({ from: this.state.from, to: this.state.to, department: this.state.department }),
        });
        onWillStart(() => this.load());
    }

    get printed() {
        return PRINTED;
    }

    get sheet() {
        return this.state.sheet;
    }

    get period() {
        const format = (day) => deserializeDate(day).toLocaleString(DateTime.DATE_MED);
        return `${format(this.sheet.date_from)} – ${format(this.sheet.date_to)}`;
    }

    get where() {
        const chosen = this.sheet.departments.find((department) => department.id === this.state.department);
        return chosen?.name || formatList(user.activeCompanies.map((company) => company.name));
    }

    get asked() {
        return [this.state.from, this.state.to, this.state.department];
    }

    async load() {
        this.state.busy = true;
        try {
            this.state.sheet = await this.keepLast.add(this.orm.call(MODEL, "get_month_sheet", this.asked));
        } finally {
            this.state.busy = false;
        }
    }

    move(months) {
        const [from, to] = shift(deserializeDate(this.state.from), deserializeDate(this.state.to), months);
        Object.assign(this.state, { from: serializeDate(from), to: serializeDate(to) });
        return this.load();
    }

    change(name, input) {
        if (!input.value) {
            input.value = this.state[name]; // there is no sheet without a day
            return;
        }
        this.state[name] = input.value;
        const { from, to } = this.state;
        // a month from the other day on, until that is chosen as well
        if (name === "from" && (to < from || deserializeDate(to) > deserializeDate(from).plus({ days: 30 }))) {
            this.state.to = serializeDate(deserializeDate(from).plus({ months: 1 }).minus({ days: 1 }));
        }
        return this.load();
    }

    choose(id) {
        this.state.department = Number(id) || false;
        return this.load();
    }

    open(cell) {
        if (!cell.id) {
            return;
        }
        return this.actionService.doAction({
            type: "ir.actions.act_window",
            res_model: MODEL,
            res_id: cell.id,
            views: [[false, "form"]],
        });
    }

    print() {
        window.print();
    }

    async export() {
        const { name, content } = await this.orm.call(MODEL, "export_month_sheet", this.asked);
        const bytes = Uint8Array.from(window.atob(content), (letter) => letter.charCodeAt(0));
        downloadFile(new Blob([bytes], { type: WORKBOOK }), name, WORKBOOK);
    }
}

registry.category("actions").add("sales_office_policy.month_sheet", MonthSheet);
