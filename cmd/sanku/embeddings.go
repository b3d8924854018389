package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"sanku/search/meaning"
)

// embeddings say where texts are encoded by what they mean. The key of the server is
// given by environment or in a file, since everybody on the machine sees flags.
type embeddings struct {
	URL           string        `name:"url" env:"SANKU_EMBEDDINGS_URL" help:"Server with /v1/embeddings that tells what texts mean, an extra for ranking matches; unset, words alone do." placeholder:"URL"`
	Model         string        `env:"SANKU_EMBEDDINGS_MODEL" help:"Model, as that server names it." placeholder:"NAME"`
	KeyFile       string        `env:"SANKU_EMBEDDINGS_KEY_FILE" help:"File with the server's bearer token, unless $SANKU_EMBEDDINGS_KEY is it." placeholder:"FILE"`
	QueryPrefix   string        `env:"SANKU_EMBEDDINGS_QUERY_PREFIX" help:"Put before the texts of needs; E5 models want 'query: '." placeholder:"TEXT"`
	PassagePrefix string        `env:"SANKU_EMBEDDINGS_PASSAGE_PREFIX" help:"Put before the texts of technologies; E5 models want 'passage: '." placeholder:"TEXT"`
	Timeout       time.Duration `env:"SANKU_EMBEDDINGS_TIMEOUT" default:"30s" help:"Longest wait for one answer of that server." placeholder:"DURATION"`
}

// keyVariable holds the key. It is no flag.
const keyVariable = "SANKU_EMBEDDINGS_KEY"

// encoder is the client of the configured server, nil when none is.
func (e embeddings) encoder(metrics prometheus.Registerer) (meaning.Encoder, error) {
	if e.URL == "" {
		return nil, nil
	}
	if e.Model == "" {
		return nil, errors.New("--embeddings-url is set but no --embeddings-model")
	}
	if e.Timeout <= 0 {
		return nil, fmt.Errorf("--embeddings-timeout %v is no time to wait", e.Timeout)
	}
	key, err := e.key()
	if err != nil {
		return nil, err
	}
	return meaning.NewEndpoint(meaning.EndpointOptions{URL: e.URL, Model: e.Model, Key: key,
		QueryPrefix: e.QueryPrefix, PassagePrefix: e.PassagePrefix, Timeout: e.Timeout, Metrics: metrics})
}

func (e embeddings) key() (meaning.Secret, error) {
	if key := os.Getenv(keyVariable); key != "" || e.KeyFile == "" {
		return meaning.Secret(key), nil
	}
	b, err := os.ReadFile(e.KeyFile)
	if err != nil {
		return "", fmt.Errorf("--embeddings-key-file: %w", err)
	}
	return meaning.Secret(strings.TrimSpace(string(b))), nil
}
