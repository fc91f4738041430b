import type { builtIn } from "../built-in.js";
import type { Words } from "../define/words.js";

/** 渠道: the Chinese words of the channels of an interaction, for every pack that asks for one. */
export const channels = {
  phone: "电话",
  email: "电子邮件",
  web: "网站",
  chat: "在线聊天",
  sms: "短信",
  instantMessaging: "即时通讯（如微信）",
  fax: "传真",
  storeVisit: "到店",
  fieldVisit: "拜访",
  social: "社交媒体",
  mail: "信函",
  note: "备注",
};

/** 身份核验方式. */
export const identifications = {
  signIn: "登录",
  oneTimeCode: "短信验证码",
  documentNumber: "证件号码",
  securityQuestions: "安全问题",
  faceToFace: "当面核验",
  signedLetter: "签名信函",
};

const provenance = { source: "来源", validFrom: "有效期自", validUntil: "有效期至", verifiedOn: "核验日期" };

export const zhCN: Words<typeof builtIn> = {
  customer: {
    name: "客户",
    fields: {
      kind: { name: "类型", options: { person: "个人", organization: "单位" } },
      displayName: "名称",
      contactPoints: {
        name: "联系方式",
        fields: {
          kind: {
            name: "方式",
            options: { phone: "电话", email: "电子邮件", instantMessaging: "即时通讯", address: "地址", fax: "传真", web: "网址" },
          },
          value: "内容",
          label: "标签",
          ...provenance,
        },
      },
      identifiers: {
        name: "证件",
        fields: {
          kind: {
            name: "证件类型",
            options: {
              residentId: "居民身份证",
              passport: "护照",
              unifiedSocialCreditCode: "统一社会信用代码",
              taxNumber: "税号",
              externalId: "外部编号",
            },
          },
          value: "证件号码",
          issuedBy: "签发机关",
          ...provenance,
        },
      },
      birthOn: "出生日期",
      language: "语言",
      tier: "等级",
      tags: "标签",
    },
    states: { active: "正常", deceased: "已故", closed: "已注销" },
  },
  bornInFuture: "出生日期 {birthOn} 晚于今天；请更正日期。",
  decidedInFuture: "同意的作出时间 {decidedAt} 晚于现在；请更正时间。",
  happenedInFuture: "联系时间 {happenedAt} 晚于现在；请更正时间，计划中的联系请记为承诺或任务。",
  customerLifecycle: { recordDeath: "登记身故", close: "注销", reopen: "恢复" },
  relationship: {
    name: "关系",
    fields: {
      customerId: "客户",
      relatedId: "相关客户",
      kind: {
        name: "关系类型",
        options: {
          household: "同一家庭",
          employer: "雇主",
          subsidiary: "子公司",
          site: "站点",
          decisionMaker: "决策人",
          contact: "联系人",
          broker: "经纪人",
          guardian: "监护人",
        },
      },
      note: "说明",
      startsOn: "开始日期",
      endsOn: "结束日期",
    },
    states: { current: "有效", ended: "已结束" },
  },
  relationshipLifecycle: { end: { name: "结束关系", input: { endsOn: "结束日期" } }, endByItself: "到期结束" },
  relatedToItself: "客户不能与自己建立关系；请选择另一位客户。",
  relationshipEndsBeforeItStarts: "关系自 {startsOn} 开始，不能在 {endsOn} 结束；请更正其中一个日期。",
  consent: {
    name: "同意记录",
    fields: {
      customerId: "客户",
      purpose: "目的",
      channel: { name: "渠道", options: { ...channels, any: "所有渠道" } },
      decision: { name: "决定", options: { given: "同意", withdrawn: "撤回" } },
      textVersion: "文本版本",
      evidence: "凭证",
      decidedAt: "决定时间",
    },
    states: { active: "有效" },
  },
  interaction: {
    name: "互动",
    fields: {
      customerId: "客户",
      channel: { name: "渠道", options: channels },
      direction: { name: "方向", options: { inbound: "呼入", outbound: "呼出", internal: "内部" } },
      happenedAt: "发生时间",
      topic: "主题",
      body: "内容",
      outcome: "结果",
      durationSeconds: "时长（秒）",
      cost: "成本",
      line: "业务线",
      service: "服务",
      identifiedBy: { name: "身份核验方式", options: identifications },
      aboutId: "相关记录",
      staffId: "经办人",
      promise: "承诺",
      promisedUntil: "承诺期限",
    },
    states: { logged: "已记录", awaitingReply: "待回复", promised: "已承诺", kept: "已兑现" },
  },
  promiseNeedsDueTime: "承诺必须写明内容和期限；请同时填写 promise 和 promisedUntil。",
  interactionLifecycle: {
    answer: { name: "回复", input: { outcome: "结果" } },
    promise: { name: "作出承诺", input: { promise: "承诺", promisedUntil: "承诺期限" } },
    keepPromise: { name: "兑现承诺", input: { outcome: "结果" } },
  },
  consumerReplyHours: "个人客户回复时限（小时）",
  companyReplyHours: "单位客户回复时限（小时）",
  replyDue: "回复期限",
  promiseDue: "承诺期限",
  staff: {
    name: "员工",
    fields: { displayName: "姓名", staffNumber: "工号", email: "电子邮件" },
    states: { active: "在职", left: "离职" },
  },
  staffLifecycle: { leave: "离职", comeBack: "返岗" },
  task: {
    name: "任务",
    fields: { askedBy: "来由", subject: "事项", aboutId: "相关记录", customerId: "客户", dueOn: "截止日期", outcome: "结果" },
    states: { open: "待办", done: "完成", dropped: "取消" },
  },
  taskLifecycle: {
    finish: { name: "完成", input: { outcome: "结果" } },
    drop: { name: "取消", input: { reason: "原因" } },
    reopen: "重新打开",
  },
  taskDue: "任务期限",
  engagement: {
    name: "客户关系阶段",
    fields: { customerId: "客户", line: "业务线" },
    states: { prospect: "潜在", active: "活跃", atRisk: "有流失风险", dormant: "沉寂", lost: "流失", wonBack: "已赢回" },
  },
  engagementLifecycle: { activate: "激活", cool: "趋冷", fallAsleep: "沉寂", lose: "流失", revive: "恢复活跃", winBack: "赢回" },
  silenceDays: "沉默天数",
};
