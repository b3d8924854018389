package api

import (
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/klauspost/compress/gzhttp"

	"sanku/domain"
)

// wrapped puts around h what every request goes through, whatever answers it.
func (a *API) wrapped(h http.Handler) (http.Handler, error) {
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { writeProblem(w, r, crossOrigin) }))
	// Jitter keeps the length of an answer from telling what was guessed of its content.
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.RandomJitter(32, 0, false))
	if err != nil {
		return nil, err
	}
	h = sameOrigin(origin, a.withSession(h))
	return a.observed(guarded(compress(h))), nil
}

// sameOrigin refuses writes that another site's page makes a browser send. Requests
// with a token are spared: a browser does not add one by itself.
func sameOrigin(origin *http.CrossOriginProtection, next http.Handler) http.Handler {
	protected := origin.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			next.ServeHTTP(w, r)
			return
		}
		protected.ServeHTTP(w, r)
	})
}

// guarded sets the headers that keep browsers from guessing and framing, and refuses
// addresses that are too long or whose query cannot be read: net/http leaves out what
// it cannot read of a query, and a list without its filter would answer with everything.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		if strings.HasPrefix(r.URL.Path, prefix) {
			h.Set("Cache-Control", "private, no-cache")
		}
		if len(r.URL.RawQuery) > maxQuery || len(r.URL.Path) > maxPath {
			writeProblem(w, r, tooLong)
			return
		}
		if !legible(r) {
			writeProblem(w, r, badQuery)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// legible reports whether the query of r can be read and, of the API, looked for: the
// database takes neither NUL nor what is no UTF-8.
func legible(r *http.Request) bool {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil || !strings.HasPrefix(r.URL.Path, prefix) {
		return err == nil
	}
	for _, values := range query {
		text := strings.Join(values, "")
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			return false
		}
	}
	return true
}

// observed numbers the request, answers when it panics, counts it and logs it: which
// operation, how it ended and who called, but neither the query nor the address.
func (a *API) observed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		req := &request{id: domain.NewID().String(), lang: languageOf(r.Header.Get("Accept-Language"))}
		r, start, seen := withRequest(r, req), time.Now(), &seenWriter{ResponseWriter: w}
		w.Header().Set("X-Request-Id", req.id)
		w.Header().Set("Content-Language", req.lang)
		w.Header().Add("Vary", "Accept, Accept-Language")
		a.metrics.inFlight.Inc()
		defer a.metrics.inFlight.Dec()
		defer a.finish(seen, r, req, start)
		next.ServeHTTP(seen, r)
	})
}

func (a *API) finish(w *seenWriter, r *http.Request, req *request, start time.Time) {
	if cause := recover(); cause != nil {
		a.recovered(w, r, req, cause)
	}
	took := time.Since(start)
	a.metrics.answered(req.route, w.answered(), took)
	a.log.InfoContext(r.Context(), "request", slog.String("request", req.id), slog.String("method", r.Method), slog.String("operation", req.route),
		slog.Int("status", w.answered()), slog.Int64("bytes", w.bytes), slog.Duration("took", took), slog.String("user", req.actor.UserID.String()))
}

// recovered answers for a handler that panicked. When the answer has begun it can
// only be cut off.
func (a *API) recovered(w *seenWriter, r *http.Request, req *request, cause any) {
	a.log.ErrorContext(r.Context(), "panic", slog.String("request", req.id), slog.String("operation", req.route), slog.Any("cause", cause), slog.String("stack", string(debug.Stack())))
	if w.status != 0 {
		panic(http.ErrAbortHandler)
	}
	writeProblem(w, r, internal)
}

// seenWriter remembers the status and counts the bytes.
type seenWriter struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *seenWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *seenWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *seenWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *seenWriter) answered() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}
