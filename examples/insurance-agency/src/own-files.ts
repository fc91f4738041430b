import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import iconv from "iconv-lite";
import { tables } from "./read-files/tables.js";

export type Name = keyof typeof tables;
export const headerOf = (name: Name): string => Object.keys(tables[name].columns).join(",");

/** For tests: an agency of four people and a company, with whatever can happen on the edges. */
export const rows: Readonly<Record<Name, readonly string[]>> = {
  agents: ["S1,李雷"],
  products: ["TL,顾家定期寿险,,90,15,no,25,5", "HM,医疗险,30,30,15,no,20,10", "AN,年金,,,20,yes,3,0"],
  customers: [
    "C1,person,𠮷野<script>alert(1)</script>,,,1985/2/28,138 0013 8000,a@example.com,,,yes,2024-01-01",
    'C2,person,"O\'Connor, ""Liz""",passport,E12345678,,+44 20 7946 0958,,,,unknown,',
    "C3,person,王小明,,,,95588,,,,no,2024-01-01",
    "C4,organization,新公司,,,,,,,,unknown,",
  ],
  policies: [
    // falls due in the year and is never paid: grace, then lapsed
    "P1,C1,C1,,TL,S1,100000,1200,annual,2023-08-01,2023-08-01,,2043-08-01,2025-08-01,inForce,2023-08-01,,,,",
    // due on the 31st: monthly, paid two at once in the year
    "P2,C2,C3,C1 50; C3 50,HM,S1,50000,100,monthly,2025-03-31,2025-03-31,2026-03-30,,2025-07-31,inForce,2025-03-31,,,,",
    // sold, paid and issued in the year
    "P3,C3,C3,,AN,,36000,36000,single,2025-12-30,2026-01-01,2035-12-31,,,proposed,2025-06-30,,,,",
    // lapsed before, reinstated by silence in the year once the arrears were paid, lapsed again
    "P4,C4,C1,,TL,S1,200000,600,semiannual,2024-07-15,2024-07-15,,2034-07-15,2025-01-15,lapsed,2025-03-16,2025-09-01,,,",
    // surrendered in the year
    "P5,C1,C2,,TL,S1,100000,2400,annual,2024-05-05,2024-05-05,,2034-05-05,2026-05-05,inForce,2024-05-05,,2026-02-14,surrender,500.50",
    // cancelled in its cooling-off period
    "P6,C2,C2,,HM,S1,50000,1200,annual,2026-05-30,2026-06-01,2027-05-31,,,proposed,2025-06-30,,2026-06-10,freeLook,1190",
    "P7,C1,C1,C1 99,TL,S1,1,1,annual,2026-01-01,2026-01-01,,,,proposed,2025-06-30,,,,",
    // in force to the end, and paid ahead
    "P8,C2,C2,,TL,S1,100000,1200,annual,2024-08-01,2024-08-01,,2044-08-01,2026-08-01,inForce,2024-08-01,,,,",
  ],
  receipts: [
    "R1,P1,1200,2024-08-01,2024-08-01,2025-08-01,cash",
    "R2,P2,400.00,2025-06-29,2025-03-31,2025-07-31,cash",
    "R3,P2,200,2025-07-31,,,card",
    "R4,P2,150,2025-10-01,,,card",
    'R5,P2,"¥100",2025-11-29,,,card',
    'R6,P3,"36,000.00",2025-12-30,,,bankTransfer',
    "R7,P4,1200,2025-09-10,,,bankTransfer",
    "R8,P1,1200,2025-12-01,,,cash",
    "R9,P6,1200,2026-06-01,,,cash",
    "R10,P2,100,2026-08-01,,,cash",
    "R11,P5,2400,2025-05-05,2025-05-05,2026-05-05,cash",
    "R12,P7,1,2026-01-02,,,cash",
  ],
  claims: [
    "K1,P2,C2,2025-07-10,2025-07-11,肺炎住院,yes,3000,approved,2025-07-20,2500,,2025-07-25,,no",
    "K2,P2,C2,2025-04-10,2025-07-11,等待期内,yes,3000,approved,2025-07-20,2500,,2025-07-25,,no",
    "K3,P1,C1,2025-11-01,2025-11-02,身故,yes,100000,approved,2025-11-20,100000,,2025-11-25,,yes",
    "K4,P2,C2,2025-08-01,2025-08-01,骨折,no,500,denied,2025-08-10,,责任免除,,,no",
    "K5,P2,C2,2025-08-01,2025-07-31,先报后出险,yes,500,,,,,,,no",
    "K6,P2,C2,2025-09-01,2025-09-02,超过保额,yes,99999,approved,2025-09-10,60000,,2025-09-12,,no",
    "K8,P2,C2,2025-10-20,2025-10-21,减额之后,yes,30000,approved,2025-10-30,30000,,2025-11-02,,no",
    "K9,P2,C2,2025-10-16,2025-10-21,减额当日,yes,30000,approved,2025-10-30,30000,,2025-11-02,,no",
    "K7,P3,C3,2026-03-01,2026-03-02,身故,yes,36000,approved,2026-03-20,36000,,2026-03-25,,yes",
  ],
  servicing: [
    // what was asked for before the change-over is history, and changes nothing of what the other files say
    "Q1,P1,address,C1,2025-05-02,phone,approved,2025-05-03,北京市朝阳区新路1号,",
    "Q2,P1,paymentMethod,C1,2025-06-28,web,approved,2025-07-03,directDebit,",
    "Q3,P5,beneficiaries,C1,2025-09-01,storeVisit,approved,2025-09-04,C2 50; C3 50,",
    // halved, and then claimed for more than is left: K6 would be too much before, K8 is only now
    "Q4,P2,sumReduction,C2,2025-10-15,mail,approved,2025-10-16,25000 100,",
    "Q5,P2,sumReduction,C2,2025-10-20,phone,approved,2025-10-21,20000 100,",
    "Q6,P2,sumReduction,C2,2025-10-20,web,approved,2025-10-21,30000 100,",
    "Q7,P1,reissue,C3,2025-08-01,storeVisit,approved,2025-08-02,,",
    "Q8,P5,address,C3,2025-05-02,phone,refused,2025-05-03,别处,不是投保人",
    "Q9,P5,reissue,C1,2026-03-01,storeVisit,approved,2026-03-02,,",
    "Q10,P2,address,C2,2025-11-01,phone,refused,2025-11-02,伦敦,",
    "Q11,P2,address,C2,2025-11-01,phone,withdrawn,2025-11-02,伦敦,",
    "Q12,P4,address,C4,2026-06-01,chat,,,上海市浦东新区,",
    "Q13,P2,paymentMethod,C2,2025-11-01,web,approved,2025-11-02,shells,",
  ],
  calls: [
    "L1,C1,P1,S1,2025-06-30 23:59,phone,inbound,续期缴费咨询,,60,12.00,回电,2025-07-02 10:00,2025-07-01",
    "L2,C4,,,2026-01-01 00:00,instantMessaging,inbound,=1+1,,,3,,,",
    "L3,C4,,,2026-01-01 00:00,instantMessaging,inbound,保单查询,,abc,3.5,,,",
  ],
};

/** Writes one of the files, in whatever encoding. */
export const writeFileOf = (folder: string, name: Name, text: string, encoding = "utf-8"): Promise<void> =>
  writeFile(join(folder, tables[name].file), iconv.encode(text, encoding));
/** Writes all of them. */
export async function writeOwnFiles(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of Object.keys(tables) as Name[]) await writeFileOf(folder, name, [headerOf(name), ...rows[name]].join("\r\n"));
}
