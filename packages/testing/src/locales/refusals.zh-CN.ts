/** What the test kit throws with, in Chinese, by code; the blanks are those of the details. */
export const testingZhCN: Readonly<Record<string, string>> = {
  "testing/clock-runs-backwards": "时钟现为 {standing}，不能拨到 {until}；请给出更晚的时刻，或使用“clock.set”。",
  "testing/out-of-range":
    "生成数据的参数超出范围；“generateCustomers”的“count”请给出 0 至 1,000,000 的整数，“generateInsuranceBook”的“policies”请给出 1 至 1,000,000 的整数，“from”和“until”请给出 2023-01-01 至 2026-12-31 之间先后有序的日期。",
  "testing/pack-unsound": "业务包未通过检查；请按“details.findings”中每一项的说明更正，或说明理由后接受。",
  "testing/role-missing": "“as()”没有给出角色；请给出测试所针对的角色。",
  "testing/scenario-failed": "{place} 预期为 {expected}，实际为 {found}；请更正定义或场景。",
};
