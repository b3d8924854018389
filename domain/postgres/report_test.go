package postgres_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

var (
	part          = domain.RatioPart{Name: domain.Text{ZH: "数", EN: "Number"}}
	spendMeasure  = domain.Measure{From: "reports", Form: "value", Every: "quarter", DueDays: 15, By: []domain.Dimension{domain.ByArea, domain.BySector}}
	patentMeasure = domain.Measure{From: "reports", Form: "ratio", Every: "year", DueDays: 31, Numerator: part, Denominator: part}
)

// reporting is a library with a plan that units report for, and who does.
type reporting struct {
	*deals
	liaison, colleague, other domain.Actor // two of kjj, one of gxj
	chief                     domain.Actor // another of the bureau
}

func openReporting(t *testing.T) *reporting {
	t.Helper()
	r := &reporting{deals: openDeals(t)}
	_, err := r.ReplaceUnits(t.Context(), bureau, []domain.Unit{{Code: "kjj", Name: domain.Text{ZH: "市科技局"}}, {Code: "gxj", Name: domain.Text{ZH: "市工信局"}},
		{Code: "xsq", Name: domain.Text{ZH: "各县市区人民政府"}, Areas: []string{"yuhu", "gaoxin"}}})
	require.NoError(t, err)
	plan := domain.Plan{Code: "p", Title: "示例计划", Period: domain.YearPeriod(2026), IssuedOn: day(2025, 12, 1)}
	_, err = r.LoadPlan(t.Context(), bureau, plan, []domain.Indicator{
		{Plan: "p", Code: "rd_spend", Order: 1, Name: domain.Text{ZH: "研发经费", EN: "R&D"}, Unit: "亿元", Measure: "flow", Comparator: ">=", Lead: []string{"kjj", "gxj"}, MeasuredBy: spendMeasure},
		{Plan: "p", Code: "patents", Order: 2, Name: domain.Text{ZH: "万人专利", EN: "Patents"}, Unit: "件/万人", Measure: "ratio", Comparator: ">=", Lead: []string{"kjj"}, MeasuredBy: patentMeasure},
	}, nil)
	require.NoError(t, err)
	for login, of := range map[string]*domain.Actor{"liaison": &r.liaison, "colleague": &r.colleague} {
		*of = r.user(t, domain.User{Login: login, Roles: []domain.Role{domain.RoleLiaison}, Unit: "kjj"})
	}
	r.other = r.user(t, domain.User{Login: "other", Roles: []domain.Role{domain.RoleLiaison}, Unit: "gxj"})
	r.chief = r.user(t, domain.User{Login: "chief", Roles: []domain.Role{domain.RoleBureau}})
	return r
}

// spend is R&D spend of the first quarter.
func (r *reporting) spend(value string) domain.Report {
	return domain.Report{Plan: "p", Indicator: "rd_spend", Period: domain.QuarterPeriod(2026, 1), Value: decimal(value), Source: "统计快报"}
}

// reported is a report by the liaison, taken through steps by the clerk.
func (r *reporting) reported(t *testing.T, made domain.Report, steps ...string) domain.Report {
	t.Helper()
	made, err := r.CreateReport(t.Context(), r.liaison, made)
	require.NoError(t, err)
	return r.lead(t, made, steps...)
}

func (r *reporting) lead(t *testing.T, of domain.Report, steps ...string) domain.Report {
	t.Helper()
	for _, step := range steps {
		actor := r.clerk
		if step == "submit" || step == "withdraw" {
			actor = r.liaison
		}
		var err error
		of, err = r.StepReport(t.Context(), actor, of.ID, of.Version, postgres.ReportStep{Name: step, Reason: "理由"})
		require.NoError(t, err, step)
	}
	return of
}

