/**
 * The check character of a resident identity number, of its first 17 digits: ISO 7064 MOD 11-2.
 *
 * @see GB 11643-1999, 4.2.4
 */
export function residentIdCheck(digits: string): string {
  let product = 0;
  for (const digit of digits) product = ((product + Number(digit)) * 2) % 11;
  return "10X98765432"[product] ?? "";
}

/** The 31 characters of a unified social credit code: digits and capitals without I, O, S, V and Z. */
export const creditCodeAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/**
 * The check character of a unified social credit code, of its first 17 characters. A remainder of 0 gives 0, and not the 31st character
 * that does not exist: 3 of 100 codes end so.
 *
 * @see GB 32100-2015, 4.2.6
 */
export function creditCodeCheck(characters: string): string {
  let [sum, weight] = [0, 1];
  for (const character of characters) {
    sum += creditCodeAlphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return creditCodeAlphabet[(31 - (sum % 31)) % 31] ?? "";
}
