package main

import (
	"io"
	"log/slog"

	"github.com/alecthomas/kong"

	"sanku/domain/postgres/embedded"
)

// Config is everything that can be set: by flag, else by environment, else by a
// JSON file (/etc/sanku/sanku.json, ~/.config/sanku/sanku.json, or --config).
type Config struct {
	ConfigFile  kong.ConfigFlag `name:"config" help:"Read settings from this JSON file." placeholder:"FILE"`
	Data        string          `help:"Data directory: the private PostgreSQL and the indexes." env:"SANKU_DATA" default:"${data}" type:"path" placeholder:"DIR"`
	DatabaseURL string          `name:"database-url" help:"PostgreSQL to use; unset, a private one is run under the data directory." env:"DATABASE_URL" placeholder:"URL"`
	SearchCache int64           `help:"Memory for what searches have read of the indexes, in MiB." env:"SANKU_SEARCH_CACHE" default:"256" placeholder:"MIB"`
	Embeddings  embeddings      `embed:"" prefix:"embeddings-"`
	PublicURL   string          `name:"public-url" help:"Where people reach the pages, for links in mail." env:"SANKU_PUBLIC_URL" placeholder:"URL"`
	Mail        mailing         `embed:"" prefix:"mail-"`
	LogLevel    slog.Level      `help:"debug, info, warn or error." env:"SANKU_LOG_LEVEL" default:"warn"`
	LogJSON     bool            `name:"log-json" help:"Write the log as JSON lines." env:"SANKU_LOG_JSON"`
}

type commandLine struct {
	Config `embed:""`

	Demo    demoCommand    `cmd:"" help:"Run the main job on sample data, report, and serve."`
	Serve   serveCommand   `cmd:"" help:"Serve the API."`
	Migrate migrateCommand `cmd:"" help:"Bring the database's schema to the newest version, or to an older one."`
	Seed    seedCommand    `cmd:"" help:"Load the plan, and the sample data if asked."`
	Import  importCommand  `cmd:"" help:"Import records from XLSX, CSV or JSON lines."`
	Match   matchCommand   `cmd:"" help:"Match needs and store the results."`
	Eval    evalCommand    `cmd:"" help:"Measure match quality on judged queries."`
	Embed   embedCommand   `cmd:"" help:"Have an embedding endpoint tell what texts mean, and say for how many it has."`
	Bench   benchCommand   `cmd:"" help:"Measure the speed of retrieval on made-up libraries."`
	Learn   learnCommand   `cmd:"" help:"Learn from what became of matches."`
	Verify  verifyCommand  `cmd:"" help:"Compare the indexes with the records."`
	Reindex reindexCommand `cmd:"" help:"Rebuild the indexes from the records."`
	Audit   auditCommand   `cmd:"" help:"Verify the audit trail, print its head, prove a row."`
	User    userCommand    `cmd:"" help:"Make, list, disable users; reset passwords."`
	Plan    planCommand    `cmd:"" help:"Show the plan's scoreboard or load another plan."`
	Suspect suspectCommand `cmd:"" help:"Look at every contract again for what may inflate the figures."`
}

// defaultData is the data directory when none is given. Where none can be told, it
// is one in the working directory.
func defaultData() string {
	dir, err := embedded.DefaultDir()
	if err != nil {
		return "sanku-data"
	}
	return dir
}

// console is where a command speaks to the person who ran it.
type console struct {
	out, err io.Writer
}

func (c *Config) logger(w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.LogLevel}
	if c.LogJSON {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}
