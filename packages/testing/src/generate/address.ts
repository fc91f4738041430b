import type { Random } from "./random.js";
import { compounds, type Place, roads } from "./words.js";

/** An address in the Chinese order, from the province to the room. */
export const address = (random: Random, { province, city, district }: Place): string => {
  const street = `${province}${city}${district}${random.pick(roads)}${random.int(1, 899)}号`;
  return random.chance(600)
    ? `${street}${random.pick(compounds)}${random.int(1, 30)}幢${random.int(1, 33)}${String(random.int(1, 8)).padStart(2, "0")}室`
    : street;
};