func TestReportRoundTrip(t *testing.T) {
	r, ctx := openReporting(t), t.Context()
	forged := r.spend("83.3")
	forged.State, forged.Revision, forged.ApprovedOn, forged.SourceKey, forged.AuthorID, forged.Corrects = domain.ReportApproved, 7, day(2026, 1, 1), "forged", r.chief.UserID, domain.NewID()
	made, err := r.CreateReport(ctx, r.liaison, forged)
	require.NoError(t, err)
	want := r.spend("83.3")
	want.ID, want.Version, want.Revision, want.Unit, want.State, want.AuthorID, want.CreatedAt, want.UpdatedAt = made.ID, 1, 1, "kjj", domain.ReportDraft, r.liaison.UserID, r.now, r.now
	require.Empty(t, cmp.Diff(want, made))
	read, err := r.Report(ctx, r.colleague, made.ID)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(want, read))

	changed, err := r.ChangeReport(ctx, r.colleague, made.ID, 1, func(p *domain.Report) error {
		*p = domain.Report{Value: decimal("84.0001"), Note: "改", Unit: "gxj", Revision: 9}
		return nil
	})
	require.NoError(t, err)
	want.Version, want.Value, want.Note, want.Source, want.AuthorID = 2, decimal("84.0001"), "改", "", r.colleague.UserID
	require.Empty(t, cmp.Diff(want, changed))
	_, err = r.ChangeReport(ctx, r.liaison, made.ID, 1, func(*domain.Report) error { return nil })
	require.ErrorIs(t, err, domain.ErrStale)
	_, err = r.ChangeReport(ctx, r.liaison, made.ID, 2, func(p *domain.Report) error { p.Value = decimal("-1"); return nil })
	requireInvalid(t, err, "value")

	ratio, err := r.CreateReport(ctx, r.clerk, domain.Report{Plan: "p", Indicator: "patents", Unit: "kjj", Period: domain.YearPeriod(2026), Numerator: decimal("6000"), Denominator: decimal("270.5")})
	require.NoError(t, err)
	read, err = r.Report(ctx, r.clerk, ratio.ID)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(ratio, read))
	_, err = r.StepReport(ctx, r.clerk, ratio.ID, 1, postgres.ReportStep{Name: "submit"})
	requireInvalid(t, err, "period") // the year goes on
}

func TestReportAccess(t *testing.T) {
	r, ctx := openReporting(t), t.Context()
	foreign := r.spend("1")
	foreign.Unit = "gxj"
	_, err := r.CreateReport(ctx, r.liaison, foreign)
	require.ErrorIs(t, err, domain.ErrForbidden)
	made := r.reported(t, r.spend("1"))
	for _, actor := range []domain.Actor{r.other, r.buyer, r.guide, {}} {
		_, err = r.Report(ctx, actor, made.ID)
		require.ErrorIs(t, err, domain.ErrNotFound)
		_, err = r.StepReport(ctx, actor, made.ID, made.Version, postgres.ReportStep{Name: "submit"})
		require.ErrorIs(t, err, domain.ErrNotFound)
		_, err = r.ReportEvents(ctx, actor, made.ID)
		require.ErrorIs(t, err, domain.ErrNotFound)
		found, err := r.Reports(ctx, actor, postgres.ReportFilter{}, postgres.Page{})
		require.NoError(t, err)
		require.Empty(t, found.Items)
	}
	made = r.lead(t, made, "submit")
	_, err = r.StepReport(ctx, r.colleague, made.ID, made.Version, postgres.ReportStep{Name: "approve"})
	require.ErrorIs(t, err, domain.ErrForbidden)
	found, err := r.Reports(ctx, r.colleague, postgres.ReportFilter{Plan: "p", Indicator: "rd_spend", Unit: "kjj", State: "submitted", During: domain.YearPeriod(2026)}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, found.Items, 1)
	found, err = r.Reports(ctx, r.clerk, postgres.ReportFilter{InForce: true}, postgres.Page{})
	require.NoError(t, err)
	require.Empty(t, found.Items)
}

