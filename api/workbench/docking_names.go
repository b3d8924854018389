package workbench

import (
	"slices"
	"strconv"

	"sanku/domain"
	"sanku/domain/postgres"
)

// dockingNames are the names of what dockings are between.
type dockingNames struct {
	v             *visit
	needs         map[domain.ID]domain.Need
	technologies  map[domain.ID]domain.Technology
	experts       map[domain.ID]domain.Expert
	organisations map[domain.ID]domain.Organisation
	areas         map[string]domain.Text
	clocks        postgres.DockingClocks
	today         domain.Date
	unread        map[domain.ID]int // messages, by docking; of lists alone
}

// namesOf reads the names of dockings, and of experts besides.
func (v *visit) namesOf(dockings []domain.Docking, experts ...domain.ID) (n dockingNames, err error) {
	n = dockingNames{v: v, today: domain.DateOf(v.DB.Now())}
	var needs, technologies, organisations []domain.ID
	for _, d := range dockings {
		needs, technologies = append(needs, d.NeedID), append(technologies, d.TechnologyID)
		organisations = append(organisations, d.EnterpriseID, d.ProviderID)
		experts = append(experts, d.ExpertID, d.EntrepreneurID, d.StewardID)
	}
	ctx := v.r.Context()
	if n.needs, err = byID(needs, func(ids []domain.ID) ([]domain.Need, error) { return v.DB.NeedsByIDs(ctx, ids) }, func(r domain.Need) domain.ID { return r.ID }); err != nil {
		return n, err
	}
	if n.technologies, err = byID(technologies, func(ids []domain.ID) ([]domain.Technology, error) { return v.DB.TechnologiesByIDs(ctx, ids) }, func(r domain.Technology) domain.ID { return r.ID }); err != nil {
		return n, err
	}
	if n.experts, err = byID(experts, func(ids []domain.ID) ([]domain.Expert, error) { return v.DB.ExpertsByIDs(ctx, ids) }, func(r domain.Expert) domain.ID { return r.ID }); err != nil {
		return n, err
	}
	if n.organisations, err = byID(organisations, func(ids []domain.ID) ([]domain.Organisation, error) { return v.DB.OrganisationsByIDs(ctx, ids) }, func(r domain.Organisation) domain.ID { return r.ID }); err != nil {
		return n, err
	}
	if n.areas, err = v.DB.AreaNames(ctx); err != nil {
		return n, err
	}
	n.clocks, err = v.DB.DockingClocks(ctx)
	return n, err
}

// listed reads the names of the dockings of a list, and what the caller has not read in them.
func (v *visit) listed(dockings []domain.Docking) (dockingNames, error) {
	n, err := v.namesOf(dockings)
	if err == nil {
		n.unread, err = v.DB.UnreadMessages(v.r.Context(), v.actor, dockings)
	}
	return n, err
}

func byID[T any](ids []domain.ID, read func([]domain.ID) ([]T, error), id func(T) domain.ID) (map[domain.ID]T, error) {
	found, err := read(ids)
	all := make(map[domain.ID]T, len(found))
	for _, r := range found {
		all[id(r)] = r
	}
	return all, err
}

// title is what a docking is on: the need, and what is to answer it.
func (n dockingNames) title(d domain.Docking) string { return n.needs[d.NeedID].Title }

func (n dockingNames) answer(d domain.Docking) string {
	if !d.TechnologyID.IsZero() {
		return n.technologies[d.TechnologyID].Title
	}
	return n.experts[d.ExpertID].Name
}

// party is who stands on a side; of one that is veiled, that it is.
func (n dockingNames) party(d domain.Docking, side domain.Side) string {
	hidden := n.v.say("（引荐后公开）", "(shown after the introduction)")
	switch side {
	case domain.SideEnterprise:
		if d.EnterpriseID.IsZero() {
			return hidden
		}
		return n.organisations[d.EnterpriseID].Name
	case domain.SideProvider:
		switch {
		case !d.ProviderID.IsZero():
			return n.organisations[d.ProviderID].Name
		case d.TechnologyID.IsZero():
			return n.experts[d.ExpertID].Name
		}
		return hidden
	case domain.SideSteward:
		return n.experts[d.StewardID].Name
	}
	return ""
}

// side names a side and who stands on it.
func (n dockingNames) side(d domain.Docking, side domain.Side) string {
	name, party := domain.DockingSides.Name(string(side)).In(n.v.lang), n.party(d, side)
	if party == "" {
		return name
	}
	return name + " " + party
}

// turn says whose turn it is.
func (n dockingNames) turn(d domain.Docking) string {
	var all []string
	for _, side := range d.Turn() {
		all = append(all, n.side(d, side))
	}
	return joined(n.v, all)
}

func joined(v *visit, all []string) string {
	out := ""
	for i, s := range all {
		if i > 0 {
			out += v.say("、", ", ")
		}
		out += s
	}
	return out
}

// mine reports whether it is the reader's turn.
func (v *visit) mine(d domain.Docking) bool { return slices.Contains(d.Turn(), d.SideOf(v.actor)) }

// due says by when the next step of d is due, and how that stands: a class of the style
// and words.
func (n dockingNames) due(d domain.Docking) dueView {
	c := n.clocks.Of(d, n.today)
	if c == nil {
		return dueView{}
	}
	days := strconv.Itoa(c.Left)
	switch {
	case c.Overdue:
		late := strconv.Itoa(-c.Left)
		return dueView{c.DueOn.String(), "missed", n.v.say("已逾期 "+late+" 个工作日", late+" working days overdue")}
	case c.Reached:
		return dueView{c.DueOn.String(), "not_stated", n.v.say("今日到期", "due today")}
	case c.Soon:
		return dueView{c.DueOn.String(), "not_stated", n.v.say("还剩 "+days+" 个工作日", days+" working days left")}
	}
	return dueView{c.DueOn.String(), "covered", n.v.say("还剩 "+days+" 个工作日", days+" working days left")}
}

// dueView is a due day; On is empty when nothing is due.
type dueView struct{ On, Class, Words string }
