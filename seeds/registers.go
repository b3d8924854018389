package seeds

import (
	"errors"
	"fmt"
	"io/fs"

	"sanku/domain"
)

// registerLine is a register as registers.jsonl gives it.
type registerLine struct {
	Code        string         `json:"code"`
	NameZH      string         `json:"name_zh"`
	NameEN      string         `json:"name_en"`
	Holder      string         `json:"holder"`
	Department  string         `json:"department"`
	Area        string         `json:"area"`
	Amount      string         `json:"amount"`
	Expiry      string         `json:"expiry"`
	Once        bool           `json:"once"`
	HolderKinds []string       `json:"holder_kinds"`
	Levels      []string       `json:"levels"`
	Categories  []categoryLine `json:"categories"`
}

// categoryLine is a category of a register.
type categoryLine struct {
	Code         string `json:"code"`
	ZH           string `json:"zh"`
	EN           string `json:"en"`
	Rung         int    `json:"rung"`
	Months       int    `json:"months"`
	CalendarYear bool   `json:"calendar_year"`
	Source       string `json:"source"`
}

// readRegisters reads the registers, which a plan that uses those of another leaves out.
func (r *planReader) readRegisters() error {
	lines, err := jsonLines[registerLine](r.data, "registers.jsonl")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for i, l := range lines {
		d := l.register(i + 1)
		if err := d.Validate(); err != nil {
			return fmt.Errorf("registers.jsonl, %s: %w", l.Code, err)
		}
		r.plan.Registers = append(r.plan.Registers, d)
	}
	return err
}

func (l registerLine) register(order int) domain.Register {
	d := domain.Register{Code: l.Code, Order: order, Name: domain.Text{ZH: l.NameZH, EN: l.NameEN}, Holder: domain.Presence(l.Holder),
		Department: domain.Presence(l.Department), Area: domain.Presence(l.Area), Amount: domain.Presence(l.Amount), Expiry: domain.Presence(l.Expiry),
		HolderKinds: l.HolderKinds, Levels: l.Levels, Once: l.Once}
	for _, c := range l.Categories {
		life := domain.Life{Months: c.Months, CalendarYear: c.CalendarYear, Source: c.Source}
		d.Categories = append(d.Categories, domain.Category{Code: c.Code, Name: domain.Text{ZH: c.ZH, EN: c.EN}, Life: life, Rung: c.Rung})
	}
	return d
}
