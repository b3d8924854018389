package meaning_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"sanku/search/meaning"
	"sanku/search/meaning/meaningtest"
)

// Texts come back as vectors of length one, each in its place, in batches of a bounded
// size, with the prefix of their side.
func TestEndpointEncodes(t *testing.T) {
	s := meaningtest.Serve(t)
	e := s.Encoder(t)
	var texts []string
	for i := range 70 {
		texts = append(texts, fmt.Sprintf("第%d项 技术", i))
	}
	vectors, err := e.Passages(t.Context(), texts)
	require.NoError(t, err)
	require.Len(t, vectors, 70)
	for i, v := range vectors {
		want := meaningtest.Vector("passage: " + meaning.Shorten(texts[i]))
		var length, dot, size float64
		for j, x := range v {
			length += float64(x) * float64(x)
			dot += float64(x) * float64(want[j])
			size += float64(want[j]) * float64(want[j])
		}
		require.InDelta(t, 1, length, 1e-5)
		require.InDelta(t, 1, dot/math.Sqrt(size), 1e-5, "text %d is not in its place", i)
	}
	require.Len(t, s.Asked(), 5)
	require.Equal(t, "passage: 第0项技术", s.Asked()[0].Input[0])
	require.Equal(t, "pairs", s.Asked()[0].Model)
	require.Empty(t, s.Asked()[0].Header.Get("Authorization"))

	_, err = e.Queries(t.Context(), []string{"散热"})
	require.NoError(t, err)
	require.Equal(t, []string{"query: 散热"}, s.Asked()[5].Input)
	none, err := e.Queries(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, none)
	require.Len(t, s.Asked(), 6)
}

// What the server does wrong is said in words, and nothing of it is taken.
func TestEndpointRefusesWrongAnswers(t *testing.T) {
	say := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, body) }
	}
	for name, tt := range map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"no JSON":       {say("<html>"), "not one of embeddings"},
		"too few":       {say(`{"data":[]}`), "0 embeddings for 1 texts"},
		"index beyond":  {say(`{"data":[{"index":7,"embedding":[1]}]}`), "index 7"},
		"index below":   {say(`{"data":[{"index":-1,"embedding":[1]}]}`), "index -1"},
		"empty":         {say(`{"data":[{"index":0,"embedding":[]}]}`), "0 dimensions"},
		"no direction":  {say(`{"data":[{"index":0,"embedding":[0,0]}]}`), "without direction"},
		"not numbers":   {say(`{"data":[{"index":0,"embedding":["a"]}]}`), "not one of embeddings"},
		"endless":       {endless, "longer than 16 MiB"},
		"redirect":      {http.RedirectHandler("http://127.0.0.1:1/v1/embeddings", http.StatusTemporaryRedirect).ServeHTTP, "status 307"},
		"no such model": {func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no such model", http.StatusNotFound) }, "status 404: no such model"},
		"text is refused": {func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "too long", http.StatusRequestEntityTooLarge)
		}, "the texts were refused"},
		"another's vector": {say(`{"data":[{"index":0,"embedding":[1,2,3]}]}`), "3 dimensions, others had 48"},
	} {
		t.Run(name, func(t *testing.T) {
			s := meaningtest.Serve(t)
			e := s.Encoder(t)
			if name == "another's vector" {
				_, err := e.Queries(t.Context(), []string{"先"})
				require.NoError(t, err)
			}
			s.Fail(tt.answer)
			before := len(s.Asked())
			_, err := e.Queries(t.Context(), []string{"散热"})
			require.ErrorContains(t, err, tt.want)
			require.Len(t, s.Asked(), before+1, "asked again for what would be the same")
		})
	}
}

func endless(w http.ResponseWriter, _ *http.Request) {
	_, _ = fmt.Fprint(w, `{"data":[{"index":0,"embedding":[`)
	for range 20 << 20 >> 2 {
		if _, err := fmt.Fprint(w, "0.1,"); err != nil {
			return
		}
	}
}

