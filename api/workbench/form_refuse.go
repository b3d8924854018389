package workbench

import (
	"errors"
	"strings"

	"sanku/domain"
)

// unreadable is what is wrong with the form before its record is asked.
func (f *form) unreadable() domain.InvalidErrors {
	var all domain.InvalidErrors
	for _, s := range f.Sections {
		for _, d := range s.Fields {
			var invalid domain.InvalidErrors
			switch {
			case errors.As(d.refused, &invalid):
				all = append(all, domain.InvalidError{Field: d.Name, Reason: invalid[0].Reason})
			case d.Required && d.empty():
				all = append(all, domain.InvalidError{Field: d.Name, Reason: domain.Text{ZH: "必填", EN: "is required"}})
			}
		}
	}
	return all
}

func (d *field) empty() bool {
	switch d.Kind {
	case "password":
		return d.f.sent.Get(d.Name) == ""
	case "file":
		return d.now == ""
	}
	return d.typed() == ""
}

// place puts each error at its field and into the summary, which leads there.
func (f *form) place(invalid domain.InvalidErrors) {
	for _, e := range invalid {
		reason := e.Reason.In(f.v.lang)
		d := f.fieldOf(e.Field)
		if d == nil {
			f.Problems = append(f.Problems, formProblem{Text: reason})
			continue
		}
		if d.Problem != "" {
			d.Problem += f.v.say("；", "; ")
		}
		d.Problem += reason
		f.Problems = append(f.Problems, formProblem{At: d.anchor(), Text: d.Label + f.v.say("：", ": ") + reason})
	}
}

// fieldOf finds the field that a path of the domain is about: "keywords[2]" is about
// the field keywords where it has no field of its own.
func (f *form) fieldOf(path string) *field {
	for path != "" {
		for _, s := range f.Sections {
			for _, d := range s.Fields {
				if d.Name == path && d.Kind != "hidden" {
					return d
				}
			}
		}
		path = path[:max(0, strings.LastIndexAny(path, "[."))]
	}
	return nil
}

// anchor is the id of what the summary leads to: the first box of several.
func (d *field) anchor() string {
	switch {
	case len(d.Candidates) > 0:
		return d.Name + "-" + d.Candidates[0].ID
	case len(d.Options) > 0 && d.Kind != "select":
		return d.Name + "-" + d.Options[0].Code
	}
	return d.Name
}
