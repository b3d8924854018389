package intake

import (
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sanku/domain"
)

// The readers below make the read functions of columns: each takes where in the record
// a value goes. Their errors are InvalidErrors whose field is the place inside the cell,
// empty for the cell as a whole.

func bad(zh, en string) error { return domain.Invalid("", zh, en) }

func text[R any](at func(*R) *string) func(*entry[R], value) error {
	return func(e *entry[R], v value) error {
		if v.raw != nil {
			return bad("应为文字", "must be text")
		}
		*at(&e.record) = strings.Join(append([]string{v.text}, v.list...)[b2i(v.list != nil):], "；")
		return nil
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func words[R any](separators string, at func(*R) *[]string) func(*entry[R], value) error {
	return func(e *entry[R], v value) error {
		*at(&e.record) = v.items(separators)
		return nil
	}
}

// term reads one member of a closed set, by its code or its name in either language.
func term[R any](set domain.Terms, at func(*R) *string) func(*entry[R], value) error {
	return func(e *entry[R], v value) (err error) {
		*at(&e.record), err = codeOf(set, v.text)
		return err
	}
}

func terms[R any](set domain.Terms, at func(*R) *[]string) func(*entry[R], value) error {
	return func(e *entry[R], v value) error {
		var codes []string
		for _, item := range v.items(betweenWords) {
			code, err := codeOf(set, item)
			if err != nil {
				return err
			}
			if !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
		}
		*at(&e.record) = codes
		return nil
	}
}

func codeOf(set domain.Terms, s string) (string, error) {
	bare := strings.TrimSpace(s)
	for _, t := range set {
		if bare == t.Code || bare == t.Name.ZH || strings.EqualFold(bare, t.Name.EN) || bare == t.Name.ZH+"领域" || bare == t.Name.ZH+"技术" {
			return t.Code, nil
		}
	}
	var names, codes []string
	for _, t := range set {
		names, codes = append(names, t.Name.ZH), append(codes, t.Code)
	}
	return "", bad("只能取："+strings.Join(names, "、"), "must be one of "+strings.Join(codes, ", "))
}

var digits = regexp.MustCompile(`^[+-]?\d{1,9}$`)

// whole reads a whole number; around it, one of the affixes may stand ("TRL6", "6级").
func whole[R any](affixes []string, set func(*R, int)) func(*entry[R], value) error {
	return func(e *entry[R], v value) error {
		s := strings.ToUpper(strings.ReplaceAll(v.text, ",", ""))
		for _, a := range affixes {
			s = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, a), a))
		}
		s = strings.TrimSuffix(s, ".0")
		if !digits.MatchString(s) {
			return bad("应为整数", "must be a whole number")
		}
		n, _ := strconv.Atoi(s)
		set(&e.record, n)
		return nil
	}
}

func yes[R any](at func(*R) *bool) func(*entry[R], value) error {
	return func(e *entry[R], v value) error {
		switch strings.ToLower(v.text) {
		case "是", "涉密", "true", "yes", "y", "1":
			*at(&e.record) = true
		case "否", "不涉密", "false", "no", "n", "0":
			*at(&e.record) = false
		default:
			return bad("只能取：是、否", "must be yes or no")
		}
		return nil
	}
}

// Units of money columns, in fen.
const (
	yuan = 100
	wan  = 10_000 * 100
	yi   = 100_000_000 * 100
)

// money reads an amount in the column's unit, or in the one written behind it.
func money[R any](unit int64, at func(*R) **domain.Fen) func(*entry[R], value) error {
	return func(e *entry[R], v value) error {
		f, err := fen(v.text, unit)
		if err != nil {
			return err
		}
		*at(&e.record) = &f
		return nil
	}
}

// moneyRange reads "50-80" into both ends, and a single amount into the upper one.
func moneyRange[R any](unit int64, low, high func(*R) **domain.Fen) func(*entry[R], value) error {
	return func(e *entry[R], v value) error {
		from, to, ranged := cutRange(v.text)
		if !ranged {
			return money(unit, high)(e, v)
		}
		if u := unitOf(to, 0); u != 0 && unitOf(from, 0) == 0 {
			unit = u
		}
		if err := money(unit, low)(e, value{text: from}); err != nil {
			return err
		}
		return money(unit, high)(e, value{text: to})
	}
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
