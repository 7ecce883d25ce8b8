import { onWillStart } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { CharField, charField } from "@web/views/fields/char/char_field";

/** A text that proposes the places papers are kept at. */
export class LocationField extends CharField {
    static template = "sales_office_policy.LocationField";

    setup() {
        super.setup();
        const orm = useService("orm");
        onWillStart(async () => {
            this.locations = this.props.readonly
                ? []
                : await orm.call("sales.office.document.stocktake", "get_locations", []);
        });
    }
}

registry.category("fields").add("sales_office_location", { ...charField, component: LocationField });
