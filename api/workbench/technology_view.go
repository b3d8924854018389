package workbench

import (
	"net/http"
	"strconv"

	"sanku/domain"
	"sanku/domain/postgres"
)

// technology shows a technology: to all as far as they are shown it, and to those who own
// or run it what to do with it, the needs that it answers, who was shown more and the
// rounds of review.
func (w *Workbench) technology(v *visit) error {
	t, f, err := v.permittedTechnology()
	if err != nil {
		return err
	}
	path := "/technologies/" + t.ID.String()
	page := listingPage{Kicker: v.say("科技成果", "Technology"), Title: t.Title, Targets: quantityLines(t.Metrics), Facts: v.technologyFacts(t),
		Inside: t.Shown == 0, Steps: v.listingSteps(path, domain.Technologies, t.State, t.ValidUntil, t.Version, f)}
	page.State, page.Class = v.listingState(t.State, t.Expired(w.DB.Now()))
	page.text(v.say("摘要", "Abstract"), t.Abstract)
	page.text(v.say("详细说明", "Description"), t.Description)
	if err := v.ownerOf(&page, t.OrganisationID); err != nil {
		return err
	}
	page.shown(v, t.Shown, t.Confidentiality, "technology", t.ID)
	if err := v.answeredNeeds(&page, t.ID); err != nil {
		return err
	}
	if domain.Can(v.actor, domain.Change, domain.Technologies, f) && t.State != domain.ListingClosed {
		page.Edit = v.href(path + "/edit")
	}
	if !page.Inside || v.actor.UserID.IsZero() || !domain.Can(v.actor, domain.Read, domain.Reviews, f) {
		v.page(http.StatusOK, "technology", t.Title, page)
		return nil
	}
	if told := v.nextOfListing(t.State, t.ValidUntil, len(t.Missing())); told != "" {
		page.Told = append(page.Told, told)
	}
	if err := v.insideTechnology(&page, t); err != nil {
		return err
	}
	v.page(http.StatusOK, "technology", t.Title, page)
	return nil
}

func (v *visit) insideTechnology(page *listingPage, t domain.Technology) error {
	rounds, err := v.DB.ReviewsOfTechnology(v.r.Context(), v.actor, t.ID)
	if err != nil {
		return err
	}
	page.Rounds = v.roundRows(rounds, domain.TechnologyFields)
	views, err := v.DB.RevealViewsOfTechnology(v.r.Context(), v.actor, t.ID)
	if err != nil {
		return err
	}
	if page.Views, err = v.viewRows(views, false); err != nil {
		return err
	}
	page.Reveals, err = v.revealRows(postgres.RevealFilter{TechnologyID: t.ID})
	return err
}

func (v *visit) technologyFacts(t domain.Technology) []fact {
	level := ""
	if t.TRL > 0 {
		level = strconv.Itoa(t.TRL) + v.say(" 级（", " (") + domain.TRLs.Name(strconv.Itoa(t.TRL)).In(v.lang) + v.say("）", ")")
	}
	rights := ""
	for i, r := range t.IP {
		if i > 0 {
			rights += v.say("；", "; ")
		}
		rights += domain.IPKinds.Name(r.Kind).In(v.lang) + " " + r.Title + " " + r.Number
	}
	return facts(fact{v.say("技术领域", "Field"), domain.Fields.Name(t.Field).In(v.lang)}, fact{v.say("技术成熟度", "Readiness"), level},
		fact{v.say("所处阶段", "Stage"), domain.ResultStages.Name(t.Stage).In(v.lang)}, fact{v.say("成果属性", "Attribute"), domain.ResultAttributes.Name(t.Attribute).In(v.lang)},
		fact{v.say("成果水平", "Level"), t.Level}, fact{v.say("登记号", "Registration"), t.Registration}, fact{v.say("知识产权", "Intellectual property"), rights},
		fact{v.say("合作方式", "Cooperation"), v.termNames(t.Modes, domain.Modes)}, fact{v.say("报价", "Price"), v.moneyRange(t.PriceMin, t.PriceMax)},
		fact{v.say("可实施地域", "May be used"), domain.Territories.Name(t.Territory).In(v.lang)}, fact{v.say("完成人", "Inventors"), v.termNames(t.Inventors, nil)},
		fact{v.say("关键词", "Keywords"), v.termNames(t.Keywords, nil)}, fact{v.say("公开范围", "Shown to"), domain.Confidentialities.Name(t.Confidentiality).In(v.lang)},
		fact{v.say("有效期至", "Valid until"), t.ValidUntil.String()})
}
