import { registry } from "@web/core/registry";
import { DateTimeField, dateField } from "@web/views/fields/datetime/datetime_field";

/** A date that stands for its month: chosen among months, shown as "March 2025". */
export class MonthField extends DateTimeField {
    static template = "sales_office_policy.MonthField";
    static defaultProps = { ...DateTimeField.defaultProps, minPrecision: "months", maxPrecision: "years" };

    getFormattedValue(valueIndex) {
        const month = this.values[valueIndex];
        return month ? month.toLocaleString({ year: "numeric", month: "long" }) : "";
    }
}

registry.category("fields").add("sales_office_month", { ...dateField, component: MonthField });
