import { defineRefusal } from "../../define/refusal.js";

export const tooFewCustomers = defineRefusal(
  "core/too-few-customers",
  "A {model} model needs at least {needed} customers and there are {customers}; fit it on more of them.",
);
export const noRepeats = defineRefusal(
  "core/no-repeat-purchases",
  "None of the {customers} customers bought again, so that a {model} model has nothing to learn from; take a longer observation.",
);
export const fitUndetermined = defineRefusal(
  "core/fit-undetermined",
  "These {customers} customers do not determine a {model} model: the likelihood has no maximum within reach (see {parameter}); take another model or more customers.",
);
export const buyingAlike = defineRefusal(
  "core/buying-alike",
  "As far as can be seen, these {customers} customers all buy at the same pace, so that a {model} model cannot tell how they differ; take customers who differ, or a plain mean of all.",
);
export const spendAlike = defineRefusal(
  "core/spend-alike",
  "These {customers} customers spend the same at every purchase, so that a gamma-gamma model has no spread to learn from; expect that amount of each.",
);
export const occasionsUnusable = defineRefusal(
  "core/occasions-unusable",
  "Customer number {position} has {frequency} purchases, the last at occasion {recency} of {age}; count whole occasions, at most one purchase at each.",
);
export const parametersUnusable = defineRefusal(
  "core/parameters-unusable",
  "The parameter {parameter} of a {model} model is {value}; give a finite number above 0.",
);
export const horizonUnusable = defineRefusal(
  "core/horizon-unusable",
  "The horizon {horizon} cannot be reckoned with; give a finite number of at least 0, and whole occasions for a bg-bb model.",
);
export const discountUnusable = defineRefusal(
  "core/discount-unusable",
  "A discount rate of {rate} cannot be reckoned with; give a fraction, such as 0.01 for 1 %.",
);
export const monthsUnusable = defineRefusal(
  "core/months-unusable",
  "A horizon of {months} months cannot be reckoned with; give a whole number from 1 to 600.",
);
export const monthUnusable = defineRefusal(
  "core/month-unusable",
  "A month that is {length} long in units of {unit} cannot be reckoned with; give unitsPerMonth, a finite number above 0, and whole occasions for a bg-bb model.",
);
export const spendInvalid = defineRefusal(
  "core/spend-invalid",
  "The mean spend of customer number {position} is {value}; give a finite number of minor units of at least 0.",
);
export const spendUnbounded = defineRefusal(
  "core/spend-unbounded",
  "The mean spend of a customer with {frequency} repeat purchases has no bound at p = {p} and q = {q}; fit the model on more customers.",
);
export const holdoutMissing = defineRefusal(
  "core/holdout-missing",
  "The purchases were summed up to {endsOn} without a holdout; sum them up with holdoutEndsOn.",
);
export const unitDiffers = defineRefusal(
  "core/unit-differs",
  "The model counts in units of a {model} and the histories in units of a {histories}; sum the purchases up in the unit of the model.",
);
export const modelUnknown = defineRefusal(
  "core/model-unknown",
  "There is no purchase model {model} of version {version} here; fit one of bg-nbd, mbg-nbd, pareto-nbd and bg-bb again.",
);
