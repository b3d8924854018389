package intake

import (
	"strings"

	"sanku/domain"
)

// The columns and notes that several kinds share.

// keyColumn is the row's own key, by which importing it again finds it.
// 序号 is not one: tables count their rows anew, and would overwrite each other.
func keyColumn[R any]() column[R] {
	return column[R]{"key", "编号", []string{"id", "唯一编号"}, exampleMark,
		domain.Text{ZH: "来源系统中的编号，文件内不可重复；再次导入时按它更新：表中没有的列不变，空着的格清空。可不填，不填则按名称和单位识别。", EN: "The row's key in its source, unique in the file; importing it again updates by it: columns that the table has not are left alone, empty cells clear. Without one, rows are known by title and organisation."},
		reader[R]{read: func(e *entry[R], v value) error {
			if len([]rune(v.text)) > 200 {
				return bad("不超过 200 个字", "has more than 200 characters")
			}
			e.key = v.text
			return nil
		}}}
}

func organisationColumn[R any](heading, example string, also ...string) column[R] {
	return column[R]{"organisation", heading, append(also, "org", "单位", "所属单位"), example,
		domain.Text{ZH: "单位的全称、编号或统一社会信用代码。", EN: "Full name, key or unified social credit code of the organisation."},
		reader[R]{read: func(e *entry[R], v value) error {
			e.organisation = v.text
			return nil
		}}}
}

// codeColumn tells the organisation where its name does not.
func codeColumn[R any]() column[R] {
	return column[R]{"uscc", "统一社会信用代码", []string{"信用代码"}, "",
		domain.Text{ZH: "未填单位名称时按此查找单位。", EN: "Finds the organisation where no name is given."},
		reader[R]{read: func(e *entry[R], v value) error {
			e.uscc = v.text
			return nil
		}}}
}

func oneOf(set domain.Terms) domain.Text {
	var zh, en []string
	for _, t := range set {
		zh, en = append(zh, t.Name.ZH), append(en, t.Code)
	}
	return domain.Text{ZH: "取值：" + strings.Join(zh, "、"), EN: "One of " + strings.Join(en, ", ")}
}

func severalOf(set domain.Terms) domain.Text {
	one := oneOf(set)
	return domain.Text{ZH: "可多项，用；或、隔开。" + one.ZH, EN: "Several, divided by ; . " + one.EN}
}

var (
	dateNote     = domain.Text{ZH: "如 2024-05-06、2024/5/6 或 2024年5月6日。", EN: "Such as 2024-05-06 or 2024/5/6."}
	severalNote  = domain.Text{ZH: "可多项，用；或、隔开。", EN: "Several, divided by ；or 、."}
	yuanNote     = domain.Text{ZH: "单位：元，最多两位小数。", EN: "In yuan, at most two decimals."}
	wanNote      = domain.Text{ZH: "单位：万元。", EN: "In units of ten thousand yuan."}
	industryNote = domain.Text{ZH: "GB/T 4754-2017 门类或大类代码，如 C35，或其名称。", EN: "GB/T 4754-2017 code such as C35, or its name."}
	areaNote     = domain.Text{ZH: "规划的县市区、园区，代码或名称；市外不填。", EN: "Area of the plan, by code or name; empty outside them."}
)

// area reads an area by its code or, where the reader was told of the areas, its name.
func area[R any](at func(*R) *string) reader[R] {
	return field(at, func(e *entry[R], v value) error {
		*at(&e.record) = v.text
		for _, a := range e.options.Areas {
			if v.text == a.Code || v.text == a.Name.ZH || strings.EqualFold(v.text, a.Name.EN) {
				*at(&e.record) = a.Code
				return nil
			}
		}
		if len(e.options.Areas) > 0 {
			return bad("不是规划的县市区、园区", "is not an area of the plan")
		}
		return nil
	})
}

// industry reads "C35", "C35 专用设备制造业" or, where the reader was told of the
// industries, "专用设备制造业".
func industry(s string, known []domain.Industry) string {
	for _, i := range known {
		if s == i.Name.ZH || strings.EqualFold(s, i.Name.EN) {
			return i.Code
		}
	}
	if code, _, ok := strings.Cut(s, " "); ok {
		return code
	}
	return s
}

func oneIndustry[R any](at func(*R) *string) reader[R] {
	return field(at, func(e *entry[R], v value) error {
		*at(&e.record) = industry(v.text, e.options.Industries)
		return nil
	})
}

func industries[R any](at func(*R) *[]string) reader[R] {
	return field(at, func(e *entry[R], v value) error {
		for _, item := range v.items(betweenWords) {
			*at(&e.record) = append(*at(&e.record), industry(item, e.options.Industries))
		}
		return nil
	})
}
