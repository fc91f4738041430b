import type { Words } from "@kehu/core";
import type * as definitions from "../definitions.js";

export const zhCN: Words<typeof definitions> = {
  bicycle: { name: "自行车", fields: { frameNumber: "车架号", riderId: "骑行者", make: "品牌" }, states: { active: "正常" } },
  part: {
    name: "配件",
    fields: { repairId: "维修单", name: "名称", price: "价格" },
    states: { needed: "待领", ordered: "已订购", arrived: "已到货", fitted: "已安装", dropped: "不用" },
  },
  partLifecycle: { order: "订购", arrive: "到货", fit: "安装", drop: "取消" },
  repair: {
    name: "维修单",
    fields: {
      repairNumber: "维修单号",
      bicycleId: "自行车",
      customerId: "客户",
      complaint: "故障描述",
      comesOn: "预约送修日期",
      estimate: "报价上限",
      price: "维修费",
    },
    states: {
      booked: "已预约",
      working: "维修中",
      waitingForParts: "待件",
      ready: "待取车",
      handedOver: "已取车",
      missed: "未到店",
    },
  },
  repairLifecycle: {
    receive: { name: "接车", input: { estimate: "报价上限" } },
    miss: "逾期未到店",
    waitForParts: "等待配件",
    goOn: "配件到齐",
    finish: { name: "完工", input: { price: "维修费" } },
    handOver: "交车",
  },
  partsMissing: "维修单 {repairNumber} 还有 {count} 件配件未安装；请安装，或取消不用的配件。",
  nothingOrdered: "维修单 {repairNumber} 没有订购中的配件；请先订购，或继续维修。",
  aboveEstimate: "客户同意的上限为 {limit}；请再次征得同意，或降低价格。",
  dayIsOver: "{comesOn} 已过，无法预约；请选择今天或以后的日期。",
  readyInTime: "完工期限",
  bookRepair: {
    name: "预约维修",
    input: {
      repairNumber: "维修单号",
      customerId: "客户",
      frameNumber: "车架号",
      make: "品牌",
      complaint: "故障描述",
      comesOn: "预约送修日期",
    },
  },
  counter: "前台",
  mechanic: "维修技师",
};
