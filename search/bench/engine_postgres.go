package bench

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"

	"sanku/search"
	"sanku/search/analysis"
)

// fullText is PostgreSQL's full text search over the terms of the same
// analysis, kept in a tsvector with a GIN index, the title's marked as such.
type fullText struct {
	pool   *pgxpool.Pool
	schema string
	built  Build
}

func (*fullText) name() string { return Postgres }

// ranked asks for every document that has any of the terms, the best first.
// The weights of ts_rank are those of body and title.
const ranked = `select id::text from documents where terms @@ $1::tsquery
	order by ts_rank('{0.2857, 0.2857, 0.2857, 1}', terms, $1::tsquery, 1) desc, id limit $2`

func (p *fullText) search(ctx context.Context, q question) ([]string, error) {
	rows, err := p.pool.Query(ctx, ranked, tsquery(q.terms), depth)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// tsquery is a query for any of the terms, as PostgreSQL reads it.
func tsquery(terms []search.FieldTerm) string {
	var quoted []string
	for _, t := range terms {
		term := "'" + strings.NewReplacer(`\`, `\\`, `'`, `''`).Replace(t.Term) + "'"
		if !slices.Contains(quoted, term) {
			quoted = append(quoted, term)
		}
	}
	return strings.Join(quoted, " | ")
}

// openFullText connects to the database at url, to a schema of the benchmark's
// own, and fills it with the first docs documents unless it has them already.
func openFullText(ctx context.Context, url string, l *Library, docs int, progress func(done, of int)) (*fullText, error) {
	p := &fullText{schema: fmt.Sprintf("sanku_bench_%d_%d", docs, l.seed)}
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	config.ConnConfig.RuntimeParams["search_path"] = p.schema
	config.ConnConfig.RuntimeParams["work_mem"] = "64MB"
	config.ConnConfig.RuntimeParams["maintenance_work_mem"] = "512MB"
	config.MaxConns = maxClients + 1
	if p.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, err
	}
	if err := p.prepare(ctx, l, docs, progress); err != nil {
		p.pool.Close()
		return nil, fmt.Errorf("postgres: %w", err)
	}
	return p, nil
}

// prepare fills the schema. The comment on it is written last, and says that
// everything is there and what it took.
func (p *fullText) prepare(ctx context.Context, l *Library, docs int, progress func(done, of int)) error {
	p.built = Build{Engine: Postgres}
	if known := readStamp(p.comment(ctx)); known.fits(l, docs) {
		p.built = Build{Postgres, known.DocsPerS, known.Bytes, true}
		return nil
	}
	begun := time.Now()
	if err := p.fill(ctx, l, docs, progress); err != nil {
		return err
	}
	p.built.DocsPerS = float64(docs) / time.Since(begun).Seconds()
	if err := p.pool.QueryRow(ctx, "select pg_total_relation_size('documents')").Scan(&p.built.Bytes); err != nil {
		return err
	}
	made := newStamp(l, docs)
	made.DocsPerS, made.Bytes = p.built.DocsPerS, p.built.Bytes
	_, err := p.pool.Exec(ctx, fmt.Sprintf("comment on schema %s is '%s'", p.schema, made.text()))
	return err
}

// comment is the one on the schema, or nothing if there is none.
func (p *fullText) comment(ctx context.Context) (text []byte) {
	_ = p.pool.QueryRow(ctx, "select obj_description(to_regnamespace($1), 'pg_namespace')", p.schema).Scan(&text)
	return text
}

// fill loads the table as quickly as PostgreSQL can: unlogged, copied, indexed
// at the end.
func (p *fullText) fill(ctx context.Context, l *Library, docs int, progress func(done, of int)) error {
	if _, err := p.pool.Exec(ctx, fmt.Sprintf(`drop schema if exists %[1]s cascade; create schema %[1]s;
		create unlogged table documents (id uuid not null, terms tsvector not null)`, p.schema)); err != nil {
		return err
	}
	done := 0
	err := l.Each(ctx, 0, docs, func(batch []search.Document) error {
		if err := p.copy(ctx, batch); err != nil {
			return err
		}
		done += len(batch)
		progress(done, docs)
		return nil
	})
	if err != nil {
		return err
	}
	if _, err = p.pool.Exec(ctx, "create index on documents using gin (terms)"); err != nil {
		return err
	}
	_, err = p.pool.Exec(ctx, "vacuum analyze documents")
	return err
}

func (p *fullText) copy(ctx context.Context, docs []search.Document) error {
	_, err := p.pool.CopyFrom(ctx, pgx.Identifier{"documents"}, []string{"id", "terms"},
		pgx.CopyFromSlice(len(docs), func(i int) ([]any, error) { return []any{docs[i].ID, tsvector(docs[i])}, nil }))
	return err
}

// The most that PostgreSQL keeps of where a lexeme stands.
const (
	lastPosition  = 1<<14 - 1
	mostPositions = 255
)

func tsvector(d search.Document) pgtype.TSVector {
	at := make(map[string][]pgtype.TSVectorPosition)
	next := 0
	for _, part := range []struct {
		text   string
		weight pgtype.TSVectorWeight
	}{{d.Title, pgtype.TSVectorWeightA}, {d.Body, pgtype.TSVectorWeightD}} {
		for _, t := range analysis.Analyze(part.text) {
			next = min(next+1, lastPosition)
			if len(at[t.Term]) < mostPositions {
				at[t.Term] = append(at[t.Term], pgtype.TSVectorPosition{Position: uint16(next), Weight: part.weight})
			}
		}
	}
	v := pgtype.TSVector{Valid: true}
	for word, positions := range at {
		v.Lexemes = append(v.Lexemes, pgtype.TSVectorLexeme{Word: word, Positions: positions})
	}
	return v
}

// close drops the schema unless it is to be kept.
func (p *fullText) close(ctx context.Context, keep bool) (err error) {
	defer p.pool.Close()
	if !keep {
		_, err = p.pool.Exec(ctx, fmt.Sprintf("drop schema if exists %s cascade", p.schema))
	}
	return err
}
