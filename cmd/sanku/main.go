// Command sanku runs the Sanku marketplace: the server, the demonstration, and the
// commands by which it is fed, checked and operated.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"sanku/domain"
	"sanku/domain/postgres/embedded"
)

func main() {
	embedded.RunIfSupervisor()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run parses the command line, runs the command and returns the exit status: 0 when
// it did what it was asked, 1 when it could not, 2 for a wrong command line.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var line commandLine
	parser, err := newParser(&line, stdout, stderr)
	if err != nil {
		fmt.Fprintln(stderr, "sanku:", err)
		return 2
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(stderr, "sanku:", err)
		fmt.Fprintln(stderr, "Try: sanku --help")
		return 2
	}
	console := &console{out: stdout, err: stderr}
	parsed.BindTo(ctx, (*context.Context)(nil))
	err = parsed.Run(&line.Config, console)
	switch {
	case err == nil:
		return 0
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "sanku: interrupted; what is done is kept, and a second run goes on from there")
	default:
		explain(stderr, err)
	}
	return 1
}

func newParser(line *commandLine, stdout, stderr io.Writer) (*kong.Kong, error) {
	return kong.New(line,
		kong.Name("sanku"),
		kong.Description("三库三家：企业需求、高校技术、政府政策的匹配、对接与技术合同登记。\nIndustry–university matchmaking: needs, technologies, policies, experts, dockings, contracts and the plan's figures."),
		kong.Writers(stdout, stderr),
		kong.Configuration(kong.JSON, "/etc/sanku/sanku.json", "~/.config/sanku/sanku.json"),
		kong.Vars{"data": defaultData()},
	)
}

// explain prints an error as a person can act on it: every wrong field on a line of
// its own.
func explain(w io.Writer, err error) {
	var invalid domain.InvalidErrors
	if !errors.As(err, &invalid) {
		fmt.Fprintln(w, "sanku:", err)
		return
	}
	for _, e := range invalid {
		fmt.Fprintf(w, "sanku: %s：%s (%s)\n", e.Field, e.Reason.ZH, e.Reason.EN)
	}
}
