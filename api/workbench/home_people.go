package workbench

import (
	"errors"
	"fmt"

	"sanku/domain"
	"sanku/domain/postgres"
)

// expertHome is what an expert is asked to do.
func (v *visit) expertHome(p *homePage) error {
	t, err := v.DB.Tallies(v.r.Context(), v.actor, "")
	if err != nil {
		return err
	}
	p.tile(v, "参与的对接", "Dockings taken part in", t.Dockings.All(), "/dockings", "")
	p.tile(v, "其中进行中", "Under way", t.Dockings.Of(ongoing...), "/dockings", "")
	invited, err := v.DB.Invitations(v.r.Context(), v.actor, postgres.InvitationFilter{State: string(domain.MemberInvited)}, postgres.Page{Limit: postgres.MaxLimit})
	if err != nil {
		return err
	}
	p.due(v, len(invited.Items), false, "/invitations", "%d 份团队邀请待答复", "%d invitations to answer")
	p.tile(v, "待答复的邀请", "Invitations to answer", len(invited.Items), "/invitations", v.say("接受后可在对接页出具意见", "After accepting, give an opinion on the docking's page"))
	rows, err := v.newMatches()
	p.list(v, "匹配到您的需求", "Needs matched with you", "/notices", rows, "没有未读的匹配。", "Nothing unread.")
	dockings, _, err2 := v.openDockings(postgres.DockingFilter{})
	p.list(v, "参与的对接", "Dockings taken part in", "/dockings", dockings, "没有进行中的对接。", "None are under way.")
	return errors.Join(err, err2)
}

// stewardHome is the work list of an area: what is late first.
func (v *visit) stewardHome(p *homePage) error {
	t, err := v.DB.Tallies(v.r.Context(), v.actor, v.actor.Area)
	if err != nil {
		return err
	}
	p.due(v, t.Late, true, "/contracts?due=overdue", "%d 份合同登记已超时限", "%d registrations are overdue")
	p.due(v, t.Needs.Of(string(domain.ListingSubmitted)), false, "/review", "%d 项需求待审核", "%d needs await review")
	p.due(v, t.Technologies.Of(string(domain.ListingSubmitted)), false, "/review", "%d 项成果待审核", "%d results await review")
	p.due(v, t.Dockings.Of(string(domain.StageProposed)), false, "/dockings?stage=proposed", "%d 项对接待引荐", "%d dockings wait to be introduced")
	p.due(v, t.Dockings.Of(string(domain.StageAgreed)), false, "/dockings?stage=agreed", "%d 项对接已达成意向，督促签约", "%d dockings are agreed: see to the contract")
	p.tile(v, "本区域已发布需求", "Published needs of the area", t.Needs.Of(string(domain.ListingPublished)), "/needs", "")
	p.tile(v, "进行中的对接", "Dockings under way", t.Dockings.Of(ongoing...), "/dockings", "")
	p.tile(v, "办理中的合同", "Contracts in hand", t.Contracts.Of(inHand...), "/contracts?due=running", "")
	p.tile(v, "已登记合同", "Registered contracts", t.Contracts.Of(string(domain.ContractRegistered)), "/contracts?state=registered", "")
	dockings, _, err := v.openDockings(postgres.DockingFilter{Area: v.actor.Area})
	p.list(v, "进行中的对接", "Dockings under way", "/dockings", dockings, "没有进行中的对接。", "None are under way.")
	needs, err2 := v.someNeeds(postgres.NeedFilter{State: string(domain.ListingSubmitted), Area: v.actor.Area}, fewRows)
	p.list(v, "待审核的需求", "Needs awaiting review", "/review", needs, "没有待审核的需求。", "None.")
	reminders, err3 := v.reminded(postgres.ReminderFilter{})
	p.list(v, "提醒", "Reminders", "/reminders", reminders, "没有未读的提醒。", "Nothing unread.")
	matches, err4 := v.newMatches()
	p.list(v, "本区域的新匹配", "New matches of the area", "/notices", matches, "没有未读的匹配。", "Nothing unread.")
	return errors.Join(err, err2, err3, err4)
}

