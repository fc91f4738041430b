import { KehuError } from "../error.js";

/** With what a definition is refused; "accepted" where it is not. */
export const sentence = (define: () => unknown): string => {
  try {
    define();
  } catch (error) {
    return error instanceof KehuError && error.code === "core/invalid-definition" ? error.message : `not a wrong definition: ${error}`;
  }
  return "accepted";
};
