package postgres

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"sanku/domain"
)

// Draw makes what is to be published of the figures of a plan: its content as JSON. What
// it reads, it reads from view.
type Draw func(view *DB, p domain.Publication, figures []domain.Figure) (json.RawMessage, error)

// Publish publishes the figures of plan up to the end of p's period as they stand on
// p.AsOf, with the content that draw makes of them, and returns it as stored. The first
// publication of a code is revision 1; another needs a reason and is the next revision. A
// p.Revision other than 0 is the one that it must become. Nothing that is entered
// afterwards is known at its moment. Errors: InvalidErrors; ErrForbidden; ErrConflict when
// another publishes the same at once, or has done so.
func (db *DB) Publish(ctx context.Context, actor domain.Actor, plan domain.Plan, p domain.Publication, draw Draw) (domain.Publication, error) {
	if !domain.Can(actor, domain.Create, domain.Publications, domain.Facts{}) {
		return domain.Publication{}, domain.ErrForbidden
	}
	if err := p.ValidateDraft(domain.DateOf(db.Now())); err != nil {
		return domain.Publication{}, err
	}
	known, err := db.knownBefore(ctx)
	if err != nil {
		return domain.Publication{}, err
	}
	p.KnownAt = known
	err = db.writeIn(ctx, actor, sql.LevelRepeatableRead, func(t *tx) error {
		p.ID, p.PublishedBy, p.PublishedAt = domain.NewID(), actor.UserID, t.now
		figures, err := t.view().compose(ctx, plan, &p, draw)
		if err != nil {
			return err
		}
		if err := p.Validate(domain.DateOf(t.now)); err != nil {
			return err
		}
		return t.insertPublication(&p, figures)
	})
	if err != nil {
		return domain.Publication{}, err
	}
	return p, nil
}

// Preview is what Publish would publish now, for those who may; nothing is kept, so it has
// no id. A reason is not asked for yet.
func (db *DB) Preview(ctx context.Context, actor domain.Actor, plan domain.Plan, p domain.Publication, draw Draw) (domain.Publication, error) {
	if !domain.Can(actor, domain.Create, domain.Publications, domain.Facts{}) {
		return domain.Publication{}, domain.ErrForbidden
	}
	p.KnownAt = db.Now()
	if err := p.ValidateDraft(domain.DateOf(p.KnownAt)); err != nil {
		return p, err
	}
	err := db.read(ctx).Transaction(func(g *gorm.DB) error {
		_, err := (&DB{gorm: g}).compose(ctx, plan, &p, draw)
		return err
	}, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	return p, translate(err)
}

// compose puts p after the publications before it, and gives it its content.
func (db *DB) compose(ctx context.Context, plan domain.Plan, p *domain.Publication, draw Draw) ([]domain.Figure, error) {
	asked := p.Revision
	p.Plan, p.Revision, p.Corrects = plan.Code, 1, domain.ID{}
	var before publicationRow
	err := db.read(ctx).Where("plan = ? AND code = ?", plan.Code, p.Code).Order("revision DESC").Limit(1).Find(&before).Error
	if err != nil {
		return nil, err
	}
	if before.Revision > 0 {
		p.Revision, p.Corrects = before.Revision+1, before.ID
	}
	if asked != 0 && asked != p.Revision {
		return nil, domain.Conflict("这一期通报已另有发布，请重新起草", "it has been published meanwhile; draw it up again")
	}
	figures, err := db.everyFigure(ctx, plan, *p)
	if err == nil {
		p.Content, err = draw(db, *p, figures)
	}
	return figures, err
}

// barrierWait bounds how long knownBefore waits for those who write, and others for it.
const barrierWait = "5s"

// knownBefore is a moment for a publication: all that is known by then has been committed
// when it returns, and whatever is written afterwards is known later (tx.moment). So the
// figures of that moment are the same whenever they are computed, and those who write need
// not wait until they are.
func (db *DB) knownBefore(ctx context.Context) (known time.Time, err error) {
	err = db.read(ctx).Transaction(func(g *gorm.DB) error {
		if err := g.Exec("SET LOCAL lock_timeout = '" + barrierWait + "'").Error; err != nil {
			return err
		}
		if err := g.Exec("LOCK TABLE contract_versions, register_versions, reports IN SHARE MODE").Error; err != nil {
			return err
		}
		return g.Raw(`INSERT INTO publication_moment (at) SELECT greatest(CAST(@now AS timestamptz), (SELECT max(known_from) FROM contract_versions),
			(SELECT max(known_from) FROM register_versions), (SELECT max(approved_at) FROM reports), (SELECT max(superseded_at) FROM reports))
			ON CONFLICT (one) DO UPDATE SET at = greatest(publication_moment.at, excluded.at) RETURNING at`, map[string]any{"now": db.Now()}).Row().Scan(&known)
	})
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == "55P03" { // lock_not_available
		return known, domain.Conflict("正在录入大量数据，请稍后再发布", "much is being entered just now; publish a little later")
	}
	return known.UTC(), translate(err)
}

func (t *tx) insertPublication(p *domain.Publication, figures []domain.Figure) error {
	row := publicationRowOf(*p)
	if err := t.Raw("SELECT "+contentDigest("?::jsonb"), string(p.Content)).Row().Scan(&row.Digest); err != nil {
		return err
	}
	p.Digest = row.Digest
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	var rows []publishedFigureRow
	for _, f := range figures {
		rows = append(rows, domains(f.Published(), func(f domain.PublishedFigure) publishedFigureRow { return publishedFigureRowOf(p.ID, f) })...)
	}
	t.record(domain.Publications, p.ID, int64(p.Revision), domain.Create, map[string]any{"plan": p.Plan, "code": p.Code, "revision": p.Revision, "reason": p.Reason, "digest": p.Digest})
	if len(rows) == 0 {
		return nil
	}
	return t.CreateInBatches(rows, 500).Error
}
