package domain

// IntentQuestions are what is asked of whoever proposes a docking (对接意向表).
var IntentQuestions = Questions{
	{Code: "hope", Label: Text{"希望达成什么", "What is hoped for"}, Kind: AskWords, Required: true,
		Hint: Text{"一两句话说明想解决的问题或想得到的成果", "In a sentence or two: the problem to solve, or the result to gain"}},
	{Code: "modes", Label: Text{"合作方式", "Way of working together"}, Kind: AskChoices, Choices: Modes, Required: true,
		Hint: Text{"可多选；未定可全选后在洽谈中商定", "Several may be chosen"}},
	{Code: "when", Label: Text{"希望何时开始", "When to begin"}, Kind: AskChoice, Choices: IntentTimes, Required: true},
	{Code: "amounts", Label: Text{"预算或报价区间", "Budget or price range"}, Kind: AskAmounts,
		Hint: Text{"只作洽谈参考，不作承诺；可只填一端", "For the talks only, no promise; either end may be left open"}},
	{Code: "attend", Label: Text{"由谁参加洽谈", "Who attends the talks"}, Kind: AskWords,
		Hint: Text{"姓名、职务，或部门", "Names and posts, or the department"}},
	{Code: "ask", Label: Text{"想请对方说明什么", "What to ask the other side"}, Kind: AskWords,
		Hint: Text{"如：中试数据、应用案例、知识产权归属", "Such as: pilot data, uses so far, who owns the rights"}},
}

// IntentTimes are when a cooperation is to begin.
var IntentTimes = Terms{
	{"at_once", Text{"尽快（一个月内）", "At once, within a month"}},
	{"quarter", Text{"三个月内", "Within three months"}},
	{"half_year", Text{"半年内", "Within half a year"}},
	{"year", Text{"一年内", "Within a year"}},
	{"open", Text{"时间未定", "Not settled"}},
}

// OpinionQuestions are what is asked of an expert on the team (专家意见).
var OpinionQuestions = Questions{
	{Code: "feasibility", Label: Text{"可行性", "Feasibility"}, Kind: AskChoice, Choices: Feasibilities, Required: true},
	{Code: "risks", Label: Text{"主要风险", "Main risks"}, Kind: AskWords, Required: true,
		Hint: Text{"技术、市场、知识产权、工期等；没有请写“无”", "Of technology, market, rights, time; write “none” where there is none"}},
	{Code: "conditions", Label: Text{"前提条件", "Conditions"}, Kind: AskWords,
		Hint: Text{"合作前须先落实的事项", "What must be settled first"}},
	{Code: "recommendation", Label: Text{"建议", "Recommendation"}, Kind: AskChoice, Choices: Recommendations, Required: true},
	{Code: "words", Label: Text{"意见说明", "In words"}, Kind: AskWords, Required: true},
}

// Feasibilities are how feasible an expert finds a cooperation.
var Feasibilities = Terms{
	{"feasible", Text{"可行", "Feasible"}},
	{"conditional", Text{"有条件可行", "Feasible on conditions"}},
	{"doubtful", Text{"存疑", "Doubtful"}},
	{"infeasible", Text{"不可行", "Not feasible"}},
}

// Recommendations are what an expert advises.
var Recommendations = Terms{
	{"go", Text{"建议推进", "Go ahead"}},
	{"trial", Text{"建议先试验（中试）", "Try first"}},
	{"more", Text{"建议补充材料后再议", "Ask for more first"}},
	{"stop", Text{"建议终止", "Stop"}},
}
