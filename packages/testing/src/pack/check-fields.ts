import type { AnyRecord, Shape } from "@kehu/core";
import { type FieldInfo, readShape } from "@kehu/core/engine";
import type { Contents } from "./contents.js";
import type { Finding } from "./finding.js";

/** References are references, personal data is marked, and what people look records up by is a key. */
export function checkFields({ own }: Contents): readonly Finding[] {
  const shapes = [
    ...own.records.map((record) => ({ place: `The record "${record.name}"`, shape: record.fields as Shape })),
    ...own.transitions
      .filter(({ input }) => input !== undefined)
      .map(({ name, input }) => ({ place: `The transition "${name}", input`, shape: input as Shape })),
    ...[...own.operations, ...own.queries].map(({ kind, name, input }) => ({ place: `The ${kind} "${name}", input`, shape: input })),
  ];
  return [
    ...shapes.flatMap(({ place, shape }) => fieldsOf(shape, place).flatMap((field) => [...references(field), ...personalData(field)])),
    ...own.records.flatMap(keys),
  ];
}

interface Field {
  readonly place: string;
  readonly name: string;
  readonly info: FieldInfo;
  /** Whether it or what it stands in is marked as personal. */
  readonly isMarked: boolean;
  /** `email` of zod's own text formats. */
  readonly format: string | undefined;
}

function fieldsOf(shape: Shape, place: string): readonly Field[] {
  const infos = readShape(shape, `${place},`);
  return Object.entries(infos).flatMap(([name, info]) =>
    withInner({ place: `${place}, field "${name}",`, name, info, isMarked: info.personal !== undefined, format: formatOf(shape[name]) }),
  );
}

function withInner(field: Field): readonly Field[] {
  const inner = field.info.kind === "list" ? field.info.item : field.info;
  const isMarked = field.isMarked || inner?.personal !== undefined;
  const fields = Object.entries(inner?.fields ?? {});
  return [
    { ...field, isMarked },
    ...fields.flatMap(([name, info]) =>
      withInner({
        place: field.place.replace(/",$/, `.${name}",`),
        name,
        info,
        isMarked: isMarked || info.personal !== undefined,
        format: undefined,
      }),
    ),
  ];
}

function formatOf(schema: Shape[string] | undefined): string | undefined {
  const { format, innerType } = (schema?._zod.def ?? {}) as { readonly format?: string; readonly innerType?: Shape[string] };
  return innerType ? formatOf(innerType) : format;
}

function references({ place, name, info }: Field): readonly Finding[] {
  const target = info.kind === "list" ? info.item : info;
  if (!/(?:[a-z0-9]Ids?|^id)$/.test(name) || target?.reference !== undefined || info.kind === "group") return [];
  return [
    {
      check: "reference-undeclared",
      place,
      problem: "is named like a reference and is none",
      remedy: "Use ref(…), party(…) or anyRef(), or give it another name",
    },
  ];
}

const people =
  "contact|holder|owner|driver|patient|doctor|physician|insured|beneficiary|buyer|tenant|person|customer|recipient|consignee|signatory|guardian|witness|applicant|first|last|given|family|full|middle|maiden|display";
const personalNames = new RegExp(
  `^(?:.*(?:phone|mobile|telephone|email|wechat|whatsapp)(?:number)?|(?:${people})name|.*(?:id|identity|passport|driverlicen[cs]e|socialsecurity|bankaccount|bankcard|card|iban)(?:number|no)|(?:.*(?:id|identity|passport|social(?:security|insurance)|bank|health|medical(?:insurance)?)card)|(?:.*(?:id|identity)(?:document|photo|scan|copy))|iban|passport(?:no|scan|copy)?|driver(?:s)?licen[cs]e(?:no)?|birth(?:on|day|date|place)?|dateofbirth|.*(?:home|postal|mailing|delivery|contact|residential)address|address|.*(?:diagnosis|illness|disease|allergy|allergies|medication|symptoms?|healthstatus|healthdeclaration|medicalhistory|disability|bloodtype)|gender|sex|religion|ethnicity|nationality|salary|income)$`,
  "i",
);

function personalData({ place, name, info, isMarked, format }: Field): readonly Finding[] {
  const inner = info.kind === "list" ? info.item : info;
  const mayBePersonal = inner?.reference === undefined && info.kind !== "boolean";
  if (isMarked || !mayBePersonal || !(personalNames.test(name) || format === "email")) return [];
  return [
    {
      check: "personal-undeclared",
      place,
      problem: "looks like personal data and is not marked",
      remedy: "Write personal(kind, field), or accept it with the reason",
    },
  ];
}

/** Numbers of the record's own kind: `policyNumber` of a policy, `code` of a product, the VIN of a car. */
function keys(record: AnyRecord): readonly Finding[] {
  const words = (record.name.split("/").at(-1) as string).split("-");
  const whole = words.map((word, index) => (index === 0 ? word : word[0]?.toUpperCase() + word.slice(1))).join("");
  const own = new RegExp(`^(?:number|code|vin|imei|iccid|(?:${[...words, whole].join("|")})(?:Number|Code|No))$`);
  const keyed = new Set(record.unique.flatMap(({ by }) => by));
  return Object.entries(record.info)
    .filter(([name, info]) => info.kind === "text" && own.test(name) && !keyed.has(name))
    .map(
      ([name]): Finding => ({
        check: "key-missing",
        place: `The record "${record.name}", field "${name}",`,
        problem: "is what people look it up by, and is part of no unique key",
        remedy: "Name it in `unique`, or accept it with the reason",
      }),
    );
}
