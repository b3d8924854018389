package seeds

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"sanku/domain"
	"sanku/domain/intake"
	"sanku/domain/postgres"
)

// sampleSource names the sample data as a source: its records have source keys like
// "sample:need-001".
const sampleSource = "sample"

// SampleRecords are the records of the sample data by the keys that its files give them.
func SampleRecords(ctx context.Context, db *postgres.DB) (map[string]domain.ID, error) {
	return db.SourceKeys(ctx, sampleSource)
}

// SampleCounts are the records of the sample data, by kind: those of the files, whether
// this load added them or an earlier one.
type SampleCounts struct {
	Organisations, Experts, Needs, Technologies, Policies, Registers, Contracts, Dockings, Activities, Reports int
}

// LoadSample puts the sample data into a database that has the plan: the libraries as
// any import brings them in, then the contracts with the steps they took and the
// dockings they came from, the dockings under way, who asked to see more of a blind need,
// the events, and what units reported of the plan.
// Loading it again changes nothing. Progress, if any, is told the kind and how many of
// its records are in.
func LoadSample(ctx context.Context, db *postgres.DB, progress func(kind string, done int)) (SampleCounts, error) {
	if err := LoadRegistration(ctx, db); err != nil { // contracts are judged by it
		return SampleCounts{}, err
	}
	if progress == nil {
		progress = func(string, int) {}
	}
	var counts SampleCounts
	for _, part := range []struct {
		kind  string
		count *int
	}{{"organisations", &counts.Organisations}, {"experts", &counts.Experts}, {"needs", &counts.Needs},
		{"technologies", &counts.Technologies}, {"policies", &counts.Policies}, {"register-entries", &counts.Registers}} {
		n, err := importSample(ctx, db, part.kind, func(r domain.ImportRun) { progress(part.kind, r.Rows) })
		if err != nil {
			return counts, fmt.Errorf("sample %s: %w", part.kind, err)
		}
		*part.count = n
	}
	var err error
	if counts.Contracts, err = loadContracts(ctx, db, func(done int) { progress("contracts", done) }); err != nil {
		return counts, err
	}
	if counts.Dockings, err = loadDockings(ctx, db, func(done int) { progress("dockings", done) }); err != nil {
		return counts, err
	}
	if err = loadReveals(ctx, db, func(done int) { progress("reveals", done) }); err != nil {
		return counts, err
	}
	if counts.Activities, err = loadActivities(ctx, db, func(done int) { progress("activities", done) }); err != nil {
		return counts, err
	}
	counts.Reports, err = loadReports(ctx, db, func(done int) { progress("reports", done) })
	return counts, err
}

// importSample imports one file of the sample data, unless just this file has been
// imported before, and returns how many records it has.
func importSample(ctx context.Context, db *postgres.DB, kind string, progress func(domain.ImportRun)) (int, error) {
	name := strings.ReplaceAll(kind, "-", "_") + ".jsonl"
	data, err := fs.ReadFile(SampleFiles(), name)
	if err != nil {
		return 0, err
	}
	file, err := intake.Open(kind, name, data, intake.Options{})
	if err != nil {
		return 0, err
	}
	run := file.Run(domain.ImportOptions{Source: sampleSource})
	if done, err := db.ImportedAlready(ctx, run); !errors.Is(err, domain.ErrNotFound) {
		return done.Rows, err
	}
	run, err = db.Import(ctx, domain.System("seed"), run, file.Rows(), progress)
	if err == nil && run.Rejected > 0 {
		err = firstFault(ctx, db, run)
	}
	return run.Rows, err
}

func firstFault(ctx context.Context, db *postgres.DB, run domain.ImportRun) error {
	faults, err := db.ImportFaults(ctx, run.ID, postgres.Page{Limit: 1})
	if err != nil || len(faults.Items) == 0 {
		return errors.Join(err, errors.New("rejected without a fault"))
	}
	first := faults.Items[0]
	return fmt.Errorf("%d rows rejected; row %d, %s: %s", run.Rejected, first.Row, first.Field, first.Reason.EN)
}

// loadEach loads the objects of a file of the sample data, one after another.
func loadEach[T any](file string, progress func(int), load func(T) error) (int, error) {
	all, err := jsonLines[T](SampleFiles(), file)
	if err != nil {
		return 0, err
	}
	for i, one := range all {
		if err := load(one); err != nil {
			return i, fmt.Errorf("sample data, %s, line %d: %w", file, i+1, err)
		}
		progress(i + 1)
	}
	return len(all), nil
}
