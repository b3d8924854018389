package workbench

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"sanku/domain"
)

// Charts are drawn by the templates bars and trend, in pixels of a box that scales with
// the page. A table beside each says the same in numbers. The libraries that were looked
// at (go-analyze/charts 0.6.4, gonum.org/v1/plot 0.17.0) measure Chinese labels by a Latin
// font, so that names run into their bars and are cut, and style what they draw in line,
// which the pages' security policy forbids.

// The measures of a chart.
const (
	chartWidth = 720.0
	letter     = 13.0 // height of the letters, and width of a Chinese one
	barHeight  = 18.0
	barStep    = 30.0
	trendHigh  = 240.0
)

// bar is one thing's value beside its target.
type bar struct {
	Label, Value string
	at           float64
	target       *float64
	Target       string // what the target is; "" for none
	share        bool   // at and target are in percent of the target

	Y, Words, Length, End float64 // of the bar, of its words, how long it is, where its value stands
	Mark, Above, Below    float64 // of the target, from where to where
	Beyond                bool    // the target is reached
}

// barChart compares things by lying bars, each with a mark at its target.
type barChart struct {
	Title         string
	Bars          []bar
	Left          float64 // where bars begin
	Width, Height float64
}

// longest is how far beyond its target a bar of shares is drawn, in percent.
const longest = 150

// ofTargets are the same bars as shares of their targets, where every one has a target:
// beside one of hundreds a value of a few is not to be seen. It reports whether they are.
func ofTargets(bars []bar) ([]bar, bool) {
	if len(bars) == 0 || slices.ContainsFunc(bars, func(b bar) bool { return b.target == nil || *b.target <= 0 || b.at < 0 }) {
		return bars, false
	}
	whole, shares := 100.0, slices.Clone(bars)
	for i := range shares {
		b := &shares[i]
		b.at, b.target, b.share = 100*b.at / *b.target, &whole, true
		b.Value = fmt.Sprintf("%s／%s · %.0f%%", b.Value, b.Target, b.at)
	}
	return shares, true
}

// targetBars is a chart of bars, as shares of their targets where all have one.
func (v *visit) targetBars(title string, bars []bar) (*barChart, []bar) {
	bars, share := ofTargets(bars)
	if share {
		title += v.say("（占目标的比例，红线为目标）", " (share of the target, which is the red line)")
	}
	return newBars(title, bars), bars
}

// newBars makes a chart of bars, one below the other in the order given.
func newBars(title string, bars []bar) *barChart {
	if len(bars) == 0 {
		return nil
	}
	c := &barChart{Title: title, Bars: bars, Width: chartWidth, Height: barStep * float64(len(bars))}
	most, words := 0.0, 0.0
	for _, b := range bars {
		c.Left = max(c.Left, wide(b.Label))
		words = max(words, wide(b.Value))
		most = max(most, b.at)
		if b.target != nil {
			most = max(most, *b.target)
		}
	}
	if bars[0].share {
		most = min(most, longest)
	}
	c.Left += letter
	room := c.Width - c.Left - words - 2*letter
	for i := range bars {
		b := &bars[i]
		b.Y = barStep*float64(i) + (barStep-barHeight)/2
		b.Words = b.Y + barHeight/2 + letter*.36
		b.Above, b.Below = b.Y-3, b.Y+barHeight+3
		if most > 0 {
			b.Length = room * min(max(b.at, 0), most) / most
		}
		b.End = c.Left + b.Length + letter/2
		if b.target != nil && most > 0 {
			b.Mark = c.Left + room**b.target/most
			b.Beyond = b.at >= *b.target
			b.End = max(b.End, b.Mark+letter/2)
		}
	}
	return c
}

// wide is about how wide s is: Latin letters and digits are half as wide as Chinese ones.
func wide(s string) (w float64) {
	for _, r := range s {
		if r < 0x2E80 {
			w += letter * .58
		} else {
			w += letter
		}
	}
	return w
}

