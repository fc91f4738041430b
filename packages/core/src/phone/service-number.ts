/**
 * Numbers of mainland China that stand outside the dialling plan of subscribers, by length and first digits: emergency and operator
 * numbers (110, 114), carriers and public hotlines (10086, 12315, 12345, 116114), customer services of the whole country (95588, 951xxx,
 * 9510xxxx) and of a province (96xxx, 96xxxx), 400 and 800 numbers, and SMS senders (106…; ten digits are a line of Beijing, 10 6xxxxxxx).
 *
 * @see MIIT, 电信网编号计划（2017年版）, 工信部信管〔2017〕68号, 2.3 and 2.5; 关于规范管理短号码位长的意见
 */
const chineseService = /^(?:1[12]\d|1[0-2]\d{3}|116114|95\d{3,4}|95[123]0\d{4}|96\d{3,4}|[48]00\d{7}|106(?!\d{7}$)\d{5,17})$/;

/** A hotline of one place is dialled with the area code from elsewhere, 021-962288. */
const withAreaCode = /^0(?:10|2\d|[3-9]\d{2})(?:1[12]\d|1[0-2]\d{3}|96\d{3,4})$/;

/**
 * The service number in a row of digits, of China or with China's code before it; undefined where there is none.
 *
 * @param dialled - digits, with a plus in front where it was written
 */
export function chineseServiceNumber(dialled: string): string | undefined {
  const national = dialled.replace(/^(?:\+|00)86/, "");
  if (chineseService.test(national)) return national;
  // after the country's code an area code stands without its 0
  return [national, ...(national === dialled ? [] : [`0${national}`])].find((number) => withAreaCode.test(number));
}
