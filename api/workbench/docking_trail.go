package workbench

import (
	"net/http"
	"strconv"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addDockingTrail() {
	of := Route{Method: http.MethodGet, Resource: domain.Dockings, Action: domain.Read}
	page, document := of, of
	page.Path, page.serve = "/dockings/{id}/trail", w.dockingTrail
	document.Path, document.serve = "/dockings/{id}/trail.docx", w.dockingTrailDocument
	w.add(domain.Text{}, page)
	w.add(domain.Text{}, document)
}

// trailPage is the dossier of a docking: who decided what, when, and on what evidence
// (尽职免责), on the page and in the document.
type trailPage struct {
	dockingPage
	Drawn     string // when
	Conflicts []fact
	Reveals   []fact
	Messages  int
	Contracts []fact
	Run       bool // the reader is shown the audit trail
	Audit     []auditView
	Document  string
	Docking   string
}

type auditView struct{ At, Actor, What, Outcome, Sealed string }

func (v *visit) readTrail() (trailPage, error) {
	d, err := v.readDocking()
	if err != nil {
		return trailPage{}, err
	}
	page, err := v.dockingOf(d)
	if err != nil {
		return trailPage{}, err
	}
	trail, err := v.DB.DockingTrail(v.r.Context(), v.actor, d.ID)
	if err != nil {
		return trailPage{}, err
	}
	at := "/dockings/" + d.ID.String()
	p := trailPage{dockingPage: page, Drawn: minute(v.DB.Now()), Messages: trail.Messages, Run: d.RunBy(domain.ScopeOf(v.actor, domain.Read, domain.Dockings)), Document: v.href(at + "/trail.docx"), Docking: v.href(at)}
	if p.Conflicts, err = v.trailConflicts(trail.Conflicts); err != nil {
		return p, err
	}
	for _, r := range trail.Reveals {
		p.Reveals = append(p.Reveals, fact{day(r.CreatedAt), r.Title + v.say("，", ", ") + domain.RevealStates.Name(string(r.State)).In(v.lang) + v.say("：", ": ") + r.Purpose})
	}
	for _, c := range trail.Contracts {
		p.Contracts = append(p.Contracts, fact{c.Title, domain.ContractStates.Name(string(c.State)).In(v.lang) + v.say("，成交额 ", ", worth ") + c.Amount.Display().In(v.lang) + v.signedOn(c)})
	}
	for _, e := range trail.Audit {
		p.Audit = append(p.Audit, v.auditLine(e))
	}
	return p, nil
}

func (v *visit) signedOn(c domain.Contract) string {
	if c.SignedOn.IsZero() {
		return ""
	}
	return v.say("，签订于 ", ", signed on ") + c.SignedOn.String()
}

func (v *visit) trailConflicts(conflicts []domain.Interest) ([]fact, error) {
	var experts, organisations []domain.ID
	for _, c := range conflicts {
		experts, organisations = append(experts, c.ExpertID), append(organisations, c.OrganisationID, c.WithID)
	}
	ctx := v.r.Context()
	byExpert, err := byID(experts, func(ids []domain.ID) ([]domain.Expert, error) { return v.DB.ExpertsByIDs(ctx, ids) }, func(e domain.Expert) domain.ID { return e.ID })
	if err != nil {
		return nil, err
	}
	byOrganisation, err := byID(organisations, func(ids []domain.ID) ([]domain.Organisation, error) { return v.DB.OrganisationsByIDs(ctx, ids) }, func(o domain.Organisation) domain.ID { return o.ID })
	var all []fact
	for _, c := range conflicts {
		who, with := byExpert[c.ExpertID].Name+byOrganisation[c.OrganisationID].Name, byOrganisation[c.WithID].Name
		if with == "" {
			with = v.say("本需求", "this need")
		}
		all = append(all, fact{day(c.CreatedAt), who + v.say("声明与", " in conflict with ") + with + v.say("有利益冲突：", ": ") + c.Reason + v.say("（", " (") + domain.ConflictStates.Name(string(c.State)).In(v.lang) + v.say("）", ")")})
	}
	return all, err
}

// trailKinds name what an audit row of a trail is about.
var trailKinds = domain.Terms{
	{Code: "docking", Name: domain.Text{ZH: "对接", EN: "docking"}},
	{Code: "invitation", Name: domain.Text{ZH: "专家邀请", EN: "invitation"}},
	{Code: "contract", Name: domain.Text{ZH: "合同", EN: "contract"}},
}

// trailActions name what is done besides the steps of the machines.
var trailActions = domain.Terms{
	{Code: "create", Name: domain.Text{ZH: "新建", EN: "create"}},
	{Code: "change", Name: domain.Text{ZH: "修改", EN: "change"}},
	{Code: "read", Name: domain.Text{ZH: "查看", EN: "read"}},
	{Code: "load", Name: domain.Text{ZH: "补录", EN: "load"}},
	{Code: "hand-over", Name: domain.Text{ZH: "移交管家", EN: "hand over"}},
	{Code: "reword", Name: domain.Text{ZH: "修改意向表", EN: "change the interest form"}},
	{Code: "invite", Name: domain.Text{ZH: "邀请专家", EN: "invite"}},
	{Code: "opine", Name: domain.Text{ZH: "出具意见", EN: "give an opinion"}},
}

var trailOutcomes = domain.Terms{
	{Code: "done", Name: domain.Text{ZH: "已办", EN: "done"}},
	{Code: "denied", Name: domain.Text{ZH: "拒绝", EN: "denied"}},
	{Code: "failed", Name: domain.Text{ZH: "失败", EN: "failed"}},
}

func (v *visit) auditLine(e postgres.TrailEntry) auditView {
	names := map[string]domain.Terms{"docking": domain.DockingSteps.Terms(), "invitation": domain.MemberSteps.Terms(), "contract": domain.ContractSteps.Terms()}[e.Kind]
	action := trailActions.Name(e.Action)
	if names.Has(e.Action) {
		action = names.Name(e.Action)
	}
	line := auditView{minute(e.At), e.Actor, trailKinds.Name(e.Kind).In(v.lang) + v.say("：", ": ") + action.In(v.lang), trailOutcomes.Name(e.Outcome).In(v.lang), v.say("待封存", "not yet")}
	if e.Sealed != nil {
		line.Sealed = strconv.FormatInt(*e.Sealed, 10)
	}
	return line
}

func (w *Workbench) dockingTrail(v *visit) error {
	page, err := v.readTrail()
	if err != nil {
		return err
	}
	v.page(http.StatusOK, "docking_trail", v.say("决策卷宗", "Decision dossier"), page)
	return nil
}

func (w *Workbench) dockingTrailDocument(v *visit) error {
	page, err := v.readTrail()
	if err != nil {
		return err
	}
	var d document
	v.composeTrail(&d, page)
	return v.writeFile("docking-"+v.id, &d, plainPaper)
}

// composeTrail writes the dossier in the order of the page.
func (v *visit) composeTrail(d *document, p trailPage) {
	colon := v.say("：", ": ")
	facts := func(all []fact) {
		for _, f := range all {
			d.text("", f.Name, colon, f.Value)
		}
		if len(all) == 0 {
			d.text("", v.say("无", "None"))
		}
	}
	d.text("Title", v.say("对接决策卷宗", "Decision dossier of a docking"))
	d.text("", p.Title, " × ", p.Answer)
	d.text("", v.say("阶段：", "Stage: "), p.Stage, v.say("；生成时间：", "; drawn up: "), p.Drawn)
	for _, part := range []struct {
		zh, en string
		facts  []fact
	}{{"一、双方与管家", "The two sides and the steward", p.Facts}, {"二、意向表", "Interest form", p.Intent}} {
		d.text("Heading1", v.say(part.zh, part.en))
		facts(part.facts)
	}
	d.text("Heading1", v.say("三、办理经过", "What was decided"))
	for _, e := range p.Events {
		d.text("", e.At, "　", e.What, " ", e.By, " ", e.Why)
		for _, w := range e.Words {
			d.text("", "　", w)
		}
	}
	d.text("Heading1", v.say("四、专家团队与意见", "The team and its opinions"))
	if len(p.Team) == 0 {
		facts(nil)
	}
	for _, m := range p.Team {
		d.text("", m.Kind, colon, m.Name, v.say("，", ", "), m.State, v.say("（", " ("), m.At, v.say("）", ")"), m.declared(v))
	}
	for _, o := range p.Opinions {
		d.text("Heading2", o.Kind, " ", o.Name, "　", o.At)
		facts(o.Replies)
	}
	d.text("Heading1", v.say("五、利益冲突声明", "Declared conflicts"))
	facts(p.Conflicts)
	d.text("Heading1", v.say("六、信息公开与沟通", "Reveals and messages"))
	facts(p.Reveals)
	d.text("", v.say("对接内消息：", "Messages in the docking: "), strconv.Itoa(p.Messages), v.say(" 条", ""))
	d.text("Heading1", v.say("七、合同", "Contract"))
	facts(p.Contracts)
	if p.Run {
		d.text("Heading1", v.say("八、审计记录", "Audit trail"))
		for _, a := range p.Audit {
			d.text("", a.At, "　", a.Actor, "　", a.What, "　", a.Outcome, v.say("　封存序号 ", "　sealed as "), a.Sealed)
		}
	}
}

// declared says that a member declared to be in no conflict, and when.
func (m memberView) declared(v *visit) string {
	if m.Cleared == "" {
		return ""
	}
	return v.say("，已于 "+m.Cleared+" 声明无利益冲突", ", declared to be in no conflict on "+m.Cleared)
}
