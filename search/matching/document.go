package matching

import (
	"strings"

	"sanku/domain"
	"sanku/search"
)

// needDocument and its like say what of a record is found by its words. Names of
// contacts and owners are not among it.
func needDocument(n domain.Need) search.Document {
	return search.Document{ID: n.ID.String(), Version: n.Version, Title: n.Title, Keywords: strings.Join(n.Keywords, "\n"),
		Body: lines(n.Problem, quantityNames(n.Targets), n.Background), Filter: map[string]string{"field": n.Field}}
}

func technologyDocument(t domain.Technology) search.Document {
	return search.Document{ID: t.ID.String(), Version: t.Version, Title: t.Title, Keywords: strings.Join(t.Keywords, "\n"),
		Body: lines(t.Abstract, t.Description, quantityNames(t.Metrics)), Filter: map[string]string{"field": t.Field}}
}

func policyDocument(p domain.Policy) search.Document {
	parts := []string{p.Summary}
	for _, c := range p.Clauses {
		parts = append(parts, c.Heading, c.Text)
	}
	return search.Document{ID: p.ID.String(), Version: p.Version, Title: p.Title, Body: lines(parts...), Filter: map[string]string{"level": p.Level}}
}

func expertDocument(e domain.Expert) search.Document {
	return search.Document{ID: e.ID.String(), Version: e.Version, Title: e.Name, Keywords: e.Expertise,
		Body: lines(e.Experience, strings.Join(e.Achievements, "\n"), e.Title), Filter: map[string]string{"kind": e.Kind, "area": e.Area}}
}

func quantityNames(qs []domain.Quantity) string {
	names := make([]string, len(qs))
	for i, q := range qs {
		names[i] = q.Name
	}
	return strings.Join(names, "\n")
}

// lines joins the parts that say something.
func lines(parts ...string) string {
	var said []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, "\n")
}
