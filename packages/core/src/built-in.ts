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
import { goal } from "./goal/goal.js";
import {
  goalDue,
  goalFollowedUp,
  goalInputUnreadable,
  goalIsSound,
  goalLifecycle,
  goalOperationNotAllowed,
  goalOperations,
  goalOverdue,
  goalReached,
  goalWithoutMiss,
} from "./goal/goal-lifecycle.js";
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
import { beginScoring, finishScoring, scoredOtherwise, scoringAhead } from "./scoring/begin-scoring.js";
import { discardScoring } from "./scoring/discard-scoring.js";
import { score } from "./scoring/score.js";
import { scoreBelongs, scoredInAnotherCurrency, scoredOnAnotherDay, scoringComplete } from "./scoring/score-rules.js";
import { scoring, scoringLifecycle } from "./scoring/scoring.js";
import { staff, staffLifecycle } from "./staff/staff.js";
import { task, taskDue, taskLifecycle } from "./staff/task.js";
import { answeredInFuture, answerOffScale, surveyAnswer, surveyAnswerIsSound } from "./survey/survey-answer.js";

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
  scoring,
  scoringLifecycle,
  score,
  scoreBelongs,
  beginScoring,
  finishScoring,
  discardScoring,
  scoredOtherwise,
  scoringAhead,
  scoringComplete,
  scoredOnAnotherDay,
  scoredInAnotherCurrency,
  surveyAnswer,
  surveyAnswerIsSound,
  answerOffScale,
  answeredInFuture,
  goal,
  goalLifecycle,
  goalIsSound,
  goalDue,
  goalOperations,
  goalWithoutMiss,
  goalFollowedUp,
  goalInputUnreadable,
  goalOperationNotAllowed,
  goalOverdue,
  goalReached,
} as const;
