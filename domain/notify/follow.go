package notify

import (
	"context"

	"github.com/riverqueue/river"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/search/analysis"
)

// follow asks for changed records of a library to be held against saved searches.
type follow struct {
	Resource domain.Resource `json:"of"`
	Refs     []domain.ID     `json:"refs"`
}

var _ postgres.BatchArgs = follow{}

func (follow) Kind() string                               { return "notify-follow" }
func (j follow) Record() domain.ID                        { return j.Refs[0] }
func (j follow) Of() string                               { return string(j.Resource) }
func (follow) InsertOpts() river.InsertOpts               { return river.InsertOpts{Queue: tellQueue, Priority: 3} }
func (j follow) Records() []domain.ID                     { return j.Refs }
func (j follow) Join(refs []domain.ID) postgres.BatchArgs { return follow{j.Resource, refs} }

// followOf is the job that a change of a library asks for, nil for none.
func followOf(c postgres.ChangeEntry) postgres.RefArgs {
	if of := domain.Resource(c.Kind); postgres.Subscribed(of) {
		return follow{of, []domain.ID{c.Ref}}
	}
	return nil
}

type followWorker struct {
	river.WorkerDefaults[follow]
	*Notifier
}

func (w followWorker) Work(ctx context.Context, job *river.Job[follow]) error {
	terms := map[domain.ID]map[string]bool{} // of the records, which many searches ask for
	fits := func(query string, r domain.SearchedRecord) bool {
		if terms[r.ID] == nil {
			terms[r.ID] = termsOf(r.Title + "\n" + r.Text)
		}
		return hasWords(terms[r.ID], query)
	}
	hits, err := w.DB.FollowSearches(ctx, job.Args.Resource, job.Args.Refs, fits)
	if err != nil || hits == 0 {
		return err
	}
	if _, err := w.DB.Notify(ctx, domain.SavedSearches, job.Args.Refs); err != nil {
		return err
	}
	return w.dispatch(ctx)
}

func termsOf(text string) map[string]bool {
	terms := map[string]bool{}
	for _, t := range analysis.Analyze(text) {
		terms[t.Term] = true
	}
	return terms
}

// hasWords reports whether every word of a query, or every character where it has no
// word, is among the terms of a record.
func hasWords(terms map[string]bool, query string) bool {
	words := 0
	tokens := analysis.Analyze(query)
	for _, t := range tokens {
		switch t.Kind {
		case analysis.Word, analysis.Latin, analysis.Number, analysis.Single:
			if words++; !terms[t.Term] {
				return false
			}
		}
	}
	if words > 0 {
		return true
	}
	for _, t := range tokens {
		if t.Kind == analysis.Char && !terms[t.Term] {
			return false
		}
	}
	return len(tokens) > 0
}
