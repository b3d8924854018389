package workbench

import (
	"strconv"

	"sanku/domain"
	"sanku/domain/postgres"
)

// answeredNeeds puts on the page the needs that a technology answers, those it nearly does
// and those it hardly does, best first, as far as the reader may see the matches, each with the way to a docking:
// to the one under way, or to propose one.
func (v *visit) answeredNeeds(page *listingPage, technology domain.ID) error {
	if v.actor.UserID.IsZero() {
		return nil
	}
	matches, err := v.DB.MatchesOf(v.r.Context(), v.actor, domain.MatchTechnology, technology)
	if missing(err) { // no matches that the reader may see
		return nil
	}
	if err != nil {
		return err
	}
	under, err := v.DB.Dockings(v.r.Context(), v.actor, postgres.DockingFilter{TechnologyID: technology, Open: true}, postgres.Page{Limit: postgres.MaxLimit})
	if err != nil {
		return err
	}
	docked := map[domain.ID]domain.ID{}
	for _, d := range under.Items {
		docked[d.NeedID] = d.ID
	}
	defaults, err := v.DB.NoticeDefaults(v.r.Context())
	if err != nil {
		return err
	}
	least := defaults[domain.MatchTechnology].Unmet // less answers no need
	for _, m := range matches {
		row := v.answeredNeed(m)
		if id, ok := docked[m.NeedID]; ok {
			row.Act = stepLink{Name: v.say("查看对接", "See the docking"), Href: v.href("/dockings/" + id.String())}
		} else if v.mayPropose() {
			row.Act = stepLink{v.say("提出对接", "Propose a docking"), v.href("/dockings/new?need=" + m.NeedID.String() + "&side=" + string(domain.SideProvider) + "&technology=" + technology.String()), m.Score >= least}
		}
		switch {
		case m.NearMiss:
			page.Near = append(page.Near, row)
		case m.Score < least:
			page.Weak = append(page.Weak, row)
		default:
			page.Matches = append(page.Matches, row)
		}
	}
	return nil
}

func (v *visit) answeredNeed(m postgres.Matched) listingRow {
	row := listingRow{Title: m.Title, Href: v.href("/needs/" + m.NeedID.String()), Facts: v.say("匹配度 ", "score ") + strconv.Itoa(int(m.Score*100+0.5)) + v.say(" 分", "")}
	if m.Organisation != "" {
		row.Facts = m.Organisation + " · " + row.Facts
	} else if m.Blind {
		row.Facts = v.say("隐名发布", "Blind") + " · " + row.Facts
	}
	if m.NearMiss {
		for _, g := range m.Gates {
			row.Facts += " · " + g.Reason.In(v.lang)
		}
	}
	return row
}
