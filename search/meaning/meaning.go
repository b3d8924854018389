// Package meaning tells how near two texts are in what they mean, whatever words they
// use: an encoder gives each a vector, and texts of like meaning have vectors of like
// direction.
//
// It is an extra. What finds candidates is words; meaning is one more thing that ranks
// those found, and where there is no encoder, or no vector yet, words alone do.
package meaning

import "context"

// Encoder turns texts into vectors of length one and of one dimension, a vector for
// each text in its order. What asks and what answers may be encoded differently. It is
// safe for concurrent use.
type Encoder interface {
	// Name tells the encoder from others. Vectors under one name can be compared, and
	// go on to be after a restart; those under different names can not.
	Name() string
	Queries(ctx context.Context, texts []string) ([][]float32, error)
	Passages(ctx context.Context, texts []string) ([][]float32, error)
}
