import type { PersonalData } from "./field.js";
import type { Refusal } from "./refusal.js";
import type { FieldKind } from "./schema.js";

/** One field in words, enough to draw a form or a column. */
export interface FieldDescription {
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly required: boolean;
  /** Not to be written by a form: a transition does. */
  readonly managed: boolean;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  readonly references?: string;
  readonly personal?: PersonalData;
  readonly maxLength?: number;
  readonly fields?: readonly FieldDescription[];
}
/** A record type in words, without the fields that are hidden from the actor. */
export interface Description {
  readonly record: string;
  readonly label: string;
  readonly locale: string;
  readonly fields: readonly FieldDescription[];
  readonly states: readonly { readonly value: string; readonly label: string }[];
  readonly transitions: readonly {
    readonly name: string;
    readonly label: string;
    readonly from: readonly string[];
    readonly input: readonly FieldDescription[];
  }[];
}
/** Something that may be done with a record: now, or not and why. */
export interface Possibility {
  readonly transition: string;
  readonly label: string;
  readonly possible: boolean;
  readonly refusal?: Refusal;
}
