import type { CalendarDate } from "@kehu/core";
import { makeResidentId } from "@kehu/core/documents";
import { address } from "./address.js";
import type { CustomerInput } from "./customers.js";
import { dayWithin } from "./days.js";
import { fixedPhone, foreignPhone, mobilePhone } from "./phone.js";
import type { Random } from "./random.js";
import { foreignNames, mailProviders, mensNames, type Place, places, surnames, womensNames } from "./words.js";

export interface PersonOptions {
  readonly isForeign?: boolean;
  readonly asOf: CalendarDate;
  /** Those of one household have it in common. */
  readonly surname?: string;
  readonly place?: Place;
}

/** A person as an agency knows one. */
export function generatePerson(random: Random, options: PersonOptions): CustomerInput {
  return options.isForeign ? foreigner(random, options) : resident(random, options);
}

function resident(random: Random, { asOf, surname, place = random.pick(places) }: PersonOptions): CustomerInput {
  const isWoman = random.chance(500);
  const displayName = (surname ?? random.weighted(surnames)) + random.pick(isWoman ? womensNames : mensNames);
  const birthOn = dayWithin(random, "1945-01-01", `${Number(asOf.slice(0, 4)) - 20}-12-31`);
  const sequence = random.int(0, 498) * 2 + (isWoman ? 0 : 1);
  const source = random.pick(sources);
  const learnedOn = dayWithin(random, "2023-01-01", asOf);
  return {
    kind: "person",
    displayName,
    birthOn,
    language: "zh-CN",
    contactPoints: [
      {
        kind: "phone",
        value: mobilePhone(random),
        label: "手机",
        source,
        validFrom: learnedOn,
        ...(random.chance(400) && { verifiedOn: learnedOn }),
      },
      ...(random.chance(150) ? [{ kind: "phone" as const, value: fixedPhone(random, place), label: "住宅", source }] : []),
      ...(random.chance(550) ? [{ kind: "email" as const, value: email(random), source }] : []),
      ...(random.chance(350) ? [{ kind: "instantMessaging" as const, value: `wxid_${random.digits(10)}`, label: "微信", source }] : []),
      { kind: "address", value: address(random, place), source },
    ],
    identifiers: [{ kind: "residentId", value: makeResidentId({ area: place.area, birthOn, sequence }), source }],
    tags: random.chance(120) ? [random.pick(tags)] : [],
  };
}

function foreigner(random: Random, { asOf }: PersonOptions): CustomerInput {
  const origin = random.pick(foreignNames);
  const source = random.pick(sources);
  return {
    kind: "person",
    displayName: `${random.pick(origin.given)} ${random.pick(origin.family)}`,
    birthOn: dayWithin(random, "1950-01-01", `${Number(asOf.slice(0, 4)) - 22}-12-31`),
    language: origin.language,
    contactPoints: [
      { kind: "phone", value: random.chance(500) ? mobilePhone(random) : foreignPhone(random, origin.country), source },
      { kind: "email", value: email(random), source },
    ],
    identifiers: [{ kind: "passport", value: `${random.pick(["E", "G", "P", "C"])}${random.digits(8)}`, issuedBy: origin.country, source }],
    tags: [],
  };
}

const sources = ["投保单", "客户来电", "网上注册", "代理人录入", "门店登记"];
const tags = ["高净值", "价格敏感", "转介绍", "有房贷", "企业主"];

/** At domains that nobody owns. @see RFC 2606 */
export const email = (random: Random): string =>
  `${random.pick(mailNames)}${random.pick(["", ".", "_"])}${random.digits(random.int(3, 6))}@${random.pick(mailProviders)}`;
const mailNames = ["zhang", "li.wei", "wang", "sunshine", "Chen.Jie", "happy", "kehu", "liu", "m", "a.b"];
