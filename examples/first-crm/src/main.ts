import { amountOf, customer } from "@kehu/core";
import { createCrm } from "@kehu/crm";
import { pglite } from "@kehu/crm/pglite";
import { insurance, payPremium, policy, policyLifecycle, product } from "@kehu/insurance";

const crm = await createCrm({ packs: [insurance], database: pglite() }); // in memory; pglite({ directory: "data" }) keeps it
await crm.install();
await crm.openTenant({ id: "agency", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: ["insurance"] });
const desk = crm.as({ id: "li", tenant: "agency", roles: ["insurance/manager"] });

const [premium, sumAssured] = [amountOf(360_000, "CNY"), amountOf(20_000_000, "CNY")];
const { id: holderId } = await desk.create(customer, { kind: "person", displayName: "王芳" });
const { id: productId } = await desk.create(product, { code: "L1", name: "Whole life" });
const terms = { premium, premiumFrequency: "annual", sumAssured, effectiveOn: "2024-03-01" } as const;
const { id } = await desk.create(policy, { policyNumber: "P1", holderId, insuredId: holderId, productId, ...terms });
await desk.call(payPremium, { policyNumber: "P1", receiptNumber: "R1", amount: premium, paidOn: "2024-03-01", method: "card" });
await desk.apply(policyLifecycle.issue, id);
await crm.runDue(new Date().toISOString()); // the second premium never came
console.log(await desk.get(policy, id, { select: ["state", "since"] })); // lapsed since 2025-04-30
await crm.close();
