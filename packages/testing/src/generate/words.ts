/** Surnames with their share of the population in per mille, rounded. @see 公安部, 二〇二〇年全国姓名报告 */
export const surnames: readonly (readonly [string, number])[] = [
  ["王", 72],
  ["李", 71],
  ["张", 67],
  ["刘", 52],
  ["陈", 47],
  ["杨", 31],
  ["黄", 22],
  ["赵", 22],
  ["吴", 20],
  ["周", 20],
  ["徐", 15],
  ["孙", 14],
  ["马", 13],
  ["朱", 12],
  ["胡", 12],
  ["郭", 12],
  ["何", 11],
  ["林", 11],
  ["高", 10],
  ["罗", 9],
  ["郑", 9],
  ["梁", 8],
  ["谢", 7],
  ["宋", 7],
  ["唐", 7],
  ["许", 6],
  ["邓", 6],
  ["韩", 6],
  ["冯", 6],
  ["曹", 6],
  ["彭", 5],
  ["曾", 5],
  ["肖", 5],
  ["田", 5],
  ["董", 5],
  ["潘", 4],
  ["袁", 4],
  ["蔡", 4],
  ["余", 4],
  ["欧阳", 1],
  ["上官", 1],
  ["司马", 1],
  ["吕", 4],
  ["仇", 1],
  ["单", 1],
  ["查", 1],
];
export const womensNames: readonly string[] = [
  "芳",
  "娜",
  "敏",
  "静",
  "丽",
  "秀英",
  "雪梅",
  "晓燕",
  "婷婷",
  "欣怡",
  "梓涵",
  "雨桐",
  "诗涵",
  "嘉怡",
  "佳琪",
  "玉兰",
  "桂英",
  "春梅",
  "思远",
  "晓彤",
  "慧",
  "琳",
  "雅静",
  "若曦",
  "子萱",
];
export const mensNames: readonly string[] = [
  "伟",
  "强",
  "磊",
  "军",
  "勇",
  "杰",
  "涛",
  "明",
  "建国",
  "志强",
  "浩然",
  "子轩",
  "宇航",
  "俊杰",
  "文博",
  "国庆",
  "海涛",
  "建华",
  "晓东",
  "天宇",
  "鹏飞",
  "振华",
  "思源",
  "一鸣",
  "博文",
];
export const foreignNames: readonly {
  readonly given: readonly string[];
  readonly family: readonly string[];
  readonly language: string;
  readonly country: string;
}[] = [
  {
    given: ["Emily", "James", "Olivia", "Daniel", "Sarah", "Michael"],
    family: ["O'Connor", "Smith-Jones", "Taylor", "Walker", "MacDonald", "Brown"],
    language: "en",
    country: "GB",
  },
  {
    given: ["Jennifer", "Robert", "Ashley", "William", "Nicole"],
    family: ["Johnson", "Garcia", "Nguyen", "Miller", "Lee"],
    language: "en-US",
    country: "US",
  },
  {
    given: ["Jürgen", "Anna", "Björn", "Käthe", "Stefan"],
    family: ["Müller", "von der Heyde", "Weiß", "Schröder", "Becker"],
    language: "de",
    country: "DE",
  },
  { given: ["Zoé", "François", "Élodie", "Benoît"], family: ["Lefèvre", "D'Amico", "Moreau", "Dubois"], language: "fr", country: "FR" },
  { given: ["Yuki", "Haruto", "Sakura", "Kenji"], family: ["Tanaka", "Satō", "Suzuki", "Watanabe"], language: "ja", country: "JP" },
  { given: ["Wei Ling", "Kok Wai", "Mei Shan", "Jun Jie"], family: ["Tan", "Lim", "Ng", "Ong"], language: "en-SG", country: "SG" },
];

export interface Place {
  readonly province: string;
  readonly city: string;
  readonly district: string;
  /** GB/T 2260 code of the district. */
  readonly area: string;
  readonly dialling: string;
  readonly postcode: string;
}
export const places: readonly Place[] = [
  { province: "", city: "北京市", district: "朝阳区", area: "110105", dialling: "010", postcode: "100020" },
  { province: "", city: "上海市", district: "浦东新区", area: "310115", dialling: "021", postcode: "200120" },
  { province: "广东省", city: "广州市", district: "天河区", area: "440106", dialling: "020", postcode: "510630" },
  { province: "广东省", city: "深圳市", district: "南山区", area: "440305", dialling: "0755", postcode: "518052" },
  { province: "江苏省", city: "南京市", district: "鼓楼区", area: "320106", dialling: "025", postcode: "210008" },
  { province: "江苏省", city: "苏州市", district: "姑苏区", area: "320508", dialling: "0512", postcode: "215000" },
  { province: "浙江省", city: "杭州市", district: "西湖区", area: "330106", dialling: "0571", postcode: "310012" },
  { province: "四川省", city: "成都市", district: "武侯区", area: "510107", dialling: "028", postcode: "610041" },
  { province: "湖北省", city: "武汉市", district: "洪山区", area: "420111", dialling: "027", postcode: "430070" },
  { province: "陕西省", city: "西安市", district: "雁塔区", area: "610113", dialling: "029", postcode: "710061" },
  { province: "辽宁省", city: "沈阳市", district: "和平区", area: "210102", dialling: "024", postcode: "110001" },
  { province: "", city: "重庆市", district: "渝中区", area: "500103", dialling: "023", postcode: "400010" },
];
export const roads: readonly string[] = [
  "人民路",
  "中山路",
  "解放大道",
  "建设路",
  "和平街",
  "长江路",
  "学府路",
  "滨河东路",
  "科技二路",
  "文化巷",
];
export const compounds: readonly string[] = ["阳光花园", "翠湖苑", "金色家园", "碧水湾", "锦绣新村", "和谐家园"];
export const brands: readonly string[] = ["恒远", "华信", "鼎盛", "瑞丰", "天成", "博雅", "新纪元", "万通", "启明", "联创", "嘉和", "永泰"];
export const trades: readonly string[] = [
  "精密机械",
  "商贸",
  "信息技术",
  "餐饮管理",
  "物流",
  "建筑工程",
  "医疗器械",
  "服装",
  "教育咨询",
  "农产品",
];
export const foreignCompanies: readonly string[] = [
  "Harbour & Lane Trading Ltd",
  "Nordlicht Maschinenbau GmbH",
  "Pacific Rim Foods, Inc.",
  "Étoile Conseil SARL",
  "Sakura Precision K.K.",
];
export const mailProviders: readonly string[] = ["example.com", "example.org", "example.net", "mail.example.cn"];
