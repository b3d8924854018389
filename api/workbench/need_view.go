package workbench

import (
	"net/http"
	"strconv"

	"sanku/domain"
	"sanku/domain/postgres"
)

// listingPage is a need or a technology as its reader is shown it.
type listingPage struct {
	Kicker, Title, State, Class string
	Owner                       string // "" when it is not shown
	Blind                       string // what the reader is shown of a blind one
	AskFor                      string // where to ask for more
	Told                        []string
	Edit, Clinic, Dossier       string
	Steps                       []stepForm
	Texts                       []textPart
	Targets                     []string
	Facts                       []fact
	Matches, Near, Weak         []listingRow // of a technology, the needs that it answers, nearly, and hardly
	Inside                      bool         // the reader owns or runs it
	Reveals                     []revealRow
	Views                       []viewRow
	Rounds                      []roundRow
}

type textPart struct {
	Name string
	Text []string
}

// need shows a need: to all as far as they are shown it, and to those who own or run it
// what to do with it, who was shown more and the rounds of review.
func (w *Workbench) need(v *visit) error {
	n, f, err := v.permittedNeed()
	if err != nil {
		return err
	}
	path := "/needs/" + n.ID.String()
	page := listingPage{Kicker: v.say("企业需求", "Need"), Title: n.Title, Targets: quantityLines(n.Targets), Facts: v.needFacts(n),
		Inside: n.Shown == 0, Steps: v.listingSteps(path, domain.Needs, n.State, n.ValidUntil, n.Version, f)}
	page.State, page.Class = v.listingState(n.State, n.Expired(w.DB.Now()))
	page.text(v.say("技术难题", "Problem"), n.Problem)
	page.text(v.say("背景", "Background"), n.Background)
	page.text(v.say("其他条件和验收办法", "Other conditions, and how it is accepted"), n.Conditions.Text)
	if err := v.ownerOf(&page, n.OrganisationID); err != nil {
		return err
	}
	page.shown(v, n.Shown, n.Confidentiality, "need", n.ID)
	if domain.Can(v.actor, domain.Change, domain.Needs, f) && n.State != domain.ListingClosed {
		page.Edit, page.Clinic = v.href(path+"/edit"), v.href(path+"/clinic")
	}
	if domain.Can(v.actor, domain.Read, domain.Matches, f) && n.State == domain.ListingPublished {
		page.Dossier = v.href(path + "/dossier")
	}
	if !page.Inside || v.actor.UserID.IsZero() || !domain.Can(v.actor, domain.Read, domain.Reviews, f) {
		v.page(http.StatusOK, "need", n.Title, page)
		return nil
	}
	if told := v.nextOfListing(n.State, n.ValidUntil, len(n.Missing())); told != "" {
		page.Told = append(page.Told, told)
	}
	page.Told = append(page.Told, v.toConfirm(n)...)
	rounds, err := w.DB.ReviewsOfNeed(v.r.Context(), v.actor, n.ID)
	if err != nil {
		return err
	}
	page.Rounds = v.roundRows(rounds, domain.NeedFields)
	views, err := w.DB.RevealViewsOfNeed(v.r.Context(), v.actor, n.ID)
	if err != nil {
		return err
	}
	if page.Views, err = v.viewRows(views, false); err != nil {
		return err
	}
	if page.Reveals, err = v.revealRows(postgres.RevealFilter{NeedID: n.ID}); err != nil {
		return err
	}
	v.page(http.StatusOK, "need", n.Title, page)
	return nil
}

// text adds a text, if it says something.
func (p *listingPage) text(name, text string) {
	if said := paragraphs(text); said != nil {
		p.Texts = append(p.Texts, textPart{name, said})
	}
}

// shown says how far a reader is shown a listing, and where to ask for more.
func (p *listingPage) shown(v *visit, shown domain.RevealLevel, confidentiality, kind string, id domain.ID) {
	if shown == 0 {
		return
	}
	if confidentiality == "blind" {
		p.Blind = v.say("这是隐名发布的。目前向您公开到：", "It is published blind. You are shown: ") + shown.Name().In(v.lang)
	}
	if ask := v.reach("/reveals/new"); ask != "" && !shown.Shows(domain.RevealContact) && (kind == "need" || !shown.Shows(domain.RevealIdentity)) {
		p.AskFor = v.href("/reveals/new?" + kind + "=" + id.String())
	}
}

func (v *visit) ownerOf(page *listingPage, id domain.ID) error {
	owners, err := v.DB.OrganisationsByIDs(v.r.Context(), []domain.ID{id})
	if len(owners) > 0 {
		page.Owner = owners[0].Name
	}
	return err
}

// toConfirm is what an owner is to look at again before renewing.
func (v *visit) toConfirm(n domain.Need) []string {
	today := domain.DateOf(v.DB.Now())
	if n.State != domain.ListingPublished || !n.ValidUntil.Before(today.AddDays(domain.ExpiryNotice)) {
		return nil
	}
	told := []string{v.say("续期前请核对：难题是否还没解决，预算和联系人有没有变。没有变化的，按“续期”即可。", "Before renewing, see whether the problem is still open, and whether budget and contact still hold.")}
	if !n.Deadline.IsZero() && n.Deadline.Before(today) {
		told = append(told, v.say("期望解决日期 "+n.Deadline.String()+" 已过，请改为新的日期。", "The deadline "+n.Deadline.String()+" is past: set another."))
	}
	return told
}

func (v *visit) needFacts(n domain.Need) []fact {
	c := n.Conditions
	level := ""
	if c.TRLMin > 0 {
		level = v.say("不低于 ", "at least ") + strconv.Itoa(c.TRLMin) + v.say(" 级（", " (") + domain.TRLs.Name(strconv.Itoa(c.TRLMin)).In(v.lang) + v.say("）", ")")
	}
	contact := n.ContactName
	if n.ContactPhone != "" {
		contact += " " + n.ContactPhone
	}
	secret := ""
	if c.Secret {
		secret = v.say("须具备", "required")
	}
	return facts(fact{v.say("技术领域", "Field"), domain.Fields.Name(n.Field).In(v.lang)}, fact{v.say("合作方式", "Cooperation"), v.termNames(n.Modes, domain.Modes)},
		fact{v.say("预算", "Budget"), v.moneyRange(n.BudgetMin, n.BudgetMax)}, fact{v.say("期望解决日期", "Deadline"), n.Deadline.String()},
		fact{v.say("知识产权", "Intellectual property"), domain.Ownerships.Name(n.IPOwnership).In(v.lang)}, fact{v.say("成熟度要求", "Readiness"), level},
		fact{v.say("合作方须在", "The solver must be"), domain.Territories.Name(c.Territory).In(v.lang)}, fact{v.say("保密条件", "Secrecy"), secret},
		fact{v.say("关键词", "Keywords"), v.termNames(n.Keywords, nil)}, fact{v.say("公开范围", "Shown to"), domain.Confidentialities.Name(n.Confidentiality).In(v.lang)},
		fact{v.say("联系人", "Contact"), contact}, fact{v.say("有效期至", "Valid until"), n.ValidUntil.String()})
}
