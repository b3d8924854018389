package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how long work goes: a bar on a terminal, else a plain line now and
// then.
type progress struct {
	out   io.Writer
	what  string
	bar   *progressbar.ProgressBar // nil where there is no terminal
	shown time.Time
}

// lineEvery is how often a plain line of progress is written.
const lineEvery = 5 * time.Second

func (c *console) progress(what string) *progress {
	p := &progress{out: c.err, what: what, shown: time.Now()}
	if f, ok := c.err.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.bar = progressbar.NewOptions(-1, progressbar.OptionSetWriter(c.err), progressbar.OptionSetDescription(what),
			progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
	}
	return p
}

// at says that done of total are done; a total of 0 is not known.
func (p *progress) at(done, total int) {
	if p.bar != nil {
		if total > 0 {
			p.bar.ChangeMax(total)
		}
		_ = p.bar.Set(done)
		return
	}
	if time.Since(p.shown) >= lineEvery {
		p.shown = time.Now()
		fmt.Fprintf(p.out, "%s: %d%s\n", p.what, done, of(total))
	}
}

func of(total int) string {
	if total == 0 {
		return ""
	}
	return fmt.Sprintf(" of %d", total)
}

func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
