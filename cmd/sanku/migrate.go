package main

import (
	"context"
	"fmt"

	"sanku/migrations"
)

type migrateCommand struct {
	To *int64 `help:"Go down to this version; 0 is an empty database. Data of what is taken away is lost." placeholder:"VERSION"`
}

// Run brings the schema to the newest version, then down when asked.
func (m *migrateCommand) Run(ctx context.Context, config *Config, console *console) error {
	return config.with(ctx, console, func(a *app) error {
		if m.To != nil {
			if err := migrations.DownTo(ctx, a.db.Pool(), *m.To); err != nil {
				return err
			}
		}
		current, newest, err := migrations.Version(ctx, a.db.Pool())
		if err == nil {
			fmt.Fprintf(console.out, "schema version %d of %d\n", current, newest)
		}
		return err
	})
}
