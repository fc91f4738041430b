import { staff } from "@kehu/core";
import { postgres } from "@kehu/crm/postgres";
import { type TestCrm, testCrm } from "@kehu/testing";
import { createDatabase, findPostgres } from "../../../.config/postgres.js";
import { insurance } from "../src/insurance.js";
import { bookUntil } from "./large-book.js";

export const server = await findPostgres();

/** A CRM of an insurer on a database of its own, with the agents that a large book names by their place. */
export async function openForBook(agents: number): Promise<{ readonly test: TestCrm; readonly close: () => Promise<void> }> {
  if ("problem" in server) throw new Error(server.problem);
  const database = await createDatabase(server.url, `kehu_test_${Date.now().toString(36)}_book`);
  const test = await testCrm({
    packs: [insurance],
    database: postgres({ url: database.url }),
    now: `${bookUntil}T15:00:00.000Z`,
    notesRefusals: false,
  });
  await test.system.createMany(
    staff,
    Array.from({ length: agents }, (_, index) => ({ displayName: `Agent ${index}`, staffNumber: `A${index}` })),
  );
  const close = async (): Promise<void> => {
    await test.crm.close();
    await database.drop();
  };
  return { test, close };
}
