import { describe, expect, it } from "vitest";
import { both, html } from "./text.js";

describe("html", () => {
  it("escapes whatever is put in, words in two languages too", () => {
    expect(html`<b title="${`"><script>`}">${both("<i>", "&")}</b>`.markup).toBe(
      '<b title="&quot;&gt;&lt;script&gt;"><span class="en" lang="en">&lt;i&gt;</span><span class="zh" lang="zh-CN">&amp;</span></b>',
    );
  });

  it("keeps what is HTML already, lists of it, and nothing of nothing", () => {
    expect(html`<ul>${["a", "b"].map((each) => html`<li>${each}</li>`)}${undefined}</ul>`.markup).toBe("<ul><li>a</li><li>b</li></ul>");
  });

  it("takes out what turns the direction of the text", () => {
    expect(html`${"a\u202eb\u0007"}`.markup).toBe("a b ");
  });
});
