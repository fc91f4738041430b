interface Purchase {
  readonly on: string;
  readonly amount: { readonly amountMinor: number; readonly currency: string };
}
const today = Date.UTC(2026, 1, 28);

/** What one of many customers of a shop bought: at a pace of their own, until they stay away; the same at each run. */
export function purchasesOf(customer: number): readonly Purchase[] {
  let state = customer + 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
  for (let warm = 0; warm < 5; warm += 1) random();
  const exponential = (mean: number): number => -mean * Math.log(1 - random());
  const [pace, usual, leaves] = [20 / (random() + random()), 300 + exponential(2000), random() ** 3];
  const purchases: Purchase[] = [];
  for (let ago = 300 + 200 * random(); ago > 0 && purchases.length < 30; ago -= 1 + exponential(pace)) {
    const on = new Date(today - Math.floor(ago) * 86_400_000).toISOString().slice(0, 10);
    purchases.push({ on, amount: { amountMinor: Math.round(usual / 2 + exponential(usual / 2)), currency: "CNY" } });
    if (random() < leaves) break;
  }
  return purchases;
}
