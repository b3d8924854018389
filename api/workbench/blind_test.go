package workbench_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/api/workbench"
	"sanku/domain"
)

// ofOrganisations are the places that tell of organisations as such, where a name is no
// secret, but what is listed blind may not stand with it.
var ofOrganisations = []string{"/organisations", "/library/institutions", "/api/v1/organisations", "/api/v1/technologies?organisation_id=", "/api/v1/needs?organisation_id="}

// ofAskers are requests to be shown more, in which whoever asks says who they are, and
// whoever then looks is named.
var ofAskers = []string{"/reveals", "/api/v1/reveals", "/api/v1/reveal-views"}

// withoutListings are the routes on a record that no listing is part of: of users, plans
// and registers, and of what a listing's owner or the bureau alone has.
var withoutListings = []string{"/absences/", "/assets/", "/bulletins/", "/experts/", "/imports/", "/invitations/", "/library/experts/", "/library/policies/", "/plan/", "/policies/", "/registrations/{id}/", "/reports/", "/searches/", "/webhooks/",
	"/users/", "/visits/", "/notifications/{id}", "/api/v1/certificates/", "/api/v1/experts/", "/api/v1/imports/", "/api/v1/invitations/", "/api/v1/plans/", "/api/v1/policies/", "/api/v1/publications/",
	"/api/v1/register-entries/", "/api/v1/registrations/", "/api/v1/reports/", "/api/v1/saved-searches/", "/api/v1/users/", "/api/v1/webhooks/", "/api/v1/dockings/{id}/messages/files/"}

// place is where something may be read: an address, and in which form.
type place struct{ path, accept string }

