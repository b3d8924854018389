package postgres

import "sanku/domain"

// settled is a row's record as it is to be stored: with its organisation, in the state
// it can take, and with what it lacks for the state that was wanted.
type settled struct {
	record any
	lacks  []domain.ImportFault
}

// settle finds the record's organisation and its state: the one the row names, else
// published when the run publishes, or submitted when it submits; a record that lacks
// something for that is a draft.
func (b *importBatch) settle(row domain.ImportRow) (settled, error) {
	organisation, lacking, err := b.organisation(row)
	if err != nil {
		return settled{}, err
	}
	switch r := row.Record.(type) {
	case domain.Need:
		if err := b.mayState(r.State); err != nil {
			return settled{}, err
		}
		r.OrganisationID = organisation
		missing := b.listing(&r.State, r.Missing())
		return settled{r, lacks(row.Number, missing, lacking)}, nil
	case domain.Technology:
		if err := b.mayState(r.State); err != nil {
			return settled{}, err
		}
		r.OrganisationID = organisation
		missing := b.listing(&r.State, r.Missing())
		return settled{r, lacks(row.Number, missing, lacking)}, nil
	case domain.Expert:
		r.OrganisationID = organisation
		var missing []domain.Missing
		if len(r.Fields) == 0 {
			missing = append(missing, domain.Missing{Field: "fields", Ask: domain.Text{ZH: "熟悉哪些技术领域？", EN: "Which fields do they know?"}})
		}
		if lacking != nil {
			missing = append(missing, *lacking)
		}
		wanted(b.run.Options.Publish, len(missing) > 0, &r.State, domain.ExpertDraft, domain.ExpertPublished)
		return settled{r, lacks(row.Number, missing, lacking)}, nil
	case domain.Policy:
		var missing []domain.Missing
		if len(r.Clauses) == 0 {
			missing = append(missing, domain.Missing{Field: "clauses", Ask: domain.Text{ZH: "请补充条款或正文。", EN: "What are its clauses?"}})
		}
		wanted(b.run.Options.Publish, len(missing) > 0, &r.State, domain.PolicyDraft, domain.PolicyPublished)
		return settled{r, lacks(row.Number, missing, nil)}, nil
	case domain.RegisterEntry:
		if lacking != nil { // an entry is never a draft
			return settled{}, domain.Invalid("organisation_id", lacking.Ask.ZH, lacking.Ask.EN)
		}
		r.OrganisationID = organisation
		return settled{record: r}, nil
	}
	return settled{record: row.Record}, nil
}

// listing settles the state of a need or technology and returns what it lacks.
func (b *importBatch) listing(state *domain.ListingState, missing []domain.Missing) []domain.Missing {
	if *state == "" && b.run.Options.Submit {
		*state = domain.ListingSubmitted
	}
	if *state == domain.ListingSubmitted && len(missing) > 0 {
		*state = domain.ListingDraft
	}
	wanted(b.run.Options.Publish, len(missing) > 0, state, domain.ListingDraft, domain.ListingPublished)
	return missing
}

func wanted[S ~string](publish, incomplete bool, state *S, draft, published S) {
	if *state == "" && publish {
		*state = published
	}
	if *state == "" || *state == published && incomplete {
		*state = draft
	}
}

// lacks says what keeps a row a draft. Of the organisation, lacking says why it is not
// known rather than asking for it.
func lacks(row int, missing []domain.Missing, lacking *domain.Missing) []domain.ImportFault {
	var faults []domain.ImportFault
	for _, m := range missing {
		if lacking != nil && m.Field == "organisation_id" {
			m = *lacking
		}
		faults = append(faults, domain.ImportFault{Row: row, Field: m.Field, Reason: m.Ask, Draft: true})
	}
	return faults
}
