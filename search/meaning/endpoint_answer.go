package meaning

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// maxDimension bounds what is stored of each text; the largest models in use have half.
const maxDimension = 8192

// answer is what a server sends.
type answer struct {
	Data []struct {
		Index     *int      `json:"index"`
		Embedding []float32 `json:"embedding"`
	} `json:"data"`
}

// vectors reads an answer for so many texts: a vector for each, of the dimension that
// the endpoint has always had, made one long.
func (e *Endpoint) vectors(body []byte, texts int) ([][]float32, error) {
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return nil, fmt.Errorf("the answer is not one of embeddings: %w", err)
	}
	if len(a.Data) != texts {
		return nil, fmt.Errorf("%d embeddings for %d texts", len(a.Data), texts)
	}
	vectors := make([][]float32, texts)
	for i, d := range a.Data {
		if d.Index != nil {
			i = *d.Index
		}
		if i < 0 || i >= texts || vectors[i] != nil {
			return nil, fmt.Errorf("the answer has no embedding for each text: index %d", i)
		}
		if err := e.admit(d.Embedding); err != nil {
			return nil, err
		}
		vectors[i] = d.Embedding
	}
	return vectors, nil
}

// admit checks a vector and makes it one long.
func (e *Endpoint) admit(v []float32) error {
	n := int64(len(v))
	if n == 0 || n > maxDimension {
		return fmt.Errorf("an embedding of %d dimensions", n)
	}
	if !e.dimension.CompareAndSwap(0, n) && e.dimension.Load() != n {
		return fmt.Errorf("an embedding of %d dimensions, others had %d", n, e.dimension.Load())
	}
	return unit(v)
}

// unit makes a vector one long.
func unit(v []float32) error {
	length := 0.0
	for _, x := range v {
		length += float64(x) * float64(x)
	}
	if length = math.Sqrt(length); length == 0 || math.IsInf(length, 0) || math.IsNaN(length) {
		return errors.New("an embedding without direction")
	}
	for i := range v {
		v[i] = float32(float64(v[i]) / length)
	}
	return nil
}
