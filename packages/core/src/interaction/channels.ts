/** How people are in touch. `instantMessaging` is WeChat and its like; `note` is what somebody wrote down without a contact. */
export const channels = [
  "phone",
  "email",
  "web",
  "chat",
  "sms",
  "instantMessaging",
  "fax",
  "storeVisit",
  "fieldVisit",
  "social",
  "mail",
  "note",
] as const;
export type Channel = (typeof channels)[number];
