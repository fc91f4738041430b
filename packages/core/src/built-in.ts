import { consent, consentIsDecided, decidedInFuture } from "./customer/consent.js";
import { customer } from "./customer/customer.js";
import { customerLifecycle } from "./customer/customer-lifecycle.js";
import { bornInFuture, creditCodeUnsound, customerIsBorn, identifiersAreSound, residentIdUnsound } from "./customer/customer-rules.js";
import {
  relatedToItself,
  relationship,
  relationshipEndsBeforeItStarts,
  relationshipIsSound,
  relationshipLifecycle,
} from "./customer/relationship.js";
import { engagement, engagementLifecycle, silenceDays } from "./engagement/engagement.js";
import { interaction } from "./interaction/interaction.js";
import {
  companyReplyHours,
  consumerReplyHours,
  contactIsOver,
  happenedInFuture,
  interactionLedger,
  interactionLifecycle,
  promiseDue,
  promiseIsComplete,
  promiseNeedsDueTime,
  replyDue,
} from "./interaction/interaction-lifecycle.js";
import { staff, staffLifecycle } from "./staff/staff.js";
import { task, taskDue, taskLifecycle } from "./staff/task.js";

/** What every CRM has, whatever its packs. */
export const builtIn = {
  customer,
  customerLifecycle,
  customerIsBorn,
  bornInFuture,
  identifiersAreSound,
  residentIdUnsound,
  creditCodeUnsound,
  relationship,
  relationshipLifecycle,
  relationshipIsSound,
  relatedToItself,
  relationshipEndsBeforeItStarts,
  consent,
  consentIsDecided,
  decidedInFuture,
  interaction,
  interactionLifecycle,
  promiseIsComplete,
  promiseNeedsDueTime,
  contactIsOver,
  happenedInFuture,
  consumerReplyHours,
  companyReplyHours,
  replyDue,
  promiseDue,
  interactionLedger,
  staff,
  staffLifecycle,
  task,
  taskLifecycle,
  taskDue,
  engagement,
  engagementLifecycle,
  silenceDays,
} as const;
