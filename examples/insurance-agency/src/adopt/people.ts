import { consent, customer, earliest, type Id, type New, type Stored, staff } from "@kehu/core";
import { checkDocument } from "@kehu/core/documents";
import { parsePhone } from "@kehu/core/phone";
import { lookUpCustomer } from "@kehu/crm";
import { product } from "@kehu/insurance";
import { both } from "report-kit";
import type { Values } from "../read-files/read-table.js";
import type { agents, customers, products } from "../read-files/tables.js";
import { type Intake, type Refused, refused } from "./intake.js";
import type { Known } from "./known.js";

type Agent = Values<typeof agents.columns>;
export const agentIntake: Intake<Agent, typeof staff> = {
  record: staff,
  number: ({ agent_no }) => agent_no,
  take: ({ agent_no, name }) => ({ adopt: { input: { staffNumber: agent_no, displayName: name }, as: { state: "active" } } }),
  async adopted(rows, known) {
    for (const { values, record } of rows) known.agents.set(values.agent_no, record.id);
  },
  find: async (numbers, { session }) => {
    const { items } = await session.find(staff, { where: { staffNumber: { in: numbers } }, limit: 1000 });
    return new Map(items.map((each) => [each.staffNumber, each]));
  },
  columns: { staffNumber: "agent_no", displayName: "name" },
};

type Product = Values<typeof products.columns>;
export const productIntake: Intake<Product, typeof product> = {
  record: product,
  number: ({ product_code }) => product_code,
  take: (row) => ({
    adopt: {
      input: {
        code: row.product_code,
        name: row.name,
        ...(row.grace_days !== undefined && { graceDays: row.grace_days }),
        ...(row.waiting_days !== undefined && { waitingDays: row.waiting_days }),
        ...(row.cooling_off_days !== undefined && { coolingOffDays: row.cooling_off_days }),
        paysAtMaturity: row.pays_at_maturity,
        commissionBasisPoints: row.commission_percent,
        renewalCommissionBasisPoints: row.renewal_commission_percent,
      },
      as: { state: "active" },
    },
  }),
  async adopted(rows, known) {
    for (const { values, record } of rows) known.products.set(values.product_code, record.id);
  },
  find: async (numbers, { session }) => {
    const { items } = await session.find(product, { where: { code: { in: numbers } }, limit: 1000 });
    return new Map(items.map((each) => [each.code, each]));
  },
  columns: {
    code: "product_code",
    name: "name",
    graceDays: "grace_days",
    waitingDays: "waiting_days",
    coolingOffDays: "cooling_off_days",
    paysAtMaturity: "pays_at_maturity",
    commissionBasisPoints: "commission_percent",
    renewalCommissionBasisPoints: "renewal_commission_percent",
  },
};

type CustomerRow = Values<typeof customers.columns>;
const source = "customers.csv";
const identifierKind = {
  resident_id: "residentId",
  passport: "passport",
  credit_code: "unifiedSocialCreditCode",
  tax_number: "taxNumber",
} as const;

/** A yes of a day that has not come is none; a no counts from today. */
const isConsentAhead = ({ may_be_called, consent_date = "" }: CustomerRow, asOf: string): boolean =>
  may_be_called === "yes" && consent_date > asOf;

/** By the numbers that the agency gave them. */
async function customersByNumber(numbers: readonly string[], { session }: Known): Promise<ReadonlyMap<string, Stored<typeof customer>>> {
  const found: Id<"customer">[] = [];
  for (const text of numbers)
    for (const { customerId } of await session.call(lookUpCustomer, { text })) found.push(customerId as Id<"customer">);
  const { items } = await session.find(customer, { where: { id: { in: [...new Set(found)] } }, limit: 1000 });
  return new Map(
    items.flatMap((each) => each.identifiers.filter(({ kind }) => kind === "externalId").map(({ value }) => [value, each] as const)),
  );
}

