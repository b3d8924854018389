// Package meaningtest serves embeddings to tests over HTTP, as the convention of
// /v1/embeddings has it: vectors made of a text's pairs of characters.
package meaningtest

import (
	"encoding/json"
	"hash/fnv"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"sanku/search/meaning"
)

// Dimension is that of the vectors.
const Dimension = 48

// Server is an embedding server and what it was asked.
type Server struct {
	*httptest.Server
	mu    sync.Mutex
	asked []Request
	fault http.HandlerFunc
}

// Request is one request as it came.
type Request struct {
	Model  string   `json:"model"`
	Input  []string `json:"input"`
	Header http.Header
}

// Serve starts a server that ends with the test.
func Serve(t testing.TB) *Server {
	t.Helper()
	s := &Server{}
	s.Server = httptest.NewServer(http.HandlerFunc(s.answer))
	t.Cleanup(s.Close)
	return s
}

// Encoder is a client of the server as it is configured for E5 models.
func (s *Server) Encoder(t testing.TB) *meaning.Endpoint {
	t.Helper()
	e, err := meaning.NewEndpoint(meaning.EndpointOptions{URL: s.URL, Model: "pairs", QueryPrefix: "query: ", PassagePrefix: "passage: "})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// Fail has every request from now on answered by fault; nil has it answered well again.
func (s *Server) Fail(fault http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = fault
}

// Asked are the requests so far.
func (s *Server) Asked() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

// Texts are the texts of all requests so far.
func (s *Server) Texts() (all []string) {
	for _, r := range s.Asked() {
		all = append(all, r.Input...)
	}
	return all
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	request := Request{Header: r.Header}
	body, err := io.ReadAll(r.Body)
	if err == nil {
		err = json.Unmarshal(body, &request)
	}
	if err != nil || r.Method != http.MethodPost || r.URL.Path != "/v1/embeddings" {
		http.Error(w, "not POST /v1/embeddings with a model and input", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	s.asked = append(s.asked, request)
	fault := s.fault
	s.mu.Unlock()
	if fault != nil {
		fault(w, r)
		return
	}
	Write(w, request.Input)
}

type embedding struct {
	Index     int       `json:"index"`
	Embedding []float32 `json:"embedding"`
}

// Write answers with the vectors of texts, the last first, as a server may.
func Write(w http.ResponseWriter, texts []string) {
	data := []embedding{}
	for i, t := range slices.Backward(texts) {
		data = append(data, embedding{i, Vector(t)})
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"object": "list", "data": data})
}

// alike are words that mean the same.
var alike = strings.NewReplacer("query: ", "", "passage: ", "", "铝制构件", "铝合金件", "连接工艺", "焊接")

// Vector is a text's vector, of some length. All lie in a cone, as those of models do.
func Vector(text string) []float32 {
	v := make([]float32, Dimension)
	v[0] = 4
	runes := []rune(alike.Replace(text))
	for i := range len(runes) - 1 {
		h := fnv.New32a()
		_, _ = h.Write([]byte(string(runes[i : i+2])))
		sum := h.Sum32()
		v[sum%Dimension] += 1 - 2*float32(sum>>31)
	}
	return v
}
