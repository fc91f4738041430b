import { type Channel, type Id, type Identification, type Interaction, identificationOf, interaction, type Work } from "@kehu/core";

interface Contact {
  /** Who spoke, or for whom. */
  readonly customerId: Id<"customer">;
  /** Who spoke for the customer. */
  readonly spokenBy?: Id<"customer"> | undefined;
  /** On whose timelines it stands as well; who is named twice has it once. */
  readonly alsoFor?: readonly (Id<"customer"> | undefined)[];
  readonly service: string;
  readonly identifiedBy: Identification | undefined;
  readonly channel: Channel;
  readonly topic: string;
  /** What the others read, where what was said is not theirs to know. */
  readonly topicForOthers?: string;
  readonly line?: string | undefined;
  readonly aboutId?: Id<string> | undefined;
  /** An answer until then. */
  readonly promisedUntil?: string;
}

/**
 * Keeps a contact in which a service was asked for: on the timeline of who asked, with how that was known, and on those of all others
 * whom it concerns. The rules of the packs see it and say whether the service may be done so.
 *
 * @returns the contact of who asked, then those of the others
 */
export async function keepContact(work: Work, contact: Contact): Promise<readonly [Interaction, ...Interaction[]]> {
  const { customerId, spokenBy, alsoFor = [], service, topic, topicForOthers = topic, promisedUntil } = contact;
  const identifiedBy = identificationOf(work.actor, contact.identifiedBy);
  const kept = {
    channel: contact.channel,
    happenedAt: work.now,
    ...(contact.line !== undefined && { line: contact.line }),
    ...(contact.aboutId !== undefined && { aboutId: contact.aboutId }),
  };
  const own = await work.create(
    interaction,
    {
      ...kept,
      customerId,
      direction: "inbound",
      topic,
      service,
      ...(identifiedBy !== undefined && { identifiedBy }),
      ...(promisedUntil !== undefined && { promise: topic, promisedUntil }),
    },
    promisedUntil === undefined ? {} : { state: "promised" },
  );
  const others = new Set([spokenBy, ...alsoFor].flatMap((each) => (each === undefined || each === customerId ? [] : [each])));
  const copies: Interaction[] = [];
  for (const other of others) {
    // a contact from who did not speak would be a sign of life
    const told =
      other === spokenBy ? ({ direction: "inbound", topic } as const) : ({ direction: "internal", topic: topicForOthers } as const);
    copies.push(await work.create(interaction, { ...kept, ...told, customerId: other }));
  }
  return [own, ...copies];
}
