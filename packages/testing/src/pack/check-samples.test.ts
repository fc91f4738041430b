import {
  act,
  defineLifecycle,
  defineOperation,
  defineRecord,
  defineRefusal,
  defineRole,
  defineRule,
  group,
  may,
  task,
  text,
} from "@kehu/core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { allRefusals, bike, definitions, mechanic, notPaid, priceless, repair, words, workshop } from "../../test/workshop.js";
import type { GivenSamples } from "../sample/sample-value.js";
import { contentsOf } from "./contents.js";
import { eachOnce, inWords } from "./finding.js";
import { checkDeclared, testPack } from "./test-pack.js";

const found = (pack: ReturnType<typeof workshop>, samples: GivenSamples = {}): readonly string[] =>
  eachOnce(checkDeclared(contentsOf(pack), { raised: allRefusals, samples })).map(inWords);
/** The lifecycle with one transition more. */
const withTransition = (name: string, made: ReturnType<typeof defineLifecycle>) =>
  workshop({ extra: made }, { extra: { [name]: "另一流转" } });

const frameUnknown = defineRefusal("workshop/frame-unknown", "The frame {frameNumber} is none of ours; look at the bike again.");
const onlyOurs = defineRule("workshop/only-ours", bike, {
  check: ({ record: { frameNumber } }) => (/^WS\d{4}$/.test(frameNumber) ? undefined : frameUnknown({ frameNumber })),
});
const steal = defineLifecycle(bike, (t) => ({
  paint: t({ from: "active", input: { colour: z.enum(["red", "blue"]) }, set: () => ({ colour: "green" as "red" }) }),
}));
const picky = workshop(
  { onlyOurs, frameUnknown, steal, mechanic: defineRole("workshop/mechanic", [...mechanic.grants, may.apply(steal.paint, "all")]) },
  {
    frameUnknown: "车架号 {frameNumber} 不属于本店；请核对自行车。",
    steal: { paint: { name: "喷漆", input: { colour: { name: "颜色", options: { red: "红", blue: "蓝" } } } } },
  },
);

