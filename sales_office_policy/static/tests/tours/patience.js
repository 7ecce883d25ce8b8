import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const LONGEST = 60000; // what Odoo lets a step wait at most

/** Let the steps of our tours wait as long as they may: a busy machine is slow and not wrong. */
function makePatient(name, tour) {
    if (!name.startsWith("sales_office_")) {
        return;
    }
    const { steps } = tour;
    tour.steps = () => steps().map((step) => ({ timeout: LONGEST, ...step }));
}

tours.getEntries().forEach(([name, tour]) => makePatient(name, tour));
tours.addEventListener("UPDATE", ({ detail: { operation, key, value } }) => {
    if (operation === "add") {
        makePatient(key, value);
    }
});
