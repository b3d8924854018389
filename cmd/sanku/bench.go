package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"sanku/domain/postgres/embedded"
	"sanku/search/bench"
)

type benchCommand struct {
	Docs     []int         `default:"10000,100000" help:"Sizes of the libraries, in documents; one million takes its time." placeholder:"N"`
	Engines  []string      `default:"sanku,bleve,postgres" enum:"sanku,bleve,postgres" help:"Engines to measure: sanku, bleve, postgres." placeholder:"NAME"`
	Queries  int           `default:"1000" help:"Questions that one figure is made of." placeholder:"N"`
	Limit    time.Duration `default:"20s" help:"Time after which a figure is made of the questions answered so far." placeholder:"TIME"`
	Cache    int64         `default:"256" help:"Postings that Sanku keeps in memory, in MiB." placeholder:"MIB"`
	Seed     uint64        `default:"1" help:"What the texts follow from." placeholder:"N"`
	Dir      string        `type:"path" help:"Directory for the indexes; unset, a temporary one." placeholder:"DIR"`
	Keep     bool          `help:"Leave the indexes in --dir for another run."`
	Writing  bool          `default:"true" negatable:"" help:"Measure also while documents are being written."`
	Matching bool          `help:"Measure also whole matching: a store of its own with as many technologies."`
	JSON     bool          `name:"json" help:"Print the result as JSON, a line for each size."`
}

var (
	errKeepWhere        = errors.New("--keep needs --dir: a temporary directory is removed")
	errBenchInterrupted = errors.New("interrupted; what was not to be kept has been removed")
)

// Run measures libraries of made-up texts, one size after the other.
func (b *benchCommand) Run(ctx context.Context, config *Config, console *console) error {
	if b.Keep && b.Dir == "" {
		return errKeepWhere
	}
	if slices.Min(b.Docs) < 1 {
		return fmt.Errorf("a library of %d documents cannot be measured", slices.Min(b.Docs))
	}
	g := &ground{benchCommand: b, config: config, console: console}
	err := errors.Join(g.measure(ctx), g.clear())
	if err != nil && ctx.Err() != nil {
		return errBenchInterrupted
	}
	return err
}

// ground is where the libraries are measured: a directory, and a PostgreSQL if
// one is asked for.
type ground struct {
	*benchCommand
	config    *Config
	console   *console
	temporary []string         // directories to remove
	server    *embedded.Server // nil until it is wanted
}

func (g *ground) measure(ctx context.Context) error {
	dir, err := g.place()
	if err != nil {
		return err
	}
	for _, docs := range g.Docs {
		stages := &stages{console: g.console}
		result, err := bench.Measure(ctx, bench.Options{Docs: docs, Seed: g.Seed, Engines: g.Engines, Questions: g.Queries, Limit: g.Limit,
			Writing: g.Writing, Cache: g.Cache << 20, Dir: dir, Keep: g.Keep, Database: g.database, Progress: stages.at})
		stages.end()
		if err != nil {
			return err
		}
		if g.Matching {
			m, err := g.matching(ctx, docs)
			if err != nil {
				return err
			}
			result.Matches = &m
		}
		if err := g.show(result); err != nil {
			return err
		}
	}
	return nil
}

func (g *ground) show(result bench.Result) error {
	if g.JSON {
		return json.NewEncoder(g.console.out).Encode(result)
	}
	g.console.measured(result)
	return nil
}

// place is the directory for the indexes.
func (g *ground) place() (string, error) {
	if g.Dir != "" {
		return g.Dir, os.MkdirAll(g.Dir, 0o755) // the account that runs PostgreSQL has to enter
	}
	return g.newTemporary("sanku-bench-")
}

func (g *ground) newTemporary(name string) (string, error) {
	dir, err := os.MkdirTemp("", name)
	if err == nil {
		g.temporary = append(g.temporary, dir)
	}
	return dir, err
}

// database is the one that DATABASE_URL names, else a PostgreSQL of the
// benchmark's own, which is not the one that keeps the records.
func (g *ground) database(ctx context.Context) (string, error) {
	if g.config.DatabaseURL != "" {
		return g.config.DatabaseURL, nil
	}
	if g.server != nil {
		return g.server.URL(), nil
	}
	options, err := g.private()
	if err != nil {
		return "", err
	}
	if g.server, err = embedded.Start(ctx, options); err != nil {
		return "", err
	}
	return g.server.URL(), nil
}

// private says how the benchmark's own PostgreSQL runs: with the memory that a
// database of this size would be given.
func (g *ground) private() (o embedded.Options, err error) {
	o = embedded.Options{Logger: g.config.logger(g.console.err),
		Settings: map[string]string{"shared_buffers": "1GB", "effective_cache_size": "4GB", "max_wal_size": "4GB"}}
	if o.Cache, err = embedded.DefaultCache(); err != nil {
		o.Cache = "" // no home directory: binaries are kept beside the data
	}
	if g.Keep {
		o.Dir = filepath.Join(g.Dir, "postgresql")
		return o, nil
	}
	o.Temporary = true
	o.Dir, err = g.newTemporary("sanku-bench-postgresql-")
	return o, err
}

func (g *ground) clear() (err error) {
	if g.server != nil {
		err = g.server.Stop()
	}
	for _, dir := range g.temporary {
		err = errors.Join(err, os.RemoveAll(dir))
	}
	return err
}