// liaisonHome is which reports a unit owes, and until when.
func (v *visit) liaisonHome(p *homePage) error {
	ctx := v.r.Context()
	plan, err := v.DB.CurrentPlan(ctx, v.DB.Now())
	if missing(err) {
		p.list(v, "待填报的数据", "Reports due", "/reports", nil, "还没有录入计划。", "No plan has been loaded yet.")
		return nil
	}
	if err != nil {
		return err
	}
	duties, err := v.DB.ReportDuties(ctx, v.actor, plan.Code)
	if err != nil {
		return err
	}
	rows, n := v.dutyRows(duties)
	p.due(v, n[domain.DutyOverdue], true, "/reports", "%d 项数据已逾期未报", "%d reports are overdue")
	p.due(v, n[domain.DutySoon], false, "/reports", "%d 项数据即将到期", "%d reports are due soon")
	p.tile(v, "已逾期", "Overdue", n[domain.DutyOverdue], "/reports", "")
	p.tile(v, "临近截止", "Due soon", n[domain.DutySoon], "/reports", "")
	p.tile(v, "待填报", "Due", n[domain.DutyDue], "/reports", "")
	p.tile(v, "已填报", "Done", n[domain.DutyDone], "/reports", "")
	p.list(v, "待填报的数据", "Reports due", "/reports", rows, "都已填报。", "All are done.")
	reminders, err := v.reminded(postgres.ReminderFilter{})
	p.list(v, "提醒", "Reminders", "/reminders", reminders, "没有未读的提醒。", "Nothing unread.")
	return err
}

// dutyRows are the first duties that are not done, and how many stand how.
func (v *visit) dutyRows(duties []domain.Duty) ([]homeRow, map[domain.DutyState]int) {
	classes := map[domain.DutyState]string{domain.DutyOverdue: "missed", domain.DutySoon: "at_risk"}
	var rows []homeRow
	n := map[domain.DutyState]int{}
	for _, d := range duties {
		n[d.State]++
		if d.State == domain.DutyDone || len(rows) == 2*shownAtHome {
			continue
		}
		row := homeRow{Title: d.Name.In(v.lang), Note: fmt.Sprintf("%s %s %s", d.Period.From, v.say("至", "to"), d.Period.To), When: v.say("截止 ", "Due ") + d.DueOn.String(),
			Tag: domain.DutyStates.Name(string(d.State)).In(v.lang), Class: classes[d.State]}
		if !d.ReportID.IsZero() {
			row.Href = v.reach("/reports/" + d.ReportID.String())
		}
		rows = append(rows, row)
	}
	return rows, n
}

// adminHome is users, imports and the audit trail.
func (v *visit) adminHome(p *homePage) error {
	ctx := v.r.Context()
	counts, err := v.DB.Counts(ctx)
	if err != nil {
		return err
	}
	p.tile(v, "单位", "Organisations", counts.Organisations, "/organisations", "")
	p.tile(v, "需求", "Needs", counts.Needs, "/needs", "")
	p.tile(v, "成果", "Results", counts.Technologies, "/technologies", "")
	p.tile(v, "政策", "Policies", counts.Policies, "/policies", "")
	p.tile(v, "专家", "Experts", counts.Experts, "/experts", "")
	p.tile(v, "对接", "Dockings", counts.Dockings, "/dockings", "")
	p.tile(v, "合同", "Contracts", counts.Contracts, "/contracts", "")
	head, err := v.DB.AuditHead(ctx)
	if err != nil && !missing(err) { // nothing is sealed yet
		return err
	}
	p.Tiles = append(p.Tiles, tile{v.say("已封存的审计记录", "Sealed audit rows"), fmt.Sprint(head.Size), "", v.reach("/audit")})
	users, err := v.DB.Users(ctx, v.actor, postgres.UserFilter{}, postgres.Page{Limit: shownAtHome, Sort: "-created_at"})
	var rows []homeRow
	for _, u := range users.Items {
		rows = append(rows, homeRow{Title: u.Name, Href: v.reach("/users/" + u.ID.String()), Note: u.Login + " · " + v.roleNames(u)})
	}
	p.list(v, "最近添加的用户", "Users added last", "/users", rows, "还没有用户。", "None yet.")
	return err
}

func (v *visit) roleNames(u domain.User) string {
	var codes []string
	for _, r := range u.Roles {
		codes = append(codes, string(r))
	}
	return v.names(domain.Roles, codes)
}
