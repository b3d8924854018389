package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

func TestContractOfADocking(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.giveUSCC(t)
	made := d.docking(t, "introduce", "negotiate")
	c := d.contract()
	c.DockingID = made.ID
	_, err := d.CreateContract(ctx, d.buyer, c)
	require.ErrorIs(t, err, domain.ErrConflict, "not agreed yet")
	made = d.lead(t, made, "agree")

	others := c
	others.SellerID = d.organisation(t, "示例别家研究院", domain.Institute, "gaoxin").ID
	_, err = d.CreateContract(ctx, d.buyer, others)
	requireInvalid(t, err, "docking_id")
	drafted, err := d.CreateContract(ctx, d.buyer, c)
	require.NoError(t, err)
	require.Equal(t, []domain.ID{d.needed.ID, d.offered.ID, d.steward.ID}, []domain.ID{drafted.NeedID, drafted.TechnologyID, drafted.StewardID})
	_, err = d.CreateContract(ctx, d.seller, c)
	requireTaken(t, err)

	drafted = d.take(t, drafted, "submit")
	made, err = d.Docking(ctx, d.seller, made.ID)
	require.NoError(t, err)
	require.Equal(t, domain.StageContracted, made.Stage)
	returned := d.take(t, drafted, "return")
	again := d.take(t, returned, registration...)
	require.Equal(t, domain.ContractRegistered, again.State)
	d.take(t, again, "void")
	next, err := d.CreateContract(ctx, d.seller, c)
	require.NoError(t, err, "a voided contract may be made anew")
	d.take(t, next, registration...)
}

func TestContractOfADeclinedDocking(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	made := d.docking(t, agreed...)
	c := d.drafted(t, func(c *domain.Contract) { c.DockingID = made.ID })
	_, err := d.StepDocking(ctx, d.seller, made.ID, made.Version, "decline", "price", "")
	require.NoError(t, err)
	_, err = d.StepContract(ctx, d.buyer, c.ID, c.Version, postgres.ContractStep{Name: "submit"})
	require.ErrorIs(t, err, domain.ErrConflict)
	c, err = d.ChangeContract(ctx, d.buyer, c.ID, c.Version, func(c *domain.Contract) error { c.DockingID = domain.ID{}; return nil })
	require.NoError(t, err)
	require.Zero(t, c.StewardID, "the docking's steward goes with it")
	d.take(t, c, "submit")
}

func TestContractRegistration(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	c := d.drafted(t, func(c *domain.Contract) { c.Field, c.EndsOn, c.SignedOn = "", domain.Date{}, domain.Date{} })
	_, err := d.StepContract(ctx, d.buyer, c.ID, 1, postgres.ContractStep{Name: "submit"})
	requireInvalid(t, err, "signed_on")
	c, err = d.ChangeContract(ctx, d.buyer, c.ID, 1, func(c *domain.Contract) error { c.SignedOn = day(2026, 6, 2); return nil })
	require.NoError(t, err)
	_, err = d.StepContract(ctx, d.buyer, c.ID, c.Version, postgres.ContractStep{Name: "submit"})
	requireInvalid(t, err, "signed_on")
	c, err = d.ChangeContract(ctx, d.buyer, c.ID, c.Version, func(c *domain.Contract) error { c.SignedOn = day(2026, 5, 6); return nil })
	require.NoError(t, err)
	d.giveUSCC(t)
	c = d.take(t, c, "submit")
	require.Equal(t, "91350100M000100Y43", c.Buyer.USCC, "the parties as they are when it is handed in")

	_, err = d.StepContract(ctx, d.buyer, c.ID, c.Version, postgres.ContractStep{Name: "precheck"})
	require.ErrorIs(t, err, domain.ErrForbidden)
	_, err = d.StepContract(ctx, d.clerk, c.ID, c.Version, postgres.ContractStep{Name: "precheck"})
	requireInvalid(t, err, "field", "ends_on")
	_, err = d.StepContract(ctx, d.clerk, c.ID, c.Version, postgres.ContractStep{Name: "return"})
	requireInvalid(t, err, "reason")
	c = d.take(t, c, "return")
	c, err = d.ChangeContract(ctx, d.seller, c.ID, c.Version, func(c *domain.Contract) error { c.Field, c.EndsOn = "materials", day(2027, 1, 1); return nil })
	require.NoError(t, err)
	c = d.take(t, c, "submit", "precheck")
	for number, field := range map[string]string{"": "registry_number", " 1": "registry_number", string(make([]byte, 61)): "registry_number"} {
		_, err = d.StepContract(ctx, d.clerk, c.ID, c.Version, postgres.ContractStep{Name: "register", RegistryNumber: number})
		requireInvalid(t, err, field)
	}
	c = d.take(t, c, "register")
	require.Equal(t, "2026-06-01", c.RegisteredOn.String())
	ended := d.take(t, c, "terminate")
	require.Equal(t, "2026-06-01", ended.EndedOn.String())
	events, err := d.ContractEvents(ctx, d.buyer, c.ID)
	require.NoError(t, err)
	require.Equal(t, []string{"submit", "return", "submit", "precheck", "register", "terminate"}, stepsOf(events))
}

