import { registry } from "@web/core/registry";
import { formatFloat } from "@web/views/fields/formatters";
import { ProgressBarField, progressBarField } from "@web/views/fields/progress_bar/progress_bar_field";

/** A percentage with its bar that may be beyond 1000: core shortens that to "2k %". */
export class SalesOfficeProgressField extends ProgressBarField {
    formatCurrentValue() {
        return formatFloat(this.currentValue, { digits: [16, 0] });
    }
}

registry.category("fields").add("sales_office_progress", { ...progressBarField, component: SalesOfficeProgressField });
