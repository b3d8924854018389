package postgres_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// However a contract is stepped, amended and performed, at whatever days: at no moment
// of knowledge do two versions hold of one day, the last says what the contract says,
// and what was known at a moment stays what it was.
func TestContractVersionsOfAnyLife(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.giveUSCC(t)
	random := rand.New(rand.NewPCG(3, 18))
	for range 12 {
		c := d.drafted(t, func(c *domain.Contract) { c.Milestones = []domain.Milestone{{Title: "示例节点", Amount: 100}} })
		then := map[string]string{} // what was known at the moments so far, by day
		for i := range 14 {
			if random.IntN(2) == 0 {
				d.now = d.now.AddDate(0, 0, random.IntN(3))
			}
			if got, err := d.randomly(t, random, c, i); err == nil {
				c = got
			} else {
				require.False(t, errors.Is(err, domain.ErrNotFound), "%v", err)
			}
			for moment, known := range then {
				require.Equal(t, known, d.knownAt(t, c.ID, moment))
			}
			moment := d.scalar(t, `SELECT coalesce(max(known_from), '2020-01-01')::text FROM contract_versions WHERE contract_id = '`+c.ID.String()+`'`)
			then[moment] = d.knownAt(t, c.ID, moment)
			require.Equal(t, "0", d.scalar(t, `SELECT count(*)::text FROM contract_versions a JOIN contract_versions b ON a.contract_id = b.contract_id AND a.id < b.id
				AND a.effective_from < b.effective_to AND b.effective_from < a.effective_to AND a.known_from < b.known_to AND b.known_from < a.known_to`))
			d.requireLatest(t, c)
		}
		versions, err := d.ContractVersions(ctx, d.buyer, c.ID, true)
		require.NoError(t, err)
		for _, v := range versions {
			require.LessOrEqual(t, v.Contract.PaidSoFar(), v.Contract.Amount)
		}
	}
}

// randomly does something that may or may not be open to c.
func (d *deals) randomly(t *testing.T, random *rand.Rand, c domain.Contract, i int) (domain.Contract, error) {
	ctx := t.Context()
	on := domain.DateOf(d.now).AddDays(-random.IntN(4))
	switch random.IntN(8) {
	case 0:
		return d.AmendContract(ctx, d.clerk, c.ID, c.Version, postgres.ContractAmendment{Reason: "理由", On: on, Change: func(c *domain.Contract) error {
			c.Amount += domain.Fen(i + 1)
			c.TechnicalAmount += domain.Fen(i + 1)
			return nil
		}})
	case 1:
		return d.PerformContract(ctx, d.buyer, c.ID, c.Version, domain.RecordPayment, domain.MilestoneEntry{Milestone: 1, On: on, Amount: domain.Fen(random.IntN(80))})
	case 2:
		return d.PerformContract(ctx, d.seller, c.ID, c.Version, domain.RecordDelivery, domain.MilestoneEntry{Milestone: 1, On: on})
	case 3:
		return d.ChangeContract(ctx, d.buyer, c.ID, c.Version, func(c *domain.Contract) error { c.Title = fmt.Sprint("示例：改", i); return nil })
	}
	names := append([]string{"submit", "precheck", "register", "submit", "precheck", "register"}, domain.ContractSteps.Names()...)
	s := postgres.ContractStep{Name: names[random.IntN(len(names))], Reason: "理由", RegistryNumber: "样例" + c.ID.String()}
	actor := d.clerk
	if s.Name == "submit" || s.Name == "withdraw" {
		actor = d.buyer
	} else {
		s.On = on
	}
	return d.StepContract(ctx, actor, c.ID, c.Version, s)
}

// knownAt is what the versions known at a moment say, day by day.
func (d *deals) knownAt(t *testing.T, contract domain.ID, moment string) string {
	return d.scalar(t, `SELECT coalesce(string_agg(effective_from || '–' || effective_to || ' ' || version || ' ' || state || ' ' || amount, '; ' ORDER BY effective_from), '')
		FROM contract_versions WHERE contract_id = '`+contract.String()+`' AND known_from <= '`+moment+`' AND '`+moment+`' < known_to`)
}

func (d *deals) scalar(t *testing.T, query string) (value string) {
	t.Helper()
	require.NoError(t, d.Pool().QueryRow(t.Context(), query).Scan(&value))
	return value
}

// requireLatest holds that the version open at both ends says what c says; a draft says
// nothing.
func (d *deals) requireLatest(t *testing.T, c domain.Contract) {
	t.Helper()
	versions, err := d.ContractVersions(t.Context(), d.clerk, c.ID, false)
	require.NoError(t, err)
	if c.State == domain.ContractDraft {
		require.True(t, len(versions) == 0 || !versions[len(versions)-1].To.IsZero(), "a draft has no open version")
		return
	}
	last := versions[len(versions)-1]
	require.Zero(t, last.To)
	stored, err := d.Contract(t.Context(), d.clerk, c.ID)
	require.NoError(t, err)
	require.Equal(t, stored, last.Contract)
}

