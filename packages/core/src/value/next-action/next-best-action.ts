import { formatDay, parseDay } from "../../calendar/day-number.js";
import { type Consent, hasConsent } from "../../customer/consent.js";
import type { CalendarDate, Instant } from "../../define/id.js";
import { phrase } from "../../define/refusal.js";
import { refused } from "../../error.js";
import { matches } from "../../filter/matches.js";
import type { Where } from "../../filter/where.js";
import { type Channel, channels } from "../../interaction/channels.js";
import { actionRulesUnusable } from "./action-problems.js";

/** Where somebody can be spoken to: a note is what was written down without a contact. */
export type SpokenChannel = Exclude<Channel, "note">;
const spoken: readonly string[] = channels.filter((channel) => channel !== "note");

/** What to do next, as data: an earlier rule goes before a later one. */
export interface ActionRule<Facts> {
  readonly name: string;
  /** What must be known of the customer. */
  readonly when: Where<Facts>;
  readonly action: string;
  /** Where the customer is spoken to; the consent for the purpose on this channel decides. */
  readonly channel: SpokenChannel;
  readonly purpose: string;
  /** What is said to whoever acts, in each language. */
  readonly reason: { readonly en: string; readonly "zh-CN": string };
  /** 1 to 366: afterwards the suggestion is stale. */
  readonly expiresAfterDays: number;
}
export interface SuggestedAction {
  readonly rule: string;
  readonly action: string;
  readonly channel: SpokenChannel;
  readonly reason: ActionRule<never>["reason"];
  readonly expiresOn: CalendarDate;
}

const mostRules = 50;

/**
 * What to do next for a customer, in order of the rules: those whose facts match, and never without a consent that still holds.
 *
 * @param rules - at most 50
 * @param customer.consents - all lines of the consent ledger of this customer; without any, nothing is suggested
 * @throws KehuError `core/action-rules-unusable`, `core/date-invalid`, `core/selection-unknown` for a condition with `among`
 */
export function nextBestActions<Facts>(
  rules: readonly ActionRule<Facts>[],
  customer: {
    readonly facts: Facts;
    readonly consents: readonly Pick<Consent, "purpose" | "channel" | "decision" | "decidedAt">[];
    readonly at: Instant;
    readonly today: CalendarDate;
  },
): readonly SuggestedAction[] {
  checkActionRules(rules);
  const { facts, consents, at, today } = customer;
  const day = parseDay(today, phrase("Today"));
  return rules
    .filter(({ when, purpose, channel }) => matches(when, facts) && hasConsent(consents, { purpose, channel, at }))
    .map(({ name, action, channel, reason, expiresAfterDays }) => ({
      rule: name,
      action,
      channel,
      reason,
      expiresOn: formatDay(day + expiresAfterDays),
    }));
}

/** Refuses rules that say too little. @throws KehuError `core/action-rules-unusable` */
export function checkActionRules<Facts>(rules: readonly ActionRule<Facts>[]): void {
  // they are data, and may come from anywhere
  if (!Array.isArray(rules)) throw refused(actionRulesUnusable({ problem: phrase("they are no list") }));
  if (rules.length > mostRules)
    throw refused(actionRulesUnusable({ problem: phrase("there are {count} of them", { count: rules.length }) }));
  const names = new Set<string>();
  for (const [index, rule] of rules.entries()) {
    const { name, action, purpose, channel, when, reason, expiresAfterDays } = rule ?? ({} as Partial<ActionRule<Facts>>);
    const position = index + 1;
    if (![name, action, purpose].every(isSaid) || typeof when !== "object" || when === null)
      throw refused(
        actionRulesUnusable({ problem: phrase("number {position} lacks its name, condition, action or purpose", { position }) }),
      );
    if (!spoken.includes(String(channel)))
      throw refused(
        actionRulesUnusable({ problem: phrase("{name} names no channel on which anybody is spoken to", { name: String(name) }) }),
      );
    const isShort = Number.isInteger(expiresAfterDays) && expiresAfterDays >= 1 && expiresAfterDays <= 366;
    if (names.has(name)) throw refused(actionRulesUnusable({ problem: phrase("{name} stands there twice", { name }) }));
    if (!isShort)
      throw refused(actionRulesUnusable({ problem: phrase("{name} expires after {days} days", { name, days: String(expiresAfterDays) }) }));
    if (![reason?.en, reason?.["zh-CN"]].every(isSaid))
      throw refused(actionRulesUnusable({ problem: phrase("{name} lacks a reason in a language", { name }) }));
    names.add(name);
  }
}
const isSaid = (text: unknown): boolean => typeof text === "string" && text.trim() !== "";
