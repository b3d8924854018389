package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// deals is a library with a published need of the enterprise, a published technology
// of the university, a steward of the enterprise's area, and a user on every side.
type deals struct {
	*library
	steward              domain.Expert
	needed               domain.Need
	offered              domain.Technology
	buyer, seller, guide domain.Actor // of the enterprise, of the university, the steward
	clerk                domain.Actor
}

func openDeals(t *testing.T) *deals {
	t.Helper()
	d := &deals{library: openLibrary(t)}
	d.needed, d.offered = d.publishedNeed(t, d.need()), d.publishedTechnology(t, d.technology())
	d.steward = d.published(t, domain.Expert{Kind: domain.StewardExpert, Name: "管家样例", Area: "yuhu", Fields: []string{"materials"}, Capacity: 3})
	d.buyer = d.user(t, domain.User{Login: "buyer", Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: d.enterprise.ID})
	d.seller = d.user(t, domain.User{Login: "seller", Roles: []domain.Role{domain.RoleUniversity}, OrganisationID: d.university.ID})
	d.guide = d.user(t, domain.User{Login: "guide", Roles: []domain.Role{domain.RoleSteward}, Area: "yuhu", ExpertID: d.steward.ID})
	d.clerk = d.user(t, domain.User{Login: "registrar", Roles: []domain.Role{domain.RoleBureau}})
	return d
}

func (d *deals) user(t *testing.T, u domain.User) domain.Actor {
	t.Helper()
	u.Name = "示例" + u.Login
	u, err := d.CreateUser(t.Context(), domain.System("test"), u, "hash")
	require.NoError(t, err)
	return u.Actor("")
}

// stranger is a user of another enterprise.
func (d *deals) stranger(t *testing.T) domain.Actor {
	t.Helper()
	other := d.organisation(t, "湘潭示例机电有限公司", domain.Enterprise, "gaoxin")
	return d.user(t, domain.User{Login: "stranger", Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: other.ID})
}

func (d *deals) published(t *testing.T, e domain.Expert) domain.Expert {
	t.Helper()
	e, err := d.CreateExpert(t.Context(), bureau, e)
	require.NoError(t, err)
	e, err = d.StepExpert(t.Context(), bureau, e.ID, e.Version, "publish", "")
	require.NoError(t, err)
	return e
}

// docking is proposed by the enterprise and then taken through steps by the steward.
func (d *deals) docking(t *testing.T, steps ...string) domain.Docking {
	t.Helper()
	made, err := d.CreateDocking(t.Context(), d.buyer, domain.Docking{NeedID: d.needed.ID, TechnologyID: d.offered.ID, Note: "示例"})
	require.NoError(t, err)
	return d.lead(t, made, steps...)
}

func (d *deals) lead(t *testing.T, of domain.Docking, steps ...string) domain.Docking {
	t.Helper()
	for _, step := range steps {
		var err error
		of, err = d.StepDocking(t.Context(), d.guide, of.ID, of.Version, step, "", "")
		require.NoError(t, err, step)
	}
	return of
}

// agreed are the steps to where a contract may be made.
var agreed = []string{"introduce", "negotiate", "agree"}

// contract is one that nothing stands in the way of.
func (d *deals) contract() domain.Contract {
	return domain.Contract{Title: "示例：涂层技术转让", Kind: "transfer", Field: "materials", IPKind: "invention_patent", PlanSource: "none",
		SellerID: d.university.ID, BuyerID: d.enterprise.ID, Amount: domain.Yuan(500_000), TechnicalAmount: domain.Yuan(400_000),
		Deductions: []domain.Deduction{{What: "设备", Amount: domain.Yuan(100_000)}}, IUR: true, ResultBased: true,
		SignedOn: day(2026, 5, 6), StartsOn: day(2026, 5, 7), EndsOn: day(2027, 5, 6)}
}

// drafted is a contract in draft, changed by spoil before it is made.
func (d *deals) drafted(t *testing.T, change ...func(*domain.Contract)) domain.Contract {
	t.Helper()
	c := d.contract()
	for _, fn := range change {
		fn(&c)
	}
	c, err := d.CreateContract(t.Context(), d.clerk, c)
	require.NoError(t, err)
	return c
}

// take takes steps of a contract, as whoever may: the buyer hands in, the clerk does the rest.
func (d *deals) take(t *testing.T, c domain.Contract, steps ...string) domain.Contract {
	t.Helper()
	for _, name := range steps {
		actor := d.clerk
		if name == "submit" {
			actor = d.buyer
		}
		var err error
		c, err = d.StepContract(t.Context(), actor, c.ID, c.Version, postgres.ContractStep{Name: name, Reason: "理由", RegistryNumber: "样例" + c.ID.String()})
		require.NoError(t, err, name)
	}
	return c
}

// registration are the steps from draft to registered.
var registration = []string{"submit", "precheck", "register"}

// giveUSCC gives an organisation its code, which registration requires of enterprises.
func (d *deals) giveUSCC(t *testing.T) {
	t.Helper()
	_, err := d.ChangeOrganisation(t.Context(), bureau, d.enterprise.ID, 0, func(o *domain.Organisation) error { o.USCC = "91350100M000100Y43"; return nil })
	require.NoError(t, err)
}

// race runs fn n times at once and returns the errors.
func race(n int, fn func(i int) error) []error {
	results := make(chan error, n)
	for i := range n {
		go func() { results <- fn(i) }()
	}
	errs := make([]error, n)
	for i := range n {
		errs[i] = <-results
	}
	return errs
}

func succeeded(errs []error) (n int) {
	for _, err := range errs {
		if err == nil {
			n++
		}
	}
	return n
}
