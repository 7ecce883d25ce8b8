import { Component, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { omit } from "@web/core/utils/objects";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { listView } from "@web/views/list/list_view";
import { useLeadAnswers } from "./lead_answers";

/** The columns that are filled after the page is shown. They are sorted by, exported and chosen as any other. */
const FILLED_LATER = [
    "sales_office_last_contact_text",
    "sales_office_next_step",
    "sales_office_response_text",
];

/** A cell of such a column. */
export class FilledLater extends Component {
    static template = xml`<span t-att-title="text" t-esc="text"/>`;
    static props = { ...standardFieldProps };

    setup() {
        this.state = useLeadAnswers();
    }

    get text() {
        const { name, record } = this.props;
        return (name in this.state.lead ? this.state.lead : record.data)[name] || "";
    }
}

registry.category("fields").add("sales_office_filled_later", {
    component: FilledLater,
    supportedTypes: ["char"],
    // wide enough before anything is in it: columns keep the width they begin with
    listViewWidth: [160],
});

function withoutFilledLater(config) {
    return { ...config, activeFields: omit(config.activeFields, ...FILLED_LATER) };
}

/** Leads as a list: their page is read without what takes long. */
export class LeadListModel extends listView.Model {
    _loadUngroupedList(config, ...others) {
        return super._loadUngroupedList(withoutFilledLater(config), ...others);
    }

    _webReadGroup(config, ...others) {
        return super._webReadGroup(withoutFilledLater(config), ...others);
    }
}

registry.category("views").add("sales_office_lead_list", { ...listView, Model: LeadListModel });
