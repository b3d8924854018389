package seeds

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// lines reads a sample file as plain objects, by no code of the loader.
func lines(t *testing.T, name string) (objects []map[string]any) {
	t.Helper()
	data, err := fs.ReadFile(SampleFiles(), name)
	require.NoError(t, err)
	for l := range strings.Lines(string(data)) {
		var o map[string]any
		require.NoError(t, json.Unmarshal([]byte(l), &o), "%s: %s", name, l)
		objects = append(objects, o)
	}
	return objects
}

// counted is the expectation of the figures, counted over the objects of the files. Two
// contracts over one technology transfer one result.
type counted struct{ local, results, agreements int }

func count(t *testing.T) (c counted) {
	t.Helper()
	organisations := map[string]map[string]any{}
	for _, o := range lines(t, "organisations.jsonl") {
		organisations[o["key"].(string)] = o
	}
	results := map[any]bool{} // whether a buyer is in the city
	inCity := func(key any) bool { return strings.HasPrefix(organisations[key.(string)]["division"].(string), "4303") }
	for _, o := range lines(t, "contracts.jsonl") {
		seller := organisations[o["seller"].(string)]["kind"]
		research := seller == "university" || seller == "institute"
		kind := o["kind"] == "transfer" || o["kind"] == "licence" || o["kind"] == "development" || o["equity_investment"] == true
		if o["state"] == "registered" && o["result_based"] == true && research && kind && inCity(o["seller"]) {
			result := o["key"]
			if o["technology"] != nil {
				result = o["technology"]
			}
			results[result] = results[result] || inCity(o["buyer"])
		}
		if o["iur"] == true && o["signed_on"] != nil && o["state"] != "draft" && o["state"] != "refused" && o["state"] != "voided" {
			c.agreements++
		}
	}
	for _, local := range results {
		c.results++
		if local {
			c.local++
		}
	}
	return c
}

func TestLoadSample(t *testing.T) {
	db, ctx := open(t), t.Context()
	plan, err := ReadPlan(PlanFiles())
	require.NoError(t, err)
	require.NoError(t, LoadPlan(ctx, db, plan))

	counts, err := LoadSample(ctx, db, nil)
	require.NoError(t, err)
	require.Equal(t, SampleCounts{
		Organisations: len(lines(t, "organisations.jsonl")), Experts: len(lines(t, "experts.jsonl")), Needs: len(lines(t, "needs.jsonl")),
		Technologies: len(lines(t, "technologies.jsonl")), Policies: len(lines(t, "policies.jsonl")), Registers: len(lines(t, "register_entries.jsonl")), Contracts: len(lines(t, "contracts.jsonl")),
		Dockings: len(lines(t, "dockings.jsonl")), Activities: len(lines(t, "activities.jsonl")), Reports: len(lines(t, "reports.jsonl")),
	}, counts)
	requireStored(t, db, counts)
	requireFigures(t, db, plan.Plan)
	requireCourses(t, db, plan.Plan)

	before := everything(t, db)
	again, err := LoadSample(ctx, db, nil)
	require.NoError(t, err)
	require.Equal(t, counts, again)
	require.Equal(t, before, everything(t, db), "a second load changes nothing")
}

// requireStored counts the rows of the tables; the plan's own text is a policy too.
func requireStored(t *testing.T, db *postgres.DB, c SampleCounts) {
	t.Helper()
	for table, want := range map[string]int{"organisations": c.Organisations, "experts": c.Experts, "needs": c.Needs, "technologies": c.Technologies,
		"policies": c.Policies + 1, "register_entries": c.Registers, "register_versions": c.Registers, "contracts": c.Contracts, "reports": c.Reports} {
		require.Equal(t, want, rows(t, db, table), table)
	}
	for table, state := range map[string]string{"needs": "status", "experts": "status", "technologies": "status"} {
		want := 0
		for _, o := range lines(t, table+".jsonl") {
			if o[state] == "published" {
				want++
			}
		}
		require.Equal(t, want, rows(t, db, table+" where state = 'published'"), table)
	}
	docked := 0
	for _, o := range lines(t, "contracts.jsonl") {
		require.Equal(t, 1, rows(t, db, "contracts where source_key = 'sample:"+o["key"].(string)+"' and state = '"+o["state"].(string)+"'"), "%s", o["key"])
		if o["need"] != nil && o["signed_on"] != nil && o["state"] != "voided" && (o["technology"] != nil || o["technical_expert"] != nil) {
			docked++
		}
	}
	require.Equal(t, docked, rows(t, db, "dockings where source_key is null"))
	require.Equal(t, c.Dockings, rows(t, db, "dockings where source_key is not null"))
	for _, stage := range []domain.Stage{domain.StageProposed, domain.StageIntroduced, domain.StageNegotiating, domain.StageAgreed, domain.StageDeclined} {
		require.Positive(t, rows(t, db, "dockings where source_key is not null and stage = '"+string(stage)+"'"), stage)
	}
	require.Equal(t, 0, rows(t, db, "contracts where state <> 'draft' and seller_name = ''"))
	require.Equal(t, c.Activities, rows(t, db, "activities where source_key is not null"))
	require.Equal(t, 1, rows(t, db, "activities where state = 'held' and ends_at < now() and notes <> ''"))
	require.Equal(t, 1, rows(t, db, "activities where state = 'announced' and starts_at > now()"))
	require.Equal(t, 2, rows(t, db, "activity_dockings"))
}

func requireFigures(t *testing.T, db *postgres.DB, plan domain.Plan) {
	t.Helper()
	want := count(t)
	require.Equal(t, counted{17, 46, 40}, want, "the sample data's own counts")
	figures, err := db.Scoreboard(t.Context(), plan, plan.Period.To)
	require.NoError(t, err)
	found := 0
	for _, f := range figures {
		switch f.Indicator.Code {
		case "local_transfer_rate":
			found++
			require.Equal(t, "36.9565", f.Value.String())
			require.Equal(t, domain.Whole(int64(want.local)), *f.Numerator)
			require.Equal(t, domain.Whole(int64(want.results)), *f.Denominator)
		case "iur_agreements":
			found++
			require.Equal(t, domain.Whole(int64(want.agreements)), *f.Value)
		}
	}
	require.Equal(t, 2, found)
}

func rows(t *testing.T, db *postgres.DB, from string) (n int) {
	t.Helper()
	require.NoError(t, db.Pool().QueryRow(t.Context(), "select count(*) from "+from).Scan(&n), from)
	return n
}

// everything counts what a load could leave behind, and adds up the versions.
func everything(t *testing.T, db *postgres.DB) map[string]int {
	t.Helper()
	found := map[string]int{}
	for _, table := range []string{"audit", "changes", "imports", "import_errors", "import_digests", "clauses", "incentives", "dockings", "docking_events", "contract_events"} {
		found[table] = rows(t, db, table)
	}
	for _, table := range []string{"organisations", "experts", "needs", "technologies", "policies", "contracts", "dockings"} {
		var versions int
		require.NoError(t, db.Pool().QueryRow(t.Context(), "select sum(version) from "+table).Scan(&versions))
		found[table+" versions"] = versions
	}
	return found
}
