import type { CalendarDate } from "@kehu/core";
import { addDays, dayWithin } from "../days.js";
import { generateOrganization } from "../organization.js";
import { generatePerson } from "../person.js";
import type { Random } from "../random.js";
import { places, surnames } from "../words.js";
import { type BookCustomer, type BookRelationship, numbered, type Temper } from "./book.js";

/** Those who decide together: a person alone, a family, or an organization. */
export interface Household {
  readonly members: readonly BookCustomer[];
  readonly temper: Temper;
  readonly agentNumber: string;
  readonly kind: "person" | "organization";
}
export interface Households {
  readonly households: readonly Household[];
  readonly relationships: readonly BookRelationship[];
}

const perPolicyPerMille = 620;

/** So many households that each has one or two policies, some many. */
export function generateHouseholds(
  random: Random,
  options: { readonly policies: number; readonly from: CalendarDate; readonly until: CalendarDate; readonly agents: readonly string[] },
): Households {
  const { policies, from, until, agents } = options;
  const count = Math.max(1, Math.floor((policies * perPolicyPerMille) / 1000));
  const households: Household[] = [];
  const relationships: BookRelationship[] = [];
  let made = 0;
  for (let index = 0; index < count; index += 1) {
    const own = random.fork(index);
    // the first two make sure that even the smallest book has people and a company
    const kind = index === 1 || (index > 1 && own.chance(70)) ? "organization" : "person";
    const members = (
      kind === "organization" ? [generateOrganization(own, { index, isForeign: own.chance(50), asOf: until })] : family(own, until)
    ).map((customer) => ({
      customerNumber: numbered("C", made++),
      customer,
    }));
    const [first, ...others] = members as [BookCustomer, ...BookCustomer[]];
    const startsOn = dayWithin(own, from, addDays(from, 180));
    relationships.push(
      ...others.map((other) => ({
        customerNumber: first.customerNumber,
        relatedNumber: other.customerNumber,
        kind: "household" as const,
        startsOn,
      })),
    );
    households.push({
      members,
      kind,
      agentNumber: own.pick(agents),
      temper: own.weighted([
        ["valuable", 18],
        ["ordinary", 46],
        ["costly", 36],
      ]),
    });
  }
  return { households, relationships: [...relationships, ...employments(random.fork("employers"), households, from)] };
}

function family(random: Random, asOf: CalendarDate): readonly BookCustomer["customer"][] {
  if (random.chance(50)) return [generatePerson(random, { isForeign: true, asOf })];
  const size = random.weighted([
    [1, 55],
    [2, 30],
    [3, 15],
  ]);
  const [surname, place] = [random.weighted(surnames), random.pick(places)];
  // a wife keeps her surname; a child has one of the two
  return Array.from({ length: size }, (_, index) => generatePerson(random, { asOf, place, ...(index !== 1 && { surname }) }));
}

function employments(random: Random, households: readonly Household[], startsOn: CalendarDate): readonly BookRelationship[] {
  const employers = households.filter(({ kind }) => kind === "organization").flatMap(({ members }) => members);
  const people = households.filter(({ kind }) => kind === "person").flatMap(({ members }) => members.slice(0, 1));
  if (employers.length === 0) return [];
  return people
    .filter(() => random.chance(120))
    .map((person) => ({
      customerNumber: person.customerNumber,
      relatedNumber: random.pick(employers).customerNumber,
      kind: "employer",
      startsOn,
    }));
}
