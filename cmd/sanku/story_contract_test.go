package main

import (
	"time"

	"sanku/domain"
)

// settled is within the plan, whose figures move by it.
var settled = domain.Date{Year: 2025, Month: time.December, Day: 20}

func (s *town) contract() {
	s.indicators("现值 0 项", "现值 未知")
	st := s.steward
	st.follow("起草合同").picture("10-contract-form")
	st.press("建立草稿").picture("10-contract-draft")
	st.follow("修改", "基本信息").fill("合同类型", "技术开发", "知识产权类型", "未涉及", "计划来源", "计划外", "签订日期", settled.String(), "履行起始日期", settled.String(), "履行截止日期", settled.AddDays(300).String()).press("保存")
	st.follow("修改", "价款").fill("成交额", "120").press("保存")
	st.follow("修改", "证明材料与条款").fill("合同条款", "成果共有，按里程碑付款。", "材料 1", "合同文本", "名称", "合同", "纸质件保管人", "市科技局", "材料 2", "技术方案（研究开发计划）", "名称", "研究开发计划", "纸质件保管人", "市科技局").press("保存")
	st.picture("10-contract").follow("提交认定登记").picture("10-submit").press("提交认定登记").picture("10-contract-submitted")
	b := s.bureau.follow("工作台").picture("11-home-of-bureau")
	b.follow("1 份合同待预审").picture("11-contracts").follow("长寿命热障涂层制备技术").picture("11-contract-of-bureau")
	b.follow("预审通过").picture("11-precheck").press("预审通过").picture("11-contract-prechecked")
	b.follow("予以登记").fill("登记编号", "2025430300000001").press("予以登记").picture("11-contract-registered")
	s.indicators("现值 1 项", "现值 100%")
	b.picture("12-indicator").follow("长寿命热障涂层制备技术").sees("2025430300000001")
}

// indicators has the bureau look at what contracts move, one after the other.
func (s *town) indicators(agreements, transfers string) {
	s.Helper()
	b := s.bureau.follow("工作台").follow("全部指标").picture("11-plan")
	b.follow("新签订各类产学研合作协议").sees(agreements).follow("全部指标")
	b.follow("高校科技成果本地转化率").sees(transfers)
}

// report has a unit's liaison report a figure, which the bureau approves.
func (s *town) report() {
	l := s.user("liaison", "联络员", 1200, "责任单位", "市科技局").picture("12-home-of-liaison")
	l.menu("计划", "数据填报").picture("12-reports-due").follow("全社会研发经费投入").picture("12-report-form")
	l.fill("数值", "105.5", "数据来源", "统计快报").press("保存").picture("12-report")
	l.follow("提交审核").press("提交审核")
	b := s.bureau.follow("工作台").follow("1 份填报数据待审核").follow("全社会研发经费投入").sees("105.5")
	b.follow("审核通过").press("审核通过").sees("已通过")
}

func (s *town) publish() {
	b := s.bureau
	b.menu("计划", "通报").picture("13-bulletins").follow("起草通报").picture("13-draft-empty")
	b.fill("期次", "2025年第四季度").press("生成预览").picture("13-draft")
	b.press("发布通报").picture("13-bulletin")
	s.newPerson("reader", 390).open("/").picture("14-front").menu("计划", "通报").follow("第四季度").picture("14-bulletin").sees("通报")
}
