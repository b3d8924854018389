package api

import (
	"io"
	"log/slog"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/search"
	"sanku/search/matching"
)

// withLibraries is the server with indexes that are up to date.
func (s *server) withLibraries() *server {
	s.t.Helper()
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	libraries, err := search.Open(s.t.Context(), s.t.TempDir(), matching.NewFeed(s.db), search.Options{Logger: quiet})
	require.NoError(s.t, err)
	s.t.Cleanup(func() { require.NoError(s.t, libraries.Close()) })
	require.NoError(s.t, libraries.CatchUp(s.t.Context()))
	s.API, err = New(Options{DB: s.db, Libraries: libraries, Log: quiet, Version: "test"})
	require.NoError(s.t, err)
	return s
}

func TestSearch(t *testing.T) {
	s := newServer(t)
	m := s.match(s.enterprise, s.university, "public")
	s = s.withLibraries()
	found := decoded[Items[SearchResult]](t, s.get(caller{}, "/search?q=%E7%A4%BA%E4%BE%8B%E6%88%90%E6%9E%9C&libraries=technology,need&limit=5"), http.StatusOK).Items
	require.Len(t, found, 2)
	require.Equal(t, "technology", found[0].Library)
	require.Equal(t, 1, found[0].Total)
	require.Equal(t, m.technology.ID, found[0].Items[0].ID)
	require.Equal(t, [][2]int{{0, 4}}, found[0].Items[0].Title.Marks)

	for _, bad := range []string{"/search", "/search?q=", "/search?q=a&libraries=user", "/search?q=a&limit=51", "/search?q=a&page=2"} {
		require.Equal(t, http.StatusUnprocessableEntity, s.get(caller{}, bad).Code, bad)
	}
}
