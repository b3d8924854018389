package workbench

import (
	"net/http"
	"net/url"
	"strings"

	"sanku/domain"
)

// recordPage is one record of a library as a visitor may see it, and what to do next.
type recordPage struct {
	Kicker, Back string
	Title        string
	Lang         string // of the record's words, where it is not that of the page
	Facts        []fact
	Note         string // what is kept back
	Parts        []recordPart
	ItemsName    string
	Items        []shownItem
	Links        []reference
	Next         []reference // what the visitor may do about it
}

// recordPart is a stretch of the record under a heading.
type recordPart struct {
	ID, Name string
	Lines    []string
	Points   []string
	Grants   []offerView
}

func (p *recordPage) add(v *visit, zh, en, text string) {
	if strings.TrimSpace(text) != "" {
		p.Parts = append(p.Parts, recordPart{Name: v.say(zh, en), Lines: lines(text)})
	}
}

func (v *visit) factsOf(all ...[3]string) (facts []fact) {
	for _, f := range all {
		if f[2] != "" {
			facts = append(facts, fact{v.say(f[0], f[1]), f[2]})
		}
	}
	return facts
}

func (s shelf) serveRecord(v *visit) error {
	id, err := v.record()
	if err != nil {
		return err
	}
	page, err := s.record(v, id)
	if err != nil {
		return err
	}
	page.Kicker, page.Back = s.name.In(v.lang), v.href(s.path)
	v.page(http.StatusOK, "record", page.Title, page)
	return nil
}

func needRecord(v *visit, id domain.ID) (recordPage, error) {
	n, err := v.DB.Need(v.r.Context(), v.actor, id)
	if err != nil {
		return recordPage{}, err
	}
	owners, err := v.owners(v.r.Context(), []domain.ID{n.OrganisationID})
	if err != nil {
		return recordPage{}, err
	}
	page := recordPage{Title: n.Title, Facts: append([]fact{{v.say("提出单位", "Asked by"), v.whose(owners[n.OrganisationID], n.OrganisationID)}}, v.facts(n)...)}
	if n.OrganisationID.IsZero() {
		page.Note = v.say("这是隐名需求：对接并由管家引荐后，企业名称和详情才会公开。", "This need is blind: whose it is and what it says are shown after a steward has introduced both sides.")
	}
	page.add(v, "背景", "Background", n.Background)
	page.add(v, "技术难题", "The problem", n.Problem)
	owner := !n.OrganisationID.IsZero() && n.OrganisationID == v.actor.OrganisationID
	if owner || n.Shown == 0 && !domain.ScopeOf(v.actor, domain.Read, domain.Matches).Empty() {
		page.Next = append(page.Next, reference{v.say("查看匹配结果", "See what answers it"), v.href("/needs/" + n.ID.String() + "/dossier")})
	}
	if !owner {
		page.Next = append(page.Next, v.dock("need", n.ID)...)
	}
	return page, nil
}

func technologyRecord(v *visit, id domain.ID) (recordPage, error) {
	t, err := v.DB.Technology(v.r.Context(), v.actor, id)
	if err != nil {
		return recordPage{}, err
	}
	owners, err := v.owners(v.r.Context(), []domain.ID{t.OrganisationID})
	if err != nil {
		return recordPage{}, err
	}
	page := recordPage{Title: t.Title, Facts: v.factsOf([3]string{"完成单位", "Offered by", v.whose(owners[t.OrganisationID], t.OrganisationID)},
		[3]string{"技术领域", "Field", domain.Fields.Name(t.Field).In(v.lang)}, [3]string{"技术成熟度", "Readiness", v.readiness(t.TRL)}, [3]string{"技术指标", "Metrics", v.quantities(t.Metrics)},
		[3]string{"合作方式", "Cooperation", v.names(domain.Modes, t.Modes)}, [3]string{"报价", "Price", v.budget(t.PriceMin, t.PriceMax)},
		[3]string{"知识产权", "Rights", v.rights(t.IP)}, [3]string{"完成人", "Inventors", strings.Join(t.Inventors, v.say("、", ", "))},
		[3]string{"科技成果登记号", "Registration", t.Registration}, [3]string{"所处阶段", "Stage", domain.ResultStages.Name(t.Stage).In(v.lang)}, [3]string{"有效期至", "Valid until", t.ValidUntil.String()})}
	if t.OrganisationID.IsZero() {
		page.Note = v.say("这是隐名成果：对接并由管家引荐后，单位名称和详情才会公开。", "This result is blind: whose it is and what it says are shown after a steward has introduced both sides.")
	}
	page.add(v, "简介", "Abstract", t.Abstract)
	page.add(v, "详细说明", "Description", t.Description)
	if t.OrganisationID.IsZero() || t.OrganisationID != v.actor.OrganisationID {
		page.Next = v.dock("technology", t.ID)
	}
	return page, nil
}

func (v *visit) rights(all []domain.IPRight) string {
	var out []string
	for _, r := range all {
		out = append(out, v.joined(domain.IPKinds.Name(r.Kind).In(v.lang), r.Title, r.Number, domain.IPStatuses.Name(r.Status).In(v.lang)))
	}
	return strings.Join(out, v.say("；", "; "))
}

// dock leads to a docking of a listing: members ask for it, others sign in first.
func (v *visit) dock(kind string, id domain.ID) []reference {
	if v.actor.UserID.IsZero() {
		return []reference{{v.say("登录后申请对接", "Sign in to ask for a docking"), v.href("/login?next=" + url.QueryEscape(v.r.URL.Path))}}
	}
	if at := v.reach("/dockings/new?" + kind + "=" + id.String()); at != "" {
		return []reference{{v.say("申请对接", "Ask for a docking"), at}}
	}
	return nil
}
