package domain

// ListingStates name the states of needs and technologies.
var ListingStates = Terms{
	{string(ListingDraft), Text{"草稿", "Draft"}},
	{string(ListingSubmitted), Text{"待审核", "Awaiting review"}},
	{string(ListingPublished), Text{"已发布", "Published"}},
	{string(ListingClosed), Text{"已关闭", "Closed"}},
}

// PolicyStates name the states of policies.
var PolicyStates = Terms{
	{string(PolicyDraft), Text{"草稿", "Draft"}},
	{string(PolicyPublished), Text{"已发布", "Published"}},
	{string(PolicyRepealed), Text{"已废止", "Repealed"}},
}

// ExpertStates name the states of experts' records.
var ExpertStates = Terms{
	{string(ExpertDraft), Text{"草稿", "Draft"}},
	{string(ExpertPublished), Text{"在库", "In the library"}},
	{string(ExpertRetired), Text{"已退库", "Retired"}},
}

// ContractStates name the states of contracts.
var ContractStates = Terms{
	{string(ContractDraft), Text{"草稿", "Draft"}},
	{string(ContractSubmitted), Text{"待预审", "Submitted"}},
	{string(ContractPrechecked), Text{"已预审", "Prechecked"}},
	{string(ContractRegistered), Text{"已登记", "Registered"}},
	{string(ContractReturned), Text{"退回补正", "Returned for changes"}},
	{string(ContractRefused), Text{"不予登记", "Refused"}},
	{string(ContractTerminated), Text{"已解除", "Terminated"}},
	{string(ContractVoided), Text{"已作废", "Voided"}},
}

// Stages name the stages of dockings.
var Stages = Terms{
	{string(StageProposed), Text{"待引荐", "Proposed"}},
	{string(StageIntroduced), Text{"已引荐", "Introduced"}},
	{string(StageNegotiating), Text{"洽谈中", "Negotiating"}},
	{string(StageAgreed), Text{"已达成意向", "Agreed"}},
	{string(StageContracted), Text{"已签约", "Contracted"}},
	{string(StageDeclined), Text{"已终止", "Declined"}},
}

// TRLs name the technology readiness levels of GB/T 22900-2022.
var TRLs = Terms{
	{"1", Text{"报告级", "Report"}},
	{"2", Text{"方案级", "Scheme"}},
	{"3", Text{"功能级", "Function"}},
	{"4", Text{"仿真级", "Simulation"}},
	{"5", Text{"初样级", "First sample"}},
	{"6", Text{"正样级", "Final sample"}},
	{"7", Text{"环境级", "Environment"}},
	{"8", Text{"产品级", "Product"}},
	{"9", Text{"系统级", "System"}},
}
