package workbench

import (
	"fmt"
	"math"

	"sanku/domain"
)

// reliabilityChart sets what was predicted (across) beside what happened (up); the nearer
// to the diagonal, the better. The larger a dot, the more outcomes it stands for.
type reliabilityChart struct {
	Title         string
	Width, Height float64
	Left, Right   float64
	Top, Bottom   float64
	Ticks         []reliabilityTick
	Dots          []reliabilityDot
}

type reliabilityTick struct {
	Text string
	X, Y float64
}

type reliabilityDot struct {
	X, Y, R float64
	Text    string
}

const reliabilitySide = 260.0

func newReliability(title string, groups []domain.ReliabilityGroup) *reliabilityChart {
	c := &reliabilityChart{Title: title, Left: 4 * letter, Top: letter}
	c.Right, c.Bottom = c.Left+reliabilitySide, c.Top+reliabilitySide
	c.Width, c.Height = c.Right+2*letter, c.Bottom+3*letter
	x := func(share float64) float64 { return c.Left + reliabilitySide*share }
	y := func(share float64) float64 { return c.Bottom - reliabilitySide*share }
	for i := range 6 {
		share := float64(i) / 5
		c.Ticks = append(c.Ticks, reliabilityTick{fmt.Sprintf("%.0f%%", 100*share), x(share), y(share)})
	}
	most := 1
	for _, g := range groups {
		most = max(most, g.Outcomes)
	}
	for _, g := range groups {
		if g.Outcomes > 0 {
			r := 4 + 8*math.Sqrt(float64(g.Outcomes)/float64(most))
			c.Dots = append(c.Dots, reliabilityDot{x(g.Predicted), y(g.Observed), r, fmt.Sprintf("%s → %s (%d)", share(g.Predicted), share(g.Observed), g.Outcomes)})
		}
	}
	return c
}