func TestReportOnce(t *testing.T) {
	r := openReporting(t)
	errs := race(8, func(int) error {
		_, err := r.CreateReport(t.Context(), r.liaison, r.spend("1"))
		return err
	})
	require.Equal(t, 1, succeeded(errs), "%v", errs)
	found, err := r.Reports(t.Context(), r.liaison, postgres.ReportFilter{}, postgres.Page{})
	require.NoError(t, err)
	r.lead(t, found.Items[0], "withdraw")
	r.reported(t, r.spend("2"))
}

// Nobody approves what they wrote, submitted or changed, whatever else they are.
func TestReportApprovedByAnother(t *testing.T) {
	r, ctx := openReporting(t), t.Context()
	for name, hand := range map[string]func(domain.Report) domain.Report{
		"who wrote it": func(p domain.Report) domain.Report {
			p, err := r.CreateReport(ctx, r.clerk, p)
			require.NoError(t, err)
			p, err = r.StepReport(ctx, r.liaison, p.ID, p.Version, postgres.ReportStep{Name: "submit"})
			require.NoError(t, err)
			return p
		},
		"who submitted it": func(p domain.Report) domain.Report {
			p, err := r.CreateReport(ctx, r.liaison, p)
			require.NoError(t, err)
			p, err = r.StepReport(ctx, r.clerk, p.ID, p.Version, postgres.ReportStep{Name: "submit"})
			require.NoError(t, err)
			return p
		},
		"who wrote it before another did": func(p domain.Report) domain.Report {
			p, err := r.CreateReport(ctx, r.clerk, p)
			require.NoError(t, err)
			p, err = r.ChangeReport(ctx, r.liaison, p.ID, p.Version, func(p *domain.Report) error { p.Value = decimal("2"); return nil })
			require.NoError(t, err)
			return r.lead(t, p, "submit")
		},
	} {
		made := r.spend("1")
		made.Unit = "kjj"
		made = hand(made)
		for _, step := range []string{"approve", "return"} {
			_, err := r.StepReport(ctx, r.clerk, made.ID, made.Version, postgres.ReportStep{Name: step, Reason: "理由"})
			require.ErrorIs(t, err, domain.ErrConflict, name)
		}
		made, err := r.StepReport(ctx, r.chief, made.ID, made.Version, postgres.ReportStep{Name: "return", Reason: "理由"})
		require.NoError(t, err, name)
		r.lead(t, made, "withdraw")
	}
}

func TestReportApprovedAtOnce(t *testing.T) {
	r, ctx := openReporting(t), t.Context()
	made := r.reported(t, r.spend("1"), "submit")
	errs := race(8, func(i int) error {
		actor := []domain.Actor{r.clerk, r.chief}[i%2]
		_, err := r.StepReport(ctx, actor, made.ID, 0, postgres.ReportStep{Name: "approve"})
		return err
	})
	require.Equal(t, 1, succeeded(errs), "%v", errs)
	events, err := r.ReportEvents(ctx, r.liaison, made.ID)
	require.NoError(t, err)
	require.Len(t, events, 3)
}

