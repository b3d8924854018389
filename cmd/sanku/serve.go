package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"sanku/api"
	"sanku/domain/postgres"
	"sanku/search/matching"
)

// serving is where and how the API is served.
type serving struct {
	Listen         string   `default:"127.0.0.1" env:"SANKU_LISTEN" help:"Address to serve on." placeholder:"ADDRESS"`
	Port           int      `default:"8080" env:"SANKU_PORT" help:"Port to serve on; 0 picks a free one and prints it."`
	TrustedProxies []string `name:"trusted-proxy" env:"SANKU_TRUSTED_PROXIES" help:"Proxies whose X-Forwarded-For is believed." placeholder:"CIDR"`
	SecureCookies  bool     `env:"SANKU_SECURE_COOKIES" help:"Send the session's cookie over TLS only."`
}

type serveCommand struct {
	serving `embed:""`
}

// Run serves the API and keeps indexes and matches fresh until it is told to stop.
func (s *serveCommand) Run(ctx context.Context, config *Config, console *console) error {
	listener, err := s.listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	return config.with(ctx, console, func(a *app) error {
		registry := prometheus.NewRegistry()
		e, err := a.openEngine(ctx, registry)
		if err != nil {
			return err
		}
		err = e.serve(ctx, registry, listener, s.serving, func(url string) { fmt.Fprintln(console.out, url) })
		return errors.Join(err, e.libraries.Close())
	})
}

// listen claims the address. It comes before work that is for nothing where that is
// taken; who connects meanwhile waits.
func (s serving) listen() (net.Listener, error) {
	listener, err := net.Listen("tcp", net.JoinHostPort(s.Listen, strconv.Itoa(s.Port)))
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%w; is another sanku serving? --port 0 picks a free port", err)
	}
	return listener, err
}

// Bounds of a request and of the time to finish what is under way at the end.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 2 * time.Minute
	writeTimeout  = 3 * time.Minute
	idleTimeout   = 2 * time.Minute
	drainTimeout  = 20 * time.Second
	maxHeader     = 32 << 10
)

// serve runs the background work and the HTTP server on listener until ctx ends or one
// of them fails, then lets what is under way finish. Ready is called with the address.
func (e *engine) serve(ctx context.Context, registry *prometheus.Registry, listener net.Listener, s serving, ready func(url string)) error {
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	handler, err := e.handler(registry, s)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stop, err := e.background(ctx, cancel)
	if err != nil {
		return err
	}
	defer stop()
	server := &http.Server{Handler: handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader}
	go func() { cancel(server.Serve(listener)) }()
	ready("http://" + listener.Addr().String())
	<-ctx.Done()
	return errors.Join(drain(server), ended(ctx))
}

func (e *engine) handler(registry *prometheus.Registry, s serving) (http.Handler, error) {
	a, err := api.New(api.Options{DB: e.db, PublicURL: e.config.PublicURL, Log: e.log, Metrics: registry, TrustedProxies: s.TrustedProxies, SecureCookies: s.SecureCookies,
		Libraries: e.libraries, Checks: []api.Check{{Name: "indexes", Ready: e.indexesReady}}})
	if err != nil {
		return nil, err
	}
	return a.Handler(), nil
}

// indexesReady fails while a library has no index to search.
func (e *engine) indexesReady(ctx context.Context) error {
	for _, h := range e.libraries.Health(ctx) {
		if !h.Serving {
			return fmt.Errorf("%s: no index to search: %s", h.Kind, h.Reason)
		}
	}
	return nil
}

// background keeps indexes and matches fresh and the audit trail sealed. What fails
// beyond repair ends ctx.
func (e *engine) background(ctx context.Context, cancel context.CancelCauseFunc) (stop func(), err error) {
	host, err := os.Hostname()
	if err != nil {
		return nil, err
	}
	notifier, err := e.notifier()
	if err != nil {
		return nil, err
	}
	var keeping sync.WaitGroup
	keeping.Go(func() {
		if err := e.libraries.Run(ctx); err != nil {
			cancel(err)
		}
	})
	keeping.Go(func() { e.keepSealed(ctx) })
	keeping.Go(func() { e.keepPurged(ctx) })
	work, err := matching.Start(ctx, e.matcher, matching.Options{Copy: host + ":" + e.config.Data, Chores: []postgres.Chore{notifier.Chore()}})
	if err != nil {
		cancel(err)
		keeping.Wait()
		return nil, err
	}
	if e.server != nil {
		go e.watchPostgres(ctx, cancel)
	}
	return func() {
		cancel(nil)
		stopping, done := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
		defer done()
		if err := work.Stop(stopping); err != nil {
			e.log.Warn("background work was cut short; it is taken up at the next start", "error", err)
		}
		keeping.Wait()
	}, nil
}

// purgeEvery is how often what has expired is removed.
const purgeEvery = 5 * time.Minute

// keepPurged removes old sessions, failed logins and idempotency keys until ctx ends.
func (e *engine) keepPurged(ctx context.Context) {
	tick := time.NewTicker(purgeEvery)
	defer tick.Stop()
	for {
		if err := e.db.PurgeExpired(ctx); err != nil && ctx.Err() == nil {
			e.log.Error("expired sessions, failed logins and keys not removed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

var errPostgresEnded = errors.New("PostgreSQL has ended")

func (e *engine) watchPostgres(ctx context.Context, cancel context.CancelCauseFunc) {
	select {
	case <-e.server.Done():
		cancel(errPostgresEnded)
	case <-ctx.Done():
	}
}

func drain(server *http.Server) error {
	ctx, done := context.WithTimeout(context.Background(), drainTimeout)
	defer done()
	return server.Shutdown(ctx)
}

// ended is why the serving ended: nil when it was told to.
func ended(ctx context.Context) error {
	err := context.Cause(ctx)
	if errors.Is(err, context.Canceled) || errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
