package workbench

import (
	"time"

	"sanku/domain"
)

// resourceNames name the kinds of record as the trail has them.
var resourceNames = domain.Terms{
	named(domain.Needs, "需求", "Need"), named(domain.Technologies, "成果", "Result"), named(domain.Policies, "政策", "Policy"), named(domain.Experts, "专家", "Expert"),
	named(domain.Organisations, "单位", "Organisation"), named(domain.Matches, "匹配", "Match"), named(domain.Models, "匹配模型", "Model"), named(domain.Conflicts, "利益冲突", "Conflict of interest"),
	named(domain.Notices, "匹配通知", "Notice"), named(domain.UnmetNeeds, "未满足的需求", "Unmet need"), named(domain.Dockings, "对接", "Docking"), named(domain.Contracts, "技术合同", "Contract"),
	named(domain.Suspicions, "合同疑点", "Suspicion"), named(domain.Relations, "关联关系", "Relation"), named(domain.Certificates, "登记证明", "Certificate"), named(domain.Reports, "填报数据", "Report"),
	named(domain.Reminders, "提醒", "Reminder"), named(domain.Registers, "登记册", "Register"), named(domain.RegisterEntries, "登记册条目", "Register entry"), named(domain.Plans, "计划", "Plan"),
	named(domain.Publications, "通报", "Bulletin"), named(domain.Imports, "导入", "Import"), named(domain.Users, "用户", "User"), named(domain.Tokens, "令牌", "Token"), named(domain.Areas, "区域", "Area"),
	named(domain.Units, "责任单位", "Unit"), named(domain.Reveals, "隐名公开申请", "Request to reveal"), named(domain.Audits, "审计记录", "Audit trail"), named(domain.Operations, "运维", "Operation"),
}

func named(r domain.Resource, zh, en string) domain.Term {
	return domain.Term{Code: string(r), Name: domain.Text{ZH: zh, EN: en}}
}

var outcomeNames = domain.Terms{
	{Code: "done", Name: domain.Text{ZH: "完成", EN: "Done"}},
	{Code: "denied", Name: domain.Text{ZH: "拒绝", EN: "Denied"}},
	{Code: "failed", Name: domain.Text{ZH: "失败", EN: "Failed"}},
}

// plainActions are those that are no step of a state machine.
var plainActions = domain.Terms{
	{Code: string(domain.Read), Name: domain.Text{ZH: "查看", EN: "Read"}}, {Code: string(domain.Create), Name: domain.Text{ZH: "新建", EN: "Create"}},
	{Code: string(domain.Change), Name: domain.Text{ZH: "修改", EN: "Change"}}, {Code: string(domain.Import), Name: domain.Text{ZH: "导入", EN: "Import"}},
	{Code: string(domain.MarkRead), Name: domain.Text{ZH: "标为已读", EN: "Mark as read"}}, {Code: string(domain.Configure), Name: domain.Text{ZH: "设置", EN: "Configure"}},
	{Code: string(domain.SetPassword), Name: domain.Text{ZH: "设置密码", EN: "Set the password"}}, {Code: string(domain.Revoke), Name: domain.Text{ZH: "撤销", EN: "Revoke"}},
	{Code: string(domain.SignIn), Name: domain.Text{ZH: "登录", EN: "Sign in"}}, {Code: string(domain.SignOut), Name: domain.Text{ZH: "退出", EN: "Sign out"}},
	{Code: "view", Name: domain.Text{ZH: "查看隐名内容", EN: "Look at what is blind"}},
	{Code: "hand-over", Name: domain.Text{ZH: "移交", EN: "Hand over"}}, {Code: "reword", Name: domain.Text{ZH: "修改意向表", EN: "Change the interest form"}}, {Code: "assign", Name: domain.Text{ZH: "指派", EN: "Assign"}}, {Code: "dismiss", Name: domain.Text{ZH: "忽略", EN: "Dismiss"}},
	{Code: "restore", Name: domain.Text{ZH: "恢复", EN: "Restore"}}, {Code: "decide", Name: domain.Text{ZH: "裁定", EN: "Decide"}}, {Code: "attach", Name: domain.Text{ZH: "上传附件", EN: "Attach"}},
	{Code: "detach", Name: domain.Text{ZH: "删除附件", EN: "Detach"}}, {Code: "correct", Name: domain.Text{ZH: "更正", EN: "Correct"}}, {Code: "install", Name: domain.Text{ZH: "启用", EN: "Install"}},
	{Code: "revert", Name: domain.Text{ZH: "退回上一个", EN: "Revert"}}, {Code: "load", Name: domain.Text{ZH: "载入", EN: "Load"}}, {Code: "search", Name: domain.Text{ZH: "核查", EN: "Search"}},
	{Code: "announce", Name: domain.Text{ZH: "公布", EN: "Announce"}}, {Code: "keep", Name: domain.Text{ZH: "留存", EN: "Keep"}},
}

// actionName names an action: a plain one, or a step of some state machine.
func actionName(code string) domain.Text {
	for _, set := range []domain.Terms{plainActions, domain.DockingSteps.Terms(), domain.ContractSteps.Terms(), domain.ListingSteps.Terms(), domain.PolicySteps.Terms(), domain.ExpertSteps.Terms(),
		domain.ReportSteps.Terms(), domain.EntrySteps.Terms(), domain.ConflictSteps.Terms(), domain.RelationSteps.Terms()} {
		if t, ok := set.Find(code); ok {
			return t.Name
		}
	}
	return domain.Text{ZH: code, EN: code}
}

// detailNames name what rows of the trail tell besides; others go by their own names.
var detailNames = domain.Terms{
	{Code: "roles", Name: domain.Text{ZH: "角色", EN: "Roles"}}, {Code: "disabled", Name: domain.Text{ZH: "停用", EN: "Disabled"}}, {Code: "reason", Name: domain.Text{ZH: "理由", EN: "Reason"}},
	{Code: "from", Name: domain.Text{ZH: "由", EN: "From"}}, {Code: "to", Name: domain.Text{ZH: "至", EN: "To"}}, {Code: "plan", Name: domain.Text{ZH: "计划", EN: "Plan"}},
	{Code: "indicators", Name: domain.Text{ZH: "指标数", EN: "Indicators"}}, {Code: "targets", Name: domain.Text{ZH: "目标数", EN: "Targets"}}, {Code: "threshold", Name: domain.Text{ZH: "门槛", EN: "Threshold"}},
	{Code: "note", Name: domain.Text{ZH: "说明", EN: "Note"}}, {Code: "steward", Name: domain.Text{ZH: "管家", EN: "Steward"}}, {Code: "file", Name: domain.Text{ZH: "文件", EN: "File"}}, {Code: "name", Name: domain.Text{ZH: "名称", EN: "Name"}},
}

// second writes a time to the second.
func second(t time.Time) string { return t.In(domain.Shanghai).Format("2006-01-02 15:04:05") }
