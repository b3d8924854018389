package meaning

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// EndpointOptions say where embeddings are served and how they are asked for.
type EndpointOptions struct {
	URL   string // of the server; /v1/embeddings is added unless it is there
	Model string // as the server names it
	Key   Secret // sent as bearer token; "" for none

	// Prefixes are put before each text; the E5 models want "query: " and "passage: ".
	QueryPrefix, PassagePrefix string

	Timeout time.Duration // of one request; 0: 30 s
	Metrics prometheus.Registerer
}

// Secret is a text that no log shows.
type Secret string

// String implements fmt.Stringer.
func (Secret) String() string { return "[secret]" }

// GoString implements fmt.GoStringer.
func (Secret) GoString() string { return "[secret]" }

// LogValue implements slog.LogValuer.
func (Secret) LogValue() slog.Value { return slog.StringValue("[secret]") }

// MarshalText implements encoding.TextMarshaler.
func (Secret) MarshalText() ([]byte, error) { return []byte("[secret]"), nil }

const (
	defaultTimeout = 30 * time.Second
	maxBatch       = 16 // texts of one request: few enough for a small machine to encode in time
)

// Endpoint is the client of a server that follows the /v1/embeddings convention, as
// Ollama, text-embeddings-inference, vLLM, llama.cpp and others do.
type Endpoint struct {
	options   EndpointOptions
	url       string
	client    *http.Client
	dimension atomic.Int64 // of the first answer; 0: none yet
	metrics   *metrics
}

var _ Encoder = (*Endpoint)(nil)

// NewEndpoint makes a client. It asks nothing of the server yet.
func NewEndpoint(o EndpointOptions) (*Endpoint, error) {
	at, err := embeddingsURL(o.URL)
	if err != nil {
		return nil, err
	}
	if o.Model == "" {
		return nil, fmt.Errorf("embeddings at %s: no model is named", o.URL)
	}
	if o.Timeout == 0 {
		o.Timeout = defaultTimeout
	}
	m, err := newMetrics(o.Metrics)
	if err != nil {
		return nil, err
	}
	// A redirect would carry texts to where nobody sent them.
	client := &http.Client{Timeout: o.Timeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &Endpoint{options: o, url: at, client: client, metrics: m}, nil
}

// embeddingsURL completes the address of a server.
func embeddingsURL(server string) (string, error) {
	u, err := url.Parse(server)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", fmt.Errorf("embeddings: %q is not the http or https address of a server", redacted(u, server))
	}
	path := strings.TrimRight(u.Path, "/")
	switch {
	case strings.HasSuffix(path, "/embeddings"):
	case strings.HasSuffix(path, "/v1"):
		path += "/embeddings"
	default:
		path += "/v1/embeddings"
	}
	u.Path = path
	return u.String(), nil
}

// redacted is the address without its password.
func redacted(u *url.URL, as string) string {
	if u == nil {
		return strings.SplitN(as, "@", 2)[0]
	}
	return u.Redacted()
}

// Name implements Encoder: the model, and what else the vectors depend on.
func (e *Endpoint) Name() string {
	if e.options.QueryPrefix == "" && e.options.PassagePrefix == "" {
		return e.options.Model
	}
	sum := sha256.Sum256([]byte(e.options.QueryPrefix + "\x00" + e.options.PassagePrefix))
	return fmt.Sprintf("%s#%x", e.options.Model, sum[:3])
}

// Queries implements Encoder.
func (e *Endpoint) Queries(ctx context.Context, texts []string) ([][]float32, error) {
	return e.encode(ctx, e.options.QueryPrefix, texts)
}

// Passages implements Encoder.
func (e *Endpoint) Passages(ctx context.Context, texts []string) ([][]float32, error) {
	return e.encode(ctx, e.options.PassagePrefix, texts)
}

func (e *Endpoint) encode(ctx context.Context, prefix string, texts []string) ([][]float32, error) {
	vectors := make([][]float32, 0, len(texts))
	for len(texts) > 0 {
		n := min(len(texts), maxBatch)
		batch := make([]string, n)
		for i, t := range texts[:n] {
			batch[i] = prefix + Shorten(t)
		}
		some, err := e.ask(ctx, batch)
		if err != nil {
			return nil, fmt.Errorf("embeddings at %s: %w", e.host(), err)
		}
		vectors, texts = append(vectors, some...), texts[n:]
	}
	return vectors, nil
}

// host names the server in errors: its address may carry a secret.
func (e *Endpoint) host() string {
	u, err := url.Parse(e.url)
	if err != nil {
		return "the server"
	}
	return u.Host
}
