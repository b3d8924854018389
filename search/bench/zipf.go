package bench

import (
	"math"
	"math/rand/v2"
)

// zipf draws ranks from 0 up, rank r with a chance that is proportional to
// 1/(r+1+shift)^slope: Zipf's law, as Mandelbrot flattened it for the first
// ranks. A draw takes constant time, by Walker's table of aliases.
type zipf []column

// column is drawn as often as every other, and stands for one or two ranks.
type column struct {
	keep  uint32 // the chance that it stands for its own rank, in 2^32ths
	other int32  // the rank that it stands for otherwise
}

func newZipf(size int, slope, shift float64) zipf {
	weights, sum := make([]float64, size), 0.0
	for r := range weights {
		weights[r] = math.Pow(float64(r+1)+shift, -slope)
		sum += weights[r]
	}
	for r := range weights {
		weights[r] *= float64(size) / sum
	}
	return newAliases(weights)
}

// newAliases makes the table for weights whose mean is 1: what a rank is short
// of 1 is filled up by another that is over.
func newAliases(weights []float64) zipf {
	z := make(zipf, len(weights))
	var short, over []int32
	for r, w := range weights {
		z[r] = column{math.MaxUint32, int32(r)}
		if w < 1 {
			short = append(short, int32(r))
		} else {
			over = append(over, int32(r))
		}
	}
	for len(short) > 0 && len(over) > 0 {
		s, o := short[len(short)-1], over[len(over)-1]
		short = short[:len(short)-1]
		z[s] = column{uint32(weights[s] * math.MaxUint32), o}
		if weights[o] -= 1 - weights[s]; weights[o] < 1 {
			over, short = over[:len(over)-1], append(short, o)
		}
	}
	return z
}

func (z zipf) draw(r *rand.Rand) int {
	u := r.Uint64()
	at := u >> 32 * uint64(len(z)) >> 32
	if uint32(u) < z[at].keep {
		return int(at)
	}
	return int(z[at].other)
}
