package main

import (
	"context"
	"fmt"

	"sanku/domain"
)

type planVerify struct{}

// Run recomputes every published figure from the records as they stood and were known
// then. It fails when one differs, or when what was published was altered.
func (planVerify) Run(ctx context.Context, config *Config, console *console) error {
	return config.with(ctx, console, func(a *app) error {
		v, err := a.db.VerifyPublications(ctx)
		if err != nil {
			return err
		}
		for _, p := range v.Altered {
			fmt.Fprintf(console.out, "%s revision %d: the content is not what was published\n", p.Code, p.Revision)
		}
		for _, r := range v.Restated {
			fmt.Fprintln(console.out, restated(r))
		}
		fmt.Fprintf(console.out, "%d publications, %d figures, %d differ\n", v.Publications, v.Figures, len(v.Restated))
		if !v.Holds() {
			return fmt.Errorf("%d published figures differ from their records", len(v.Restated)+len(v.Altered))
		}
		return nil
	})
}

func restated(r domain.Restated) string {
	f := r.Published
	line := fmt.Sprintf("%s revision %d, %s", r.Publication.Code, r.Publication.Revision, f.Indicator)
	for _, part := range []string{f.Variant, string(f.Dimension), f.Key} {
		if part != "" {
			line += "/" + part
		}
	}
	if r.Now == nil {
		return line + ": is not computed any more"
	}
	return fmt.Sprintf("%s: published %s of %d records, now %s of %d", line, valueOf(f.Value), f.Records, valueOf(r.Now.Value), r.Now.Records)
}

func valueOf(v *domain.Decimal) string {
	if v == nil {
		return "not known"
	}
	return v.String()
}