func TestReportCorrections(t *testing.T) {
	r, ctx := openReporting(t), t.Context()
	first := r.reported(t, r.spend("20"), "submit", "approve")
	require.Equal(t, []any{"2026-06-01", r.now}, []any{first.ApprovedOn.String(), *first.ApprovedAt})
	_, err := r.CorrectReport(ctx, r.liaison, first.ID, first.Version, "")
	requireInvalid(t, err, "reason")
	_, err = r.CorrectReport(ctx, r.other, first.ID, first.Version, "漏统")
	require.ErrorIs(t, err, domain.ErrNotFound)

	errs := race(8, func(int) error {
		_, err := r.CorrectReport(ctx, r.liaison, first.ID, first.Version, "漏统")
		return err
	})
	require.Equal(t, 1, succeeded(errs), "%v", errs)
	found, err := r.Reports(ctx, r.liaison, postgres.ReportFilter{State: "draft"}, postgres.Page{})
	require.NoError(t, err)
	r.lead(t, found.Items[0], "withdraw") // and anew
	second, err := r.CorrectReport(ctx, r.liaison, first.ID, first.Version, "漏统一家企业")
	require.NoError(t, err)
	second, err = r.ChangeReport(ctx, r.liaison, second.ID, second.Version, func(p *domain.Report) error { p.Value = decimal("21"); return nil })
	require.NoError(t, err)
	r.now = r.now.AddDate(0, 1, 0)
	second = r.lead(t, second, "submit")
	read, err := r.Report(ctx, r.liaison, first.ID)
	require.NoError(t, err)
	require.True(t, read.SupersededOn.IsZero(), "it stays until the correction is approved")
	_, err = r.StepReport(ctx, r.chief, second.ID, second.Version, postgres.ReportStep{Name: "approve", On: day(2026, 5, 31)})
	requireInvalid(t, err, "on") // before what it corrects counted
	second = r.lead(t, second, "approve")
	read, err = r.Report(ctx, r.liaison, first.ID)
	require.NoError(t, err)
	require.Equal(t, []any{"2026-07-01", r.now, second.Version, "漏统一家企业"}, []any{read.SupersededOn.String(), *read.SupersededAt, int64(4), second.Reason})
	require.Equal(t, second.ApprovedAt, read.SupersededAt)

	_, err = r.CorrectReport(ctx, r.liaison, first.ID, read.Version, "再更正")
	require.ErrorIs(t, err, domain.ErrConflict, "only what holds is corrected")
	third, err := r.CorrectReport(ctx, r.liaison, second.ID, second.Version, "再更正")
	require.NoError(t, err)
	require.Equal(t, 3, third.Revision)
	found, err = r.Reports(ctx, r.clerk, postgres.ReportFilter{InForce: true}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, found.Items, 1)
	require.Equal(t, second.ID, found.Items[0].ID)
}

func TestLoadReport(t *testing.T) {
	r, ctx := openReporting(t), t.Context()
	seeder := domain.System("seed")
	past := func(key, value string) postgres.PastReport {
		p := postgres.PastReport{Report: r.spend(value), Steps: []postgres.ReportStep{{Name: "submit"}, {Name: "approve", On: day(2026, 4, 12)}}}
		p.Report.SourceKey, p.Report.Unit = key, "kjj"
		return p
	}
	done := make(chan bool, 8)
	errs := race(8, func(int) error {
		loaded, err := r.LoadReport(ctx, seeder, past("r1", "20"))
		done <- loaded
		return err
	})
	require.Equal(t, 8, succeeded(errs), "%v", errs)
	n := 0
	for range 8 {
		if <-done {
			n++
		}
	}
	require.Equal(t, 1, n)
	correction := past("r2", "21")
	correction.Corrects, correction.Reason, correction.Steps[1].On = "r1", "漏统", day(2026, 5, 20)
	loaded, err := r.LoadReport(ctx, seeder, correction)
	require.NoError(t, err)
	require.True(t, loaded)
	found, err := r.Reports(ctx, r.clerk, postgres.ReportFilter{}, postgres.Page{Sort: "created_at"})
	require.NoError(t, err)
	require.Len(t, found.Items, 2)
	first, second := found.Items[0], found.Items[1]
	if first.Revision == 2 {
		first, second = second, first
	}
	require.Equal(t, []any{"2026-04-12", "2026-05-20", r.now}, []any{first.ApprovedOn.String(), first.SupersededOn.String(), *first.SupersededAt})
	require.Equal(t, []any{"2026-05-20", 2, first.ID, "漏统", decimal("21")}, []any{second.ApprovedOn.String(), second.Revision, second.Corrects, second.Reason, second.Value})

	correction.Report.SourceKey, correction.Corrects = "r3", "nothing"
	_, err = r.LoadReport(ctx, seeder, correction)
	requireInvalid(t, err, "corrects")
}

