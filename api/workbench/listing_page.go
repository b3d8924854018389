package workbench

import (
	"net/url"
	"strings"

	"sanku/domain"
)

// listingsPage is the list of needs or technologies.
type listingsPage struct {
	Mine bool // the caller's own organisation's only
	listingFilter
	Rows      []listingRow
	New, Next string
	Keep      string // where this search can be kept
	Import    string // where a table of them is brought in
}

// listings begins the list at path of what the caller may change of a kind. Whose that is
// it returns too, of nobody for all.
func (v *visit) listings(kind domain.Resource, path string) (listingsPage, domain.Scope) {
	of := domain.ScopeOf(v.actor, domain.Change, kind)
	page := listingsPage{Mine: !of.All && of.Area == "", listingFilter: v.listingFilter(), New: v.reach(path + "/new")}
	page.Import = v.importPath(strings.TrimPrefix(path, "/"))
	page.Keep = v.keepSearchHref(kind, page.Title, page.Field, "")
	if of.All {
		of = domain.Scope{}
	}
	return page, of
}

// listingRow is a need or technology in a list.
type listingRow struct {
	Title, State, Class string
	Facts, Next         string // what it is, and what to do with it next
	Href                string
	Act                 stepLink // what can be done with it at once; none without a name
}

// listingState is the state of a listing as people read it, and the class that colours it.
func (v *visit) listingState(state domain.ListingState, expired bool) (name, class string) {
	if expired {
		return v.say("已过期", "Expired"), "missed"
	}
	class = map[domain.ListingState]string{domain.ListingDraft: "plain", domain.ListingSubmitted: "at_risk", domain.ListingPublished: "on_track", domain.ListingClosed: "plain"}[state]
	return domain.ListingStates.Name(string(state)).In(v.lang), class
}

// listingFilter is what a list of listings is asked for.
type listingFilter struct {
	Title, State, Field string
	States, Fields      []option
}

func (v *visit) listingFilter() listingFilter {
	q := v.r.URL.Query()
	f := listingFilter{Title: strings.TrimSpace(q.Get("title")), State: q.Get("state"), Field: q.Get("field")}
	for _, t := range domain.ListingStates {
		f.States = append(f.States, option{t.Code, t.Name.In(v.lang), t.Code == f.State})
	}
	for _, t := range domain.Fields {
		f.Fields = append(f.Fields, option{t.Code, t.Name.In(v.lang), t.Code == f.Field})
	}
	return f
}

// page is the address of the page of the list at path after a cursor; "" on the last.
func (f listingFilter) page(v *visit, path, next string) string {
	if next == "" {
		return ""
	}
	return v.href(path + "?" + url.Values{"title": {f.Title}, "state": {f.State}, "field": {f.Field}, "after": {next}}.Encode())
}

// facts leaves out what is not said.
func facts(all ...fact) []fact {
	var said []fact
	for _, f := range all {
		if strings.TrimSpace(f.Value) != "" {
			said = append(said, f)
		}
	}
	return said
}

// paragraphs are the lines of a text that say something.
func paragraphs(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// termNames are the names of codes, with commas between.
func (v *visit) termNames(codes []string, among domain.Terms) string {
	var names []string
	for _, c := range codes {
		names = append(names, among.Name(c).In(v.lang))
	}
	return strings.Join(names, v.say("、", ", "))
}

// moneyRange is an amount from and to, as people write it.
func (v *visit) moneyRange(low, high *domain.Fen) string {
	switch {
	case low != nil && high != nil && *low != *high:
		return low.Display().In(v.lang) + v.say(" 至 ", " to ") + high.Display().In(v.lang)
	case high != nil:
		return v.say("不超过 ", "at most ") + high.Display().In(v.lang)
	case low != nil:
		return v.say("不低于 ", "at least ") + low.Display().In(v.lang)
	}
	return ""
}

func quantityLines(qs []domain.Quantity) []string {
	var all []string
	for _, q := range qs {
		all = append(all, q.String())
	}
	return all
}

// quantities asks for targets or metrics, one a line.
func (f *form) quantities(to *[]domain.Quantity, name, zh, en string) *field {
	typed := quantityLines(*to)
	d := f.lines(&typed, name, zh, en)
	if f.sent == nil {
		return d
	}
	var all []domain.Quantity
	for _, line := range typed {
		q, err := domain.ParseQuantity(line)
		if err != nil {
			d.refused = err
			return d
		}
		all = append(all, q)
	}
	*to = all
	return d
}

// pointed puts what a reviewer asked to be mended at the fields.
func (f *form) pointed(rounds []domain.ReviewRound, names map[string]string) {
	if len(rounds) == 0 || rounds[len(rounds)-1].Decision != "return" {
		return
	}
	last := rounds[len(rounds)-1]
	if last.Reason != "" {
		f.Lead = f.v.say("审核意见：", "The reviewer says: ") + last.Reason
	}
	for _, p := range last.Points {
		name := p.Field
		if n, ok := names[p.Field]; ok {
			name = n
		}
		if d := f.fieldOf(name); d != nil {
			d.Hint = strings.TrimSpace(f.v.say("审核意见：", "The reviewer says: ") + p.Words + "　" + d.Hint)
		}
	}
}

// roundRow is a round of review as people read it.
type roundRow struct {
	Round                       int
	Submitted, Decision, Reason string
	By                          string
	Points                      []fact
}

func (v *visit) roundRows(rounds []domain.ReviewRound, fields domain.Terms) []roundRow {
	var rows []roundRow
	for _, r := range rounds {
		row := roundRow{Round: r.Round, Submitted: minute(r.SubmittedAt), Decision: v.say("等待审核", "Waiting"), Reason: r.Reason, By: r.Decider}
		if r.Decision != "" {
			row.Decision = domain.ReviewDecisions.Name(r.Decision).In(v.lang) + " " + minute(*r.DecidedAt)
		}
		for _, p := range r.Points {
			row.Points = append(row.Points, fact{fields.Name(p.Field).In(v.lang), p.Words})
		}
		rows = append(rows, row)
	}
	return rows
}

// stepForm is a step of a record to be taken at one press, or the link to its own page
// where it needs words.
type stepForm struct {
	*form
	Link, Name string
}

// listingSteps are the steps that the caller may take of a listing at path, valid until a
// day. To renew is a button only near that day, before it a link.
func (v *visit) listingSteps(path string, resource domain.Resource, state domain.ListingState, until domain.Date, version int64, f domain.Facts) []stepForm {
	var all []stepForm
	near := domain.DateOf(v.DB.Now()).AddDays(domain.ExpiryNotice)
	for _, s := range domain.ListingSteps {
		if !domain.Can(v.actor, domain.Action(s.Name), resource, f) || !opens(s, state) {
			continue
		}
		if s.NeedsReason || s.Name == "renew" && !until.IsZero() && near.Before(until) {
			all = append(all, stepForm{Link: v.href(path + "/" + s.Name), Name: s.Label.In(v.lang)})
			continue
		}
		step := v.form(version, s.Label.ZH, s.Label.EN)
		step.Action, step.Submit = v.href(path+"/"+s.Name), s.Label.In(v.lang)
		all = append(all, stepForm{form: step.finish(), Name: s.Label.In(v.lang)})
	}
	return all
}

func opens(s domain.Step[domain.ListingState], state domain.ListingState) bool {
	for _, from := range s.From {
		if from == state {
			return true
		}
	}
	return false
}
