package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

//go:embed testdata/story.js
var storyScript string

// asked is what the script is to find: a thing to click, or the field with a label.
type asked struct {
	Click string `json:"click"`
	Text  string `json:"text"`
	Value string `json:"value"`
	Near  string `json:"near"`
	Spoil string `json:"spoil"` // to be typed into all that is left blank
}

type found struct {
	X, Y    float64
	Typing  bool // what is typed now goes into the field
	Words   bool // which takes any
	Missing bool
}

func (p *person) field(a asked) {
	p.Helper()
	switch f := p.find(a); {
	case f.Typing:
		p.said.WriteString(a.Value + "\n")
		if f.Words {
			a.Value += p.spoil
		}
		_, err := chromedp.Call(p.ctx, input.InsertText, input.InsertTextParams{Text: a.Value})
		require.NoError(p, err)
	case f.X != 0:
		p.do(chromedp.MouseClickXY(f.X, f.Y))
	}
}

func (p *person) click(what, text string, near ...string) {
	p.Helper()
	p.load(chromedp.MouseClickXY(p.point(asked{Click: what, Text: text, Near: strings.Join(near, "")})))
}

func (p *person) point(a asked) (x, y float64) {
	p.Helper()
	f := p.find(a)
	return f.X, f.Y
}

func (p *person) find(a asked) found {
	p.Helper()
	what, err := json.Marshal(a)
	require.NoError(p, err)
	f, err := chromedp.Run(p.ctx, chromedp.Evaluate[found](fmt.Sprintf("(%s)(%s)", storyScript, what)))
	require.NoError(p, err)
	if f.Missing {
		p.picture("missing")
		p.Fatalf("%s at %s finds no “%s” %s: %s", p.login, p.at(), a.Text, a.Value, p.words("body"))
	}
	return f
}
