import type { Actor } from "../define/moment.js";
import type { Channel } from "./channels.js";

/** How somebody was known to be who he or she says. */
export const identifications = ["signIn", "oneTimeCode", "documentNumber", "securityQuestions", "faceToFace", "signedLetter"] as const;
export type Identification = (typeof identifications)[number];

const spoken: readonly Channel[] = ["phone", "storeVisit", "fieldVisit"];
const written: readonly Channel[] = ["web", "chat", "instantMessaging", "social", "sms", "email"];
const ways: Readonly<Record<Identification, readonly Channel[]>> = {
  signIn: ["web", "chat", "instantMessaging"],
  oneTimeCode: [...spoken, ...written],
  documentNumber: [...spoken, "web", "chat"],
  securityQuestions: ["phone", "chat"],
  faceToFace: ["storeVisit", "fieldVisit"],
  signedLetter: ["mail", "fax"],
};

/** Whether somebody can be identified in this way on this channel: nobody is seen face to face on the telephone. */
export const identifiesOn = (way: Identification, channel: Channel): boolean => ways[way].includes(channel);

/** How the one who acts is known: customers who serve themselves have signed in, whatever was entered. */
export const identificationOf = (actor: Pick<Actor, "customerId">, told: Identification | undefined): Identification | undefined =>
  actor.customerId === undefined ? told : "signIn";
