/**
 * ISO 4217: the currencies that are in use, those without a country (gold, drawing rights, none, for tests), and those that were replaced
 * since 1999, in which old contracts stand.
 */
const codes = `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF
CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD
IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR
MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP
SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX
ADP AFA ANG ATS AZM BEF BGL BYB BYR CSD CUC CYP DEM ECS EEK ESP FIM FRF GHC GRD GWP HRK IEP ITL LTL LUF LVL MGF MRO MTL MZM NLG PTE ROL
RUR SDD SIT SKK SLL SRG STD TMM TPE TRL UAK VEB VEF YUM ZMK ZWD ZWL ZWR`;
export const currencies: ReadonlySet<string> = new Set(codes.split(/\s/));

/** ISO 4217, list one: those in use whose minor unit is no hundredth. */
const otherDigits: readonly (readonly [digits: number, codes: string])[] = [
  [0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"],
  [3, "BHD IQD JOD KWD LYD OMR TND"],
  [4, "CLF UYW"],
];
/**
 * How many decimals a currency has; two for those that were replaced. `Intl` cannot be asked: it says how many people write, which for the
 * forint is none, though an amount counts its hundredths.
 */
export const minorDigits = (currency: string): number => otherDigits.find(([, list]) => list.split(" ").includes(currency))?.[0] ?? 2;
