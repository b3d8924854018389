package api

import (
	"context"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// UserBody is what an administrator writes of a user.
type UserBody struct {
	Name           string    `json:"name" zh:"姓名"`
	Roles          []string  `json:"roles" set:"roles" zh:"角色"`
	OrganisationID domain.ID `json:"organisation_id,omitzero" zh:"所属单位"`
	Area           string    `json:"area,omitempty" zh:"负责区域"`
	Unit           string    `json:"unit,omitempty" zh:"责任单位"`
	ExpertID       domain.ID `json:"expert_id,omitzero" zh:"专家档案"`
	Disabled       bool      `json:"disabled,omitempty" zh:"停用"`
}

// User is a user as callers read it.
type User struct {
	ID      domain.ID `json:"id" zh:"编号"`
	Version int64     `json:"version" zh:"版本"`
	Login   string    `json:"login" zh:"登录名"`
	UserBody
	CreatedAt time.Time `json:"created_at" zh:"创建时间"`
	UpdatedAt time.Time `json:"updated_at" zh:"更新时间"`
}

func userOf(u domain.User) User {
	return User{ID: u.ID, Version: u.Version, Login: u.Login, UserBody: userBodyOf(u), CreatedAt: u.CreatedAt, UpdatedAt: u.UpdatedAt}
}

func userBodyOf(u domain.User) UserBody {
	b := UserBody{Name: u.Name, OrganisationID: u.OrganisationID, Area: u.Area, Unit: u.Unit, ExpertID: u.ExpertID, Disabled: u.Disabled}
	for _, role := range u.Roles {
		b.Roles = append(b.Roles, string(role))
	}
	return b
}

func (b UserBody) to(u *domain.User) {
	u.Name, u.OrganisationID, u.Area, u.Unit, u.ExpertID, u.Disabled = b.Name, b.OrganisationID, b.Area, b.Unit, b.ExpertID, b.Disabled
	u.Roles = nil
	for _, role := range b.Roles {
		u.Roles = append(u.Roles, domain.Role(role))
	}
}

func (a *API) registerUsers() {
	users := collection{"users", domain.Users, domain.Text{ZH: "用户", EN: "users"}}
	list(a, users, postgres.UserSorts, a.listUsers)
	read(a, users, a.readUser)
	create(a, users, a.createUser)
	change(a, users, a.changeUser)
	act(a, users, domain.SetPassword, domain.Text{ZH: "设置密码", EN: "Set the password"}, a.setPassword)
}

type usersQuery struct {
	Page
	Role         string    `query:"role" set:"roles" zh:"角色"`
	Organisation domain.ID `query:"organisation_id" zh:"所属单位"`
	Login        string    `query:"login" maxLength:"64" zh:"登录名"`
}

func (a *API) listUsers(ctx context.Context, in *usersQuery) (*page[User], error) {
	filter := postgres.UserFilter{Role: in.Role, OrganisationID: in.Organisation, Login: in.Login}
	found, err := a.db.Users(ctx, actorOf(ctx), filter, in.store())
	return pageOf(found, userOf), err
}

func (a *API) readUser(ctx context.Context, in *Record) (*one[User], error) {
	u, err := a.db.User(ctx, actorOf(ctx), in.ID)
	return oneOf(userOf(u), u.Version), err
}

// NewUser is a new user; one without a password is given a random one.
type NewUser struct {
	Login    string `json:"login" zh:"登录名"`
	Password string `json:"password,omitempty" maxLength:"128" zh:"密码"`
	UserBody
}

// MadeUser is a new user with the password that was made for it, shown this once.
type MadeUser struct {
	User
	Password string `json:"password,omitempty" zh:"初始密码" doc:"Shown this once, when the password was made here."`
}

type createUserInput struct{ Body NewUser }

func (a *API) createUser(ctx context.Context, in *createUserInput) (*created[MadeUser], error) {
	u := domain.User{Login: in.Body.Login}
	in.Body.UserBody.to(&u)
	hash, shown, err := a.passwordOrNew(ctx, in.Body.Password)
	if err != nil {
		return nil, err
	}
	u, err = a.db.CreateUser(ctx, actorOf(ctx), u, hash)
	return createdIn("users", u.ID, MadeUser{User: userOf(u), Password: shown}, u.Version), err
}

// passwordOrNew hashes the password given; when there is none it makes one, to be shown.
func (a *API) passwordOrNew(ctx context.Context, given string) (hash, shown string, err error) {
	if given == "" {
		given = NewPassword()
		shown = given
	} else if err := domain.CheckPassword(given); err != nil {
		return "", "", err
	}
	hash, err = a.passwords.hash(ctx, given)
	return hash, shown, err
}

type changeUserInput struct {
	Record
	IfMatch
	Body Merge[UserBody]
}

func (a *API) changeUser(ctx context.Context, in *changeUserInput) (*one[User], error) {
	u, err := a.db.ChangeUser(ctx, actorOf(ctx), in.ID, in.version(), func(u *domain.User) error {
		body, err := in.Body.onto(userBodyOf(*u))
		body.to(u)
		return err
	})
	return oneOf(userOf(u), u.Version), err
}
