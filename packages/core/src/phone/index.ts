export { type Phone, type PhoneKind, type PhoneOptions, type PhoneRefusal, type PhoneResult, parsePhone, phoneKey } from "./parse-phone.js";
