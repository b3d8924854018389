package workbench

import (
	"net/http"
	"net/url"
	"slices"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addSuspicions() {
	w.add(domain.Text{ZH: "疑点核查", EN: "Suspicions"}, Route{Method: http.MethodGet, Path: "/suspicions", Resource: domain.Suspicions, Action: domain.Read, serve: w.suspicions})
	w.addForm(Route{Path: "/contracts/{id}/suspicions", Resource: domain.Suspicions, Action: "decide", serve: w.decideSuspicion})
}

type suspicionsPage struct {
	States []option
	Rows   []suspicionRow
	Next   string
}

type suspicionRow struct {
	suspicionView
	Title, Href string // of the first contract that it is about
}

// suspicions lists what may inflate figures, the open ones unless asked.
func (w *Workbench) suspicions(v *visit) error {
	q := v.r.URL.Query()
	state := q.Get("state")
	if !q.Has("state") {
		state = string(domain.SuspicionOpen)
	}
	found, err := w.DB.Suspicions(v.r.Context(), v.actor, postgres.SuspicionFilter{State: state}, postgres.Page{After: q.Get("after"), Limit: 30})
	if err != nil {
		return err
	}
	var page suspicionsPage
	for _, t := range domain.SuspicionStates {
		page.States = append(page.States, option{t.Code, t.Name.In(v.lang), t.Code == state})
	}
	for _, s := range found.Items {
		first := s.Contracts[0].ID
		row := suspicionRow{suspicionView: v.suspicionView(s, first), Href: v.href(contractPath(first))}
		c, err := w.DB.Contract(v.r.Context(), v.actor, first)
		if err != nil {
			return err
		}
		row.Title = c.Title
		page.Rows = append(page.Rows, row)
	}
	if found.Next != "" {
		page.Next = v.href("/suspicions?" + url.Values{"state": {state}, "after": {found.Next}}.Encode())
	}
	v.page(http.StatusOK, "suspicions", v.say("疑点核查", "Suspicions"), page)
	return nil
}

// decideSuspicion decides on a suspicion of a contract: the one asked for by of, else its
// first.
func (w *Workbench) decideSuspicion(v *visit) error {
	id, err := v.record()
	if err != nil {
		return err
	}
	ctx := v.r.Context()
	c, err := w.DB.Contract(ctx, v.actor, id)
	if err != nil {
		return err
	}
	found, err := w.DB.SuspicionsOfContract(ctx, v.actor, id)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(found, func(s domain.Suspicion) bool { return s.ID.String() == v.r.URL.Query().Get("of") })
	if len(found) == 0 {
		return domain.ErrNotFound
	}
	s := found[max(at, 0)]
	f := v.form(s.Version, "核查疑点", "Decide on a suspicion")
	f.Action = v.href(contractPath(id) + "/suspicions?of=" + s.ID.String())
	f.Lead, f.cancel = domain.SuspicionKinds.Name(string(s.Kind)).In(v.lang)+v.say("：", ": ")+c.Title, contractPath(id)
	var d postgres.SuspicionDecision
	var kept string
	var decisions, contracts domain.Terms
	for _, step := range domain.SuspicionDecisions {
		decisions = append(decisions, domain.Term{Code: step.Name, Name: step.Label})
	}
	for _, o := range s.Contracts {
		of, err := w.DB.Contract(ctx, v.actor, o.ID)
		if err != nil {
			return err
		}
		name := of.Title + v.say("（签订于 ", " (signed on ") + of.SignedOn.String() + v.say("）", ")")
		contracts = append(contracts, domain.Term{Code: o.ID.String(), Name: domain.Text{ZH: name, EN: name}})
	}
	f.radio(&d.Name, "decision", "核查结论", "Decision", decisions).required()
	if s.Kind == domain.Duplicate || s.Kind == domain.Split {
		f.choice(&kept, "kept_id", "保留计数的合同", "The contract that counts", contracts).hint("确认重复时必填：其余合同不再计入指标", "Required to confirm a duplicate: figures count the others no more")
	}
	f.area(&d.Reason, "reason", "理由", "Reason").required().rows(3)
	return f.serve(func() (string, error) {
		if kept != "" {
			if d.Kept, err = domain.ParseID(kept); err != nil {
				return "", err
			}
		}
		_, err := w.DB.DecideSuspicion(ctx, v.actor, s.ID, f.version, d)
		return contractPath(id), err
	})
}
