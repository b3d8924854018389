package meaning

import (
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics are what an endpoint exports.
type metrics struct {
	requests *prometheus.CounterVec
	texts    prometheus.Counter
	seconds  prometheus.Histogram
}

func newMetrics(r prometheus.Registerer) (*metrics, error) {
	options := func(name, help string) prometheus.Opts {
		return prometheus.Opts{Namespace: "sanku", Subsystem: "embeddings", Name: name, Help: help}
	}
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts(options("requests_total", "Requests to the embedding endpoint, by outcome.")), []string{"outcome"}),
		texts:    prometheus.NewCounter(prometheus.CounterOpts(options("texts_total", "Texts that it encoded."))),
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: "sanku", Subsystem: "embeddings", Name: "request_seconds",
			Help: "Time of a request.", Buckets: []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}}),
	}
	if r == nil {
		return m, nil
	}
	for _, c := range []prometheus.Collector{m.requests, m.texts, m.seconds} {
		if err := r.Register(c); err != nil {
			return nil, fmt.Errorf("meaning: metrics: %w", err)
		}
	}
	return m, nil
}

// asked counts one request for so many texts.
func (m *metrics) asked(err error, texts int, took time.Duration) {
	m.seconds.Observe(took.Seconds())
	if err != nil {
		m.requests.WithLabelValues("failed").Inc()
		return
	}
	m.requests.WithLabelValues("ok").Inc()
	m.texts.Add(float64(texts))
}
