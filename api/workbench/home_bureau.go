package workbench

import (
	"errors"
	"fmt"
	"net/url"
	"slices"

	"sanku/domain"
	"sanku/domain/postgres"
)

// board is what the bureau watches: the plan, the way from need to contract, the areas.
type board struct {
	Plan   string // its address; "" while none is loaded
	Title  string
	Lights []count
	Watch  []planRow // indicators that do not go well
	Funnel funnelView
	Areas  []areaTile
	Year   int
	Topics []homeRow
	Unmet  string // address of all
}

// areaTile is an area at a glance.
type areaTile struct {
	Name, Href             string
	Needs, Dockings, Deals int
	Amount                 string
	Shade                  int // 0 to 4, by how many needs there are
}

// watched bounds the indicators shown at home.
const watched = 8

// bureauHome is how the plan stands, what waits for the bureau, and how needs become
// contracts.
func (v *visit) bureauHome(p *homePage) error {
	ctx := v.r.Context()
	t, err := v.DB.Tallies(ctx, v.actor, "")
	if err != nil {
		return err
	}
	if err := v.bureauTodo(p, t); err != nil {
		return err
	}
	p.tile(v, "已发布需求", "Published needs", t.Needs.Of(string(domain.ListingPublished)), "/needs?state=published", "")
	p.tile(v, "已发布成果", "Published results", t.Technologies.Of(string(domain.ListingPublished)), "/technologies?state=published", "")
	p.tile(v, "进行中的对接", "Dockings under way", t.Dockings.Of(ongoing...), "/dockings", "")
	p.tile(v, "已登记合同", "Registered contracts", t.Contracts.Of(string(domain.ContractRegistered)), "/contracts?state=registered", "")
	p.Board = &board{Year: domain.DateOf(v.DB.Now()).Year}
	return errors.Join(v.boardPlan(p.Board), v.boardFunnel(p.Board), v.boardAreas(p.Board), v.boardUnmet(p.Board), v.bureauLists(p))
}

func (v *visit) bureauTodo(p *homePage, t postgres.Tallies) error {
	ctx := v.r.Context()
	p.due(v, t.Late, true, "/contracts?due=overdue", "%d 份合同登记已超时限", "%d registrations are overdue")
	p.due(v, t.Contracts.Of(string(domain.ContractSubmitted)), false, "/contracts?state=submitted", "%d 份合同待预审", "%d contracts to precheck")
	p.due(v, t.Contracts.Of(string(domain.ContractPrechecked)), false, "/contracts?state=prechecked", "%d 份合同待登记", "%d contracts to register")
	p.due(v, t.Needs.Of(string(domain.ListingSubmitted)), false, "/review", "%d 项需求待审核", "%d needs await review")
	p.due(v, t.Technologies.Of(string(domain.ListingSubmitted)), false, "/review", "%d 项成果待审核", "%d results await review")
	reports, err := v.DB.Reports(ctx, v.actor, postgres.ReportFilter{State: string(domain.ReportSubmitted)}, postgres.Page{Limit: postgres.MaxLimit})
	p.due(v, len(reports.Items), false, "/reports?state=submitted", "%d 份填报数据待审核", "%d reports to approve")
	suspicions, err2 := v.DB.Suspicions(ctx, v.actor, postgres.SuspicionFilter{State: string(domain.SuspicionOpen)}, postgres.Page{Limit: postgres.MaxLimit})
	p.due(v, len(suspicions.Items), false, "/suspicions", "%d 项合同疑点待核查", "%d suspicions to decide")
	return errors.Join(err, err2)
}

func (v *visit) bureauLists(p *homePage) error {
	clocks, err := v.someContracts(postgres.ContractFilter{Due: "running"}, postgres.Page{Limit: shownAtHome, Sort: "due_on"})
	p.list(v, "认定登记时限", "Registration clocks", "/contracts?due=running", clocks, "没有办理中的合同。", "No contract is in hand.")
	reminders, err2 := v.reminded(postgres.ReminderFilter{OfBureau: true})
	p.list(v, "提醒", "Reminders", "/reminders", reminders, "没有未读的提醒。", "Nothing unread.")
	return errors.Join(err, err2, v.bureauBulletins(p))
}

