import { type Both, both } from "report-kit";

/** Why the flags cannot be read: Node says it in English only, with a code of its own. */
export function flagProblem(error: unknown): Both {
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  const [, flag = ""] = /'(?:-\w, )?(-{1,2}[\w-]+|[^']*)/.exec(message ?? "") ?? [];
  switch (code) {
    case "ERR_PARSE_ARGS_UNKNOWN_OPTION":
      return both(`There is no option ${flag}.`, `没有选项 ${flag}。`);
    case "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL":
      return both(`${flag} is no option; each begins with two hyphens.`, `“${flag}”不是选项；选项以两个连字符开头。`);
    case "ERR_PARSE_ARGS_INVALID_OPTION_VALUE":
      return message?.includes("does not take") === true
        ? both(`${flag} takes no value.`, `${flag} 不带值。`)
        : both(
            `${flag} needs a value; one that begins with a hyphen is written ${flag}=-1.`,
            `${flag} 需要填写值；以连字符开头的值请写成 ${flag}=-1。`,
          );
    default:
      return both(message ?? String(error), `选项有误：${message ?? String(error)}`);
  }
}
