package domain

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestCapital(t *testing.T) {
	for fen, want := range map[Fen]string{
		0: "零元整", 1: "壹分", 5: "伍分", 10: "壹角整", 57: "伍角柒分", 100: "壹元整", 103: "壹元零叁分", 130: "壹元叁角整", -503: "负伍元零叁分",
		Yuan(10): "壹拾元整", Yuan(15): "壹拾伍元整", Yuan(107): "壹佰零柒元整", Yuan(1_009): "壹仟零玖元整", Yuan(1_680_000): "壹佰陆拾捌万元整",
		Yuan(1_680_005): "壹佰陆拾捌万零伍元整", Yuan(10_500): "壹万零伍佰元整", Yuan(100_000_000): "壹亿元整", Yuan(100_000_001): "壹亿零壹元整",
		Yuan(100_010_000): "壹亿零壹万元整", Yuan(1_234_567_890) + 12: "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分",
		MaxFen: "壹拾万亿元整", Yuan(1_000_200_000_000): "壹万零贰亿元整", Yuan(1_000_000_000_007): "壹万亿零柒元整",
		Yuan(9_876_543_210_000): "玖万捌仟柒佰陆拾伍亿肆仟叁佰贰拾壹万元整",
	} {
		require.Equal(t, want, fen.Capital(), fen.String())
	}
}

// Different amounts are written differently, and never with two 零 in a row.
func TestCapitalProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Fen(rapid.Int64Range(0, int64(MaxFen)).Draw(t, "a"))
		b := Fen(rapid.Int64Range(0, int64(MaxFen)).Draw(t, "b"))
		require.Equal(t, a == b, a.Capital() == b.Capital())
		require.NotContains(t, a.Capital(), "零零")
		require.False(t, strings.Contains(a.Capital(), "零元") && a != 0, a.Capital())
	})
}
