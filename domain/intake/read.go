package intake

import (
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

func text[R any](at func(*R) *string) reader[R] {
	return field(at, func(e *entry[R], v value) error {
		if v.raw != nil {
			return bad("应为文字", "must be text")
		}
		*at(&e.record) = v.text
		if v.list != nil {
			*at(&e.record) = strings.Join(v.list, "；")
		}
		return nil
	})
}

func words[R any](separators string, at func(*R) *[]string) reader[R] {
	return field(at, func(e *entry[R], v value) error {
		*at(&e.record) = v.items(separators)
		return nil
	})
}

// term reads one member of a closed set, by its code or its name in either language.
func term[R any](set domain.Terms, at func(*R) *string) reader[R] {
	return field(at, func(e *entry[R], v value) (err error) {
		*at(&e.record), err = codeOf(set, v.text)
		return err
	})
}

// confidentiality reads who may see a listing, also in the words that people use. An empty
// cell leaves it as it is: nothing hidden is shown unless the cell says so.
func confidentiality[R any](at func(*R) *string) reader[R] {
	return saying(at, func(e *entry[R], v value) error {
		short := map[string]string{"隐名": "blind", "注册用户": "members", "会员": "members", "会员可见": "members"}
		said := v.text
		if code, ok := short[strings.TrimSpace(said)]; ok {
			said = code
		}
		return term(domain.Confidentialities, at).read(e, value{text: said})
	})
}

func terms[R any](set domain.Terms, at func(*R) *[]string) reader[R] {
	return field(at, func(e *entry[R], v value) error {
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
	})
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
func whole[R any](affixes []string, at func(*R) *int) reader[R] {
	return field(at, func(e *entry[R], v value) (err error) {
		*at(&e.record), err = integer(v.text, affixes)
		return err
	})
}

// count is whole where none is not nought.
func count[R any](affixes []string, at func(*R) **int) reader[R] {
	return field(at, func(e *entry[R], v value) error {
		n, err := integer(v.text, affixes)
		*at(&e.record) = &n
		return err
	})
}

func integer(text string, affixes []string) (int, error) {
	s := strings.ToUpper(strings.ReplaceAll(text, ",", ""))
	for _, a := range affixes {
		s = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, a), a))
	}
	s = strings.TrimSuffix(s, ".0")
	if !digits.MatchString(s) {
		return 0, bad("应为整数", "must be a whole number")
	}
	return strconv.Atoi(s)
}

func yes[R any](at func(*R) *bool) reader[R] {
	return field(at, func(e *entry[R], v value) error {
		switch strings.ToLower(v.text) {
		case "是", "涉密", "true", "yes", "y", "1":
			*at(&e.record) = true
		case "否", "不涉密", "false", "no", "n", "0":
			*at(&e.record) = false
		default:
			return bad("只能取：是、否", "must be yes or no")
		}
		return nil
	})
}
