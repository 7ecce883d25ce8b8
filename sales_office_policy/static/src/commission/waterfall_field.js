import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { getBars } from "./waterfall";

/**
 * How an amount comes about, step by step: one row for each, with its name, its bar and its amount.
 *
 * What is taken off is hatched and has a minus, so that nobody needs to tell its colour.
 */
export class WaterfallField extends Component {
    static template = "sales_office_policy.WaterfallField";
    static props = { ...standardFieldProps };

    get label() {
        return _t("From commission to net");
    }

    get chart() {
        const steps = this.props.record.data[this.props.name] || [];
        const { zero, bars } = getBars(steps);
        return { zero, rows: steps.map((step, index) => ({ ...step, ...bars[index] })) };
    }
}

registry.category("fields").add("sales_office_waterfall", {
    component: WaterfallField,
    supportedTypes: ["json"],
});
