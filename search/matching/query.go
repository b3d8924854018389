package matching

import (
	"slices"
	"strings"

	"sanku/domain"
	"sanku/search"
)

// subjectWeight is what the need's field and modes weigh among the words that policies
// are asked for.
const subjectWeight = 1

// candidateLimit is how many candidates of one library are judged for a need.
const candidateLimit = 120

// needQuery is the whole need as a query, its parts weighed as evaluation weighs them.
func needQuery(n domain.Need) search.Query {
	return search.Query{Limit: candidateLimit, Parts: said(
		search.NeedParts(n.Title, n.Problem, strings.Join(n.Keywords, "\n"), quantityNames(n.Targets), n.Background))}
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
	return search.Query{Limit: needLimit, Parts: said(search.NeedParts(d.Title, d.Keywords, d.Body))}
}

// said leaves out the parts that say nothing.
func said(parts []search.QueryPart) []search.QueryPart {
	return slices.DeleteFunc(parts, func(p search.QueryPart) bool { return strings.TrimSpace(p.Text) == "" })
}

// needText is everything that a need says of what it wants.
func needText(n domain.Need) string {
	return lines(n.Title, strings.Join(n.Keywords, "\n"), n.Problem, quantityNames(n.Targets), n.Background)
}