// trendChart draws how a figure went, up to now, what it will come to by the end of the
// period, and the target.
type trendChart struct {
	Title         string
	Width, Height float64
	Line          string // points of the line
	Dots          []dot
	Days, Values  []tick
	Base, Left    float64
	Right         float64
	Target        *tick
	Ahead         *ahead
}

type dot struct {
	X, Y float64
	Text string
}

type tick struct {
	At   float64
	Text string
}

// ahead is the outlook: a line from the last point to the end, and its range.
type ahead struct {
	X1, Y1, X2, Y2 float64
	Range          string // the corners of the range; "" when it is not known
	Text           string
}

// newTrend draws points, which are in order of their days; nil for fewer than two.
func newTrend(title string, p domain.Period, points []domain.Point, target *domain.Decimal, outlook *domain.Outlook) *trendChart {
	if len(points) < 2 {
		return nil
	}
	c := &trendChart{Title: title, Width: chartWidth, Height: trendHigh, Left: 5 * letter, Right: chartWidth - 5*letter, Base: trendHigh - 2*letter}
	low, high := spanOf(points, target, outlook)
	first, last := points[0].On, points[len(points)-1].On
	if last.Before(p.To) {
		last = p.To
	}
	x := func(d domain.Date) float64 {
		return c.Left + (c.Right-c.Left)*float64(d.Time().Sub(first.Time()))/float64(last.Time().Sub(first.Time()))
	}
	step, from := steps(low, high)
	top := from + step*math.Ceil((high-from)/step-1e-9)
	y := func(v float64) float64 { return c.Base - (c.Base-letter)*(v-from)/(top-from) }
	for v := from; v <= top+step/2; v += step {
		c.Values = append(c.Values, tick{y(v), plainNumber(v)})
	}
	gap := (len(points) + 6) / 7
	for i, pt := range points {
		d := dot{x(pt.On), y(pt.Value.Float()), pt.On.String() + "：" + pt.Value.String()}
		c.Dots = append(c.Dots, d)
		c.Line += fmt.Sprintf("%.1f,%.1f ", d.X, d.Y)
		if (len(points)-1-i)%gap == 0 {
			c.Days = append(c.Days, tick{d.X, pt.On.String()[:7]})
		}
	}
	if target != nil {
		c.Target = &tick{y(target.Float()), target.String()}
	}
	if end := c.Dots[len(c.Dots)-1]; outlook != nil && points[len(points)-1].On.Before(p.To) {
		a := &ahead{X1: end.X, Y1: end.Y, X2: x(p.To), Y2: y(outlook.Value.Float()), Text: outlook.Value.String()}
		if outlook.Low != nil {
			a.Range = fmt.Sprintf("%.1f,%.1f %.1f,%.1f %.1f,%.1f", a.X1, a.Y1, a.X2, y(outlook.High.Float()), a.X2, y(outlook.Low.Float()))
		}
		c.Ahead = a
	}
	return c
}

// spanOf is from the least to the greatest that a trend shows.
func spanOf(points []domain.Point, target *domain.Decimal, o *domain.Outlook) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	see := func(v *domain.Decimal) {
		if v != nil {
			low, high = min(low, v.Float()), max(high, v.Float())
		}
	}
	for _, p := range points {
		see(&p.Value)
	}
	see(target)
	if o != nil {
		see(&o.Value)
		see(o.Low)
		see(o.High)
	}
	return low, high
}

// steps are round ones, four to eight of them, and the round number at or below low to
// begin with; 0 when that is near.
func steps(low, high float64) (step, from float64) {
	if low > 0 && low < high/2 || low == high {
		low = min(low, 0)
	}
	if low == high {
		return 1, low
	}
	step = math.Pow(10, math.Floor(math.Log10((high-low)/4)))
	for _, by := range []float64{5, 2} {
		if (high-low)/(step*by) >= 4 {
			step *= by
			break
		}
	}
	return step, step * math.Floor(low/step+1e-9)
}

// plainNumber writes a number on an axis.
func plainNumber(v float64) string {
	return strconv.FormatFloat(math.Round(v*1e4)/1e4, 'f', -1, 64)
}
