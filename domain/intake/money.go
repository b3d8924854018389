package intake

import (
	"math/big"
	"regexp"
	"strings"

	"sanku/domain"
)

// Units of money columns, in fen.
const (
	yuan = 100
	wan  = 10_000 * 100
	yi   = 100_000_000 * 100
)

// money reads an amount in the column's unit, or in the one written behind it.
func money[R any](unit int64, at func(*R) **domain.Fen) reader[R] {
	return field(at, func(e *entry[R], v value) error {
		f, err := fen(v.text, unit)
		if err != nil {
			return err
		}
		*at(&e.record) = &f
		return nil
	})
}

// moneyRange reads "50-80" into both ends, and a single amount into the upper one.
func moneyRange[R any](unit int64, low, high func(*R) **domain.Fen) reader[R] {
	read := func(e *entry[R], v value) error {
		from, to, ranged := cutRange(v.text)
		if !ranged {
			return money(unit, high).read(e, v)
		}
		unit := unit
		if u := unitOf(to, 0); u != 0 && unitOf(from, 0) == 0 {
			unit = u
		}
		if err := money(unit, low).read(e, value{text: from}); err != nil {
			return err
		}
		return money(unit, high).read(e, value{text: to})
	}
	return reader[R]{read, func(to *R, from R) { *low(to), *high(to) = *low(&from), *high(&from) }}
}

var rangeMark = regexp.MustCompile(`^([^-~～—至到]+)(?:-|~|～|—+|至|到)([^-~～—至到]+)$`)

func cutRange(s string) (from, to string, ok bool) {
	m := rangeMark.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return "", "", false
	}
	return strings.TrimSpace(m[1]), strings.TrimSpace(m[2]), true
}

var moneyUnits = []struct {
	name string
	fen  int64
}{{"亿元", yi}, {"亿", yi}, {"万元", wan}, {"万", wan}, {"元", yuan}}

func unitOf(s string, otherwise int64) int64 {
	for _, u := range moneyUnits {
		if strings.HasSuffix(s, u.name) {
			return u.fen
		}
	}
	return otherwise
}

var amount = regexp.MustCompile(`^\d{1,15}(\.\d{1,20})?([eE]\+?\d{1,2})?$`)

// fen reads an amount exactly. Spreadsheets keep 12.3 as 12.300000000000001: what lies
// within a millionth of a fen is that fen.
func fen(s string, unit int64) (domain.Fen, error) {
	unit = unitOf(s, unit)
	s = strings.TrimRight(strings.NewReplacer(",", "", "，", "", " ", "", "¥", "", "￥", "").Replace(s), "亿万元")
	if !amount.MatchString(s) {
		return 0, bad("不是有效的金额", "is not an amount of money")
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return 0, bad("不是有效的金额", "is not an amount of money")
	}
	r.Mul(r, new(big.Rat).SetInt64(unit))
	nearest, exact := new(big.Rat).Add(r, big.NewRat(1, 2)), new(big.Int)
	exact.Quo(nearest.Num(), nearest.Denom())
	off := new(big.Rat).Sub(r, new(big.Rat).SetInt(exact))
	if off.Abs(off).Cmp(big.NewRat(1, 1_000_000)) > 0 {
		return 0, bad("金额精确到分", "must not be finer than a fen")
	}
	if !exact.IsInt64() || exact.Int64() > int64(domain.MaxFen) {
		return 0, bad("金额超出范围", "is out of range")
	}
	return domain.Fen(exact.Int64()), nil
}
