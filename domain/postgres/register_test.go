package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (l *library) highTech(from domain.Date) domain.RegisterEntry {
	return domain.RegisterEntry{Register: "qualification", Category: "high_tech", OrganisationID: l.enterprise.ID, Unit: "kjj", StartsOn: from}
}

func TestRegisterEntry(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	l.loadRegisters(t)
	got, err := l.Registers(ctx)
	require.NoError(t, err)
	require.Equal(t, testRegisters(), got)
	changed, err := l.LoadRegisters(ctx, bureau, testRegisters())
	require.NoError(t, err)
	require.False(t, changed, "the same again writes nothing")

	e, err := l.CreateRegisterEntry(ctx, bureau, l.highTech(day(2024, 12, 2)))
	require.NoError(t, err)
	require.Equal(t, "高新技术企业 yuhu 2027-12-01", e.Title+" "+e.Area+" "+e.EndsOn.String(), "completed")
	read, err := l.RegisterEntry(ctx, domain.Actor{}, e.ID)
	require.NoError(t, err)
	require.Equal(t, e, read)

	_, err = l.CreateRegisterEntry(ctx, bureau, l.highTech(day(2027, 12, 1)))
	require.ErrorIs(t, err, domain.ErrConflict, "one at a time")
	_, err = l.CreateRegisterEntry(ctx, bureau, l.highTech(day(2027, 12, 2)))
	require.NoError(t, err, "and the next when it ends")
	wrong := l.highTech(day(2030, 12, 2))
	wrong.OrganisationID, wrong.Level = l.university.ID, "city"
	_, err = l.CreateRegisterEntry(ctx, bureau, wrong)
	requireInvalid(t, err, "level", "organisation_id")
	wrong.Register = "none"
	_, err = l.CreateRegisterEntry(ctx, bureau, wrong)
	requireInvalid(t, err, "register")
	errs := race(4, func(int) error {
		_, err := l.CreateRegisterEntry(ctx, bureau, l.highTech(day(2015, 1, 1)))
		return err
	})
	require.Equal(t, 1, succeeded(errs), "%v", errs)

	standing, err := l.Standing(ctx, domain.Actor{}, l.enterprise.ID, day(2026, 6, 1))
	require.NoError(t, err)
	require.Equal(t, 2, standing.Rung)
	known, err := l.Recognised(ctx, []domain.ID{l.enterprise.ID}, day(2026, 6, 1))
	require.NoError(t, err)
	require.Equal(t, domain.Holds, known[l.enterprise.ID].Qualified["high_tech"])
}

func TestRegisterFilters(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	l.loadRegisters(t)
	old, err := l.CreateRegisterEntry(ctx, bureau, l.highTech(day(2020, 12, 1)))
	require.NoError(t, err)
	now, err := l.CreateRegisterEntry(ctx, bureau, l.highTech(day(2024, 12, 1)))
	require.NoError(t, err)
	for name, f := range map[string]postgres.RegisterEntryFilter{
		"valid":   {ValidOn: day(2026, 6, 1)},
		"started": {Started: domain.YearPeriod(2024)},
		"from":    {Started: domain.Period{From: day(2024, 12, 1)}},
	} {
		f.Register, f.Category, f.Area, f.Unit, f.OrganisationID, f.Title = "qualification", "high_tech", "yuhu", "kjj", l.enterprise.ID, "高新"
		found, err := l.RegisterEntries(ctx, domain.Actor{}, f, postgres.Page{})
		require.NoError(t, err)
		require.Len(t, found.Items, 1, name)
		require.Equal(t, now.ID, found.Items[0].ID, name)
	}
	page, err := l.RegisterEntries(ctx, bureau, postgres.RegisterEntryFilter{}, postgres.Page{Limit: 1, Sort: "starts_on"})
	require.NoError(t, err)
	require.Equal(t, old.ID, page.Items[0].ID)
	page, err = l.RegisterEntries(ctx, bureau, postgres.RegisterEntryFilter{}, postgres.Page{Limit: 1, Sort: "starts_on", After: page.Next})
	require.NoError(t, err)
	require.Equal(t, now.ID, page.Items[0].ID)
}