describe("testPack", () => {
  it("says of a record that no sample of chance comes past its rules, and how to give one", () => {
    expect(found(picky).filter((line) => line.startsWith("record-unsampled"))).toEqual([
      'record-unsampled: The record "workshop/bike", state "active", is tried with nothing: every sample of chance is refused (workshop/frame-unknown). Give some of its fields as testPack(…, { samples: { "workshop/bike": [{ … }] } }).',
    ]);
  });

  it("tries a record with the samples that are given, and finds then what chance did not come to", () => {
    const samples = { "workshop/bike": [{ frameNumber: "WS0001" }] };
    const faults = found(picky, samples).map((line) => line.split(".")[0]);
    expect(faults).toContain('set-unsound: The transition "workshop/bike#paint" sets colour to what the field does not take');
    expect(faults.filter((line) => line?.startsWith("record-unsampled"))).toEqual([]);
  });

  it("takes a sample for the state that it names, and finds one of a record that nobody defines", () => {
    const elsewhere = { "workshop/bike": [{ frameNumber: "WS0001", state: "gone" }], "workshop/pump": [{}] };
    expect(found(picky, elsewhere).filter((line) => line.startsWith("record-unsampled"))).toEqual([
      expect.stringContaining('state "active", is tried with nothing'),
      'record-unsampled: The record "workshop/pump" has samples, and neither the pack nor what it requires defines it. Correct the name in `samples`, or take it out.',
    ]);
  });

  it("says of a record of which none can be entered what stands in the way", async () => {
    const unread = defineRecord("workshop/pump", { fields: { size: text(10) } });
    const never = defineRule("workshop/never", unread, { check: () => priceless() });
    const pack = workshop(
      { unread, never, mechanic: defineRole("workshop/mechanic", [...mechanic.grants, may.read(unread, "all"), may.create(unread)]) },
      { unread: { name: "气筒", fields: { size: "尺寸" }, states: { active: "有效" } } },
    );
    expect((await testPack(pack, { raised: allRefusals })).findings.map(inWords)).toEqual([
      expect.stringContaining(
        'The record "workshop/pump", state "active", is tried with nothing: every sample of chance is refused (workshop/priceless)',
      ),
    ]);
  });

  it("finds a guard that nothing gets past, unless a sample shows that something does", () => {
    const life = defineLifecycle(repair, (t) => ({
      rush: t({
        from: "asked",
        guard: ({ record }) => ((record.hours ?? 0) === 73 ? undefined : notPaid({ repairNumber: record.repairNumber })),
      }),
    }));
    const pack = withTransition("rush", life);
    expect(found(pack)).toEqual([
      expect.stringContaining('guard-closed: The transition "workshop/repair#rush" is refused for every sample (workshop/not-paid)'),
    ]);
    expect(found(pack, { "workshop/repair": [{ hours: 73 }, { state: "asked" }] })).toEqual([]);
  });

  it("finds an act whose target refuses what it is given, also where only the longest text is too long", () => {
    const longest = defineLifecycle(repair, (t) => ({
      tell: t({
        from: "asked",
        also: ({ record }) => [act.create(task, { subject: `${record.fault}, that is ${record.fault}`, aboutId: record.id })],
      }),
    }));
    const [first, ...others] = found(withTransition("tell", longest));
    expect(first).toMatch(
      /^act-unsound: The transition "workshop\/repair#tell" is followed by create task with an input that is refused \(subject: /,
    );
    expect(others).toEqual([]);
    const wrong = defineLifecycle(repair, (t) => ({
      tell: t({ from: "asked", also: ({ record }) => [act.apply(definitions.repairLife.begin, record.id, { promisedOn: "soon" })] }),
    }));
    expect(found(withTransition("tell", wrong))).toEqual([
      expect.stringContaining("is followed by apply workshop/repair#begin with an input that is refused (promisedOn: "),
    ]);
  });

  it("finds what breaks only at the bound of a field", () => {
    const spread = defineLifecycle(repair, (t) => ({
      spread: t({
        from: "working",
        set: ({ record }) => {
          if (record.fault.length === 200) throw new Error("The most that anybody can do");
          return {};
        },
      }),
    }));
    expect(found(withTransition("spread", spread))).toEqual([expect.stringContaining("throws Error: The most that anybody can do")]);
  });

  it("finds documents of a person that are not marked as personal", () => {
    for (const name of ["idCard", "passportNo", "driverLicence", "identityDocument", "socialSecurityCard"]) {
      const marked = defineRecord("workshop/bike", {
        fields: { ...bike.fields, [name]: text(40).optional() },
        unique: [{ by: ["frameNumber"] }],
      });
      const pack = workshop({ bike: marked }, { bike: { ...words.bike, fields: { ...words.bike.fields, [name]: "证件" } } });
      expect(found(pack), name).toEqual([expect.stringContaining(`personal-undeclared: The record "workshop/bike", field "${name}",`)]);
    }
  });

  it("takes it for no ring where a transition that is not ready makes itself ready by hand", () => {
    const life = defineLifecycle(repair, (t) => ({
      swing: t({
        from: ["asked", "working"],
        to: ["asked", "working"],
        choose: ({ record }) => (record.state === "asked" ? "working" : "asked"),
        when: ({ record }) => record.state === "asked",
      }),
    }));
    expect(found(withTransition("swing", life))).toEqual([]);
  });

  it("tells what was thrown in a due function", () => {
    const life = defineLifecycle(repair, (t) => ({
      expire: t({ from: "asked", to: "dropped", due: () => (undefined as unknown as { readonly on: string }).on }),
    }));
    expect(found(withTransition("expire", life))[0]).toMatch(
      /throws TypeError; .*, because of TypeError: Cannot read properties of undefined/,
    );
  });

  it("finds an operation that breaks at a bound of its input", async () => {
    const rash = defineOperation("workshop/rash", {
      input: { hours: z.int().min(0).max(77) },
      output: group({}),
      async run(_, { hours }) {
        if (hours === 77) throw new Error("The most that anybody can do");
        return {};
      },
    });
    const role = defineRole("workshop/mechanic", [...mechanic.grants, may.call(rash)]);
    const pack = workshop({ rash, mechanic: role }, { rash: { name: "另一操作", input: { hours: "工时" } } });
    expect((await testPack(pack, { raised: allRefusals })).findings.map(inWords)).toEqual([
      expect.stringContaining('operation-crash: The operation "workshop/rash" answered'),
    ]);
  });
});
