import { both, type Html, html } from "report-kit";
import type { Reachable } from "../../agency/reachable.js";

/** Whether somebody may be called, as a badge that is told apart without colour. */
export const mayCall: Readonly<Record<Reachable["mayBeCalled"], Html>> = {
  yes: html`<span class="badge yes">${both("call", "可致电")}</span>`,
  no: html`<span class="badge no">${both("do not call: write", "勿致电，请书面")}</span>`,
  unknown: html`<span class="badge">${both("never asked", "未征询")}</span>`,
};
