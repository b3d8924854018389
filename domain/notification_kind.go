package domain

// NotificationKind is a kind of thing that people are told of. A new one is an entry in
// NotificationKinds and, in the store, the query of who hears of it.
type NotificationKind struct {
	Code      string
	Name      Text
	Usual     string // Deliveries; how one hears of it who has not said
	Collapses bool   // another of the same record is not told while one is unread
	Events    []NotificationEvent
}

// NotificationEvent is what may have happened: what is said of it, with {arguments} in
// it, and the page it leads to. The first of a kind stands for those not listed.
type NotificationEvent struct {
	Code string
	Says Text
	Link string
}

// The kinds of notification.
const (
	NotifyMatch      = "match"
	NotifyMessage    = "message"
	NotifyDocking    = "docking"
	NotifyInvitation = "invitation"
	NotifyReveal     = "reveal"
	NotifyReview     = "review"
	NotifyContract   = "contract"
	NotifyReport     = "report"
	NotifyActivity   = "activity"
	NotifyReminder   = "reminder"
	NotifyBulletin   = "bulletin"
	NotifySearch     = "search"
	NotifyWebhook    = "webhook"
)

// NotificationKinds are all kinds, in the order in which people are asked about them.
var NotificationKinds = []NotificationKind{
	{NotifyMatch, Text{"新的匹配", "New matches"}, DeliverDigest, false, []NotificationEvent{
		{"", Text{"需求“{need}”有 {count} 项新匹配，最高的是“{best}”", "{count} new for the need {need}, the best is {best}"}, "/notices"},
	}},
	{NotifyMessage, Text{"对接留言", "Messages"}, DeliverMail, true, []NotificationEvent{
		{"", Text{"{from}在“{need}”对接中留言", "{from}: a message about {need}"}, "/dockings/{ref}/messages"},
	}},
	{NotifyDocking, Text{"对接进展", "Dockings"}, DeliverMail, false, []NotificationEvent{
		{"", Text{"“{need}”的对接有新进展", "News of the docking about {need}"}, "/dockings/{ref}"},
		{"create", Text{"“{need}”有新的对接意向，等待管家引荐", "Somebody is interested: {need}. The steward will introduce the two sides"}, "/dockings/{ref}"},
		{"reword", Text{"“{need}”的对接意向表有改动，请查看", "The interest form about {need} has changed"}, "/dockings/{ref}"},
		{"introduce", Text{"管家已为“{need}”引荐双方，请答复", "The steward has introduced the two sides about {need}; please answer"}, "/dockings/{ref}"},
		{"accept", Text{"“{need}”的一方已同意对接", "One side accepts: {need}"}, "/dockings/{ref}"},
		{"negotiate", Text{"“{need}”开始洽谈", "Talks have begun about {need}"}, "/dockings/{ref}"},
		{"agree", Text{"“{need}”双方已达成意向，请准备合同", "Both sides agree about {need}; please prepare the contract"}, "/dockings/{ref}"},
		{"contract", Text{"“{need}”已签约", "A contract is signed about {need}"}, "/dockings/{ref}"},
		{"decline", Text{"“{need}”的对接已终止", "The docking about {need} has ended"}, "/dockings/{ref}"},
		{"hand-over", Text{"“{need}”的对接已交由另一位管家办理", "Another steward takes over: {need}"}, "/dockings/{ref}"},
	}},
	{NotifyInvitation, Text{"专家邀请", "Invitations of experts"}, DeliverMail, false, []NotificationEvent{
		{"", Text{"“{need}”的专家团队有新进展", "News of the team for {need}"}, "/dockings/{ref}"},
		{"create", Text{"邀请您参加“{need}”的专家团队，请答复", "You are invited to the team for {need}; please answer"}, "/invitations"},
		{"accept", Text{"专家已接受邀请，参加“{need}”", "An expert accepts the invitation for {need}"}, "/dockings/{ref}"},
		{"decline", Text{"专家谢绝了“{need}”的邀请", "An expert declines the invitation for {need}"}, "/dockings/{ref}"},
		{"release", Text{"“{need}”的邀请已解除", "The invitation for {need} has been withdrawn"}, "/invitations"},
		{"opine", Text{"专家对“{need}”出具了意见", "An expert has given an opinion on {need}"}, "/dockings/{ref}"},
	}},
	{NotifyReveal, Text{"信息公开申请", "Requests to reveal"}, DeliverMail, false, []NotificationEvent{
		{"", Text{"“{title}”的公开申请有新进展", "News of a request about {title}"}, "/reveals"},
		{"create", Text{"有单位申请查看“{title}”未公开的内容，请答复", "Somebody asks to see more of {title}; please answer"}, "/reveals"},
		{"grant", Text{"“{title}”的权属单位同意向您公开更多内容", "The owner of {title} reveals more to you"}, "/reveals"},
		{"refuse", Text{"“{title}”的权属单位未同意公开申请", "The owner of {title} reveals no more"}, "/reveals"},
		{"withdraw", Text{"“{title}”的权属单位已收回公开", "The owner of {title} has withdrawn what was revealed"}, "/reveals"},
	}},
	{NotifyReview, Text{"发布审核", "Reviews"}, DeliverMail, false, []NotificationEvent{
		{"", Text{"“{title}”的审核有新进展", "News of the review of {title}"}, "/notifications"},
		{"submit", Text{"“{title}”已提交，请审核", "{title} waits for your review"}, "/notifications"},
		{"publish", Text{"“{title}”已通过审核并发布", "{title} has been published"}, "/notifications"},
		{"return", Text{"“{title}”被退回修改：{reason}", "{title} was returned for changes: {reason}"}, "/notifications"},
	}},
	{NotifyContract, Text{"合同登记", "Contracts"}, DeliverMail, false, []NotificationEvent{
		{"", Text{"合同“{title}”有新进展", "News of the contract {title}"}, "/contracts"},
		{"submit", Text{"合同“{title}”已提交登记，请预审", "The contract {title} waits for its precheck"}, "/contracts"},
		{"precheck", Text{"合同“{title}”已通过预审", "The contract {title} has been prechecked"}, "/contracts"},
		{"register", Text{"合同“{title}”已登记", "The contract {title} has been registered"}, "/contracts"},
		{"return", Text{"合同“{title}”被退回补正", "The contract {title} was returned for changes"}, "/contracts"},
		{"refuse", Text{"合同“{title}”不予登记", "The contract {title} was refused"}, "/contracts"},
		{"terminate", Text{"合同“{title}”已解除", "The contract {title} has been terminated"}, "/contracts"},
		{"void", Text{"合同“{title}”已作废", "The contract {title} has been voided"}, "/contracts"},
	}},
	{NotifyReport, Text{"数据填报", "Reports"}, DeliverMail, false, []NotificationEvent{
		{"", Text{"“{title}”填报有新进展", "News of the report of {title}"}, "/notifications"},
		{"submit", Text{"“{title}”已填报，请审核", "The report of {title} waits for approval"}, "/notifications"},
		{"return", Text{"“{title}”填报被退回：{reason}", "The report of {title} was returned: {reason}"}, "/notifications"},
		{"approve", Text{"“{title}”填报已通过", "The report of {title} has been approved"}, "/notifications"},
	}},
	{NotifyActivity, Text{"活动", "Events"}, DeliverMail, false, []NotificationEvent{
		{"", Text{"活动“{title}”有新进展", "News of the event {title}"}, "/events/{ref}"},
		{"invite", Text{"邀请您单位参加“{title}”（{when}，{place}），请报名", "You are invited to {title} ({when}, {place}); please register"}, "/events/{ref}"},
		{"register", Text{"已报名“{title}”，共 {persons} 人（{when}，{place}）", "Registered for {title}: {persons} ({when}, {place})"}, "/events/{ref}"},
		{"wait", Text{"“{title}”名额已满，已列入候补，有空位时自动递补", "{title} is full: you are on the waiting list"}, "/events/{ref}"},
		{"admit", Text{"“{title}”有了空位，您已由候补转为正式报名（{when}，{place}）", "There is room at {title}: you are registered now ({when}, {place})"}, "/events/{ref}"},
		{"withdraw", Text{"您单位对“{title}”的报名已取消", "Your registration for {title} has been cancelled"}, "/events/{ref}"},
		{"move", Text{"“{title}”的时间或地点有变：{when}，{place}", "{title} has been moved: {when}, {place}"}, "/events/{ref}"},
		{"cancel", Text{"“{title}”已取消：{reason}", "{title} has been cancelled: {reason}"}, "/events/{ref}"},
	}},
	{NotifyReminder, Text{"到期提醒", "Reminders"}, DeliverMail, false, []NotificationEvent{
		{"", Text{"{title}，期限 {due}", "{title}, due {due}"}, "/notifications"},
		{"contract", Text{"{title}，期限 {due}", "{title}, due {due}"}, "/contracts"},
		{"docking", Text{"{title}，期限 {due}", "{title}, due {due}"}, "/dockings/{ref}"},
		{"need", Text{"{title}，期限 {due}", "{title}, due {due}"}, "/needs/{ref}"},
		{"technology", Text{"{title}，期限 {due}", "{title}, due {due}"}, "/technologies/{ref}"},
		{"activity", Text{"{title}（{due}）", "{title} ({due})"}, "/events/{ref}"},
		{"activity-outcome", Text{"{title}，期限 {due}", "{title}, due {due}"}, "/events/{ref}"},
	}},
	{NotifyBulletin, Text{"通报发布", "Bulletins"}, DeliverDigest, false, []NotificationEvent{
		{"", Text{"已发布：{title}", "Published: {title}"}, "/bulletins/{ref}"},
	}},
	{NotifySearch, Text{"订阅有新内容", "Searches and subscriptions"}, DeliverDigest, false, []NotificationEvent{
		{"", foundText, "/searches"},
		{string(Needs), foundText, "/library/needs/{ref}"},
		{string(Technologies), foundText, "/library/technologies/{ref}"},
		{string(Policies), foundText, "/library/policies/{ref}"},
		{string(Experts), foundText, "/library/experts/{ref}"},
	}},
	{NotifyWebhook, Text{"推送接口故障", "Webhooks that fail"}, DeliverMail, false, []NotificationEvent{
		{"", Text{"推送地址连续多日无法送达，已停用：{url}", "The webhook has failed for days and is switched off: {url}"}, "/webhooks"},
	}},
}

// foundText tells of a record that a saved search has found.
var foundText = Text{"“{name}”有新内容：{title}", "New for {name}: {title}"}

// NotificationKindOf returns the kind with the given code.
func NotificationKindOf(code string) (NotificationKind, bool) {
	for _, k := range NotificationKinds {
		if k.Code == code {
			return k, true
		}
	}
	return NotificationKind{}, false
}

// NotificationKindTerms name the kinds.
func NotificationKindTerms() Terms {
	var terms Terms
	for _, k := range NotificationKinds {
		terms = append(terms, Term{k.Code, k.Name})
	}
	return terms
}