func TestReportWarnings(t *testing.T) {
	r, ctx := openReporting(t), t.Context()
	r.reported(t, r.spend("20"), "submit")
	part := r.spend("21")
	part.Unit, part.Dimension, part.Key = "xsq", domain.ByArea, "yuhu"
	part, err := r.CreateReport(ctx, r.clerk, part)
	require.NoError(t, err)
	g, err := r.Reporting(ctx, "p")
	require.NoError(t, err)
	warnings, err := r.ReportWarnings(ctx, g, part)
	require.NoError(t, err)
	require.Len(t, warnings, 1)
	require.Contains(t, warnings[0].Text.ZH, "分项合计 21")
}

// Of a unit of several areas, a liaison reports for the own area, sees no other's, and is
// told of no other's.
func TestLiaisonsOfACollectiveAreToldApart(t *testing.T) {
	r, ctx := openReporting(t), t.Context()
	_, err := r.CreateUser(ctx, domain.System("test"), domain.User{Login: "nowhere", Name: "示例", Roles: []domain.Role{domain.RoleLiaison}, Unit: "xsq"}, "hash")
	requireInvalid(t, err, "area")
	_, err = r.CreateUser(ctx, domain.System("test"), domain.User{Login: "elsewhere", Name: "示例", Roles: []domain.Role{domain.RoleLiaison}, Unit: "xsq", Area: "jingkai"}, "hash")
	requireInvalid(t, err, "area")
	ofArea := func(area string) domain.Actor {
		u := r.user(t, domain.User{Login: "xsq-" + area, Roles: []domain.Role{domain.RoleLiaison}, Unit: "xsq", Area: area})
		account, err := r.Account(ctx, u.UserID)
		require.NoError(t, err)
		require.Equal(t, u, account.Actor(""), "signed in later as made")
		return u
	}
	yuhu, gaoxin := ofArea("yuhu"), ofArea("gaoxin")
	spend := func(area string) domain.Report {
		p := r.spend("5")
		p.Unit, p.Dimension, p.Key = "xsq", domain.ByArea, area
		return p
	}
	_, err = r.CreateReport(ctx, yuhu, spend("gaoxin"))
	require.ErrorIs(t, err, domain.ErrForbidden)
	made, err := r.CreateReport(ctx, yuhu, spend("yuhu"))
	require.NoError(t, err)
	_, err = r.Report(ctx, gaoxin, made.ID)
	require.ErrorIs(t, err, domain.ErrNotFound)
	_, err = r.StepReport(ctx, gaoxin, made.ID, made.Version, postgres.ReportStep{Name: "submit"})
	require.ErrorIs(t, err, domain.ErrNotFound)
	listed := func(actor domain.Actor) int {
		found, err := r.Reports(ctx, actor, postgres.ReportFilter{}, postgres.Page{})
		require.NoError(t, err)
		return len(found.Items)
	}
	require.Equal(t, []int{1, 0, 1}, []int{listed(yuhu), listed(gaoxin), listed(r.clerk)})
	duties, err := r.ReportDuties(ctx, gaoxin, "p")
	require.NoError(t, err)
	require.NotEmpty(t, duties)
	for _, d := range duties {
		require.Equal(t, []any{"xsq", "gaoxin"}, []any{d.Unit, d.Key})
	}

	r.now = day(2026, 4, 8).Time()
	_, err = r.Remind(ctx)
	require.NoError(t, err)
	require.Len(t, r.reminded(t, yuhu, postgres.ReminderFilter{}), 1)
	found, err := r.Reminders(ctx, gaoxin, postgres.ReminderFilter{}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, found.Items, 1)
	require.Contains(t, found.Items[0].Ref, "/area/gaoxin/")
	require.Empty(t, r.reminded(t, r.guide, postgres.ReminderFilter{}), "the stewards of the area are not the unit")
	_, err = r.MarkReminder(ctx, yuhu, found.Items[0].ID)
	require.ErrorIs(t, err, domain.ErrNotFound)
	_, err = r.MarkReminder(ctx, r.clerk, found.Items[0].ID)
	require.ErrorIs(t, err, domain.ErrForbidden, "nor does the bureau read it for the unit")
	_, err = r.MarkReminder(ctx, gaoxin, found.Items[0].ID)
	require.NoError(t, err)
}
