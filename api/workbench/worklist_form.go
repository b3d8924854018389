package workbench

import (
	"slices"

	"sanku/domain"
	"sanku/domain/postgres"
)

// planVisit asks where and why a steward is to go: to one of the enterprises of the area.
func (w *Workbench) planVisit(v *visit) error {
	p := domain.Visit{}
	f := v.form(0, "安排走访", "Plan a visit")
	f.cancel = "/worklist"
	f.organisation(&p.OrganisationID, "organisation_id", "走访企业", "Enterprise", postgres.OrganisationFilter{Kind: domain.Enterprise, Area: v.actor.Area}).required()
	f.date(&p.PlannedOn, "planned_on", "计划日期", "Day").required()
	f.area(&p.Purpose, "purpose", "走访事由", "Purpose").rows(2).required().hint("如：了解新产线的技术难题", "Such as: the difficulties of the new line")
	return f.serve(func() (string, error) {
		_, err := w.DB.PlanVisit(v.r.Context(), v.actor, p)
		return "/worklist", err
	})
}

// stepVisit asks what came of a visit.
func (w *Workbench) stepVisit(v *visit) error {
	id, err := v.record()
	if err != nil {
		return err
	}
	p, err := w.DB.Visit(v.r.Context(), v.actor, id)
	if err != nil {
		return err
	}
	if !domain.Can(v.actor, v.route.Action, domain.Visits, p.Facts()) {
		return domain.ErrForbidden
	}
	name := string(v.route.Action)
	label := domain.VisitSteps.Terms().Name(name)
	f := v.form(p.Version, label.ZH, label.EN)
	f.Lead, f.cancel, f.Submit = p.PlannedOn.String()+" "+p.Purpose, "/worklist", label.In(v.lang)
	f.only(slices.Contains(domain.VisitSteps.Open(p.State), name), domain.VisitStates.Name(string(p.State)))
	notes := ""
	if name == "done" {
		f.area(&notes, "reason", "走访记录", "Notes").required().hint("了解到的需求、困难和约定的后续", "Needs, difficulties, and what was agreed to follow")
	} else {
		f.area(&notes, "reason", "取消原因", "Why").rows(2).required()
	}
	return f.serve(func() (string, error) {
		_, err := w.DB.StepVisit(v.r.Context(), v.actor, id, f.version, name, notes)
		return "/worklist", err
	})
}

// addAbsence asks when an expert is away; the bureau says who.
func (w *Workbench) addAbsence(v *visit) error {
	a := domain.Absence{ExpertID: v.actor.ExpertID}
	f := v.form(0, "登记请假", "Note an absence")
	f.Lead, f.cancel = v.say("请假期间不再分派新的对接；手上的对接请先移交。", "No new docking is assigned meanwhile; hand over those under way."), "/worklist"
	if a.ExpertID.IsZero() {
		found, err := w.DB.Experts(v.r.Context(), v.actor, postgres.ExpertFilter{Kind: domain.StewardExpert, State: string(domain.ExpertPublished)}, postgres.Page{Limit: choiceLimit, Sort: "name"})
		if err != nil {
			return err
		}
		var among domain.Terms
		for _, e := range found.Items {
			among = append(among, term(e.ID, e.Name))
		}
		v.chosen(f, &a.ExpertID, "expert_id", "管家", "Steward", among).required()
	}
	f.date(&a.From, "from", "开始日期", "From").required()
	f.date(&a.To, "to", "结束日期", "To").required()
	f.text(&a.Reason, "reason", "事由", "Why")
	return f.serve(func() (string, error) {
		_, err := w.DB.AddAbsence(v.r.Context(), v.actor, a)
		return "/worklist", err
	})
}

func (w *Workbench) cancelAbsence(v *visit) error {
	id, err := v.record()
	if err != nil {
		return err
	}
	a, err := w.DB.Absence(v.r.Context(), v.actor, id)
	if err != nil {
		return err
	}
	if !domain.Can(v.actor, "cancel", domain.Absences, a.Facts()) {
		return domain.ErrForbidden
	}
	f := v.form(0, "销假", "Cancel the absence")
	f.Lead, f.cancel, f.Submit = a.From.String()+v.say(" 至 ", " to ")+a.To.String(), "/worklist", v.say("销假", "Cancel the absence")
	return f.serve(func() (string, error) {
		_, err := w.DB.CancelAbsence(v.r.Context(), v.actor, id)
		return "/worklist", err
	})
}
