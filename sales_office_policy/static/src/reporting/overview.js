import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { Domain } from "@web/core/domain";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { formatFloat, formatInteger, formatMonetary } from "@web/views/fields/formatters";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { SalesOfficeOverviewChart } from "./overview_chart";

const { DateTime } = luxon;
const MODEL = "sales.office.overview";
/** How many rows of a block are shown at first. */
const SHOWN = 12;

/** The company on one screen: figures in blocks, each of which opens the list of what it is made of. */
export class SalesOfficeOverview extends Component {
    static template = "sales_office_policy.Overview";
    static components = { Layout, SalesOfficeOverviewChart };
    static props = { ...standardActionServiceProps };

    setup() {
        this.actionService = useService("action");
        this.orm = useService("orm");
        this.display = { controlPanel: {} };
        this.keepLast = new KeepLast();
        const asked = { period_type: "month", metric: "invoiced" };
        this.state = useState({ asked: { ...asked, ...this.props.state?.asked }, overview: null, loading: true, whole: {} });
        useSetupAction({ rootRef: useRef("root"), getLocalState: () => ({ asked: { ...this.state.asked } }) });
        onWillStart(() => void this.load());
    }

    get overview() {
        return this.state.overview;
    }

    get periods() {
        return [
            { id: "month", name: _t("By Month") },
            { id: "quarter", name: _t("By Quarter") },
            { id: "year", name: _t("By Year") },
        ];
    }

    get isEmpty() {
        return !this.overview.blocks.length;
    }

    get title() {
        const { company, department } = this.overview;
        return [company?.name || _t("Company Overview"), department?.name].filter(Boolean).join(": ");
    }

    get about() {
        const { currency, now } = this.overview;
        return _t("Amounts in %(currency)s, sales without taxes. Read on %(time)s.", {
            currency: currency.name,
            time: formatDateTime(deserializeDateTime(now)),
        });
    }

    async load() {
        this.state.loading = true;
        try {
            this.state.overview = await this.keepLast.add(this.orm.call(MODEL, "get_overview", [], { ...this.state.asked }));
        } finally {
            this.state.loading = false;
        }
    }

    /** Ask for something else: what is left out stays as it is. */
    choose(changes) {
        Object.assign(this.state.asked, changes);
        return this.load();
    }

    chooseCompany(ev) {
        return this.choose({ company_id: Number(ev.target.value), department_id: 0 });
    }

    chooseDepartment(id) {
        return this.choose({ department_id: Number(id) });
    }

    /** Go some periods on, or back. */
    move(step) {
        const { type, first } = this.overview.period;
        const day = DateTime.fromISO(first).plus({ [`${type}s`]: step });
        return this.choose({ day: day.toISODate() });
    }

    print() {
        window.print();
    }

    /** @returns {Object[]} the rows of a block that are shown */
    getRows(block) {
        return this.state.whole[block.key] ? block.rows : block.rows.slice(0, SHOWN);
    }

    isCut(block) {
        return block.rows.length > SHOWN && !this.state.whole[block.key];
    }

    showAll(block) {
        this.state.whole[block.key] = true;
    }

    /** @returns {string} a figure as it is read: money without cents, which its list has */
    format(figure, column, digits = 0) {
        if (!figure) {
            return "";
        }
        if (column.kind === "percent") {
            return `${formatFloat(figure.value, { digits: [16, 0] })} %`;
        }
        if (column.kind === "count") {
            return formatInteger(figure.value);
        }
        const foreign = figure.currency && figure.currency !== this.overview.currency.id;
        const currencyId = figure.currency || this.overview.currency.id;
        return formatMonetary(figure.value, { currencyId, noSymbol: !foreign && !digits, digits: [16, digits] });
    }

    getExact(figure, column) {
        return column.kind === "amount" ? this.format(figure, column, 2) : this.format(figure, column);
    }

    /** Open what a figure is made of. */
    open(block, figure) {
        const { list, domain, question } = figure.open;
        const { company, department, metric } = this.overview;
        const asked = { company_id: company.id, department_id: department.id, metric, ...question };
        const whole = block.lists[list];
        return this.actionService.doAction({
            ...whole.action,
            name: `${whole.action.name}: ${block.title}`,
            domain: Domain.and([whole.domain, domain]).toList(),
            context: question ? { sales_office_overview: asked } : {},
        });
    }
}

registry.category("actions").add("sales_office_policy.overview", SalesOfficeOverview);
