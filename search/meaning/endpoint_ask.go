package meaning

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// ErrRefused says that the server refuses a text of those it was given, and will again.
var ErrRefused = errors.New("the texts were refused")

const (
	attempts    = 4 // of one request
	firstWait   = 250 * time.Millisecond
	longestWait = 10 * time.Second
	maxAnswer   = 16 << 20 // bytes
	maxTold     = 200      // bytes of a server's complaint
)

// later is a failure that may pass; after is how long the server asks to be left alone.
type later struct {
	error
	after time.Duration
}

func (l later) Unwrap() error { return l.error }

// ask has one batch encoded, and tries again what may go better.
func (e *Endpoint) ask(ctx context.Context, texts []string) (vectors [][]float32, err error) {
	body, err := json.Marshal(map[string]any{"model": e.options.Model, "input": texts})
	if err != nil {
		return nil, err
	}
	wait := firstWait
	for attempt := 1; ; attempt++ {
		start := time.Now()
		vectors, err = e.post(ctx, body, len(texts))
		e.metrics.asked(err, len(texts), time.Since(start))
		var l later
		if err == nil || ctx.Err() != nil || attempt == attempts || !errors.As(err, &l) {
			return vectors, err
		}
		pause := time.NewTimer(max(l.after, wait/2+rand.N(wait/2)))
		select {
		case <-ctx.Done():
			pause.Stop()
			return nil, errors.Join(err, context.Cause(ctx))
		case <-pause.C:
		}
		wait = min(2*wait, longestWait)
	}
}

// post sends one request and reads its answer.
func (e *Endpoint) post(ctx context.Context, body []byte, texts int) ([][]float32, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, e.url, bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("the address makes no request")
	}
	request.Header.Set("Content-Type", "application/json")
	if e.options.Key != "" {
		request.Header.Set("Authorization", "Bearer "+string(e.options.Key))
	}
	response, err := e.client.Do(request)
	if err != nil {
		return nil, later{error: withoutURL(err)}
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	switch {
	case err != nil:
		return nil, later{error: fmt.Errorf("the answer broke off: %w", err)}
	case len(answer) > maxAnswer:
		return nil, fmt.Errorf("the answer is longer than %d MiB", maxAnswer>>20)
	case response.StatusCode != http.StatusOK:
		return nil, e.refusal(response, answer)
	}
	return e.vectors(answer, texts)
}

// withoutURL is what went wrong with a request, without its address, which may carry
// a secret.
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// refusal is what a status other than 200 says.
func (e *Endpoint) refusal(response *http.Response, answer []byte) error {
	err := fmt.Errorf("status %d: %s", response.StatusCode, e.told(answer))
	switch s := response.StatusCode; {
	case s == http.StatusTooManyRequests || s == http.StatusRequestTimeout || s >= 500:
		seconds, _ := strconv.Atoi(response.Header.Get("Retry-After"))
		return later{err, min(time.Duration(max(seconds, 0))*time.Second, longestWait)}
	case s == http.StatusBadRequest || s == http.StatusRequestEntityTooLarge || s == http.StatusUnprocessableEntity:
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return err
}

// told is the beginning of a server's complaint, which may repeat the key.
func (e *Endpoint) told(answer []byte) string {
	text := strings.Join(strings.Fields(strings.ToValidUTF8(string(answer), "")), " ")
	if e.options.Key != "" {
		text = strings.ReplaceAll(text, string(e.options.Key), Secret("").String())
	}
	return strings.ToValidUTF8(text[:min(len(text), maxTold)], "")
}