func TestLiaisonsWriteTheirUnitsEntries(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	l.loadRegisters(t)
	liaison := domain.Actor{UserID: domain.NewID(), Login: "kjj", Roles: []domain.Role{domain.RoleLiaison}, Unit: "kjj"}
	e, err := l.CreateRegisterEntry(ctx, liaison, l.highTech(day(2024, 12, 1)))
	require.NoError(t, err)
	note := func(e *domain.RegisterEntry) error { e.Note = "示例"; return nil }
	_, err = l.ChangeRegisterEntry(ctx, liaison, e.ID, e.Version, domain.EntryChange{FromStart: true}, note)
	require.ErrorIs(t, err, domain.ErrForbidden, "the past is the bureau's to correct")
	_, err = l.StepRegisterEntry(ctx, liaison, e.ID, e.Version, "withdraw", "示例", day(2025, 1, 1))
	require.ErrorIs(t, err, domain.ErrForbidden)
	_, err = l.ChangeRegisterEntry(ctx, liaison, e.ID, e.Version, domain.EntryChange{}, func(e *domain.RegisterEntry) error { e.Unit = "gxj"; return nil })
	require.ErrorIs(t, err, domain.ErrForbidden, "not given away")
	e, err = l.ChangeRegisterEntry(ctx, liaison, e.ID, e.Version, domain.EntryChange{}, note)
	require.NoError(t, err)
	_, err = l.ChangeRegisterEntry(ctx, liaison, e.ID, e.Version-1, domain.EntryChange{}, note)
	require.ErrorIs(t, err, domain.ErrStale)

	amount := domain.Yuan(100)
	loan, err := l.CreateRegisterEntry(ctx, bureau, domain.RegisterEntry{Register: "financing", Title: "示例贷款", OrganisationID: l.enterprise.ID, Unit: "gxj", Amount: &amount, StartsOn: day(2025, 1, 1)})
	require.NoError(t, err)
	for name, may := range map[string]struct {
		actor domain.Actor
		reads bool
	}{"public": {domain.Actor{}, false}, "another unit": {liaison, false}, "holder": {l.owner(), true}, "another": {l.lister(), false}, "bureau": {bureau, true}} {
		_, err := l.RegisterEntry(ctx, may.actor, loan.ID)
		if may.reads {
			require.NoError(t, err, name)
		} else {
			require.ErrorIs(t, err, domain.ErrNotFound, name)
		}
	}
}

func TestImportRegisterEntries(t *testing.T) {
	l := openLibrary(t)
	l.loadRegisters(t)
	lines := []string{
		`{"key":"1","register":"qualification","category":"high_tech","title":"高新技术企业","organisation":"湘潭示例材料有限公司","starts_on":"2024-12-01"}`,
		`{"key":"2","register":"qualification","category":"unicorn","title":"独角兽","organisation":"湘潭示例材料有限公司","starts_on":"2024-12-01"}`,
		`{"key":"3","register":"team","level":"city","title":"团队","organisation":"没有的公司","starts_on":"2024-12-01"}`,
		`{"key":"1","register":"team","level":"city","title":"团队","organisation":"湘潭示例理工大学","starts_on":"2024-12-01"}`,
	}
	dry, _ := l.imported(t, "register-entries", domain.ImportOptions{DryRun: true}, lines...)
	require.Equal(t, created(4, 2, 2, 0), dry.ImportCounts)
	require.Zero(t, l.count(t, "register_entries")+l.count(t, "register_versions"))

	run, faults := l.imported(t, "register-entries", domain.ImportOptions{}, lines...)
	require.Equal(t, created(4, 2, 2, 0), run.ImportCounts, "keys count within a register")
	require.Equal(t, []string{"category", "organisation_id"}, []string{faults[0].Field, faults[1].Field})
	again, _ := l.imported(t, "register-entries", domain.ImportOptions{Strict: true}, lines[0], lines[3])
	require.Equal(t, 2, again.Unchanged)

	corrected := `{"key":"1","register":"qualification","category":"high_tech","title":"高新技术企业","organisation":"湘潭示例材料有限公司","starts_on":"2024-11-01","withdrawn_on":"2025-05-01","reason":"示例"}`
	run, _ = l.imported(t, "register-entries", domain.ImportOptions{}, corrected)
	require.Equal(t, 1, run.Changed)
	require.Equal(t, 1, l.count(t, "register_versions WHERE known_to = 'infinity' AND register = 'qualification' AND effective_from = '2024-11-01' AND withdrawn_on = '2025-05-01'"))
	require.Equal(t, 1, l.count(t, "register_versions WHERE known_to < 'infinity'"), "what was known before is kept")
}
