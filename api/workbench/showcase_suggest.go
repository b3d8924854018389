package workbench

import (
	"encoding/json"
	"net/http"
	"unicode/utf8"

	"sanku/domain"
	"sanku/search"
	"sanku/search/matching"
)

// Bounds of suggestions: characters of a question, and how many are told.
const (
	maxSuggestQuestion = 60
	maxSuggestions     = 8
)

type suggestion struct {
	Text string `json:"text"`
	Kind string `json:"kind"`
	Href string `json:"href"`
}

// suggestions answers the script of the search box, in JSON: the titles of the first
// records that the visitor may see. Pages need none of it.
func (w *Workbench) suggestions(v *visit) error {
	q := v.r.URL.Query()
	text, out := []rune(q.Get("q")), []suggestion{}
	kinds := search.Kinds()
	if k := search.Kind(q.Get("library")); k != "" {
		kinds = []search.Kind{k}
	}
	byKind := map[search.Kind]shelf{}
	for _, s := range shelves() {
		byKind[s.kind] = s
	}
	if _, ok := byKind[kinds[0]]; !ok || kinds[0] == "" || len(text) == 0 || len(text) > maxSuggestQuestion || !utf8.ValidString(string(text)) {
		return v.json(out)
	}
	if w.Libraries == nil {
		return domain.ErrUnavailable
	}
	found, err := matching.Find(v.r.Context(), w.DB, w.Libraries, v.actor, string(text), kinds, maxSuggestions/len(kinds))
	if err != nil {
		return err
	}
	for _, f := range found {
		for _, r := range f.Records {
			s := byKind[f.Kind]
			out = append(out, suggestion{r.Title.Text, s.name.In(v.lang), v.href(s.path + "/" + r.ID.String())})
		}
	}
	return v.json(out)
}

func (v *visit) json(content any) error {
	b, err := json.Marshal(content)
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "application/json")
	v.w.WriteHeader(http.StatusOK)
	_, _ = v.w.Write(b) // the client has gone when this fails
	return nil
}