// What may pass is tried again, a few times.
func TestEndpointTriesAgain(t *testing.T) {
	s := meaningtest.Serve(t)
	metrics := prometheus.NewRegistry()
	e, err := meaning.NewEndpoint(meaning.EndpointOptions{URL: s.URL + "/v1/", Model: "pairs", Metrics: metrics})
	require.NoError(t, err)
	var failures atomic.Int64
	s.Fail(func(w http.ResponseWriter, r *http.Request) {
		switch failures.Add(1) {
		case 1:
			w.WriteHeader(http.StatusTooManyRequests)
		case 2:
			panic(http.ErrAbortHandler)
		default:
			meaningtest.Write(w, []string{"散热"})
		}
	})
	_, err = e.Queries(t.Context(), []string{"散热"})
	require.NoError(t, err)
	require.EqualValues(t, 3, failures.Load())
	require.Equal(t, map[string]float64{"failed": 2, "ok": 1}, outcomes(t, metrics))

	s.Fail(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "loading", http.StatusServiceUnavailable) })
	before := len(s.Asked())
	_, err = e.Queries(t.Context(), []string{"散热"})
	require.ErrorContains(t, err, "status 503: loading")
	require.Len(t, s.Asked(), before+4)
}

// outcomes counts requests as they are exported.
func outcomes(t *testing.T, metrics *prometheus.Registry) map[string]float64 {
	families, err := metrics.Gather()
	require.NoError(t, err)
	counted := map[string]float64{}
	for _, f := range families {
		if f.GetName() == "sanku_embeddings_requests_total" {
			for _, m := range f.GetMetric() {
				counted[m.GetLabel()[0].GetValue()] = m.GetCounter().GetValue()
			}
		}
	}
	return counted
}

// A server that does not answer holds nobody up for longer than was agreed.
func TestEndpointDoesNotWait(t *testing.T) {
	s := meaningtest.Serve(t)
	e := s.Encoder(t)
	release := make(chan struct{})
	s.Fail(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	defer close(release)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := e.Queries(ctx, []string{"散热"})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Len(t, s.Asked(), 1)
}

// The key goes to the server and nowhere else, even if the server repeats it.
func TestEndpointKeepsItsKey(t *testing.T) {
	const key = "sk-very-secret-key"
	s := meaningtest.Serve(t)
	options := meaning.EndpointOptions{URL: strings.Replace(s.URL, "//", "//user:"+key+"@", 1) + "?token=" + key, Model: "pairs", Key: key}
	e, err := meaning.NewEndpoint(options)
	require.NoError(t, err)
	_, err = e.Queries(t.Context(), []string{"散热"})
	require.NoError(t, err)
	require.Equal(t, "Bearer "+key, s.Asked()[0].Header.Get("Authorization"))

	s.Fail(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "no such key: "+r.Header.Get("Authorization"), http.StatusUnauthorized)
	})
	_, refused := e.Queries(t.Context(), []string{"散热"})
	s.Close()
	_, unreachable := e.Queries(t.Context(), []string{"散热"})
	_, wrong := meaning.NewEndpoint(meaning.EndpointOptions{URL: "ftp://user:" + key + "@host", Model: "m", Key: key})
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("options", "options", options, "key", options.Key, "refused", refused, "unreachable", unreachable, "wrong", wrong)
	written, err := json.Marshal(options.Key)
	require.NoError(t, err)
	all := log.String() + string(written) + fmt.Sprintf("%v %+v %#v %s", options.Key, options.Key, options.Key, options.Key)
	require.NotContains(t, strings.ReplaceAll(all, options.URL, ""), key)
	require.Contains(t, all, "401")
	require.Error(t, unreachable)
	require.Error(t, wrong)
}

func TestEndpointAddress(t *testing.T) {
	for _, wrong := range []string{"", "localhost:11434", "file:///etc/passwd", "http://", "://"} {
		_, err := meaning.NewEndpoint(meaning.EndpointOptions{URL: wrong, Model: "m"})
		require.Error(t, err, wrong)
	}
	_, err := meaning.NewEndpoint(meaning.EndpointOptions{URL: "http://127.0.0.1:1"})
	require.ErrorContains(t, err, "no model")
}

// Vectors can be compared under one name, so whatever makes them different makes another.
func TestEndpointName(t *testing.T) {
	name := func(o meaning.EndpointOptions) string {
		o.URL = "http://127.0.0.1:1"
		e, err := meaning.NewEndpoint(o)
		require.NoError(t, err)
		return e.Name()
	}
	names := map[string]bool{}
	for _, o := range []meaning.EndpointOptions{{Model: "a"}, {Model: "b"}, {Model: "a", QueryPrefix: "x"}, {Model: "a", PassagePrefix: "x"}} {
		names[name(o)] = true
	}
	require.Len(t, names, 4)
	require.Equal(t, name(meaning.EndpointOptions{Model: "a", Key: "one"}), name(meaning.EndpointOptions{Model: "a", Key: "two"}))
}
