import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("sales_office_director_approves_policy", {
    steps: () => [
        {
            content: "Today tells the director what waits",
            trigger: ".o_sales_office_today_line[data-key='policy_approve']",
            run: "click",
        },
        { content: "read the text", trigger: ".nav-link:contains('Text')", run: "click" },
        { trigger: ".o_field_widget[name=body_html]:contains('Be in the office at eight.')" },
        { trigger: "button[name=action_approve]", run: "click" },
        { trigger: "button[name=action_put_in_force]", run: "click" },
        { trigger: ".o_arrow_button_current:contains('In Force')" },
    ],
});
