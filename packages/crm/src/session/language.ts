/** What a tag means in full: `zh` and `zh-SG` are written in simplified characters, as `zh-CN` is. */
function scriptOf(tag: string): string | undefined {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return `${language}-${script}`;
  } catch {
    return undefined;
  }
}

/** The language that comes closest to what is asked for, among those in which there are words; English where none does. */
export function languageOf(locale: string, spoken: readonly string[]): string {
  if (spoken.includes(locale)) return locale;
  const asked = scriptOf(String(locale));
  return (asked !== undefined && spoken.find((each) => scriptOf(each) === asked)) || "en";
}
