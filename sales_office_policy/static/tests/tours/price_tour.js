import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("sales_office_rep_asks_for_a_price", {
    steps: () => [
        { content: "the quotation says how far they are", trigger: ".alert-warning:contains('10 points over your 5 %')" },
        { trigger: ".alert-warning button:visible:contains('Ask for Approval')", run: "click" },
        { trigger: ".modal .o_field_widget[name=reason] textarea", run: "edit The competitor offers as much" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { content: "it waits, and they see for whom", trigger: ".alert-warning:contains('Waits for Max')" },
    ],
});

tours.add("sales_office_manager_approves_on_a_phone", {
    steps: () => [
        {
            content: "what is asked for and why is on the first page",
            trigger: ".o_sales_office_today_item:contains('Maple Leaf'):contains('The competitor offers as much')",
        },
        {
            content: "nothing sticks out of the screen",
            trigger: ".o_sales_office_today_item .btn:contains('Refuse')",
            run() {
                const { right } = this.anchor.getBoundingClientRect();
                if (right > window.innerWidth) {
                    throw new Error(`The buttons end at ${right} of ${window.innerWidth} px`);
                }
            },
        },
        { trigger: ".o_sales_office_today_item .btn-primary:contains('Approve')", run: "click" },
        { content: "one click, and it waits no more", trigger: ".o_sales_office_today:not(:has([data-key='price_approve']))" },
    ],
});

tours.add("sales_office_rep_sends_what_was_approved", {
    steps: () => [
        { trigger: ".alert-success:contains('Approved by Max')" },
        { trigger: ".o_statusbar_buttons button[name=action_quotation_send]:visible", run: "click" },
        { trigger: ".modal button[name=action_send_mail]:enabled", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Quotation Sent')" },
    ],
});

tours.add("sales_office_customer_waits", {
    steps: () => [
        { content: "there is no price to see, and nothing to sign", trigger: "body:not(:has(#quote_content)) .alert-info:contains('still being prepared')" },
    ],
});

tours.add("sales_office_customer_signs", {
    steps: () => [
        { content: "it waits no more", trigger: "body:not(:has(.alert-info:contains('still being prepared'))) #quote_content" },
        { trigger: "[data-bs-target='#modalaccept']:visible", run: "click" },
        { trigger: ".modal .o_web_sign_name_and_signature input", run: "edit Wang Fang" },
        { trigger: ".modal canvas.o_web_sign_signature", run: "canvasNotEmpty" },
        { trigger: ".modal .o_portal_sign_submit:enabled", run: "click", expectUnloadPage: true },
        { trigger: "#quote_content:contains('Thank You')" },
    ],
});
