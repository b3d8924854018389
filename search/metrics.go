package search

import (
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics are what the libraries export, by library.
type metrics struct {
	documents, lag          *prometheus.GaugeVec
	visible, batch, rebuild *prometheus.HistogramVec
	rebuilds                *prometheus.CounterVec
}

// newMetrics registers the metrics with r, if there is one.
func newMetrics(r prometheus.Registerer) (*metrics, error) {
	seconds := []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300}
	gauge := func(name, help string) *prometheus.GaugeVec {
		return prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: "sanku", Subsystem: "search", Name: name, Help: help}, []string{"library"})
	}
	histogram := func(name, help string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: "sanku", Subsystem: "search", Name: name, Help: help, Buckets: seconds}, []string{"library"})
	}
	m := &metrics{
		documents: gauge("documents", "Documents in the live index."),
		lag:       gauge("lag_seconds", "Age of the oldest change that is being applied; 0 when none is."),
		visible:   histogram("visible_seconds", "Time from the writing of a record until searches see it."),
		batch:     histogram("batch_seconds", "Time to write one batch durably."),
		rebuild:   histogram("rebuild_seconds", "Time to rebuild an index."),
		rebuilds: prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "sanku", Subsystem: "search",
			Name: "rebuilds_total", Help: "Indexes rebuilt, by reason."}, []string{"library", "reason"}),
	}
	if r == nil {
		return m, nil
	}
	for _, c := range []prometheus.Collector{m.documents, m.lag, m.visible, m.batch, m.rebuild, m.rebuilds} {
		if err := r.Register(c); err != nil {
			return nil, fmt.Errorf("search: metrics: %w", err)
		}
	}
	return m, nil
}

// kindMetrics are the metrics of one library.
type kindMetrics struct {
	documents, lag          prometheus.Gauge
	visible, batch, rebuild prometheus.Observer
	rebuilds                *prometheus.CounterVec
}

func (m *metrics) of(k Kind) kindMetrics {
	library := string(k)
	return kindMetrics{
		documents: m.documents.WithLabelValues(library),
		lag:       m.lag.WithLabelValues(library),
		visible:   m.visible.WithLabelValues(library),
		batch:     m.batch.WithLabelValues(library),
		rebuild:   m.rebuild.WithLabelValues(library),
		rebuilds:  m.rebuilds.MustCurryWith(prometheus.Labels{"library": library}),
	}
}

func (m kindMetrics) rebuilt(why reason, took time.Duration) {
	m.rebuilds.WithLabelValues(string(why)).Inc()
	m.rebuild.Observe(took.Seconds())
}
