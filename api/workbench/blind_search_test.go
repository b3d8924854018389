package workbench_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// blindReader is somebody to whom nothing was granted beyond a level of each listing.
type blindReader struct {
	login            string
	need, technology domain.RevealLevel
}

// outsiders are those who are shown what everyone is.
func outsiders() []blindReader {
	readers := []blindReader{{"", 0, 0}, {"liaison", 0, 0}}
	for _, login := range []string{"stranger", "other", "host", "reader", "afar"} {
		readers = append(readers, blindReader{login, domain.RevealTitle, domain.RevealTitle})
	}
	return readers
}

func (b *blindSite) client(login string) *http.Client {
	if login == "" {
		return http.DefaultClient
	}
	return b.signedIn(login)
}

// shownText is what of h a reader is shown at a level.
func (h hidden) shownText(level domain.RevealLevel) string {
	text := h.title
	for word, at := range h.words {
		if at <= level {
			text += strings.NewReplacer("暗号甲", "", "暗号乙", "").Replace(word)
		}
	}
	return text
}

// found are the ids that a search of everything finds for a question; how many it says
// there are is how many it gives.
func (b *blindSite) found(client *http.Client, q string) (ids []domain.ID) {
	var answer struct {
		Items []struct {
			Library string `json:"library"`
			Total   int    `json:"total"`
			Items   []struct {
				ID domain.ID `json:"id"`
			} `json:"items"`
		} `json:"items"`
	}
	require.NoError(b, json.Unmarshal([]byte(b.getAs(client, http.StatusOK, "/api/v1/search?limit=50&q="+url.QueryEscape(q))), &answer))
	for _, of := range answer.Items {
		require.Len(b, of.Items, of.Total, "%q in %s", q, of.Library)
		for _, hit := range of.Items {
			ids = append(ids, hit.ID)
		}
	}
	return ids
}

// A word that stands only in what a reader is not shown finds nothing: not in a search, nor
// its count, nor in the pages of the libraries, nor among suggestions.
func TestHiddenWordsFindNothing(t *testing.T) {
	b := newBlindSite(newSite(t))
	b.indexed()
	listings := map[domain.ID]hidden{b.needID: b.need, b.technologyID: b.technology}
	search := func(r blindReader) (found, asked int) {
		client := b.client(r.login)
		for id, h := range listings {
			shown := r.need
			if id == b.technologyID {
				shown = r.technology
			}
			for word, level := range h.words {
				word = strings.NewReplacer("暗号甲", "", "暗号乙", "").Replace(word) // what all have in common
				if level > shown && strings.ContainsAny(h.shownText(shown), word) {
					continue // it may be found by what is shown
				}
				asked++
				finds := slices.Contains(b.found(client, word), id)
				if level <= shown {
					if finds {
						found++
					}
					continue
				}
				require.False(t, finds, "%q finds what %s hides, for %q", word, h.title, r.login)
				for _, path := range []string{"/library/needs?q=", "/library/technologies?q=", "/library/suggestions?q="} {
					require.NotContains(t, b.words(client, place{path + url.QueryEscape(word), "text/html"}), h.title, "%s%s for %q", path, word, r.login)
				}
			}
		}
		return found, asked
	}
	for _, r := range outsiders() {
		_, asked := search(r)
		require.Greater(t, asked, 10)
	}
	for level := domain.RevealProblem; level <= domain.RevealContact; level++ {
		b.reveal(level)
		own := domain.RevealContact
		inside, _ := search(blindReader{"school", level, own})
		require.Greater(t, inside, 3, "what is shown is found: the test would find what is not")
	}
}

// filterLevels say at which level of a need, and of a technology, what a filter of their
// lists looks at is shown.
var filterLevels = map[string][2]domain.RevealLevel{
	"state": {1, 1}, "field": {1, 1}, "q": {1, 1}, "limit": {1, 1}, "after": {1, 1}, "sort": {1, 1},
	"area": {4, 4}, "organisation_id": {4, 4}, "mode": {2, 2}, "trl_min": {3, 2},
}

// A filter on what a reader is not shown does not find it, in the lists of the API, which
// describe every filter that they have, and in the pages of the libraries; nor do they
// count it.
func TestHiddenPartsAreNotFiltered(t *testing.T) {
	b := newBlindSite(newSite(t))
	b.indexed()
	values := map[string]string{"state": "published", "field": "materials", "area": "yuhu", "mode": "talent", "trl_min": "7", "q": "隐名", "limit": "50"}
	var described struct {
		Paths map[string]struct {
			Get struct {
				Parameters []struct{ Name, In string }
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(b.get(http.StatusOK, "/api/v1/openapi.json")), &described))
	check := func(r blindReader) (found int) {
		client := b.client(r.login)
		for i, of := range []struct {
			path, library string
			id, owner     domain.ID
			title         string
			shown         domain.RevealLevel
		}{{"/needs", "/library/needs", b.needID, b.need.of, b.need.title, r.need}, {"/technologies", "/library/technologies", b.technologyID, b.technology.of, b.technology.title, r.technology}} {
			for _, p := range described.Paths[of.path].Get.Parameters {
				levels, known := filterLevels[p.Name]
				if p.In != "query" || p.Name == "after" || p.Name == "sort" {
					continue
				}
				require.True(t, known, "%s: at which level is what %s looks at shown?", of.path, p.Name)
				value := values[p.Name]
				if p.Name == "organisation_id" {
					value = of.owner.String()
				}
				require.NotEmpty(t, value, "a value of %s that the listing has", p.Name)
				filter := "?" + url.Values{p.Name: {value}}.Encode()
				lists := strings.Contains(b.words(client, place{"/api/v1" + of.path + filter, "application/json"}), of.id.String())
				require.Equal(t, of.shown > 0 && of.shown >= levels[i], lists, "%s%s for %q at level %d", of.path, filter, r.login, of.shown)
				if lists {
					found++
				}
			}
			for filter, level := range map[string]domain.RevealLevel{"area=yuhu": 4, "mode=talent": 2, "trl=7": 2} {
				if of.shown < level && (filter != "trl=7" || i == 1) {
					page := b.words(client, place{of.library + "?" + filter, "text/html"})
					require.NotContains(t, page, of.title, "%s?%s for %q", of.library, filter, r.login)
				}
			}
		}
		return found
	}
	for _, r := range outsiders() {
		check(r)
	}
	for level := domain.RevealProblem; level <= domain.RevealContact; level++ {
		b.reveal(level)
		require.Greater(t, check(blindReader{"school", level, domain.RevealContact}), 6)
	}
}
