package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sanku/domain"
	"sanku/domain/intake"
	"sanku/domain/postgres"
)

type importCommand struct {
	Kind string `arg:"" enum:"organisations,needs,technologies,policies,experts,register-entries" help:"organisations, needs, technologies, policies, experts or register-entries."`
	File string `arg:"" optional:"" type:"existingfile" help:"The file: .xlsx, .csv or .jsonl."`

	Template            string `help:"Write a table to fill in, .xlsx or .csv, instead of importing." placeholder:"FILE"`
	Source              string `help:"Name of where the rows come from; keys are unique within it. The file's name when not given."`
	Encoding            string `enum:"auto,utf-8,gb18030" default:"auto" help:"Of CSV and JSON lines: auto, utf-8 or gb18030."`
	DryRun              bool   `help:"Find everything that is wrong, keep nothing."`
	Strict              bool   `help:"Keep all rows or none."`
	Publish             bool   `help:"Publish rows that are complete and name no state."`
	Organisation        string `help:"Whose the rows are that name no organisation: key, USCC or name."`
	Field               string `help:"Field of rows that say nothing of theirs." placeholder:"CODE"`
	Register            string `help:"Register of entries that name none, by code or name." placeholder:"CODE"`
	CreateOrganisations bool   `help:"Create organisations that rows name and that are absent."`
	Division            string `help:"GB/T 2260 division of organisations so created." placeholder:"CODE"`
	JSON                bool   `name:"json" help:"Print the result as JSON."`
}

// importReport is what an import did.
type importReport struct {
	domain.ImportCounts
	Seconds float64
	Ignored map[string]int // columns that were not known, and in how many rows
	Faults  []domain.ImportFault
}

// Run imports a file, or writes a template for one.
func (m *importCommand) Run(ctx context.Context, config *Config, console *console) error {
	if m.Template != "" {
		return writeTemplate(m.Kind, m.Template)
	}
	if m.File == "" {
		return domain.Invalid("file", "请指明要导入的文件", "is required, or --template")
	}
	data, err := os.ReadFile(m.File)
	if err != nil {
		return err
	}
	return config.with(ctx, console, func(a *app) error {
		report, err := m.run(ctx, a, data, console.progress("importing "+m.Kind))
		if err != nil {
			return err
		}
		if m.JSON {
			return json.NewEncoder(console.out).Encode(report)
		}
		console.imported(report)
		return nil
	})
}

func writeTemplate(kind, name string) error {
	template, err := intake.Template(kind, strings.TrimPrefix(filepath.Ext(name), "."))
	if err != nil {
		return err
	}
	return os.WriteFile(name, template, 0o644)
}

func (m *importCommand) run(ctx context.Context, a *app, data []byte, bar *progress) (importReport, error) {
	file, err := m.open(ctx, a, data)
	if err != nil {
		return importReport{}, err
	}
	begun := time.Now()
	run, err := a.db.Import(ctx, operator(), file.Run(m.options()), file.Rows(), func(r domain.ImportRun) { bar.at(r.Rows, 0) })
	bar.end()
	if err != nil {
		return importReport{}, err
	}
	report := importReport{ImportCounts: run.ImportCounts, Ignored: run.Ignored, Seconds: time.Since(begun).Seconds()}
	faults, err := a.db.ImportFaults(ctx, run.ID, postgres.Page{Limit: postgres.MaxLimit})
	report.Faults = faults.Items
	return report, err
}

func (m *importCommand) open(ctx context.Context, a *app, data []byte) (*intake.File, error) {
	encoding := m.Encoding
	if encoding == "auto" {
		encoding = ""
	}
	return a.db.OpenImport(ctx, operator(), m.Kind, m.File, data, intake.Options{Encoding: encoding, Organisation: m.Organisation, Field: m.Field, Register: m.Register})
}

func (m *importCommand) options() domain.ImportOptions {
	source := m.Source
	if source == "" {
		source = filepath.Base(m.File)
	}
	return domain.ImportOptions{Source: source, DryRun: m.DryRun, Strict: m.Strict, Publish: m.Publish,
		CreateOrganisations: m.CreateOrganisations, Division: m.Division}
}

// faultsShown bounds how many faults are written out; the API lists them all.
const faultsShown = 30

func (c *console) imported(r importReport) {
	fmt.Fprintf(c.out, "%d rows in %.1f s (%.0f a second): %d created, %d changed, %d unchanged, %d rejected; %d of them drafts that lack something\n",
		r.Rows, r.Seconds, float64(r.Rows)/max(r.Seconds, 0.001), r.Created, r.Changed, r.Unchanged, r.Rejected, r.Drafts)
	for _, column := range slices.Sorted(maps.Keys(r.Ignored)) {
		fmt.Fprintf(c.out, "  column %s is not known: left out of %d rows\n", column, r.Ignored[column])
	}
	for _, f := range r.Faults[:min(len(r.Faults), faultsShown)] {
		what := "rejected"
		if f.Draft {
			what = "draft"
		}
		fmt.Fprintf(c.out, "  row %d, column %d, %s (%s): %s (%s)\n", f.Row, f.Column, f.Field, what, f.Reason.ZH, f.Reason.EN)
	}
	if len(r.Faults) > faultsShown {
		fmt.Fprintln(c.out, "  …")
	}
}
