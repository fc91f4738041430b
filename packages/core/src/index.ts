// What an application and a pack are written with. What a runtime needs beyond it is in `@kehu/core/engine`.
// A comment between blank lines heads a section, and the formatter sorts within it.

// the constructs

export { type Act, act } from "./define/act.js";
export { type Deadline, type DeadlineDef, defineDeadline, type Within } from "./define/deadline.js";
export { type AnyDefinition, type AnyLifecycle, type Definitions, transitionsOf } from "./define/definition.js";
export { defineLedger, type Ledger, type LedgerEntry } from "./define/ledger.js";
export {
  type AnyTransition,
  defineLifecycle,
  type Lifecycle,
  type NeedsOf,
  type Transition,
  type TransitionDef,
  type TransitionMaker,
  type Transitions,
} from "./define/lifecycle.js";
export { type AnyOperation, defineOperation, type Operation, type Work } from "./define/operation.js";
export { definePack, isDefinition, type Pack, type PackDef } from "./define/pack.js";
export { type AnyParameter, defineParameter, type Parameter, type ParameterValue, valueOn } from "./define/parameter.js";
export { type AnyQuery, defineQuery, type Query, type Ratio, ratio } from "./define/query.js";
export {
  type AnyRecord,
  type Change,
  defineRecord,
  type Kept,
  type New,
  type NoOverlap,
  type RecordDef,
  type RecordIndex,
  type RecordType,
  type StateOf,
  type Stored,
  type UniqueKey,
} from "./define/record.js";
export {
  type AnyRefusal,
  type CodeWords,
  defineRefusal,
  fillBlanks,
  type Phrase,
  type Refusal,
  type RefusalType,
} from "./define/refusal.js";
export { type AnyReach, defineRole, type Grant, may, type Reach, type Role, type Verb } from "./define/role.js";
export { defineRule, type Rule, type RuleMoment } from "./define/rule.js";
export type { PlainRow, RecordUpgrade, Upgrade } from "./define/upgrade.js";
export type { SomeWords, Words } from "./define/words.js";

// fields, ids and money

export {
  anyRef,
  date,
  decimal,
  type Field,
  group,
  type Input,
  instant,
  list,
  money,
  type Output,
  type PersonalData,
  party,
  personal,
  ref,
  type Schema,
  type Shape,
  text,
} from "./define/field.js";
export type { CalendarDate, Duration, Id, Instant, Money } from "./define/id.js";
export { createId, idPrefix } from "./id.js";
export { addMoney, allocateMoney, amountOf, negateMoney, sumMoney } from "./money.js";

// needs, and the moment that a decision looks at

export {
  type Actor,
  type Calendar,
  type Circumstances,
  type Clockwork,
  earliest,
  latest,
  type Moment,
  type Timeless,
} from "./define/moment.js";
export {
  type Activity,
  type Among,
  type AnyNeed,
  activity,
  type Element,
  type Fits,
  type Fitting,
  type Given,
  history,
  many,
  type Need,
  type Needs,
  one,
  oneOrNone,
  type PathTo,
  type Stay,
  totals,
} from "./define/need.js";

// filters and figures

export { allPages } from "./filter/all-pages.js";
export { type MatchOptions, matches } from "./filter/matches.js";
export {
  type Bucket,
  count,
  type Extreme,
  earliestOf,
  latestOf,
  type Measurable,
  type Measure,
  type Measured,
  type Measures,
  type Measuring,
  sum,
  total,
} from "./filter/measure.js";
export { among, type Comparison, type ScalarKey, type Selection, type Sort, type Test, type Where } from "./filter/where.js";

// the verbs of a session, and what they throw

export type { Description, FieldDescription, Possibility } from "./define/describe.js";
export type {
  AdoptedRow,
  Adoption,
  Assignment,
  CreateOptions,
  Erasure,
  FindOptions,
  KeptBecause,
  KeyOptions,
  Page,
  Reader,
  Selected,
  Session,
  WriteOptions,
} from "./define/session.js";
export { KehuError, type KehuErrorOptions, refused } from "./error.js";

// decisions over any storage

export { analyse, type LifecycleAnalysis } from "./lifecycle/analyse.js";
export { check, type RuleCircumstances } from "./lifecycle/check.js";
export { type CircumstancesOptions, circumstances } from "./lifecycle/circumstances.js";
export { type DeadlineClock, deadlineAt, deadlineStanding, moveDeadline, type Pause, warningsAt } from "./lifecycle/deadline-clock.js";
export { type Decision, type DecisionMoment, decide } from "./lifecycle/decide.js";
export { dueAt, isReady } from "./lifecycle/due.js";
export { stateAt, stateOn, staysOf } from "./lifecycle/history.js";
export { mermaid } from "./lifecycle/mermaid.js";

// what every CRM has

export { type Consent, consent, hasConsent } from "./customer/consent.js";
export { type Customer, customer } from "./customer/customer.js";
export { customerLifecycle } from "./customer/customer-lifecycle.js";
export { type Relationship, relationship, relationshipLifecycle } from "./customer/relationship.js";
export { type Engagement, engagement, engagementLifecycle, silenceDays } from "./engagement/engagement.js";
export { type Goal, goal } from "./goal/goal.js";
export { goalDue, goalLifecycle, goalOperations } from "./goal/goal-lifecycle.js";
export { type Channel, channels } from "./interaction/channels.js";
export { type Identification, identificationOf, identifications, identifiesOn } from "./interaction/identification.js";
export { type Interaction, interaction } from "./interaction/interaction.js";
export { companyReplyHours, consumerReplyHours, interactionLifecycle, promiseDue, replyDue } from "./interaction/interaction-lifecycle.js";
export { discardScoring } from "./scoring/discard-scoring.js";
export { type Score, score } from "./scoring/score.js";
export { type Scoring, type ScoringTerms, scoring, scoringLifecycle } from "./scoring/scoring.js";
export { mayReadScores, mayScoreCustomers } from "./scoring/scoring-rights.js";
export { type Staff, staff, staffLifecycle } from "./staff/staff.js";
export { type Task, task, taskDue, taskLifecycle } from "./staff/task.js";
export { type SurveyAnswer, surveyAnswer } from "./survey/survey-answer.js";
