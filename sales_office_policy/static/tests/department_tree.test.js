import { describe, expect, test } from "@odoo/hoot";
import { sortTree } from "@sales_office_policy/organization/department_tree";

describe.current.tags("headless");

test("departments stand below the one they belong to, in the order of their names", () => {
    const departments = [
        { id: 1, name: "South", parent_id: [3, "Sales"] },
        { id: 2, name: "Kitchen", parent_id: false },
        { id: 3, name: "Sales", parent_id: false },
        { id: 4, name: "North", parent_id: [3, "Sales"] },
        { id: 5, name: "Harbour", parent_id: [4, "Sales / North"] },
    ];
    const places = sortTree(departments).map(({ name, above }) => [name, above.length]);
    expect(places).toEqual([
        ["Kitchen", 0],
        ["Sales", 0],
        ["North", 1],
        ["Harbour", 2],
        ["South", 1],
    ]);
});

test("a department whose parent is not shown stands at the top", () => {
    expect(sortTree([{ id: 7, name: "Branch", parent_id: [9, "Elsewhere"] }])[0].above).toEqual([]);
});
