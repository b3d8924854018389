package workbench_test

import (
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// hidden is a listing of which the parts are told apart by words that stand nowhere else.
type hidden struct {
	title string
	of    domain.ID // the owner
	words map[string]domain.RevealLevel
}

// blindSite is a site with a blind need and a blind technology, and everything that is
// made from them: matches, notices, dockings, messages, an activity, a contract, requests.
type blindSite struct {
	*site
	need, technology             hidden
	needID, technologyID         domain.ID
	enterprise, university       domain.Actor // who own them, and are readers of the other's
	docking, activity, contract  domain.ID
	needReveal, technologyReveal domain.ID
}

func newBlindSite(s *site) *blindSite {
	b := &blindSite{site: s}
	guide := s.steward()
	owner := s.organisation(domain.Organisation{Name: "湘潭匿名甲制造有限公司", Kind: domain.Enterprise, Area: "yuhu", Division: "430302"})
	school := s.organisation(domain.Organisation{Name: "湘潭匿名乙大学", Kind: domain.University, Area: "yuhu", Division: "430302"})
	b.enterprise = s.member("owner", domain.User{Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: owner.ID})
	b.university = s.member("school", domain.User{Roles: []domain.Role{domain.RoleUniversity}, OrganisationID: school.ID})
	b.blindNeed(owner)
	b.blindTechnology(school)
	b.matched()
	b.docked(guide)
	b.meeting()
	s.member("stranger", domain.User{Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: s.enterprise0()})
	third := s.organisation(domain.Organisation{Name: "湘潭样例丙学院", Kind: domain.University, Area: "yuhu", Division: "430302"})
	s.member("other", domain.User{Roles: []domain.Role{domain.RoleUniversity}, OrganisationID: third.ID})
	s.member("host", domain.User{Roles: []domain.Role{domain.RoleUniversity}, OrganisationID: s.institute0()})
	s.member("reader", domain.User{Roles: []domain.Role{domain.RoleExpert}, ExpertID: s.expert()})
	s.member("afar", domain.User{Roles: []domain.Role{domain.RoleSteward}, Area: "gaoxin", ExpertID: s.guideOf("gaoxin")})
	_, err := s.db.ReplaceUnits(s.Context(), actor, []domain.Unit{{Code: "kjj", Name: domain.Text{ZH: "示例科技局", EN: "Bureau"}}})
	require.NoError(s, err)
	s.member("liaison", domain.User{Roles: []domain.Role{domain.RoleLiaison}, Unit: "kjj"})
	s.member("clerk", domain.User{Roles: []domain.Role{domain.RoleBureau}})
	b.told()
	return b
}

// guideOf is the record of a steward of another area.
func (s *site) guideOf(area string) domain.ID {
	_, err := s.db.ReplaceAreas(s.Context(), actor, []domain.Area{{Code: "yuhu", Name: domain.Text{ZH: "雨湖区", EN: "Yuhu"}, Kind: "district", Division: "430302", Order: 1},
		{Code: area, Name: domain.Text{ZH: "示例新区", EN: "Example"}, Kind: "park", Division: "430302", Order: 2}})
	require.NoError(s, err)
	e, err := s.db.CreateExpert(s.Context(), actor, domain.Expert{Name: "示例远方管家", Kind: domain.StewardExpert, Area: area, Capacity: 5, Fields: []string{"materials"}})
	require.NoError(s, err)
	_, err = s.db.StepExpert(s.Context(), actor, e.ID, e.Version, "publish", "")
	require.NoError(s, err)
	return e.ID
}

// member makes a user who can sign in, and returns whom they act as.
func (s *site) member(login string, u domain.User) domain.Actor {
	s.Helper()
	u.Login, u.Name = login, "示例"+login
	u, err := s.db.CreateUser(s.Context(), actor, u, s.hash)
	require.NoError(s, err)
	return u.Actor("")
}

func (b *blindSite) blindNeed(owner domain.Organisation) {
	low, high := domain.Yuan(1_234_500), domain.Yuan(7_319_300)
	n, err := b.db.CreateNeed(b.Context(), actor, domain.Need{OrganisationID: owner.ID, Title: "隐名需求题目", Field: "materials", Confidentiality: "blind",
		Problem: "暗号甲难题", Targets: []domain.Quantity{{Name: "暗号甲指标", Comparator: ">=", Value: number(8417), Unit: "h"}}, Keywords: []string{"暗号甲词"},
		Background: "暗号甲背景", BudgetMin: &low, BudgetMax: &high, Conditions: domain.NeedConditions{Text: "暗号甲条件", TRLMin: 8}, Modes: []string{"talent"},
		Deadline: domain.DateOf(b.db.Now()).AddDays(417), ContactName: "暗号甲联系人", ContactPhone: "073158417000"})
	require.NoError(b, err)
	for _, step := range []string{"submit", "publish"} {
		n, err = b.db.StepNeed(b.Context(), actor, n.ID, n.Version, step, "")
		require.NoError(b, err)
	}
	b.needID = n.ID
	b.need = hidden{n.Title, owner.ID, map[string]domain.RevealLevel{"暗号甲难题": 2, "暗号甲指标": 2, "暗号甲词": 2, "暗号甲背景": 3, "731.93 万": 3, "7319300": 3, "731930000": 3, "暗号甲条件": 3,
		n.Deadline.String(): 3, owner.Name: 4, owner.ID.String(): 4, "暗号甲联系人": 5, "073158417000": 5}}
}

func (b *blindSite) blindTechnology(school domain.Organisation) {
	price := domain.Yuan(6_417_200)
	t, err := b.db.CreateTechnology(b.Context(), actor, domain.Technology{OrganisationID: school.ID, Title: "隐名成果题目", Field: "materials", Confidentiality: "blind",
		Abstract: "暗号乙摘要", Metrics: []domain.Quantity{{Name: "暗号乙指标", Comparator: ">=", Value: number(8523), Unit: "h"}}, Keywords: []string{"暗号乙词"}, TRL: 7, Modes: []string{"talent"},
		Description: "暗号乙说明", PriceMin: &price, PriceMax: &price, Inventors: []string{"暗号乙完成人"}, IP: []domain.IPRight{{Kind: "invention_patent", Number: "ZL999999990001X", Title: "暗号乙专利", Status: "granted"}}})
	require.NoError(b, err)
	for _, step := range []string{"submit", "publish"} {
		t, err = b.db.StepTechnology(b.Context(), actor, t.ID, t.Version, step, "")
		require.NoError(b, err)
	}
	b.technologyID = t.ID
	b.technology = hidden{t.Title, school.ID, map[string]domain.RevealLevel{"暗号乙摘要": 2, "暗号乙指标": 2, "暗号乙词": 2, "暗号乙说明": 3, "641.72 万": 3, "6417200": 3, "641720000": 3,
		"暗号乙完成人": 4, "ZL999999990001X": 4, "暗号乙专利": 4, school.Name: 4, school.ID.String(): 4}}
}

// matched stores matches between the two, whose reasons and passages quote both.
func (b *blindSite) matched() {
	said := domain.Text{ZH: "共有：暗号甲难题、暗号乙摘要，暗号甲背景", EN: "暗号甲难题"}
	match := domain.Match{Kind: domain.MatchTechnology, CandidateID: b.technologyID, Rank: 1, Score: 0.83, CandidateVersion: 3,
		Features: []domain.Feature{{Name: "text", Known: true, Value: 0.8, Weight: 10, Contribution: 0.6, Reason: said, Brief: said}},
		Passages: []domain.Passage{{Part: "body", Text: "暗号乙摘要"}}, NeedPassages: []domain.Passage{{Part: "problem", Text: "暗号甲难题"}},
		Targets: []domain.TargetAnswer{{Target: domain.Quantity{Name: "暗号甲指标", Comparator: ">=", Value: number(8417), Unit: "h"}, Stated: domain.Quantity{Name: "暗号乙指标", Comparator: ">=", Value: number(8523), Unit: "h"}, Verdict: domain.TargetCovered}}}
	n, err := b.db.Need(b.Context(), actor, b.needID)
	require.NoError(b, err)
	run := postgres.MatchRun{NeedID: n.ID, NeedVersion: n.Version, Algorithm: "2/test", ComputedAt: b.db.Now()}
	quoting := match // the blind need, by an open technology
	quoting.CandidateID, quoting.Rank, quoting.Passages = b.technologyOf(), 2, nil
	quoting.Features = []domain.Feature{{Name: "text", Known: true, Value: 0.8, Weight: 10, Contribution: 0.6, Reason: domain.Text{ZH: "共有：暗号甲难题", EN: "暗号甲难题"}}}
	quoting.Targets = []domain.TargetAnswer{{Target: domain.Quantity{Name: "暗号甲指标", Comparator: ">=", Value: number(8417), Unit: "h"}, Verdict: domain.TargetCovered}}
	require.NoError(b, b.db.StoreMatches(b.Context(), run, []domain.Match{match, quoting}))
	// An open need's matches quote the blind technology, those with an open one nothing.
	theirs, plain := match, match
	theirs.Features, theirs.NeedPassages = nil, nil
	theirs.Targets = []domain.TargetAnswer{{Target: conductivity(">=", 1200), Stated: domain.Quantity{Name: "暗号乙指标", Comparator: ">=", Value: number(8523), Unit: "h"}, Verdict: domain.TargetCovered}}
	plain.CandidateID, plain.Rank, plain.Features, plain.Passages, plain.NeedPassages, plain.Targets = b.technologyOf(), 2, nil, nil, nil, nil
	open, err := b.db.Need(b.Context(), actor, b.site.need.ID)
	require.NoError(b, err)
	run = postgres.MatchRun{NeedID: open.ID, NeedVersion: open.Version, Algorithm: "2/test", ComputedAt: b.db.Now()}
	require.NoError(b, b.db.StoreMatches(b.Context(), run, []domain.Match{theirs, plain}))
}

// technologyOf is the open technology of the fixture's own university.
func (s *site) technologyOf() domain.ID {
	found, err := s.db.Technologies(s.Context(), actor, postgres.TechnologyFilter{OrganisationID: s.institute0()}, firstPage)
	require.NoError(s, err)
	return found.Items[0].ID
}

func (s *site) organisationNamed(name string) domain.ID {
	found, err := s.db.Organisations(s.Context(), actor, postgres.OrganisationFilter{}, firstPage)
	require.NoError(s, err)
	for _, o := range found.Items {
		if o.Name == name {
			return o.ID
		}
	}
	require.Fail(s, "no such organisation", name)
	return domain.ID{}
}

func (s *site) institute0() domain.ID { return s.organisationNamed("湘潭示例理工大学") }
func (s *site) enterprise0() domain.ID {
	return s.organisationNamed("湘潭示例散热科技有限公司")
}

// docked brings the two together, not yet introduced, with messages; and the need with an
// open technology up to a contract.
func (b *blindSite) docked(guide domain.Actor) {
	ctx := b.Context()
	d, err := b.db.CreateDocking(ctx, guide, domain.Docking{NeedID: b.needID, TechnologyID: b.technologyID, Note: "请双方了解"})
	require.NoError(b, err)
	b.docking = d.ID
	for _, to := range []domain.Actor{b.enterprise, b.university} {
		r := domain.Reveal{NeedID: b.needID, OrganisationID: b.university.OrganisationID, Level: domain.RevealContact, Purpose: "想了解详情"}
		if to.OrganisationID == b.enterprise.OrganisationID {
			r = domain.Reveal{TechnologyID: b.technologyID, OrganisationID: b.enterprise.OrganisationID, Level: domain.RevealIdentity, Purpose: "想了解详情"}
		}
		asked, err := b.db.AskReveal(ctx, to, r)
		require.NoError(b, err)
		if r.NeedID.IsZero() {
			b.technologyReveal = asked.ID
		} else {
			b.needReveal = asked.ID
		}
	}
	second, err := b.db.CreateDocking(ctx, guide, domain.Docking{NeedID: b.needID, TechnologyID: b.technologyOf()})
	require.NoError(b, err)
	b.led(second, "introduce", "negotiate", "agree")
	today := domain.DateOf(b.db.Now())
	c, err := b.db.CreateContract(ctx, actor, domain.Contract{Title: "示例合同", Kind: "transfer", Field: "materials", IPKind: "invention_patent", PlanSource: "none", DockingID: second.ID,
		SellerID: b.institute0(), BuyerID: b.enterprise.OrganisationID, Amount: domain.Yuan(500_000), TechnicalAmount: domain.Yuan(500_000), SignedOn: today, StartsOn: today, EndsOn: today.AddDays(100)})
	require.NoError(b, err)
	b.contract = c.ID
}

// meeting is an activity, held by the other university, with both on its agenda.
func (b *blindSite) meeting() {
	starts := b.db.Now().AddDate(0, 0, 9)
	a, err := b.db.CreateActivity(b.Context(), actor, domain.Activity{Kind: domain.ResultRelease, Title: "示例对接会", Fields: []string{"materials"}, Area: "yuhu", Place: "示例会议中心", StartsAt: starts, EndsAt: starts.Add(3 * time.Hour),
		HostID: b.institute0(), Capacity: 20, Agenda: []domain.AgendaItem{{At: "09:10", NeedID: b.needID}, {At: "09:30", TechnologyID: b.technologyID}}})
	require.NoError(b, err)
	a, err = b.db.StepActivity(b.Context(), actor, a.ID, a.Version, "announce", "")
	require.NoError(b, err)
	b.activity = a.ID
	for _, at := range []domain.Actor{b.enterprise, b.university} {
		_, err := b.db.Register(b.Context(), at, domain.Registration{ActivityID: a.ID, OrganisationID: at.OrganisationID, Persons: 1, Contact: "示例报名人", Phone: "13100000000"})
		require.NoError(b, err)
	}
}

// told tells everybody of everything.
func (b *blindSite) told() {
	for of, ref := range map[domain.Resource]domain.ID{domain.Dockings: b.docking, domain.Needs: b.needID, domain.Technologies: b.technologyID, domain.Reveals: b.needReveal, domain.Contracts: b.contract, domain.Notices: b.needID} {
		_, err := b.db.Notify(b.Context(), of, []domain.ID{ref, b.technologyReveal, b.site.need.ID})
		require.NoError(b, err)
	}
}

// reveal grants the readers a level of each listing, or as much as there is.
func (b *blindSite) reveal(level domain.RevealLevel) {
	for _, of := range []struct {
		owner domain.Actor
		id    domain.ID
		level domain.RevealLevel
	}{{b.enterprise, b.needReveal, level}, {b.university, b.technologyReveal, min(level, domain.RevealIdentity)}} {
		r, err := b.db.Reveal(b.Context(), actor, of.id)
		require.NoError(b, err)
		if level == domain.RevealTitle {
			continue
		}
		if r.State == domain.RevealGranted {
			if r.Granted == of.level {
				continue
			}
			_, err = b.db.StepReveal(b.Context(), of.owner, r.ID, r.Version, "withdraw", domain.RevealAnswer{})
			require.NoError(b, err)
			asker := b.university
			if of.id == b.technologyReveal {
				asker = b.enterprise
			}
			r, err = b.db.AskReveal(b.Context(), asker, domain.Reveal{NeedID: r.NeedID, TechnologyID: r.TechnologyID, OrganisationID: asker.OrganisationID, Level: of.level, Purpose: "想了解详情"})
			require.NoError(b, err)
			if r.NeedID.IsZero() {
				b.technologyReveal = r.ID
			} else {
				b.needReveal = r.ID
			}
		}
		_, err = b.db.StepReveal(b.Context(), of.owner, r.ID, r.Version, "grant", domain.RevealAnswer{Level: of.level})
		require.NoError(b, err)
	}
}
