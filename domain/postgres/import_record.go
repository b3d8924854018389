package postgres

import (
	"slices"

	"sanku/domain"
)

// said is a row's record as the row says it: of the organisation that the row names, and
// in the state that it names or the run asks for. Lacking says why there is no organisation.
func (b *importBatch) said(row domain.ImportRow) (record any, lacking *domain.Missing, err error) {
	organisation, lacking, err := b.organisation(row)
	if err != nil {
		return nil, nil, err
	}
	switch r := row.Record.(type) {
	case domain.Need:
		r.OrganisationID, err = organisation, b.mayState(r.State)
		b.ask(&r.State)
		return r, lacking, err
	case domain.Technology:
		r.OrganisationID, err = organisation, b.mayState(r.State)
		b.ask(&r.State)
		return r, lacking, err
	case domain.Expert:
		r.OrganisationID = organisation
		if r.State == "" && b.run.Options.Publish {
			r.State = domain.ExpertPublished
		}
		return r, lacking, nil
	case domain.Policy:
		if r.State == "" && b.run.Options.Publish {
			r.State = domain.PolicyPublished
		}
		return r, nil, nil
	case domain.RegisterEntry:
		if lacking != nil { // an entry is never a draft
			return nil, nil, domain.Invalid("organisation_id", lacking.Ask.ZH, lacking.Ask.EN)
		}
		r.OrganisationID = organisation
		return r, nil, nil
	}
	return row.Record, nil, nil
}

// ask gives a listing of which the row names no state the one that the run asks for.
func (b *importBatch) ask(state *domain.ListingState) {
	switch {
	case *state != "":
	case b.run.Options.Submit:
		*state = domain.ListingSubmitted
	case b.run.Options.Publish:
		*state = domain.ListingPublished
	}
}

// over is what a row makes of a record that is there: it says nothing of the columns that
// it does not have.
func over[R any](row domain.ImportRow, said, stored R) R {
	if row.Over == nil {
		return said
	}
	return row.Over(stored).(R)
}

// ownerOver is whose the record then is.
func (b *importBatch) ownerOver(row domain.ImportRow, said, stored domain.ID) domain.ID {
	names := func(column string) bool { return slices.Contains(row.Columns, column) }
	if b.own() || row.Over == nil || row.Organisation != "" || names("organisation") || names("uscc") {
		return said
	}
	return stored
}

// settled is a record in the state it can take, and what it lacks for the one asked for.
type settled struct {
	record any
	lacks  []domain.ImportFault
}

// settle finds the state of a record: a draft when it lacks something for another.
func settle(number int, record any, lacking *domain.Missing) settled {
	switch r := record.(type) {
	case domain.Need:
		missing := r.Missing()
		r.State = reached(r.State, len(missing) > 0)
		return settled{r, lacks(number, missing, lacking)}
	case domain.Technology:
		missing := r.Missing()
		r.State = reached(r.State, len(missing) > 0)
		return settled{r, lacks(number, missing, lacking)}
	case domain.Expert:
		var missing []domain.Missing
		if len(r.Fields) == 0 {
			missing = append(missing, domain.Missing{Field: "fields", Ask: domain.Text{ZH: "熟悉哪些技术领域？", EN: "Which fields do they know?"}})
		}
		if lacking != nil {
			missing = append(missing, *lacking)
		}
		if r.State == "" || r.State == domain.ExpertPublished && len(missing) > 0 {
			r.State = domain.ExpertDraft
		}
		return settled{r, lacks(number, missing, lacking)}
	case domain.Policy:
		var missing []domain.Missing
		if len(r.Clauses) == 0 {
			missing = append(missing, domain.Missing{Field: "clauses", Ask: domain.Text{ZH: "请补充条款或正文。", EN: "What are its clauses?"}})
		}
		if r.State == "" || r.State == domain.PolicyPublished && len(missing) > 0 {
			r.State = domain.PolicyDraft
		}
		return settled{r, lacks(number, missing, nil)}
	}
	return settled{record: record}
}

// reached is the state that a listing takes of which another is asked for.
func reached(asked domain.ListingState, incomplete bool) domain.ListingState {
	if asked == "" || incomplete && (asked == domain.ListingSubmitted || asked == domain.ListingPublished) {
		return domain.ListingDraft
	}
	return asked
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
