package postgres

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"sanku/domain"
)

type userRow struct {
	ID             domain.ID `gorm:"column:id;primaryKey"`
	Version        int64     `gorm:"column:version"`
	Login          string    `gorm:"column:login"`
	Name           string    `gorm:"column:name"`
	PasswordHash   string    `gorm:"column:password_hash"`
	OrganisationID domain.ID `gorm:"column:organisation_id"`
	Area           optional  `gorm:"column:area"`
	Unit           optional  `gorm:"column:unit"`
	ExpertID       domain.ID `gorm:"column:expert_id"`
	Disabled       bool      `gorm:"column:disabled"`
	CreatedAt      time.Time `gorm:"column:created_at"`
	UpdatedAt      time.Time `gorm:"column:updated_at"`
	Roles          texts     `gorm:"column:roles;->"`
	Collective     bool      `gorm:"column:collective;->"`
}

func (userRow) TableName() string { return "users" }

func (r userRow) rowID() domain.ID { return r.ID }

// userColumns are those of userRow; roles come from their own table.
const userColumns = "users.*, ARRAY(SELECT role FROM user_roles WHERE user_id = users.id ORDER BY role) AS roles, " +
	"coalesce((SELECT cardinality(areas) > 1 FROM units WHERE code = users.unit), false) AS collective"

func userRowOf(u domain.User, hash string) userRow {
	return userRow{ID: u.ID, Version: u.Version, Login: u.Login, Name: u.Name, PasswordHash: hash, OrganisationID: u.OrganisationID,
		Area: optional(u.Area), Unit: optional(u.Unit), ExpertID: u.ExpertID, Disabled: u.Disabled, CreatedAt: u.CreatedAt, UpdatedAt: u.UpdatedAt}
}

func (r userRow) domain() domain.User {
	u := domain.User{ID: r.ID, Version: r.Version, Login: r.Login, Name: r.Name, OrganisationID: r.OrganisationID, Area: string(r.Area),
		Unit: string(r.Unit), Collective: r.Collective, ExpertID: r.ExpertID, Disabled: r.Disabled, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}
	for _, role := range r.Roles {
		u.Roles = append(u.Roles, domain.Role(role))
	}
	return u
}

var userScope = scopeColumns{users: []string{"users.id = ?"}, organisations: []string{"users.organisation_id = ?"}, area: "users.area"}

func userFacts(u domain.User) domain.Facts {
	return domain.Facts{Users: []domain.ID{u.ID}, Organisations: []domain.ID{u.OrganisationID}, Area: u.Area}
}

// CreateUser adds u with the hash of its password and returns it as stored. Errors:
// InvalidErrors; ErrForbidden; a ConflictError when the login is taken.
func (db *DB) CreateUser(ctx context.Context, actor domain.Actor, u domain.User, passwordHash string) (domain.User, error) {
	if !domain.Can(actor, domain.Create, domain.Users, userFacts(u)) {
		return domain.User{}, domain.ErrForbidden
	}
	err := db.write(ctx, actor, func(t *tx) error {
		if err := u.Validate(); err != nil {
			return err
		}
		if err := t.checkLiaison(&u); err != nil {
			return err
		}
		u.ID, u.Version, u.CreatedAt, u.UpdatedAt = domain.NewID(), 1, t.now, t.now
		row := userRowOf(u, passwordHash)
		if err := t.Create(&row).Error; err != nil {
			return err
		}
		return t.setRoles(u, domain.Create)
	})
	return u, err
}

// setRoles writes the roles of a user just written, and the audit row with them:
// who could do what, and since when, is what the trail is asked.
func (t *tx) setRoles(u domain.User, action domain.Action) error {
	if err := t.Exec("DELETE FROM user_roles WHERE user_id = ?", u.ID).Error; err != nil {
		return err
	}
	for _, role := range u.Roles {
		if err := t.Exec("INSERT INTO user_roles (user_id, role) VALUES (?, ?)", u.ID, string(role)).Error; err != nil {
			return err
		}
	}
	t.audit(domain.Users, u.ID, u.Version, action, map[string]any{"roles": u.Roles, "disabled": u.Disabled})
	return nil
}

// checkLiaison requires that a liaison of a unit of several areas is that of one of them.
func (t *tx) checkLiaison(u *domain.User) error {
	u.Collective = false
	if u.Unit == "" {
		return nil
	}
	var areas texts
	if err := refersTo(t.Raw(`SELECT areas FROM units WHERE code = ?`, u.Unit).Row().Scan(&areas), "unit"); err != nil {
		return err
	}
	if u.Collective = len(areas) > 1; u.Collective && !slices.Contains(areas, u.Area) {
		return domain.Invalid("area", "该责任单位包括多个县市区、园区，须指明其中一个", "must be one of the areas of the unit")
	}
	return nil
}

// User returns one user that actor may read, else ErrNotFound.
func (db *DB) User(ctx context.Context, actor domain.Actor, id domain.ID) (domain.User, error) {
	var row userRow
	q := userScope.within(db.read(ctx).Select(userColumns), domain.ScopeOf(actor, domain.Read, domain.Users))
	err := q.Where("users.id = ?", id).Take(&row).Error
	return row.domain(), translate(err)
}

