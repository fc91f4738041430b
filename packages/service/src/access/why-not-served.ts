import { type Channel, channels, defineRefusal, type Identification, identifiesOn, type Refusal } from "@kehu/core";
import * as z from "zod";

/** Whether a service is done for anybody, for who was identified, or not at all. */
export const access = ["open", "identified", "never"] as const;
/** What each service may do on each channel. */
export type AccessTable = Readonly<Record<string, Readonly<Record<Channel, (typeof access)[number]>>>>;
/** A table of these services: complete, so that no channel is forgotten. */
export const accessTable = <const S extends string>(services: readonly S[]) =>
  z.record(z.enum(services), z.record(z.enum(channels), z.enum(access)));

const channel = { optionOf: "interaction", field: "channel" } as const;
export const identifyFirst = defineRefusal(
  "service/identify-first",
  "This service is done on this channel ({channel}) only for who was identified; identify the customer by a one-time code, a document number, security questions or face to face, and enter how.",
  { channel },
);
export const notOnThisChannel = defineRefusal(
  "service/not-on-this-channel",
  "This service is not done on this channel ({channel}); ask the customer to use another one: {others}.",
  { channel, others: channel },
);
export const notIdentifiedSo = defineRefusal(
  "service/not-identified-so",
  "Nobody can be identified in this way ({identifiedBy}) on this channel ({channel}); enter how it was really done.",
  { channel, identifiedBy: { optionOf: "interaction", field: "identifiedBy" } },
);

interface Asked {
  readonly service: string;
  readonly channel: Channel;
  readonly identifiedBy?: Identification | undefined;
}
/** Why a service is not done so, by a table of its pack; undefined where it may be done, or where the table does not speak of it. */
export function whyNotServed(table: AccessTable, { service, channel, identifiedBy }: Asked): Refusal | undefined {
  if (identifiedBy !== undefined && !identifiesOn(identifiedBy, channel)) return notIdentifiedSo({ identifiedBy, channel });
  const row = table[service.slice(service.indexOf("/") + 1)];
  if (row === undefined) return undefined;
  if (row[channel] === "never") return notOnThisChannel({ channel, others: channels.filter((each) => row[each] !== "never").join(", ") });
  return row[channel] === "identified" && identifiedBy === undefined ? identifyFirst({ channel }) : undefined;
}

/** A row of a table in short: the channels where anybody is served, and those where who was identified is; nowhere else. */
export function served({
  open = [],
  identified = [],
}: {
  readonly open?: readonly Channel[];
  readonly identified?: readonly Channel[];
}): AccessTable[string] {
  const of = (channel: Channel) => (open.includes(channel) ? "open" : identified.includes(channel) ? "identified" : "never");
  return Object.fromEntries(channels.map((channel) => [channel, of(channel)])) as AccessTable[string];
}
