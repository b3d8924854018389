package meaning

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

const (
	liveWait  = 1500 * time.Millisecond // that a person waits for a meaning
	livePause = 30 * time.Second        // without asking after a failure
)

// Live asks an encoder while a person waits for the answer. One that fails or is slow is
// left alone for a while; its words alone then rank what is found.
type Live struct {
	encoder   Encoder
	log       *slog.Logger
	fallbacks prometheus.Counter

	mu    sync.Mutex
	until time.Time // of the pause
}

// NewLive asks e. Metrics may be nil.
func NewLive(e Encoder, log *slog.Logger, metrics prometheus.Registerer) (*Live, error) {
	l := &Live{encoder: e, log: log, fallbacks: prometheus.NewCounter(prometheus.CounterOpts{Namespace: "sanku", Subsystem: "embeddings",
		Name: "fallbacks_total", Help: "Times that words alone ranked, since the embedding endpoint did not answer in time."})}
	if metrics == nil {
		return l, nil
	}
	return l, metrics.Register(l.fallbacks)
}

// Query is the vector of a question, nil when the encoder does not tell it in time. It
// is logged once a pause, and counted.
func (l *Live) Query(ctx context.Context, text string) []float32 {
	if l.paused() {
		l.fallbacks.Inc()
		return nil
	}
	asking, cancel := context.WithTimeout(ctx, liveWait)
	defer cancel()
	vectors, err := l.encoder.Queries(asking, []string{text})
	if err == nil {
		return vectors[0]
	}
	if ctx.Err() != nil {
		return nil // nobody waits any more, and that says nothing of the encoder
	}
	l.fallbacks.Inc()
	if l.pause() {
		l.log.Warn("words alone rank for now: the embedding endpoint did not answer in time", "error", err, "asked again in", livePause)
	}
	return nil
}

func (l *Live) paused() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Now().Before(l.until)
}

// pause begins a pause, unless one has begun meanwhile.
func (l *Live) pause() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if now.Before(l.until) {
		return false
	}
	l.until = now.Add(livePause)
	return true
}