// UserFilter selects users; zero fields select all.
type UserFilter struct {
	Role           string
	OrganisationID domain.ID
	Login          string
	Disabled       *bool
}

// UserSorts are the sort keys of Users; the first is its own.
var UserSorts = []string{"login", "name", "created_at", "updated_at"}

// Users lists the users that actor may read.
func (db *DB) Users(ctx context.Context, actor domain.Actor, f UserFilter, p Page) (List[domain.User], error) {
	order, err := sortOf(p.Sort, UserSorts, userSortKey)
	if err != nil {
		return List[domain.User]{}, err
	}
	q := userScope.within(db.read(ctx).Select(userColumns), domain.ScopeOf(actor, domain.Read, domain.Users))
	return list(f.where(q), order, p, userRow.domain)
}

func (f UserFilter) where(q *gorm.DB) *gorm.DB {
	q = equal(q, "login", f.Login)
	if f.Role != "" {
		q = q.Where("EXISTS (SELECT FROM user_roles r WHERE r.user_id = users.id AND r.role = ?)", f.Role)
	}
	if !f.OrganisationID.IsZero() {
		q = q.Where("organisation_id = ?", f.OrganisationID)
	}
	if f.Disabled != nil {
		q = q.Where("disabled = ?", *f.Disabled)
	}
	return q
}

func userSortKey(r userRow, column string) string {
	switch column {
	case "login":
		return r.Login
	case "name":
		return r.Name
	case "created_at":
		return r.CreatedAt.Format(time.RFC3339Nano)
	}
	return r.UpdatedAt.Format(time.RFC3339Nano)
}

// ChangeUser applies change to the user if it is at version, and returns it as
// stored. A user who is disabled can no longer act, by session or by token. Errors:
// ErrNotFound, ErrForbidden, ErrStale, InvalidErrors; a ConflictError when no
// administrator would be left.
func (db *DB) ChangeUser(ctx context.Context, actor domain.Actor, id domain.ID, version int64, change func(*domain.User) error) (domain.User, error) {
	var u domain.User
	err := db.write(ctx, actor, func(t *tx) error {
		row, err := t.lockUser(id)
		if err != nil {
			return err
		}
		u = row.domain()
		if err := permit(actor, domain.Change, domain.Users, userFacts(u), u.Version, version); err != nil {
			return err
		}
		before := u
		if err := change(&u); err != nil {
			return err
		}
		if err := t.updateUser(&u, row.PasswordHash, domain.Change); err != nil {
			return err
		}
		if administers(before) && !administers(u) {
			return t.keepAdministrator()
		}
		return nil
	})
	return u, err
}

// SetPassword replaces the hash of a user's password, which ends the user's
// sessions. Whether the caller knew the old password is the caller's to check.
func (db *DB) SetPassword(ctx context.Context, actor domain.Actor, id domain.ID, passwordHash string) (domain.User, error) {
	var u domain.User
	err := db.write(ctx, actor, func(t *tx) error {
		row, err := t.lockUser(id)
		if err != nil {
			return err
		}
		u = row.domain()
		if err := permit(actor, domain.SetPassword, domain.Users, userFacts(u), u.Version, 0); err != nil {
			return err
		}
		return t.updateUser(&u, passwordHash, domain.SetPassword)
	})
	return u, err
}

func (t *tx) lockUser(id domain.ID) (userRow, error) {
	var row userRow
	err := t.Clauses(clause.Locking{Strength: "UPDATE"}).Select(userColumns).Where("users.id = ?", id).Take(&row).Error
	return row, translate(err)
}

func (t *tx) updateUser(u *domain.User, hash string, action domain.Action) error {
	if err := u.Validate(); err != nil {
		return err
	}
	if err := t.checkLiaison(u); err != nil {
		return err
	}
	u.Version, u.UpdatedAt = u.Version+1, t.now
	row := userRowOf(*u, hash)
	if err := t.Select("*").Omit("id", "created_at", "roles", "collective").Where("id = ?", u.ID).Updates(&row).Error; err != nil {
		return err
	}
	return t.setRoles(*u, action)
}

// administers reports whether u can manage users.
func administers(u domain.User) bool {
	return !u.Disabled && slices.Contains(u.Roles, domain.RoleAdmin)
}

// keepAdministrator refuses to leave the system without anyone who can manage users.
// The administrators are locked, so that two cannot disable each other at once.
func (t *tx) keepAdministrator() error {
	var left []string
	err := t.Raw(`SELECT u.id::text FROM users u JOIN user_roles r ON r.user_id = u.id AND r.role = 'admin'
WHERE NOT u.disabled ORDER BY u.id FOR UPDATE OF u`).Scan(&left).Error
	if err == nil && len(left) == 0 {
		err = domain.Conflict("至少要保留一名可用的系统管理员", "at least one administrator must remain enabled")
	}
	return err
}