// places are all that can be read, with the records of the fixture in them.
func (b *blindSite) places() []place {
	records := map[string][]domain.ID{"needs": {b.needID}, "technologies": {b.technologyID, b.technologyOf()}, "dockings": {b.docking}, "events": {b.activity}, "activities": {b.activity}, "contracts": {b.contract},
		"reveals": {b.needReveal, b.technologyReveal}, "organisations": {b.need.of, b.technology.of}, "institutions": {b.technology.of}}
	var all []place
	add := func(path string, accepts ...string) {
		for _, accept := range accepts {
			all = append(all, place{path, accept})
		}
	}
	w, err := workbench.New(workbench.Options{})
	require.NoError(b, err)
	for _, rt := range w.Routes() {
		if rt.Method == http.MethodGet && !slices.ContainsFunc(withoutListings, func(p string) bool { return strings.HasPrefix(rt.Path, p) }) {
			for _, path := range b.filled(rt.Path, records) {
				add(path, "text/html")
			}
		}
	}
	var described struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	require.NoError(b, json.Unmarshal([]byte(b.get(http.StatusOK, "/api/v1/openapi.json")), &described))
	for _, path := range slices.Sorted(maps.Keys(described.Paths)) {
		at := "/api/v1" + path
		if _, ok := described.Paths[path]["get"]; ok && !slices.ContainsFunc(withoutListings, func(p string) bool { return strings.HasPrefix(at, p) }) {
			for _, path := range b.filled(at, records) {
				add(path, "application/json", "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
			}
		}
	}
	for _, kind := range []string{"technology", "expert", "policy"} {
		add("/api/v1/needs/"+b.needID.String()+"/matches?kind="+kind, "application/json")
	}
	for _, q := range []string{"隐名", "材料"} {
		add("/api/v1/search?library=needs&q="+q, "application/json")
		add("/api/v1/search?library=technologies&q="+q, "application/json")
		add("/library/needs?q="+q, "text/html")
		add("/library/technologies?q="+q, "text/html")
		add("/library/suggestions?q="+q, "text/html")
	}
	add("/api/v1/needs?organisation_id="+b.need.of.String(), "application/json")
	add("/api/v1/technologies?organisation_id="+b.technology.of.String(), "application/json")
	add("/dockings/new?need="+b.needID.String()+"&technology="+b.technologyID.String(), "text/html")
	add("/reveals/new?need="+b.needID.String(), "text/html")
	add("/reveals/new?technology="+b.technologyID.String(), "text/html")
	return all
}

// filled is the path of a route with each record of its kind in it. A route on records of
// a kind that the fixture lacks is one that the table forgets.
func (b *blindSite) filled(path string, records map[string][]domain.ID) []string {
	if !strings.Contains(path, "{") {
		return []string{path}
	}
	parts := strings.Split(path, "/")
	at := slices.IndexFunc(parts, func(p string) bool { return strings.HasPrefix(p, "{") })
	of := records[parts[at-1]]
	require.NotEmpty(b, of, "no record for %s: add one, or say why it holds no listing", path)
	var all []string
	for _, id := range of {
		all = append(all, strings.Replace(path, parts[at], id.String(), 1))
	}
	return all
}

// words is what an answer says, of a document what is in its parts.
func (b *blindSite) words(client *http.Client, p place) (words string) {
	r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, b.url+p.path, nil)
	require.NoError(b, err)
	r.Header.Set("Accept", p.accept)
	response, err := client.Do(r)
	require.NoError(b, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(b, err)
	if !bytes.HasPrefix(body, []byte("PK")) {
		return string(body)
	}
	archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	require.NoError(b, err)
	for _, f := range archive.File {
		part, err := f.Open()
		require.NoError(b, err)
		content, err := io.ReadAll(part)
		require.NoError(b, err)
		words += string(content)
	}
	return words
}

// leaks are what of h stands at p for a reader who is shown it at a level, and who has met
// its owner or not.
func (h hidden) leaks(p place, words string, shown domain.RevealLevel, met bool) (found []string) {
	is := func(at string) bool { return strings.HasPrefix(p.path, at) }
	ofOrganisation := slices.ContainsFunc(ofOrganisations, is)
	met = met || slices.ContainsFunc(ofAskers, is)
	for word, level := range h.words {
		if level > shown && strings.Contains(words, word) && !((met || ofOrganisation) && level == domain.RevealIdentity) {
			found = append(found, word)
		}
	}
	if strings.Contains(words, h.title) && (shown == 0 || ofOrganisation && !met && shown < domain.RevealIdentity) {
		found = append(found, h.title)
	}
	return found
}

// TestBlindListings is the table of all places, levels and readers: of a blind need and a
// blind technology nobody reads more than they were shown, wherever it might stand.
func TestBlindListings(t *testing.T) {
	b := newBlindSite(newSite(t))
	b.indexed()
	all := domain.RevealContact
	readers := []struct {
		login            string
		need, technology func(domain.RevealLevel) domain.RevealLevel // how far each is shown at a level of consent
		met              string                                      // where they have met the owners: of what is asked about, who asks
	}{
		{"", nothing, nothing, "none"},
		{"stranger", title, title, "none"},
		{"other", title, title, "none"},
		{"reader", title, title, "none"},
		{"afar", title, title, "none"}, // a steward of another area
		{"liaison", nothing, nothing, "none"},
		{"host", title, title, ""}, // everywhere: introduced to the one, and told at the activity who comes
		{"owner", func(domain.RevealLevel) domain.RevealLevel { return all }, func(l domain.RevealLevel) domain.RevealLevel { return l }, "/needs/" + b.needID.String()},
		{"school", func(l domain.RevealLevel) domain.RevealLevel { return l }, func(domain.RevealLevel) domain.RevealLevel { return all }, "/technologies/" + b.technologyID.String()},
	}
	places := b.places()
	seen := map[string]map[string]bool{} // word → readers who have read it somewhere
	for level := domain.RevealTitle; level <= domain.RevealContact; level++ {
		b.reveal(level)
		for _, r := range readers {
			client := http.DefaultClient
			if r.login != "" {
				client = b.signedIn(r.login)
			}
			if r.login != "owner" && r.login != "school" && level < domain.RevealContact {
				continue // consent to others changes nothing for them: the last level, when all was granted, tells
			}
			for _, p := range places {
				if p.path == "/account/language" {
					continue
				}
				words, met := b.words(client, p), strings.HasPrefix(p.path, r.met)
				if found := append(b.need.leaks(p, words, r.need(level), met), b.technology.leaks(p, words, r.technology(level), met)...); len(found) > 0 {
					t.Errorf("%s (%s) tells %q at level %d: %s", p.path, p.accept, r.login, level, strings.Join(found, "、"))
				}
				for _, h := range []hidden{b.need, b.technology} {
					for w := range h.words {
						if seen[w] == nil {
							seen[w] = map[string]bool{}
						}
						seen[w][r.login] = seen[w][r.login] || strings.Contains(words, w)
					}
				}
			}
		}
	}
	// The table would find them: with consent each part has been read.
	for _, w := range []string{"暗号甲难题", "暗号甲背景", "湘潭匿名甲制造有限公司", "暗号甲联系人"} {
		require.True(t, seen[w]["school"], w)
	}
	for _, w := range []string{"暗号乙摘要", "暗号乙说明", "湘潭匿名乙大学"} {
		require.True(t, seen[w]["owner"], w)
	}
	require.Greater(t, len(places), 250)
}

func nothing(domain.RevealLevel) domain.RevealLevel { return 0 }
func title(domain.RevealLevel) domain.RevealLevel   { return domain.RevealTitle }