func stepsOf(events []domain.ContractEvent) []string {
	var steps []string
	for _, e := range events {
		steps = append(steps, e.Step)
	}
	return steps
}

func TestContractStepDays(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.giveUSCC(t)
	c := d.drafted(t)
	take := func(actor domain.Actor, name string, on domain.Date) error {
		got, err := d.StepContract(ctx, actor, c.ID, c.Version, postgres.ContractStep{Name: name, On: on, RegistryNumber: "样例1", Reason: "理由"})
		if err == nil {
			c = got
		}
		return err
	}
	requireInvalid(t, take(d.buyer, "submit", day(2026, 5, 20)), "on")
	require.NoError(t, take(d.buyer, "submit", day(2026, 6, 1)))
	c = d.take(t, c, "return")
	d.now = d.now.AddDate(0, 0, 10)
	c = d.take(t, c, "submit")
	for _, on := range []domain.Date{day(2026, 6, 12), day(2026, 6, 10), day(2026, 5, 5)} {
		requireInvalid(t, take(d.clerk, "precheck", on), "on")
	}
	d.now = d.now.AddDate(0, 0, 10)
	require.NoError(t, take(d.clerk, "precheck", day(2026, 6, 12)))
	require.NoError(t, take(d.clerk, "register", day(2026, 6, 13)))
	require.Equal(t, "2026-06-13", c.RegisteredOn.String())
	requireInvalid(t, take(d.clerk, "terminate", day(2026, 6, 12)), "on")
	require.NoError(t, take(d.clerk, "terminate", day(2026, 6, 20)))
	require.Equal(t, "2026-06-20", c.EndedOn.String())
}

func TestContractsOfOneDockingAtOnce(t *testing.T) {
	d := openDeals(t)
	made := d.docking(t, agreed...)
	c := d.contract()
	c.DockingID = made.ID
	errs := race(64, func(i int) error {
		_, err := d.CreateContract(t.Context(), []domain.Actor{d.buyer, d.seller}[i%2], c)
		return err
	})
	require.Equal(t, 1, succeeded(errs))
	for _, err := range errs {
		require.True(t, err == nil || requireTaken(t, err))
	}
	page, err := d.Contracts(t.Context(), d.clerk, postgres.ContractFilter{}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
}

func TestOneContractRegisteredAtOnce(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.giveUSCC(t)
	c := d.take(t, d.drafted(t), "submit", "precheck")
	errs := race(64, func(i int) error {
		version := []int64{0, c.Version}[i%2] // with and without a version to check
		_, err := d.StepContract(ctx, d.clerk, c.ID, version, postgres.ContractStep{Name: "register", RegistryNumber: "样例" + string(rune('A'+i))})
		return err
	})
	require.Equal(t, 1, succeeded(errs))
	events, err := d.ContractEvents(ctx, d.clerk, c.ID)
	require.NoError(t, err)
	require.Len(t, events, 3, "one event of the registration")
	changes, err := d.Changes(ctx, []string{"contract"}, postgres.Position{}, 100)
	require.NoError(t, err)
	require.Len(t, changes, 4, "and one change")
}

func TestRegistryNumberOnce(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.giveUSCC(t)
	contracts := make([]domain.Contract, 16)
	for i := range contracts {
		contracts[i] = d.take(t, d.drafted(t), "submit", "precheck")
	}
	errs := race(len(contracts), func(i int) error {
		_, err := d.StepContract(ctx, d.clerk, contracts[i].ID, contracts[i].Version, postgres.ContractStep{Name: "register", RegistryNumber: "样例1"})
		return err
	})
	require.Equal(t, 1, succeeded(errs))
	for _, err := range errs {
		require.True(t, err == nil || requireTaken(t, err))
	}
}

// Both take the docking and the contract in whatever order: neither may deadlock.
func TestContractAndDockingMovedAtOnce(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	for range 8 {
		made := d.docking(t, agreed...)
		c := d.drafted(t, func(c *domain.Contract) { c.DockingID = made.ID })
		errs := race(2, func(i int) error {
			if i == 0 {
				_, err := d.StepContract(ctx, d.buyer, c.ID, c.Version, postgres.ContractStep{Name: "submit"})
				return err
			}
			_, err := d.StepDocking(ctx, d.seller, made.ID, made.Version, "decline", "price", "")
			return err
		})
		require.Equal(t, 1, succeeded(errs), "either submitted or declined: %v", errs)
		made, err := d.Docking(ctx, d.clerk, made.ID)
		require.NoError(t, err)
		c, err = d.Contract(ctx, d.clerk, c.ID)
		require.NoError(t, err)
		require.Equal(t, made.Stage == domain.StageContracted, c.State == domain.ContractSubmitted)
		if made.Stage == domain.StageContracted {
			d.needed = d.publishedNeed(t, d.need())
		}
	}
}
