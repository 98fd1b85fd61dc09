// The types of columns: what they are called and how their cells are edited.

export const TEXT = 1;
export const NUMBER = 2;
export const SINGLE = 3;
export const MULTI = 4;
export const DATE = 5;
export const CHECKBOX = 7;
export const PERSON = 11;
export const PHONE = 13;
export const URL_KIND = 15;
export const DATES = [DATE, 1001, 1002];

export const NAMES = {
  [TEXT]: "文本", [NUMBER]: "数字", [SINGLE]: "单选", [MULTI]: "多选", [DATE]: "日期",
  [CHECKBOX]: "复选框", [PERSON]: "人员", [PHONE]: "电话", [URL_KIND]: "超链接", 17: "附件",
  18: "单向关联", 19: "查找引用", 20: "公式", 21: "双向关联", 22: "地理位置", 23: "群组",
  24: "流程", 1001: "创建时间", 1002: "修改时间", 1003: "创建人", 1004: "修改人", 1005: "自动编号",
  3001: "按钮",
};

/** What a person may add or type into. */
export const EDITABLE = [TEXT, NUMBER, SINGLE, MULTI, DATE, CHECKBOX, PERSON, PHONE, URL_KIND];

const EDITORS = {
  [TEXT]: "input", [NUMBER]: "input", [DATE]: "input", [PHONE]: "input", [URL_KIND]: "input",
  [SINGLE]: "list", [MULTI]: "list", [PERSON]: "list", [CHECKBOX]: "tick",
};
export const editorOf = (column) => (column.read_only ? undefined : EDITORS[column.type]);

const COLORS = ["blue", "green", "orange", "purple", "turquoise", "red", "indigo", "wathet", "yellow"];
export const optionColor = (column, name) =>
  COLORS[Math.max(0, column.options.indexOf(name)) % COLORS.length];

export const split = (text) => (text ? text.split("、") : []);
