package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"sanku/api/workbench/chromium"
)

// person is someone at the pages of a running server, in a window of their own: they
// find links, buttons and fields by the words they read.
type person struct {
	*testing.T
	ctx           context.Context // of the tab
	server, login string
	password      string
	width         int64
	heard         *chromium.Complaints
	pictures      string            // folder
	spoil         string            // typed besides, wherever words can be
	seen          map[string]string // an address of each kind of page
	said          *strings.Builder  // all that anyone has typed
	status        int64             // of the page
}

// patience bounds how long a person waits for a page.
const patience = 30 * time.Second

// newPerson opens a window beside those of others; its cookies are its own.
func (s *town) newPerson(login string, width int64) *person {
	s.Helper()
	ctx, closeTab := chromedp.NewContext(s.browser, chromedp.WithNewBrowserContext())
	s.Cleanup(closeTab)
	p := &person{T: s.T, ctx: ctx, server: s.server, login: login, width: width, pictures: s.pictures, spoil: s.spoil, said: &s.said, seen: map[string]string{}}
	return p.begin()
}

// window opens another window of the same person.
func (p *person) window() *person {
	p.Helper()
	ctx, closeTab := chromedp.NewContext(p.ctx)
	p.Cleanup(closeTab)
	other := *p
	other.ctx = ctx
	return other.begin()
}

func (p *person) begin() *person {
	p.Helper()
	require.NoError(p, chromedp.Do(p.ctx, chromedp.EmulateViewport(p.width, 900)))
	var err error
	p.heard, err = chromium.Hear(p.ctx, p.server)
	require.NoError(p, err)
	return p
}

// open goes to an address that was typed.
func (p *person) open(path string) *person {
	p.Helper()
	p.load(chromedp.Navigate(p.server + path))
	return p
}

// signIn begins at the front page, as one who has heard of the place does.
func (p *person) signIn() *person {
	p.Helper()
	p.open("/").follow("登录")
	p.fill("登录名", p.login, "密码", p.password).press("登录")
	p.sees("工作台")
	return p
}

// follow clicks a link, the one beside some words where there are several.
func (p *person) follow(text string, near ...string) *person {
	p.Helper()
	p.click("a[href]", text, near...)
	require.EqualValues(p, 200, p.status, "%s at %s", p.login, p.at())
	return p
}

// menu opens a menu of the navigation and follows one of its links.
func (p *person) menu(name, item string) *person {
	p.Helper()
	p.do(chromedp.MouseClickXY(p.point(asked{Click: "header.site summary", Text: name})))
	return p.follow(item)
}

// press presses a button, with which all must go well.
func (p *person) press(text string, near ...string) *person {
	p.Helper()
	if p.spoil != "" {
		p.find(asked{Spoil: p.spoil})
	}
	p.click("button", text, near...)
	require.EqualValues(p, 200, p.status, "%s at %s: %s", p.login, p.at(), p.words("main"))
	return p
}

// refused presses a button and is told something.
func (p *person) refused(text string, told ...string) *person {
	p.Helper()
	p.click("button", text)
	require.GreaterOrEqual(p, p.status, int64(400), "%s at %s: %s", p.login, p.at(), p.words("main"))
	return p.sees(told...)
}

// fill gives fields, by their labels, what is to stand in them, one after the other; of
// several options to tick each is named with the label.
func (p *person) fill(pairs ...string) *person {
	p.Helper()
	for i := 0; i+1 < len(pairs); i += 2 {
		p.field(asked{Text: pairs[i], Value: pairs[i+1]})
	}
	return p
}

// tick ticks boxes that stand alone, or takes the tick away.
func (p *person) tick(labels ...string) *person {
	p.Helper()
	for _, label := range labels {
		p.field(asked{Text: label})
	}
	return p
}

// load does what leads to another page, waits for it and looks it over.
func (p *person) load(act chromedp.Action[chromedp.Void]) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	response, err := chromedp.RunResponse(ctx, act)
	require.NoError(p, err, "%s at %s", p.login, p.at())
	p.status = response.Status
	p.look()
}

func (p *person) do(act chromedp.Action[chromedp.Void]) {
	p.Helper()
	require.NoError(p, chromedp.Do(p.ctx, act))
}

// at is the address of the page, without the server.
func (p *person) at() string {
	p.Helper()
	at, err := chromedp.Run(p.ctx, chromedp.Location())
	require.NoError(p, err)
	return strings.TrimPrefix(at, p.server)
}

// words are what stands in a part of the page.
func (p *person) words(part string) string {
	p.Helper()
	return read[string](p, fmt.Sprintf("document.querySelector(%q).innerText.replace(/\\s+/g, ' ')", part))
}

func (p *person) sees(words ...string) *person {
	p.Helper()
	for _, w := range words {
		require.Contains(p, p.words("body"), w, "%s at %s", p.login, p.at())
	}
	return p
}

// waits loads the page again until it shows some words.
func (p *person) waits(words string) *person {
	p.Helper()
	for begun := time.Now(); !strings.Contains(p.words("main"), words); p.load(chromedp.Reload()) {
		require.Less(p, time.Since(begun), patience, "%s at %s: %s", p.login, p.at(), p.words("main"))
	}
	return p
}

func read[T any](p *person, script string) T {
	p.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](script))
	require.NoError(p, err)
	return v
}

// forget loses the cookies of the window, as when they have expired.
func (p *person) forget() {
	p.Helper()
	require.NoError(p, chromium.ClearCookies(p.ctx))
}

// picture keeps how the page looks.
func (p *person) picture(name string) *person {
	p.Helper()
	require.NoError(p, chromium.Picture(p.ctx, p.pictures, name))
	return p
}
