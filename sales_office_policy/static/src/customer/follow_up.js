import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { useLeadAnswers } from "./lead_answers";

/** Says in the form of a lead until when it is to be answered, what comes next, and whether it was left alone. */
export class FollowUp extends Component {
    static template = "sales_office_policy.FollowUp";
    static props = { ...standardWidgetProps };

    setup() {
        this.state = useLeadAnswers();
    }
}

/** Says on its button when somebody was in contact about the lead last. */
export class LastContact extends FollowUp {
    static template = "sales_office_policy.LastContact";
}

/** Says all of it on a card, in two lines that are there before they are filled: no card grows under the pointer. */
export class FollowUpCard extends FollowUp {
    static template = "sales_office_policy.FollowUpCard";
}

const widgets = registry.category("view_widgets");
widgets.add("sales_office_follow_up", { component: FollowUp, additionalClasses: ["d-contents"] });
widgets.add("sales_office_last_contact", { component: LastContact });
widgets.add("sales_office_follow_up_card", { component: FollowUpCard });
