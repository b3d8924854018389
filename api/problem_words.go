package api

import (
	"regexp"

	"sanku/domain"
)

// humaWord is one of huma's findings in our words. Captures are parts of the
// schema, never of the submission.
type humaWord struct {
	match    *regexp.Regexp
	words    domain.Text
	property bool // the capture is a property of the object at the location
}

func word(pattern, zh, en string) humaWord {
	return humaWord{match: regexp.MustCompile("^" + pattern + "$"), words: domain.Text{ZH: zh, EN: en}}
}

func propertyWord(pattern, zh, en string) humaWord {
	w := word(pattern, zh, en)
	w.property = true
	return w
}

const number = `(-?[0-9.e+]+)`

// humaWords covers the findings of huma's validator (its package validation).
var humaWords = []humaWord{
	propertyWord(`expected required property (\S+) to be present`, "必填", "is required"),
	word(`required \w+ parameter is missing`, "必填", "is required"),
	word(`unexpected property`, "没有这个字段", "is not a field here"),
	word(`unknown query parameter`, "没有这个查询参数", "is not a query parameter here"),
	word(`expected value to be one of "(.*)"`, "只能取：{1}", "must be one of {1}"),
	word(`expected string to be RFC 3339 date-time`, "应为时间，如 2025-06-30T08:00:00Z", "must be a time like 2025-06-30T08:00:00Z"),
	word(`expected string to be RFC 3339 date`, "日期应写作 2025-06-30", "must be a date like 2025-06-30"),
	word(`expected string to be RFC 4122 uuid: .*`, "不是有效的编号", "is not a UUID"),
	word(`expected string to be RFC 5322 email: .*`, "不是有效的电子邮箱", "is not an e-mail address"),
	word(`expected string to be RFC 3986 uri: .*`, "不是有效的网址", "is not a URI"),
	word(`expected boolean`, "应为 true 或 false", "must be true or false"),
	word(`expected number`, "应为数字", "must be a number"),
	word(`expected integer`, "应为整数", "must be an integer"),
	word(`invalid integer`, "应为整数", "must be an integer"),
	word(`invalid float`, "应为数字", "must be a number"),
	word(`invalid boolean`, "应为 true 或 false", "must be true or false"),
	word(`expected string`, "应为文字", "must be text"),
	word(`expected array`, "应为列表", "must be a list"),
	word(`expected object`, "应为对象", "must be an object"),
	word(`expected array items to be unique`, "有重复", "has repeated items"),
	word(`expected number >= `+number, "不小于 {1}", "must be at least {1}"),
	word(`expected number > `+number, "须大于 {1}", "must be more than {1}"),
	word(`expected number <= `+number, "不大于 {1}", "must be at most {1}"),
	word(`expected number < `+number, "须小于 {1}", "must be less than {1}"),
	word(`expected length >= `+number, "至少 {1} 个字", "needs at least {1} characters"),
	word(`expected length <= `+number, "不超过 {1} 个字", "has more than {1} characters"),
	word(`expected array length >= `+number, "至少 {1} 项", "needs at least {1} items"),
	word(`expected array length <= `+number, "不超过 {1} 项", "has more than {1} items"),
	word(`expected string to match pattern .*`, "格式不符", "does not have the required form"),
	word(`expected string to be \w.*`, "格式不符", "does not have the required form"),
}
