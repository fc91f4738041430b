import type { Command } from "./command.js";
import { fileComplaint } from "./file-complaint.js";
import { keepPromise } from "./keep-promise.js";
import { lookUp } from "./look-up.js";
import { reportAClaim } from "./report-a-claim.js";
import { showCustomer } from "./show-customer.js";
import { takePayment } from "./take-payment.js";
import { watchClocks } from "./watch-clocks.js";

/** What can be done at the desk, in the order of a call. */
export const commands: readonly Command[] = [lookUp, showCustomer, reportAClaim, takePayment, fileComplaint, keepPromise, watchClocks];
