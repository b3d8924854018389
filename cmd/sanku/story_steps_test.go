package main

import (
	"github.com/stretchr/testify/require"

	"sanku/api/workbench/chromium"
)

func (s *town) enterPeople() {
	a := s.admin.picture("01-home-of-admin")
	a.menu("供需", "单位").follow("登记单位").picture("01-organisation-form")
	a.fill("单位名称", "湘潭演练机械有限公司", "单位类型", "企业", "统一社会信用代码", withCheck("91430302000000A01"), "所属县市区、园区", "雨湖", "行政区划代码", "430302", "所属行业", "通用设备").press("保存")
	a.menu("供需", "单位").follow("登记单位")
	a.fill("单位名称", "湘潭演练大学", "单位类型", "高等院校", "统一社会信用代码", withCheck("12430302000000B01"), "所属县市区、园区", "雨湖", "行政区划代码", "430302").press("保存")
	a.picture("01-organisations")
	for _, e := range [][2]string{{"政府管家", "演练管家"}, {"技术专家", "演练教授"}, {"企业家", "演练厂长"}} {
		a.menu("供需", "专家库").follow("登记专家")
		a.fill("类别", e[0], "姓名", e[1], "区域", "雨湖", "技术领域", "新材料", "专长", "热障涂层、燃机叶片制造", "可同时参与的对接数", "5").press("保存")
		a.follow("入库", e[1]).press("入库")
	}
	a.picture("01-experts")
	s.enterprise = s.user("enterprise", "企业用户", 1200, "所属单位", "xtyljx")
	require.NoError(s, chromium.WithoutScripts(s.enterprise.ctx))
	s.university = s.user("university", "高校用户", 390, "所属单位", "湘潭演练大学"+s.spoil)
	s.steward = s.user("steward", "政府管家", 1200, "负责区域", "雨湖", "专家档案", "演练管家"+s.spoil)
	s.technical = s.user("technical", "专家", 1200, "专家档案", "演练教授"+s.spoil)
	s.entrepreneur = s.user("entrepreneur", "专家", 1200, "专家档案", "演练厂长"+s.spoil)
	s.bureau = s.user("bureau", "科技局", 1200)
	a.menu("管理", "用户").picture("02-users")
}

func (s *town) listResult() {
	u := s.university.picture("03-home-of-university")
	u.menu("供需", "科技成果").follow("登记成果").picture("03-technology-form")
	u.fill("成果名称", "长寿命热障涂层制备技术", "技术领域", "新材料", "技术成熟度", "7", "谁能看到", "公开",
		"摘要", "采用电子束物理气相沉积制备双陶瓷热障涂层，热循环寿命达到 2000 次以上，适合燃机叶片。").press("保存草稿")
	u.picture("03-technology").press("提交审核").picture("03-technology-submitted")
	st := s.steward.follow("工作台").picture("04-home-of-steward")
	st.follow("1 项成果待审核").picture("04-review")
	st.follow("长寿命热障涂层制备技术").picture("04-technology-to-review")
	st.press("发布").picture("04-published")
}

func (s *town) postNeed() {
	e := s.enterprise.follow("工作台").picture("05-home-of-enterprise")
	e.follow("填报需求").picture("05-need-form")
	e.fill("需求名称", "燃机叶片热障涂层寿命提升", "谁能看到", "公开",
		"技术难题", "我厂燃机叶片热障涂层热循环不到 800 次就剥落，希望寿命提高一倍，预算 120 万元，2027 年底前完成，愿意合作开发。").press("保存草稿，下一步")
	e.picture("05-clinic")
	for range 4 {
		e.press("采纳")
	}
	e.picture("05-clinic-question")
	e.follow("先到这里，查看需求").picture("05-need")
	e.press("提交审核").picture("05-need-submitted")
	st := s.steward.follow("工作台").follow("1 项需求待审核")
	st.follow("燃机叶片热障涂层寿命提升").picture("05-need-to-review").press("发布")
	e.follow("工作台").follow("燃机叶片热障涂层寿命提升").follow("匹配结果").waits("长寿命热障涂层制备技术")
	e.picture("06-dossier")
}

func (s *town) dock() {
	e := s.enterprise.follow("提出对接", "长寿命热障涂层制备技术").picture("07-docking-form")
	e.fill("希望达成什么", "把寿命提高一倍", "合作方式", "合作开发", "希望何时开始", "三个月内").press("提交")
	e.picture("07-docking-proposed")
	st := s.steward.follow("工作台").picture("07-home-of-steward")
	st.menu("对接", "工作清单").picture("07-worklist")
	st.follow("燃机叶片热障涂层寿命提升").picture("07-docking-of-steward").follow("引荐").picture("07-introduce")
	st.fill("引荐的话（双方可见）", "双方都在湘潭，可以先看中试线。").press("引荐")
	s.advise(s.technical, "演练教授", "技术专家")
	s.advise(s.entrepreneur, "演练厂长", "企业家")
	e.follow("工作台").picture("09-home-of-enterprise").follow("1 项对接已引荐").follow("燃机叶片热障涂层寿命提升").picture("09-docking-of-enterprise")
	e.follow("同意对接").press("同意对接")
	u := s.university.follow("工作台").picture("09-home-of-university").follow("1 项对接已引荐").follow("燃机叶片热障涂层寿命提升").picture("09-docking-of-university")
	u.follow("同意对接").picture("09-accept").press("同意对接").picture("09-docking-negotiating")
	st.follow("工作台").follow("燃机叶片热障涂层寿命提升", "洽谈中").picture("09-docking-to-agree")
	st.follow("达成意向").picture("09-agree").press("达成意向").picture("09-docking-agreed")
}

// advise has the steward invite an expert, who accepts and gives an opinion.
func (s *town) advise(expert *person, name, kind string) {
	s.Helper()
	st := s.steward
	st.follow("邀请专家").picture("08-invite-" + expert.login)
	st.fill(kind, name, "想请专家看什么", "寿命翻倍是否可行").press("发出邀请")
	expert.follow("工作台").picture("08-home-of-" + expert.login)
	expert.follow("1 份团队邀请待答复").follow("燃机叶片热障涂层寿命提升").picture("08-invitation-" + expert.login)
	expert.follow("接受").tick("我声明").press("接受邀请")
	expert.follow("出具意见").picture("08-opinion-form-" + expert.login)
	expert.fill("可行性", "可行", "主要风险", "批次稳定性", "建议", "建议推进", "意见说明", "工艺成熟，可以一试。").press("出具意见").picture("08-opinion-" + expert.login)
}
