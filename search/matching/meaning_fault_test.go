package matching_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/search/matching"
	"sanku/search/meaning/meaningtest"
)

// A text that the endpoint refuses is judged by its words, and does not keep others back.
func TestRefusedText(t *testing.T) {
	w, s := newWorld(t), meaningtest.Serve(t)
	w.useMeanings(s.Encoder(t))
	need, worded, meant := w.welding()
	s.Fail(func(w http.ResponseWriter, r *http.Request) {
		asked := s.Asked()
		input := asked[len(asked)-1].Input
		for _, text := range input {
			if strings.Contains(text, "粪污发酵罐") {
				http.Error(w, "too long", http.StatusRequestEntityTooLarge)
				return
			}
		}
		meaningtest.Write(w, input)
	})
	_, err := w.meanings.EncodeAll(t.Context(), nil)
	require.NoError(t, err)
	c, inUse, err := w.meanings.Coverage(t.Context())
	require.NoError(t, err)
	require.True(t, inUse)
	require.Equal(t, 2, c[domain.Technologies].Encoded)
	require.Equal(t, 1, c[domain.Technologies].Refused)
	require.NoError(t, w.matcher.MatchNeed(t.Context(), need.ID))
	for _, m := range w.stored(need.ID, domain.MatchTechnology) {
		f, there := meaningOf(m.Match)
		require.True(t, there)
		require.Equal(t, m.CandidateID == meant.ID, f.Known)
		require.NotEqual(t, m.CandidateID == worded.ID, f.Known)
	}
}

// Those who operate it hear of an endpoint that goes on failing, though not of each time.
func TestFailingEndpointIsTold(t *testing.T) {
	w, s := newWorld(t), meaningtest.Serve(t)
	var told bytes.Buffer
	w.matcher = matching.New(w.db, w.libraries, domain.Weights{}, slog.New(slog.NewTextHandler(&told, &slog.HandlerOptions{Level: slog.LevelWarn})))
	w.useMeanings(s.Encoder(t))
	need, _, _ := w.welding()
	s.Fail(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "out of memory", http.StatusInternalServerError)
	})
	require.Error(t, w.matcher.Encode(t.Context(), domain.Needs, []domain.ID{need.ID}, 1))
	require.Empty(t, told.String())
	require.Error(t, w.matcher.Encode(t.Context(), domain.Needs, []domain.ID{need.ID}, 4))
	require.Contains(t, told.String(), "the embedding endpoint failed")
}
