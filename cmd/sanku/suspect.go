package main

import (
	"context"
	"fmt"

	"sanku/domain"
)

type suspectCommand struct{}

// Run looks at every contract again for what may inflate the figures, as each is looked
// at when it is handed in. What was decided stays decided.
func (*suspectCommand) Run(ctx context.Context, config *Config, console *console) error {
	return config.with(ctx, console, func(a *app) error {
		bar := console.progress("looking at contracts")
		defer bar.end()
		var after domain.ID
		contracts, found := 0, 0
		for {
			done, err := a.db.Suspect(ctx, domain.System("suspect"), after)
			if err != nil {
				return err
			}
			contracts, found = contracts+done.Contracts, found+done.Found
			bar.at(contracts, 0)
			if after = done.Next; after.IsZero() {
				break
			}
		}
		fmt.Fprintf(console.out, "核查合同 contracts %d，新嫌疑 new suspicions %d\n", contracts, found)
		return nil
	})
}
