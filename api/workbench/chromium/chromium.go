// Package chromium opens pages in Chromium for tests, and hears what it complains of.
package chromium

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Open starts Chromium for the test alone, with a tab width px wide. The test is skipped
// where there is none.
func Open(t testing.TB, width int64) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium here")
	}
	dir, err := os.MkdirTemp("", "chromium-") // short: a socket is in it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.UserDataDir(filepath.Join(dir, "profile")), chromedp.Env("TMPDIR=" + dir), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true)}
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	ctx, cancel := context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// WithoutScripts turns JavaScript off in the tab of ctx.
func WithoutScripts(ctx context.Context) error {
	_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	return err
}

// ClearCookies forgets everyone who has signed in.
func ClearCookies(ctx context.Context) error {
	_, err := chromedp.Call(ctx, network.ClearBrowserCookies, cdp.Empty{})
	return err
}

// Picture writes the whole page of ctx to the file name.png in dir.
func Picture(ctx context.Context, dir, name string) error {
	shot, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, name+".png"), shot, 0o600)
}

// Complaints are what a tab has told is wrong so far; it tells while the test goes on.
type Complaints struct {
	mu  sync.Mutex
	all []string
}

// Hear listens to the tab of ctx for scripts that run or are stopped, for what the
// console says, and for requests to elsewhere than the site.
func Hear(ctx context.Context, site string) (*Complaints, error) {
	var c Complaints
	return &c, chromedp.Listen(ctx, func(ev any) {
		if said := complaint(ev, site); said != "" {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.all = append(c.all, said)
		}
	})
}

// Take returns the complaints, and forgets them.
func (c *Complaints) Take() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := c.all
	c.all = nil
	return all
}

// complaint is what an event says is wrong; "" for nothing.
func complaint(ev any, site string) string {
	switch e := ev.(type) {
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, site) && !strings.HasPrefix(e.Request.URL, "data:") {
			return "asks elsewhere: " + e.Request.URL
		}
	case *page.EventJavascriptDialogOpening:
		return "opens a dialog: " + e.Message
	case *runtime.EventConsoleAPICalled:
		return fmt.Sprintf("console: %s", e.Type)
	case *runtime.EventExceptionThrown:
		return "throws: " + e.ExceptionDetails.Text
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			return "log: " + e.Entry.Text
		}
	}
	return ""
}