export const customerIntake: Intake<CustomerRow, typeof customer> = {
  record: customer,
  number: ({ customer_no }) => customer_no,
  take(row, _known, { asOf }) {
    const leftOut: Refused[] = [];
    const contactPoints: NonNullable<New<typeof customer>["contactPoints"]>[number][] = [];
    const phone = row.phone === undefined ? undefined : parsePhone(row.phone);
    if (phone && !phone.ok)
      leftOut.push(
        refused(
          "phone",
          both("phone is no number that a telephone has", "phone 不是有效的电话号码"),
          both("ask the customer for the number", "请向客户核实号码"),
        ),
      );
    else if (phone && row.phone !== undefined) contactPoints.push({ kind: "phone", value: row.phone, source });
    if (row.email !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(row.email))
      leftOut.push(
        refused(
          "email",
          both("email is no address", "email 不是有效的邮箱地址"),
          both("ask the customer for the address", "请向客户核实地址"),
        ),
      );
    else if (row.email !== undefined) contactPoints.push({ kind: "email", value: row.email, source });
    if (row.wechat !== undefined) contactPoints.push({ kind: "instantMessaging", value: row.wechat, label: "微信", source });
    if (row.address !== undefined) contactPoints.push({ kind: "address", value: row.address, source });
    const identifiers: NonNullable<New<typeof customer>["identifiers"]>[number][] = [
      { kind: "externalId", value: row.customer_no, source },
    ];
    if (row.document_no !== undefined && row.document_kind !== undefined) {
      const kind = identifierKind[row.document_kind];
      const checked = checkDocument(kind === "taxNumber" ? "other" : kind, row.document_no, { on: asOf });
      if (checked.ok) identifiers.push({ kind, value: row.document_no, source });
      else
        leftOut.push(
          refused(
            "document_no",
            both("document_no is no number that such a document has", "document_no 不是该类证件的有效号码"),
            both("copy it from the document", "请照证件抄录"),
          ),
        );
    }
    const birthOn = row.birth_date !== undefined && row.birth_date <= asOf ? row.birth_date : undefined;
    if (row.birth_date !== undefined && birthOn === undefined)
      leftOut.push(
        refused(
          "birth_date",
          both("birth_date lies after the day of the change-over", "birth_date 晚于切换日"),
          both("correct it", "请更正"),
        ),
      );
    if (isConsentAhead(row, asOf))
      leftOut.push(
        refused(
          "consent_date",
          both("consent_date lies after the day of the change-over", "consent_date 晚于切换日"),
          both("correct it; until then nobody is called", "请更正；在此之前不会致电"),
        ),
      );
    const input = { kind: row.kind, displayName: row.name, contactPoints, identifiers, ...(birthOn !== undefined && { birthOn }) };
    return { adopt: { input, as: { state: "active" } }, leftOut };
  },
  async adopted(rows, known, { asOf }) {
    for (const { values, record } of rows) known.customers.set(values.customer_no, record.id);
    const said = rows.filter(({ values }) => values.may_be_called !== "unknown" && !isConsentAhead(values, asOf));
    await known.session.adoptMany(
      consent,
      said.map(({ values, record }) => ({
        input: {
          customerId: record.id,
          purpose: "service",
          channel: "phone",
          decision: values.may_be_called === "yes" ? "given" : "withdrawn",
          textVersion: "agency-1",
          evidence: `${source}, may_be_called`,
          decidedAt: `${earliest(values.consent_date, asOf) ?? asOf}T00:00:00.000Z`,
        },
        // what is said anew is a decision of its own, beside the former one
        as: { state: "active", asOf, source: `${source}:${values.customer_no}/${values.may_be_called}/${values.consent_date ?? ""}` },
      })),
    );
  },
  find: customersByNumber,
  columns: {
    displayName: "name",
    kind: "kind",
    birthOn: "birth_date",
    "contactPoints.phone": "phone",
    "contactPoints.email": "email",
    "contactPoints.instantMessaging": "wechat",
    "contactPoints.address": "address",
    ...Object.fromEntries(Object.values(identifierKind).map((kind) => [`identifiers.${kind}`, "document_no"])),
  },
};
