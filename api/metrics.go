package api

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics are the figures of the API itself.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	inFlight prometheus.Gauge
	// unaudited counts denials beyond what is audited of those who have not signed in.
	unaudited prometheus.Counter
}

func newMetrics(registry *prometheus.Registry) (*metrics, error) {
	m := &metrics{registry: registry,
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "sanku_http_requests_total", Help: "Requests answered."}, []string{"operation", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "sanku_http_request_seconds", Help: "Time to answer.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}}, []string{"operation"}),
		unaudited: prometheus.NewCounter(prometheus.CounterOpts{Name: "sanku_denials_not_audited_total", Help: "Denials of unsigned callers beyond the rate that is audited."}),
		inFlight:  prometheus.NewGauge(prometheus.GaugeOpts{Name: "sanku_http_requests_in_flight", Help: "Requests being answered."}),
	}
	for _, c := range []prometheus.Collector{m.requests, m.seconds, m.inFlight, m.unaudited} {
		if err := registry.Register(c); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// answered counts one request. Requests that no operation answers count as "none".
func (m *metrics) answered(operation string, status int, took time.Duration) {
	if operation == "" {
		operation = "none"
	}
	m.requests.WithLabelValues(operation, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(operation).Observe(took.Seconds())
}
