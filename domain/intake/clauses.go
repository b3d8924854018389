package intake

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"sanku/domain"
)

var (
	clauseStart  = regexp.MustCompile(`(?m)^[ \t　]*(第[〇零一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?)[ \t　:：]*`)
	chapterStart = regexp.MustCompile(`(?m)^[ \t　]*(第[〇零一二三四五六七八九十百千\d]+[编章节][ \t　].*|附[ \t　]*则)$`)
)

const summaryLength = 1000

// Clauses divides a policy's text into clauses at every 第…条 that begins a line; the
// chapter in which a clause stands is its heading, and what stands before the first
// clause, shortened, is returned besides. A text without such marks is one clause.
func Clauses(text string) (clauses []domain.Clause, before string) {
	starts := clauseStart.FindAllStringSubmatchIndex(text, -1)
	if starts == nil {
		return []domain.Clause{{Ref: "全文", Text: text}}, ""
	}
	before, heading := withoutChapters(text[:starts[0][0]])
	for i, at := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		body, next := withoutChapters(text[at[1]:end])
		if body == "" {
			body = text[at[2]:at[3]]
		}
		clauses = append(clauses, domain.Clause{Ref: text[at[2]:at[3]], Heading: cut(heading, 200), Text: body})
		if next != "" {
			heading = next
		}
	}
	return clauses, cut(before, summaryLength)
}

func fullText(e *entry[policy], v value) error {
	clauses, before := Clauses(v.text)
	e.record.Clauses = clauses
	if e.record.Summary == "" {
		e.record.Summary = before
	}
	return nil
}

func takeText(to *policy, from policy) {
	to.Clauses = from.Clauses
	if to.Summary == "" {
		to.Summary = from.Summary
	}
}

// withoutChapters returns text without the headings of chapters, and the last of them:
// a chapter is announced at the end of the clause before it.
func withoutChapters(text string) (body, last string) {
	for _, m := range chapterStart.FindAllString(text, -1) {
		last = strings.Join(strings.Fields(m), " ")
	}
	return strings.TrimSpace(chapterStart.ReplaceAllString(text, "")), last
}

func cut(s string, runes int) string {
	if r := []rune(s); len(r) > runes {
		return string(r[:runes-1]) + "…"
	}
	return s
}

// clauseObject is a clause as JSON lines give it; amounts are in yuan, percentages of
// a hundred.
type clauseObject struct {
	Ref, Heading, Text string
	Fields, Modes      []string
	Incentive          *incentiveObject
	Incentives         []incentiveObject
}

func clauseObjects(e *entry[policy], v value) error {
	if v.raw == nil {
		return bad("表格请填“正文”列", "is for JSON lines; a table has the column text")
	}
	var objects []clauseObject
	if err := json.Unmarshal(v.raw, &objects); err != nil {
		return bad("条款列表的格式不符", "is not a list of clauses")
	}
	e.record.Clauses = make([]domain.Clause, len(objects))
	for i, o := range objects {
		c := domain.Clause{Ref: plain(o.Ref), Heading: plain(o.Heading), Text: plain(o.Text), Fields: o.Fields, Modes: o.Modes}
		if o.Incentive != nil {
			o.Incentives = append(o.Incentives, *o.Incentive)
		}
		for j, inc := range o.Incentives {
			in, err := inc.incentive()
			if err != nil {
				return within(fmt.Sprintf("[%d].incentives[%d].", i, j), err)
			}
			c.Incentives = append(c.Incentives, in)
		}
		e.record.Clauses[i] = c
	}
	return nil
}
