import type { BookFrequency, BookProduct, Temper } from "./book.js";

/** What a product costs, lasts and pays; the book is generated from it. */
export interface ProductPlan extends BookProduct {
  readonly prefix: string;
  readonly holders: "person" | "organization";
  readonly frequencies: readonly (readonly [BookFrequency, number])[];
  /** Yuan in a year, or once for a single premium; a multiple of 12. */
  readonly yearlyPremium: readonly [from: number, to: number];
  readonly sumAssured: readonly [from: number, to: number];
  /** Years of cover; empty for whole life. */
  readonly termYears?: number;
  readonly premiumYears?: number;
  /** Claims in a year per mille, by temper. */
  readonly claimsPerMille: Readonly<Record<Temper, number>>;
  /** A usual claim, in per mille of the sum assured. */
  readonly claimSize: readonly [from: number, to: number];
  readonly causes: readonly string[];
  /** A claim is for all of the sum assured and ends the policy. */
  readonly paysOnce?: boolean;
  readonly surrendersPerMille: number;
  readonly weights: Readonly<Record<Temper, number>>;
}

export const productPlans: readonly ProductPlan[] = [
  {
    code: "WL01",
    name: "安心传家终身寿险",
    prefix: "WL",
    holders: "person",
    coolingOffDays: 15,
    paysAtMaturity: false,
    commissionBasisPoints: 3000,
    renewalCommissionBasisPoints: 500,
    frequencies: [
      ["annual", 8],
      ["semiannual", 1],
      ["monthly", 1],
    ],
    yearlyPremium: [6000, 48_000],
    sumAssured: [200, 1000],
    premiumYears: 20,
    claimsPerMille: { valuable: 1, ordinary: 3, costly: 6 },
    claimSize: [1000, 1000],
    causes: ["因病身故", "意外身故"],
    paysOnce: true,
    surrendersPerMille: 40,
    weights: { valuable: 6, ordinary: 3, costly: 1 },
  },
  {
    code: "TL01",
    name: "顾家定期寿险",
    prefix: "TL",
    holders: "person",
    waitingDays: 90,
    coolingOffDays: 15,
    paysAtMaturity: false,
    commissionBasisPoints: 2500,
    renewalCommissionBasisPoints: 500,
    frequencies: [
      ["annual", 6],
      ["quarterly", 2],
      ["monthly", 2],
    ],
    yearlyPremium: [1200, 6000],
    sumAssured: [300, 1000],
    termYears: 20,
    claimsPerMille: { valuable: 0, ordinary: 1, costly: 2 },
    claimSize: [1000, 1000],
    causes: ["因病身故", "意外身故"],
    paysOnce: true,
    surrendersPerMille: 30,
    weights: { valuable: 2, ordinary: 3, costly: 1 },
  },
  {
    code: "AN01",
    name: "福寿两全年金保险",
    prefix: "AN",
    holders: "person",
    coolingOffDays: 20,
    paysAtMaturity: true,
    commissionBasisPoints: 300,
    renewalCommissionBasisPoints: 0,
    frequencies: [["single", 1]],
    yearlyPremium: [36_000, 240_000],
    sumAssured: [36, 240],
    termYears: 10,
    claimsPerMille: { valuable: 0, ordinary: 0, costly: 0 },
    claimSize: [1000, 1000],
    causes: ["身故"],
    paysOnce: true,
    surrendersPerMille: 50,
    weights: { valuable: 3, ordinary: 1, costly: 0 },
  },
  {
    code: "HM01",
    name: "康护百万医疗保险",
    prefix: "HM",
    holders: "person",
    waitingDays: 30,
    coolingOffDays: 15,
    paysAtMaturity: false,
    commissionBasisPoints: 2000,
    renewalCommissionBasisPoints: 1000,
    frequencies: [
      ["annual", 5],
      ["monthly", 5],
    ],
    yearlyPremium: [360, 2400],
    sumAssured: [1000, 2000],
    termYears: 6,
    claimsPerMille: { valuable: 60, ordinary: 120, costly: 900 },
    claimSize: [2, 25],
    causes: ["急性阑尾炎住院", "肺炎住院", "腰椎间盘突出手术", "甲状腺结节手术", "骨折住院", "门诊慢性病"],
    surrendersPerMille: 30,
    weights: { valuable: 3, ordinary: 5, costly: 7 },
  },
  {
    code: "AC01",
    name: "出行无忧意外险",
    prefix: "AC",
    holders: "person",
    coolingOffDays: 15,
    paysAtMaturity: false,
    commissionBasisPoints: 2500,
    renewalCommissionBasisPoints: 1500,
    frequencies: [["annual", 1]],
    yearlyPremium: [120, 600],
    sumAssured: [100, 500],
    termYears: 1,
    claimsPerMille: { valuable: 20, ordinary: 60, costly: 500 },
    claimSize: [3, 40],
    causes: ["骑车摔伤", "烫伤", "交通事故", "运动扭伤", "猫狗咬伤"],
    surrendersPerMille: 20,
    weights: { valuable: 2, ordinary: 3, costly: 5 },
  },
  {
    code: "GH01",
    name: "企业员工补充医疗保险",
    prefix: "GH",
    holders: "organization",
    coolingOffDays: 15,
    paysAtMaturity: false,
    commissionBasisPoints: 800,
    renewalCommissionBasisPoints: 600,
    frequencies: [
      ["quarterly", 6],
      ["annual", 4],
    ],
    yearlyPremium: [12_000, 96_000],
    sumAssured: [500, 1500],
    termYears: 5,
    claimsPerMille: { valuable: 500, ordinary: 1500, costly: 6000 },
    claimSize: [4, 20],
    causes: ["员工住院", "员工门诊手术", "员工生育", "员工工伤就医"],
    surrendersPerMille: 20,
    weights: { valuable: 1, ordinary: 1, costly: 1 },
  },
];

export const productOf = ({
  code,
  name,
  waitingDays,
  coolingOffDays,
  paysAtMaturity,
  commissionBasisPoints,
  renewalCommissionBasisPoints,
}: ProductPlan): BookProduct => ({
  code,
  name,
  ...(waitingDays !== undefined && { waitingDays }),
  ...(coolingOffDays !== undefined && { coolingOffDays }),
  paysAtMaturity,
  commissionBasisPoints,
  renewalCommissionBasisPoints,
});
