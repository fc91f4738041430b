import type { CalendarDate } from "@kehu/core";
import { makeUnifiedSocialCreditCode } from "@kehu/core/documents";
import { address } from "./address.js";
import type { CustomerInput } from "./customers.js";
import { email } from "./person.js";
import { fixedPhone, foreignPhone } from "./phone.js";
import type { Random } from "./random.js";
import { brands, foreignCompanies, places, trades } from "./words.js";

const codeAlphabet = [..."0123456789ABCDEFGHJKLMNPQRTUWXY"];

/** A company as an agency knows one. @param options.index - makes the names of foreign companies differ */
export function generateOrganization(
  random: Random,
  options: { readonly index: number; readonly isForeign?: boolean; readonly asOf: CalendarDate },
): CustomerInput {
  const place = random.pick(places);
  const source = random.pick(["营业执照", "投保单", "客户来电"]);
  if (options.isForeign)
    return {
      kind: "organization",
      displayName: `${random.pick(foreignCompanies)} (${options.index + 1})`,
      language: "en",
      contactPoints: [
        { kind: "phone", value: foreignPhone(random, random.pick(["GB", "US", "DE", "FR", "JP"])), source },
        { kind: "email", value: email(random), source },
      ],
      identifiers: [{ kind: "taxNumber", value: random.digits(10), source }],
      tags: [],
    };
  const organisation = Array.from({ length: 9 }, () => random.pick(codeAlphabet)).join("");
  return {
    kind: "organization",
    displayName: `${place.city.replace("市", "")}${random.pick(brands)}${random.pick(brands)}${random.pick(trades)}${random.pick(["有限公司", "有限责任公司", "股份有限公司", "合伙企业（有限合伙）"])}`,
    language: "zh-CN",
    contactPoints: [
      { kind: "phone", value: fixedPhone(random, place, { extension: random.chance(600) }), label: "总机", source },
      ...(random.chance(600) ? [{ kind: "email" as const, value: email(random), source }] : []),
      ...(random.chance(300) ? [{ kind: "fax" as const, value: fixedPhone(random, place), source }] : []),
      { kind: "address", value: address(random, place), source },
    ],
    identifiers: [{ kind: "unifiedSocialCreditCode", value: makeUnifiedSocialCreditCode({ area: place.area, organisation }), source }],
    tags: [],
  };
}
