import {
  type AnyDefinition,
  type AnyRecord,
  customer,
  date,
  defineDeadline,
  defineLifecycle,
  definePack,
  defineRecord,
  defineRole,
  group,
  list,
  may,
  money,
  type Pack,
  party,
  text,
  type Upgrade,
} from "@kehu/core";
import * as z from "zod";

/** Steps as they were published, one with each version. */
const toTwo: Upgrade = {
  to: "2.0.0",
  records: {
    "garage/car": {
      renamed: { plate: "registration", visits: "services" },
      states: { scrapped: "retired" },
      filled: { seats: ({ seats }) => Number(seats), wheels: ({ seats }) => (Number(seats) > 2 ? 4 : 2) },
    },
  },
};
const toThree: Upgrade = {
  to: "3.0.0",
  records: {
    "garage/car": {
      renamed: { holderId: "keeperId", registration: "licence" },
      states: { retired: "gone" },
      filled: {
        label: ({ licence, wheels }) => `${licence}/${wheels}`,
        price: ({ price }) => ({ ...(price as object), currency: "CNY" }),
      },
    },
  },
};

const rest = { price: money(), note: text(40).optional(), inspectionOn: date() };
const visit = list(group({ on: date(), km: z.int() }), 5);
const carOne = defineRecord("garage/car", {
  fields: { plate: text(12), seats: text(3), holderId: party("holder"), visits: visit, ...rest },
  states: ["listed", "sold", "scrapped"],
  unique: [{ by: ["plate"] }],
});
const carTwo = defineRecord("garage/car", {
  fields: { registration: text(12), seats: z.int(), wheels: z.int(), holderId: party("holder"), services: visit, ...rest },
  states: ["listed", "sold", "retired"],
  unique: [{ by: ["registration"] }],
});
const carThree = defineRecord("garage/car", {
  fields: {
    licence: text(12),
    seats: z.int(),
    wheels: z.int(),
    label: text(20),
    keeperId: party("holder"),
    services: visit,
    colour: z.enum(["white", "black"]).default("white"),
    tags: list(text(10), 3).default(["new"]),
    ...rest,
  },
  states: ["listed", "sold", "gone", "lent"],
  unique: [{ by: ["licence"] }],
});

interface Making {
  readonly version: string;
  readonly upgrades?: readonly Upgrade[];
  /** From where the inspection leads. */
  readonly inspected?: string;
}
/** A pack of one record type with a life of its own; its words are beside the point. */
export function garageOf(car: AnyRecord, { version, upgrades = [], inspected = "listed" }: Making): Pack {
  const carLifecycle = defineLifecycle(car, (t) => ({
    inspect: t({ from: inspected, to: "sold", due: ({ record }) => record["inspectionOn"] as string }),
  }));
  const look = defineDeadline("garage/look", car, { runsIn: [car.states[0] as string], within: () => ({ length: "P30D" }) });
  const cars = [may.read(car, "all"), may.create(car), may.update(car, "all"), may.adopt(car), may.retract(car, "all")];
  const boss = defineRole("garage/boss", [
    ...cars,
    may.apply(carLifecycle.inspect, "all"),
    may.create(customer),
    may.read(customer, "all"),
  ]);
  const words = {
    car: {
      name: "车",
      fields: Object.fromEntries(Object.keys(car.info).map((field) => [field, wordOf(car, field)])),
      states: Object.fromEntries(car.states.map((state: string) => [state, "词"])),
    },
    carLifecycle: { inspect: "检" },
    look: "看",
    boss: "主管",
  };
  const definitions: Readonly<Record<string, AnyDefinition>> = { car, carLifecycle, look, boss } as never;
  return definePack({ name: "garage", version, definitions: definitions as never, locales: { "zh-CN": words as never }, upgrades });
}
function wordOf(car: AnyRecord, field: string): unknown {
  const { kind, options = [], item } = car.info[field] as (typeof car.info)[string];
  if (kind === "choice") return { name: "词", options: Object.fromEntries(options.map((option) => [option, "词"])) };
  const fields = item?.fields;
  return fields ? { name: "词", fields: Object.fromEntries(Object.keys(fields).map((name) => [name, "词"])) } : "词";
}

export const cars = { one: carOne, two: carTwo, three: carThree };
/** Three versions of it. */
export const garages = {
  one: garageOf(carOne, { version: "1.0.0" }),
  two: garageOf(carTwo, { version: "2.0.0", upgrades: [toTwo] }),
  three: garageOf(carThree, { version: "3.0.0", upgrades: [toTwo, toThree] }),
};
