import { defineRefusal } from "../define/refusal.js";
import { defineRule } from "../define/rule.js";
import { checkResidentId } from "../documents/resident-id.js";
import { checkUnifiedSocialCreditCode } from "../documents/unified-social-credit-code.js";
import { customer } from "./customer.js";

export const bornInFuture = defineRefusal(
  "kehu/born-in-future",
  "Nobody is born on {birthOn}, which is later than today; correct the date.",
);
export const customerIsBorn = defineRule("customer-is-born", customer, {
  check: ({ record, today }) =>
    record.birthOn !== undefined && record.birthOn > today ? bornInFuture({ birthOn: record.birthOn }) : undefined,
});

export const residentIdUnsound = defineRefusal(
  "kehu/resident-id-unsound",
  "Identifier {position} is no resident identity number: a character is wrong or missing; copy it from the card, or keep it as an external number.",
);
export const creditCodeUnsound = defineRefusal(
  "kehu/credit-code-unsound",
  "Identifier {position} is no unified social credit code: a character is wrong or missing; copy it from the licence, or keep it as an external number.",
);
/** What can be proved is proved: GB 11643 and GB 32100 have check characters. */
export const identifiersAreSound = defineRule("identifiers-are-sound", customer, {
  check: ({ record, today }) => {
    for (const [index, { kind, value }] of record.identifiers.entries()) {
      const position = index + 1;
      if (kind === "residentId" && !checkResidentId(value, { on: today }).ok) return residentIdUnsound({ position });
      if (kind === "unifiedSocialCreditCode" && !checkUnifiedSocialCreditCode(value).ok) return creditCodeUnsound({ position });
    }
    return undefined;
  },
});
