package domain

import (
	"slices"
	"strings"
)

// Step is one permitted move of a record from a state to another.
type Step[S ~string] struct {
	Name        string // as in POST …/{id}/{name}
	Label       Text
	From        []S
	To          S
	NeedsReason bool // whoever takes it must say why
}

// Machine is the table of all permitted steps of one kind of record. Who may take
// a step is in the access table, under the step's name as action.
type Machine[S ~string] []Step[S]

// Take returns the step named name from state, or why it cannot be taken:
// ErrNotFound for an unknown step, a ConflictError for one not open from state, an
// InvalidErrors when a reason is required and missing.
func (m Machine[S]) Take(state S, name, reason string) (Step[S], error) {
	i := slices.IndexFunc(m, func(s Step[S]) bool { return s.Name == name })
	if i < 0 {
		return Step[S]{}, ErrNotFound
	}
	step := m[i]
	if !slices.Contains(step.From, state) {
		return Step[S]{}, Conflict("当前状态不允许“"+step.Label.ZH+"”", "the step "+name+" is not open from state "+string(state))
	}
	if step.NeedsReason && strings.TrimSpace(reason) == "" {
		return Step[S]{}, Invalid("reason", "请说明理由", "is required for this step")
	}
	return step, nil
}

// Open returns the names of the steps open from state, in table order.
func (m Machine[S]) Open(state S) []string {
	var names []string
	for _, s := range m {
		if slices.Contains(s.From, state) {
			names = append(names, s.Name)
		}
	}
	return names
}

// Names returns the names of all steps, in table order, each once.
func (m Machine[S]) Names() []string {
	var names []string
	for _, s := range m {
		if !slices.Contains(names, s.Name) {
			names = append(names, s.Name)
		}
	}
	return names
}

// Terms names the steps, in table order, each once.
func (m Machine[S]) Terms() Terms {
	var terms Terms
	for _, s := range m {
		if !terms.Has(s.Name) {
			terms = append(terms, Term{s.Name, s.Label})
		}
	}
	return terms
}
