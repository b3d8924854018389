package workbench

import (
	"cmp"
	"net/http"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addDossier() {
	of := Route{Method: http.MethodGet, Resource: domain.Matches, Action: domain.Read}
	page, document := of, of
	page.Path, page.serve = "/needs/{id}/dossier", w.dossier
	document.Path, document.serve = "/needs/{id}/dossier.docx", w.dossierDocument
	w.add(domain.Text{}, page)
	w.add(domain.Text{}, document)
}

// dossierPage is a need's dossier as people read it, on the page and in the document.
type dossierPage struct {
	Title, Owner   string
	Glance         []fact // the whole in a few lines
	Facts          []fact // of the need
	Weak           string // score that no technology reaches, in points; "" when one does
	Problem        []string
	Computed       string // when; "" when the need was not matched yet
	Current        bool
	Algorithm      string
	NeedVersion    int64
	MatchedVersion int64
	Technologies   []matchView
	Team           []matchView
	Gaps           []string // of the team
	Policies       []matchView
	NearMisses     []matchView
	Total          map[string]int
	Wanting        []string // what the need could state to be matched better
	Document       string
}

// fact is a name and what stands beside it.
type fact struct{ Name, Value string }

func (w *Workbench) dossier(v *visit) error {
	page, err := v.readDossier()
	if err != nil {
		return err
	}
	v.page(http.StatusOK, "dossier", page.Title, page)
	return nil
}

func (w *Workbench) dossierDocument(v *visit) error {
	page, err := v.readDossier()
	if err != nil {
		return err
	}
	return v.writeDocument(page)
}

func (v *visit) readDossier() (dossierPage, error) {
	id, err := v.record()
	if err != nil {
		return dossierPage{}, err
	}
	d, err := v.DB.Dossier(v.r.Context(), v.actor, id)
	if err != nil {
		return dossierPage{}, err
	}
	page := v.dossierOf(d)
	if err := v.offerDockings(&page, d); err != nil {
		return page, err
	}
	defaults, err := v.DB.NoticeDefaults(v.r.Context())
	if least := defaults[domain.MatchTechnology].Unmet; len(d.Technologies) > 0 && d.Technologies[0].Score < least {
		page.Weak = points(least)
	}
	return page, err
}

func (v *visit) dossierOf(d postgres.Dossier) dossierPage {
	n := d.Need
	p := dossierPage{Title: n.Title, Owner: d.Owner.Name, Glance: v.glance(d), Facts: v.facts(n), Problem: lines(n.Problem), Current: d.Current(), NeedVersion: n.Version, Total: d.Total,
		Document: v.href("/needs/" + n.ID.String() + "/dossier.docx")}
	if d.Run != nil {
		p.Computed, p.Algorithm, p.MatchedVersion = minute(d.Run.ComputedAt), d.Run.Algorithm, d.Run.NeedVersion
	}
	p.Technologies, p.Team, p.Policies, p.NearMisses = v.matches(d.Technologies), v.matches(d.Team), v.matches(d.Policies), v.matches(d.NearMisses)
	for i := range p.Team { // a team is no ranking
		p.Team[i].Rank = ""
	}
	for _, g := range d.Gaps {
		p.Gaps = append(p.Gaps, g.Reason.In(v.lang))
	}
	for _, m := range n.Wanting() {
		p.Wanting = append(p.Wanting, m.Ask.In(v.lang))
	}
	return p
}

// offerDockings leads from each answer to its docking, or to where one is proposed.
func (v *visit) offerDockings(p *dossierPage, d postgres.Dossier) error {
	if !v.mayPropose() {
		return nil
	}
	open, err := v.DB.Dockings(v.r.Context(), v.actor, postgres.DockingFilter{NeedID: d.Need.ID, Open: true}, postgres.Page{Limit: postgres.MaxLimit})
	under := map[domain.ID]domain.Docking{}
	for _, k := range open.Items {
		under[cmp.Or(k.TechnologyID, k.ExpertID)] = k
	}
	offer := func(to *matchView, kind string, candidate domain.ID) {
		if k, ok := under[candidate]; ok {
			to.Docking = reference{v.say("查看对接", "See the docking") + v.say("（", " (") + domain.Stages.Name(string(k.Stage)).In(v.lang) + v.say("）", ")"), v.href("/dockings/" + k.ID.String())}
			return
		}
		to.Dock = v.href("/dockings/new?need=" + d.Need.ID.String() + "&" + kind + "=" + candidate.String())
	}
	for i, m := range d.Technologies {
		offer(&p.Technologies[i], "technology", m.CandidateID)
	}
	for i, m := range d.Team {
		if m.Sort == domain.TechnicalExpert {
			offer(&p.Team[i], "expert", m.CandidateID)
		}
	}
	return err
}

func (v *visit) matches(found []postgres.Matched) []matchView {
	var all []matchView
	for _, m := range found {
		all = append(all, v.match(m))
	}
	return all
}

// facts are what a need states, without what it leaves open.
func (v *visit) facts(n domain.Need) []fact {
	var all []fact
	add := func(zh, en, value string) {
		if value != "" {
			all = append(all, fact{v.say(zh, en), value})
		}
	}
	add("技术领域", "Field", domain.Fields.Name(n.Field).In(v.lang))
	add("指标", "Targets", v.quantities(n.Targets))
	add("成熟度要求", "Lowest TRL", level(n.Conditions.TRLMin))
	add("合作方式", "Cooperation", v.names(domain.Modes, n.Modes))
	add("预算", "Budget", v.budget(n.BudgetMin, n.BudgetMax))
	add("期望解决日期", "Deadline", n.Deadline.String())
	add("揭榜方地域", "Solver located", domain.Territories.Name(n.Conditions.Territory).In(v.lang))
	add("其他条件", "Other conditions", n.Conditions.Text)
	add("状态", "State", domain.ListingStates.Name(string(n.State)).In(v.lang))
	add("有效期至", "Valid until", n.ValidUntil.String())
	return all
}

func (v *visit) quantities(qs []domain.Quantity) string {
	var all []string
	for _, q := range qs {
		all = append(all, q.String())
	}
	return strings.Join(all, v.say("；", "; "))
}

func (v *visit) names(set domain.Terms, codes []string) string {
	var all []string
	for _, c := range codes {
		all = append(all, set.Name(c).In(v.lang))
	}
	return strings.Join(all, v.say("、", ", "))
}

func (v *visit) budget(least, most *domain.Fen) string {
	switch {
	case least != nil && most != nil:
		return least.Display().In(v.lang) + v.say(" 至 ", " to ") + most.Display().In(v.lang)
	case most != nil:
		return v.say("不超过 ", "up to ") + most.Display().In(v.lang)
	case least != nil:
		return v.say("不低于 ", "from ") + least.Display().In(v.lang)
	}
	return ""
}

func level(trl int) string {
	if trl == 0 {
		return ""
	}
	return "TRL " + string(rune('0'+trl))
}

// lines are the paragraphs of a text.
func lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}
