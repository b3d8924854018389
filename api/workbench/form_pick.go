package workbench

import (
	"slices"
	"unicode/utf8"

	"sanku/domain"
)

// mostOffered bounds the records that a form lists to choose from.
const mostOffered = 8

// candidate is a record that people may mean by some words.
type candidate struct {
	id         domain.ID
	name, more string // more tells it from others of its name
}

// offer is a candidate as the form lists it.
type offer struct {
	ID, Name, More string
	Chosen         bool
}

// finder finds records of one kind, of those that the caller may read.
type finder struct {
	name    func(domain.ID) (string, error)
	find    func(words string, limit int) ([]candidate, error)
	offered []candidate // listed before anything is typed
	hint    domain.Text // what may be typed
	none    domain.Text // what to do when nothing is found
}

// pick asks for one record by some words of its name. The one that they fit is taken; of
// several the form lists the first and asks to choose. A choice is the id of a record,
// which counts only while the words fit that record.
func (f *form) pick(to *domain.ID, name, zh, en string, among finder) *field {
	kept, words := *to, ""
	var err error
	if !kept.IsZero() {
		words, err = among.name(kept)
	}
	d, sent := f.field("pick", name, zh, en, words)
	d.hint(among.hint.ZH, among.hint.EN)
	choice := kept
	if sent {
		choice, _ = domain.ParseID(f.sent.Get(name + ".chosen")) // nonsense chooses nothing
		if choice.IsZero() && d.Value == words {
			choice = kept
		}
	}
	found := among.offered
	if err == nil && d.Value != "" {
		found, err = among.find(d.Value, mostOffered+1)
	}
	if err != nil {
		f.err = err
		return d
	}
	if d.current = ""; !kept.IsZero() {
		d.current = kept.String()
	}
	*to = d.take(wholeNamed(found, d.Value), choice, among.none)
	if to.IsZero() && d.Value != "" && choice == kept && d.Value == words { // one of many of its name
		*to, d.refused = kept, nil
	}
	if d.picked = ""; !to.IsZero() {
		d.picked = to.String()
	}
	return d
}

// wholeNamed are those of the very name that was typed, if there are any.
func wholeNamed(found []candidate, name string) []candidate {
	whole := slices.DeleteFunc(slices.Clone(found), func(c candidate) bool { return c.name != name })
	if len(whole) == 0 {
		return found
	}
	return whole
}

// take is the record that is meant by what was typed and chosen; it lists what there is
// to choose from.
func (d *field) take(found []candidate, choice domain.ID, none domain.Text) (taken domain.ID) {
	at := slices.IndexFunc(found, func(c candidate) bool { return c.id == choice && !choice.IsZero() })
	if at < 0 && len(found) == 1 && utf8.RuneCountInString(d.Value) > 1 { // one letter means nobody
		at = 0
	}
	if at >= 0 {
		taken = found[at].id
		if found[at].name != d.Value {
			d.Taken = d.f.v.joined(found[at].name, found[at].more)
		}
	}
	if d.Value == "" || len(found) > 1 || at < 0 {
		for _, c := range found[:min(len(found), mostOffered)] {
			d.Candidates = append(d.Candidates, offer{c.id.String(), c.name, c.more, c.id == taken})
		}
	}
	switch {
	case d.Value == "" || at >= 0:
	case len(found) == 0:
		d.refused = domain.Invalid(d.Name, "没有找到“"+d.Value+"”。"+none.ZH, "nothing is called “"+d.Value+"”. "+none.EN)
	case len(found) > mostOffered:
		d.refused = domain.Invalid(d.Name, "有很多个，下面只列出一部分。请选择一个；没有要找的，请把名称写全一些", "there are many, of which some are listed: choose one, or type more of the name")
	case len(found) == 1:
		d.refused = domain.Invalid(d.Name, "是下面这个吗？请选择它，或把名称写全", "is it the one below? Choose it, or type more of the name")
	default:
		d.refused = domain.Invalid(d.Name, "有几个都符合，请在下面选择一个", "several fit: choose one of those below")
	}
	return taken
}

// first puts a sentence before the field's hint.
func (d *field) first(zh, en string) *field {
	d.Hint = d.f.v.say(zh+"；"+d.Hint, en+". "+d.Hint)
	return d
}
