import { bench } from "../../../../.ci/bench-api.js";
import { insurance } from "../../../insurance/src/index.js";
import { testCrm } from "./test-crm.js";

export default [
  bench({
    name: "testCrm with the insurance pack, after the first",
    unit: "crm",
    variants: {
      kehu: async () => {
        await (await testCrm({ packs: [insurance] })).close();
        return 1;
      },
    },
    aim: { perSecond: 1 },
  }),
];
