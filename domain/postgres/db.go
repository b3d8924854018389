// Package postgres is the store: it keeps the records in PostgreSQL, each write in
// one transaction with its audit row and its change row, and lists them within the
// scope that access allows.
package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"sanku/domain"
)

// DB is the store. Its exported methods are the use cases; each that writes is one
// transaction. It is safe for concurrent use.
type DB struct {
	pool *pgxpool.Pool
	sql  *sql.DB
	gorm *gorm.DB
	now  func() time.Time
	wake chan struct{} // a local write has committed; readers of the feed may look

	privateHooks bool // webhooks may be in private networks

	imports chan struct{} // held by each organisation that imports
}

// Open connects to the database at url, which must have been migrated.
func Open(ctx context.Context, url string) (*DB, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	config.ConnConfig.RuntimeParams["application_name"] = "sanku"
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return New(pool, time.Now)
}

// New is the store over pool, with the clock it dates its writes by.
func New(pool *pgxpool.Pool, now func() time.Time) (*DB, error) {
	conn := stdlib.OpenDBFromPool(pool)
	g, err := gorm.Open(postgres.New(postgres.Config{Conn: conn}), &gorm.Config{
		SkipDefaultTransaction: true, Logger: logger.Discard, DisableAutomaticPing: true,
		NowFunc: func() time.Time { return now().UTC() },
	})
	if err != nil {
		return nil, err
	}
	return &DB{pool: pool, sql: conn, gorm: g, now: now, wake: make(chan struct{}, 1), imports: make(chan struct{}, ownImports(pool.Config().MaxConns))}, nil
}

// Close releases the connections.
func (db *DB) Close() {
	_ = db.sql.Close()
	db.pool.Close()
}

// Pool is the connection pool, for libraries that keep tables of their own in the
// database: sessions and the job queue.
func (db *DB) Pool() *pgxpool.Pool { return db.pool }

// Now is the store's clock, in UTC and at the database's precision.
func (db *DB) Now() time.Time { return db.now().UTC().Truncate(time.Microsecond) }

// Wake tells that something has been committed through this DB since it was last
// received from. It is a hint for readers of the feed, who poll besides.
func (db *DB) Wake() <-chan struct{} { return db.wake }

func (db *DB) woken() {
	select {
	case db.wake <- struct{}{}:
	default:
	}
}

// read returns a session for queries outside a transaction.
func (db *DB) read(ctx context.Context) *gorm.DB { return db.gorm.WithContext(ctx) }

// tx is one write transaction on behalf of actor.
type tx struct {
	*gorm.DB
	actor   domain.Actor
	now     time.Time
	changes []changeRow
	audits  []auditRow
	known   map[domain.ID]time.Time // from when on what t keeps of a record is known
}

// write runs fn in one transaction and commits it together with the audit and
// change rows that fn recorded. A transaction that recorded nothing is an error:
// no write goes without its trail.
func (db *DB) write(ctx context.Context, actor domain.Actor, fn func(*tx) error) error {
	return db.writeIn(ctx, actor, sql.LevelDefault, fn)
}

// writeIn is write at an isolation level. Where that is above the default, it may end in
// an ErrConflict with another transaction.
func (db *DB) writeIn(ctx context.Context, actor domain.Actor, level sql.IsolationLevel, fn func(*tx) error) error {
	err := db.read(ctx).Transaction(func(g *gorm.DB) error {
		t := &tx{DB: g, actor: actor, now: db.Now()}
		if err := fn(t); err != nil {
			return err
		}
		return t.flush()
	}, &sql.TxOptions{Isolation: level})
	if err != nil {
		return translate(err)
	}
	db.woken()
	return nil
}

// view is the store as t sees it, for its methods that only read: they would wait for
// a second connection otherwise, and may do so for ever.
func (t *tx) view() *DB { return &DB{gorm: t.DB} }

// record notes that the actor did action to a record, now at version: one audit row
// and, for records that others derive from, one change row.
func (t *tx) record(resource domain.Resource, ref domain.ID, version int64, action domain.Action, detail map[string]any) {
	t.audit(resource, ref, version, action, detail)
	t.changes = append(t.changes, changeRow{Kind: string(resource), Ref: ref, Version: version})
}

// audit notes a write that nothing derives from: users, tokens, imports.
func (t *tx) audit(resource domain.Resource, ref domain.ID, version int64, action domain.Action, detail map[string]any) {
	t.audits = append(t.audits, newAuditRow(t.actor, t.now, resource, ref.String(), version, action, "done", detail))
}

func (t *tx) flush() error {
	if len(t.audits) == 0 {
		return fmt.Errorf("a transaction wrote without recording what it did")
	}
	if err := t.CreateInBatches(t.audits, 500).Error; err != nil {
		return err
	}
	if len(t.changes) == 0 {
		return nil
	}
	return t.CreateInBatches(t.changes, 500).Error
}
