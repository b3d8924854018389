package workbench

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func TestAmounts(t *testing.T) {
	for fen, want := range map[domain.Fen][2]string{
		0: {"0.00", "0.00"}, 1: {"0.01", "0.000001"}, 168_000_000: {"1,680,000.00", "168.00"}, 123_456_789_012: {"1,234,567,890.12", "123,456.789012"},
		-100_050: {"-1,000.50", "-0.10005"}, domain.MaxFen: {"10,000,000,000,000.00", "1,000,000,000.00"},
	} {
		require.Equal(t, want, [2]string{grouped(fen), wan(fen)})
	}
}
