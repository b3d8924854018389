package matching

import (
	"strings"

	"sanku/domain"
	"sanku/search"
)

// How much the words of each part of a need or candidate weigh in a query.
const (
	titleWeight      = 3
	keywordWeight    = 2
	problemWeight    = 1.5
	targetWeight     = 1
	backgroundWeight = 0.5
	subjectWeight    = 1
)

// candidateLimit is how many candidates of one library are judged for a need.
const candidateLimit = 120

// needLimit is how many needs a changed candidate is looked up in.
const needLimit = 200

// needQuery is the whole need as a query.
func needQuery(n domain.Need) search.Query {
	return search.Query{Limit: candidateLimit, Parts: parts(
		search.QueryPart{Text: n.Title, Weight: titleWeight},
		search.QueryPart{Text: strings.Join(n.Keywords, "\n"), Weight: keywordWeight},
		search.QueryPart{Text: n.Problem, Weight: problemWeight},
		search.QueryPart{Text: quantityNames(n.Targets), Weight: targetWeight},
		search.QueryPart{Text: n.Background, Weight: backgroundWeight},
	)}
}

// policyQuery asks besides for the need's field and the cooperation it wants, which
// is what policies speak of.
func policyQuery(n domain.Need) search.Query {
	q := needQuery(n)
	subjects := []string{domain.Fields.Name(n.Field).ZH}
	for _, m := range n.Modes {
		subjects = append(subjects, domain.Modes.Name(m).ZH)
	}
	q.Parts = append(q.Parts, search.QueryPart{Text: strings.Join(subjects, "\n"), Weight: subjectWeight})
	return q
}

// expertQuery asks for experts of one kind.
func expertQuery(n domain.Need, kind string) search.Query {
	q := needQuery(n)
	q.Fields = map[string]string{"kind": kind}
	return q
}

// documentQuery asks for what a document would answer.
func documentQuery(d search.Document) search.Query {
	return search.Query{Limit: needLimit, Parts: parts(
		search.QueryPart{Text: d.Title, Weight: titleWeight},
		search.QueryPart{Text: d.Keywords, Weight: keywordWeight},
		search.QueryPart{Text: d.Body, Weight: 1},
	)}
}

func parts(all ...search.QueryPart) []search.QueryPart {
	var said []search.QueryPart
	for _, p := range all {
		if strings.TrimSpace(p.Text) != "" {
			said = append(said, p)
		}
	}
	return said
}

// needText is everything that a need says of what it wants.
func needText(n domain.Need) string {
	return lines(n.Title, strings.Join(n.Keywords, "\n"), n.Problem, quantityNames(n.Targets), n.Background)
}
