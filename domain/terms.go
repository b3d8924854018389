package domain

// Fields are the eleven 技术领域 by which technology-contract statistics are cut
// (全国技术市场统计调查).
var Fields = Terms{
	{"electronics", Text{"电子信息", "Electronics and information"}},
	{"aerospace", Text{"航空航天", "Aerospace"}},
	{"manufacturing", Text{"先进制造", "Advanced manufacturing"}},
	{"biomedicine", Text{"生物医药和医疗器械", "Biomedicine and medical devices"}},
	{"materials", Text{"新材料", "New materials"}},
	{"energy", Text{"新能源与高效节能", "New energy and energy efficiency"}},
	{"environment", Text{"环境保护与资源综合利用", "Environment and resource recovery"}},
	{"nuclear", Text{"核应用", "Nuclear applications"}},
	{"agriculture", Text{"农业", "Agriculture"}},
	{"transport", Text{"现代交通", "Modern transport"}},
	{"urban", Text{"城市建设与社会发展", "Urban and social development"}},
}

// Modes are the ways in which an enterprise and a university may work together.
var Modes = Terms{
	{"joint_development", Text{"合作开发", "Joint development"}},
	{"transfer", Text{"技术转让", "Transfer"}},
	{"licence", Text{"技术许可", "Licence"}},
	{"consulting", Text{"技术咨询", "Consulting"}},
	{"service", Text{"技术服务", "Service"}},
	{"equity", Text{"作价入股", "Equity"}},
	{"joint_platform", Text{"共建平台", "Joint platform"}},
	{"talent", Text{"人才合作", "Talent"}},
}

// OrganisationKinds are the kinds of party.
var OrganisationKinds = Terms{
	{"enterprise", Text{"企业", "Enterprise"}},
	{"university", Text{"高等院校", "University"}},
	{"institute", Text{"科研院所", "Research institute"}},
	{"government", Text{"政府部门", "Government department"}},
	{"service", Text{"服务机构", "Service body"}},
}

// Territories bound where a technology may be used, or where a solver may come from.
var Territories = Terms{
	{"city", Text{"本市", "In the city"}},
	{"province", Text{"本省", "In the province"}},
	{"country", Text{"国内", "In the country"}},
}

// Confidentialities say who may see a need or a technology. A blind need shows
// signed-in users its title and field only.
var Confidentialities = Terms{
	{"public", Text{"公开", "Public"}},
	{"members", Text{"注册用户可见", "Signed-in users"}},
	{"blind", Text{"隐名（仅题目和领域）", "Blind: title and field only"}},
}

// Ownerships say who shall own the intellectual property that the work brings.
var Ownerships = Terms{
	{"enterprise", Text{"归企业", "The enterprise"}},
	{"solver", Text{"归揭榜方", "The solver"}},
	{"shared", Text{"双方共有", "Shared"}},
	{"negotiable", Text{"面议", "Negotiable"}},
}

// Comparators relate a quantified target to its value.
var Comparators = Terms{
	{">=", Text{"不低于", "at least"}},
	{"<=", Text{"不高于", "at most"}},
	{"=", Text{"等于", "exactly"}},
	{"range", Text{"范围", "between"}},
	{"present", Text{"具备", "present"}},
}

// ResultAttributes are the 成果属性 of 科技成果登记.
var ResultAttributes = Terms{
	{"original", Text{"原始创新", "Original"}},
	{"absorbed", Text{"引进消化吸收", "Absorbed and re-created"}},
	{"secondary", Text{"国内二次开发", "Domestic further development"}},
}

// ResultStages are the stages of application of a result.
var ResultStages = Terms{
	{"initial", Text{"初期", "Initial"}},
	{"middle", Text{"中期", "Middle"}},
	{"mature", Text{"成熟应用", "Mature"}},
}

// IPKinds are the kinds of intellectual property that statistics of technology
// contracts are cut by.
var IPKinds = Terms{
	{"invention_patent", Text{"发明专利", "Invention patent"}},
	{"utility_patent", Text{"实用新型专利", "Utility-model patent"}},
	{"design_patent", Text{"外观设计专利", "Design patent"}},
	{"software", Text{"计算机软件著作权", "Software copyright"}},
	{"layout", Text{"集成电路布图设计", "Layout design"}},
	{"variety", Text{"动植物新品种", "New variety"}},
	{"know_how", Text{"技术秘密", "Know-how"}},
	{"none", Text{"未涉及知识产权", "None"}},
}

// PlanSources are the 计划来源 of a technology contract.
var PlanSources = Terms{
	{"national", Text{"国家计划", "National programme"}},
	{"ministry", Text{"部门计划", "Ministry programme"}},
	{"province", Text{"省级计划", "Provincial programme"}},
	{"city", Text{"市县计划", "City programme"}},
	{"none", Text{"计划外", "None"}},
}

// PolicyLevels are the levels of government that issue policies.
var PolicyLevels = Terms{
	{"national", Text{"国家", "National"}},
	{"province", Text{"省", "Province"}},
	{"city", Text{"市", "City"}},
	{"area", Text{"县市区、园区", "Area"}},
}