func (v *visit) bureauBulletins(p *homePage) error {
	ctx := v.r.Context()
	plan, err := v.DB.CurrentPlan(ctx, v.DB.Now())
	if missing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	published, err := v.DB.Publications(ctx, plan.Code)
	var rows []homeRow
	for _, b := range published[:min(len(published), shownAtHome)] {
		rows = append(rows, homeRow{Title: b.Heading().In(v.lang), Href: v.reach("/bulletins/" + b.ID.String()), Note: v.edition(b)})
	}
	p.list(v, "通报", "Bulletins", "/bulletins", rows, "还没有发布通报。", "None has been published.")
	return err
}

// boardPlan is how many indicators show which light, and those that do not go well.
func (v *visit) boardPlan(b *board) error {
	a, err := v.askedPlan()
	if missing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	b.Plan, b.Title = v.reach("/plan"), a.Title
	courses, err := v.DB.Courses(v.r.Context(), a.Plan, a.AsOf)
	lights := map[domain.Light]int{}
	for _, c := range courses {
		lights[c.Light]++
		if badly := c.Light == domain.LightRed || c.Light == domain.LightYellow || c.Light == domain.LightMissed; badly && len(b.Watch) < watched {
			b.Watch = append(b.Watch, v.planRow(a, c, nil))
		}
	}
	b.Lights = v.lightCounts(lights)
	return err
}

func (v *visit) lightCounts(lights map[domain.Light]int) (all []count) {
	for _, code := range append(domain.Lights.Codes(), string(domain.LightUnknown)) {
		if n := lights[domain.Light(code)]; n > 0 {
			all = append(all, count{v.light(domain.Light(code)), n})
		}
	}
	return all
}

// boardFunnel is how far the needs entered this year have come.
func (v *visit) boardFunnel(b *board) error {
	q := funnelQuery{Filter: postgres.FunnelFilter{Entered: domain.YearPeriod(b.Year)}, From: fmt.Sprintf("%d-01-01", b.Year), To: fmt.Sprintf("%d-12-31", b.Year)}
	cuts, err := v.DB.Funnel(v.r.Context(), v.actor, q.Filter, "")
	if len(cuts) > 0 {
		b.Funnel = v.drawFunnel(q, cuts[0].Reached)
	}
	return err
}

// boardAreas is each area with the year's needs and contracts.
func (v *visit) boardAreas(b *board) error {
	ctx, year := v.r.Context(), domain.YearPeriod(b.Year)
	areas, err := v.DB.Areas(ctx)
	cuts, err2 := v.DB.Funnel(ctx, v.actor, postgres.FunnelFilter{Entered: year}, "area")
	deals, err3 := v.DB.ContractStatistics(ctx, v.actor, "area", "", postgres.ContractFilter{Registered: year})
	if err := errors.Join(err, err2, err3); err != nil {
		return err
	}
	most := 1
	for _, c := range cuts {
		most = max(most, c.Reached[0])
	}
	for _, a := range areas {
		query := url.Values{"area": {a.Code}, "from": {year.From.String()}, "to": {year.To.String()}}
		t := areaTile{Name: a.Name.In(v.lang), Href: v.reach("/funnel?" + query.Encode()), Amount: domain.Fen(0).Display().In(v.lang)}
		if i := slices.IndexFunc(cuts, func(c postgres.FunnelCut) bool { return c.Key == a.Code }); i >= 0 {
			t.Needs, t.Dockings = cuts[i].Reached[0], cuts[i].Reached[2]
			t.Shade = (4*t.Needs + most - 1) / most
		}
		if i := slices.IndexFunc(deals, func(c postgres.ContractCut) bool { return c.Key == a.Code }); i >= 0 {
			t.Deals, t.Amount = int(deals[i].Count), deals[i].Amount.Display().In(v.lang)
		}
		b.Areas = append(b.Areas, t)
	}
	return nil
}

// boardUnmet is the topics that most needs ask for and nothing answers.
func (v *visit) boardUnmet(b *board) error {
	rows, err := v.DB.UnmetNeeds(v.r.Context(), v.actor, maxUnmet)
	if err != nil {
		return err
	}
	names, err := v.DB.AreaNames(v.r.Context())
	b.Unmet = v.reach("/unmet-needs")
	topics := v.topics(rows, names)
	for _, t := range topics[:min(len(topics), shownAtHome)] {
		title := t.Name
		if len(t.Needs) == 1 { // words in common say less than the need's own
			title = t.Needs[0].Title
		}
		b.Topics = append(b.Topics, homeRow{Title: title, Note: t.Areas, Tag: fmt.Sprintf(v.say("%d 项需求", "%d needs"), len(t.Needs))})
	}
	return err
}
