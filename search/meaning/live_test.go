package meaning_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"sanku/search/meaning"
	"sanku/search/meaning/meaningtest"
)

// However many ask while the endpoint is away, it is asked and logged once a while, every
// one goes without, and each is counted.
func TestLive(t *testing.T) {
	s := meaningtest.Serve(t)
	var log bytes.Buffer
	metrics := prometheus.NewRegistry()
	l, err := meaning.NewLive(s.Encoder(t), slog.New(slog.NewTextHandler(&log, nil)), metrics)
	require.NoError(t, err)
	require.Len(t, l.Query(t.Context(), "散热"), meaningtest.Dimension)

	s.Fail(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "gone", http.StatusGone) })
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	require.Nil(t, l.Query(gone, "散热"))
	require.Empty(t, log.String(), "who does not wait says nothing of the endpoint")
	require.Nil(t, l.Query(t.Context(), "散热"))
	asked := len(s.Asked())
	var wait sync.WaitGroup
	for range 9 {
		wait.Go(func() { l.Query(t.Context(), "散热") })
	}
	wait.Wait()
	require.Len(t, s.Asked(), asked)
	require.Equal(t, 1, strings.Count(log.String(), "\n"))
	families, err := metrics.Gather()
	require.NoError(t, err)
	require.EqualValues(t, 10, families[0].GetMetric()[0].GetCounter().GetValue())
}
