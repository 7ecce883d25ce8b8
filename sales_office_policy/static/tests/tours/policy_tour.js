import { registry } from "@web/core/registry";

const reading = ".o_sales_office_today_line[data-key='policy_acknowledge']";

registry.category("web_tour.tours").add("sales_office_rep_reads_what_is_new", {
    steps: () => [
        { content: "a new version waits to be read", trigger: reading, run: "click" },
        { content: "it opens on what is new", trigger: ".o_field_widget[name=news_html] ins:contains('bare')" },
        { trigger: ".o_form_view:not(:has(.o_statusbar_buttons button[name=action_acknowledge]))" },
        { content: "confirmed at its end", trigger: ".tab-pane.active button[name=action_acknowledge]", run: "click" },
        { trigger: ".alert-success:contains('that you have read this policy')" },
    ],
});

registry.category("web_tour.tours").add("sales_office_rep_signs_a_policy", {
    steps: () => [
        { trigger: reading, run: "click" },
        { trigger: ".tab-pane.active button[name=action_sign]", run: "click" },
        { trigger: ".modal .o_field_widget[name=signature] .o_signature", run: "click" },
        { trigger: ".modal .o_web_sign_signature" },
        { trigger: ".modal footer .btn-primary:contains('Adopt'):enabled", run: "click" },
        { trigger: ".modal footer button[name=action_confirm]", run: "click" },
        { trigger: ".alert-success:contains('that you have read this policy')" },
    ],
});

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
