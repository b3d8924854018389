package meaning

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPack(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	v := []float32{0, 1, -1, 0.5, smallestNormal, -smallestNormal, smallestNormal * 0.9999, step, step / 2, step * 1.5, 1e-12, 0.9999999}
	for range 10_000 {
		v = append(v, float32(random.Float64()*2-1)*float32(math.Pow(10, -4*random.Float64())))
	}
	got, err := Unpack(Pack(v))
	require.NoError(t, err)
	require.Len(t, got, len(v))
	for i, x := range v {
		require.InDelta(t, x, got[i], max(math.Abs(float64(x))/2048, step/2), "%g", x)
	}
	again, err := Unpack(Pack(got))
	require.NoError(t, err)
	require.Equal(t, got, again, "what was rounded once stays as it is")
	_, err = Unpack([]byte{1})
	require.Error(t, err)
}

// Every number of 16 bits from -1 to 1 is read and written as it is.
func TestPackIsExactForWhatItWrites(t *testing.T) {
	for h := range 1 << 16 {
		h := uint16(h)
		if x := whole(h); math.Abs(float64(x)) <= 1 && h>>10&0x1f != 0x1f {
			require.Equal(t, h, half(x), "%04x", h)
		}
	}
}
