package workbench

import (
	"fmt"
	"net/url"
	"strings"

	"sanku/domain"
)

// bulletinParts are what a bulletin says in words.
func (v *visit) bulletinParts(p domain.Publication, b domain.Bulletin) []paperPart {
	overview := paperPart{Heading: v.say("一、总体情况", "1. Overview"), Says: []string{v.lightsSaid(b)}}
	for _, best := range []struct {
		zh, en string
		places []domain.Place
	}{{"县市区、园区综合完成率居前的是：", "Areas furthest on: ", b.Areas}, {"责任单位综合完成率居前的是：", "Units furthest on: ", b.Units}} {
		if said := v.foremost(best.places); said != "" {
			overview.Says = append(overview.Says, v.say(best.zh, best.en)+said+v.say("。", "."))
		}
	}
	changes := paperPart{Heading: v.say("二、变化情况", "2. What changed")}
	for _, c := range b.Changes {
		changes.Points = append(changes.Points, paperPoint{len(changes.Points) + 1, v.changeSaid(c), v.figureHref(p, c.Indicator)})
	}
	watch := paperPart{Heading: v.say("三、需关注事项", "3. To attend to"), Says: v.watchSaid(b)}
	notes := paperPart{Heading: v.say("四、口径说明", "4. How it is counted"), Says: []string{
		v.say("综合完成率为各项有目标、有数据的指标完成率的平均数，单项超过100%的按100%计；缺数的指标不计入。", "Mean progress is over the figures that have a target and a value; none counts for more than 100 %.")}}
	for _, n := range b.Notes {
		notes.Says = append(notes.Says, n.In(v.lang)+v.say("。", "."))
	}
	return []paperPart{overview, changes, watch, notes}
}

// figureHref is where a figure of a bulletin opens: as it was published, or, of a draft, as
// of its day.
func (v *visit) figureHref(p domain.Publication, indicator string) string {
	query := url.Values{"as_of": {p.AsOf.String()}}
	if !p.ID.IsZero() {
		query = url.Values{"bulletin": {p.ID.String()}}
	}
	return v.href("/plan/indicators/" + url.PathEscape(indicator) + "?" + query.Encode())
}

// lightsSaid counts the lights.
func (v *visit) lightsSaid(b domain.Bulletin) string {
	n := map[domain.Light]int{}
	for _, l := range b.Lines {
		n[l.Light]++
	}
	s := fmt.Sprintf(v.say("全部%d项指标中", "Of %d indicators"), len(b.Lines))
	for _, t := range domain.Lights {
		if k := n[domain.Light(t.Code)]; k > 0 {
			s += fmt.Sprintf(v.say("，%s%d项", ", %s: %d"), t.Name.In(v.lang), k)
		}
	}
	if k := n[domain.LightUnknown]; k > 0 {
		s += fmt.Sprintf(v.say("，暂无法判断%d项", ", not known: %d"), k)
	}
	return s + v.say("。", ".")
}

// mostNamed bounds those named in a sentence.
const mostNamed = 3

func (v *visit) foremost(places []domain.Place) string {
	var said []string
	for _, p := range places {
		if p.Rank > 0 && p.Rank <= mostNamed && len(said) < mostNamed {
			said = append(said, p.Name.In(v.lang)+v.say("（", " (")+percent(p.Score)+v.say("）", ")"))
		}
	}
	return strings.Join(said, v.say("、", ", "))
}

func (v *visit) changeSaid(c domain.BulletinChange) string {
	s := c.Name.In(v.lang) + v.say("：", ": ")
	switch {
	case c.Now == nil:
		s += v.say("本期没有数据", "nothing is known now")
	case c.Before == nil:
		s += v.say("本期为", "now ") + v.amount(c.Now, c.Unit) + v.say("，上期没有数据", ", nothing was known before")
	case *c.Before == *c.Now:
		s += v.say("仍为", "still ") + v.amount(c.Now, c.Unit)
	default:
		s += v.say("由", "from ") + v.amount(c.Before, c.Unit) + v.say("变为", " to ") + v.amount(c.Now, c.Unit)
	}
	if c.WasLight != c.Light {
		s += v.say("，状态由“", "; ") + v.light(c.WasLight).Name + v.say("”变为“", " before, ") + v.light(c.Light).Name + v.say("”", " now")
	}
	return s
}

// watchSaid gathers what is to be attended to by the lights it shows, as papers do; the
// workbook tells it figure by figure.
func (v *visit) watchSaid(b domain.Bulletin) []string {
	lines := map[string]domain.BulletinLine{}
	for _, l := range b.Lines {
		lines[l.Indicator] = l
	}
	var lights []domain.Light
	under := map[domain.Light][]string{}
	for _, w := range b.Watch {
		l := lines[w.Indicator]
		if l.Value == nil {
			l.Light = domain.LightUnknown
		}
		if under[l.Light] == nil {
			lights = append(lights, l.Light)
		}
		under[l.Light] = append(under[l.Light], l.Name.In(v.lang)+v.wanting(l))
	}
	var said []string
	for _, light := range lights {
		names, what := under[light], domain.Lights.Name(string(light)).In(v.lang)
		if light == domain.LightUnknown {
			what = v.say("尚无填报或登记数据", "Nothing is reported or registered yet")
		}
		said = append(said, fmt.Sprintf(v.say("%s%d项：", "%s: %d. "), what, len(names))+strings.Join(names, v.say("、", "; "))+v.say("。", "."))
	}
	return said
}

// wanting is how far a figure is from its target, and where its pace leads until then.
func (v *visit) wanting(l domain.BulletinLine) string {
	if l.Value == nil || l.Target == nil {
		return ""
	}
	s := v.say("（完成", " (") + v.amount(l.Value, l.Unit) + v.say("，目标", ", target ") + v.amount(l.Target, l.Unit)
	if l.Pace != nil && l.Light != domain.LightMissed {
		pace := l.Pace.Value
		if l.Value.Round(0) == *l.Value && l.Target.Round(0) == *l.Target { // things are counted
			pace = pace.Round(0)
		}
		s += v.say("，按当前进度期末预计", ", at the present pace ") + v.amount(&pace, l.Unit)
	}
	return s + v.say("）", ")")
}

// amount writes a number with its unit as papers do, in Chinese without a space.
func (v *visit) amount(d *domain.Decimal, unit string) string {
	return strings.ReplaceAll(v.withUnit(d, unit), " ", v.say("", " "))
}

// longDay writes a day as papers do: 2025年1月31日.
func (v *visit) longDay(d domain.Date) string {
	if v.lang == "en" {
		return d.String()
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year, d.Month, d.Day)
}
