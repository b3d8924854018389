package domain

import (
	"regexp"
	"time"
)

// Role is what a user is to the marketplace. A user may hold several.
type Role string

// The roles. Everyone who is not signed in acts as RolePublic.
const (
	RolePublic     Role = "public"
	RoleEnterprise Role = "enterprise" // 企业用户: posts needs for an enterprise
	RoleUniversity Role = "university" // 高校用户: lists results for a university or institute
	RoleExpert     Role = "expert"     // 专家: a technical expert or entrepreneur
	RoleSteward    Role = "steward"    // 政府管家: runs dockings in an area
	RoleLiaison    Role = "liaison"    // 联络员: reports a unit's figures
	RoleBureau     Role = "bureau"     // 科技局: registers contracts, tracks the plan
	RoleAdmin      Role = "admin"      // 系统管理员: users, imports, operation
)

// Roles lists the roles a user can be given.
var Roles = Terms{
	{string(RoleEnterprise), Text{"企业用户", "Enterprise"}},
	{string(RoleUniversity), Text{"高校用户", "University"}},
	{string(RoleExpert), Text{"专家", "Expert"}},
	{string(RoleSteward), Text{"政府管家", "Steward"}},
	{string(RoleLiaison), Text{"联络员", "Liaison"}},
	{string(RoleBureau), Text{"科技局", "Science bureau"}},
	{string(RoleAdmin), Text{"系统管理员", "Administrator"}},
}

// User is a person who can sign in.
type User struct {
	ID             ID
	Version        int64
	Login          string
	Name           string
	Roles          []Role
	OrganisationID ID     // whose records the user acts for; zero for none
	Area           string // of a steward, or of a liaison of a collective; empty for none
	Unit           string // a liaison's unit; empty for none
	Collective     bool   // the unit is of several areas, in one of which the liaison acts; as stored
	ExpertID       ID     // the expert record of this person; zero for none
	Disabled       bool
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

var loginPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9._@-]{2,63}$`)

// Validate reports everything that is wrong with u.
func (u User) Validate() error {
	var c checks
	c.that(loginPattern.MatchString(u.Login), "login", "3 至 64 位小写字母、数字或 . _ @ -", "must be 3 to 64 of a-z 0-9 . _ @ -")
	c.text("name", u.Name, 1, 60)
	roles := make([]string, len(u.Roles))
	for i, r := range u.Roles {
		roles[i] = string(r)
	}
	c.that(len(roles) > 0, "roles", "至少一个角色", "needs at least one role")
	c.allOf("roles", roles, Roles)
	c.that(!u.has(RoleEnterprise) && !u.has(RoleUniversity) || !u.OrganisationID.IsZero(), "organisation_id", "该角色须属于一个单位", "is required for this role")
	c.that(!u.has(RoleSteward) || u.Area != "", "area", "管家须有负责区域", "is required for a steward")
	c.that(!u.has(RoleLiaison) || u.Unit != "", "unit", "联络员须有责任单位", "is required for a liaison")
	c.that(!u.has(RoleExpert) || !u.ExpertID.IsZero(), "expert_id", "专家须有专家档案", "is required for an expert")
	return c.err()
}

func (u User) has(r Role) bool {
	for _, have := range u.Roles {
		if have == r {
			return true
		}
	}
	return false
}

// Actor returns the user as the one who acts, from the given address.
func (u User) Actor(from string) Actor {
	a := Actor{UserID: u.ID, Login: u.Login, Name: u.Name, Roles: u.Roles, OrganisationID: u.OrganisationID,
		Area: u.Area, Unit: u.Unit, ExpertID: u.ExpertID, From: from}
	if u.Collective {
		if a.UnitArea = u.Area; u.Area == "" {
			a.Unit = "" // of which area is not known
		}
	}
	return a
}

// CheckPassword reports whether a new password is acceptable: 12 to 128
// characters. Length is what makes guessing dear; no class of character is asked for.
func CheckPassword(password string) error {
	n := len([]rune(password))
	if n < 12 || n > 128 {
		return Invalid("password", "密码应为 12 至 128 个字符", "must have 12 to 128 characters")
	}
	return nil
}

// Token is an API token: a secret shown once, of which only a hash is kept.
type Token struct {
	ID         ID
	UserID     ID
	Name       string
	Scopes     []string // TokenScopes
	ExpiresAt  time.Time
	LastUsedAt *time.Time
	RevokedAt  *time.Time
	CreatedAt  time.Time
}

// TokenScopes bound what a token may do beyond what its user may: read anything
// the user may read, or write too.
var TokenScopes = Terms{
	{"read", Text{"只读", "Read"}},
	{"write", Text{"读写", "Read and write"}},
}

// MaxTokenLife is the longest life of a token.
const MaxTokenLife = 366 * 24 * time.Hour

// Validate reports everything that is wrong with t at the time it is made.
func (t Token) Validate(now time.Time) error {
	var c checks
	c.text("name", t.Name, 1, 60)
	c.that(len(t.Scopes) > 0, "scopes", "至少一项", "needs at least one")
	c.allOf("scopes", t.Scopes, TokenScopes)
	c.that(t.ExpiresAt.After(now), "expires_at", "须晚于现在", "must lie in the future")
	c.that(t.ExpiresAt.Sub(now) <= MaxTokenLife, "expires_at", "有效期最长一年", "is more than a year away")
	return c.err()
}