// An amendment that takes effect before today leaves the days before it as they were.
func TestAmendmentOfAContract(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.giveUSCC(t)
	c := d.take(t, d.drafted(t), registration...)
	d.now = d.now.AddDate(0, 0, 10)
	rename := postgres.ContractAmendment{Reason: "更名", On: day(2026, 6, 5), Change: func(c *domain.Contract) error { c.Buyer.Name = "示例新名有限公司"; return nil }}
	_, err := d.AmendContract(ctx, d.buyer, c.ID, c.Version, rename)
	require.ErrorIs(t, err, domain.ErrForbidden)
	early := rename
	early.On = day(2026, 5, 31)
	_, err = d.AmendContract(ctx, d.clerk, c.ID, c.Version, early)
	requireInvalid(t, err, "on")

	_, err = d.ProposeAmendment(ctx, d.buyer, c.ID, c.Version, rename)
	require.NoError(t, err)
	_, err = d.ProposeAmendment(ctx, d.seller, c.ID, c.Version, rename)
	requireTaken(t, err)
	_, err = d.AmendContract(ctx, d.clerk, c.ID, c.Version, rename)
	require.ErrorIs(t, err, domain.ErrConflict, "the proposal is to be decided first")
	_, err = d.DecideAmendment(ctx, d.clerk, c.ID, c.Version, domain.RejectAmendment, "", domain.Date{})
	requireInvalid(t, err, "reason")
	same, err := d.DecideAmendment(ctx, d.clerk, c.ID, c.Version, domain.RejectAmendment, "缺少证明", domain.Date{})
	require.NoError(t, err)
	require.Equal(t, c.Version, same.Version)

	_, err = d.ProposeAmendment(ctx, d.buyer, c.ID, c.Version, rename)
	require.NoError(t, err)
	amended, err := d.DecideAmendment(ctx, d.clerk, c.ID, c.Version, domain.ApproveAmendment, "", day(2026, 6, 5))
	require.NoError(t, err)
	require.Equal(t, "示例新名有限公司", amended.Buyer.Name)
	require.Equal(t, c.RegistryNumber, amended.RegistryNumber)
	versions, err := d.ContractVersions(ctx, d.buyer, c.ID, false)
	require.NoError(t, err)
	require.Len(t, versions, 2)
	require.Equal(t, []domain.Date{day(2026, 6, 1), day(2026, 6, 5)}, []domain.Date{versions[0].From, versions[0].To})
	require.Equal(t, c.Buyer.Name, versions[0].Contract.Buyer.Name)
	all, err := d.Amendments(ctx, d.seller, c.ID)
	require.NoError(t, err)
	require.Equal(t, []string{"rejected", "approved"}, []string{all[0].State, all[1].State})
	require.Equal(t, "更名", all[1].Reason)
}

// The bureau is told of a clock when three working days are left, and when it has run out.
func TestContractAlarms(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	c := d.take(t, d.drafted(t), "submit") // on Monday 2026-06-01
	require.Zero(t, c.DueOn)
	d.ruled(t)
	changed, err := d.ReplaceCalendar(ctx, bureau, []domain.CalendarDay{{On: day(2026, 6, 19), Name: "端午节"}})
	require.NoError(t, err)
	require.True(t, changed)
	for today, stage := range map[domain.Date]string{day(2026, 6, 1): "", day(2026, 6, 17): "soon", day(2026, 6, 24): "overdue"} {
		alarms, err := d.ContractAlarms(ctx, today)
		require.NoError(t, err)
		if stage == "" {
			require.Empty(t, alarms)
			continue
		}
		require.Len(t, alarms, 1, "%s", today)
		require.Equal(t, []any{c.ID, stage, day(2026, 6, 23)}, []any{alarms[0].ContractID, alarms[0].Stage, alarms[0].DueOn})
	}
	_, err = d.FlagContract(ctx, d.clerk, c.ID, c.Version, false, true, "理由")
	requireInvalid(t, err, "expert_review")
	c, err = d.FlagContract(ctx, d.clerk, c.ID, c.Version, true, true, "权属有争议")
	require.NoError(t, err)
	require.Equal(t, day(2026, 7, 14), c.DueOn, "the 30th working day after, one of which is a holiday")
	c = d.take(t, c, "return")
	require.Zero(t, c.DueOn)
}

func TestContractRemindedOnce(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	c := d.take(t, d.drafted(t), "submit") // on Monday 2026-06-01
	d.ruled(t)
	d.now = day(2026, 6, 18).Time()
	for _, want := range []int{1, 0} {
		told, err := d.Remind(ctx)
		require.NoError(t, err)
		require.Equal(t, want, told)
	}
	found, err := d.Reminders(ctx, d.clerk, postgres.ReminderFilter{Kind: domain.ReminderOfContract, OfBureau: true}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, found.Items, 1)
	require.Equal(t, []any{c.ID.String(), domain.DutySoon}, []any{found.Items[0].Ref, found.Items[0].Stage})
}
