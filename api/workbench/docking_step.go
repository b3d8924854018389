package workbench

import (
	"slices"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
)

// stepDocking asks for what a step of a docking takes, and takes it.
func (w *Workbench) stepDocking(v *visit) error {
	d, err := v.readDocking()
	if err != nil {
		return err
	}
	if v.route.Action == "decline" {
		return v.declineDocking(d)
	}
	step := stepForms[string(v.route.Action)]
	label := domain.DockingSteps.Terms().Name(string(v.route.Action))
	f, err := v.dockingForm(d, label)
	if err != nil {
		return err
	}
	f.only(slices.Contains(d.StepsFor(v.actor), string(v.route.Action)), domain.Stages.Name(string(d.Stage)))
	f.Warning, f.Submit, f.done = step.brings.In(v.lang), label.In(v.lang), v.say("已办理："+label.ZH+"。", "Done: "+label.EN+".")
	note := ""
	f.area(&note, "note", step.note.ZH, step.note.EN).rows(4)
	return f.serve(func() (string, error) {
		_, err := w.DB.StepDocking(v.r.Context(), v.actor, d.ID, f.version, string(v.route.Action), "", note)
		return "/dockings/" + d.ID.String(), err
	})
}

// stepForms say what a step brings about, and what to say with it.
var stepForms = map[string]struct{ brings, note domain.Text }{
	"introduce": {domain.Text{ZH: "引荐后，双方互相可见单位名称和意向表，并须在期限内各自答复。", EN: "Both sides then see each other and the interest form, and are to answer in time."}, domain.Text{ZH: "引荐的话（双方可见）", EN: "Words of introduction (both read them)"}},
	"accept":    {domain.Text{ZH: "双方都同意后，即开始洽谈。", EN: "The talks begin when both sides have accepted."}, domain.Text{ZH: "想对对方说的话", EN: "Words to the other side"}},
	"negotiate": {domain.Text{ZH: "双方均已口头同意而未在网上答复的，由管家代为记录。", EN: "For when both have agreed in words but not here: the steward vouches for it."}, domain.Text{ZH: "何时、以何种方式确认（双方可见）", EN: "When and how it was confirmed (both read it)"}},
	"agree":     {domain.Text{ZH: "登记双方已达成合作意向，接下来由双方签订合同。", EN: "Records that both agree; they are to sign a contract next."}, domain.Text{ZH: "主要条款（双方可见）", EN: "The main terms (both read them)"}},
	"contract":  {domain.Text{ZH: "须已有由本次对接产生并已签订的合同；合同提交登记时会自动办理这一步。", EN: "A signed contract of this docking must be there; handing it in for registration takes this step by itself."}, domain.Text{ZH: "说明", EN: "Note"}},
}

// dockingForm begins a form about d.
func (v *visit) dockingForm(d domain.Docking, title domain.Text) (*form, error) {
	names, err := v.namesOf([]domain.Docking{d})
	f := v.form(d.Version, title.ZH, title.EN)
	f.Lead, f.cancel = names.title(d)+" × "+names.answer(d), "/dockings/"+d.ID.String()
	return f, err
}

func (v *visit) declineDocking(d domain.Docking) error {
	label := declineLabel(d, v.actor)
	f, err := v.dockingForm(d, label)
	if err != nil {
		return err
	}
	f.only(slices.Contains(d.StepsFor(v.actor), "decline"), domain.Stages.Name(string(d.Stage)))
	f.Danger, f.Warning = true, v.say("对接将就此结束。原因会告知对方，并用于改进匹配。", "The docking ends here. The reason is told to the other side and helps to match better.")
	f.Submit, f.done = label.In(v.lang), v.say("对接已终止。", "The docking is declined.")
	var reason, note string
	var share bool
	f.radio(&reason, "reason", "原因", "Reason", domain.DeclineReasons).required()
	f.area(&note, "note", "具体说明", "In words").rows(3).hint("管家和科技局可见", "The steward and the bureau read it")
	if side := d.SideOf(v.actor); side == domain.SideEnterprise || side == domain.SideProvider {
		f.tick(&share, "share", "把具体说明也告知对方", "Tell the other side the words too")
	}
	return f.serve(func() (string, error) {
		_, err := v.DB.DeclineDocking(v.r.Context(), v.actor, d.ID, f.version, reason, note, share)
		return "/dockings/" + d.ID.String(), err
	})
}

// handOver asks for the next steward of a docking.
func (w *Workbench) handOver(v *visit) error {
	d, err := v.readDocking()
	if err != nil {
		return err
	}
	f, err := v.dockingForm(d, domain.Text{ZH: "移交管家", EN: "Hand over"})
	if err != nil {
		return err
	}
	f.only(d.Open(), domain.Stages.Name(string(d.Stage)))
	stewards, err := w.DB.Experts(v.r.Context(), v.actor, postgres.ExpertFilter{Kind: domain.StewardExpert, State: string(domain.ExpertPublished), Area: d.Area}, postgres.Page{Limit: choiceLimit, Sort: "name"})
	if err != nil {
		return err
	}
	var among domain.Terms
	for _, e := range stewards.Items {
		if e.ID != d.StewardID {
			among = append(among, term(e.ID, strings.TrimSpace(e.Name+" "+e.Title)))
		}
	}
	var next domain.ID
	reason := ""
	v.chosen(f, &next, "steward_id", "接任管家", "The next steward", among).required().hint("本区域在库的管家", "Stewards of the area")
	why := f.area(&reason, "reason", "移交理由", "Why").rows(2)
	if !d.StewardID.IsZero() {
		why.required()
	}
	f.Submit, f.done = v.say("移交", "Hand over"), v.say("已移交。", "Handed over.")
	return f.serve(func() (string, error) {
		made, err := w.DB.HandOver(v.r.Context(), v.actor, d.ID, f.version, next, reason)
		return "/dockings/" + made.ID.String(), err
	})
}
